//! `GetTransactionDetails`.

use crate::classic::State;
use crate::classic::nvp::amount::write;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::problem::Refusal;
use crate::classic::nvp::{Asked, get_express, shown};

pub(crate) fn perform(state: &State, asked: &Asked) -> Result<Answer, Refusal> {
    let id = asked.arguments.required("TRANSACTIONID", 81131)?;
    let found = state
        .ledger
        .transaction(id)
        .ok_or_else(|| Refusal::about(10004, "TRANSACTIONID"))?;
    if found.account != asked.account.email {
        return Err(Refusal::new(10007));
    }
    let payer = &found.payer;
    let mut answer = Answer::default();
    answer.set("RECEIVEREMAIL", &asked.account.email);
    answer.set("RECEIVERBUSINESS", &asked.account.email);
    answer.set("RECEIVERID", &asked.account.id);
    answer.set("EMAIL", &payer.email);
    answer.set("PAYERID", &payer.id);
    answer.set(
        "PAYERSTATUS",
        if payer.verified {
            "verified"
        } else {
            "unverified"
        },
    );
    answer.set("FIRSTNAME", &payer.first_name);
    answer.set("LASTNAME", &payer.last_name);
    answer.set("COUNTRYCODE", &payer.country);
    match &payer.address {
        Some(address) => get_express::ship_to(&mut answer, "", address),
        None => answer.set("ADDRESSSTATUS", "None"),
    }
    shown::payment(&mut answer, "", found);
    answer.set_some("PARENTTRANSACTIONID", found.parent.clone());
    answer.set_some("INVNUM", found.invoice.clone());
    answer.set_some("CUSTOM", found.custom.clone());
    answer.set_some("NOTE", found.memo.clone());
    answer.set_some("SUBJECT", found.description.clone());
    answer.set("SALESTAX", write(0, &found.currency));
    for (at, item) in found.items.iter().enumerate() {
        answer.set(format!("L_NAME{at}"), &item.name);
        answer.set(format!("L_NUMBER{at}"), &item.number);
        answer.set(format!("L_QTY{at}"), item.quantity.to_string());
        let amount = write(item.amount_minor, &found.currency);
        answer.set(format!("L_AMT{at}"), amount);
    }
    Ok(answer)
}

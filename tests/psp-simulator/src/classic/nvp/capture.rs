//! `DoCapture`.

use crate::classic::State;
use crate::classic::nvp::amount::Currency;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::authorization::{active, allowed_minor};
use crate::classic::nvp::problem::Refusal;
use crate::classic::nvp::{Asked, shown};
use crate::classic::transaction::{Kind, PaymentStatus, Transaction};
use crate::world::World;

/// How often an authorization can be captured; PayPal has such a limit (error 10612) but
/// does not tell it.
const CAPTURES_MAX: u32 = 10;

pub(crate) fn perform(
    state: &mut State,
    world: &mut World,
    asked: &Asked,
) -> Result<Answer, Refusal> {
    let arguments = &asked.arguments;
    let last = match arguments.required("COMPLETETYPE", 81129)? {
        "Complete" => true,
        "NotComplete" => false,
        _ => return Err(Refusal::about(81229, "COMPLETETYPE")),
    };
    let from = active(state, asked)?.clone();
    let currency = Currency::read(arguments.text("CURRENCYCODE"), &asked.account)?;
    if currency.code != from.currency {
        return Err(Refusal::new(10613));
    }
    let amount_minor = currency
        .amount(arguments.required("AMT", 81126)?)
        .filter(|minor| *minor > 0)
        .ok_or_else(|| Refusal::about(81226, "AMT"))?;
    let (taken_minor, times) = from
        .hold
        .as_ref()
        .map_or((0, 0), |hold| (hold.captured_minor, hold.captures));
    if times >= CAPTURES_MAX {
        return Err(Refusal::new(10612));
    }
    let allowed = allowed_minor(from.gross_minor, &from.currency);
    if taken_minor.saturating_add(amount_minor) > allowed {
        return Err(Refusal::new(10610));
    }
    let invoice = arguments.text("INVNUM");
    let used = invoice
        .filter(|one| from.invoice.as_deref() != Some(one))
        .is_some_and(|one| {
            asked.account.unique_invoices && state.ledger.is_paid(&asked.account.email, one)
        });
    if used {
        return Err(Refusal::new(10624));
    }
    let capture = Transaction {
        parent: Some(from.id.clone()),
        kind: Kind::Capture { last },
        status: PaymentStatus::Completed,
        pending_reason: None,
        gross_minor: amount_minor,
        invoice: invoice.map(str::to_owned).or_else(|| from.invoice.clone()),
        hold: None,
        cases: Vec::new(),
        ..from.clone()
    };
    let id = state.ledger.record(world, capture);
    let made = state
        .ledger
        .transaction(&id)
        .ok_or_else(|| Refusal::new(10001))?;
    let mut answer = Answer::default();
    answer.set("AUTHORIZATIONID", &from.id);
    answer.set("PARENTTRANSACTIONID", &from.id);
    shown::payment(&mut answer, "", made);
    Ok(answer)
}

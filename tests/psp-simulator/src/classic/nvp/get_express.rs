//! `GetExpressCheckoutDetails`, and finding a session by its token.

use crate::classic::State;
use crate::classic::checkout::{Checkout, Progress};
use crate::classic::nvp::Asked;
use crate::classic::nvp::amount::write;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::problem::Refusal;
use crate::classic::transaction::Address;
use crate::world::World;

pub(crate) fn perform(state: &State, world: &World, asked: &Asked) -> Result<Answer, Refusal> {
    let arguments = &asked.arguments;
    let token = match arguments.get("TOKEN") {
        None => return Err(Refusal::about(81117, "TOKEN")),
        Some("") => return Err(Refusal::new(10408)),
        Some(token) => token,
    };
    let checkout = find(state, world, asked, token)?;
    let order = &checkout.order;
    let mut answer = Answer::default();
    answer.set("TOKEN", &checkout.token);
    let status = match &checkout.progress {
        Progress::Open => "PaymentActionNotInitiated",
        Progress::Failed => "PaymentActionFailed",
        Progress::Completed(_) => "PaymentActionCompleted",
    };
    answer.set("CHECKOUTSTATUS", status);
    answer.set("BILLINGAGREEMENTACCEPTEDSTATUS", "0");
    answer.set("INSURANCEOPTIONOFFERED", "false");
    answer.set_some("CUSTOM", order.custom.clone());
    answer.set_some("INVNUM", order.invoice.clone());
    let mut prefixes = vec![""];
    if arguments.is_prefixed() {
        prefixes.push("PAYMENTREQUEST_0_");
    }
    for prefix in &prefixes {
        let mut set = |name: &str, value: String| answer.set(format!("{prefix}{name}"), value);
        set("AMT", write(order.amount_minor, &order.currency));
        set("CURRENCYCODE", order.currency.clone());
        for name in [
            "SHIPPINGAMT",
            "HANDLINGAMT",
            "TAXAMT",
            "INSURANCEAMT",
            "SHIPDISCAMT",
        ] {
            set(name, write(0, &order.currency));
        }
        set("DESC", order.description.clone().unwrap_or_default());
        set("NOTIFYURL", order.notify_url.clone().unwrap_or_default());
    }
    if arguments.is_prefixed() {
        answer.set_some("PAYMENTREQUEST_0_CUSTOM", order.custom.clone());
        answer.set_some("PAYMENTREQUEST_0_INVNUM", order.invoice.clone());
        answer.set("PAYMENTREQUESTINFO_0_ERRORCODE", "0");
        if let Progress::Completed(id) = &checkout.progress {
            answer.set("PAYMENTREQUEST_0_TRANSACTIONID", id);
            answer.set("PAYMENTREQUESTINFO_0_TRANSACTIONID", id);
        }
    }
    items(&mut answer, checkout, arguments.is_prefixed());
    if checkout.choice.is_some() {
        buyer(&mut answer, checkout, &prefixes);
    }
    Ok(answer)
}

fn items(answer: &mut Answer, checkout: &Checkout, prefixed: bool) {
    let prefix = if prefixed {
        "L_PAYMENTREQUEST_0_"
    } else {
        "L_"
    };
    for (at, item) in checkout.order.items.iter().enumerate() {
        answer.set(format!("{prefix}NAME{at}"), &item.name);
        answer.set(format!("{prefix}NUMBER{at}"), &item.number);
        answer.set(format!("{prefix}QTY{at}"), item.quantity.to_string());
        let amount = write(item.amount_minor, &checkout.order.currency);
        answer.set(format!("{prefix}AMT{at}"), amount);
    }
}

/// The payer is known only after approving.
fn buyer(answer: &mut Answer, checkout: &Checkout, prefixes: &[&str]) {
    let payer = &checkout.payer;
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
    for prefix in prefixes {
        match &payer.address {
            Some(address) => ship_to(answer, prefix, address),
            None => answer.set(format!("{prefix}ADDRESSSTATUS"), "none"),
        }
    }
}

/// Where to ship, each name with `prefix` before it.
pub(crate) fn ship_to(answer: &mut Answer, prefix: &str, address: &Address) {
    let status = if address.confirmed {
        "Confirmed"
    } else {
        "Unconfirmed"
    };
    for (name, value) in [
        ("ADDRESSSTATUS", status),
        ("SHIPTONAME", &address.name),
        ("SHIPTOSTREET", &address.street),
        ("SHIPTOCITY", &address.city),
        ("SHIPTOSTATE", &address.state),
        ("SHIPTOZIP", &address.zip),
        ("SHIPTOCOUNTRYCODE", &address.country),
        ("SHIPTOCOUNTRYNAME", &address.country_name),
    ] {
        answer.set(format!("{prefix}{name}"), value);
    }
}

/// A session of this account whose time is not over; paid ones can be looked at longer.
pub(crate) fn find<'a>(
    state: &'a State,
    world: &World,
    asked: &Asked,
    token: &str,
) -> Result<&'a Checkout, Refusal> {
    let checkout = state
        .checkouts
        .get(token)
        .ok_or_else(|| Refusal::new(10410))?;
    if checkout.account != asked.account.email {
        return Err(Refusal::new(10409));
    }
    let paid = matches!(checkout.progress, Progress::Completed(_));
    if !paid && world.now() >= checkout.expires_ms {
        return Err(Refusal::new(10411));
    }
    Ok(checkout)
}

/// A session under which nothing was paid yet.
pub(crate) fn open<'a>(
    state: &'a State,
    world: &World,
    asked: &Asked,
    token: &str,
) -> Result<&'a Checkout, Refusal> {
    let checkout = find(state, world, asked, token)?;
    match checkout.progress {
        Progress::Completed(_) => Err(Refusal::new(10415)),
        Progress::Open | Progress::Failed => Ok(checkout),
    }
}

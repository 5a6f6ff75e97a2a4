//! PayPal Orders.

use std::sync::LazyLock;

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Call, Event, Progress};
use obole_shared::terminal::{AuthorizationType, TerminalKind};
use serde_json::{Value, json};

use super::provider::{Case, Setup, play};
use crate::claims::Claim;
use crate::evidence::json::{having, is_or_lacks, money, read, text};
use crate::payments::{PAYMENT, REFUND_MINOR, Story, Untold};
use crate::script::Delivered;

static CASES: LazyLock<Result<Vec<Case>, Untold>> = LazyLock::new(cases);

const ORDER: &str = "5O190127TN364715T";
const AUTHORIZATION: &str = "0AW2184448108334S";
const TAKEN: [&str; 3] = ["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"];

pub(super) fn run(input: &[u8]) -> Result<String, String> {
    let setup = Setup {
        credentials: json!({
            "client_id": "client", "secret": "secret", "webhook_id": "8WH00000000000001",
        }),
        label: |request| {
            match request.uri().path() {
                "/v1/oauth2/token" => "token",
                "/v1/customer/disputes" => "disputes",
                _ if request.method() == http::Method::GET => "look-up",
                _ => "call",
            }
            .to_owned()
        },
        stands,
    };
    // A token is granted unless the text says otherwise.
    let granted = br#"--- 200 token
{"access_token":"A21AAF","token_type":"Bearer","expires_in":32400}
"#;
    let refuses = crate::script::parts(input)
        .iter()
        .any(|part| part.label == "token");
    if refuses {
        return play(&setup, &CASES, input);
    }
    let glue: &[u8] = if input.starts_with(b"--- ") {
        b""
    } else {
        b"--- 200 \n"
    };
    play(&setup, &CASES, &[granted, glue, input].concat())
}

fn cases() -> Result<Vec<Case>, Untold> {
    let new = |authorization| {
        Story::new(
            TerminalKind::PaypalOrders,
            None,
            Currency::EUR,
            authorization,
        )
    };
    let at_once = new(AuthorizationType::CaptureAtOnce)?;
    let waiting = at_once.clone().waiting(ORDER);
    let approved = waiting.clone().then(Event::Approved);
    let approved_later = new(AuthorizationType::AuthorizeOnly)?
        .waiting(ORDER)
        .then(Event::Approved);
    let authorized = approved_later.clone().authorized(AUTHORIZATION);
    let captured = approved.clone().captured("2GG279541U471931P");
    let refunding = captured.clone().refunding()?;
    let stories = [
        (at_once, Call::OpenSession),
        (waiting, Call::AskSession),
        (approved, Call::Capture),
        (approved_later, Call::Authorize),
        (authorized.clone(), Call::AskSession),
        (authorized.clone(), Call::Capture),
        (authorized, Call::Cancel),
        (captured, Call::AskSession),
        (refunding.clone(), Call::Refund(1)),
        (refunding, Call::AskRefund(1)),
    ];
    let case = |(story, call): (Story, Call)| Case {
        payment: story.calling(call),
        call,
    };
    Ok(stories.into_iter().map(case).collect())
}

fn stands(case: &Case, claim: &Claim, delivered: &[Delivered]) -> bool {
    let reserved = match (&case.payment.progress, claim) {
        // A capture that waits: what is known to be reserved still is.
        (Progress::Authorized(known), Claim::Authorized(name, amount)) => {
            known.transaction == *name && known.amount == *amount
        }
        _ => false,
    };
    let good = |status: u16| matches!(status, 200 | 201 | 204);
    let empty = delivered
        .iter()
        .any(|one| one.body.is_empty() && good(one.status));
    let gone = delivered.iter().any(|one| {
        let body = String::from_utf8_lossy(&one.body);
        (400..500).contains(&one.status) && body.contains("PREVIOUSLY_VOIDED")
    });
    if *claim == Claim::Canceled && case.call == Call::Cancel && (empty || gone) {
        return true;
    }
    let texts = read(delivered);
    reserved
        || texts
            .iter()
            .filter(|(status, _)| good(*status))
            .any(|(_, value)| says(case, claim, value))
}

fn says(case: &Case, claim: &Claim, value: &Value) -> bool {
    let status = |value: &Value, wanted: &str| text(value, "/status") == Some(wanted);
    let amount = |value: &Value| value.pointer("/amount").and_then(money);
    match claim {
        Claim::Authorized(name, sum) => having(value, "amount").into_iter().any(|one| {
            text(one, "/id") == Some(name)
                && status(one, "CREATED")
                && amount(one) == Some(*sum)
                && is_order_of_ours(value)
        }),
        Claim::Captured(name, Some(sum)) => {
            let captures = captures(value);
            let named = captures.iter().any(|(id, _)| Some(id) == name.as_ref());
            named && total(&captures) == Some(*sum) && is_ours(value)
        }
        Claim::Refunded(Some(name)) => {
            let wanted = Money::new(REFUND_MINOR, Currency::EUR).ok();
            text(value, "/id") == Some(name)
                && status(value, "COMPLETED")
                && amount(value) == wanted
        }
        Claim::Listed(name, sum) => having(value, "amount").into_iter().any(|one| {
            text(one, "/id") == Some(name) && status(one, "COMPLETED") && amount(one) == Some(*sum)
        }),
        // The part of captured money for which a reason is told.
        Claim::Reversed(sum) => {
            sum.is_zero() || total(&captures(value)).is_some_and(|all| sum.minor() <= all.minor())
        }
        Claim::Canceled => case.call == Call::Cancel && status(value, "VOIDED"),
        Claim::Captured(_, None) | Claim::Refunded(None) => false,
    }
}

fn captures(value: &Value) -> Vec<(String, Money)> {
    let units = value.pointer("/purchase_units").and_then(Value::as_array);
    let of_units = units
        .into_iter()
        .flatten()
        .filter_map(|unit| unit.pointer("/payments/captures").and_then(Value::as_array));
    let alone = [value].into_iter().filter(|_| units.is_none());
    of_units
        .flatten()
        .chain(alone)
        .filter(|one| text(one, "/status").is_some_and(|status| TAKEN.contains(&status)))
        .filter_map(|one| {
            let sum = money(one.pointer("/amount")?)?;
            Some((text(one, "/id")?.to_owned(), sum))
        })
        .collect()
}

fn total(captures: &[(String, Money)]) -> Option<Money> {
    let (first, rest) = captures.split_first()?;
    rest.iter()
        .try_fold(first.1, |sum, (_, more)| sum.checked_add(*more))
}

fn is_ours(value: &Value) -> bool {
    let customs = having(value, "custom_id");
    let ours = customs
        .iter()
        .all(|one| is_or_lacks(one, "/custom_id", PAYMENT));
    let is_order = value.pointer("/purchase_units").is_some();
    ours && (!is_order || is_order_of_ours(value))
}

fn is_order_of_ours(value: &Value) -> bool {
    text(value, "/id") == Some(ORDER)
}

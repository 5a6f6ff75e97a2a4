//! Saferpay.

use std::sync::LazyLock;

use obole_shared::currency::Currency;
use obole_shared::payment::Call;
use obole_shared::terminal::{AuthorizationType, TerminalKind};
use serde_json::{Value, json};

use super::provider::{Case, Setup, play};
use crate::claims::Claim;
use crate::evidence::json::{is_or_lacks, read, text};
use crate::payments::{REFERENCE, REFUND_MINOR, Story, Untold};
use crate::script::Delivered;

static CASES: LazyLock<Result<Vec<Case>, Untold>> = LazyLock::new(cases);

pub(super) fn run(input: &[u8]) -> Result<String, String> {
    let setup = Setup {
        credentials: json!({
            "customer_id": "400123", "terminal_id": "17700001",
            "user": "API_400123_00000001", "password": "password",
        }),
        // `…/Transaction/Capture` is `Capture`.
        label: |request| {
            let path = request.uri().path();
            path.rsplit('/').next().unwrap_or_default().to_owned()
        },
        stands,
    };
    play(&setup, &CASES, input)
}

fn cases() -> Result<Vec<Case>, Untold> {
    let new =
        |authorization| Story::new(TerminalKind::Saferpay, None, Currency::CHF, authorization);
    let at_once = new(AuthorizationType::CaptureAtOnce)?;
    let waiting = at_once.clone().waiting("hs7c2m5kq9wxnv4b8rjtd3fzy");
    let authorized = new(AuthorizationType::AuthorizeOnly)?
        .waiting("hs7c2m5kq9wxnv4b8rjtd3fzy")
        .authorized("Q3hd2fb7xKjtAA92zv");
    let refunding = authorized
        .clone()
        .captured("Q3hd2fb7xKjtAA92zv_c")
        .refunding()?;
    let stories = [
        (at_once, Call::OpenSession),
        (waiting.clone(), Call::AskSession),
        (waiting, Call::AskBooks),
        (authorized.clone(), Call::AskSession),
        (authorized.clone(), Call::Capture),
        (authorized, Call::Cancel),
        (refunding.clone(), Call::Refund(1)),
        (refunding.clone(), Call::CaptureRefund(1)),
        (refunding, Call::AskRefund(1)),
    ];
    let case = |(story, call): (Story, Call)| Case {
        payment: story.calling(call),
        call,
    };
    Ok(stories.into_iter().map(case).collect())
}

fn stands(case: &Case, claim: &Claim, delivered: &[Delivered]) -> bool {
    read(delivered)
        .iter()
        .any(|(status, value)| says(case, claim, *status, value))
}

fn says(case: &Case, claim: &Claim, status: u16, value: &Value) -> bool {
    let taken_before = status != 200
        && status < 500
        && text(value, "/ErrorName") == Some("TRANSACTION_ALREADY_CAPTURED");
    let state = |wanted: &str| status == 200 && text(value, "/Transaction/Status") == Some(wanted);
    let plain = status == 200 && text(value, "/Status") == Some("CAPTURED");
    let is = |pointer: &str, name: &str| text(value, pointer) == Some(name);
    match claim {
        Claim::Authorized(name, amount) => {
            state("AUTHORIZED")
                && is("/Transaction/Id", name)
                && is_transaction(value, "PAYMENT", REFERENCE, amount.minor())
        }
        Claim::Captured(Some(name), Some(amount)) => {
            state("CAPTURED")
                && is("/Transaction/CaptureId", name)
                && is_transaction(value, "PAYMENT", REFERENCE, amount.minor())
        }
        Claim::Captured(None, Some(amount)) => {
            state("CAPTURED") && is_transaction(value, "PAYMENT", REFERENCE, amount.minor())
        }
        Claim::Captured(Some(name), None) => {
            case.call == Call::Capture && plain && is("/CaptureId", name)
        }
        Claim::Captured(None, None) => {
            let acts = matches!(case.call, Call::Capture | Call::Cancel);
            acts && (plain || taken_before)
        }
        Claim::Refunded(Some(name)) => {
            let reference = format!("{REFERENCE}-R1");
            state("CAPTURED")
                && is("/Transaction/Id", name)
                && is_transaction(value, "REFUND", &reference, REFUND_MINOR)
        }
        Claim::Refunded(None) => {
            matches!(case.call, Call::CaptureRefund(_)) && (plain || taken_before)
        }
        Claim::Canceled => {
            let known = is("/TransactionId", "Q3hd2fb7xKjtAA92zv");
            case.call == Call::Cancel && status == 200 && known
        }
        Claim::Listed(..) | Claim::Reversed(_) => false,
    }
}

fn is_transaction(value: &Value, kind: &str, reference: &str, minor: i64) -> bool {
    let told = value.pointer("/Transaction/Amount/Value");
    let amount = match told {
        Some(Value::String(text)) => text.parse().ok(),
        Some(number) => number.as_i64(),
        None => None,
    };
    let code = text(value, "/Transaction/Amount/CurrencyCode");
    text(value, "/Transaction/Type") == Some(kind)
        && is_or_lacks(value, "/Transaction/OrderId", reference)
        && amount == Some(minor)
        && code.is_some()
}

//! The Payflow gateway.

use std::sync::LazyLock;

use obole_edge::notices::without_card;
use obole_edge::providers::payflow::codec::Fields;
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Call, Event};
use obole_shared::terminal::{AccountType, AuthorizationType, TerminalKind};
use serde_json::json;

use super::provider::{Case, Setup, play};
use crate::claims::Claim;
use crate::evidence::money;
use crate::evidence::pairs::{any, first, tagged};
use crate::payments::{PAYMENT, Story, Untold};
use crate::script::Delivered;

static CASES: LazyLock<Result<Vec<Case>, Untold>> = LazyLock::new(cases);

const TOKEN: &str = "FmyM1y7wy8k+S6/umnMPhTQ=";
const EXPRESS_TOKEN: &str = "EC-17C76533PL706494P";

pub(super) fn run(input: &[u8]) -> Result<String, String> {
    let setup = Setup {
        credentials: json!({
            "partner": "PayPal", "vendor": "obolevendor", "user": "obolevendor",
            "password": "password",
        }),
        label: |request| {
            let fields = tagged(request.body());
            match (first(&fields, "TRXTYPE"), first(&fields, "ACTION")) {
                (Some("I"), _) => "inquiry",
                (_, Some("G")) => "details",
                _ => "call",
            }
            .to_owned()
        },
        stands,
    };
    play(&setup, &CASES, input)
}

/// Reads any text; what reads is what a plain reader finds.
pub(super) fn run_codec(input: &[u8]) -> Result<String, String> {
    let fields = match Fields::read(input) {
        Ok(fields) => fields,
        Err(error) => return Ok(error.to_string()),
    };
    if Fields::read(input).as_ref() != Ok(&fields) {
        return Err("read twice it is not the same".to_owned());
    }
    let pairs = tagged(input);
    let found: Vec<(&str, &str)> = fields.iter().collect();
    let same = found
        .iter()
        .copied()
        .eq(pairs.iter().map(|(name, value)| (&**name, &**value)));
    if !same {
        return Err(format!("another reader reads {} pairs", pairs.len()));
    }
    let result = fields.number("RESULT").map(i32::signum);
    let pairs = pairs.len().checked_ilog2().unwrap_or(0);
    Ok(format!("{pairs} pairs, {result:?}"))
}

/// A silent post is kept without what belongs to a card, and otherwise as it came.
pub(super) fn run_silent_post(input: &[u8]) -> Result<String, String> {
    let kept = without_card(input);
    if without_card(&kept) != kept {
        return Err("kept twice it is another message".to_owned());
    }
    if kept.len() > 2 * input.len() {
        return Err("it grew".to_owned());
    }
    let card = ["ACCT", "CVV2", "EXPDATE", "SECURETOKEN", "PWD"];
    let pairs = crate::evidence::pairs::form(&kept);
    match card.into_iter().find(|name| any(&pairs, name, |_| true)) {
        Some(name) => Err(format!("{name} was kept")),
        None => Ok(format!("{}", kept.len() == input.len())),
    }
}

fn cases() -> Result<Vec<Case>, Untold> {
    let new = |account, authorization| {
        Story::new(
            TerminalKind::Payflow,
            Some(account),
            Currency::USD,
            authorization,
        )
    };
    let card = |authorization| new(AccountType::PayflowProUs, authorization);
    let express = |authorization| new(AccountType::PayflowExpressUs, authorization);
    let (at_once, later) = (
        AuthorizationType::CaptureAtOnce,
        AuthorizationType::AuthorizeOnly,
    );
    let waiting = card(at_once)?.waiting(TOKEN);
    let waiting_later = card(later)?.waiting(TOKEN);
    let approved = express(at_once)?
        .waiting(EXPRESS_TOKEN)
        .then(Event::Approved);
    let approved_later = express(later)?.waiting(EXPRESS_TOKEN).then(Event::Approved);
    let authorized = waiting_later.clone().authorized("AUTH00000001");
    let captured = waiting.clone().captured("SALE00000001");
    let refunding = captured.clone().refunding()?;
    let refund_known = refunding.clone().then(Event::RefundPending {
        number: 1,
        transaction: "RFND00000001".to_owned(),
    });
    let stories = [
        (card(at_once)?, Call::OpenSession),
        (express(at_once)?, Call::OpenSession),
        (waiting.clone(), Call::AskSession),
        (waiting_later, Call::AskSession),
        (waiting, Call::AskBooks),
        (approved.clone(), Call::AskSession),
        (approved, Call::Capture),
        (approved_later, Call::Authorize),
        (authorized.clone(), Call::AskSession),
        (authorized.clone(), Call::Capture),
        (authorized, Call::Cancel),
        (captured, Call::AskSession),
        (refunding, Call::Refund(1)),
        (refund_known, Call::AskRefund(1)),
    ];
    let case = |(story, call): (Story, Call)| Case {
        payment: story.calling(call),
        call,
    };
    Ok(stories.into_iter().map(case).collect())
}

type Pairs = Vec<(String, String)>;

fn stands(case: &Case, claim: &Claim, delivered: &[Delivered]) -> bool {
    delivered
        .iter()
        .filter(|one| one.status == 200)
        .map(|one| tagged(&one.body))
        .any(|pairs| says(case, claim, &pairs))
}

/// Every yes of the gateway is RESULT 0; 126 waits for whoever looks at it.
fn says(case: &Case, claim: &Claim, pairs: &Pairs) -> bool {
    let yes = |name: &str| any(pairs, name, |text| text.trim().parse::<i32>() == Ok(0));
    let yes_or_held = |name: &str| {
        let held = |text: &str| matches!(text.trim().parse::<i32>(), Ok(0 | 126));
        any(pairs, name, held)
    };
    let is_number = |text: &str| text.trim().parse::<i32>().is_ok();
    let is_inquiry = any(pairs, "ORIGRESULT", is_number);
    let named = |name: &String| {
        ["PNREF", "ORIGPNREF"]
            .into_iter()
            .any(|field| any(pairs, field, |told| told == name))
    };
    // What acts names the transaction itself, and its answer echoes nothing.
    let asks = matches!(case.call, Call::AskSession | Call::AskBooks);
    let ours = ["USER1", "CUSTOM"]
        .into_iter()
        .all(|field| !asks || first(pairs, field).is_none_or(|told| told == PAYMENT));
    let success = yes("RESULT") && (!is_inquiry || yes_or_held("ORIGRESULT"));
    match claim {
        Claim::Authorized(name, amount) | Claim::Captured(Some(name), Some(amount)) => {
            success && ours && named(name) && is_sum(case, pairs, *amount)
        }
        // It was captured, in whatever way, or its own answer is told without a name.
        Claim::Captured(_, None) => {
            let state = |text: &str| text.trim().parse::<i32>() == Ok(9);
            yes("RESULT") && any(pairs, "TRANSSTATE", state)
        }
        Claim::Captured(None, Some(_)) | Claim::Listed(..) => false,
        Claim::Refunded(name) => success && name.as_ref().is_none_or(named),
        Claim::Canceled => success,
        Claim::Reversed(_) => yes("RESULT") && yes_or_held("ORIGRESULT"),
    }
}

/// The sum that is told; where none is, the agreed one.
fn is_sum(case: &Case, pairs: &Pairs, amount: Money) -> bool {
    let payment = &case.payment;
    let code = first(pairs, "CURRENCY").or(first(pairs, "CURRENCYCODE"));
    let code = code.unwrap_or(payment.opened.amount.currency().code());
    match first(pairs, "AMT") {
        Some(told) => money(told, code) == Some(amount),
        None => [
            payment.opened.amount,
            payment.captured(),
            payment.capture_amount(),
        ]
        .contains(&amount),
    }
}

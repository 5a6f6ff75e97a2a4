//! What a payer or a bank questions about a PayPal capture, and what was taken back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod support;

use obole_edge::providers::Provider;
use obole_edge::providers::paypal::{Credentials, Paypal, TokenCache};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::payment::{
    Answer, Call, CaseKind, CaseStage, Command, Entry, Payment, Report, Standing, Status, decide,
};
use obole_shared::terminal::{AuthorizationType, TerminalKind};
use serde_json::{Value, json};
use support::{
    Answered, NOW, Network, addresses, attempt, capture, json as answer, money, now_or_never, raw,
    waiting,
};

const ORDER: &str = "5O190127TN364715T";

fn paid() -> Payment {
    let amount = money(2_500, Currency::EUR);
    let terms = AuthorizationType::CaptureAtOnce;
    let mut payment = waiting(TerminalKind::PaypalOrders, amount, terms, ORDER);
    capture(&mut payment, Some("3C679366HH908993F"));
    attempt(&mut payment, Call::AskSession);
    payment
}

fn order(status: &str, reason: Option<&str>) -> Value {
    json!({
        "id": ORDER, "status": "COMPLETED", "intent": "CAPTURE",
        "payment_source": { "paypal": {} },
        "purchase_units": [{ "payments": { "captures": [{
            "id": "3C679366HH908993F", "status": status,
            "status_details": { "reason": reason },
            "amount": { "currency_code": "EUR", "value": "25.00" },
        }] } }],
    })
}

fn ask(
    payment: &Payment,
    order: &Value,
    disputes: impl IntoIterator<Item = Answered>,
) -> (Answer, Vec<String>) {
    let credentials = Credentials {
        client_id: "client".into(),
        secret: Secret::new("secret"),
        webhook_id: "8WH00000000000001".into(),
    };
    let origin = "https://api-m.paypal.com".to_owned();
    let provider = Provider::Paypal(Paypal::new(credentials, origin, TokenCache::default()));
    let token = answer(200, &json!({ "access_token": "A21", "expires_in": 32_400 }));
    let asked = [token, answer(200, order)];
    let network = Network::answering(asked.into_iter().chain(disputes));
    let call = Call::AskSession;
    let answer = now_or_never(provider.perform(&network, &addresses(), payment, call));
    (answer, network.lines())
}

fn dispute(status: &str) -> Value {
    json!({
        "dispute_id": "PP-D-4012", "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
        "status": status,
        "dispute_amount": { "currency_code": "EUR", "value": "25.00" },
        "dispute_life_cycle_stage": "CHARGEBACK",
        "seller_response_due_date": "2026-08-01T10:00:00.000Z",
    })
}

/// A list tells no outcome.
fn list(status: &str) -> Answered {
    let mut item = dispute(status);
    item["dispute_state"] = "REQUIRED_ACTION".into();
    answer(200, &json!({ "items": [item] }))
}

fn whole(outcome: &str) -> Answered {
    let mut body = dispute("RESOLVED");
    body["dispute_outcome"] = json!({ "outcome_code": outcome });
    answer(200, &body)
}

fn report(answer: Answer) -> Report {
    match answer {
        Answer::Report(report) => *report,
        other => panic!("{other:?}"),
    }
}

fn status(payment: &Payment, answer: Answer) -> Status {
    let mut payment = payment.clone();
    for event in decide(Some(&payment), Command::Answer(Call::AskSession, answer)).unwrap() {
        payment.apply(&Entry { at: NOW, event });
    }
    payment.status()
}

#[test]
fn a_capture_is_asked_for_its_disputes() {
    let payment = paid();
    let open = list("WAITING_FOR_SELLER_RESPONSE");
    let (told, lines) = ask(&payment, &order("COMPLETED", None), [open]);
    assert_eq!(
        lines,
        [
            "POST /v1/oauth2/token",
            &format!("GET /v2/checkout/orders/{ORDER}"),
            "GET /v1/customer/disputes",
        ]
    );
    assert_eq!(status(&payment, told.clone()), Status::Disputed);
    let case = report(told).disputes.remove(0);
    assert_eq!(
        (case.kind, case.stage),
        (CaseKind::Chargeback, CaseStage::Open)
    );
    assert_eq!(case.amount, Some(money(2_500, Currency::EUR)));
    assert!(case.respond_by.is_some());
}

#[test]
fn a_dispute_ends_for_the_one_or_the_other() {
    let payment = paid();
    for (outcome, stage) in [
        ("RESOLVED_SELLER_FAVOUR", CaseStage::Won),
        ("CANCELED_BY_BUYER", CaseStage::Won),
        ("RESOLVED_BUYER_FAVOUR", CaseStage::Lost),
        ("ACCEPTED", CaseStage::Lost),
        ("RESOLVED_WITH_PAYOUT", CaseStage::Closed),
    ] {
        let answers = [list("RESOLVED"), whole(outcome)];
        let (told, lines) = ask(&payment, &order("COMPLETED", None), answers);
        assert_eq!(lines[3], "GET /v1/customer/disputes/PP-D-4012");
        assert_eq!(report(told).disputes[0].stage, stage, "{outcome}");
    }
    let lost = [list("RESOLVED"), whole("RESOLVED_BUYER_FAVOUR")];
    let (told, _) = ask(&payment, &order("REFUNDED", Some("CHARGEBACK")), lost);
    assert_eq!(status(&payment, told.clone()), Status::Reversed);
    assert_eq!(report(told).reversed, Some(money(2_500, Currency::EUR)));
}

#[test]
fn a_refund_of_ours_is_no_reversal() {
    let payment = paid();
    let none = answer(200, &json!({ "items": [] }));
    let (told, _) = ask(&payment, &order("REFUNDED", None), [none]);
    assert!(matches!(told, Answer::Standing(Standing::Captured { .. })));
}

/// Reading disputes is a right of its own: without it payments go on.
#[test]
fn disputes_that_cannot_be_read_change_nothing() {
    let payment = paid();
    for disputes in [
        answer(403, &json!({ "name": "NOT_AUTHORIZED" })),
        raw(200, "<html>"),
        raw(500, ""),
        Err(obole_edge::ports::SendError::TimedOut),
    ] {
        let (told, _) = ask(&payment, &order("COMPLETED", None), [disputes]);
        assert!(matches!(told, Answer::Standing(Standing::Captured { .. })));
        assert_eq!(status(&payment, told), Status::Captured);
    }
}

/// An outcome that cannot be read now is asked for again: the case is not closed without it.
#[test]
fn an_outcome_that_is_not_told_leaves_the_case_open() {
    let payment = paid();
    let answers = [list("RESOLVED"), raw(500, "")];
    let (told, _) = ask(&payment, &order("COMPLETED", None), answers);
    assert!(matches!(told, Answer::Standing(Standing::Captured { .. })));
}

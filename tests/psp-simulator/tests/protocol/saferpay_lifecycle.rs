//! From Initialize to the books.

use psp_simulator::{Action, CaptureIdStyle, Config, MovementKind, Simulator};
use serde_json::{Value, json};

use crate::support::{
    DAY, HOUR, assert_token, basic, initialize, saferpay, saferpay_request, send, simulator, text,
    with_config,
};

fn name(answer: &(u16, Value)) -> (u16, String) {
    (answer.0, text(&answer.1, "/ErrorName"))
}

fn refused(answer: &(u16, Value), error: &str) {
    assert_eq!(name(answer), (402, error.to_owned()));
}

/// Pays on the page; returns the transaction id.
fn paid(sim: &mut Simulator, action: Action) -> String {
    let (token, url) = initialize(sim);
    assert_eq!(
        sim.payer_act(&url, action).unwrap(),
        "http://127.0.0.1:8787/return/p/done"
    );
    text(&assert_token(sim, &token).1, "/Transaction/Id")
}

fn capture(sim: &mut Simulator, transaction: &str) -> (u16, Value) {
    saferpay(
        sim,
        "Transaction/Capture",
        json!({ "TransactionReference": { "TransactionId": transaction } }),
    )
}

fn cancel(sim: &mut Simulator, transaction: &str) -> (u16, Value) {
    saferpay(
        sim,
        "Transaction/Cancel",
        json!({ "TransactionReference": { "TransactionId": transaction } }),
    )
}

fn refund(sim: &mut Simulator, capture: &str, value: &str, currency: &str) -> (u16, Value) {
    let body = json!({
        "Refund": {
            "Amount": { "Value": value, "CurrencyCode": currency },
            "OrderId": "RE-1-R1", "RestrictRefundAmountToCapturedAmount": true,
        },
        "CaptureReference": { "CaptureId": capture },
    });
    saferpay(sim, "Transaction/Refund", body)
}

#[test]
fn a_payment_is_paid_only_by_its_one_capture() {
    let mut sim = simulator();
    let (token, url) = initialize(&mut sim);
    let before = assert_token(&mut sim, &token);
    refused(&before, "TRANSACTION_NOT_STARTED");
    assert_eq!(text(&before.1, "/Behavior"), "RETRY_LATER");

    sim.payer_act(&url, Action::Pay).unwrap();
    let (status, body) = assert_token(&mut sim, &token);
    assert_eq!(status, 200);
    assert_eq!(text(&body, "/Transaction/Status"), "AUTHORIZED");
    assert_eq!(text(&body, "/Transaction/Amount/Value"), "12050");
    assert_eq!(text(&body, "/Transaction/OrderId"), "RE-1");
    assert!(sim.books().movements().is_empty());
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 1);

    let transaction = text(&body, "/Transaction/Id");
    let (status, body) = capture(&mut sim, &transaction);
    assert_eq!((status, text(&body, "/Status").as_str()), (200, "CAPTURED"));
    refused(
        &capture(&mut sim, &transaction),
        "TRANSACTION_ALREADY_CAPTURED",
    );
    assert_eq!(sim.books().total("RE-1", MovementKind::Capture), 12_050);
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
    let (_, after) = assert_token(&mut sim, &token);
    assert_eq!(text(&after, "/Transaction/Status"), "CAPTURED");
    assert_eq!(
        text(&after, "/Transaction/CaptureId"),
        text(&body, "/CaptureId")
    );
    assert_eq!(sim.calls().tokens()[&token].asserts_ms.len(), 3);
}

#[test]
fn each_way_to_fail_has_its_name() {
    for (action, error, behavior) in [
        (Action::Abort, "TRANSACTION_ABORTED", "DO_NOT_RETRY"),
        (Action::Decline, "TRANSACTION_DECLINED", "OTHER_MEANS"),
        (
            Action::FailThreeDs,
            "3DS_AUTHENTICATION_FAILED",
            "DO_NOT_RETRY",
        ),
    ] {
        let mut sim = simulator();
        let (token, url) = initialize(&mut sim);
        assert_eq!(
            sim.payer_act(&url, action).unwrap(),
            "http://127.0.0.1:8787/return/p/done"
        );
        let answer = assert_token(&mut sim, &token);
        refused(&answer, error);
        assert_eq!(text(&answer.1, "/Behavior"), behavior);
        assert_eq!(text(&answer.1, "/OrderId"), "RE-1");
        assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
    }
}

#[test]
fn twint_has_no_card_and_no_liability() {
    let mut sim = simulator();
    let (token, url) = initialize(&mut sim);
    sim.payer_act(&url, Action::Twint).unwrap();
    let (_, body) = assert_token(&mut sim, &token);
    assert_eq!(text(&body, "/PaymentMeans/Brand/PaymentMethod"), "TWINT");
    assert!(body.get("Liability").is_none() && body.pointer("/PaymentMeans/Card").is_none());
}

#[test]
fn the_redirect_url_opens_once() {
    let mut sim = simulator();
    let (token, url) = initialize(&mut sim);
    let open = http::Request::get(&url).body(Vec::new()).unwrap();
    assert_eq!(sim.handle(&open).response.status(), 200);
    assert_eq!(
        sim.payer_act(&url, Action::Pay).unwrap(),
        "http://127.0.0.1:8787/return/p/done"
    );
    refused(&assert_token(&mut sim, &token), "TRANSACTION_ABORTED");

    let (token, url) = initialize(&mut sim);
    sim.payer_act(&url, Action::Pay).unwrap();
    sim.payer_act(&url, Action::Abort).unwrap();
    assert_eq!(
        assert_token(&mut sim, &token).0,
        200,
        "what was paid stays paid"
    );
}

#[test]
fn sessions_tokens_and_authorizations_end_by_the_clock() {
    let mut sim = simulator();
    let (token, url) = initialize(&mut sim);
    sim.advance(HOUR);
    sim.payer_act(&url, Action::Pay);
    refused(&assert_token(&mut sim, &token), "TRANSACTION_NOT_STARTED");
    sim.advance(23 * HOUR - 1);
    refused(&assert_token(&mut sim, &token), "TRANSACTION_NOT_STARTED");
    sim.advance(1);
    refused(&assert_token(&mut sim, &token), "TOKEN_EXPIRED");

    let card = paid(&mut sim, Action::Pay);
    let twint = paid(&mut sim, Action::Twint);
    sim.advance(7 * DAY);
    refused(&capture(&mut sim, &twint), "TRANSACTION_IN_WRONG_STATE");
    sim.advance(3 * DAY);
    refused(&capture(&mut sim, &card), "TRANSACTION_IN_WRONG_STATE");
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
    assert!(sim.books().movements().is_empty());
}

#[test]
fn cancel_frees_what_is_authorized_and_nothing_else() {
    let mut sim = simulator();
    let transaction = paid(&mut sim, Action::Pay);
    let (status, body) = cancel(&mut sim, &transaction);
    assert_eq!(
        (status, text(&body, "/TransactionId")),
        (200, transaction.clone())
    );
    refused(
        &cancel(&mut sim, &transaction),
        "TRANSACTION_IN_WRONG_STATE",
    );
    refused(
        &capture(&mut sim, &transaction),
        "TRANSACTION_IN_WRONG_STATE",
    );

    let captured = paid(&mut sim, Action::Pay);
    capture(&mut sim, &captured);
    let (status, error) = name(&cancel(&mut sim, &captured));
    assert_eq!(status, 402);
    assert!(
        ["TRANSACTION_ALREADY_CAPTURED", "TRANSACTION_IN_WRONG_STATE"].contains(&error.as_str())
    );
}

#[test]
fn a_refund_pays_back_only_when_captured_itself() {
    let mut sim = simulator();
    let transaction = paid(&mut sim, Action::Pay);
    refused(
        &refund(&mut sim, &transaction, "4000", "CHF"),
        "TRANSACTION_NOT_FOUND",
    );
    let capture_id = text(&capture(&mut sim, &transaction).1, "/CaptureId");
    refused(
        &refund(&mut sim, &capture_id, "4000", "EUR"),
        "CURRENCY_INVALID",
    );
    refused(
        &refund(&mut sim, &capture_id, "12051", "CHF"),
        "AMOUNT_INVALID",
    );

    let (status, body) = refund(&mut sim, &capture_id, "4000", "CHF");
    assert_eq!(
        (status, text(&body, "/Transaction/Type").as_str()),
        (200, "REFUND")
    );
    assert_eq!(text(&body, "/Transaction/Status"), "AUTHORIZED");
    assert_eq!(sim.books().total("RE-1", MovementKind::Refund), 0);
    // The limit counts refunds that are not captured yet, but not cancelled ones.
    refused(
        &refund(&mut sim, &capture_id, "8051", "CHF"),
        "AMOUNT_INVALID",
    );
    let id = text(&body, "/Transaction/Id");
    cancel(&mut sim, &id);
    let (_, body) = refund(&mut sim, &capture_id, "12050", "CHF");
    let id = text(&body, "/Transaction/Id");
    assert_eq!(capture(&mut sim, &id).0, 200);
    refused(&capture(&mut sim, &id), "TRANSACTION_ALREADY_CAPTURED");
    assert_eq!(sim.books().total("RE-1", MovementKind::Refund), 12_050);
}

#[test]
fn a_partial_capture_takes_part_and_never_more() {
    let mut sim = simulator();
    let transaction = paid(&mut sim, Action::Pay);
    let part = |value: &str, currency: &str| {
        json!({
            "TransactionReference": { "TransactionId": transaction },
            "Amount": { "Value": value, "CurrencyCode": currency },
        })
    };
    refused(
        &saferpay(&mut sim, "Transaction/Capture", part("12051", "CHF")),
        "AMOUNT_INVALID",
    );
    refused(
        &saferpay(&mut sim, "Transaction/Capture", part("50", "EUR")),
        "CURRENCY_INVALID",
    );
    assert_eq!(
        saferpay(&mut sim, "Transaction/Capture", part("50", "CHF")).0,
        200
    );
    assert_eq!(sim.books().total("RE-1", MovementKind::Capture), 50);
}

#[test]
fn inquire_lags_and_finds_by_order() {
    let mut sim = simulator();
    paid(&mut sim, Action::Pay);
    let by_order = || json!({ "TransactionReference": { "OrderId": "RE-1" } });
    refused(
        &saferpay(&mut sim, "Transaction/Inquire", by_order()),
        "TRANSACTION_NOT_FOUND",
    );
    sim.advance(180_000);
    let (status, body) = saferpay(&mut sim, "Transaction/Inquire", by_order());
    assert_eq!(
        (status, text(&body, "/Transaction/Status").as_str()),
        (200, "AUTHORIZED")
    );
}

#[test]
fn capture_ids_come_in_both_forms() {
    for (style, suffix) in [
        (CaptureIdStyle::Plain, ""),
        (CaptureIdStyle::Suffixed, "_c"),
    ] {
        let mut sim = with_config(Config {
            capture_id: style,
            ..Config::default()
        });
        let transaction = paid(&mut sim, Action::Pay);
        let id = text(&capture(&mut sim, &transaction).1, "/CaptureId");
        assert_eq!(id, format!("{transaction}{suffix}"));
    }
}

#[test]
fn the_terminal_tells_its_methods() {
    let mut sim = simulator();
    let path = "http://127.0.0.1:8788/saferpay/api/rest/customers/400123/terminals/17700001";
    let mut request = http::Request::get(path)
        .header(
            "authorization",
            basic("API_400123_00000001", "simulator-password"),
        )
        .header("accept", "application/json")
        .header("saferpay-apiversion", "1.53")
        .header("saferpay-requestid", "r1")
        .body(Vec::new())
        .unwrap();
    let (status, body) = send(&mut sim, &request);
    assert_eq!((status, text(&body, "/Type").as_str()), (200, "ECOM"));
    assert_eq!(
        body.pointer("/PaymentMethods/2"),
        Some(&json!({
            "PaymentMethod": "TWINT", "Currencies": ["CHF"], "LogoUrl": "http://127.0.0.1:8788/",
        }))
    );
    request.headers_mut().remove("saferpay-requestid");
    assert_eq!(send(&mut sim, &request).0, 400);
}

#[test]
fn a_repeated_request_is_replayed_only_on_request() {
    let refunds = |replay: bool| {
        let mut sim = with_config(Config {
            replay_retries: replay,
            ..Config::default()
        });
        let transaction = paid(&mut sim, Action::Pay);
        let capture_id = text(&capture(&mut sim, &transaction).1, "/CaptureId");
        let mut body = json!({
            "RequestHeader": { "SpecVersion": "1.53", "CustomerId": "400123", "RequestId": "same", "RetryIndicator": 0 },
            "Refund": { "Amount": { "Value": "100", "CurrencyCode": "CHF" } },
            "CaptureReference": { "CaptureId": capture_id },
        });
        let first = send(&mut sim, &saferpay_request("Transaction/Refund", &body));
        body["RequestHeader"]["RetryIndicator"] = json!(1);
        let second = send(&mut sim, &saferpay_request("Transaction/Refund", &body));
        text(&first.1, "/Transaction/Id") == text(&second.1, "/Transaction/Id")
    };
    assert!(refunds(true));
    assert!(!refunds(false));
}

//! PayPal: every request as it is sent, and what every answer means.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::too_many_lines,
    reason = "a test stops at what it did not expect"
)]

mod support;

use obole_edge::ports::SendError;
use obole_edge::providers::paypal::{Credentials, Paypal, TokenCache, outcome};
use obole_edge::providers::{Credentials as AnyCredentials, Provider};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::payment::{Answer, Call, Event, Payment, Standing};
use obole_shared::terminal::AuthorizationType;
use obole_shared::terminal::TerminalKind;
use obole_shared::time::Millis;
use serde_json::{Value, json};
use support::*;

const ORIGIN: &str = "https://api-m.sandbox.paypal.com";
const PAYMENT: &str = "pay_0w3ge1r70w3ge1r70w3ge1r70w";
const KEY: &str = "0w3ge1r70w3ge1r70w3ge1r70w";
const REFERENCE: &str = "OBL-0W3GE1R70W3GE1R70W3GE1R70W";
const ORDER: &str = "4AB12345CD678901E";

fn account(tokens: TokenCache) -> Paypal {
    let credentials = Credentials {
        client_id: "client".into(),
        secret: Secret::new("app-secret"),
        webhook_id: "8WH00000000000001".into(),
    };
    Paypal::new(credentials, ORIGIN.into(), tokens)
}

fn euros(minor: i64) -> obole_shared::money::Money {
    money(minor, Currency::EUR)
}

fn fresh(capture: AuthorizationType) -> Payment {
    new_payment(TerminalKind::PaypalOrders, euros(1_200), capture)
}

fn open() -> Payment {
    waiting(
        TerminalKind::PaypalOrders,
        euros(1_200),
        AuthorizationType::CaptureAtOnce,
        ORDER,
    )
}

fn authorized() -> Payment {
    let mut payment = waiting(
        TerminalKind::PaypalOrders,
        euros(1_200),
        AuthorizationType::AuthorizeOnly,
        ORDER,
    );
    authorize(&mut payment, "AUTH1");
    payment
}

fn refunding() -> Payment {
    let mut payment = open();
    capture(&mut payment, Some("CAP1"));
    request_refund(&mut payment, 1, euros(500));
    payment
}

/// Method, path, request id and body of the request for a call.
fn sent(payment: &Payment, call: Call) -> (String, String, Value) {
    let mut payment = payment.clone();
    if call != Call::OpenSession {
        attempt(&mut payment, call);
    }
    let token = Secret::new("A21AA");
    let request = account(TokenCache::default()).request(&token, &addresses(), &payment, call);
    let request = request.unwrap();
    assert_eq!(header(&request, "authorization"), "Bearer A21AA");
    assert_eq!(header(&request, "accept"), "application/json");
    let is_post = request.method() == "POST";
    assert_eq!(
        header(&request, "content-type"),
        if is_post { "application/json" } else { "" }
    );
    assert_eq!(
        header(&request, "prefer"),
        if is_post { "return=representation" } else { "" }
    );
    let uri = request.uri().to_string();
    let path = uri
        .strip_prefix("https://api-m.sandbox.paypal.com/v2")
        .unwrap();
    let line = format!("{} {path}", request.method());
    (line, header(&request, "paypal-request-id"), body(&request))
}

#[test]
fn an_order_is_created_for_the_payer_to_approve() {
    for (mode, intent) in [
        (AuthorizationType::CaptureAtOnce, "CAPTURE"),
        (AuthorizationType::AuthorizeOnly, "AUTHORIZE"),
    ] {
        let (line, id, body) = sent(&fresh(mode), Call::OpenSession);
        assert_eq!(
            (line.as_str(), id),
            ("POST /checkout/orders", format!("{KEY}-o-0"))
        );
        let expected = json!({
            "intent": intent,
            "purchase_units": [{
                "amount": { "currency_code": "EUR", "value": "12.00" },
                "custom_id": PAYMENT,
                "invoice_id": REFERENCE,
                "description": "Spende für das Tierheim",
            }],
            "payment_source": { "paypal": { "experience_context": {
                "user_action": "PAY_NOW",
                "shipping_preference": "NO_SHIPPING",
                "locale": "de-CH",
                "return_url": format!("https://pay.example.org/return/{PAYMENT}/done"),
                "cancel_url": format!("https://pay.example.org/return/{PAYMENT}/cancel"),
            } } },
        });
        assert_eq!(body, expected);
    }
}

#[test]
fn every_other_call_names_what_it_is_about() {
    let order = format!("/checkout/orders/{ORDER}");
    let mut pending = refunding();
    apply(
        &mut pending,
        Event::RefundPending {
            number: 1,
            transaction: "REF1".into(),
        },
    );
    let part = json!({ "currency_code": "EUR", "value": "5.00" });
    let whole = json!({ "currency_code": "EUR", "value": "12.00" });
    let refund = json!({
        "amount": part, "custom_id": PAYMENT, "invoice_id": format!("{REFERENCE}-R1"),
    });
    let table = [
        (
            open(),
            Call::AskSession,
            format!("GET {order}"),
            "",
            Value::Null,
        ),
        (
            open(),
            Call::Capture,
            format!("POST {order}/capture"),
            "c-0",
            json!({}),
        ),
        (
            open(),
            Call::Authorize,
            format!("POST {order}/authorize"),
            "a-0",
            json!({}),
        ),
        (
            authorized(),
            Call::Capture,
            "POST /payments/authorizations/AUTH1/capture".into(),
            "c-0",
            json!({ "amount": whole, "final_capture": true }),
        ),
        (
            authorized(),
            Call::Cancel,
            "POST /payments/authorizations/AUTH1/void".into(),
            "v-0",
            json!({}),
        ),
        (
            refunding(),
            Call::Refund(1),
            "POST /payments/captures/CAP1/refund".into(),
            "r1-0",
            refund,
        ),
        (
            pending,
            Call::AskRefund(1),
            "GET /payments/refunds/REF1".into(),
            "",
            Value::Null,
        ),
    ];
    for (payment, call, line, id, body) in table {
        let id = if id.is_empty() {
            String::new()
        } else {
            format!("{KEY}-{id}")
        };
        assert_eq!(sent(&payment, call), (line, id, body), "{call:?}");
    }
}

#[test]
fn a_repeat_keeps_its_key_and_the_next_question_gets_another() {
    let mut payment = open();
    attempt(&mut payment, Call::Capture);
    let why = "no answer".to_owned();
    apply(
        &mut payment,
        Event::Unanswered {
            call: Call::Capture,
            why,
        },
    );
    assert_eq!(sent(&payment, Call::Capture).1, format!("{KEY}-c-0"));
    apply(&mut payment, Event::PayerMustChooseAgain);
    assert_eq!(sent(&payment, Call::Capture).1, format!("{KEY}-c-1"));
}

#[test]
fn a_call_without_its_names_is_not_made() {
    let never = |code: &str| refused(code, false);
    let mut hostile = open();
    hostile.session.as_mut().unwrap().handle = "../../payments/captures/1/refund".into();
    let mut unnamed = open();
    capture(&mut unnamed, None);
    request_refund(&mut unnamed, 1, euros(1));
    let cases = [
        (
            fresh(AuthorizationType::CaptureAtOnce),
            Call::AskSession,
            never("no_session"),
        ),
        (
            fresh(AuthorizationType::CaptureAtOnce),
            Call::Capture,
            never("no_session"),
        ),
        (open(), Call::Cancel, never("no_authorization")),
        (open(), Call::Refund(1), never("no_refund")),
        (unnamed, Call::Refund(1), never("no_capture")),
        (hostile, Call::AskSession, never("malformed_id")),
        (open(), Call::AskBooks, never("not_supported")),
        (refunding(), Call::CaptureRefund(1), never("not_supported")),
        (refunding(), Call::AskRefund(1), Answer::RefundMissing),
    ];
    for (payment, call, expected) in cases {
        let token = Secret::new("A21AA");
        let made = account(TokenCache::default()).request(&token, &addresses(), &payment, call);
        assert_eq!(made.unwrap_err(), expected, "{call:?}");
    }
}

#[test]
fn amounts_are_written_with_paypals_decimals_or_not_at_all() {
    let cases = [
        (1, Currency::EUR, Some("0.01")),
        (99_999_999_999, Currency::USD, Some("999999999.99")),
        (150_000, Currency::HUF, Some("1500")),
        (150_050, Currency::HUF, None),
        (1_500, Currency::JPY, Some("1500")),
        (100, Currency::TWD, Some("1")),
        (101, Currency::TWD, None),
        (25_000, Currency::KWD, None),
        (500, Currency::XAF, None),
    ];
    for (minor, currency, expected) in cases {
        let amount = money(minor, currency);
        let payment = new_payment(
            TerminalKind::PaypalOrders,
            amount,
            AuthorizationType::CaptureAtOnce,
        );
        let token = Secret::new("A21AA");
        let made = account(TokenCache::default()).request(
            &token,
            &addresses(),
            &payment,
            Call::OpenSession,
        );
        match expected {
            Some(value) => {
                let written = body(&made.unwrap())["purchase_units"][0]["amount"].clone();
                assert_eq!(
                    written,
                    json!({ "currency_code": currency.code(), "value": value })
                );
            }
            None => assert_eq!(
                made.unwrap_err(),
                refused("amount_not_representable", false)
            ),
        }
    }
}

#[test]
fn the_page_speaks_the_donors_language_where_its_tag_fits() {
    let cases = [
        ("fr", Some("fr")),
        ("FR_ch", Some("fr-CH")),
        ("zh-hant-tw", Some("zh-Hant-TW")),
        ("es-419", Some("es-419")),
        ("de-CH-1901", Some("de-CH")),
        ("gsw", None),
        ("", None),
    ];
    for (tag, expected) in cases {
        let mut payment = fresh(AuthorizationType::CaptureAtOnce);
        payment.opened.lang = tag.into();
        let body = sent(&payment, Call::OpenSession).2;
        let context = &body["payment_source"]["paypal"]["experience_context"];
        assert_eq!(context["locale"].as_str(), expected, "{tag}");
    }
}

fn read(payment: &Payment, call: Call, answered: Answered) -> Answer {
    outcome(ORIGIN, payment, call, NOW, answered)
}

fn refused(code: &str, later: bool) -> Answer {
    Answer::Refused {
        code: code.into(),
        later,
    }
}

fn is_unknown(answer: &Answer) -> bool {
    matches!(answer, Answer::Unknown { why } if !why.is_empty())
}

fn created(rel: &str, href: &str) -> Value {
    json!({
        "id": ORDER, "status": "PAYER_ACTION_REQUIRED", "new": {},
        "links": [
            { "rel": "self", "href": "https://api-m.sandbox.paypal.com/v2/x", "method": "GET" },
            { "rel": rel, "href": href, "method": "GET" },
        ],
    })
}

#[test]
fn an_order_leads_to_paypal_by_either_link() {
    let url = "https://www.sandbox.paypal.com/checkoutnow?token=4AB12345CD678901E";
    for (status, rel) in [(200, "payer-action"), (201, "approve")] {
        let answered = json(status, &created(rel, url));
        assert_eq!(
            read(
                &fresh(AuthorizationType::CaptureAtOnce),
                Call::OpenSession,
                answered
            ),
            Answer::Session {
                handle: ORDER.into(),
                redirect_url: url.into(),
                expires_at: NOW + Millis::hours(3),
            }
        );
    }
    let mut dated = created("approve", url);
    dated["create_time"] = "2026-07-20T09:00:00Z".into();
    let answer = read(
        &fresh(AuthorizationType::CaptureAtOnce),
        Call::OpenSession,
        json(200, &dated),
    );
    let Answer::Session { expires_at, .. } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(expires_at.0, 1_784_548_800_000);
    for url in [
        "http://www.paypal.com/",
        "https://paypal.com.evil.example/",
        "https://notpaypal.com/",
        "https://www.paypal.com:444/",
        "https://x@www.paypal.com/",
        "checkoutnow?token=1",
    ] {
        let answered = json(200, &created("approve", url));
        let answer = read(
            &fresh(AuthorizationType::CaptureAtOnce),
            Call::OpenSession,
            answered,
        );
        assert!(is_unknown(&answer), "{url}");
    }
    let without = json(201, &created("capture", url));
    assert!(is_unknown(&read(
        &fresh(AuthorizationType::CaptureAtOnce),
        Call::OpenSession,
        without
    )));
    let stand_in = json(
        200,
        &created("payer-action", "http://127.0.0.1:8788/paypal/checkoutnow"),
    );
    let payment = fresh(AuthorizationType::CaptureAtOnce);
    let origin = "http://127.0.0.1:8788/paypal";
    let answer = outcome(origin, &payment, Call::OpenSession, NOW, stand_in);
    assert!(matches!(answer, Answer::Session { .. }));
}

fn order(status: &str, payments: Value) -> Value {
    json!({
        "id": ORDER, "status": status,
        "payment_source": { "paypal": { "email_address": "b@example.com" } },
        "purchase_units": [{
            "reference_id": "default", "custom_id": PAYMENT, "invoice_id": REFERENCE,
            "payments": payments,
        }],
        "links": [],
    })
}

fn captures(list: Value) -> Value {
    json!({ "captures": list })
}

fn a_capture(status: &str) -> Value {
    json!({
        "id": "CAP1", "status": status, "custom_id": PAYMENT,
        "amount": { "currency_code": "EUR", "value": "12.00" },
        "seller_receivable_breakdown": {
            "gross_amount": { "currency_code": "EUR", "value": "12.00" },
            "paypal_fee": { "currency_code": "EUR", "value": "0.76" },
        },
    })
}

fn captured(refunds: Vec<(String, obole_shared::money::Money)>) -> Answer {
    Answer::Standing(Standing::Captured {
        capture: "CAP1".into(),
        amount: euros(1_200),
        fee: Some(euros(76)),
        method: Some("paypal".into()),
        refunds,
    })
}

#[test]
fn an_order_stands_where_its_payments_stand() {
    let declined = |code: &str| Standing::Declined { code: code.into() };
    let pending = |capture: Option<&str>| Standing::Pending {
        capture: capture.map(str::to_owned),
    };
    let mut bounced = a_capture("DECLINED");
    bounced["status_details"] = json!({ "reason": "ECHECK" });
    let auth = |status: &str| {
        json!({ "authorizations": [{
            "id": "AUTH1", "status": status, "amount": { "currency_code": "EUR", "value": "12.0" },
        }] })
    };
    let reserved = Standing::Authorized {
        transaction: "AUTH1".into(),
        amount: euros(1_200),
        method: Some("paypal".into()),
    };
    let none = json!({});
    let table = [
        ("CREATED", none.clone(), Standing::NotStarted),
        ("PAYER_ACTION_REQUIRED", none.clone(), Standing::NotStarted),
        ("SAVED", none.clone(), Standing::NotStarted),
        ("APPROVED", none.clone(), Standing::Approved),
        ("VOIDED", none, Standing::Gone),
        (
            "COMPLETED",
            captures(json!([a_capture("PENDING")])),
            pending(Some("CAP1")),
        ),
        ("COMPLETED", captures(json!([bounced])), declined("ECHECK")),
        (
            "COMPLETED",
            captures(json!([a_capture("FAILED")])),
            declined("FAILED"),
        ),
        (
            "APPROVED",
            captures(json!([a_capture("DECLINED")])),
            Standing::Approved,
        ),
        ("COMPLETED", auth("CREATED"), reserved),
        ("COMPLETED", auth("PENDING"), pending(None)),
        ("COMPLETED", auth("VOIDED"), Standing::Voided),
        ("COMPLETED", auth("DENIED"), declined("DENIED")),
    ];
    for (status, payments, expected) in table {
        let answer = read(
            &open(),
            Call::AskSession,
            json(200, &order(status, payments.clone())),
        );
        assert_eq!(answer, Answer::Standing(expected), "{status} {payments}");
    }
    let unclear = [
        order("COMPLETED", json!({})),
        order("DREAMING", json!({})),
        order("COMPLETED", auth("CAPTURED")),
        order("COMPLETED", captures(json!([a_capture("MELTED")]))),
    ];
    for body in unclear {
        assert!(
            is_unknown(&read(&open(), Call::AskSession, json(200, &body))),
            "{body}"
        );
    }
}

#[test]
fn a_completed_order_is_paid_by_its_captures() {
    let refunds = json!([
        { "id": "REF1", "status": "COMPLETED", "amount": { "currency_code": "EUR", "value": "5.00" } },
        { "id": "REF2", "status": "PENDING", "amount": { "currency_code": "EUR", "value": "1.00" } },
    ]);
    for status in ["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"] {
        let plain = order("COMPLETED", captures(json!([a_capture(status)])));
        for (call, http) in [
            (Call::AskSession, 200),
            (Call::Capture, 201),
            (Call::Capture, 200),
        ] {
            assert_eq!(read(&open(), call, json(http, &plain)), captured(vec![]));
        }
        let mut refunded = plain;
        refunded["purchase_units"][0]["payments"]["refunds"] = refunds.clone();
        let answer = read(&open(), Call::AskSession, json(200, &refunded));
        assert_eq!(answer, captured(vec![("REF1".into(), euros(500))]));
    }
    // A means was declined first, another one paid.
    let second = order(
        "COMPLETED",
        captures(json!([a_capture("DECLINED"), a_capture("COMPLETED")])),
    );
    assert_eq!(
        read(&open(), Call::AskSession, json(200, &second)),
        captured(vec![])
    );
}

#[test]
fn another_order_or_owner_is_not_believed_and_another_amount_is_told() {
    let good = order("COMPLETED", captures(json!([a_capture("COMPLETED")])));
    let change = |path: &str, value: &str| {
        let mut body = good.clone();
        *body.pointer_mut(path).unwrap() = value.into();
        read(&open(), Call::AskSession, json(200, &body))
    };
    let capture = "/purchase_units/0/payments/captures/0";
    assert!(is_unknown(&change("/id", "ANOTHER")));
    assert!(is_unknown(&change(
        "/purchase_units/0/custom_id",
        "pay_else"
    )));
    assert!(is_unknown(&change(
        &format!("{capture}/custom_id"),
        "pay_else"
    )));
    for value in ["12.001", "-12.00", "12,00", "", "1e3", "999999999999.00"] {
        assert!(
            is_unknown(&change(&format!("{capture}/amount/value"), value)),
            "{value}"
        );
    }
    assert!(is_unknown(&change(
        &format!("{capture}/amount/currency_code"),
        "eur"
    )));
    for (part, value, expected) in [
        ("value", "12.01", euros(1_201)),
        ("currency_code", "USD", money(1_200, Currency::USD)),
    ] {
        let answer = change(&format!("{capture}/amount/{part}"), value);
        let Answer::Standing(Standing::Captured { amount, .. }) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(amount, expected);
    }
}

#[test]
fn an_authorization_is_captured_or_given_up() {
    let take = |status: &str| read(&authorized(), Call::Capture, json(201, &a_capture(status)));
    assert_eq!(
        take("COMPLETED"),
        Answer::Captured {
            capture: Some("CAP1".into()),
            amount: Some(euros(1_200)),
            fee: Some(euros(76)),
        }
    );
    assert_eq!(take("PENDING"), refused("CAPTURE_PENDING", true));
    assert_eq!(take("DECLINED"), refused("DECLINED", false));
    assert!(is_unknown(&take("MELTED")));

    assert_eq!(
        read(&authorized(), Call::Cancel, raw(204, "")),
        Answer::Canceled
    );
    let void = |status: &str| json(200, &json!({ "id": "AUTH1", "status": status }));
    assert_eq!(
        read(&authorized(), Call::Cancel, void("VOIDED")),
        Answer::Canceled
    );
    assert!(is_unknown(&read(
        &authorized(),
        Call::Cancel,
        void("CREATED")
    )));

    // Still reserved while its capture waits.
    let waits = order("COMPLETED", captures(json!([a_capture("PENDING")])));
    assert_eq!(
        read(&authorized(), Call::AskSession, json(200, &waits)),
        Answer::Standing(Standing::Authorized {
            transaction: "AUTH1".into(),
            amount: euros(1_200),
            method: None,
        })
    );
}

#[test]
fn refunds() {
    let body = |status: &str, value: &str| json!({ "id": "REF1", "status": status, "amount": { "currency_code": "EUR", "value": value } });
    let transaction = "REF1".to_owned();
    let table = [
        (
            "COMPLETED",
            Answer::Refunded {
                transaction: Some(transaction.clone()),
            },
        ),
        ("PENDING", Answer::RefundPending { transaction }),
        ("FAILED", refused("FAILED", false)),
        ("CANCELLED", refused("CANCELLED", false)),
    ];
    for (status, expected) in table {
        for (call, http) in [(Call::Refund(1), 201), (Call::AskRefund(1), 200)] {
            let answer = read(&refunding(), call, json(http, &body(status, "5.00")));
            assert_eq!(answer, expected, "{call:?} {status}");
        }
    }
    let wrong = read(
        &refunding(),
        Call::Refund(1),
        json(201, &body("COMPLETED", "5.01")),
    );
    assert!(is_unknown(&wrong));
    let unclear = read(
        &refunding(),
        Call::Refund(1),
        json(201, &body("MELTED", "5.00")),
    );
    assert!(is_unknown(&unclear));
}

fn error(status: u16, issue: &str) -> Answered {
    let details = json!([{ "issue": issue, "description": "in English" }]);
    let body = json!({ "name": "UNPROCESSABLE_ENTITY", "message": "m", "details": details });
    json(status, &body)
}

#[test]
fn errors() {
    let declined = |code: &str| Answer::Standing(Standing::Declined { code: code.into() });
    let gone = Answer::Standing(Standing::Gone);
    let again = Answer::PayerMustChooseAgain;
    let limit = "TRANSACTION_LIMIT_EXCEEDED";
    let busy = "PREVIOUS_REQUEST_IN_PROGRESS";
    let table = vec![
        (
            open(),
            Call::Capture,
            422,
            "INSTRUMENT_DECLINED",
            again.clone(),
        ),
        (
            open(),
            Call::Capture,
            422,
            "PAYER_ACTION_REQUIRED",
            again.clone(),
        ),
        (open(), Call::Authorize, 422, "INSTRUMENT_DECLINED", again),
        (open(), Call::Capture, 422, limit, declined(limit)),
        (
            open(),
            Call::Capture,
            422,
            "ORDER_NOT_APPROVED",
            refused("ORDER_NOT_APPROVED", true),
        ),
        (open(), Call::Capture, 422, busy, refused(busy, true)),
        (
            open(),
            Call::Capture,
            409,
            "RESOURCE_CONFLICT",
            refused("RESOURCE_CONFLICT", true),
        ),
        (
            open(),
            Call::Capture,
            404,
            "INVALID_RESOURCE_ID",
            gone.clone(),
        ),
        (open(), Call::AskSession, 404, "INVALID_RESOURCE_ID", gone),
        (
            open(),
            Call::AskSession,
            429,
            "RATE_LIMIT_REACHED",
            refused("RATE_LIMIT_REACHED", true),
        ),
        (
            open(),
            Call::AskSession,
            403,
            "PERMISSION_DENIED",
            refused("PERMISSION_DENIED", true),
        ),
        (
            open(),
            Call::OpenSession,
            400,
            "INVALID_PARAMETER_SYNTAX",
            refused("INVALID_PARAMETER_SYNTAX", false),
        ),
        (
            open(),
            Call::OpenSession,
            422,
            "PAYEE_ACCOUNT_RESTRICTED",
            refused("PAYEE_ACCOUNT_RESTRICTED", false),
        ),
        // A payer has no say in the capture of what is reserved.
        (
            authorized(),
            Call::Capture,
            422,
            "INSTRUMENT_DECLINED",
            refused("INSTRUMENT_DECLINED", false),
        ),
        (
            authorized(),
            Call::Capture,
            404,
            "INVALID_RESOURCE_ID",
            refused("INVALID_RESOURCE_ID", false),
        ),
        (
            authorized(),
            Call::Cancel,
            422,
            "PREVIOUSLY_VOIDED",
            Answer::Canceled,
        ),
        (
            refunding(),
            Call::Refund(1),
            422,
            "CAPTURE_FULLY_REFUNDED",
            refused("CAPTURE_FULLY_REFUNDED", false),
        ),
        (
            refunding(),
            Call::Refund(1),
            422,
            "PENDING_CAPTURE",
            refused("PENDING_CAPTURE", true),
        ),
        (
            refunding(),
            Call::AskRefund(1),
            404,
            "INVALID_RESOURCE_ID",
            Answer::RefundMissing,
        ),
    ];
    for (payment, call, status, issue, expected) in table {
        assert_eq!(
            read(&payment, call, error(status, issue)),
            expected,
            "{call:?} {issue}"
        );
    }
    let without_details = json(400, &json!({ "name": "INVALID_REQUEST", "message": "m" }));
    let answer = read(&open(), Call::OpenSession, without_details);
    assert_eq!(answer, refused("INVALID_REQUEST", false));
}

#[test]
fn what_is_not_understood_is_unknown() {
    let page = "<html><body>Bad Gateway</body></html>";
    let whole = order("APPROVED", json!({})).to_string();
    for call in [
        Call::OpenSession,
        Call::AskSession,
        Call::Authorize,
        Call::Capture,
        Call::Refund(1),
        Call::AskRefund(1),
    ] {
        for answered in [
            raw(200, ""),
            raw(200, page),
            raw(201, &whole.as_bytes()[..whole.len() - 9]),
            raw(200, "{}"),
            raw(200, "null"),
            raw(302, ""),
            raw(404, page),
            raw(422, ""),
            raw(422, "{}"),
            error(500, "INTERNAL_SERVER_ERROR"),
            raw(503, page),
            Err(SendError::TimedOut),
            Err(SendError::Connection("reset".into())),
        ] {
            let told = format!("{call:?} {answered:?}");
            assert!(is_unknown(&read(&refunding(), call, answered)), "{told}");
        }
        assert_eq!(
            read(&refunding(), call, raw(403, page)),
            refused("http_403", true)
        );
    }
}

fn granted(token: &str) -> Answered {
    json(
        200,
        &json!({ "access_token": token, "token_type": "Bearer", "expires_in": 32_400 }),
    )
}

fn perform(account: &Paypal, network: &Network, payment: &Payment, call: Call) -> Answer {
    let provider = Provider::Paypal(account.clone());
    now_or_never(provider.perform(network, &addresses(), payment, call))
}

fn approved() -> Answered {
    json(200, &order("APPROVED", json!({})))
}

const TOKEN: &str = "POST /v1/oauth2/token";

#[test]
fn a_token_is_asked_for_once_and_before_it_ends() {
    let account = account(TokenCache::default());
    let answers = [
        granted("T1"),
        approved(),
        approved(),
        granted("T2"),
        approved(),
    ];
    let network = Network::answering(answers);
    for _ in 0..2 {
        let answer = perform(&account, &network, &open(), Call::AskSession);
        assert_eq!(answer, Answer::Standing(Standing::Approved));
    }
    *network.now.borrow_mut() = NOW + Millis::minutes(9 * 60 - 5);
    perform(&account, &network, &open(), Call::AskSession);
    let get = format!("GET /v2/checkout/orders/{ORDER}");
    assert_eq!(network.lines(), [TOKEN, &get, &get, TOKEN, &get]);
    assert_eq!(
        network.header(0, "authorization"),
        "Basic Y2xpZW50OmFwcC1zZWNyZXQ="
    );
    assert_eq!(
        network.sent.borrow()[0].body(),
        b"grant_type=client_credentials"
    );
    assert_eq!(network.header(2, "authorization"), "Bearer T1");
    assert_eq!(network.header(4, "authorization"), "Bearer T2");
}

#[test]
fn a_token_paypal_forgot_is_replaced_once() {
    let expired = || json(401, &json!({ "error": "invalid_token" }));
    let cache = TokenCache::default();
    let network = Network::answering([granted("T1"), expired(), granted("T2"), approved()]);
    let answer = perform(&account(cache.clone()), &network, &open(), Call::AskSession);
    assert_eq!(answer, Answer::Standing(Standing::Approved));
    assert_eq!(network.header(3, "authorization"), "Bearer T2");

    let network = Network::answering([expired(), granted("T3"), expired()]);
    let answer = perform(&account(cache), &network, &open(), Call::Capture);
    assert_eq!(answer, refused("invalid_token", true));
    let sent = network.sent.borrow();
    assert_eq!(
        header(&sent[0], "paypal-request-id"),
        header(&sent[2], "paypal-request-id")
    );
}

#[test]
fn without_a_token_nothing_is_sent() {
    let cases = [
        (
            json(401, &json!({ "error": "invalid_client" })),
            "oauth_invalid_client",
        ),
        (raw(503, "<html>"), "oauth_http_503"),
        (raw(200, "{}"), "oauth_not_understood"),
        (Err(SendError::TimedOut), "oauth_unreachable"),
    ];
    for (answered, code) in cases {
        let network = Network::answering([answered]);
        let account = account(TokenCache::default());
        let answer = perform(&account, &network, &open(), Call::Capture);
        assert_eq!(answer, refused(code, true));
        assert_eq!(network.lines(), [TOKEN]);
    }
}

/// The answer of a refused call, once the order was looked at.
fn looked_up(payment: &Payment, call: Call, tries: u16, issue: &str, found: Answered) -> Answer {
    let mut payment = payment.clone();
    (0..tries).for_each(|_| attempt(&mut payment, call));
    let network = Network::answering([granted("T1"), error(422, issue), found]);
    let answer = perform(&account(TokenCache::default()), &network, &payment, call);
    assert_eq!(
        network.lines()[2],
        format!("GET /v2/checkout/orders/{ORDER}")
    );
    answer
}

#[test]
fn what_was_done_before_is_looked_up_in_the_order() {
    let paid = || {
        json(
            200,
            &order("COMPLETED", captures(json!([a_capture("COMPLETED")]))),
        )
    };
    for issue in ["ORDER_ALREADY_CAPTURED", "DUPLICATE_INVOICE_ID"] {
        assert_eq!(
            looked_up(&open(), Call::Capture, 1, issue, paid()),
            captured(vec![])
        );
    }
    assert_eq!(
        looked_up(
            &open(),
            Call::Capture,
            1,
            "DUPLICATE_INVOICE_ID",
            approved()
        ),
        refused("DUPLICATE_INVOICE_ID", false)
    );
    let taken = "AUTHORIZATION_ALREADY_CAPTURED";
    assert_eq!(
        looked_up(&authorized(), Call::Capture, 1, taken, paid()),
        captured(vec![])
    );
    assert_eq!(
        looked_up(
            &authorized(),
            Call::Cancel,
            1,
            "PREVIOUSLY_CAPTURED",
            paid()
        ),
        captured(vec![])
    );
    let reserved = || {
        let amount = json!({ "currency_code": "EUR", "value": "12.00" });
        let one = json!({ "id": "AUTH1", "status": "CREATED", "amount": amount });
        json(200, &order("COMPLETED", json!({ "authorizations": [one] })))
    };
    let answer = looked_up(
        &open(),
        Call::Authorize,
        1,
        "ORDER_ALREADY_AUTHORIZED",
        reserved(),
    );
    assert!(
        matches!(answer, Answer::Standing(Standing::Authorized { .. })),
        "{answer:?}"
    );
    let answer = looked_up(&authorized(), Call::Capture, 1, taken, reserved());
    assert_eq!(answer, refused("CAPTURE_PENDING", true));
    let answer = looked_up(&authorized(), Call::Capture, 4, taken, reserved());
    assert_eq!(answer, refused(taken, false));
    let expired = "AUTHORIZATION_EXPIRED";
    let answer = looked_up(&authorized(), Call::Capture, 1, expired, reserved());
    assert_eq!(answer, refused(expired, false));
    let answer = looked_up(
        &authorized(),
        Call::Capture,
        1,
        taken,
        Err(SendError::TimedOut),
    );
    assert!(is_unknown(&answer));
}

#[test]
fn no_secret_is_printed() {
    let cache = TokenCache::default();
    let account = account(cache.clone());
    let network = Network::answering([granted("T1-secret"), approved()]);
    perform(&account, &network, &open(), Call::AskSession);
    let printed = format!("{:?} {cache:?}", Provider::Paypal(account));
    assert!(
        !printed.contains("app-secret") && !printed.contains("T1-secret"),
        "{printed}"
    );
}

#[test]
fn settings() {
    let fields = json!({ "client_id": "c", "secret": "s", "webhook_id": "w" });
    let read = AnyCredentials::read(TerminalKind::PaypalOrders, fields);
    assert!(matches!(read, Ok(AnyCredentials::Paypal(_))));
}

//! Saferpay refuses in this order: content type, accept, authentication, fields,
//! terminal, business rules.

use http::HeaderValue;
use psp_simulator::{Action, Config};
use serde_json::{Value, json};

use crate::support::{
    assert_token, basic, initialize, initialize_body, saferpay, saferpay_request, send, simulator,
    text, with_config,
};

#[test]
fn headers_are_checked_before_credentials_and_body() {
    let mut sim = simulator();
    let cases = [
        ("content-type", "text/plain", 415),
        ("content-type", "application/json; charset=latin1", 415),
        ("accept", "text/html", 406),
        ("accept", "*/*", 406),
        ("authorization", "Bearer x", 401),
    ];
    for (name, value, expected) in cases {
        let mut request = saferpay_request("PaymentPage/Initialize", &json!("not an object"));
        request
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
        assert_eq!(send(&mut sim, &request).0, expected, "{name}: {value}");
    }
}

#[test]
fn credentials_belong_to_the_customer_in_the_header() {
    let mut sim = simulator();
    let mut request = saferpay_request("PaymentPage/Initialize", &initialize_body());
    let wrong = basic("API_400123_00000001", "guess").parse().unwrap();
    request.headers_mut().insert("authorization", wrong);
    let (status, body) = send(&mut sim, &request);
    assert_eq!(
        (status, text(&body, "/ErrorName").as_str()),
        (401, "AUTHENTICATION_FAILED")
    );

    let mut other = initialize_body();
    other["RequestHeader"]["CustomerId"] = json!("400999");
    let (status, body) = saferpay(&mut sim, "PaymentPage/Initialize", other);
    assert_eq!(
        (status, text(&body, "/ErrorName").as_str()),
        (401, "AUTHENTICATION_FAILED")
    );
}

fn initialize_with(pointer: &str, value: Option<Value>) -> (u16, Value) {
    let mut body = initialize_body();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(name.into(), value),
        None => parent.remove(name),
    };
    saferpay(&mut simulator(), "PaymentPage/Initialize", body)
}

#[test]
fn broken_fields_are_named() {
    let long = |n: usize| json!("x".repeat(n));
    let cases = [
        ("/RequestHeader/SpecVersion", Some(json!("1.54"))),
        ("/RequestHeader/SpecVersion", Some(json!("1.07"))),
        ("/RequestHeader/RequestId", Some(long(51))),
        ("/RequestHeader/RequestId", Some(json!("with blank"))),
        ("/RequestHeader/RetryIndicator", Some(json!(10))),
        ("/RequestHeader/RetryIndicator", Some(json!("0"))),
        ("/RequestHeader/RetryIndicator", None),
        ("/TerminalId", Some(json!(17_700_001))),
        ("/TerminalId", Some(json!("1770001"))),
        ("/Payment/Amount/Value", Some(json!("10.50"))),
        ("/Payment/Amount/Value", Some(json!("0"))),
        ("/Payment/Amount/Value", Some(json!("-5"))),
        ("/Payment/Amount/Value", Some(json!("05"))),
        ("/Payment/Amount/Value", Some(json!("+5"))),
        ("/Payment/Amount/Value", Some(json!(12_050))),
        ("/Payment/Amount/CurrencyCode", Some(json!("chf"))),
        ("/Payment/Description", None),
        ("/Payment/Description", Some(json!(""))),
        ("/Payment/Description", Some(long(1001))),
        ("/Payment/OrderId", Some(long(81))),
        ("/Payment/OrderId", Some(json!("RE/1"))),
        ("/Payment/OrderId", Some(json!(null))),
        ("/ReturnUrl/Url", Some(json!("/relative"))),
        ("/ReturnUrl/Url", Some(json!("javascript:alert(1)"))),
        (
            "/Notification/SuccessNotifyUrl",
            Some(json!("ftp://x.example/")),
        ),
        ("/PaymentMethods", Some(json!(["POSTCARD"]))),
        ("/Condition", Some(json!("WITH_LIABILITY_SHIFT"))),
        ("/Payer", Some(json!({ "LanguageCode": "french" }))),
        (
            "/ReturnUrls",
            Some(json!({ "Success": "http://127.0.0.1/" })),
        ),
        ("/Styling", Some(json!({}))),
    ];
    for (pointer, value) in cases {
        let (status, body) = initialize_with(pointer, value.clone());
        assert_eq!(status, 400, "{pointer} {value:?} {body}");
        assert_eq!(text(&body, "/ErrorName"), "VALIDATION_FAILED");
        assert_eq!(text(&body, "/Behavior"), "DO_NOT_RETRY");
        let path = pointer.trim_start_matches('/').replace('/', ".");
        assert!(
            text(&body, "/ErrorDetail/0").starts_with(&path),
            "{pointer}: {body}"
        );
    }
}

#[test]
fn unknown_fields_pass_unless_strict_but_are_counted() {
    let mut sim = with_config(Config {
        strict_fields: false,
        strict_amount_type: false,
        ..Config::default()
    });
    let mut body = initialize_body();
    body["Payment"]["Amout"] = json!({});
    body["Payment"]["Amount"]["Value"] = json!(12_050);
    assert_eq!(saferpay(&mut sim, "PaymentPage/Initialize", body).0, 200);
    let seen: Vec<_> = sim.calls().unknown_fields().keys().collect();
    assert_eq!(seen, ["saferpay PaymentPage/Initialize Payment.Amout"]);
}

#[test]
fn terminal_and_currency_must_be_contracted() {
    let (status, body) = initialize_with("/TerminalId", Some(json!("17700099")));
    assert_eq!(
        (status, text(&body, "/ErrorName").as_str()),
        (403, "PERMISSION_DENIED")
    );
    let (status, body) = initialize_with("/Payment/Amount/CurrencyCode", Some(json!("JPY")));
    assert_eq!(
        (status, text(&body, "/ErrorName").as_str()),
        (402, "NO_CONTRACT")
    );
}

#[test]
fn errors_repeat_the_header_and_speak_the_callers_version() {
    let mut sim = simulator();
    let (status, body) = assert_token(&mut sim, "never-issued");
    assert_eq!(
        (status, text(&body, "/ErrorName").as_str()),
        (402, "TOKEN_INVALID")
    );
    assert_eq!(text(&body, "/ResponseHeader/RequestId"), "b1f2");
    let old = json!({
        "RequestHeader": { "SpecVersion": "1.10", "CustomerId": "400123", "RequestId": "r", "RetryIndicator": 0 },
        "Token": "never-issued",
    });
    let (_, body) = saferpay(&mut sim, "PaymentPage/Assert", old);
    assert_eq!(text(&body, "/Behavior"), "ABORT");
}

#[test]
fn references_are_exactly_one_and_never_a_token() {
    let mut sim = simulator();
    let (token, url) = initialize(&mut sim);
    sim.payer_act(&url, Action::Pay).unwrap();
    for reference in [
        json!({}),
        json!({ "TransactionId": "a", "OrderId": "RE-1" }),
    ] {
        let (status, body) = saferpay(
            &mut sim,
            "Transaction/Capture",
            json!({ "TransactionReference": reference }),
        );
        assert_eq!(
            (status, text(&body, "/ErrorName").as_str()),
            (400, "VALIDATION_FAILED")
        );
    }
    let by_token = json!({ "TransactionReference": { "TransactionId": token } });
    let (status, body) = saferpay(&mut sim, "Transaction/Inquire", by_token);
    assert_eq!(
        (status, text(&body, "/ErrorName").as_str()),
        (402, "TRANSACTION_NOT_FOUND")
    );
}

//! Saferpay: every request as it is sent, and what every answer means.

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

use http::Method;
use obole_edge::ports::SendError;
use obole_edge::providers::saferpay::{Credentials, Saferpay, outcome};
use obole_edge::providers::{Credentials as AnyCredentials, Provider};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::payment::{Answer, Call, Event, Payment, Standing};
use obole_shared::terminal::AuthorizationType;
use obole_shared::terminal::TerminalKind;
use obole_shared::time::UnixMs;
use serde_json::{Value, json};
use support::*;

const ORIGIN: &str = "https://test.saferpay.com";
const REFERENCE: &str = "OBL-0W3GE1R70W3GE1R70W3GE1R70W";

fn terminal() -> Saferpay {
    let credentials = Credentials {
        customer_id: "400123".into(),
        terminal_id: "17700001".into(),
        user: "API_400123_00000001".into(),
        password: Secret::new("pass<word>"),
    };
    Saferpay::new(credentials, ORIGIN.into())
}

fn fresh() -> Payment {
    new_payment(
        TerminalKind::Saferpay,
        chf(12_050),
        AuthorizationType::CaptureAtOnce,
    )
}

fn open() -> Payment {
    waiting(
        TerminalKind::Saferpay,
        chf(12_050),
        AuthorizationType::CaptureAtOnce,
        "token1",
    )
}

fn authorized() -> Payment {
    let mut payment = open();
    authorize(&mut payment, "pQ7xTz");
    payment
}

fn refunding() -> Payment {
    let mut payment = authorized();
    capture(&mut payment, Some("pQ7xTz_c"));
    request_refund(&mut payment, 1, chf(4_000));
    payment
}

/// Path and body of the request for a call, after the try was written down.
fn sent(payment: &Payment, call: Call) -> (String, Value) {
    let mut payment = payment.clone();
    if call != Call::OpenSession {
        attempt(&mut payment, call);
    }
    let request = terminal().request(&addresses(), &payment, call).unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(
        header(&request, "content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(header(&request, "accept"), "application/json");
    assert_eq!(
        header(&request, "authorization"),
        "Basic QVBJXzQwMDEyM18wMDAwMDAwMTpwYXNzPHdvcmQ+"
    );
    let path = request.uri().to_string();
    let path = path.strip_prefix("https://test.saferpay.com/api/Payment/v1/");
    (path.unwrap().to_owned(), body(&request))
}

fn with_header(request_id: &str, mut fields: Value) -> Value {
    fields["RequestHeader"] = json!({
        "SpecVersion": "1.53",
        "CustomerId": "400123",
        "RequestId": request_id,
        "RetryIndicator": 0,
        "ClientInfo": { "ShopInfo": format!("Obole/{}", env!("CARGO_PKG_VERSION")) },
    });
    fields
}

#[test]
fn a_session_is_opened_with_all_addresses() {
    let (path, body) = sent(&fresh(), Call::OpenSession);
    assert_eq!(path, "PaymentPage/Initialize");
    let payment = "pay_0w3ge1r70w3ge1r70w3ge1r70w";
    let notify = format!("https://pay.example.org/notify/terminal-test/{payment}/notify-token");
    let fields = json!({
        "TerminalId": "17700001",
        "Payment": {
            "Amount": { "Value": "12050", "CurrencyCode": "CHF" },
            "OrderId": REFERENCE,
            "Description": "Spende für das Tierheim",
        },
        "Payer": { "LanguageCode": "de-CH" },
        "PaymentMethods": ["VISA", "MASTERCARD", "TWINT"],
        "ReturnUrl": { "Url": format!("https://pay.example.org/return/{payment}/done") },
        "Notification": {
            "SuccessNotifyUrl": format!("{notify}?outcome=ok"),
            "FailNotifyUrl": format!("{notify}?outcome=fail"),
        },
    });
    assert_eq!(body, with_header(&format!("{REFERENCE}-open-0"), fields));
}

#[test]
fn every_other_call_names_what_it_is_about() {
    let by = |kind: &str, name: &str| json!({ "TransactionReference": { kind: name } });
    let mut authorized_refund = refunding();
    apply(
        &mut authorized_refund,
        Event::RefundAuthorized {
            number: 1,
            transaction: "zN5uHf".into(),
        },
    );
    let refund = json!({
        "Refund": {
            "Amount": { "Value": "4000", "CurrencyCode": "CHF" },
            "OrderId": format!("{REFERENCE}-R1"),
            "RestrictRefundAmountToCapturedAmount": true,
        },
        "CaptureReference": { "CaptureId": "pQ7xTz_c" },
    });
    let table = [
        (
            open(),
            Call::AskSession,
            "PaymentPage/Assert",
            "ask-0",
            json!({ "Token": "token1" }),
        ),
        (
            open(),
            Call::AskBooks,
            "Transaction/Inquire",
            "books-0",
            by("OrderId", REFERENCE),
        ),
        (
            authorized(),
            Call::Capture,
            "Transaction/Capture",
            "cap-0",
            by("TransactionId", "pQ7xTz"),
        ),
        (
            authorized(),
            Call::Cancel,
            "Transaction/Cancel",
            "can-0",
            by("TransactionId", "pQ7xTz"),
        ),
        (
            refunding(),
            Call::Refund(1),
            "Transaction/Refund",
            "r1-0",
            refund,
        ),
        (
            authorized_refund,
            Call::CaptureRefund(1),
            "Transaction/Capture",
            "rc1-0",
            by("TransactionId", "zN5uHf"),
        ),
        (
            refunding(),
            Call::AskRefund(1),
            "Transaction/Inquire",
            "ra1-0",
            by("OrderId", &format!("{REFERENCE}-R1")),
        ),
    ];
    for (payment, call, path, id, fields) in table {
        let expected = with_header(&format!("{REFERENCE}-{id}"), fields);
        assert_eq!(
            sent(&payment, call),
            (path.to_owned(), expected),
            "{call:?}"
        );
    }
}

#[test]
fn a_refund_names_the_best_reference_there_is() {
    let reference = |capture_id: Option<&str>, authorized_first: bool| {
        let mut payment = if authorized_first {
            authorized()
        } else {
            open()
        };
        capture(&mut payment, capture_id);
        request_refund(&mut payment, 1, chf(1));
        sent(&payment, Call::Refund(1)).1["CaptureReference"].clone()
    };
    assert_eq!(reference(Some("c1"), true), json!({ "CaptureId": "c1" }));
    assert_eq!(reference(None, true), json!({ "TransactionId": "pQ7xTz" }));
    assert_eq!(reference(None, false), json!({ "OrderId": REFERENCE }));
}

#[test]
fn a_repeat_keeps_its_request_id_and_counts() {
    let mut payment = authorized();
    let mut seen = Vec::new();
    for _ in 0..12 {
        attempt(&mut payment, Call::Capture);
        let request = terminal()
            .request(&addresses(), &payment, Call::Capture)
            .unwrap();
        let header = body(&request)["RequestHeader"].clone();
        assert_eq!(header["RequestId"], format!("{REFERENCE}-cap-0"));
        seen.push(header["RetryIndicator"].as_u64().unwrap());
        let why = "no answer".to_owned();
        apply(
            &mut payment,
            Event::Unanswered {
                call: Call::Capture,
                why,
            },
        );
    }
    assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9]);

    let mut payment = open();
    attempt(&mut payment, Call::AskSession);
    apply(
        &mut payment,
        Event::NothingNew {
            call: Call::AskSession,
        },
    );
    let (_, body) = sent(&payment, Call::AskSession);
    assert_eq!(
        body["RequestHeader"]["RequestId"],
        format!("{REFERENCE}-ask-1")
    );
    assert_eq!(body["RequestHeader"]["RetryIndicator"], 0);
}

#[test]
fn no_request_id_is_longer_than_fifty() {
    let mut payment = refunding();
    let number = u16::MAX;
    request_refund(&mut payment, number, chf(1));
    apply(
        &mut payment,
        Event::RefundAuthorized {
            number,
            transaction: "t".into(),
        },
    );
    for call in [
        Call::Refund(number),
        Call::AskRefund(number),
        Call::CaptureRefund(number),
    ] {
        payment.attempts.entry(call).or_default().round = u16::MAX;
        let request = terminal().request(&addresses(), &payment, call).unwrap();
        let id = body(&request)["RequestHeader"]["RequestId"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(id.len() <= 50, "{id}");
        assert!(
            id.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".:-_".contains(&b)),
            "{id}"
        );
    }
}

#[test]
fn a_call_without_its_names_is_not_made() {
    let cases = [
        (fresh(), Call::AskSession, "no_session"),
        (open(), Call::Capture, "no_authorization"),
        (open(), Call::Cancel, "no_authorization"),
        (open(), Call::Authorize, "not_supported"),
        (open(), Call::Refund(1), "no_refund"),
        (refunding(), Call::CaptureRefund(1), "no_transaction"),
        (refunding(), Call::CaptureRefund(2), "no_refund"),
    ];
    for (payment, call, code) in cases {
        let refused = terminal()
            .request(&addresses(), &payment, call)
            .unwrap_err();
        assert_eq!(
            refused,
            Answer::Refused {
                code: code.into(),
                later: false
            },
            "{call:?}"
        );
        let network = Network::answering([]);
        let provider = Provider::Saferpay(terminal());
        let answer = now_or_never(provider.perform(&network, &addresses(), &payment, call));
        assert_eq!(answer, refused);
    }
}

#[test]
fn amounts_are_whole_minor_units_as_text() {
    let cases = [
        (1, Currency::CHF, "1"),
        (500, Currency::JPY, "500"),
        (25_000, Currency::KWD, "25000"),
        (99_999_999_999, Currency::USD, "99999999999"),
    ];
    for (minor, currency, text) in cases {
        let amount = money(minor, currency);
        let payment = new_payment(
            TerminalKind::Saferpay,
            amount,
            AuthorizationType::CaptureAtOnce,
        );
        let (_, body) = sent(&payment, Call::OpenSession);
        let expected = json!({ "Value": text, "CurrencyCode": currency.code() });
        assert_eq!(body["Payment"]["Amount"], expected);
    }
}

#[test]
fn the_page_speaks_the_donors_language_where_it_can() {
    let cases = [
        ("de-CH", Some("de-CH")),
        ("de-AT", Some("de")),
        ("fr_CH", Some("fr")),
        ("nb-NO", Some("nn")),
        ("ar", None),
        ("", None),
    ];
    for (tag, expected) in cases {
        let mut payment = fresh();
        payment.opened.lang = tag.into();
        let (_, body) = sent(&payment, Call::OpenSession);
        assert_eq!(body["Payer"]["LanguageCode"].as_str(), expected, "{tag}");
    }
}

#[test]
fn a_description_is_cut_between_characters_and_never_empty() {
    let mut payment = fresh();
    payment.opened.description = "ü".repeat(1_001);
    let (_, body) = sent(&payment, Call::OpenSession);
    assert_eq!(body["Payment"]["Description"], "ü".repeat(1_000));
    payment.opened.description = "  ".into();
    let (_, body) = sent(&payment, Call::OpenSession);
    assert_eq!(body["Payment"]["Description"], REFERENCE);
}

fn initialized() -> Value {
    json!({
        "ResponseHeader": { "SpecVersion": "1.53", "RequestId": "x" },
        "Token": "k3v9x0",
        "Expiration": "2026-07-20T15:02:11.417+02:00",
        "RedirectUrl": "https://test.saferpay.com/vt2/api/PaymentPage/400123/17700001/k3v9x0",
        "New": ["a field", "of 1.54"],
    })
}

fn read(payment: &Payment, call: Call, answered: Answered) -> Answer {
    outcome(ORIGIN, payment, call, answered)
}

fn is_unknown(answer: &Answer) -> bool {
    matches!(answer, Answer::Unknown { why } if !why.is_empty())
}

#[test]
fn an_open_session_has_a_token_an_address_and_an_end() {
    assert_eq!(
        read(&fresh(), Call::OpenSession, json(200, &initialized())),
        Answer::Session {
            handle: "k3v9x0".into(),
            redirect_url: "https://test.saferpay.com/vt2/api/PaymentPage/400123/17700001/k3v9x0"
                .into(),
            expires_at: UnixMs(1_784_552_531_417),
        }
    );
}

#[test]
fn a_donor_is_sent_to_saferpay_only() {
    let go = |origin: &str, url: &str| {
        let mut body = initialized();
        body["RedirectUrl"] = url.into();
        let answer = outcome(origin, &fresh(), Call::OpenSession, json(200, &body));
        matches!(answer, Answer::Session { .. })
    };
    let development = "http://127.0.0.1:8788/saferpay";
    for url in [
        "https://www.saferpay.com/x",
        "https://test.saferpay.com/vt2",
        "https://pay.eu.saferpay.com/",
    ] {
        assert!(go(ORIGIN, url), "{url}");
    }
    assert!(go(
        development,
        "http://127.0.0.1:8788/saferpay/vt2/api/PaymentPage/1/2/3"
    ));
    for url in [
        "http://test.saferpay.com/",
        "https://test.saferpay.com:8443/",
        "https://saferpay.com.evil.example/",
        "https://evilsaferpay.com/",
        "https://test.saferpay.com@evil.example/",
        "https://user@test.saferpay.com/",
        "https://evil.example\\@test.saferpay.com/",
        "http://127.0.0.1:8788/saferpay/x",
        "javascript:alert(1)",
        "//test.saferpay.com/x",
        "",
    ] {
        assert!(!go(ORIGIN, url), "{url}");
    }
    assert!(!go(development, "http://127.0.0.1:8789/saferpay/x"));
}

fn found(status: &str) -> Value {
    json!({
        "ResponseHeader": { "SpecVersion": "1.53", "RequestId": "x" },
        "Transaction": {
            "Type": "PAYMENT", "Status": status, "Id": "pQ7xTz",
            "Date": "2026-07-20T14:10:07.033+02:00",
            "Amount": { "Value": "12050", "CurrencyCode": "CHF" },
            "OrderId": REFERENCE, "AcquirerName": "TWINT Acquirer Test",
        },
        "PaymentMeans": { "Brand": { "PaymentMethod": "TWINT", "Name": "Twint" }, "DisplayText": "TWINT" },
    })
}

fn standing(body: &Value) -> Answer {
    let asked = read(&open(), Call::AskSession, json(200, body));
    assert_eq!(asked, read(&open(), Call::AskBooks, json(200, body)));
    asked
}

#[test]
fn a_status_is_what_it_says() {
    let authorized = Answer::Standing(Standing::Authorized {
        transaction: "pQ7xTz".into(),
        amount: chf(12_050),
        method: Some("TWINT".into()),
    });
    assert_eq!(standing(&found("AUTHORIZED")), authorized);
    let mut as_number = found("AUTHORIZED");
    as_number["Transaction"]["Amount"]["Value"] = 12_050.into();
    assert_eq!(standing(&as_number), authorized);
    let mut without_order = found("AUTHORIZED");
    without_order["Transaction"]
        .as_object_mut()
        .unwrap()
        .remove("OrderId");
    assert_eq!(standing(&without_order), authorized);

    let mut captured = found("CAPTURED");
    captured["Transaction"]["CaptureId"] = "pQ7xTz_c".into();
    assert_eq!(
        standing(&captured),
        Answer::Standing(Standing::Captured {
            capture: "pQ7xTz_c".into(),
            amount: chf(12_050),
            fee: None,
            method: Some("TWINT".into()),
            refunds: vec![],
        })
    );
    assert_eq!(
        standing(&found("CAPTURED")),
        Answer::Captured {
            capture: None,
            amount: Some(chf(12_050)),
            fee: None
        }
    );
    let pending = Standing::Pending { capture: None };
    assert_eq!(standing(&found("PENDING")), Answer::Standing(pending));
    assert_eq!(
        standing(&found("CANCELED")),
        Answer::Standing(Standing::Voided)
    );
    assert!(is_unknown(&standing(&found("SETTLED"))));
}

#[test]
fn another_amount_is_told_and_another_payment_is_not_believed() {
    let change = |path: &str, value: Value| {
        let mut body = found("AUTHORIZED");
        *body.pointer_mut(path).unwrap() = value;
        standing(&body)
    };
    let with = |minor, currency| {
        Answer::Standing(Standing::Authorized {
            transaction: "pQ7xTz".into(),
            amount: money(minor, currency),
            method: Some("TWINT".into()),
        })
    };
    let amount = "/Transaction/Amount/Value";
    let currency = "/Transaction/Amount/CurrencyCode";
    assert_eq!(change(amount, json!("12051")), with(12_051, Currency::CHF));
    assert_eq!(change(currency, json!("EUR")), with(12_050, Currency::EUR));
    for (path, value) in [
        ("/Transaction/OrderId", json!("OBL-ELSE")),
        ("/Transaction/Type", json!("REFUND")),
        ("/Transaction/Id", json!("")),
        (amount, json!("120.50")),
        (amount, json!("-12050")),
        (amount, json!("+12050")),
        (amount, json!("")),
        (amount, json!(120.5)),
        (amount, json!("99999999999999999999")),
        (currency, json!("XXX")),
        (currency, json!("chf")),
    ] {
        assert!(is_unknown(&change(path, value.clone())), "{path} {value}");
    }
}

fn error(status: u16, behavior: &str, name: &str) -> Answered {
    json(
        status,
        &json!({
            "ResponseHeader": { "SpecVersion": "1.53", "RequestId": "x" },
            "Behavior": behavior, "ErrorName": name, "ErrorMessage": "in English",
        }),
    )
}

fn refused(code: &str, later: bool) -> Answer {
    Answer::Refused {
        code: code.into(),
        later,
    }
}

#[test]
fn errors_of_an_ask() {
    let declined = |code: &str| Answer::Standing(Standing::Declined { code: code.into() });
    let gone = Answer::Standing(Standing::Gone);
    let table = [
        (
            402,
            "RETRY_LATER",
            "TRANSACTION_NOT_STARTED",
            Answer::Standing(Standing::NotStarted),
        ),
        (
            402,
            "DO_NOT_RETRY",
            "TRANSACTION_ABORTED",
            Answer::Standing(Standing::Aborted),
        ),
        (
            402,
            "OTHER_MEANS",
            "TRANSACTION_DECLINED",
            declined("TRANSACTION_DECLINED"),
        ),
        (
            402,
            "DO_NOT_RETRY",
            "TRANSACTION_DECLINED",
            declined("TRANSACTION_DECLINED"),
        ),
        (
            402,
            "DO_NOT_RETRY",
            "GENERAL_DECLINED",
            declined("GENERAL_DECLINED"),
        ),
        (
            402,
            "DO_NOT_RETRY",
            "3DS_AUTHENTICATION_FAILED",
            declined("3DS_AUTHENTICATION_FAILED"),
        ),
        (
            402,
            "DO_NOT_RETRY",
            "CONDITION_NOT_SATISFIED",
            declined("CONDITION_NOT_SATISFIED"),
        ),
        (
            402,
            "DO_NOT_RETRY",
            "BLOCKED_BY_RISK_MANAGEMENT",
            declined("BLOCKED_BY_RISK_MANAGEMENT"),
        ),
        (402, "DO_NOT_RETRY", "NO_CONTRACT", declined("NO_CONTRACT")),
        (
            402,
            "OTHER_MEANS",
            "SOMETHING_NEW",
            declined("SOMETHING_NEW"),
        ),
        (
            402,
            "DO_NOT_RETRY",
            "SOMETHING_NEW",
            refused("SOMETHING_NEW", true),
        ),
        (402, "DO_NOT_RETRY", "TOKEN_EXPIRED", gone.clone()),
        (402, "DO_NOT_RETRY", "TOKEN_INVALID", gone.clone()),
        (402, "DO_NOT_RETRY", "TRANSACTION_NOT_FOUND", gone),
        (
            402,
            "RETRY_LATER",
            "COMMUNICATION_FAILED",
            refused("COMMUNICATION_FAILED", true),
        ),
        (
            400,
            "DO_NOT_RETRY",
            "VALIDATION_FAILED",
            refused("VALIDATION_FAILED", true),
        ),
        (
            401,
            "DO_NOT_RETRY",
            "AUTHENTICATION_FAILED",
            refused("AUTHENTICATION_FAILED", true),
        ),
        (
            403,
            "DO_NOT_RETRY",
            "PERMISSION_DENIED",
            refused("PERMISSION_DENIED", true),
        ),
    ];
    for (status, behavior, name, expected) in table {
        let answer = read(&open(), Call::AskSession, error(status, behavior, name));
        assert_eq!(answer, expected, "{status} {name}");
    }
    let answer = error(402, "RETRY_LATER", "TRANSACTION_STILL_IN_PROGRESS");
    let pending = Answer::Standing(Standing::Pending { capture: None });
    assert_eq!(read(&open(), Call::AskSession, answer), pending);
}

#[test]
fn errors_of_what_moves_money() {
    let captured = Answer::Captured {
        capture: None,
        amount: None,
        fee: None,
    };
    let wrong_state = "TRANSACTION_IN_WRONG_STATE";
    let done = "TRANSACTION_ALREADY_CAPTURED";
    let table = [
        (Call::Capture, 402, "DO_NOT_RETRY", done, captured.clone()),
        (
            Call::Capture,
            402,
            "DO_NOT_RETRY",
            wrong_state,
            refused(wrong_state, false),
        ),
        (
            Call::Capture,
            402,
            "RETRY",
            "UNEXPECTED_ERROR_BY_ACQUIRER",
            refused("UNEXPECTED_ERROR_BY_ACQUIRER", true),
        ),
        (
            Call::Capture,
            402,
            "DO_NOT_RETRY",
            "AMOUNT_INVALID",
            refused("AMOUNT_INVALID", false),
        ),
        (
            Call::Capture,
            401,
            "DO_NOT_RETRY",
            "AUTHENTICATION_FAILED",
            refused("AUTHENTICATION_FAILED", true),
        ),
        (Call::Cancel, 402, "DO_NOT_RETRY", done, captured),
        (
            Call::Cancel,
            402,
            "DO_NOT_RETRY",
            "ACTION_NOT_SUPPORTED",
            refused("ACTION_NOT_SUPPORTED", false),
        ),
        (
            Call::Refund(1),
            402,
            "DO_NOT_RETRY",
            "AMOUNT_INVALID",
            refused("AMOUNT_INVALID", false),
        ),
        (
            Call::Refund(1),
            402,
            "OTHER_MEANS",
            "TRANSACTION_DECLINED",
            refused("TRANSACTION_DECLINED", false),
        ),
        (
            Call::Refund(1),
            402,
            "RETRY_LATER",
            "COMMUNICATION_FAILED",
            refused("COMMUNICATION_FAILED", true),
        ),
        (
            Call::CaptureRefund(1),
            402,
            "DO_NOT_RETRY",
            done,
            Answer::Refunded { transaction: None },
        ),
        (
            Call::AskRefund(1),
            402,
            "DO_NOT_RETRY",
            "TRANSACTION_NOT_FOUND",
            Answer::RefundMissing,
        ),
        (
            Call::AskRefund(1),
            402,
            "DO_NOT_RETRY",
            "SOMETHING_NEW",
            refused("SOMETHING_NEW", true),
        ),
        (
            Call::OpenSession,
            400,
            "DO_NOT_RETRY",
            "VALIDATION_FAILED",
            refused("VALIDATION_FAILED", false),
        ),
        (
            Call::OpenSession,
            402,
            "DO_NOT_RETRY",
            "NO_CONTRACT",
            refused("NO_CONTRACT", false),
        ),
    ];
    for (call, status, behavior, name, expected) in table {
        let answer = read(&refunding(), call, error(status, behavior, name));
        assert_eq!(answer, expected, "{call:?} {name}");
    }
    for call in [Call::Capture, Call::Refund(1), Call::AskSession] {
        let answer = read(
            &refunding(),
            call,
            error(402, "RETRY_LATER", "COMMUNICATION_TIMEOUT"),
        );
        assert!(is_unknown(&answer), "{call:?}");
    }
}

const CALLS: [Call; 8] = [
    Call::OpenSession,
    Call::AskSession,
    Call::AskBooks,
    Call::Capture,
    Call::Cancel,
    Call::Refund(1),
    Call::CaptureRefund(1),
    Call::AskRefund(1),
];

#[test]
fn what_is_not_understood_is_unknown() {
    let page = "<html><body>Bad Gateway</body></html>";
    let whole = found("AUTHORIZED").to_string();
    for call in CALLS {
        let payment = refunding();
        for answered in [
            raw(200, ""),
            raw(200, page),
            raw(200, &whole.as_bytes()[..whole.len() - 9]),
            raw(200, "{}"),
            raw(200, "[]"),
            raw(302, ""),
            raw(402, ""),
            raw(402, "{\"ErrorName\":"),
            raw(404, page),
            raw(415, ""),
            raw(500, page),
            error(500, "RETRY_LATER", "INTERNAL_ERROR"),
            error(503, "DO_NOT_RETRY", "TRANSACTION_ALREADY_CAPTURED"),
            Err(SendError::TimedOut),
            Err(SendError::Connection("reset".into())),
        ] {
            let told = format!("{call:?} {answered:?}");
            assert!(is_unknown(&read(&payment, call, answered)), "{told}");
        }
        // A firewall in front: the request went nowhere.
        assert_eq!(
            read(&payment, call, raw(403, page)),
            refused("http_403", true)
        );
        assert_eq!(
            read(&payment, call, raw(401, "")),
            refused("http_401", true)
        );
    }
}

#[test]
fn a_reason_is_kept_short_and_plain() {
    let name = format!("<script>{}", "A".repeat(300));
    let answer = read(
        &authorized(),
        Call::Capture,
        error(402, "DO_NOT_RETRY", &name),
    );
    let expected = format!("script{}", "A".repeat(58));
    assert_eq!(answer, refused(&expected, false));
}

#[test]
fn captures_and_cancels() {
    let captured =
        json!({ "CaptureId": "pQ7xTz_c", "Status": "CAPTURED", "Date": "2026-07-20T14:10:08Z" });
    assert_eq!(
        read(&authorized(), Call::Capture, json(200, &captured)),
        Answer::Captured {
            capture: Some("pQ7xTz_c".into()),
            amount: None,
            fee: None
        }
    );
    let pending = json!({ "CaptureId": "c", "Status": "PENDING" });
    assert_eq!(
        read(&authorized(), Call::Capture, json(200, &pending)),
        refused("CAPTURE_PENDING", true)
    );
    let canceled =
        json!({ "TransactionId": "pQ7xTz", "OrderId": REFERENCE, "Date": "2026-07-20T14:10:08Z" });
    assert_eq!(
        read(&authorized(), Call::Cancel, json(200, &canceled)),
        Answer::Canceled
    );
    let foreign = json!({ "TransactionId": "another" });
    assert!(is_unknown(&read(
        &authorized(),
        Call::Cancel,
        json(200, &foreign)
    )));
    assert_eq!(
        read(&refunding(), Call::CaptureRefund(1), json(200, &captured)),
        Answer::Refunded { transaction: None }
    );
}

#[test]
fn refunds() {
    let refund = |status: &str| {
        let mut body = found(status);
        body["Transaction"]["Type"] = "REFUND".into();
        body["Transaction"]["Id"] = "zN5uHf".into();
        body["Transaction"]["OrderId"] = format!("{REFERENCE}-R1").into();
        body["Transaction"]["Amount"]["Value"] = "4000".into();
        body
    };
    let transaction = "zN5uHf".to_owned();
    let table = [
        (
            "AUTHORIZED",
            Answer::RefundAuthorized {
                transaction: transaction.clone(),
            },
        ),
        (
            "CAPTURED",
            Answer::Refunded {
                transaction: Some(transaction.clone()),
            },
        ),
        ("PENDING", Answer::RefundPending { transaction }),
        ("CANCELED", refused("CANCELED", false)),
    ];
    for (status, expected) in table {
        for call in [Call::Refund(1), Call::AskRefund(1)] {
            assert_eq!(
                read(&refunding(), call, json(200, &refund(status))),
                expected
            );
        }
    }
    for (path, value) in [
        ("/Transaction/Amount/Value", "4001"),
        ("/Transaction/Amount/CurrencyCode", "EUR"),
        ("/Transaction/OrderId", REFERENCE),
        ("/Transaction/Type", "PAYMENT"),
        ("/Transaction/Status", "NEW"),
    ] {
        let mut body = refund("AUTHORIZED");
        *body.pointer_mut(path).unwrap() = value.into();
        assert!(
            is_unknown(&read(&refunding(), Call::Refund(1), json(200, &body))),
            "{path}"
        );
    }
}

/// The answer of a capture or cancel that met a wrong state, on its `tries`th try.
fn after_wrong_state(call: Call, tries: u16, books: Answered) -> Answer {
    let mut payment = authorized();
    (0..tries).for_each(|_| attempt(&mut payment, call));
    let wrong_state = error(402, "DO_NOT_RETRY", "TRANSACTION_IN_WRONG_STATE");
    let network = Network::answering([wrong_state, books]);
    let provider = Provider::Saferpay(terminal());
    let answer = now_or_never(provider.perform(&network, &addresses(), &payment, call));
    let lines = network.lines();
    assert_eq!(lines[1], "POST /api/Payment/v1/Transaction/Inquire");
    let sent = network.sent.borrow();
    assert_eq!(
        body(&sent[1])["TransactionReference"],
        json!({ "TransactionId": "pQ7xTz" })
    );
    assert_ne!(
        body(&sent[0])["RequestHeader"]["RequestId"],
        body(&sent[1])["RequestHeader"]["RequestId"]
    );
    answer
}

#[test]
fn a_wrong_state_is_looked_up_in_the_books() {
    let in_books = |status: &str| json(200, &found(status));
    let missing = || error(402, "DO_NOT_RETRY", "TRANSACTION_NOT_FOUND");
    let wrong_state = |later| refused("TRANSACTION_IN_WRONG_STATE", later);
    for call in [Call::Capture, Call::Cancel] {
        let captured = after_wrong_state(call, 1, in_books("CAPTURED"));
        assert!(matches!(captured, Answer::Captured { .. }), "{captured:?}");
        let voided = after_wrong_state(call, 1, in_books("CANCELED"));
        assert_eq!(voided, Answer::Standing(Standing::Voided));
        // The books lag behind for a while.
        assert_eq!(after_wrong_state(call, 1, missing()), wrong_state(true));
        assert_eq!(
            after_wrong_state(call, 1, in_books("AUTHORIZED")),
            wrong_state(true)
        );
        assert_eq!(
            after_wrong_state(call, 4, in_books("AUTHORIZED")),
            wrong_state(false)
        );
        assert!(is_unknown(&after_wrong_state(
            call,
            4,
            Err(SendError::TimedOut)
        )));
    }
    assert_eq!(
        after_wrong_state(Call::Capture, 4, missing()),
        wrong_state(false)
    );
    assert_eq!(
        after_wrong_state(Call::Cancel, 4, missing()),
        Answer::Canceled
    );
}

#[test]
fn the_password_is_never_printed() {
    assert!(!format!("{:?}", Provider::Saferpay(terminal())).contains("pass<word>"));
}

#[test]
fn credentials_are_what_an_operator_enters() {
    let text = r#"{"customer_id":"1","terminal_id":"2","user":"u","password":"p"}"#;
    let fields = serde_json::from_str(text).unwrap();
    let read = AnyCredentials::read(TerminalKind::Saferpay, fields);
    assert!(matches!(read, Ok(AnyCredentials::Saferpay(_))));
}

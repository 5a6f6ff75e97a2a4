//! Methods, pre-authorization, conditions and parts at Saferpay, and what an answer proves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod support;

use obole_edge::providers::saferpay::{Credentials, Saferpay, outcome};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::money::Money;
use obole_shared::payment::{Answer, Call, Entry, Event, Payment, Security, Standing};
use obole_shared::terminal::{AuthorizationType, Condition, Method, TerminalKind};
use serde_json::{Value, json};
use support::{NOW, addresses, apply, authorize, body, chf, money, opened, waiting};

fn saferpay() -> Saferpay {
    let credentials = Credentials {
        customer_id: "400123".into(),
        terminal_id: "17700001".into(),
        user: "API_400123_00000001".into(),
        password: Secret::new("password"),
    };
    Saferpay::new(credentials, "https://test.saferpay.com".into())
}

fn initialize(amount: Money, change: impl FnOnce(&mut obole_shared::payment::Opened)) -> Value {
    let mut wish = opened(
        TerminalKind::Saferpay,
        amount,
        AuthorizationType::CaptureAtOnce,
    );
    change(&mut wish);
    let event = Event::Opened(Box::new(wish));
    let payment = Payment::begin(&Entry { at: NOW, event }).unwrap();
    let request = saferpay().request(&addresses(), &payment, Call::OpenSession);
    body(&request.unwrap())
}

#[test]
fn the_page_offers_what_is_switched_on_and_takes_the_currency() {
    let plain = initialize(chf(2_500), |_| {});
    assert_eq!(
        plain["PaymentMethods"],
        json!(["VISA", "MASTERCARD", "TWINT"])
    );
    let euro = initialize(money(2_500, Currency::EUR), |_| {});
    assert_eq!(euro["PaymentMethods"], json!(["VISA", "MASTERCARD"]));
    let chosen = initialize(chf(2_500), |wish| {
        wish.terminal.methods = vec![Method::Twint, Method::PostFinancePay];
    });
    assert_eq!(chosen["PaymentMethods"], json!(["TWINT", "POSTFINANCEPAY"]));
}

#[test]
fn a_pre_authorization_asks_for_one_and_offers_only_what_can() {
    let body = initialize(chf(2_500), |wish| {
        wish.authorization = AuthorizationType::PreAuthorize;
    });
    assert_eq!(body["Payment"]["Options"], json!({ "PreAuth": true }));
    assert_eq!(body["PaymentMethods"], json!(["VISA", "MASTERCARD"]));
    assert_eq!(
        initialize(chf(2_500), |_| {})["Payment"].get("Options"),
        None
    );
}

#[test]
fn a_condition_is_put_to_saferpay_too() {
    for (condition, name) in [
        (Condition::None, Value::Null),
        (
            Condition::LiabilityShift,
            "THREE_DS_AUTHENTICATION_SUCCESSFUL_OR_ATTEMPTED".into(),
        ),
        (
            Condition::Authentication,
            "WITH_SUCCESSFUL_THREE_DS_CHALLENGE".into(),
        ),
    ] {
        let body = initialize(chf(2_500), |wish| wish.condition = condition);
        assert_eq!(body["Condition"], name);
    }
}

#[test]
fn a_part_is_captured_by_amount_and_the_whole_without_one() {
    let mut payment = waiting(
        TerminalKind::Saferpay,
        chf(2_500),
        AuthorizationType::PreAuthorize,
        "token",
    );
    authorize(&mut payment, "T1");
    let capture = |payment: &Payment| {
        let request = saferpay().request(&addresses(), payment, Call::Capture);
        body(&request.unwrap())
    };
    assert_eq!(capture(&payment).get("Amount"), None);
    let amount = Some(chf(1_000));
    apply(&mut payment, Event::CaptureRequested { amount });
    assert_eq!(
        capture(&payment)["Amount"],
        json!({ "Value": "1000", "CurrencyCode": "CHF" })
    );
}

#[test]
fn what_an_authorization_proves_is_read() {
    let payment = waiting(
        TerminalKind::Saferpay,
        chf(2_500),
        AuthorizationType::CaptureAtOnce,
        "token",
    );
    let answered = |liability: Value| {
        let mut answer = json!({
            "Transaction": {
                "Type": "PAYMENT", "Status": "AUTHORIZED", "Id": "T1",
                "Amount": { "Value": "2500", "CurrencyCode": "CHF" },
            },
            "PaymentMeans": { "Brand": { "PaymentMethod": "VISA" } },
        });
        if !liability.is_null() {
            answer["Liability"] = liability;
        }
        let origin = "https://test.saferpay.com";
        outcome(
            origin,
            &payment,
            Call::AskSession,
            support::json(200, &answer),
        )
    };
    let Answer::Report(report) = answered(json!({
        "LiabilityShift": false, "LiableEntity": "MERCHANT",
        "ThreeDs": { "Authenticated": false, "Xid": "x" },
    })) else {
        panic!("no report");
    };
    let proved = Security {
        liability_shift: Some(false),
        authenticated: Some(false),
    };
    assert_eq!(report.security, Some(proved));
    assert!(matches!(report.standing, Some(Standing::Authorized { .. })));
    // TWINT knows no 3-D Secure: nothing is said, so nothing speaks against it.
    assert!(matches!(
        answered(Value::Null),
        Answer::Standing(Standing::Authorized { .. })
    ));
}

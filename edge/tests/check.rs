//! The check of an account: one harmless call, and a sentence for what is wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod support;

use obole_edge::ports::SendError;
use obole_edge::providers::{Check, Credentials, Finding, Origins, check};
use obole_shared::currency::Currency;
use obole_shared::terminal::{Method, Mode, Terminal, TerminalKind};
use serde_json::{Value, json};
use support::{Answered, Network, addresses, json as answer, now_or_never, raw};

fn terminal(kind: TerminalKind) -> Terminal {
    Terminal::new(
        "main".parse().unwrap(),
        kind,
        "Main".into(),
        Mode::Live,
        vec![Currency::CHF],
    )
}

fn run(terminal: &Terminal, answers: impl IntoIterator<Item = Answered>) -> (Check, Vec<String>) {
    let fields = match terminal.kind {
        TerminalKind::Saferpay => json!({
            "customer_id": "400123", "terminal_id": "17700001", "user": "u", "password": "p",
        }),
        _ => json!({ "client_id": "c", "secret": "s", "webhook_id": "8WH00000000000001" }),
    };
    let credentials = Credentials::read(terminal.kind, fields).unwrap();
    let network = Network::answering(answers);
    let found = now_or_never(check(
        &network,
        &addresses(),
        &Origins::default(),
        terminal,
        &credentials,
    ));
    let hosts = network.sent.borrow();
    let hosts = hosts
        .iter()
        .map(|request| request.uri().host().unwrap().to_owned())
        .collect();
    (found.unwrap(), hosts)
}

fn active(methods: &[(&str, &[&str])]) -> Value {
    let methods: Vec<Value> = methods
        .iter()
        .map(|(name, currencies)| json!({ "PaymentMethod": name, "Currencies": currencies }))
        .collect();
    json!({ "TerminalId": "17700001", "Type": "ECOM", "Description": "Shop", "PaymentMethods": methods })
}

fn refused(name: &str) -> Value {
    json!({ "Behavior": "DO_NOT_RETRY", "ErrorName": name, "ErrorMessage": "no" })
}

#[test]
fn saferpay_says_what_is_not_active() {
    let saferpay = terminal(TerminalKind::Saferpay);
    let (found, hosts) = run(
        &saferpay,
        [answer(
            200,
            &active(&[
                ("VISA", &["CHF"]),
                ("MASTERCARD", &["CHF"]),
                ("TWINT", &["CHF"]),
            ]),
        )],
    );
    assert_eq!(found.findings, [Finding::Works("Shop".into())]);
    assert!(found.passed());
    assert_eq!(hosts, ["www.saferpay.com"]);
    let (found, _) = run(&saferpay, [answer(200, &active(&[("VISA", &["EUR"])]))]);
    assert_eq!(
        found.findings,
        [
            Finding::MethodInactive(Method::Mastercard),
            Finding::MethodInactive(Method::Twint),
            Finding::CurrencyInactive(Currency::CHF),
        ]
    );
    assert!(!found.passed());
}

#[test]
fn a_refused_login_is_tried_at_the_other_system() {
    let saferpay = terminal(TerminalKind::Saferpay);
    let wrong = || answer(401, &refused("AUTHENTICATION_FAILED"));
    let (found, hosts) = run(&saferpay, [wrong(), wrong()]);
    assert_eq!(found.findings, [Finding::WrongCredentials]);
    assert_eq!(hosts, ["www.saferpay.com", "test.saferpay.com"]);
    let all: &[(&str, &[&str])] = &[("VISA", &["CHF"])];
    let (found, _) = run(&saferpay, [wrong(), answer(200, &active(all))]);
    assert_eq!(found.findings, [Finding::WrongEnvironment]);
    let (found, _) = run(&saferpay, [wrong(), Err(SendError::TimedOut)]);
    assert_eq!(found.findings, [Finding::WrongCredentials]);
}

#[test]
fn saferpay_answers_nobody_expects() {
    let saferpay = terminal(TerminalKind::Saferpay);
    let html = "<html>Request rejected</html>";
    for (answered, finding) in [
        (
            answer(403, &refused("PERMISSION_DENIED")),
            "MissingPermission",
        ),
        (raw(403, html), "Odd"),
        (raw(200, html), "Odd"),
        (raw(200, ""), "Odd"),
        (raw(503, html), "NotReached"),
        (Err(SendError::TimedOut), "NotReached"),
        (answer(404, &refused("NOT_FOUND")), "WrongField"),
    ] {
        let (found, _) = run(&saferpay, [answered]);
        assert!(!found.passed());
        assert!(
            format!("{:?}", found.findings[0]).starts_with(finding),
            "{found:?}"
        );
        assert!(found.findings[0].sentence().ends_with('.'));
    }
}

#[test]
fn paypal_says_where_its_webhook_leads() {
    let paypal = terminal(TerminalKind::PaypalOrders);
    let token = || answer(200, &json!({ "access_token": "A21", "expires_in": 32_400 }));
    let webhook = |url: &str| answer(200, &json!({ "id": "8WH00000000000001", "url": url }));
    let here = "https://pay.example.org/notify/main";
    let (found, _) = run(&paypal, [token(), webhook(here)]);
    assert!(found.passed());
    let (found, _) = run(&paypal, [token(), webhook("https://other.example/")]);
    assert_eq!(found.findings, [Finding::NoticesElsewhere(here.into())]);
    assert!(found.findings[0].sentence().contains(here));
    let missing = answer(404, &json!({ "name": "INVALID_RESOURCE_ID" }));
    let (found, _) = run(&paypal, [token(), missing]);
    assert_eq!(found.findings, [Finding::WrongField("Webhook ID".into())]);
    let unknown = || answer(401, &json!({ "error": "invalid_client" }));
    let (found, hosts) = run(&paypal, [unknown(), unknown()]);
    assert_eq!(found.findings, [Finding::WrongCredentials]);
    assert_eq!(hosts, ["api-m.paypal.com", "api-m.sandbox.paypal.com"]);
    let (found, _) = run(&paypal, [unknown(), token(), webhook(here)]);
    assert_eq!(found.findings, [Finding::WrongEnvironment]);
}

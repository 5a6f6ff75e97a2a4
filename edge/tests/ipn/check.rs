//! What can be told of a Payments Standard account without a payment.

use obole_edge::ports::{Clock, Http, SendError};
use obole_edge::providers::standard::Credentials;
use obole_edge::providers::{Check, Credentials as AnyCredentials, Finding, Origins, check};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::terminal::{Mode, Terminal, TerminalKind};
use psp_simulator::{Config, Simulator};

use crate::support::{Answered, Network, addresses, now_or_never, raw};
use crate::world::World;

fn terminal() -> Terminal {
    Terminal::new(
        "terminal-test".parse().unwrap(),
        TerminalKind::PaypalStandard,
        "PayPal".to_owned(),
        Mode::Test,
        vec![Currency::EUR],
    )
}

fn credentials(token: Option<&str>, secret: Option<&str>) -> AnyCredentials {
    AnyCredentials::Standard(Credentials {
        business: "caisse@obole.test".to_owned(),
        receiver: None,
        identity_token: token.map(Secret::new),
        ipn_secret: secret.map(Secret::new),
    })
}

fn ask(ports: &(impl Http + Clock), origins: &Origins, credentials: &AnyCredentials) -> Check {
    let (here, terminal) = (addresses(), terminal());
    now_or_never(check(ports, &here, origins, &terminal, credentials)).unwrap()
}

fn answered(answer: Answered) -> Check {
    let network = Network::answering([answer]);
    let credentials = credentials(Some("token"), None);
    let origins = Origins::default();
    let found = ask(&network, &origins, &credentials);
    assert_eq!(network.lines(), ["POST /cgi-bin/webscr"]);
    found
}

#[test]
fn a_wrong_token_is_named() {
    let found = answered(raw(200, "FAIL\nError: 4020"));
    let wrong = Finding::WrongField("PDT identity token".to_owned());
    assert_eq!(found.findings[0], wrong);
    assert!(!found.passed());
}

#[test]
fn a_token_that_is_not_refused_passes_and_is_not_praised() {
    let found = answered(raw(200, "FAIL\nError: 4003"));
    assert!(found.passed());
    let only_unchecked = |finding: &Finding| matches!(finding, Finding::Unchecked(_));
    assert!(found.findings.iter().all(only_unchecked), "{found:?}");
    assert!(found.findings[1].sentence().contains("caisse@obole.test"));
}

#[test]
fn what_is_no_answer_does_not_pass() {
    for answer in [
        raw(200, "<html></html>"),
        raw(200, "SUCCESS\ntxn_id=1"),
        raw(302, "FAIL"),
        raw(503, "FAIL"),
        Err(SendError::TimedOut),
    ] {
        let shown = format!("{answer:?}");
        assert!(!answered(answer).passed(), "{shown}");
    }
}

#[test]
fn without_a_token_nothing_can_be_asked() {
    let network = Network::answering([]);
    let credentials = credentials(None, Some("a-word-of-ours"));
    let origins = Origins::default();
    let found = ask(&network, &origins, &credentials);
    assert!(network.lines().is_empty());
    assert!(found.passed());
    let told: String = found.findings.iter().map(Finding::sentence).collect();
    assert!(
        told.contains("https://pay.example.org/notify/terminal-test"),
        "{told}"
    );
    assert!(!told.contains("a-word-of-ours"));
}

#[test]
fn the_simulators_account_is_checked() {
    let token = "simulatorIdentityToken0000000000000000000000000000000001";
    let origins = Origins {
        paypal_web: Some("http://127.0.0.1:8788/paypal-web".to_owned()),
        ..Origins::default()
    };
    for (token, passes) in [(token, true), ("another", false)] {
        let world = World::new([]);
        *world.simulator.borrow_mut() = Some(Simulator::new(Config::default(), 1));
        let credentials = credentials(Some(token), None);
        let found = ask(&world, &origins, &credentials);
        assert_eq!(found.passed(), passes, "{token}: {found:?}");
    }
}

//! What a check of an account says to its owner.

use obole_edge::ports::SendError;
use obole_edge::providers::nvp::{self, Fields};
use obole_edge::providers::{Check, Credentials, Finding, Origins, check as check_terminal};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::terminal::{Mode, Terminal, TerminalKind};

use crate::messages::{failure, success, terminal};
use crate::support::{Answered, Network, addresses, now_or_never, raw};

const TEST: &str = "https://api-3t.sandbox.paypal.com";
const LIVE: &str = "https://api-3t.paypal.com";

fn account(subject: Option<&str>, receiver: Option<&str>) -> nvp::Credentials {
    nvp::Credentials {
        user: "caisse_api1.obole.test".into(),
        password: Secret::new("PWD"),
        signature: Secret::new("SIG"),
        subject: subject.map(str::to_owned),
        receiver: receiver.map(str::to_owned),
    }
}

/// The findings for these answers, and which method was called where.
fn check(
    credentials: nvp::Credentials,
    mode: Mode,
    answers: impl IntoIterator<Item = Answered>,
) -> (Check, Vec<(String, String)>) {
    let mut terminal = terminal(TerminalKind::PaypalExpress, mode);
    terminal.currencies = vec![Currency::USD, Currency::CHF];
    check_of(&terminal, Credentials::Express(credentials), answers)
}

fn check_of(
    terminal: &Terminal,
    credentials: Credentials,
    answers: impl IntoIterator<Item = Answered>,
) -> (Check, Vec<(String, String)>) {
    let network = Network::answering(answers);
    let (here, origins) = (addresses(), Origins::default());
    let checked = check_terminal(&network, &here, &origins, terminal, &credentials);
    let found = now_or_never(checked).unwrap();
    assert!(network.answers.borrow().is_empty(), "answers are left");
    let sent = network.sent.borrow();
    let lines = sent.iter().map(|request| {
        let uri = request.uri().to_string();
        let method = Fields::decode(request.body())
            .get("METHOD")
            .unwrap()
            .to_owned();
        (uri.strip_suffix("/nvp").unwrap().to_owned(), method)
    });
    (found, lines.collect())
}

fn own(id: &str) -> Answered {
    success(&[("PAL", id), ("LOCALE", "en_US")])
}

fn balances(codes: &[&str]) -> Answered {
    let fields: Vec<(String, String)> = codes
        .iter()
        .enumerate()
        .flat_map(|(index, code)| {
            [
                (format!("L_AMT{index}"), "12.00".to_owned()),
                (format!("L_CURRENCYCODE{index}"), (*code).to_owned()),
            ]
        })
        .collect();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    success(&fields)
}

#[test]
fn an_account_that_works_is_named() {
    let credentials = account(None, Some("WQ2ER5TY8HJKN"));
    let answers = [own("WQ2ER5TY8HJKN"), balances(&["USD", "CHF"])];
    let (found, lines) = check(credentials, Mode::Test, answers);
    assert!(found.passed());
    assert_eq!(found.findings, [Finding::Works("WQ2ER5TY8HJKN".into())]);
    let line = |method: &str| (TEST.to_owned(), method.to_owned());
    assert_eq!(lines, [line("GetPalDetails"), line("GetBalance")]);
}

#[test]
fn what_a_call_cannot_tell_is_said() {
    let credentials = account(None, Some("caisse@obole.test"));
    let answers = [own("WQ2ER5TY8HJKN"), balances(&["USD"])];
    let (found, _) = check(credentials, Mode::Live, answers);
    assert!(found.passed());
    let sentences: Vec<String> = found.findings.iter().map(Finding::sentence).collect();
    assert_eq!(sentences.len(), 3);
    assert!(sentences[1].contains("caisse@obole.test"), "{sentences:?}");
    assert!(sentences[2].contains("CHF"), "{sentences:?}");
    let answers = [own("WQ2ER5TY8HJKN"), failure(&[10_007])];
    let (found, _) = check(account(None, None), Mode::Live, answers);
    assert!(found.passed());
    assert!(matches!(&found.findings[1], Finding::Unchecked(_)));
}

#[test]
fn another_accounts_signature_is_told() {
    let credentials = account(None, Some("AAAAAAAAAAAAA"));
    let answers = [own("WQ2ER5TY8HJKN"), balances(&["USD", "CHF"])];
    let (found, _) = check(credentials, Mode::Test, answers);
    assert!(!found.passed());
    assert!(matches!(&found.findings[1], Finding::WrongField(_)));
}

#[test]
fn wrong_values_and_the_wrong_environment_are_told_apart() {
    for number in [10_002, 10_008] {
        for (mode, here, there) in [(Mode::Test, TEST, LIVE), (Mode::Live, LIVE, TEST)] {
            let line = |origin: &str| (origin.to_owned(), "GetPalDetails".to_owned());
            let both = [failure(&[number]), failure(&[10_002])];
            let (found, lines) = check(account(None, None), mode, both);
            assert_eq!(found, Check::of(Finding::WrongCredentials));
            assert_eq!(lines, [line(here), line(there)]);
            let other = [
                failure(&[number]),
                own("WQ2ER5TY8HJKN"),
                balances(&["USD", "CHF"]),
            ];
            let (found, _) = check(account(None, None), mode, other);
            assert_eq!(found, Check::of(Finding::WrongEnvironment));
        }
    }
}

#[test]
fn a_permission_that_was_not_granted_is_named() {
    let credentials = || account(Some("owner@example.org"), None);
    for number in [10_002, 10_007] {
        let answers = [failure(&[number]), own("WQ2ER5TY8HJKN")];
        let (found, lines) = check(credentials(), Mode::Live, answers);
        let [Finding::MissingPermission(what)] = &found.findings[..] else {
            panic!("{found:?}")
        };
        assert!(what.contains("owner@example.org"));
        assert_eq!(lines[1].0, LIVE);
    }
    let answers = [10_002; 4].map(|number| failure(&[number]));
    let (found, _) = check(credentials(), Mode::Live, answers);
    assert_eq!(found, Check::of(Finding::WrongCredentials));
}

#[test]
fn limits_of_the_account_and_odd_answers_are_told() {
    let one = |number| check(account(None, None), Mode::Live, [failure(&[number])]).0;
    assert_eq!(one(10_507), Check::of(Finding::Restricted));
    assert!(matches!(
        &one(10_007).findings[..],
        [Finding::MissingPermission(_)]
    ));
    for answer in [
        failure(&[10_101]),
        failure(&[10_001]),
        Err(SendError::TimedOut),
        raw(500, ""),
        raw(200, "<html>"),
    ] {
        let (found, _) = check(account(None, None), Mode::Live, [answer]);
        assert!(
            matches!(&found.findings[..], [Finding::NotReached(_)]),
            "{found:?}"
        );
        assert!(!found.passed());
    }
    let (found, _) = check(account(None, None), Mode::Live, [failure(&[81_002])]);
    assert!(matches!(&found.findings[..], [Finding::Odd(_)]));
}

#[test]
fn a_card_page_cannot_be_checked_without_a_payment() {
    let terminal = terminal(TerminalKind::PaypalHosted, Mode::Live);
    let answers = [own("WQ2ER5TY8HJKN"), balances(&["USD"])];
    let credentials = Credentials::Hosted(account(None, None));
    let (found, _) = check_of(&terminal, credentials, answers);
    assert!(found.passed());
    let Finding::Unchecked(what) = &found.findings[1] else {
        panic!("{found:?}")
    };
    assert!(what.contains("card page"));
}

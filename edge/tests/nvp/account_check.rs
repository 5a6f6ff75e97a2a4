//! What a check of an account says to its owner.

use obole_edge::ports::SendError;
use obole_edge::providers::express::Express;
use obole_edge::providers::hosted::Hosted;
use obole_edge::providers::nvp::{Credentials, Fields};
use obole_edge::providers::{Check, Finding, Origins};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::terminal::{Mode, TerminalKind};

use crate::messages::{failure, success, terminal};
use crate::support::{Answered, Network, now_or_never, raw};

const TEST: &str = "https://api-3t.sandbox.paypal.com";
const LIVE: &str = "https://api-3t.paypal.com";

fn account(subject: Option<&str>, receiver: Option<&str>) -> Credentials {
    Credentials {
        user: "caisse_api1.obole.test".into(),
        password: Secret::new("PWD"),
        signature: Secret::new("SIG"),
        subject: subject.map(str::to_owned),
        receiver: receiver.map(str::to_owned),
    }
}

/// The findings for these answers, and which method was called where.
fn check(
    credentials: Credentials,
    mode: Mode,
    answers: impl IntoIterator<Item = Answered>,
) -> (Check, Vec<(String, String)>) {
    let mut terminal = terminal(TerminalKind::PaypalExpress, mode);
    terminal.currencies = vec![Currency::USD, Currency::CHF];
    let origins = Origins::default();
    let account = Express::new(
        credentials,
        origins.paypal_nvp(mode),
        origins.paypal_web(mode),
    );
    let network = Network::answering(answers);
    let found = now_or_never(account.check(&network, &terminal, &origins));
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
            let other = [failure(&[number]), own("WQ2ER5TY8HJKN")];
            let (found, _) = check(account(None, None), mode, other);
            assert_eq!(found, Check::of(Finding::WrongEnvironment));
        }
    }
}

#[test]
fn a_permission_that_was_not_granted_is_named() {
    let credentials = || account(Some("owner@example.org"), None);
    for number in [10_002, 10_007] {
        let answers = [failure(&[number]), failure(&[10_002]), own("WQ2ER5TY8HJKN")];
        let (found, lines) = check(credentials(), Mode::Live, answers);
        let [Finding::MissingPermission(what)] = &found.findings[..] else {
            panic!("{found:?}")
        };
        assert!(what.contains("owner@example.org"));
        assert_eq!(lines[2].0, LIVE);
    }
    let answers = [failure(&[10_002]), failure(&[10_002]), failure(&[10_002])];
    let (found, _) = check(credentials(), Mode::Live, answers);
    assert_eq!(found, Check::of(Finding::WrongCredentials));
}

#[test]
fn limits_of_the_account_and_odd_answers_are_told() {
    let two = |number| [failure(&[number]), failure(&[10_002])];
    let (found, _) = check(account(None, None), Mode::Live, two(10_507));
    assert_eq!(found, Check::of(Finding::Restricted));
    let (found, _) = check(account(None, None), Mode::Live, two(10_007));
    assert!(matches!(
        &found.findings[..],
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
    let origins = Origins::default();
    let account = Hosted::new(
        account(None, None),
        LIVE.into(),
        origins.paypal_web(Mode::Live),
    );
    let network = Network::answering([own("WQ2ER5TY8HJKN"), balances(&["USD"])]);
    let found = now_or_never(account.check(&network, &terminal, &origins));
    assert!(found.passed());
    let Finding::Unchecked(what) = &found.findings[1] else {
        panic!("{found:?}")
    };
    assert!(what.contains("card page"));
}

//! Whether an account works, in a sentence for its owner.

use obole_edge::ports::SendError;
use obole_edge::providers::Finding;

use crate::account::*;
use crate::support::*;

fn check(answered: Answered) -> (bool, Finding, Network) {
    let network = Network::answering([answered]);
    let check = now_or_never(account().check(&network));
    (check.passed(), check.findings[0].clone(), network)
}

#[test]
fn a_login_that_finds_nothing_works() {
    let (passed, finding, network) = check(raw(
        200,
        "RESULT=19&PNREF=A10E4F1A7BA3&RESPMSG=Original transaction ID not found",
    ));
    assert!(passed);
    assert_eq!(finding, Finding::Works("obolevendor".into()));
    let sent = network.sent.borrow();
    assert_eq!(
        parameters(&sent[0])
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>(),
        [
            "TENDER=C",
            "TRXTYPE=I",
            "ORIGID=V00000000000",
            "VERBOSITY=HIGH"
        ]
    );
    assert_eq!(header(&sent[0], "x-vps-request-id").len(), 32);
}

#[test]
fn what_is_wrong_is_told() {
    let permission = |what: &str| Finding::MissingPermission(what.into());
    let table = [
        (raw(200, "RESULT=1"), Finding::WrongCredentials),
        (
            raw(200, "RESULT=26"),
            Finding::WrongField("Merchant login".into()),
        ),
        (
            raw(200, "RESULT=27"),
            permission("the partner's (RESULT_27)"),
        ),
        (
            raw(200, "RESULT=28"),
            permission("the user's, in PayPal Manager (RESULT_28)"),
        ),
        (raw(200, "RESULT=5"), permission("the account's (RESULT_5)")),
        (
            raw(200, "RESULT=115"),
            Finding::NotReached("RESULT_115".into()),
        ),
        (raw(200, "RESULT=7"), Finding::Odd("RESULT_7".into())),
        (raw(502, ""), Finding::NotReached("HTTP 502".into())),
        (
            Err(SendError::TimedOut),
            Finding::NotReached("no answer in time".into()),
        ),
        (
            raw(200, "<html></html>"),
            Finding::NotReached("the answer is no list of names and values".into()),
        ),
    ];
    for (answered, expected) in table {
        let (passed, finding, _) = check(answered);
        assert!(!passed);
        assert!(!finding.sentence().is_empty());
        assert_eq!(finding, expected);
    }
}

//! Calls that need more than one request: repeats, look-ups, and Express sessions.

use obole_edge::ports::SendError;
use obole_edge::providers::Provider;
use obole_shared::payment::{Answer, Call, Payment, Standing};

use crate::account::*;
use crate::support::*;

/// What the call came to, and what was asked for it.
fn perform(payment: &Payment, call: Call, answers: &[Answered]) -> (Answer, Network) {
    let network = Network::answering(answers.iter().cloned());
    let provider = Provider::Payflow(account());
    let answer = now_or_never(provider.perform(&network, &addresses(), payment, call));
    assert!(
        network.answers.borrow().is_empty(),
        "an answer was not asked for"
    );
    (answer, network)
}

/// A parameter of each request that was sent.
fn each(network: &Network, name: &str) -> Vec<String> {
    let sent = network.sent.borrow();
    sent.iter()
        .map(|request| parameter(request, name))
        .collect()
}

fn ids(network: &Network) -> Vec<String> {
    let count = network.sent.borrow().len();
    (0..count)
        .map(|at| network.header(at, "x-vps-request-id"))
        .collect()
}

fn ok(body: &str) -> Answered {
    raw(200, body)
}

fn later(code: &str) -> Answer {
    Answer::Refused {
        code: code.into(),
        later: true,
    }
}

fn never(code: &str) -> Answer {
    Answer::Refused {
        code: code.into(),
        later: false,
    }
}

fn refunded(name: &str) -> Answer {
    Answer::Refunded {
        transaction: Some(name.into()),
    }
}

fn is_unknown(answer: &Answer) -> bool {
    matches!(answer, Answer::Unknown { .. })
}

#[test]
fn an_unheard_refund_is_repeated_under_its_own_id() {
    let first = attempted(refunding(), Call::Refund(1), 1);
    let (answer, network) = perform(&first, Call::Refund(1), &[Err(SendError::TimedOut)]);
    assert!(is_unknown(&answer));
    let again = attempted(refunding(), Call::Refund(1), 2);
    let body = "RESULT=0&PNREF=CRED00000001&DUPLICATE=1";
    let (answer, repeated) = perform(&again, Call::Refund(1), &[ok(body)]);
    assert_eq!(answer, refunded("CRED00000001"));
    assert_eq!(ids(&network), ids(&repeated));
}

#[test]
fn a_timeout_behind_the_gateway_is_looked_up_at_once() {
    let payment = attempted(refunding(), Call::Refund(1), 1);
    let timeout = ok("RESULT=104&PNREF=CRED00000001&RESPMSG=Timeout waiting for processor");
    let table = [
        (
            ok("RESULT=0&ORIGRESULT=0&ORIGPNREF=CRED00000001"),
            refunded("CRED00000001"),
        ),
        (
            ok("RESULT=0&ORIGRESULT=12&ORIGPNREF=CRED00000001"),
            never("RESULT_12"),
        ),
    ];
    for (found, expected) in table {
        let (answer, network) = perform(&payment, Call::Refund(1), &[timeout.clone(), found]);
        assert_eq!(answer, expected);
        assert_eq!(each(&network, "TRXTYPE"), ["C", "I"]);
        let references = each(&network, "CUSTREF");
        assert_eq!(references[0], references[1]);
        assert_ne!(ids(&network)[0], ids(&network)[1]);
    }
    for silent in [
        ok("RESULT=19"),
        ok("RESULT=0&ORIGRESULT=104&ORIGPNREF=CRED00000001"),
        ok("RESULT=1"),
        ok("<html></html>"),
        Err(SendError::TimedOut),
    ] {
        let (answer, _) = perform(&payment, Call::Refund(1), &[timeout.clone(), silent]);
        assert!(is_unknown(&answer), "{answer:?}");
    }
}

#[test]
fn a_duplicate_on_a_first_try_must_prove_that_it_is_ours() {
    let payment = attempted(refunding(), Call::Refund(1), 1);
    let duplicate = ok("RESULT=0&PNREF=CRED00000001&DUPLICATE=1");
    let table = [
        // Doubled on its way: the transaction carries our reference.
        (
            "RESULT=0&ORIGRESULT=0&ORIGPNREF=CRED00000001",
            refunded("CRED00000001"),
        ),
        (
            "RESULT=0&ORIGRESULT=0&ORIGPNREF=OTHER0000001",
            never("DUPLICATE"),
        ),
        ("RESULT=19", never("DUPLICATE")),
    ];
    for (found, expected) in table {
        let (answer, _) = perform(&payment, Call::Refund(1), &[duplicate.clone(), ok(found)]);
        assert_eq!(answer, expected, "{found}");
    }
    let (answer, _) = perform(
        &payment,
        Call::Refund(1),
        &[duplicate, Err(SendError::TimedOut)],
    );
    assert!(is_unknown(&answer));
}

#[test]
fn a_repeated_refusal_is_asked_again_under_the_next_id() {
    let payment = attempted(authorized(), Call::Capture, 3);
    let stale = ok("RESULT=1&RESPMSG=User authentication failed&DUPLICATE=1");
    let done = ok("RESULT=0&PNREF=CAPT00000001");
    let (answer, network) = perform(
        &payment,
        Call::Capture,
        &[stale.clone(), stale.clone(), done],
    );
    let Answer::Captured { capture, .. } = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(capture.as_deref(), Some("CAPT00000001"));
    let used = ids(&network);
    assert!(used[0] != used[1] && used[1] != used[2] && used[0] != used[2]);
    let references = each(&network, "CUSTREF");
    assert!(references[0] != references[1] && references[1] != references[2]);

    // A lost answer under the second id is found again: the first refused, the second did it.
    let done = ok("RESULT=0&PNREF=CAPT00000001&DUPLICATE=1");
    let (answer, _) = perform(&payment, Call::Capture, &[stale.clone(), done]);
    assert!(matches!(answer, Answer::Captured { .. }));

    let (answer, _) = perform(
        &payment,
        Call::Capture,
        &[stale.clone(), stale.clone(), stale],
    );
    assert_eq!(answer, later("RESULT_1"));
}

#[test]
fn a_decline_that_was_not_heard_is_the_answer() {
    let payment = attempted(authorized(), Call::Capture, 2);
    let (answer, _) = perform(
        &payment,
        Call::Capture,
        &[ok("RESULT=12&RESPMSG=Declined&DUPLICATE=1")],
    );
    assert_eq!(answer, never("RESULT_12"));
}

#[test]
fn money_that_has_not_settled_is_paid_back_later() {
    let payment = attempted(refunding(), Call::Refund(1), 1);
    let refusal = ok("RESULT=105&RESPMSG=Credit error");
    let state = |state: u8| {
        ok(&format!(
            "RESULT=0&ORIGRESULT=0&ORIGPNREF=SALE00000001&TRANSSTATE={state}"
        ))
    };
    for waiting in [6, 7, 14] {
        let (answer, network) = perform(
            &payment,
            Call::Refund(1),
            &[refusal.clone(), state(waiting)],
        );
        assert_eq!(answer, later("NOT_SETTLED"));
        assert_eq!(each(&network, "ORIGID"), ["SALE00000001", "SALE00000001"]);
    }
    let (answer, _) = perform(&payment, Call::Refund(1), &[refusal.clone(), state(8)]);
    assert_eq!(answer, never("RESULT_105"));
    let (answer, _) = perform(
        &payment,
        Call::Refund(1),
        &[refusal.clone(), Err(SendError::TimedOut)],
    );
    assert!(is_unknown(&answer));

    // The next night the gateway still repeats its refusal, and the next id gets through.
    let payment = attempted(refunding(), Call::Refund(1), 2);
    let repeated = ok("RESULT=105&RESPMSG=Credit error&DUPLICATE=1");
    let done = ok("RESULT=0&PNREF=CRED00000001");
    let (answer, network) = perform(&payment, Call::Refund(1), &[repeated, done]);
    assert_eq!(answer, refunded("CRED00000001"));
    assert_eq!(each(&network, "TRXTYPE"), ["C", "C"]);
    assert_ne!(ids(&network)[0], ids(&network)[1]);
}

#[test]
fn a_refund_is_not_sent_once_its_id_may_be_forgotten() {
    let payment = attempted(refunding(), Call::Refund(1), 25);
    let (answer, network) = perform(&payment, Call::Refund(1), &[]);
    assert!(is_unknown(&answer));
    assert_eq!(network.sent.borrow().len(), 0);
}

#[test]
fn what_the_state_does_not_allow_is_explained_by_the_state() {
    let capture = attempted(authorized(), Call::Capture, 1);
    let cancel = attempted(authorized(), Call::Cancel, 1);
    let about = |state: u16| {
        ok(&format!(
            "RESULT=0&ORIGRESULT=0&ORIGPNREF=AUTH00000001&TRANSSTATE={state}"
        ))
    };
    let elsewhere = Answer::Captured {
        capture: None,
        amount: None,
        fee: None,
    };
    let voided = Answer::Standing(Standing::Voided);
    let table = [
        (&capture, Call::Capture, 111, 9, elsewhere.clone()),
        (&capture, Call::Capture, 111, 3, never("RESULT_111")),
        (&cancel, Call::Cancel, 108, 9, elsewhere),
        (&cancel, Call::Cancel, 108, 3, never("RESULT_108")),
        (&cancel, Call::Cancel, 108, 1_003, voided.clone()),
        (&capture, Call::Capture, 111, 1_003, voided),
    ];
    for (payment, call, result, state, expected) in table {
        let (answer, _) = perform(
            payment,
            call,
            &[ok(&format!("RESULT={result}")), about(state)],
        );
        assert_eq!(answer, expected, "{call:?} {state}");
    }
}

#[test]
fn a_capture_that_waits_is_looked_up_the_next_time() {
    let payment = attempted(authorized(), Call::Capture, 2);
    let waits = ok("RESULT=126&PNREF=CAPT00000001&DUPLICATE=1");
    let released = ok("RESULT=0&ORIGRESULT=0&ORIGPNREF=CAPT00000001");
    let (answer, _) = perform(&payment, Call::Capture, &[waits.clone(), released]);
    assert!(matches!(answer, Answer::Captured { .. }), "{answer:?}");
    let still = ok("RESULT=0&ORIGRESULT=126&ORIGPNREF=CAPT00000001");
    let (answer, _) = perform(&payment, Call::Capture, &[waits, still]);
    assert_eq!(answer, later("CAPTURE_PENDING"));
}

const DETAILS: &str = "RESULT=0&TOKEN=EC-17C76533PL706494P&PAYERID=7AKUSARZ7SAT8&EMAIL=a@b.test";

#[test]
fn an_approved_express_session_is_completed_with_its_payer() {
    let payment = attempted(approved(CaptureAtOnce), Call::Capture, 1);
    let done = "RESULT=0&PNREF=SALE00000001&PPREF=4AB12345CD678901E&FEEAMT=0.65&PENDINGREASON=none";
    let (answer, network) = perform(&payment, Call::Capture, &[ok(DETAILS), ok(done)]);
    assert_eq!(
        answer,
        Answer::Standing(Standing::Captured {
            capture: "SALE00000001".into(),
            amount: dollars(1_200),
            fee: Some(dollars(65)),
            method: Some("paypal".into()),
            refunds: vec![],
        })
    );
    assert_eq!(each(&network, "ACTION"), ["G", "D"]);
    assert_eq!(each(&network, "TENDER"), ["P", "P"]);
    assert_eq!(each(&network, "TOKEN"), [EXPRESS_TOKEN, EXPRESS_TOKEN]);
    let shown = parameters(&network.sent.borrow()[1]);
    let shown: Vec<_> = shown
        .iter()
        .filter(|(name, _)| name != "CUSTREF")
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        shown.join(" "),
        format!(
            "TENDER=P TRXTYPE=S ACTION=D TOKEN={EXPRESS_TOKEN} PAYERID=7AKUSARZ7SAT8 AMT=12.00 \
             CURRENCY=USD INVNUM={REFERENCE} CUSTOM={PAYMENT} VERBOSITY=HIGH"
        )
    );

    let payment = attempted(approved(AuthorizeOnly), Call::Authorize, 1);
    let done = "RESULT=0&PNREF=AUTH00000001&PENDINGREASON=authorization";
    let (answer, network) = perform(&payment, Call::Authorize, &[ok(DETAILS), ok(done)]);
    assert_eq!(
        answer,
        Answer::Standing(Standing::Authorized {
            transaction: "AUTH00000001".into(),
            amount: dollars(1_200),
            method: Some("paypal".into()),
        })
    );
    assert_eq!(each(&network, "TRXTYPE"), ["A", "A"]);
}

#[test]
fn completing_an_express_session_ends_in_many_ways() {
    let payment = attempted(approved(CaptureAtOnce), Call::Capture, 1);
    let pending = Answer::Standing(Standing::Pending {
        capture: Some("SALE00000001".into()),
    });
    let table = [
        (
            "RESULT=0&PNREF=SALE00000001&PAYMENTTYPE=echeck&PENDINGREASON=echeck",
            pending.clone(),
        ),
        (
            "RESULT=126&PNREF=SALE00000001&RESPMSG=Under review",
            pending,
        ),
        (
            "RESULT=12&RESPMSG=Declined: 10486-This transaction couldn't be completed.",
            Answer::PayerMustChooseAgain,
        ),
        (
            "RESULT=12&RESPMSG=Declined: 10417-Transaction cannot complete.",
            Answer::Standing(Standing::Declined {
                code: "RESULT_12_10417".into(),
            }),
        ),
        (
            "RESULT=1000&RESPMSG=Generic processor error: 10411-expired",
            Answer::Standing(Standing::Gone),
        ),
        (
            "RESULT=1000&RESPMSG=Generic processor error: 10485-not authorized",
            later("RESULT_1000_10485"),
        ),
        ("RESULT=1", later("RESULT_1")),
        ("RESULT=4", never("RESULT_4")),
    ];
    for (done, expected) in table {
        let (answer, _) = perform(&payment, Call::Capture, &[ok(DETAILS), ok(done)]);
        assert_eq!(answer, expected, "{done}");
    }
    // Paid before, in a request of ours that was not heard.
    let before = ok("RESULT=7&RESPMSG=Field format error: 10415-already completed");
    let found = ok("RESULT=0&ORIGRESULT=0&ORIGPNREF=SALE00000001");
    let (answer, _) = perform(&payment, Call::Capture, &[ok(DETAILS), before, found]);
    assert!(matches!(
        answer,
        Answer::Standing(Standing::Captured { .. })
    ));
}

/// The gateway was out of reach until the session had ended: the money may be there all the same.
#[test]
fn an_unheard_completion_is_looked_up_once_the_session_is_gone() {
    let gone = || ok("RESULT=1000&RESPMSG=Generic processor error: 10411-expired");
    let found = || ok("RESULT=0&ORIGRESULT=0&ORIGPNREF=SALE00000001");
    let nothing = || ok("RESULT=19&RESPMSG=Original transaction ID not found");
    let approved = approved(CaptureAtOnce);
    let once = attempted(approved.clone(), Call::Capture, 1);
    let twice = attempted(approved, Call::Capture, 2);
    let asked = attempted(once.clone(), Call::AskSession, 1);
    let (_, sent) = perform(&once, Call::Capture, &[ok(DETAILS), found()]);
    for (payment, call) in [(&twice, Call::Capture), (&asked, Call::AskSession)] {
        let (answer, network) = perform(payment, call, &[gone(), found()]);
        let is_captured = matches!(answer, Answer::Standing(Standing::Captured { .. }));
        assert!(is_captured, "{call:?}: {answer:?}");
        assert_eq!(each(&network, "CUSTREF")[1], each(&sent, "CUSTREF")[1]);
        let (answer, _) = perform(payment, call, &[gone(), nothing()]);
        assert_eq!(answer, Answer::Standing(Standing::Gone), "{call:?}");
        let (answer, _) = perform(payment, call, &[gone(), Err(SendError::TimedOut)]);
        assert!(is_unknown(&answer), "{call:?}: {answer:?}");
    }
    // Nothing was sent before: nothing can have been taken.
    let (answer, _) = perform(&once, Call::Capture, &[gone()]);
    assert_eq!(answer, Answer::Standing(Standing::Gone));
}

#[test]
fn nothing_is_taken_without_a_payer() {
    let payment = attempted(approved(CaptureAtOnce), Call::Capture, 1);
    for (details, expected) in [
        (
            ok("RESULT=0&TOKEN=EC-17C76533PL706494P"),
            Some(Answer::Standing(Standing::NotStarted)),
        ),
        (ok("RESULT=1"), Some(later("RESULT_1"))),
        (Err(SendError::TimedOut), None),
        (ok("<html></html>"), None),
    ] {
        let (answer, network) = perform(&payment, Call::Capture, &[details]);
        match expected {
            Some(expected) => assert_eq!(answer, expected),
            None => assert!(is_unknown(&answer)),
        }
        assert_eq!(each(&network, "ACTION"), ["G"]);
    }
}

#[test]
fn another_choice_of_means_is_another_question() {
    let first = attempted(approved(CaptureAtOnce), Call::Capture, 1);
    let done = ok("RESULT=0&PNREF=SALE00000001");
    let (_, network) = perform(&first, Call::Capture, &[ok(DETAILS), done.clone()]);
    let mut chosen_again = first;
    apply(
        &mut chosen_again,
        obole_shared::payment::Event::PayerMustChooseAgain,
    );
    apply(&mut chosen_again, obole_shared::payment::Event::Approved);
    let second = attempted(chosen_again, Call::Capture, 1);
    let (_, other) = perform(&second, Call::Capture, &[ok(DETAILS), done]);
    assert_ne!(ids(&network)[1], ids(&other)[1]);
    assert_ne!(each(&network, "CUSTREF")[1], each(&other, "CUSTREF")[1]);
}

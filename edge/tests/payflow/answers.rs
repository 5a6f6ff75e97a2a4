//! What an answer to a call means that moves something.

use obole_edge::ports::SendError;
use obole_shared::payment::{Answer, Call, Payment, Standing};
use obole_shared::terminal::{AccountType, Mode};
use obole_shared::time::Millis;
use proptest::prelude::*;

use crate::account::*;
use crate::support::*;

fn refused(code: &str, later: bool) -> Answer {
    Answer::Refused {
        code: code.into(),
        later,
    }
}

fn is_unknown(answer: &Answer) -> bool {
    matches!(answer, Answer::Unknown { .. })
}

/// Every call that begins with a request that moves something.
fn moving() -> Vec<(Payment, Call)> {
    vec![
        (
            fresh(AccountType::PayflowProUs, CaptureAtOnce),
            Call::OpenSession,
        ),
        (
            fresh(AccountType::PayflowExpressUs, CaptureAtOnce),
            Call::OpenSession,
        ),
        (attempted(authorized(), Call::Capture, 1), Call::Capture),
        (attempted(authorized(), Call::Cancel, 1), Call::Cancel),
        (attempted(refunding(), Call::Refund(1), 1), Call::Refund(1)),
    ]
}

fn asking() -> Vec<(Payment, Call)> {
    let mut pending = refunding();
    apply(
        &mut pending,
        obole_shared::payment::Event::RefundPending {
            number: 1,
            transaction: "CRED00000001".into(),
        },
    );
    vec![
        (hosted(CaptureAtOnce), Call::AskSession),
        (express(CaptureAtOnce), Call::AskSession),
        (authorized(), Call::AskSession),
        (captured(), Call::AskSession),
        (hosted(CaptureAtOnce), Call::AskBooks),
        (pending, Call::AskRefund(1)),
    ]
}

#[test]
fn a_secure_token_leads_to_the_card_page() {
    for (mode, word) in [(Mode::Test, "TEST"), (Mode::Live, "LIVE")] {
        let mut payment = fresh(AccountType::PayflowProUs, CaptureAtOnce);
        payment.opened.terminal.mode = mode;
        let body = format!(
            "RESULT=0&RESPMSG=Approved&SECURETOKEN[{}]={TOKEN}&SECURETOKENID=abc",
            TOKEN.len()
        );
        assert_eq!(
            outcome(&payment, Call::OpenSession, &body),
            Answer::Session {
                handle: TOKEN.into(),
                redirect_url: format!(
                    "{LINK}/?SECURETOKEN=FmyM1y7wy8k%2BS6%2FumnMPhTQ%3D&SECURETOKENID=abc&MODE={word}"
                ),
                expires_at: NOW + Millis::minutes(30),
            }
        );
    }
}

#[test]
fn an_express_token_leads_to_paypal() {
    let payment = fresh(AccountType::PayflowExpressUs, CaptureAtOnce);
    let body = format!("RESULT=0&RESPMSG=Approved&TOKEN={EXPRESS_TOKEN}");
    assert_eq!(
        outcome(&payment, Call::OpenSession, &body),
        Answer::Session {
            handle: EXPRESS_TOKEN.into(),
            redirect_url: format!(
                "{WEB}/cgi-bin/webscr?cmd=_express-checkout&token={EXPRESS_TOKEN}&useraction=commit"
            ),
            expires_at: NOW + Millis::hours(3),
        }
    );
}

#[test]
fn a_repeated_answer_names_a_token_that_lives_already() {
    let mut payment = fresh(AccountType::PayflowProUs, CaptureAtOnce);
    payment.apply(&obole_shared::payment::Entry {
        at: NOW + Millis::minutes(4),
        event: obole_shared::payment::Event::Attempted {
            call: Call::OpenSession,
        },
    });
    let now = NOW + Millis::minutes(4);
    let body = "RESULT=0&SECURETOKEN=abcdef&DUPLICATE=1";
    let answer = account().outcome(&payment, Call::OpenSession, now, raw(200, body));
    let Answer::Session { expires_at, .. } = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(expires_at, NOW + Millis::minutes(30));
}

#[test]
fn a_session_without_a_usable_name_is_not_understood() {
    let card = fresh(AccountType::PayflowProUs, CaptureAtOnce);
    let express = fresh(AccountType::PayflowExpressUs, CaptureAtOnce);
    let long = "A".repeat(65);
    for body in [
        "RESULT=0&RESPMSG=Approved",
        "RESULT=0&SECURETOKEN=&TOKEN=",
        "RESULT=0&SECURETOKEN=a b&TOKEN=a b",
        &format!("RESULT=0&SECURETOKEN={long}&TOKEN={long}"),
        "RESULT=0&SECURETOKEN=a&SECURETOKEN=b&TOKEN=a&TOKEN=b",
    ] {
        for payment in [&card, &express] {
            let answer = outcome(payment, Call::OpenSession, body);
            assert!(is_unknown(&answer), "{body}: {answer:?}");
        }
    }
}

#[test]
fn money_moves_are_told_with_their_names() {
    let capture = attempted(authorized(), Call::Capture, 1);
    let cancel = attempted(authorized(), Call::Cancel, 1);
    let refund = attempted(refunding(), Call::Refund(1), 1);
    let table = [
        (
            &capture,
            Call::Capture,
            "RESULT=0&PNREF=CAPT00000001&RESPMSG=Approved&FEEAMT=0.65",
            Answer::Captured {
                capture: Some("CAPT00000001".into()),
                amount: Some(dollars(1_200)),
                fee: Some(dollars(65)),
            },
        ),
        (
            &capture,
            Call::Capture,
            "RESULT=0&PNREF=CAPT00000001&AMT=11.00",
            Answer::Captured {
                capture: Some("CAPT00000001".into()),
                amount: Some(dollars(1_100)),
                fee: None,
            },
        ),
        (
            &capture,
            Call::Capture,
            "RESULT=0&PNREF=CAPT00000001&PENDINGREASON=echeck",
            refused("CAPTURE_PENDING", true),
        ),
        (
            &cancel,
            Call::Cancel,
            "RESULT=0&PNREF=VOID00000001",
            Answer::Canceled,
        ),
        (
            &refund,
            Call::Refund(1),
            "RESULT=0&PNREF=CRED00000001&RESPMSG=Approved",
            Answer::Refunded {
                transaction: Some("CRED00000001".into()),
            },
        ),
        (
            &refund,
            Call::Refund(1),
            "RESULT=126&PNREF=CRED00000001&RESPMSG=Under review",
            Answer::RefundPending {
                transaction: "CRED00000001".into(),
            },
        ),
        (
            &refund,
            Call::Refund(1),
            "RESULT=0&PNREF=CRED00000001&PENDINGREASON=echeck",
            Answer::RefundPending {
                transaction: "CRED00000001".into(),
            },
        ),
    ];
    for (payment, call, body, expected) in table {
        assert_eq!(outcome(payment, call, body), expected, "{body}");
    }
}

#[test]
fn an_approval_without_a_name_or_with_an_odd_sum_is_not_believed() {
    for (payment, call) in moving() {
        if call == Call::OpenSession {
            continue;
        }
        for body in [
            "RESULT=0&RESPMSG=Approved",
            "RESULT=0&PNREF=",
            "RESULT=0&PNREF=A-B",
            "RESULT=0&PNREF=A&PNREF=B",
        ] {
            let answer = outcome(&payment, call, body);
            assert!(is_unknown(&answer), "{call:?} {body}: {answer:?}");
        }
    }
    let capture = attempted(authorized(), Call::Capture, 1);
    for sum in ["12,00", "$12", "twelve", "-1", "12.005", "1e3"] {
        let body = format!("RESULT=0&PNREF=CAPT00000001&AMT={sum}");
        let answer = outcome(&capture, Call::Capture, &body);
        assert!(is_unknown(&answer), "{body}: {answer:?}");
    }
}

#[test]
fn the_merchants_rules_void_what_was_approved() {
    for text in ["CSCDECLINED", "AVSDECLINED"] {
        let body = format!("RESULT=0&PNREF=CAPT00000001&RESPMSG={text}");
        let capture = attempted(authorized(), Call::Capture, 1);
        assert_eq!(
            outcome(&capture, Call::Capture, &body),
            refused("VOIDED_BY_AVS_OR_CSC_RULES", false)
        );
    }
}

#[test]
fn every_class_of_results_is_told_apart() {
    for (payment, call) in moving() {
        let told = |result: i32| outcome(&payment, call, &format!("RESULT={result}&RESPMSG=x"));
        for result in [1, 5, 26, 27, 28, 25, 121, 102, 106, 115] {
            let code = format!("RESULT_{result}");
            assert_eq!(told(result), refused(&code, true), "{call:?} {result}");
        }
        for result in [
            2, 3, 4, 7, -6, -41, 12, 13, 23, 50, 112, 114, 125, 128, 19, 160, 162,
        ] {
            let code = format!("RESULT_{result}");
            assert_eq!(told(result), refused(&code, false), "{call:?} {result}");
        }
        for result in [104, 109, 11, 103, 99, 1000, 36, 4_711, -12] {
            let answer = told(result);
            assert!(is_unknown(&answer), "{call:?} {result}: {answer:?}");
        }
    }
}

#[test]
fn what_is_no_answer_is_never_a_refusal() {
    let bodies: Vec<Answered> = vec![
        Err(SendError::TimedOut),
        Err(SendError::Connection("reset".into())),
        raw(500, "RESULT=12&RESPMSG=Declined"),
        raw(502, "<html><body>Bad gateway</body></html>"),
        raw(503, ""),
        raw(404, "RESULT=19"),
        raw(301, ""),
        raw(200, ""),
        raw(200, "\r\n"),
        raw(200, "<html><body>Maintenance</body></html>"),
        raw(200, "<!DOCTYPE html><html lang=\"en\"></html>"),
        raw(200, "RESPMSG=Approved&PNREF=A10E4F1A7BA3"),
        raw(200, "RESULT=zero&PNREF=A10E4F1A7BA3"),
        raw(200, "RESULT=0&RESULT=12&PNREF=A10E4F1A7BA3"),
        raw(200, "RESULT=0&PNREF[12]=A10E4F1A"),
        raw(200, "RESULT=0&PNREF[12]=A10E4F1A7BA3X"),
        raw(200, "RESULT=0&PNR"),
        raw(200, vec![0xff, 0xfe, b'=', b'0']),
        raw(200, "A".repeat(100_000)),
    ];
    for (payment, call) in moving().into_iter().chain(asking()) {
        for body in &bodies {
            let answer = account().outcome(&payment, call, NOW, body.clone());
            assert!(is_unknown(&answer), "{call:?} {body:?}: {answer:?}");
        }
    }
}

#[test]
fn a_foreign_duplicate_is_no_approval() {
    for (payment, call) in moving() {
        for duplicate in ["1", "2", "7"] {
            let body =
                format!("RESULT=0&PNREF=CAPT00000001&SECURETOKEN=x&TOKEN=x&DUPLICATE={duplicate}");
            assert_eq!(
                outcome(&payment, call, &body),
                refused("DUPLICATE", false),
                "{call:?} {duplicate}"
            );
        }
    }
}

#[test]
fn our_own_repeat_brings_the_first_answer() {
    for duplicate in ["0", "1", "-1"] {
        let refund = attempted(refunding(), Call::Refund(1), 2);
        let body = format!("RESULT=0&PNREF=CRED00000001&DUPLICATE={duplicate}");
        assert_eq!(
            outcome(&refund, Call::Refund(1), &body),
            Answer::Refunded {
                transaction: Some("CRED00000001".into())
            }
        );
    }
    let refund = attempted(refunding(), Call::Refund(1), 2);
    assert_eq!(
        outcome(&refund, Call::Refund(1), "RESULT=12&DUPLICATE=1"),
        refused("RESULT_12", false)
    );
}

fn sums() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{1,9}(\\.[0-9]{0,3})?", "[-+0-9.,e$ ]{0,12}"]
}

proptest! {
    #[test]
    fn no_answer_stops_the_adapter(body in prop::collection::vec(any::<u8>(), 0..200), status in 100_u16..600) {
        for (payment, call) in moving().into_iter().chain(asking()) {
            let _ = account().outcome(&payment, call, NOW, raw(status, body.clone()));
        }
    }

    #[test]
    fn only_a_result_of_zero_or_a_review_moves_anything(result in -200_i32..3_000, amount in sums()) {
        for (payment, call) in moving() {
            let body = format!(
                "RESULT={result}&PNREF=A10E4F1A7BA3&SECURETOKEN=x&TOKEN=x&AMT={amount}"
            );
            let answer = outcome(&payment, call, &body);
            let moved = !matches!(answer, Answer::Refused { .. } | Answer::Unknown { .. });
            prop_assert!(!moved || matches!(result, 0 | 126 | 127), "{:?} {}", answer, body);
        }
    }

    #[test]
    fn a_capture_is_told_exactly(minor in 1_i64..100_000_000) {
        let payment = attempted(authorized(), Call::Capture, 1);
        let body = format!(
            "RESULT=0&PNREF=CAPT00000001&AMT={}.{:02}", minor / 100, minor % 100
        );
        let Answer::Captured { amount, .. } = outcome(&payment, Call::Capture, &body) else {
            panic!("{body}");
        };
        prop_assert_eq!(amount, Some(dollars(minor)));
    }
}

#[test]
fn an_express_session_is_approved_once_it_has_a_payer() {
    let payment = express(CaptureAtOnce);
    let table = [
        (
            "RESULT=0&TOKEN=EC-17C76533PL706494P&PAYERID=7AKUSARZ7SAT8",
            Answer::Standing(Standing::Approved),
        ),
        (
            "RESULT=0&TOKEN=EC-17C76533PL706494P",
            Answer::Standing(Standing::NotStarted),
        ),
        ("RESULT=0&PAYERID=", Answer::Standing(Standing::NotStarted)),
        (
            "RESULT=0&PAYERID=a/b",
            Answer::Standing(Standing::NotStarted),
        ),
        (
            "RESULT=1000&RESPMSG=Generic processor error: 10411-This Express Checkout session has expired.",
            Answer::Standing(Standing::Gone),
        ),
        (
            "RESULT=7&RESPMSG=Field format error: 10410-Invalid token",
            Answer::Standing(Standing::Gone),
        ),
        (
            "RESULT=1&RESPMSG=User authentication failed",
            refused("RESULT_1", true),
        ),
        ("RESULT=115", refused("RESULT_115", true)),
    ];
    for (body, expected) in table {
        assert_eq!(
            outcome(&payment, Call::AskSession, body),
            expected,
            "{body}"
        );
    }
    for body in ["RESULT=104", "RESULT=12&RESPMSG=Declined", "RESULT=1000"] {
        let answer = outcome(&payment, Call::AskSession, body);
        assert!(is_unknown(&answer), "{body}: {answer:?}");
    }
}

//! What an inquiry tells of a payment, and of a refund.

use obole_shared::payment::{Answer, Call, Event, Payment, Report, Standing};
use obole_shared::time::{Millis, UnixMs};

use crate::account::*;
use crate::support::*;

fn asked(payment: &Payment, body: &str) -> Answer {
    outcome(payment, Call::AskSession, body)
}

fn asked_at(payment: &Payment, now: UnixMs, body: &str) -> Answer {
    account().outcome(payment, Call::AskSession, now, raw(200, body))
}

fn sale(name: &str, minor: i64, method: Option<&str>) -> Answer {
    Answer::Standing(Standing::Captured {
        capture: name.into(),
        amount: dollars(minor),
        fee: None,
        method: method.map(str::to_owned),
        refunds: vec![],
    })
}

fn reserved(name: &str, minor: i64) -> Answer {
    Answer::Standing(Standing::Authorized {
        transaction: name.into(),
        amount: dollars(minor),
        method: None,
    })
}

fn waits(name: &str) -> Answer {
    Answer::Standing(Standing::Pending {
        capture: Some(name.into()),
    })
}

fn is_unknown(answer: &Answer) -> bool {
    matches!(answer, Answer::Unknown { .. })
}

/// The shape the gateway answers in, personal data and all.
const PAID: &str = "RESULT=0&PNREF=VFHE1A0CB0A9&TRANSSTATE=6&ORIGRESULT=0&ORIGPNREF=VFHE1A0CB0A8\
    &RESPMSG=Approved&AUTHCODE=010101&AVSADDR=Y&AVSZIP=Y&HOSTCODE=00&PROCAVS=Y\
    &DATE_TO_SETTLE=2026-02-04 16:16:50&TRANSTIME=2026-02-04 16:16:50&BILLTOFIRSTNAME=James\
    &BILLTOLASTNAME[11]=Smith & Son&AMT=12.00&ACCT=0002&EXPDATE=0130&CARDTYPE=0&IAVS=N";

#[test]
fn a_paid_token_is_a_sale() {
    assert_eq!(
        asked(&hosted(CaptureAtOnce), PAID),
        sale("VFHE1A0CB0A8", 1_200, Some("visa"))
    );
    // Another amount is told as it is; the payment compares.
    let less = PAID.replace("12.00", "11.00");
    assert_eq!(
        asked(&hosted(CaptureAtOnce), &less),
        sale("VFHE1A0CB0A8", 1_100, Some("visa"))
    );
    // The token fixed the amount, so an answer without one says no other.
    let silent = "RESULT=0&ORIGRESULT=0&ORIGPNREF=VFHE1A0CB0A8&TRANSSTATE=8";
    assert_eq!(
        asked(&hosted(CaptureAtOnce), silent),
        sale("VFHE1A0CB0A8", 1_200, None)
    );
}

#[test]
fn an_unused_token_says_that_nothing_happened() {
    for body in [
        "RESULT=19&RESPMSG=Original transaction ID not found",
        "RESULT=20",
    ] {
        for authorization in [CaptureAtOnce, AuthorizeOnly] {
            assert_eq!(
                asked(&hosted(authorization), body),
                Answer::Standing(Standing::NotStarted)
            );
        }
        assert_eq!(
            outcome(&hosted(CaptureAtOnce), Call::AskBooks, body),
            Answer::Standing(Standing::NotStarted)
        );
        // What the gateway named before does not vanish.
        assert!(is_unknown(&asked(&captured(), body)));
        assert!(is_unknown(&asked(&authorized(), body)));
    }
}

#[test]
fn every_state_means_something() {
    let told = |payment: &Payment, state: &str| {
        asked(
            payment,
            &format!("RESULT=0&ORIGRESULT=0&ORIGPNREF=NAME00000001{state}"),
        )
    };
    let s = hosted(CaptureAtOnce);
    let a = hosted(AuthorizeOnly);
    let name = "NAME00000001";
    for (state, expected) in [
        ("", sale(name, 1_200, None)),
        ("&TRANSSTATE=0", sale(name, 1_200, None)),
        ("&TRANSSTATE=3", reserved(name, 1_200)),
        ("&TRANSSTATE=10", reserved(name, 1_200)),
        ("&TRANSSTATE=6", sale(name, 1_200, None)),
        ("&TRANSSTATE=7", sale(name, 1_200, None)),
        ("&TRANSSTATE=8", sale(name, 1_200, None)),
        ("&TRANSSTATE=14", waits(name)),
        ("&TRANSSTATE=206", waits(name)),
        (
            "&TRANSSTATE=11",
            Answer::Standing(Standing::Declined {
                code: "SETTLEMENT_FAILED".into(),
            }),
        ),
        (
            "&TRANSSTATE=1006",
            Answer::Standing(Standing::Declined {
                code: "VOIDED".into(),
            }),
        ),
        (
            "&TRANSSTATE=15",
            Answer::Report(Box::new(Report {
                reversed: Some(dollars(1_200)),
                ..Report::from(Standing::Captured {
                    capture: name.into(),
                    amount: dollars(1_200),
                    fee: None,
                    method: None,
                    refunds: vec![],
                })
            })),
        ),
        ("&TRANSSTATE=8&PENDINGREASON=echeck", waits(name)),
        (
            "&TRANSSTATE=8&PENDINGREASON=Completed",
            sale(name, 1_200, None),
        ),
        (
            "&TRANSSTATE=9",
            Answer::Captured {
                capture: None,
                amount: None,
                fee: None,
            },
        ),
    ] {
        assert_eq!(told(&s, state), expected, "{state}");
    }
    for state in ["", "&TRANSSTATE=0", "&TRANSSTATE=3"] {
        assert_eq!(told(&a, state), reserved(name, 1_200), "{state}");
    }
    for state in ["&TRANSSTATE=1", "&TRANSSTATE=106", "&TRANSSTATE=-4"] {
        assert!(is_unknown(&told(&s, state)), "{state}");
    }
}

#[test]
fn what_somebody_must_look_at_waits_until_it_is_released() {
    let told = |rest: &str| {
        asked(
            &hosted(CaptureAtOnce),
            &format!("RESULT=0&ORIGPNREF=NAME00000001&{rest}"),
        )
    };
    assert_eq!(told("ORIGRESULT=126"), waits("NAME00000001"));
    assert_eq!(told("ORIGRESULT=126&TRANSSTATE=0"), waits("NAME00000001"));
    assert_eq!(
        told("ORIGRESULT=126&TRANSSTATE=8"),
        sale("NAME00000001", 1_200, None)
    );
    let mut pending = hosted(CaptureAtOnce);
    let event = Event::Pending {
        capture: Some("NAME00000001".into()),
    };
    apply(&mut pending, event);
    let released = "RESULT=0&ORIGRESULT=0&ORIGPNREF=NAME00000001&TRANSSTATE=6";
    assert_eq!(asked(&pending, released), sale("NAME00000001", 1_200, None));
    let rejected = "RESULT=0&ORIGRESULT=128&ORIGPNREF=NAME00000001";
    assert_eq!(
        asked(&pending, rejected),
        Answer::Standing(Standing::Declined {
            code: "RESULT_128".into()
        })
    );
}

#[test]
fn a_declined_card_may_be_followed_by_another_while_the_token_lives() {
    let payment = hosted(CaptureAtOnce);
    for (result, text) in [
        (12, "Declined"),
        (114, "CSC mismatch"),
        (125, "Declined by filters"),
        (0, "CSCDECLINED"),
        (23, "Invalid account number"),
    ] {
        let body = format!("RESULT=0&ORIGRESULT={result}&ORIGPNREF=NAME00000001&RESPMSG={text}");
        for minutes in [0, 29, 34] {
            let answer = asked_at(&payment, NOW + Millis::minutes(minutes), &body);
            assert_eq!(answer, Answer::PayerMustChooseAgain, "{body}");
        }
        let answer = asked_at(&payment, NOW + Millis::minutes(36), &body);
        let Answer::Standing(Standing::Declined { code }) = answer else {
            panic!("{body}: {answer:?}");
        };
        let expected = if result == 0 {
            "VOIDED_BY_AVS_OR_CSC_RULES".to_owned()
        } else {
            format!("RESULT_{result}")
        };
        assert_eq!(code, expected);
    }
    let unclear = "RESULT=0&ORIGRESULT=104&ORIGPNREF=NAME00000001";
    assert!(is_unknown(&asked_at(
        &payment,
        NOW + Millis::days(1),
        unclear
    )));
}

#[test]
fn an_authorization_that_was_captured_is_told_once_by_its_own_capture() {
    let body = "RESULT=0&ORIGRESULT=0&ORIGPNREF=AUTH00000001&TRANSSTATE=9";
    let elsewhere = Answer::Captured {
        capture: None,
        amount: None,
        fee: None,
    };
    assert_eq!(asked(&authorized(), body), elsewhere);
    let open = attempted(authorized(), Call::Capture, 1);
    assert_eq!(asked(&open, body), Answer::Report(Box::default()));
    let mut unnamed = authorized();
    capture(&mut unnamed, None);
    assert_eq!(asked(&unnamed, body), Answer::Report(Box::default()));
}

#[test]
fn money_that_did_not_settle_or_was_voided_is_taken_back() {
    let voided = "RESULT=0&ORIGRESULT=0&ORIGPNREF=AUTH00000001&TRANSSTATE=1003";
    assert_eq!(
        asked(&authorized(), voided),
        Answer::Standing(Standing::Voided)
    );
    for state in [11, 12, 16, 1006, 1008] {
        let body = format!("RESULT=0&ORIGRESULT=0&ORIGPNREF=SALE00000001&TRANSSTATE={state}");
        assert_eq!(
            asked(&captured(), &body),
            Answer::Report(Box::new(Report {
                reversed: Some(dollars(1_200)),
                ..Report::default()
            }))
        );
    }
}

#[test]
fn an_answer_about_another_payment_is_not_believed() {
    let mine = "RESULT=0&ORIGRESULT=0&TRANSSTATE=8";
    for (payment, rest) in [
        (
            hosted(CaptureAtOnce),
            "&ORIGPNREF=NAME00000001&USER1=pay_other",
        ),
        (
            hosted(CaptureAtOnce),
            "&ORIGPNREF=NAME00000001&SECURETOKEN=other",
        ),
        (
            hosted(CaptureAtOnce),
            "&ORIGPNREF=NAME00000001&CUSTOM=pay_other",
        ),
        (hosted(CaptureAtOnce), ""),
        (hosted(CaptureAtOnce), "&ORIGPNREF=A-B"),
        (captured(), "&ORIGPNREF=SALE00000002"),
        (captured(), ""),
        (authorized(), "&ORIGPNREF=AUTH00000002"),
    ] {
        let answer = asked(&payment, &format!("{mine}{rest}"));
        assert!(is_unknown(&answer), "{rest}: {answer:?}");
    }
    let answer = outcome(
        &hosted(CaptureAtOnce),
        Call::AskBooks,
        &format!("{mine}&ORIGPNREF=NAME00000001&CUSTREF=other"),
    );
    assert!(is_unknown(&answer), "{answer:?}");
}

#[test]
fn a_hint_of_a_transaction_decides_nothing() {
    let mut payment = hosted(CaptureAtOnce);
    apply(
        &mut payment,
        Event::Hinted {
            source: obole_shared::payment::Source::SilentPost,
            transaction: Some("SALE99999999".into()),
        },
    );
    let payment = attempted(payment, Call::AskSession, 1);
    let request = account()
        .request(&addresses(), &payment, Call::AskSession)
        .unwrap();
    assert_eq!(parameter(&request, "ORIGID"), "");
    assert_eq!(parameter(&request, "SECURETOKEN"), TOKEN);
}

#[test]
fn an_inquiry_that_is_refused_says_nothing_of_the_money() {
    for payment in [hosted(CaptureAtOnce), authorized(), captured()] {
        for result in [1, 26, 28, 102, 106, 115] {
            assert_eq!(
                asked(&payment, &format!("RESULT={result}")),
                Answer::Refused {
                    code: format!("RESULT_{result}"),
                    later: true
                }
            );
        }
        for body in [
            "RESULT=12&RESPMSG=Declined",
            "RESULT=7",
            "RESULT=104",
            "RESULT=0&ORIGPNREF=NAME00000001",
            "RESULT=0&ORIGRESULT=x&ORIGPNREF=NAME00000001",
        ] {
            let answer = asked(&payment, body);
            assert!(is_unknown(&answer), "{body}: {answer:?}");
        }
    }
}

#[test]
fn brands_are_named() {
    for (kind, brand) in [
        ("0", Some("visa")),
        ("1", Some("mastercard")),
        ("2", Some("discover")),
        ("3", Some("amex")),
        ("4", Some("diners")),
        ("5", Some("jcb")),
        ("9", Some("maestro")),
        ("77", None),
    ] {
        let body =
            format!("RESULT=0&ORIGRESULT=0&ORIGPNREF=NAME00000001&TRANSSTATE=8&CARDTYPE={kind}");
        assert_eq!(
            asked(&hosted(CaptureAtOnce), &body),
            sale("NAME00000001", 1_200, brand)
        );
    }
    for hint in ["TENDER=P", "PAYERID=7AKUSARZ7SAT8"] {
        let paypal = format!("RESULT=0&ORIGRESULT=0&ORIGPNREF=NAME00000001&TRANSSTATE=8&{hint}");
        assert_eq!(
            asked(&hosted(CaptureAtOnce), &paypal),
            sale("NAME00000001", 1_200, Some("paypal"))
        );
    }
}

#[test]
fn a_refund_that_waits_is_asked_about_by_its_name() {
    let mut payment = refunding();
    let event = Event::RefundPending {
        number: 1,
        transaction: "CRED00000001".into(),
    };
    apply(&mut payment, event);
    let told = |rest: &str| {
        let body = format!("RESULT=0&ORIGPNREF=CRED00000001&{rest}");
        outcome(&payment, Call::AskRefund(1), &body)
    };
    let done = Answer::Refunded {
        transaction: Some("CRED00000001".into()),
    };
    let still = Answer::RefundPending {
        transaction: "CRED00000001".into(),
    };
    let failed = |code: &str| Answer::Refused {
        code: code.into(),
        later: false,
    };
    let table = [
        ("ORIGRESULT=0&TRANSSTATE=6", done.clone()),
        ("ORIGRESULT=0&TRANSSTATE=8", done.clone()),
        ("ORIGRESULT=0", done),
        ("ORIGRESULT=126", still.clone()),
        ("ORIGRESULT=0&TRANSSTATE=14", still.clone()),
        ("ORIGRESULT=0&PENDINGREASON=echeck", still),
        ("ORIGRESULT=12", failed("RESULT_12")),
        ("ORIGRESULT=0&TRANSSTATE=11", failed("SETTLEMENT_FAILED")),
        ("ORIGRESULT=0&TRANSSTATE=1006", failed("VOIDED")),
    ];
    for (rest, expected) in table {
        assert_eq!(told(rest), expected, "{rest}");
    }
    for rest in ["ORIGRESULT=104", "TRANSSTATE=8"] {
        assert!(is_unknown(&told(rest)), "{rest}");
    }
    let foreign = "RESULT=0&ORIGPNREF=CRED00000002&ORIGRESULT=0";
    assert!(is_unknown(&outcome(&payment, Call::AskRefund(1), foreign)));
    assert!(is_unknown(&outcome(
        &payment,
        Call::AskRefund(1),
        "RESULT=19"
    )));
}

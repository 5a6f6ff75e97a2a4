//! Express Checkout: completing an approved session, once.

use obole_edge::ports::SendError;
use obole_shared::payment::{Answer, Call, Event, Standing};
use obole_shared::terminal::TerminalKind::PaypalExpress;
use obole_shared::time::Millis;

use crate::messages::*;
use crate::support::{Answered, NOW, apply, attempt};

/// The answer to `DoExpressCheckoutPayment`.
fn done(status: &str, reason: &str) -> Answered {
    success(&[
        ("TOKEN", TOKEN),
        ("PAYMENTINFO_0_TRANSACTIONID", SALE),
        ("PAYMENTINFO_0_TRANSACTIONTYPE", "express-checkout"),
        ("PAYMENTINFO_0_PAYMENTTYPE", "instant"),
        ("PAYMENTINFO_0_ORDERTIME", "2026-07-20T10:00:00Z"),
        ("PAYMENTINFO_0_AMT", "25.00"),
        ("PAYMENTINFO_0_FEEAMT", "1.03"),
        ("PAYMENTINFO_0_TAXAMT", "0.00"),
        ("PAYMENTINFO_0_CURRENCYCODE", "USD"),
        ("PAYMENTINFO_0_PAYMENTSTATUS", status),
        ("PAYMENTINFO_0_PENDINGREASON", reason),
        ("PAYMENTINFO_0_REASONCODE", "None"),
        ("PAYMENTINFO_0_ERRORCODE", "0"),
        ("PAYMENTINFO_0_ACK", "Success"),
    ])
}

#[test]
fn an_approved_session_is_completed_with_what_it_was_opened_for() {
    let table = [
        (AT_ONCE, Call::Capture, "Sale", "c"),
        (BY_HAND, Call::Authorize, "Authorization", "a"),
        // An operator asked for the money before it was reserved.
        (BY_HAND, Call::Capture, "Sale", "c"),
    ];
    for (authorization, call, action, name) in table {
        let payment = open(PaypalExpress, authorization);
        let made = make(&payment, call, [approved(), done("Completed", "None")]);
        let id = format!("{KEY}-{name}-0");
        assert!(id.len() <= 38);
        assert_eq!(
            content(&made.sent[1]),
            pairs(&[
                ("METHOD", "DoExpressCheckoutPayment"),
                ("TOKEN", TOKEN),
                ("PAYERID", PAYER),
                ("MSGSUBID", &id),
                ("PAYMENTREQUEST_0_PAYMENTACTION", action),
                ("PAYMENTREQUEST_0_AMT", "25.00"),
                ("PAYMENTREQUEST_0_CURRENCYCODE", "USD"),
                ("PAYMENTREQUEST_0_DESC", "Spende für das Tierheim"),
                ("PAYMENTREQUEST_0_INVNUM", REFERENCE),
                ("PAYMENTREQUEST_0_CUSTOM", PAYMENT),
                ("PAYMENTREQUEST_0_NOTIFYURL", NOTIFY),
            ])
        );
        assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
    }
}

#[test]
fn a_reserved_session_knows_its_end() {
    let payment = open(PaypalExpress, BY_HAND);
    let answers = [approved(), done("Pending", "authorization")];
    let made = make(&payment, Call::Authorize, answers);
    let reserved = Standing::Authorized {
        transaction: SALE.into(),
        amount: dollars(2_500),
        method: Some("paypal".into()),
    };
    assert_eq!(made.report().standing, Some(reserved));
    assert_eq!(made.report().expires_at, Some(NOW + Millis::days(29)));
}

#[test]
fn other_means_are_asked_for_in_the_same_session() {
    let mut payment = open(PaypalExpress, AT_ONCE);
    for (round, number) in [(0, 10_486), (1, 10_422)] {
        let made = make(&payment, Call::Capture, [approved(), failure(&[number])]);
        assert_eq!(made.answer, Answer::PayerMustChooseAgain);
        let id = format!("{KEY}-c-{round}");
        assert_eq!(made.sent[1].get("MSGSUBID"), Some(&*id));
        attempt(&mut payment, Call::Capture);
        apply(&mut payment, Event::PayerMustChooseAgain);
    }
}

#[test]
fn a_completion_whose_answer_was_lost_is_read_back_and_never_made_again() {
    let mut payment = open(PaypalExpress, AT_ONCE);
    let lost = make(
        &payment,
        Call::Capture,
        [approved(), Err(SendError::TimedOut)],
    );
    assert!(is_unknown(&lost.answer));
    attempt(&mut payment, Call::Capture);
    let why = "no answer".to_owned();
    apply(
        &mut payment,
        Event::Unanswered {
            call: Call::Capture,
            why,
        },
    );
    let answers = [
        checkout(
            "PaymentActionCompleted",
            &[("PAYERID", PAYER), ("PAYMENTREQUEST_0_TRANSACTIONID", SALE)],
        ),
        details(SALE, "Completed", &[]),
    ];
    let again = make(&payment, Call::Capture, answers);
    assert_eq!(again.report().standing, Some(paid(SALE, Some("paypal"))));
    assert_eq!(
        again.methods(),
        ["GetExpressCheckoutDetails", "GetTransactionDetails"]
    );
    // Where nothing came of it, it is repeated under its first key.
    let made = make(
        &payment,
        Call::Capture,
        [approved(), done("Completed", "None")],
    );
    let id = format!("{KEY}-c-0");
    assert_eq!(made.sent[1].get("MSGSUBID"), Some(&*id));
    // As long as PayPal does not say, nothing is sent.
    let made = make(&payment, Call::Capture, [Err(SendError::TimedOut)]);
    assert!(is_unknown(&made.answer));
    assert_eq!(made.methods(), ["GetExpressCheckoutDetails"]);
}

#[test]
fn what_was_paid_before_is_read_back() {
    let payment = open(PaypalExpress, AT_ONCE);
    let completed = || checkout("PaymentActionCompleted", &[("TRANSACTIONID", SALE)]);
    for number in [10_415, 10_412, 11_607] {
        let answers = [
            approved(),
            failure(&[number]),
            completed(),
            details(SALE, "Completed", &[]),
        ];
        let made = make(&payment, Call::Capture, answers);
        assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
    }
    // Under another token.
    let answers = [
        approved(),
        failure(&[10_412]),
        approved(),
        search(&[("Payment", SALE, "Completed", "25.00")]),
        details(SALE, "Completed", &[]),
    ];
    let made = make(&payment, Call::Capture, answers);
    assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));

    let nothing = |number| [approved(), failure(&[number]), approved(), search(&[])];
    let made = make(&payment, Call::Capture, nothing(10_412));
    assert_eq!(made.answer, refused("10412", false));
    let made = make(&payment, Call::Capture, nothing(10_411));
    assert_eq!(made.answer, Answer::Standing(Standing::Gone));
    let made = make(&payment, Call::Capture, nothing(10_415));
    assert!(is_unknown(&made.answer));
    let answers = [
        approved(),
        failure(&[10_412]),
        approved(),
        Err(SendError::TimedOut),
    ];
    assert!(is_unknown(&make(&payment, Call::Capture, answers).answer));
}

#[test]
fn a_completion_is_refused_as_its_number_says() {
    let payment = open(PaypalExpress, AT_ONCE);
    let declined = |code: &str| Answer::Standing(Standing::Declined { code: code.into() });
    let table = [
        (10_417, declined("10417")),
        (10_416, declined("10416")),
        (10_752, declined("10752")),
        (10_485, refused("10485", true)),
        (10_002, refused("10002", true)),
        (10_445, refused("10445", true)),
        (10_764, refused("10764", true)),
        (10_413, refused("10413", false)),
        (10_423, refused("10423", false)),
    ];
    for (number, expected) in table {
        let made = make(&payment, Call::Capture, [approved(), failure(&[number])]);
        assert_eq!(made.answer, expected, "{number}");
    }
    let made = make(&payment, Call::Capture, [approved(), failure(&[10_001])]);
    assert!(is_unknown(&made.answer));
}

/// The history lists money late; a lost completion is not called expired before it must show.
#[test]
fn a_session_that_ended_over_a_lost_completion_is_not_given_up_at_once() {
    let mut payment = open(PaypalExpress, AT_ONCE);
    attempt(&mut payment, Call::Capture);
    let gone = || [failure(&[10_411]), search(&[])];
    for call in [Call::Capture, Call::AskSession] {
        let made = make(&payment, call, gone());
        assert!(is_unknown(&made.answer), "{call:?}: {:?}", made.answer);
    }
    let session = payment.session.as_mut().unwrap();
    session.expires_at = NOW + Millis(-Millis::hours(1).0);
    for call in [Call::Capture, Call::AskSession] {
        let made = make(&payment, call, gone());
        assert_eq!(made.answer, Answer::Standing(Standing::Gone), "{call:?}");
    }
}

#[test]
fn a_session_that_is_not_ready_is_not_completed() {
    let payment = open(PaypalExpress, AT_ONCE);
    let open = checkout("PaymentActionNotInitiated", &[]);
    let made = make(&payment, Call::Capture, [open]);
    assert_eq!(made.answer, refused("10485", true));
    let busy = checkout("PaymentActionInProgress", &[("PAYERID", PAYER)]);
    let made = make(&payment, Call::Capture, [busy]);
    assert_eq!(made.answer, refused("PaymentActionInProgress", true));
    let made = make(&payment, Call::Capture, [failure(&[10_411]), search(&[])]);
    assert_eq!(made.answer, Answer::Standing(Standing::Gone));
    let made = make(&payment, Call::Capture, [failure(&[10_008])]);
    assert_eq!(made.answer, refused("10008", true));
}

#[test]
fn a_refused_look_up_does_not_refuse_the_payment() {
    let payment = open(PaypalExpress, AT_ONCE);
    let completed = || checkout("PaymentActionCompleted", &[("TRANSACTIONID", SALE)]);
    for number in [10_004, 10_007, 10_609] {
        let later = refused(&number.to_string(), true);
        let answers = [completed(), failure(&[number])];
        let made = make(&payment, Call::Capture, answers);
        assert_eq!(made.answer, later);
        let answers = [
            approved(),
            failure(&[10_415]),
            completed(),
            failure(&[number]),
        ];
        let made = make(&payment, Call::Capture, answers);
        assert_eq!(made.answer, later);
        let answers = [failure(&[10_411]), failure(&[number])];
        let made = make(&payment, Call::Capture, answers);
        assert_eq!(made.answer, later);
    }
}

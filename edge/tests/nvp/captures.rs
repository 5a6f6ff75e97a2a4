//! Reserved money: taken, in part or in full, or given up.

use obole_edge::ports::SendError;
use obole_shared::payment::{Answer, Call, Event, Payment, Standing};
use obole_shared::terminal::TerminalKind::{PaypalExpress, PaypalHosted};

use crate::messages::*;
use crate::support::{Answered, apply, attempt};

fn taken(status: &str) -> Answered {
    success(&[
        ("AUTHORIZATIONID", AUTHORIZATION),
        ("TRANSACTIONID", CAPTURE),
        ("PARENTTRANSACTIONID", AUTHORIZATION),
        ("TRANSACTIONTYPE", "express-checkout"),
        ("PAYMENTTYPE", "instant"),
        ("ORDERTIME", "2026-07-20T10:00:00Z"),
        ("AMT", "25.00"),
        ("FEEAMT", "1.03"),
        ("TAXAMT", "0.00"),
        ("CURRENCYCODE", "USD"),
        ("PAYMENTSTATUS", status),
        ("PENDINGREASON", "None"),
        ("REASONCODE", "None"),
    ])
}

fn waiting_capture() -> Answered {
    let more = [
        ("PENDINGREASON", "payment-review"),
        ("PARENTTRANSACTIONID", AUTHORIZATION),
    ];
    details(CAPTURE, "Pending", &more)
}

#[test]
fn all_that_is_reserved_is_captured_or_the_part_that_is_wanted() {
    for kind in [PaypalExpress, PaypalHosted] {
        for (part, amount) in [(None, "25.00"), (Some(dollars(1_050)), "10.50")] {
            let mut payment = authorized(kind);
            apply(&mut payment, Event::CaptureRequested { amount: part });
            let made = make(&payment, Call::Capture, [taken("Completed")]);
            let id = format!("{KEY}-c-0");
            assert_eq!(
                content(&made.sent[0]),
                pairs(&[
                    ("METHOD", "DoCapture"),
                    ("AUTHORIZATIONID", AUTHORIZATION),
                    ("AMT", amount),
                    ("CURRENCYCODE", "USD"),
                    ("COMPLETETYPE", "Complete"),
                    ("MSGSUBID", &id),
                ])
            );
            let method = (kind == PaypalExpress).then_some("paypal");
            assert_eq!(made.report().standing, Some(paid(CAPTURE, method)));
        }
    }
}

#[test]
fn a_capture_that_waits_is_looked_at_by_its_own_name() {
    let payment = authorized(PaypalExpress);
    let made = make(
        &payment,
        Call::Capture,
        [taken("Pending"), waiting_capture()],
    );
    assert_eq!(made.answer, refused("CAPTURE_PENDING", true));
    assert_eq!(made.sent[1].get("TRANSACTIONID"), Some(CAPTURE));
    let cleared = details(CAPTURE, "Completed", &[]);
    let made = make(&payment, Call::Capture, [taken("Pending"), cleared]);
    assert_eq!(made.report().standing, Some(paid(CAPTURE, Some("paypal"))));
    let denied = details(CAPTURE, "Denied", &[("REASONCODE", "regulatory-block")]);
    let made = make(&payment, Call::Capture, [taken("Pending"), denied]);
    assert_eq!(made.answer, refused("regulatory-block", false));
    let lost = Err(SendError::TimedOut);
    let made = make(&payment, Call::Capture, [taken("Pending"), lost]);
    assert_eq!(made.answer, refused("CAPTURE_PENDING", true));
    let made = make(&payment, Call::Capture, [taken("Denied")]);
    assert_eq!(made.answer, refused("Denied", false));
}

/// The answers that tell of an authorization that was captured.
fn captured_history() -> [Answered; 4] {
    let child = [("PARENTTRANSACTIONID", AUTHORIZATION)];
    [
        details(AUTHORIZATION, "Completed", &[]),
        search(&[
            ("Payment", CAPTURE, "Completed", "25.00"),
            ("Authorization", AUTHORIZATION, "Completed", "25.00"),
        ]),
        details(CAPTURE, "Completed", &child),
        success(&[]),
    ]
}

fn with_history(first: Answered) -> Vec<Answered> {
    let mut answers = vec![first];
    answers.extend(captured_history().into_iter().take(3));
    answers
}

#[test]
fn an_authorization_that_was_captured_before_is_read_back() {
    let payment = authorized(PaypalExpress);
    for number in [10_602, 10_601, 10_612, 10_624] {
        let made = make(&payment, Call::Capture, with_history(failure(&[number])));
        assert_eq!(made.report().standing, Some(paid(CAPTURE, Some("paypal"))));
        assert_eq!(
            made.methods(),
            [
                "DoCapture",
                "GetTransactionDetails",
                "TransactionSearch",
                "GetTransactionDetails"
            ]
        );
    }
    // Asked without a capture of ours, the same is found.
    let answers = captured_history().into_iter().take(3);
    let made = make(&payment, Call::AskSession, answers);
    assert_eq!(made.report().standing, Some(paid(CAPTURE, Some("paypal"))));
}

#[test]
fn several_captures_of_one_authorization_add_up() {
    let payment = authorized(PaypalExpress);
    let child = |amount: &'static str| {
        [
            ("PARENTTRANSACTIONID", AUTHORIZATION),
            ("AMT", amount),
            ("FEEAMT", "0.50"),
        ]
    };
    let answers = [
        details(AUTHORIZATION, "Completed", &[]),
        search(&[
            ("Payment", CAPTURE, "Completed", "10.00"),
            ("Payment", SALE, "Completed", "5.00"),
            ("Payment", REFUND, "Completed", "7.00"),
            ("Authorization", AUTHORIZATION, "Completed", "25.00"),
        ]),
        details(CAPTURE, "Completed", &child("10.00")),
        details(SALE, "Completed", &child("5.00")),
        // Under the same reference, but of something else.
        details(REFUND, "Completed", &[("AMT", "7.00")]),
    ];
    let made = make(&payment, Call::AskSession, answers);
    let together = Standing::Captured {
        capture: CAPTURE.into(),
        amount: dollars(1_500),
        fee: Some(dollars(100)),
        method: Some("paypal".into()),
        refunds: vec![],
    };
    assert_eq!(made.report().standing, Some(together));
}

#[test]
fn an_authorization_is_never_taken_for_its_capture() {
    let payment = authorized(PaypalExpress);
    // The capture is not listed yet.
    let answers = [details(AUTHORIZATION, "Completed", &[]), search(&[])];
    assert!(is_unknown(
        &make(&payment, Call::AskSession, answers).answer
    ));
    // By the reference alone, the same.
    let waiting = open(PaypalExpress, BY_HAND);
    let rows = [("Authorization", AUTHORIZATION, "Completed", "25.00")];
    let answers = [
        failure(&[10_411]),
        search(&rows),
        details(AUTHORIZATION, "Completed", &[]),
    ];
    let made = make(&waiting, Call::AskSession, answers);
    assert_eq!(made.answer, Answer::Standing(Standing::Gone));
    // A sale that an operator made of a session meant for an authorization is money.
    let answers = [
        checkout("PaymentActionCompleted", &[("TRANSACTIONID", SALE)]),
        details(SALE, "Completed", &[]),
        search(&[("Payment", SALE, "Completed", "25.00")]),
    ];
    let made = make(&waiting, Call::AskSession, answers);
    assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
}

#[test]
fn a_parent_is_known_by_its_child_whatever_a_row_is_called() {
    let waiting = open(PaypalHosted, BY_HAND);
    let answers = [
        search(&[
            ("Payment", CAPTURE, "Completed", "25.00"),
            ("Web Accept Payment", AUTHORIZATION, "Completed", "25.00"),
        ]),
        details(
            CAPTURE,
            "Completed",
            &[("PARENTTRANSACTIONID", AUTHORIZATION)],
        ),
        details(AUTHORIZATION, "Completed", &[]),
    ];
    let made = make(&waiting, Call::AskSession, answers);
    assert_eq!(made.report().standing, Some(paid(CAPTURE, None)));
}

#[test]
fn an_authorization_that_ended_is_over() {
    let payment = authorized(PaypalExpress);
    for status in ["Voided", "Expired"] {
        let answers = [
            failure(&[10_600]),
            details(AUTHORIZATION, status, &[]),
            search(&[]),
        ];
        let made = make(&payment, Call::Capture, answers);
        assert_eq!(made.report().standing, Some(Standing::Voided));
        let answers = [
            failure(&[10_600]),
            details(AUTHORIZATION, status, &[]),
            search(&[]),
        ];
        let made = make(&payment, Call::Cancel, answers);
        assert_eq!(made.answer, Answer::Canceled);
    }
}

fn reserved() -> Answered {
    details(
        AUTHORIZATION,
        "Pending",
        &[("PENDINGREASON", "authorization")],
    )
}

#[test]
fn a_refusal_that_the_history_does_not_show_yet_is_tried_again_for_a_while() {
    let mut payment = authorized(PaypalExpress);
    let tried = |payment: &Payment| {
        let answers = [failure(&[10_602]), reserved()];
        make(payment, Call::Capture, answers).answer
    };
    assert_eq!(tried(&payment), refused("CAPTURE_PENDING", true));
    for _ in 0..3 {
        attempt(&mut payment, Call::Capture);
    }
    assert_eq!(tried(&payment), refused("10602", false));
    let answers = [failure(&[10_602]), Err(SendError::TimedOut)];
    let made = make(&payment, Call::Capture, answers);
    assert!(is_unknown(&made.answer));
}

#[test]
fn a_capture_is_refused_as_its_number_says() {
    let payment = authorized(PaypalExpress);
    for (number, later) in [
        (10_002, true),
        (10_628, true),
        (10_610, false),
        (10_613, false),
    ] {
        let made = make(&payment, Call::Capture, [failure(&[number])]);
        assert_eq!(made.answer, refused(&number.to_string(), later));
    }
    for lost in [failure(&[10_001]), Err(SendError::TimedOut)] {
        assert!(is_unknown(&make(&payment, Call::Capture, [lost]).answer));
    }
}

#[test]
fn an_authorization_is_given_up() {
    let payment = authorized(PaypalHosted);
    let done = success(&[("AUTHORIZATIONID", AUTHORIZATION)]);
    let made = make(&payment, Call::Cancel, [done]);
    assert_eq!(made.answer, Answer::Canceled);
    let id = format!("{KEY}-v-0");
    assert_eq!(
        content(&made.sent[0]),
        pairs(&[
            ("METHOD", "DoVoid"),
            ("AUTHORIZATIONID", AUTHORIZATION),
            ("MSGSUBID", &id),
        ])
    );
    // It was captured meanwhile.
    let made = make(&payment, Call::Cancel, with_history(failure(&[10_602])));
    assert_eq!(made.report().standing, Some(paid(CAPTURE, None)));
    let made = make(&payment, Call::Cancel, [failure(&[10_602]), reserved()]);
    assert_eq!(made.answer, refused("10602", false));
    let made = make(&payment, Call::Cancel, [failure(&[10_764])]);
    assert_eq!(made.answer, refused("10764", true));
}

//! Every status a transaction can have, and whose transaction it is.

use obole_edge::ports::SendError;
use obole_shared::currency::Currency;
use obole_shared::money::{Money, Rate};
use obole_shared::payment::{Answer, Call, Event, Settled, Standing};
use obole_shared::terminal::AccountType;
use obole_shared::terminal::TerminalKind::{PaypalExpress, PaypalHosted};

use crate::messages::*;
use crate::support::{apply, money, request_refund};

/// How a waiting payment stands by what PayPal says of its transaction.
fn standing(status: &str, more: &[(&str, &str)]) -> Option<Standing> {
    let payment = open(PaypalExpress, AT_ONCE);
    let answers = [
        checkout("PaymentActionCompleted", &[("TRANSACTIONID", SALE)]),
        details(SALE, status, more),
    ];
    let made = make(&payment, Call::AskSession, answers);
    match made.answer {
        Answer::Report(report) => report.standing,
        Answer::Unknown { .. } => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_completed_is_paid() {
    let paid = Some(paid(SALE, Some("paypal")));
    for status in [
        "Completed",
        "completed",
        "Completed-Funds-Held",
        "Completed_Funds_Held",
        "Canceled-Reversal",
        "Canceled_Reversal",
        "Reversed",
    ] {
        assert_eq!(standing(status, &[]), paid, "{status}");
    }
    let waits = Some(Standing::Pending {
        capture: Some(SALE.into()),
    });
    for status in ["Pending", "Created", "Processed", "In-Progress"] {
        assert_eq!(standing(status, &[]), waits, "{status}");
    }
    for reason in [
        "address",
        "delayed-disbursement",
        "echeck",
        "intl",
        "multi-currency",
        "multi_currency",
        "order",
        "payment-review",
        "paymentreview",
        "regulatory-review",
        "unilateral",
        "upgrade",
        "verify",
        "other",
        "something new",
    ] {
        let found = standing("Pending", &[("PENDINGREASON", reason)]);
        assert_eq!(found, waits, "{reason}");
    }
    let reserved = Some(Standing::Authorized {
        transaction: SALE.into(),
        amount: dollars(2_500),
        method: Some("paypal".into()),
    });
    for reason in ["authorization", "Authorization"] {
        let found = standing("Pending", &[("PENDINGREASON", reason)]);
        assert_eq!(found, reserved, "{reason}");
    }
    for status in ["Expired", "Voided"] {
        assert_eq!(standing(status, &[]), Some(Standing::Voided), "{status}");
    }
    for status in ["None", "Teleported"] {
        assert_eq!(standing(status, &[]), None, "{status}");
    }
}

#[test]
fn a_refusal_is_told_by_its_reason_or_its_status() {
    let declined = |code: &str| Some(Standing::Declined { code: code.into() });
    assert_eq!(standing("Denied", &[]), declined("Denied"));
    assert_eq!(standing("Failed", &[]), declined("Failed"));
    for reason in [
        "regulatory-block",
        "regulatory_reject",
        "regulatory_review_exceeding_sla",
    ] {
        let found = standing("Denied", &[("REASONCODE", reason)]);
        assert_eq!(found, declined(reason));
    }
}

#[test]
fn an_amount_that_does_not_read_is_no_amount() {
    for more in [
        &[("AMT", "")][..],
        &[("AMT", "25")],
        &[("AMT", "25.0")],
        &[("AMT", "-25.00")],
        &[("AMT", "twenty-five")],
        &[("CURRENCYCODE", "")],
        &[("CURRENCYCODE", "XXX")],
        &[("TRANSACTIONID", "")],
        &[("TRANSACTIONID", REFUND)],
    ] {
        assert_eq!(standing("Completed", more), None, "{more:?}");
    }
    let Some(Standing::Captured { fee, amount, .. }) =
        standing("Completed", &[("AMT", "1,025.00"), ("FEEAMT", "odd")])
    else {
        panic!()
    };
    assert_eq!((amount, fee), (dollars(102_500), None));
}

#[test]
fn a_known_transaction_is_asked_directly() {
    for kind in [PaypalExpress, PaypalHosted] {
        let mut pending = open(kind, AT_ONCE);
        apply(
            &mut pending,
            Event::Pending {
                capture: Some(SALE.into()),
            },
        );
        for payment in [pending, captured(kind)] {
            let made = make(
                &payment,
                Call::AskSession,
                [details(SALE, "Completed", &[])],
            );
            assert_eq!(made.methods(), ["GetTransactionDetails"]);
            let method = (kind == PaypalExpress).then_some("paypal");
            assert_eq!(made.report().standing, Some(paid(SALE, method)));
        }
        let payment = authorized(kind);
        let more = [("PENDINGREASON", "authorization")];
        let answer = details(AUTHORIZATION, "Pending", &more);
        let made = make(&payment, Call::AskSession, [answer]);
        assert!(matches!(
            made.report().standing,
            Some(Standing::Authorized { .. })
        ));
    }
}

#[test]
fn money_taken_back_and_returned_is_told_as_a_sum() {
    let payment = captured(PaypalExpress);
    let table = [
        ("Completed", Some(0)),
        ("Reversed", Some(2_500)),
        ("Canceled-Reversal", Some(0)),
        ("Pending", None),
    ];
    for (status, expected) in table {
        let answer = details(SALE, status, &[("REASONCODE", "chargeback")]);
        let made = make(&payment, Call::AskSession, [answer]);
        assert_eq!(made.report().reversed, expected.map(dollars), "{status}");
    }
    // What was refunded before cannot be taken back again.
    let mut payment = payment;
    request_refund(&mut payment, 1, dollars(500));
    refunded(&mut payment, 1, REFUND, 500);
    let made = make(&payment, Call::AskSession, [details(SALE, "Reversed", &[])]);
    assert_eq!(made.report().reversed, Some(dollars(2_000)));
}

fn refunded(payment: &mut obole_shared::payment::Payment, number: u16, name: &str, minor: i64) {
    apply(
        payment,
        Event::Refunded {
            number,
            transaction: Some(name.into()),
            amount: dollars(minor),
        },
    );
}

#[test]
fn refunds_made_elsewhere_are_found_by_the_reference() {
    let payment = captured(PaypalExpress);
    let rows = [
        ("Refund", REFUND, "Completed", "-5.00"),
        ("Payment", SALE, "Partially Refunded", "25.00"),
    ];
    let answers = [details(SALE, "Partially-Refunded", &[]), search(&rows)];
    let made = make(&payment, Call::AskSession, answers);
    let Some(Standing::Captured {
        refunds, amount, ..
    }) = &made.report().standing
    else {
        panic!()
    };
    assert_eq!(*amount, dollars(2_500));
    assert_eq!(*refunds, [(REFUND.to_owned(), dollars(500))]);
    assert_eq!(made.report().reversed, Some(dollars(0)));
}

#[test]
fn what_was_refunded_without_a_trace_is_not_ours_any_more() {
    let gone = |payment: &obole_shared::payment::Payment, rows: &[Row<'_>]| {
        let answers = [details(SALE, "Refunded", &[]), search(rows)];
        let made = make(payment, Call::AskSession, answers);
        made.report().reversed
    };
    let mut payment = captured(PaypalExpress);
    assert_eq!(gone(&payment, &[]), Some(dollars(2_500)));
    let part = ("Refund", REFUND, "Completed", "-5.00");
    assert_eq!(gone(&payment, &[part]), Some(dollars(2_000)));
    let whole = ("Refund", REFUND, "Completed", "-25.00");
    assert_eq!(gone(&payment, &[whole]), Some(dollars(0)));
    // Ours are known by name, listed or not.
    request_refund(&mut payment, 1, dollars(2_500));
    // Its answer is still out: it may be the one.
    assert_eq!(gone(&payment, &[]), Some(dollars(0)));
    refunded(&mut payment, 1, REFUND, 2_500);
    assert_eq!(gone(&payment, &[]), Some(dollars(0)));
    assert_eq!(gone(&payment, &[whole]), Some(dollars(0)));
}

#[test]
fn a_conversion_is_told_in_the_accounts_own_currency() {
    let settled = |account, more: &[(&str, &str)]| {
        let mut payment = captured(PaypalExpress);
        payment.opened.terminal.account = account;
        let answer = details(SALE, "Completed", more);
        make(&payment, Call::AskSession, [answer]).report().settled
    };
    let converted = [
        ("AMT", "100.00"),
        ("FEEAMT", "3.00"),
        ("CURRENCYCODE", "GBP"),
        ("SETTLEAMT", "145.50"),
        ("EXCHANGERATE", "1.5"),
    ];
    let rate = |text: &str| {
        let decimal = rust_decimal::Decimal::from_str_exact(text).unwrap();
        Rate::new(decimal).unwrap()
    };
    let us = Some(AccountType::ExpressUs);
    assert_eq!(
        settled(us, &converted),
        Some(Settled {
            amount: dollars(14_550),
            rate: rate("1.5"),
        })
    );
    let canadian = Settled {
        amount: money(14_550, Currency::CAD),
        rate: rate("1.5"),
    };
    let ca = Some(AccountType::ExpressCa);
    assert_eq!(settled(ca, &converted), Some(canadian));
    assert_eq!(settled(None, &converted), None);
    let unconverted = [("SETTLEAMT", "23.97"), ("EXCHANGERATE", "1")];
    assert_eq!(settled(us, &unconverted), None);
    for odd in ["", "0", "-1", "1.5x", "1e3", "NaN"] {
        let mut fields = converted;
        fields[4].1 = odd;
        assert_eq!(settled(us, &fields), None, "{odd}");
    }
}

#[test]
fn another_payments_or_accounts_transaction_says_nothing() {
    let payment = captured(PaypalExpress);
    for more in [
        &[("CUSTOM", "pay_00000000000000000000000000")][..],
        &[("INVNUM", "OBL-00000000000000000000000000")],
        &[("INVNUM", "OBL-X"), ("CUSTOM", PAYMENT)],
        &[("RECEIVEREMAIL", "thief@example.org"), ("RECEIVERID", "")],
    ] {
        let answer = details(SALE, "Completed", more);
        let made = make(&payment, Call::AskSession, [answer]);
        assert!(is_unknown(&made.answer), "{more:?}");
    }
    // What PayPal itself named for the session needs no name of ours.
    for more in [
        &[("CUSTOM", ""), ("INVNUM", "")][..],
        &[("RECEIVEREMAIL", "CAISSE@obole.test"), ("RECEIVERID", "")],
        &[("RECEIVEREMAIL", ""), ("RECEIVERID", "")],
    ] {
        let answer = details(SALE, "Completed", more);
        let made = make(&payment, Call::AskSession, [answer]);
        assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));
    }
}

#[test]
fn a_hint_is_believed_only_where_paypal_says_whose_it_is() {
    let payment = hinted(open(PaypalExpress, AT_ONCE), SALE);
    let made = make(
        &payment,
        Call::AskSession,
        [details(SALE, "Completed", &[])],
    );
    assert_eq!(made.report().standing, Some(paid(SALE, Some("paypal"))));

    let waits = checkout("PaymentActionNotInitiated", &[]);
    let stranger = [
        details(SALE, "Completed", &[("CUSTOM", "pay_other")]),
        details(SALE, "Completed", &[("CUSTOM", ""), ("INVNUM", "")]),
        details(
            SALE,
            "Completed",
            &[("RECEIVEREMAIL", "x"), ("RECEIVERID", "y")],
        ),
        // A refund is no payment.
        details(SALE, "Completed", &[("AMT", "-25.00")]),
        failure(&[10_004]),
        failure(&[10_007]),
        Err(SendError::TimedOut),
    ];
    for answer in stranger {
        let made = make(&payment, Call::AskSession, [answer, waits.clone()]);
        assert_eq!(made.answer, Answer::Standing(Standing::NotStarted));
        assert_eq!(
            made.methods(),
            ["GetTransactionDetails", "GetExpressCheckoutDetails"]
        );
    }
    // It is never made part of a request unless it can be a name.
    let payment = hinted(open(PaypalExpress, AT_ONCE), "1&METHOD=MassPay");
    let made = make(&payment, Call::AskSession, [waits]);
    assert_eq!(made.answer, Answer::Standing(Standing::NotStarted));
}

#[test]
fn every_amount_of_the_history_counts_once() {
    let payment = open(PaypalHosted, AT_ONCE);
    // Two sales under one reference: the sum is told, and will be found to differ.
    let rows = [
        ("Fee", "5AB12345CD678901F", "Completed", "1.03"),
        ("Payment", CAPTURE, "Completed", "25.00"),
        ("Payment", SALE, "Completed", "25.00"),
    ];
    let answers = [
        search(&rows),
        details(CAPTURE, "Completed", &[]),
        details(SALE, "Completed", &[]),
    ];
    let made = make(&payment, Call::AskSession, answers);
    let Some(Standing::Captured { amount, fee, .. }) = &made.report().standing else {
        panic!()
    };
    assert_eq!((*amount, *fee), (dollars(5_000), Some(dollars(206))));
    // A stranger's row is passed over, and what got furthest counts.
    let rows = [
        ("Payment", REFUND, "Denied", "25.00"),
        ("Payment", CAPTURE, "Completed", "25.00"),
        ("Payment", SALE, "Pending", "25.00"),
    ];
    let answers = [
        search(&rows),
        details(REFUND, "Denied", &[]),
        details(CAPTURE, "Completed", &[("INVNUM", "OBL-X")]),
        details(SALE, "Pending", &[("PENDINGREASON", "echeck")]),
    ];
    let made = make(&payment, Call::AskSession, answers);
    let waits = Standing::Pending {
        capture: Some(SALE.into()),
    };
    assert_eq!(made.report().standing, Some(waits));
    let zero = Money::zero(Currency::USD);
    assert!(made.report().reversed.is_none_or(|sum| sum == zero));
}

//! Money paid back, once.

use obole_edge::ports::SendError;
use obole_shared::payment::{Answer, Call, Event, Payment};
use obole_shared::terminal::TerminalKind::{PaypalExpress, PaypalHosted};

use crate::messages::*;
use crate::support::{Answered, apply, attempt, capture, request_refund};

fn refunding(minor: i64) -> Payment {
    let mut payment = captured(PaypalExpress);
    request_refund(&mut payment, 1, dollars(minor));
    payment
}

fn paid_back(amount: &str, more: &[(&str, &str)]) -> Answered {
    let mut fields = vec![
        ("REFUNDTRANSACTIONID", REFUND),
        ("FEEREFUNDAMT", "0.15"),
        ("GROSSREFUNDAMT", amount),
        ("NETREFUNDAMT", "4.85"),
        ("TOTALREFUNDEDAMOUNT", amount),
        ("CURRENCYCODE", "USD"),
    ];
    fields.extend_from_slice(more);
    success(&fields)
}

fn done() -> Answer {
    Answer::Refunded {
        transaction: Some(REFUND.into()),
    }
}

#[test]
fn a_refund_is_full_or_in_part_and_has_a_name_of_ours() {
    let id = format!("{KEY}-r1-0");
    let invoice = format!("{REFERENCE}-R1");
    let instant = [("REFUNDSTATUS", "Instant"), ("PENDINGREASON", "none")];
    let made = make(
        &refunding(2_500),
        Call::Refund(1),
        [paid_back("25.00", &instant)],
    );
    assert_eq!(made.answer, done());
    assert_eq!(
        content(&made.sent[0]),
        pairs(&[
            ("METHOD", "RefundTransaction"),
            ("TRANSACTIONID", SALE),
            ("INVOICEID", &invoice),
            ("MSGSUBID", &id),
            ("REFUNDTYPE", "Full"),
        ])
    );
    let made = make(&refunding(500), Call::Refund(1), [paid_back("5.00", &[])]);
    assert_eq!(made.answer, done());
    assert_eq!(
        content(&made.sent[0]),
        pairs(&[
            ("METHOD", "RefundTransaction"),
            ("TRANSACTIONID", SALE),
            ("INVOICEID", &invoice),
            ("MSGSUBID", &id),
            ("REFUNDTYPE", "Partial"),
            ("AMT", "5.00"),
            ("CURRENCYCODE", "USD"),
        ])
    );
}

#[test]
fn what_is_left_after_a_part_is_a_part_too() {
    let mut payment = refunding(500);
    apply(
        &mut payment,
        Event::Refunded {
            number: 1,
            transaction: Some(REFUND.into()),
            amount: dollars(500),
        },
    );
    request_refund(&mut payment, 2, dollars(2_000));
    let made = make(&payment, Call::Refund(2), [paid_back("20.00", &[])]);
    assert_eq!(made.sent[0].get("REFUNDTYPE"), Some("Partial"));
    assert_eq!(made.sent[0].get("AMT"), Some("20.00"));
    assert_eq!(made.answer, done());
}

#[test]
fn a_refund_on_its_way_is_not_done() {
    let delayed = [("REFUNDSTATUS", "delayed"), ("PENDINGREASON", "echeck")];
    let made = make(
        &refunding(500),
        Call::Refund(1),
        [paid_back("5.00", &delayed)],
    );
    let on_its_way = Answer::RefundPending {
        transaction: REFUND.into(),
    };
    assert_eq!(made.answer, on_its_way);
    for odd in [
        paid_back("5.01", &[]),
        paid_back("", &[]),
        paid_back("5.00", &[("REFUNDSTATUS", "teleported")]),
        success(&[("GROSSREFUNDAMT", "5.00"), ("CURRENCYCODE", "USD")]),
        success(&[
            ("REFUNDTRANSACTIONID", REFUND),
            ("GROSSREFUNDAMT", "5.00"),
            ("CURRENCYCODE", "EUR"),
        ]),
    ] {
        let made = make(&refunding(500), Call::Refund(1), [odd]);
        assert!(is_unknown(&made.answer), "{:?}", made.answer);
    }
}

fn refund_details(status: &str, more: &[(&str, &str)]) -> Answered {
    let invoice = format!("{REFERENCE}-R1");
    let mut fields = vec![
        ("AMT", "-5.00"),
        ("PARENTTRANSACTIONID", SALE),
        ("INVNUM", &invoice),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend_from_slice(more);
    details(REFUND, status, &fields)
}

#[test]
fn a_refund_whose_answer_was_lost_is_looked_for_before_it_is_sent_again() {
    let mut payment = refunding(500);
    let lost = make(&payment, Call::Refund(1), [Err(SendError::TimedOut)]);
    assert!(is_unknown(&lost.answer));
    attempt(&mut payment, Call::Refund(1));
    let rows = [("Refund", REFUND, "Completed", "-5.00")];
    let answers = [search(&rows), refund_details("Completed", &[])];
    let made = make(&payment, Call::Refund(1), answers);
    assert_eq!(made.answer, done());
    assert_eq!(
        made.methods(),
        ["TransactionSearch", "GetTransactionDetails"]
    );
    let invoice = format!("{REFERENCE}-R1");
    assert_eq!(made.sent[0].get("INVNUM"), Some(&*invoice));
    // It never arrived; or this account may not search: its key protects it.
    for found in [search(&[]), failure(&[10_007])] {
        let answers = [found, paid_back("5.00", &[])];
        let made = make(&payment, Call::Refund(1), answers);
        assert_eq!(made.answer, done());
        let id = format!("{KEY}-r1-0");
        assert_eq!(made.sent[1].get("MSGSUBID"), Some(&*id));
    }
    // Nobody knows: nothing is sent.
    let made = make(&payment, Call::Refund(1), [Err(SendError::TimedOut)]);
    assert!(is_unknown(&made.answer));
    assert_eq!(made.methods(), ["TransactionSearch"]);
}

#[test]
fn a_refund_is_refused_as_its_number_says() {
    for (number, later) in [(10_009, false), (10_007, true), (10_445, true)] {
        let made = make(&refunding(500), Call::Refund(1), [failure(&[number])]);
        assert_eq!(made.answer, refused(&number.to_string(), later));
    }
    let made = make(&refunding(500), Call::Refund(1), [failure(&[10_001])]);
    assert!(is_unknown(&made.answer));
    let rows = [("Refund", REFUND, "Completed", "-5.00")];
    let answers = [
        failure(&[10_412]),
        search(&rows),
        refund_details("Completed", &[]),
    ];
    let made = make(&refunding(500), Call::Refund(1), answers);
    assert_eq!(made.answer, done());
    // Made under this name, and not listed yet: called failed it would be made twice.
    for found in [search(&[]), failure(&[10_007]), Err(SendError::TimedOut)] {
        let answers = [failure(&[10_412]), found];
        let made = make(&refunding(500), Call::Refund(1), answers);
        assert!(is_unknown(&made.answer), "{:?}", made.answer);
    }
    let mut unnamed = open(PaypalHosted, AT_ONCE);
    capture(&mut unnamed, None);
    request_refund(&mut unnamed, 1, dollars(500));
    let made = make(&unnamed, Call::Refund(1), []);
    assert_eq!(made.answer, refused("no_capture", false));
}

#[test]
fn a_refund_is_asked_by_its_name() {
    let mut payment = refunding(500);
    let made = make(&payment, Call::AskRefund(1), [search(&[])]);
    assert_eq!(made.answer, Answer::RefundMissing);
    let rows = [("Refund", REFUND, "Completed", "-5.00")];
    let answers = [search(&rows), refund_details("Refunded", &[])];
    let made = make(&payment, Call::AskRefund(1), answers);
    assert_eq!(made.answer, done());
    apply(
        &mut payment,
        Event::RefundPending {
            number: 1,
            transaction: REFUND.into(),
        },
    );
    let on_its_way = Answer::RefundPending {
        transaction: REFUND.into(),
    };
    for (status, expected) in [
        ("Completed", done()),
        ("Refunded", done()),
        ("Pending", on_its_way),
        ("Failed", refused("Failed", false)),
        ("Denied", refused("Denied", false)),
    ] {
        let made = make(&payment, Call::AskRefund(1), [refund_details(status, &[])]);
        assert_eq!(made.answer, expected, "{status}");
        assert_eq!(made.methods(), ["GetTransactionDetails"]);
    }
    for odd in [
        refund_details("Teleported", &[]),
        refund_details("Completed", &[("AMT", "-5.01")]),
        refund_details("Completed", &[("PARENTTRANSACTIONID", CAPTURE)]),
        details(SALE, "Completed", &[]),
    ] {
        let made = make(&payment, Call::AskRefund(1), [odd]);
        assert!(is_unknown(&made.answer), "{:?}", made.answer);
    }
}

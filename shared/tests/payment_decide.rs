//! What commands are refused, status by status, and what answers teach.

mod payments;

use obole_shared::payment::{
    Answer, Call, Command, Event, Payment, Refused, Source, Standing, Status, decide,
};
use obole_shared::terminal::AuthorizationType;
use obole_shared::terminal::TerminalKind;
use payments::{Story, money, refund_key};

/// What a command comes to.
#[derive(Debug, PartialEq, Eq)]
enum Comes {
    /// It changes something.
    Change,
    /// It is served and changes nothing.
    Nothing,
    /// It is refused.
    No(Refused),
}

use Comes::{Change, No, Nothing};

fn comes(payment: &Payment, command: Command) -> Comes {
    match decide(Some(payment), command) {
        Ok(events) if events.is_empty() => Nothing,
        Ok(_) => Change,
        Err(refused) => No(refused),
    }
}

fn refund(minor: Option<i64>) -> Command {
    Command::Refund {
        key: refund_key("operator-key-0009"),
        amount: minor.map(money),
    }
}

/// Every status: what capture, cancel, refund and a notice come to.
#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn commands_by_status() {
    use Refused::{NotCancelable, NotCapturable, NotRefundable};
    let no_capture = || No(NotCapturable);
    let no_cancel = || No(NotCancelable);
    let no_refund = || No(NotRefundable);
    let saferpay = |story: fn(Story) -> Story| {
        story(Story::new(
            TerminalKind::Saferpay,
            AuthorizationType::AuthorizeOnly,
        ))
        .payment()
    };
    let table = [
        (
            saferpay(Story::opened),
            Status::Created,
            no_capture(),
            no_cancel(),
            no_refund(),
            Change,
        ),
        (
            saferpay(|s| s.opened().pending()),
            Status::Pending,
            no_capture(),
            no_cancel(),
            no_refund(),
            Change,
        ),
        (
            saferpay(|s| s.opened().authorized()),
            Status::Authorized,
            Change,
            Change,
            no_refund(),
            Nothing,
        ),
        (
            saferpay(|s| s.opened().authorized().captured()),
            Status::Captured,
            Nothing,
            no_cancel(),
            Change,
            Nothing,
        ),
        (
            saferpay(|s| s.opened().authorized().captured().refunded(1, 1_000)),
            Status::PartiallyRefunded,
            Nothing,
            no_cancel(),
            Change,
            Nothing,
        ),
        (
            saferpay(|s| s.opened().authorized().captured().refunded(1, 2_500)),
            Status::Refunded,
            Nothing,
            no_cancel(),
            no_refund(),
            Nothing,
        ),
        (
            saferpay(|s| s.opened().declined()),
            Status::Declined,
            no_capture(),
            no_cancel(),
            no_refund(),
            Nothing,
        ),
        (
            saferpay(|s| s.opened().aborted()),
            Status::Canceled,
            no_capture(),
            no_cancel(),
            no_refund(),
            Nothing,
        ),
        (
            saferpay(|s| s.opened().authorized().canceled()),
            Status::Canceled,
            no_capture(),
            Nothing,
            no_refund(),
            Nothing,
        ),
        // Money may still turn up after the time has run out.
        (
            saferpay(|s| s.opened().expired()),
            Status::Expired,
            no_capture(),
            no_cancel(),
            no_refund(),
            Change,
        ),
    ];
    for (payment, status, capture, cancel, refunded, hinted) in table {
        assert_eq!(payment.status(), status);
        let row = status.as_str();
        assert_eq!(
            comes(&payment, Command::Capture { amount: None }),
            capture,
            "capture, {row}"
        );
        assert_eq!(comes(&payment, Command::Cancel), cancel, "cancel, {row}");
        assert_eq!(comes(&payment, refund(None)), refunded, "refund, {row}");
        assert_eq!(
            comes(&payment, Command::Hint(Source::Notify.into())),
            hinted,
            "hint, {row}"
        );
    }
}

#[test]
fn a_payment_that_does_not_exist_takes_only_an_opening() {
    let story = Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce);
    for command in [
        Command::Capture { amount: None },
        Command::Cancel,
        Command::Hint(Source::Return.into()),
        refund(None),
    ] {
        assert_eq!(decide(None, command), Err(Refused::Unknown));
    }
    assert!(decide(None, Command::Open(Box::new(story.request()))).is_ok());
}

#[test]
fn the_same_key_gets_the_same_payment_and_another_body_an_error() {
    let story = Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce).opened();
    let payment = story.payment();
    let mut other = story.request();
    assert_eq!(
        comes(&payment, Command::Open(Box::new(other.clone()))),
        Nothing
    );
    "other".clone_into(&mut other.body_hash);
    assert_eq!(
        comes(&payment, Command::Open(Box::new(other))),
        No(Refused::KeyReused)
    );
}

#[test]
fn a_capture_under_way_is_not_given_up() {
    let story = Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce)
        .opened()
        .authorized()
        .event(Event::Attempted {
            call: Call::Capture,
        });
    assert_eq!(
        comes(&story.payment(), Command::Cancel),
        No(Refused::NotCancelable)
    );
}

/// 25.00 were captured; what can be asked back before and after a refund of 10.00.
#[test]
fn refunds_by_amount() {
    use Refused::{Currency, KeyReused, RefundAmount};
    let captured = Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce)
        .opened()
        .authorized()
        .captured();
    let fresh = captured.payment();
    for (minor, wanted) in [
        (None, Change),
        (Some(1), Change),
        (Some(2_500), Change),
        (Some(2_501), No(RefundAmount)),
        (Some(0), No(RefundAmount)),
    ] {
        assert_eq!(comes(&fresh, refund(minor)), wanted, "{minor:?}");
    }
    let euros = Command::Refund {
        key: refund_key("operator-key-0001"),
        amount: payments::euros(100),
    };
    assert_eq!(comes(&fresh, euros), No(Currency));
    // Number 1 has the key `operator-key-0001`.
    let part = captured.refunded(1, 1_000).payment();
    for (key, minor, wanted) in [
        ("operator-key-0001", Some(1_000), Nothing),
        ("operator-key-0001", None, Nothing),
        ("operator-key-0001", Some(999), No(KeyReused)),
        ("operator-key-0002", Some(1_500), Change),
        ("operator-key-0002", Some(1_501), No(RefundAmount)),
    ] {
        let command = Command::Refund {
            key: refund_key(key),
            amount: minor.map(money),
        };
        assert_eq!(comes(&part, command), wanted, "{key} {minor:?}");
    }
}

/// What an answer to an ask makes of a payment that waits.
#[test]
fn answers_while_waiting() {
    let story = || Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce).opened();
    let authorized = |minor| Standing::Authorized {
        transaction: "T1".to_owned(),
        amount: money(minor),
        method: None,
    };
    let captured = Standing::Captured {
        capture: "C1".to_owned(),
        amount: money(2_500),
        fee: None,
        method: None,
        refunds: vec![("R1".to_owned(), money(500))],
    };
    for (standing, status) in [
        (Standing::NotStarted, Status::Created),
        (Standing::Gone, Status::Created),
        (Standing::Approved, Status::Pending),
        (Standing::Pending { capture: None }, Status::Pending),
        (authorized(2_500), Status::Authorized),
        (authorized(2_400), Status::Authorized),
        (captured, Status::PartiallyRefunded),
        (
            Standing::Declined {
                code: "51".to_owned(),
            },
            Status::Declined,
        ),
        (Standing::Aborted, Status::Canceled),
        (Standing::Voided, Status::Canceled),
    ] {
        let told = format!("{standing:?}");
        let after = story().answer(Call::AskSession, Answer::Standing(standing));
        assert_eq!(after.payment().status(), status, "{told}");
    }
}

#[test]
fn another_amount_is_never_captured() {
    let story = Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce)
        .opened()
        .answer(
            Call::AskSession,
            Answer::Standing(Standing::Authorized {
                transaction: "T1".to_owned(),
                amount: money(2_400),
                method: None,
            }),
        );
    let payment = story.payment();
    assert_eq!(payment.mismatch, Some(money(2_400)));
    assert_eq!(
        comes(&payment, Command::Capture { amount: None }),
        No(Refused::NotCapturable)
    );
    assert_eq!(story.next_call(), Some(Call::Cancel));
}

#[test]
fn evidence_of_money_outranks_a_failure_and_no_failure_outranks_a_capture() {
    let story =
        || Story::new(TerminalKind::PaypalOrders, AuthorizationType::CaptureAtOnce).opened();
    assert_eq!(
        story().expired().captured().payment().status(),
        Status::Captured
    );
    let captured = story().captured();
    for event in [
        Event::Expired,
        Event::Aborted,
        Event::Declined {
            code: "late".to_owned(),
        },
        Event::Canceled,
        Event::Approved,
        Event::Pending { capture: None },
    ] {
        let after = captured.clone().event(event.clone()).payment();
        assert_eq!(after.status(), Status::Captured, "{event:?}");
    }
}

/// Nobody can fill a journal with notices.
#[test]
fn notices_are_written_down_only_so_often() {
    let mut story =
        Story::new(TerminalKind::PaypalOrders, AuthorizationType::CaptureAtOnce).opened();
    let mut written = 0;
    for _ in 0..1_000 {
        let events = decide(Some(&story.payment()), Command::Hint(Source::Notify.into()));
        for event in events.expect("notices are never refused") {
            written += 1;
            story = story.event(event);
        }
    }
    assert_eq!(written, 60);
}

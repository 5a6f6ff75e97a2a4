//! What is done next, and when.

mod payments;

use obole_shared::payment::{Answer, Call, Event, Source, Standing, Status, Step};
use obole_shared::terminal::AuthorizationType;
use obole_shared::terminal::TerminalKind;
use obole_shared::time::Millis;
use payments::Story;

fn saferpay() -> Story {
    Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce)
}

fn paypal() -> Story {
    Story::new(TerminalKind::PaypalOrders, AuthorizationType::CaptureAtOnce)
}

fn hinted(story: Story) -> Story {
    story.event(Event::Hinted {
        source: Source::Notify,
        transaction: None,
    })
}

fn nothing(story: Story, call: Call) -> Story {
    story.answer(call, Answer::Standing(Standing::NotStarted))
}

/// From each status, with nobody doing anything: the next thing, and after how many minutes.
#[test]
fn the_next_step_by_status() {
    let manual = || Story::new(TerminalKind::Saferpay, AuthorizationType::AuthorizeOnly).opened();
    let expire = || Step::Conclude(Event::Expired);
    let table = [
        (
            "fresh",
            saferpay(),
            Some((0, Step::Call(Call::OpenSession))),
        ),
        (
            "saferpay waits",
            saferpay().opened(),
            Some((90, Step::Call(Call::AskSession))),
        ),
        (
            "paypal waits",
            paypal().opened(),
            Some((10, Step::Call(Call::AskSession))),
        ),
        (
            "hinted",
            hinted(saferpay().opened()),
            Some((0, Step::Call(Call::AskSession))),
        ),
        (
            "approved",
            paypal().opened().event(Event::Approved),
            Some((0, Step::Call(Call::Capture))),
        ),
        (
            "authorized",
            saferpay().opened().authorized(),
            Some((0, Step::Call(Call::Capture))),
        ),
        (
            "authorized by hand",
            manual().authorized(),
            Some((7 * 24 * 60, expire())),
        ),
        (
            "captured",
            saferpay().opened().authorized().captured(),
            None,
        ),
        (
            "refunded",
            saferpay()
                .opened()
                .authorized()
                .captured()
                .refunded(1, 2_500),
            None,
        ),
        ("declined", saferpay().opened().declined(), None),
        ("aborted", saferpay().opened().aborted(), None),
        ("canceled", manual().authorized().canceled(), None),
        ("expired", saferpay().opened().expired(), None),
        ("expired by hand", manual().authorized().expired(), None),
        ("paypal expired", paypal().opened().expired(), None),
    ];
    for (name, story, wanted) in table {
        let next = story.next();
        let wanted = wanted.map(|(minutes, step)| (Millis::minutes(minutes), step));
        assert_eq!(next, wanted, "{name}");
    }
}

/// Saferpay forbids polling: whatever is lost, three asks at most, the last by the deadline.
#[test]
fn three_asks_are_all_there_is() {
    let mut story = saferpay().opened();
    let mut asked = Vec::new();
    for _ in 0..200 {
        story = hinted(story);
        let Some((at, step)) = story.next() else {
            break;
        };
        story = story.at(at);
        match step {
            Step::Call(call) => {
                if call == Call::AskSession {
                    asked.push(at);
                }
                story = story.lost(call);
            }
            Step::Conclude(event) => story = story.event(event),
            Step::Wait(_) => {}
        }
        if at > Millis::days(5) {
            break;
        }
    }
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert!(
        asked.last().is_some_and(|at| *at == Millis::hours(23)),
        "{asked:?}"
    );
}

/// Nobody ever paid, nothing was ever heard: it ends.
#[test]
fn a_payment_nobody_paid_expires() {
    for (story, end) in [
        (saferpay().opened(), Millis::hours(23)),
        (paypal().opened(), Millis::minutes(390)),
    ] {
        let mut story = story;
        let mut last = Millis(0);
        while let Some((at, step)) = story.next() {
            last = at;
            story = story.at(at);
            story = match step {
                Step::Call(call) => nothing(story, call),
                Step::Conclude(event) => story.event(event),
                Step::Wait(_) => panic!("waiting is skipped"),
            };
        }
        assert_eq!(story.payment().status(), Status::Expired);
        assert_eq!(last, end);
    }
}

/// A lost answer is asked for again, and news is not kept waiting by it.
#[test]
fn news_comes_through_while_a_repeat_waits() {
    let minute = Millis::minutes;
    let mut story = paypal().opened();
    for at in [minute(1), minute(2), minute(5)] {
        story = hinted(story).at(at).lost(Call::AskSession);
    }
    let story = hinted(story.at(minute(6)));
    assert_eq!(
        story.next(),
        Some((minute(6), Step::Call(Call::AskSession)))
    );
}

/// The deadline does not make two asks of one: the last two are never sent at once.
#[test]
fn the_deadline_hurries_no_repeat() {
    let story = nothing(
        saferpay().opened().at(Millis::minutes(90)),
        Call::AskSession,
    );
    let story = story.at(Millis::hours(23)).lost(Call::AskSession);
    let next = story.next();
    assert_eq!(
        next,
        Some((
            Millis(Millis::hours(23).0 + 15_000),
            Step::Call(Call::AskSession)
        ))
    );
}

/// Doubled notices and planned asks meet declined means often; the payer may still choose others.
#[test]
fn declined_means_leave_room_for_others() {
    let mut story = paypal().opened();
    for turn in 1..=10 {
        story = hinted(story.at(Millis::minutes(turn)))
            .answer(Call::AskSession, Answer::Standing(Standing::Approved))
            .answer(Call::Capture, Answer::PayerMustChooseAgain);
        assert_eq!(story.payment().status(), Status::Pending);
    }
    let story = hinted(story.at(Millis::minutes(20)))
        .answer(Call::AskSession, Answer::Standing(Standing::Approved));
    assert_eq!(story.step(), Step::Call(Call::Capture));
}

/// Saferpay: a refund whose answer was lost is looked up before it is sent again.
#[test]
fn a_refund_is_never_sent_twice_blindly() {
    let asked = |story: Story| {
        story.event(Event::RefundRequested {
            number: 1,
            key: payments::refund_key("operator-key-0001"),
            amount: payments::money(1_000),
        })
    };
    let lost = asked(saferpay().opened().authorized().captured()).lost(Call::Refund(1));
    assert_eq!(lost.next_call(), Some(Call::AskRefund(1)));
    let missing = lost
        .at(Millis::minutes(20))
        .answer(Call::AskRefund(1), Answer::RefundMissing);
    assert_eq!(missing.next_call(), Some(Call::Refund(1)));
    // PayPal keeps the request's id: the same request again is the same refund.
    let repeatable = asked(paypal().opened().captured()).lost(Call::Refund(1));
    assert_eq!(repeatable.next_call(), Some(Call::Refund(1)));
}

/// A lost ask of a payment that is over is looked up once, not for ever.
#[test]
fn a_settled_payment_comes_to_rest() {
    let story = nothing(
        saferpay().opened().at(Millis::minutes(90)),
        Call::AskSession,
    );
    let story = nothing(story.at(Millis::hours(23)), Call::AskSession);
    let mut story = hinted(story.expired().at(Millis::hours(26))).lost(Call::AskSession);
    let mut calls = Vec::new();
    while let Some((at, step)) = story.next() {
        let Step::Call(call) = step else {
            panic!("nothing is left to conclude");
        };
        calls.push(call);
        assert!(calls.len() < 5, "{calls:?}");
        story = nothing(story.at(at), call);
    }
    assert_eq!(calls, [Call::AskBooks]);
}

/// An approval that only the last planned ask meets is still completed.
#[test]
fn an_approval_at_the_deadline_is_completed() {
    let story = paypal()
        .opened()
        .at(Millis::minutes(390))
        .answer(Call::AskSession, Answer::Standing(Standing::Approved));
    assert_eq!(story.step(), Step::Call(Call::Capture));
}

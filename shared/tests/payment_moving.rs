//! The same gift through another provider: never two pages that can both be paid.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod payments;

use obole_shared::currency::Currency;
use obole_shared::payment::{Answer, Call, Command, Event, Opened, Refused, Status, decide};
use obole_shared::terminal::{AuthorizationType, Mode, Terminal, TerminalKind};
use obole_shared::time::Millis;
use payments::{START, Story, money};

fn story() -> Story {
    Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce)
        .wishing(|wish| "gift".clone_into(&mut wish.gift_hash))
}

/// The same gift, through PayPal.
fn elsewhere(story: &Story) -> Opened {
    let mut again = story.request();
    again.terminal = Terminal::new(
        "other".parse().unwrap(),
        TerminalKind::PaypalOrders,
        "PayPal".to_owned(),
        Mode::Test,
        vec![Currency::CHF],
    );
    again.amount = money(2_580);
    again.gift.fee_cover = Some(money(80));
    "another body".clone_into(&mut again.body_hash);
    again
}

fn asks(story: &Story, again: Opened) -> Result<Vec<Event>, Refused> {
    decide(Some(&story.payment()), Command::Open(Box::new(again)))
}

fn unanswered(story: Story) -> Story {
    story.answer(
        Call::OpenSession,
        Answer::Unknown {
            why: "timeout".to_owned(),
        },
    )
}

#[test]
fn a_provider_that_did_not_answer_is_left_for_another() {
    let story = unanswered(story());
    let events = asks(&story, elsewhere(&story)).unwrap();
    let story = events.into_iter().fold(story, Story::event);
    let payment = story.payment();
    assert_eq!(payment.opened.terminal.id.as_str(), "other");
    assert_eq!(payment.opened.amount, money(2_580));
    assert_eq!(payment.opened.gift.fee_cover, Some(money(80)));
    assert_eq!(payment.status(), Status::Created);
    assert!(payment.session_wanted && payment.attempts.is_empty());
    // The same request again is the same payment.
    assert_eq!(asks(&story, elsewhere(&story)), Ok(vec![]));
    // And back, as long as nothing is open.
    assert!(asks(&story, story.request()).is_ok_and(|events| !events.is_empty()));
}

#[test]
fn a_provider_that_refused_is_left_for_another() {
    let story = story().answer(
        Call::OpenSession,
        Answer::Refused {
            code: "NOT_ALLOWED".to_owned(),
            later: false,
        },
    );
    assert_eq!(story.payment().status(), Status::Declined);
    let events = asks(&story, elsewhere(&story)).unwrap();
    let story = events.into_iter().fold(story, Story::event);
    assert_eq!(story.payment().status(), Status::Created);
}

#[test]
fn a_page_that_is_open_is_not_left_unnoticed() {
    let story = story().answer(
        Call::OpenSession,
        Answer::Session {
            handle: "session".to_owned(),
            redirect_url: "https://pay.example.org/session".to_owned(),
            expires_at: START + Millis::hours(1),
        },
    );
    assert_eq!(asks(&story, elsewhere(&story)), Err(Refused::OpenElsewhere));
}

#[test]
fn another_gift_is_another_payment() {
    let story = unanswered(story());
    let mut other = elsewhere(&story);
    other.gift_hash = "another gift".to_owned();
    assert_eq!(asks(&story, other), Err(Refused::KeyReused));
    // Payments of before know no gift.
    let old = unanswered(Story::new(
        TerminalKind::Saferpay,
        AuthorizationType::CaptureAtOnce,
    ));
    let mut again = elsewhere(&old);
    again.gift_hash = String::new();
    assert_eq!(asks(&old, again), Err(Refused::KeyReused));
}

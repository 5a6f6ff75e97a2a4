//! What a provider tells beyond how a payment stands: proofs, parts, deadlines, movements nobody
//! here asked for, disputes; and what a notice may tell where nobody can be asked.

mod payments;

use obole_shared::payment::{
    Answer, Call, Case, CaseKind, CaseStage, Command, Event, Hint, Payment, Refused, Report,
    Reversal, Security, Source, Standing, Status, Step, Why, decide,
};
use obole_shared::terminal::{AuthorizationType, Condition, TerminalKind};
use obole_shared::time::Millis;
use payments::{START, Story, money};

fn story(kind: TerminalKind) -> Story {
    Story::new(kind, AuthorizationType::CaptureAtOnce).opened()
}

fn captured_standing() -> Standing {
    Standing::Captured {
        capture: "C1".to_owned(),
        amount: money(2_500),
        fee: None,
        method: None,
        refunds: Vec::new(),
    }
}

fn authorized(amount: i64, security: Security) -> Answer {
    Answer::Report(Box::new(Report {
        security: Some(security),
        ..Report::from(Standing::Authorized {
            transaction: "T1".to_owned(),
            amount: money(amount),
            method: Some("VISA".to_owned()),
        })
    }))
}

fn reversal(transaction: &str, minor: i64, undone: bool) -> Report {
    Report {
        reversals: vec![Reversal {
            transaction: transaction.to_owned(),
            amount: money(minor),
            reason: "chargeback".to_owned(),
            undone,
        }],
        ..Report::default()
    }
}

fn case(stage: CaseStage) -> Report {
    Report {
        disputes: vec![Case {
            id: "PP-1".to_owned(),
            kind: CaseKind::Chargeback,
            reason: "non_receipt".to_owned(),
            stage,
            amount: None,
            respond_by: None,
        }],
        ..Report::default()
    }
}

#[test]
fn what_must_be_proved_and_is_not_is_given_up() {
    for (condition, security, kept) in [
        (Condition::None, Some(false), true),
        (Condition::LiabilityShift, Some(false), false),
        (Condition::LiabilityShift, Some(true), true),
        // A method that cannot say is let through.
        (Condition::LiabilityShift, None, true),
        (Condition::Authentication, Some(false), false),
    ] {
        let proved = Security {
            liability_shift: security,
            authenticated: security,
        };
        let story = Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce)
            .wishing(|opened| opened.condition = condition)
            .opened()
            .answer(Call::AskSession, authorized(2_500, proved));
        let next = if kept { Call::Capture } else { Call::Cancel };
        assert_eq!(story.next_call(), Some(next), "{condition:?} {security:?}");
        let why = if kept {
            Why::CaptureUnderWay
        } else {
            Why::ConditionUnmet
        };
        assert_eq!(story.payment().why(), why);
    }
}

#[test]
fn a_part_can_be_captured_once_and_never_more_than_was_authorized() {
    let story = || {
        Story::new(TerminalKind::Saferpay, AuthorizationType::PreAuthorize)
            .opened()
            .answer(Call::AskSession, authorized(2_500, Security::default()))
    };
    let capture = |minor| Command::Capture {
        amount: Some(money(minor)),
    };
    let payment = story().payment();
    for wrong in [0, 2_501] {
        assert_eq!(
            decide(Some(&payment), capture(wrong)),
            Err(Refused::CaptureAmount)
        );
    }
    let wanted = decide(Some(&payment), capture(1_000)).expect("a part");
    let asked = wanted.into_iter().fold(story(), Story::event);
    assert_eq!(asked.payment().capture_amount(), money(1_000));
    assert_eq!(asked.next_call(), Some(Call::Capture));
    assert_eq!(decide(Some(&asked.payment()), capture(1_000)), Ok(vec![]));
    assert_eq!(
        decide(Some(&asked.payment()), capture(900)),
        Err(Refused::NotCapturable)
    );
    let done = asked
        .answer(
            Call::Capture,
            Answer::Captured {
                capture: Some("C1".to_owned()),
                amount: None,
                fee: None,
            },
        )
        .payment();
    assert_eq!(done.captured(), money(1_000));
    assert_eq!(done.mismatch, None);
    assert_eq!(done.refundable(), money(1_000));
}

#[test]
fn the_whole_by_name_is_the_whole() {
    let payment = story(TerminalKind::Saferpay)
        .answer(Call::AskSession, authorized(2_500, Security::default()))
        .payment();
    let whole = Command::Capture {
        amount: Some(money(2_500)),
    };
    assert_eq!(decide(Some(&payment), whole), Ok(vec![]));
}

#[test]
fn the_deadline_of_an_authorization_follows_its_method_and_kind() {
    for (authorization, method, days) in [
        (AuthorizationType::AuthorizeOnly, "VISA", 10),
        (AuthorizationType::PreAuthorize, "VISA", 30),
        (AuthorizationType::PreAuthorize, "AMEX", 10),
        (AuthorizationType::AuthorizeOnly, "TWINT", 7),
        (AuthorizationType::AuthorizeOnly, "POSTFINANCEPAY", 30),
        (AuthorizationType::AuthorizeOnly, "PAYPAL", 2),
        (AuthorizationType::AuthorizeOnly, "SOMETHING NEW", 7),
    ] {
        let story = Story::new(TerminalKind::Saferpay, authorization)
            .opened()
            .answer(
                Call::AskSession,
                Answer::Standing(Standing::Authorized {
                    transaction: "T1".to_owned(),
                    amount: money(2_500),
                    method: Some(method.to_owned()),
                }),
            );
        let end = START + Millis::days(days);
        assert_eq!(story.payment().capture_before(), Some(end), "{method}");
        assert_eq!(
            story.at(Millis::days(days)).step(),
            Step::Conclude(Event::Expired),
            "{method}"
        );
    }
}

#[test]
fn money_taken_back_and_returned_is_counted_once() {
    let paid = story(TerminalKind::PaypalStandard).told(captured_standing().into());
    assert_eq!(paid.payment().status(), Status::Captured);
    let taken = paid
        .told(reversal("R1", 2_500, false))
        .told(reversal("R1", 2_500, false));
    assert_eq!(taken.payment().reversed(), money(2_500));
    assert_eq!(taken.payment().status(), Status::Reversed);
    assert_eq!(taken.payment().refundable(), money(0));
    let back = taken
        .told(reversal("R2", 2_500, true))
        .told(reversal("R2", 2_500, true));
    assert_eq!(back.payment().reversed(), money(0));
    assert_eq!(back.payment().status(), Status::Captured);
}

#[test]
fn movements_that_overtake_each_other_come_to_the_same() {
    let paid = story(TerminalKind::PaypalStandard)
        .told(reversal("R2", 2_500, true))
        .told(reversal("R1", 2_500, false))
        .told(captured_standing().into());
    assert_eq!(paid.payment().status(), Status::Captured);
    let refunded = story(TerminalKind::PaypalStandard)
        .told(Report {
            refunds: vec![("B1".to_owned(), money(500))],
            ..Report::default()
        })
        .told(captured_standing().into());
    assert_eq!(refunded.payment().status(), Status::PartiallyRefunded);
}

#[test]
fn a_sum_told_by_asking_is_believed_up_and_down() {
    let told = |minor| {
        Answer::Report(Box::new(Report {
            reversed: Some(money(minor)),
            ..captured_standing().into()
        }))
    };
    let story = story(TerminalKind::PaypalExpress)
        .captured()
        .answer(Call::AskSession, told(2_500));
    assert_eq!(story.payment().status(), Status::Reversed);
    let again = story.answer(Call::AskSession, told(2_500));
    assert_eq!(again.payment().reversed(), money(2_500));
    let back = again.answer(Call::AskSession, told(0));
    assert_eq!(back.payment().status(), Status::Captured);
}

#[test]
fn a_dispute_opens_changes_and_closes() {
    let paid = story(TerminalKind::PaypalExpress).captured();
    let open = paid.told(case(CaseStage::Open));
    assert_eq!(open.payment().status(), Status::Disputed);
    assert_eq!(open.payment().why(), Why::InDispute);
    let won = open.clone().told(case(CaseStage::Won));
    assert_eq!(won.payment().status(), Status::Captured);
    // The first message once more, late.
    let late = won.told(case(CaseStage::Open));
    assert_eq!(late.payment().status(), Status::Captured);
    let lost = open.told(case(CaseStage::Lost)).answer(
        Call::AskSession,
        Answer::Report(Box::new(Report {
            reversed: Some(money(2_500)),
            ..captured_standing().into()
        })),
    );
    assert_eq!(lost.payment().status(), Status::Reversed);
}

/// Rule 2: a notice is only a hint, wherever somebody can be asked.
#[test]
fn a_notice_moves_money_only_where_nobody_can_be_asked() {
    for kind in TerminalKind::ALL {
        let payment = story(kind).told(captured_standing().into()).payment();
        let asks = !kind.capabilities().ask.needs_transaction;
        let status = if asks {
            Status::Created
        } else {
            Status::Captured
        };
        assert_eq!(payment.status(), status, "{kind:?}");
        assert_eq!(payment.hint_at.is_some(), asks, "{kind:?}");
    }
}

#[test]
fn where_asking_needs_a_transaction_a_hint_must_name_one() {
    let waiting = story(TerminalKind::PaypalStandard);
    let hint = |transaction: Option<&str>| {
        Command::Hint(Hint {
            source: Source::Return,
            transaction: transaction.map(str::to_owned),
        })
    };
    let payment = waiting.payment();
    assert_eq!(decide(Some(&payment), hint(None)), Ok(vec![]));
    let learned = decide(Some(&payment), hint(Some("TX1"))).expect("never refused");
    let hinted = learned.into_iter().fold(waiting.clone(), Story::event);
    assert_eq!(hinted.next_call(), Some(Call::AskSession));
    // Nobody ever told anything: it ends by itself, and a late notice still counts.
    assert_eq!(
        waiting.next(),
        Some((Millis::days(5), Step::Conclude(Event::Expired)))
    );
    let late = waiting
        .at(Millis::days(6))
        .expired()
        .told(captured_standing().into());
    assert_eq!(late.payment().status(), Status::Captured);
}

#[test]
fn what_a_kind_cannot_do_is_refused() {
    let payment: Payment = story(TerminalKind::PaypalStandard).captured().payment();
    let key = payments::refund_key("operator-key-0001");
    let refund = Command::Refund { key, amount: None };
    assert_eq!(decide(Some(&payment), refund), Err(Refused::NotRefundable));
}

#[test]
fn a_refund_that_is_listed_twice_is_one() {
    let twice = Report {
        refunds: vec![("B1".to_owned(), money(500)), ("B1".to_owned(), money(500))],
        ..captured_standing().into()
    };
    let payment = story(TerminalKind::PaypalStandard).told(twice).payment();
    assert_eq!(payment.refunded(), money(500));
}

/// Payflow tells the whole sum as taken back, although a part of it was paid back before.
#[test]
fn the_whole_sum_told_after_a_refund_is_written_down_once() {
    let all = Report {
        reversed: Some(money(2_500)),
        ..Report::default()
    };
    let ask = |story: Story, report: &Report| {
        story.answer(Call::AskSession, Answer::Report(Box::new(report.clone())))
    };
    let paid = story(TerminalKind::Payflow).captured().refunded(1, 500);
    let taken = ask(paid, &all).payment();
    assert_eq!(taken.reversed(), money(2_000));
    assert_eq!(taken.refundable(), money(0));
    let paid = story(TerminalKind::Payflow).captured().refunded(1, 500);
    let again = ask(ask(ask(paid, &all), &all), &all);
    assert_eq!(again.payment().reversals.len(), 1);
    let none = Report {
        reversed: Some(money(0)),
        ..Report::default()
    };
    let back = ask(again, &none).payment();
    assert_eq!(back.reversed(), money(0));
    assert_eq!(back.status(), Status::PartiallyRefunded);
}

/// A page that takes the money itself leaves nothing to give up; an operator must know.
#[test]
fn what_was_captured_without_its_proof_is_marked() {
    for (proved, marked) in [(Some(false), true), (Some(true), false), (None, false)] {
        let security = Security {
            liability_shift: proved,
            authenticated: None,
        };
        let report = Report {
            security: Some(security),
            ..Report::from(captured_standing())
        };
        let paid = Story::new(TerminalKind::Saferpay, AuthorizationType::CaptureAtOnce)
            .wishing(|opened| opened.condition = Condition::LiabilityShift)
            .opened()
            .answer(Call::AskSession, Answer::Report(Box::new(report)))
            .payment();
        assert_eq!(paid.status(), Status::Captured, "the money was taken");
        assert_eq!(paid.condition_unmet, marked, "{proved:?}");
    }
}

/// Whoever reloads the way back without end must not keep the news of a reversal away.
#[test]
fn a_proven_notice_is_heard_after_any_number_of_others() {
    let mut story = story(TerminalKind::PaypalExpress).captured();
    let hint = |story: &Story, source: Source| {
        decide(Some(&story.payment()), Command::Hint(source.into()))
            .expect("notices are never refused")
    };
    for _ in 0..200 {
        for event in hint(&story, Source::Return) {
            story = story.event(event);
        }
    }
    assert_eq!(hint(&story, Source::Return), []);
    assert_eq!(hint(&story, Source::Notify), []);
    for proven in [Source::Ipn, Source::Webhook] {
        assert_eq!(hint(&story, proven).len(), 1, "{proven:?}");
    }
}

/// A page may take another card after the last decline we saw.
#[test]
fn money_after_a_decline_is_learned_where_asking_is_free() {
    for (kind, asks) in [
        (TerminalKind::PaypalHosted, true),
        (TerminalKind::Payflow, true),
        (TerminalKind::Saferpay, false),
    ] {
        let declined = story(kind).declined();
        assert_eq!(declined.next_call(), None, "{kind:?}");
        let hinted = decide(
            Some(&declined.payment()),
            Command::Hint(Source::Notify.into()),
        );
        let hinted = hinted
            .expect("notices are never refused")
            .into_iter()
            .fold(declined, Story::event);
        let next = hinted.next_call();
        assert_eq!(next, asks.then_some(Call::AskSession), "{kind:?}");
        let paid = hinted.answer(Call::AskSession, Answer::Standing(captured_standing()));
        assert_eq!(paid.payment().status(), Status::Captured);
    }
}

//! What must hold in the end, when all is quiet.

use obole_edge::outbox::{Action, effects};
use obole_shared::payment::{Call, CancelState, Entry, Event, Payment, RefundState};
use obole_shared::terminal::TerminalKind;
use obole_shared::time::UnixMs;
use psp_simulator::{Movement, MovementKind};

use crate::donor::Donor;
use crate::object::Object;
use crate::world::World;

/// Longest journal: every notice that is written down may lead to an ask, its answer and a change.
const JOURNAL_MAX: usize = 300;

/// Least time between two asks about one session.
const ASK_GAP_MS: i64 = 5_000;

/// Most look-ups in the provider's books, which may not be polled.
const LOOK_UPS_MAX: u16 = 40;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Checks the whole world.
pub(crate) fn audit(world: &World, donor: &Donor) {
    if donor.urls.borrow().len() > 1 {
        world.violate("a donor was sent to two provider sessions".to_owned());
    }
    let Some(object) = world.object(&donor.request.id) else {
        return;
    };
    let movements = movements(world, donor);
    let known = object.disk.payment.borrow().clone();
    let Some(payment) = known else {
        if !movements.is_empty() {
            world.violate("money moved for a payment that is not in our books".to_owned());
        }
        return;
    };
    world.coverage.borrow_mut().add(
        "end",
        format!(
            "{:?} {}",
            payment.opened.terminal.kind,
            payment.status().as_str()
        ),
    );
    journal(world, &object, &payment);
    ends(world, &object, &payment);
    books(world, &payment, &movements);
    mismatch(world, &object);
    asks(world, &object, &payment);
    index(world, &object, &payment);
    paid(world, donor, &object, &payment);
}

fn movements(world: &World, donor: &Donor) -> Vec<Movement> {
    let simulator = world.simulator.borrow();
    simulator
        .books()
        .movements()
        .iter()
        .filter(|one| donor.is_named(one.reference.as_deref()))
        .cloned()
        .collect()
}

/// The journal says the state, also after it was written and read.
fn journal(world: &World, object: &Object, payment: &Payment) {
    let journal = object.disk.journal.borrow();
    let read: Option<Vec<Entry>> = serde_json::to_string(&*journal)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok());
    if read.as_deref().and_then(Payment::replay).as_ref() != Some(payment) {
        world.violate("the journal, written and read, says something else".to_owned());
    }
    if journal.len() > JOURNAL_MAX {
        world.violate(format!("the journal has {} entries", journal.len()));
    }
    let rising = journal.iter().zip(journal.iter().skip(1));
    if rising.clone().any(|(one, next)| next.at < one.at) {
        world.violate("the journal runs backwards".to_owned());
    }
}

/// Everything comes to an end.
fn ends(world: &World, object: &Object, payment: &Payment) {
    let status = payment.status();
    if !status.is_final() {
        world.violate(format!("the payment is {} for ever", status.as_str()));
    }
    for refund in &payment.refunds {
        if !matches!(refund.state, RefundState::Done | RefundState::Failed(_)) {
            world.violate(format!(
                "refund {} is {:?} for ever",
                refund.number, refund.state
            ));
        }
    }
    if payment.cancel == CancelState::Wanted {
        world.violate("a cancel is wanted for ever".to_owned());
    }
    if let Some(at) = object.disk.alarm.get() {
        world.violate(format!("an alarm is set for {} although all is done", at.0));
    }
}

/// Our books are the provider's.
fn books(world: &World, payment: &Payment, movements: &[Movement]) {
    let of = |kind| movements.iter().filter(move |one| one.kind == kind);
    let sum = |kind| of(kind).map(|one| one.amount_minor).sum::<i64>();
    let (captured, refunded) = (sum(MovementKind::Capture), sum(MovementKind::Refund));
    if captured != payment.captured().minor() {
        world.violate(format!(
            "the provider captured {captured}, we say {}",
            payment.captured().minor()
        ));
    }
    if refunded != payment.refunded().minor() {
        world.violate(format!(
            "the provider paid back {refunded}, we say {}",
            payment.refunded().minor()
        ));
    }
    if of(MovementKind::Capture).count() > 1 {
        world.violate("captured twice".to_owned());
    }
    if refunded > captured {
        world.violate("more was paid back than was taken".to_owned());
    }
    // A refund that is made and never settled still uses up what can be paid back.
    if world.refunds_made.get() > payment.refunds.len() {
        world.violate(format!(
            "{} refunds were made for {} that were asked for",
            world.refunds_made.get(),
            payment.refunds.len()
        ));
    }
    let mut theirs: Vec<i64> = of(MovementKind::Refund)
        .map(|one| one.amount_minor)
        .collect();
    let mut ours: Vec<i64> = payment
        .refunds
        .iter()
        .filter(|one| one.state == RefundState::Done)
        .map(|one| one.amount.minor())
        .collect();
    theirs.sort_unstable();
    ours.sort_unstable();
    if theirs != ours {
        world.violate(format!(
            "the provider's refunds are {theirs:?}, ours {ours:?}"
        ));
    }
}

/// A reservation of another amount than agreed is given up.
fn mismatch(world: &World, object: &Object) {
    let journal = object.disk.journal.borrow();
    let has = |wanted: fn(&Event) -> bool| journal.iter().any(|entry| wanted(&entry.event));
    if has(|event| matches!(event, Event::Mismatched { .. }))
        && has(|event| matches!(event, Event::Authorized { .. }))
        && !has(|event| matches!(event, Event::CancelRequested))
    {
        world.violate("another amount was reserved and not given up".to_owned());
    }
}

/// Asks are few and planned.
fn asks(world: &World, object: &Object, payment: &Payment) {
    let journal = object.disk.journal.borrow();
    let asked: Vec<i64> = journal
        .iter()
        .filter(|entry| {
            matches!(
                entry.event,
                Event::Attempted {
                    call: Call::AskSession
                }
            )
        })
        .map(|entry| entry.at.0)
        .collect();
    // Other means after a decline are news of their own, however fast they were chosen.
    let declined_between = |one: i64, next: i64| {
        journal.iter().any(|entry| {
            matches!(entry.event, Event::PayerMustChooseAgain) && (one..=next).contains(&entry.at.0)
        })
    };
    let gaps = asked.iter().zip(asked.iter().skip(1));
    for (&one, &next) in gaps {
        if next - one < ASK_GAP_MS && !declined_between(one, next) {
            world.violate(format!("asked again after {} ms", next - one));
        }
    }
    if payment.attempts(Call::AskBooks).total > LOOK_UPS_MAX {
        world.violate("the provider's books are polled".to_owned());
    }
    if payment.opened.terminal.kind != TerminalKind::Saferpay {
        return;
    }
    if asked.len() > 3 {
        world.violate(format!("{} asks for one session", asked.len()));
    }
    for (token, calls) in world.simulator.borrow().calls().tokens() {
        if calls.asserts_ms.len() > 3 {
            world.violate(format!(
                "{token} was asserted {} times",
                calls.asserts_ms.len()
            ));
        }
    }
    let Some(session) = &payment.session else {
        return;
    };
    let hour_24 = session.opened_at.0 + 24 * HOUR;
    let open_then =
        standing_at(&journal, UnixMs(hour_24)).is_some_and(|then| !then.status().is_final());
    if open_then && !asked.iter().any(|at| *at < hour_24) {
        world.violate("open at hour 24 and never asked".to_owned());
    }
}

fn standing_at(journal: &[Entry], at: UnixMs) -> Option<Payment> {
    let until = journal.partition_point(|entry| entry.at <= at);
    Payment::replay(journal.get(..until)?)
}

/// The last delivered row is the final state.
fn index(world: &World, object: &Object, payment: &Payment) {
    if !object.disk.outbox.borrow().is_empty() {
        world.violate("an effect is never delivered".to_owned());
    }
    let delivered = world.index.row(object.id());
    let wanted = effects(None, payment).into_iter().next();
    let Some(wanted) = wanted else { return };
    let Action::Index(mut wanted) = wanted.action;
    // Entries that change nothing else do not touch the row.
    if let Some(row) = &delivered {
        wanted.updated_at = row.updated_at;
    }
    if delivered.as_ref() != Some(&*wanted) {
        world.violate(format!("the index says {delivered:?}, not {wanted:?}"));
    }
}

/// Who paid is paid for, unless somebody wanted it otherwise.
fn paid(world: &World, donor: &Donor, object: &Object, payment: &Payment) {
    let Some(held_at) = donor.held_at.get() else {
        return;
    };
    world.coverage.borrow_mut().add("money", "held or approved");
    let excused = object.disk.journal.borrow().iter().any(|entry| {
        matches!(
            entry.event,
            Event::CancelRequested
                | Event::Mismatched { .. }
                | Event::Rejected {
                    call: Call::Capture | Call::Authorize,
                    later: false,
                    ..
                }
        )
    });
    let automatic = payment.opened.authorization.captures_at_once();
    // An approval at PayPal lapses; a reservation at Saferpay outlives every storm here.
    let in_time = match (payment.opened.terminal.kind, &payment.session) {
        (TerminalKind::Saferpay, _) => true,
        // The classic token takes the approval with it after three hours, whenever it was given.
        (TerminalKind::PaypalExpress | TerminalKind::Payflow, Some(session)) => {
            let planned = session.opened_at.0 + 174 * MINUTE;
            let fair = world.weather.is_fair(planned - HOUR, planned + HOUR);
            held_at < planned - MINUTE && fair
        }
        _ => world.weather.is_fair(held_at + HOUR, held_at + 4 * HOUR),
    };
    if automatic && in_time && !excused && payment.captured().is_zero() {
        world.violate(format!(
            "the donor paid, and the payment is {}",
            payment.status().as_str()
        ));
    }
}

//! The operator in the back office.

use std::rc::Rc;

use futures_util::future::join;
use obole_edge::desk::DeskError;
use obole_shared::ids::{IdempotencyKey, PaymentId};
use obole_shared::money::Money;
use obole_shared::payment::{Command, Payment, Refused};

use crate::donor::Donor;
use crate::object::{Object, Outcome};
use crate::world::World;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Looks after one payment for some days.
pub(crate) async fn work(world: Rc<World>, donor: Rc<Donor>) {
    let manual = !donor.request.authorization.captures_at_once();
    let turns = world.random.between(0, if manual { 5 } else { 4 });
    for turn in 0..turns {
        match world.random.below(4) {
            0 => world.pause(MINUTE, 20 * MINUTE).await,
            1 => world.pause(HOUR, 5 * HOUR).await,
            _ => world.pause(HOUR, 3 * DAY).await,
        }
        let Some(object) = world.object(&donor.request.id) else {
            continue;
        };
        let Some(payment) = seen(&object) else {
            continue;
        };
        match world.random.below(10) {
            0 => cancel(&world, &object).await,
            1..5 if manual => capture(&world, &object).await,
            1 => capture(&world, &object).await,
            _ => refund(&world, &object, &payment, turn).await,
        }
    }
}

fn seen(object: &Object) -> Option<Payment> {
    object.disk.payment.borrow().clone()
}

async fn cancel(world: &Rc<World>, object: &Rc<Object>) {
    let outcome = object.command(Command::Cancel).await;
    note(world, "cancel", &outcome);
}

async fn capture(world: &Rc<World>, object: &Rc<Object>) {
    let outcome = object.command(Command::Capture { amount: None }).await;
    note(world, "capture", &outcome);
}

async fn refund(world: &Rc<World>, object: &Rc<Object>, payment: &Payment, turn: i64) {
    let Some(key) = key(object.id(), turn) else {
        return;
    };
    let captured = payment.captured();
    let part = |divisor: i64| Money::new(captured.minor() / divisor, captured.currency()).ok();
    match world.random.below(6) {
        0 => {
            let both = join(
                object.command(ask(&key, part(3))),
                object.command(ask(&key, part(3))),
            );
            let (one, two) = both.await;
            note(world, "refund twice", &one);
            note(world, "refund twice", &two);
        }
        1 => {
            let too_much = Money::new(captured.minor() + 1, captured.currency()).ok();
            let outcome = object.command(ask(&key, too_much)).await;
            // A payment that was captured meanwhile can pay back that much.
            let still = seen(object).is_some_and(|now| now.captured() == captured);
            if matches!(outcome, Ok(Ok(_))) && still {
                world.violate("more was paid back than was captured".to_owned());
            }
            note(world, "refund too much", &outcome);
        }
        2 => persist(world, object, &key, None).await,
        3 => {
            persist(world, object, &key, part(2)).await;
            let taken = seen(object)
                .is_some_and(|now| now.refunds.iter().any(|one| one.key.as_ref() == Some(&key)));
            let other = object.command(ask(&key, part(4))).await;
            if taken && matches!(other, Ok(Ok(_))) {
                world.violate("a refund's key was taken with two amounts".to_owned());
            }
        }
        _ => persist(world, object, &key, part(world.random.between(1, 5))).await,
    }
}

/// Asks until there is an answer, always with the same key.
async fn persist(
    world: &Rc<World>,
    object: &Rc<Object>,
    key: &IdempotencyKey,
    amount: Option<Money>,
) {
    for _ in 0..4 {
        let outcome = object.command(ask(key, amount)).await;
        note(world, "refund", &outcome);
        if matches!(outcome, Ok(Ok(_) | Err(DeskError::Refused(_)))) {
            return;
        }
        world.pause(MINUTE, HOUR).await;
    }
}

fn ask(key: &IdempotencyKey, amount: Option<Money>) -> Command {
    Command::Refund {
        key: key.clone(),
        amount,
    }
}

fn key(payment: &PaymentId, turn: i64) -> Option<IdempotencyKey> {
    format!("operator-{turn}-{}", payment.as_str()).parse().ok()
}

fn note(world: &World, what: &str, outcome: &Outcome) {
    let came_to = match outcome {
        Ok(Ok(_)) => "done",
        Ok(Err(DeskError::Refused(refused))) => refused_name(*refused),
        Ok(Err(DeskError::Store(_))) => "storage failed",
        Err(_) => "no answer",
    };
    let row = format!("{what}: {came_to}");
    world.coverage.borrow_mut().add("operator", row);
}

const fn refused_name(refused: Refused) -> &'static str {
    match refused {
        Refused::KeyReused => "key reused",
        Refused::OpenElsewhere => "open elsewhere",
        Refused::Unknown => "unknown",
        Refused::NotCapturable => "not capturable",
        Refused::CaptureAmount => "capture amount",
        Refused::NotCancelable => "not cancelable",
        Refused::NotRefundable => "not refundable",
        Refused::RefundAmount => "refund amount",
        Refused::Currency => "currency",
    }
}

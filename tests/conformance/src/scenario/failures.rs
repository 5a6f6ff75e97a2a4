//! What goes wrong between us and the provider.

use obole_shared::payment::Status;
use obole_shared::time::Millis;
use psp_simulator::Action;

use crate::error::{KitError, same};
use crate::world::{AMOUNT, World};

fn paid_once(world: &World, within: Millis) -> Result<(), KitError> {
    let paid = world.run_for(within)?;
    same("status", paid.status(), Status::Captured)?;
    same("captured", paid.captured(), world.money(AMOUNT))?;
    same("captured at the provider", world.moved("capture")?, AMOUNT)
}

pub(super) fn lost_opening(world: &World) -> Result<(), KitError> {
    let Some(open) = world.adapter.operations.open else {
        return Ok(());
    };
    world.fault(open, "lost_answer", 1)?;
    let first = world.open()?;
    same("a session", first.session.is_some(), false)?;
    // The donor presses again: same key.
    let second = world.open()?;
    same("a session", second.session.is_some(), true)?;
    let sent_to = world.pay(Action::Pay)?;
    world.come_back(sent_to.as_deref())?;
    paid_once(world, Millis::hours(2))
}

/// The call that takes the money, and where there is none the question.
fn decisive(world: &World) -> &'static str {
    let operations = &world.adapter.operations;
    operations.take.or(operations.ask).unwrap_or_default()
}

pub(super) fn lost_answer(world: &World) -> Result<(), KitError> {
    world.open()?;
    let sent_to = world.pay(Action::Pay)?;
    world.fault(decisive(world), "lost_answer", 2)?;
    world.come_back(sent_to.as_deref())?;
    paid_once(world, Millis::hours(26))
}

pub(super) fn hang(world: &World) -> Result<(), KitError> {
    world.open()?;
    let sent_to = world.pay(Action::Pay)?;
    world.fault(decisive(world), "held_answer", 1)?;
    world.come_back(sent_to.as_deref())?;
    paid_once(world, Millis::hours(26))
}

pub(super) fn odd_answers(world: &World) -> Result<(), KitError> {
    world.open()?;
    let sent_to = world.pay(Action::Pay)?;
    for effect in ["server_error_after", "html_403", "lost_request"] {
        world.fault(decisive(world), effect, 1)?;
    }
    world.come_back(sent_to.as_deref())?;
    paid_once(world, Millis::hours(26))
}

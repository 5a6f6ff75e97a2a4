//! What a terminal's terms ask for, and means that take days.

use obole_shared::payment::{Command, Status};
use obole_shared::terminal::{AuthorizationType, Condition, Method, TerminalKind};
use obole_shared::time::Millis;
use psp_simulator::Action;

use crate::error::{KitError, same};
use crate::world::{AMOUNT, World};

pub(super) fn pre_authorize(world: &World) -> Result<(), KitError> {
    world.wish(|request| request.authorization = AuthorizationType::PreAuthorize);
    world.open()?;
    let sent_to = world.pay(Action::Pay)?;
    world.come_back(sent_to.as_deref())?;
    let reserved = world.run_for(Millis::days(20))?;
    same("status", reserved.status(), Status::Authorized)?;
    let amount = Some(world.money(2_000));
    world
        .command(Command::Capture { amount })
        .map_err(KitError::broken)?;
    let paid = world.run_for(Millis::hours(1))?;
    same("captured", paid.captured(), world.money(2_000))?;
    same("captured at the provider", world.moved("capture")?, 2_000)
}

pub(super) fn condition(world: &World) -> Result<(), KitError> {
    world.wish(|request| request.condition = Condition::Authentication);
    world.open()?;
    let sent_to = world.pay(Action::Attempt)?;
    world.come_back(sent_to.as_deref())?;
    let ended = world.run_for(Millis::days(2))?;
    same("paid", ended.captured().minor(), 0)?;
    same("captured at the provider", world.moved("capture")?, 0)?;
    same("status", ended.status(), Status::Declined)
}

fn pend(world: &World, action: Action) -> Result<(), KitError> {
    if world.adapter.kind == TerminalKind::Saferpay {
        world.wish(|request| request.terminal.methods = vec![Method::AccountToAccount]);
    }
    world.open()?;
    let sent_to = world.pay(action)?;
    world.come_back(sent_to.as_deref())?;
    let waiting = world.run_for(Millis::minutes(30))?;
    same("status", waiting.status(), Status::Pending)?;
    same("captured at the provider", world.moved("capture")?, 0)
}

pub(super) fn pending(world: &World) -> Result<(), KitError> {
    pend(world, Action::Pending)?;
    let paid = world.run_for(Millis::days(6))?;
    same("status", paid.status(), Status::Captured)?;
    same("captured at the provider", world.moved("capture")?, AMOUNT)
}

pub(super) fn pending_denied(world: &World) -> Result<(), KitError> {
    pend(world, Action::PendingDenied)?;
    let ended = world.run_for(Millis::days(6))?;
    same("status", ended.status(), Status::Declined)?;
    same("captured at the provider", world.moved("capture")?, 0)
}

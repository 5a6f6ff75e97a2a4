//! What happens every day.

use obole_shared::payment::{Source, Status};
use obole_shared::time::Millis;
use psp_simulator::Action;

use crate::error::{KitError, holds, same};
use crate::world::{AMOUNT, World};

/// Longer than any session, notice or planned ask.
const A_WEEK: Millis = Millis::days(7);

fn unpaid(world: &World, allowed: &[Status]) -> Result<(), KitError> {
    let status = world.payment()?.status();
    holds(
        &format!("{} is one of {allowed:?}", status.as_str()),
        allowed.contains(&status),
    )?;
    same("captured at the provider", world.moved("capture")?, 0)
}

pub(super) fn success(world: &World) -> Result<(), KitError> {
    let opened = world.open()?;
    same("status", opened.status(), Status::Created)?;
    let sent_to = world.pay(Action::Pay)?;
    world.come_back(sent_to.as_deref())?;
    let paid = world.run_for(Millis::minutes(30))?;
    same("status", paid.status(), Status::Captured)?;
    same("captured", paid.captured(), world.money(AMOUNT))?;
    same("captured at the provider", world.moved("capture")?, AMOUNT)?;
    let later = world.run_for(A_WEEK)?;
    same("status a week later", later.status(), Status::Captured)?;
    same("captured once", world.moved("capture")?, AMOUNT)
}

pub(super) fn decline(world: &World) -> Result<(), KitError> {
    world.open()?;
    let sent_to = world.pay(Action::Decline)?;
    world.come_back(sent_to.as_deref())?;
    world.run_for(A_WEEK)?;
    unpaid(world, &[Status::Declined, Status::Expired])
}

pub(super) fn abort(world: &World) -> Result<(), KitError> {
    world.open()?;
    let sent_to = world.pay(Action::Abort)?;
    world.come_back(sent_to.as_deref())?;
    world.run_for(A_WEEK)?;
    unpaid(world, &[Status::Canceled, Status::Expired])
}

pub(super) fn expired_session(world: &World) -> Result<(), KitError> {
    let opened = world.open()?;
    holds("a session is open", opened.session.is_some())?;
    let ended = world.run_for(A_WEEK)?;
    same("status", ended.status(), Status::Expired)?;
    // Too late: whatever the page still shows, no money moves and nothing comes alive.
    let _ = world.pay(Action::Pay);
    world.hear();
    let _ = world.command(obole_shared::payment::Command::Hint(Source::Return.into()));
    world.run_for(A_WEEK)?;
    let moved = world.moved("capture")?;
    let status = world.payment()?.status();
    // A page that lives longer than we wait may still be paid; then it is known.
    let agrees = match moved {
        0 => status == Status::Expired || status == Status::Canceled,
        _ => status == Status::Captured,
    };
    holds("books and status agree", agrees)
}

pub(super) fn wrong_currency(world: &World) -> Result<(), KitError> {
    world.wish_foreign();
    let opened = world.open()?;
    if opened.session.is_some() {
        // Opened without a call: the provider's page refuses.
        let _ = world.pay(Action::Pay);
    } else {
        same("status", opened.status(), Status::Declined)?;
    }
    world.run_for(A_WEEK)?;
    unpaid(world, &[Status::Declined, Status::Expired])
}

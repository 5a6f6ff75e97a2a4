//! Notices and returns, in every order.

use obole_shared::payment::Status;
use obole_shared::time::Millis;
use psp_simulator::Action;

use crate::error::{KitError, same};
use crate::world::{AMOUNT, World};

fn paid(world: &World) -> Result<(), KitError> {
    let payment = world.payment()?;
    same("status", payment.status(), Status::Captured)?;
    same("captured", payment.captured(), world.money(AMOUNT))?;
    same("captured at the provider", world.moved("capture")?, AMOUNT)
}

pub(super) fn before_return(world: &World) -> Result<(), KitError> {
    world.open()?;
    let sent_to = world.pay(Action::Pay)?;
    world.run_for(Millis::minutes(5))?;
    world.come_back(sent_to.as_deref())?;
    world.run_for(Millis::minutes(30))?;
    paid(world)
}

pub(super) fn never_returns(world: &World) -> Result<(), KitError> {
    world.open()?;
    world.pay(Action::Pay)?;
    world.run_for(Millis::hours(24))?;
    paid(world)
}

pub(super) fn duplicate(world: &World) -> Result<(), KitError> {
    world.open()?;
    world.hold_notices();
    let sent_to = world.pay(Action::Pay)?;
    world.run_for(Millis::seconds(30))?;
    world.come_back(sent_to.as_deref())?;
    world.come_back(sent_to.as_deref())?;
    world.release_notices_reversed();
    world.come_back(sent_to.as_deref())?;
    world.run_for(Millis::minutes(30))?;
    paid(world)
}

pub(super) fn out_of_order(world: &World) -> Result<(), KitError> {
    world.open()?;
    world.hold_notices();
    let sent_to = world.pay(Action::Pay)?;
    world.come_back(sent_to.as_deref())?;
    world.run_for(Millis::minutes(30))?;
    let refunds = world.adapter.kind.capabilities().operations.refund;
    if refunds {
        let key = "operator-key-0001".parse().map_err(KitError::broken)?;
        let amount = Some(world.money(500));
        world
            .command(obole_shared::payment::Command::Refund { key, amount })
            .map_err(KitError::broken)?;
        world.run_for(Millis::hours(1))?;
    }
    world.release_notices_reversed();
    world.run_for(Millis::days(2))?;
    let payment = world.payment()?;
    let expected = if refunds {
        Status::PartiallyRefunded
    } else {
        Status::Captured
    };
    same("status", payment.status(), expected)?;
    same("captured at the provider", world.moved("capture")?, AMOUNT)?;
    same(
        "refunded at the provider",
        world.moved("refund")?,
        payment.refunded().minor(),
    )
}

pub(super) fn unchecked(world: &World) -> Result<(), KitError> {
    world.open()?;
    // The browser never returns either, so only a checked notice can tell, or an ask of ours.
    world.fault("_notify-validate", "server_error", 4)?;
    world.pay(Action::Pay)?;
    world.run_for(Millis::hours(24))?;
    paid(world)
}

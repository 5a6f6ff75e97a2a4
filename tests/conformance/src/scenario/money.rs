//! Money that is reserved, taken in part, and paid back.

use obole_edge::desk::DeskError;
use obole_shared::payment::{Command, Payment, Progress, Refused, Status};
use obole_shared::terminal::AuthorizationType;
use obole_shared::time::Millis;
use psp_simulator::Action;
use serde_json::json;

use crate::error::{KitError, holds, same};
use crate::world::{AMOUNT, World};

fn authorized(world: &World) -> Result<Payment, KitError> {
    world.wish(|request| request.authorization = AuthorizationType::AuthorizeOnly);
    world.open()?;
    let sent_to = world.pay(Action::Pay)?;
    world.come_back(sent_to.as_deref())?;
    let payment = world.run_for(Millis::hours(2))?;
    same("status", payment.status(), Status::Authorized)?;
    same("captured at the provider", world.moved("capture")?, 0)?;
    holds("a deadline is known", payment.capture_before().is_some())?;
    Ok(payment)
}

fn operate(world: &World, command: Command) -> Result<Payment, KitError> {
    world.command(command).map_err(KitError::broken)
}

pub(super) fn authorize_and_capture(world: &World) -> Result<(), KitError> {
    authorized(world)?;
    operate(world, Command::Capture { amount: None })?;
    let paid = world.run_for(Millis::hours(2))?;
    same("status", paid.status(), Status::Captured)?;
    same("captured at the provider", world.moved("capture")?, AMOUNT)
}

pub(super) fn capture_part(world: &World) -> Result<(), KitError> {
    authorized(world)?;
    let more = Some(world.money(AMOUNT + 1));
    let refused = world.command(Command::Capture { amount: more });
    same(
        "more than authorized",
        refused.err(),
        Some(DeskError::Refused(Refused::CaptureAmount)),
    )?;
    let amount = Some(world.money(1_000));
    operate(world, Command::Capture { amount })?;
    let paid = world.run_for(Millis::hours(2))?;
    same("captured", paid.captured(), world.money(1_000))?;
    same("captured at the provider", world.moved("capture")?, 1_000)
}

pub(super) fn authorize_and_cancel(world: &World) -> Result<(), KitError> {
    authorized(world)?;
    operate(world, Command::Cancel)?;
    let ended = world.run_for(Millis::hours(2))?;
    same("status", ended.status(), Status::Canceled)?;
    same("captured at the provider", world.moved("capture")?, 0)
}

fn refund(world: &World, key: &str, minor: i64) -> Result<Command, KitError> {
    Ok(Command::Refund {
        key: key.parse().map_err(KitError::broken)?,
        amount: Some(world.money(minor)),
    })
}

pub(super) fn refund_to_zero(world: &World) -> Result<(), KitError> {
    world.pay_through()?;
    for (key, minor) in [("operator-key-0001", 1_000), ("operator-key-0002", 1_500)] {
        operate(world, refund(world, key, minor)?)?;
        world.run_for(Millis::hours(6))?;
    }
    let payment = world.payment()?;
    same("status", payment.status(), Status::Refunded)?;
    same("refunded at the provider", world.moved("refund")?, AMOUNT)?;
    let again = world.command(refund(world, "operator-key-0003", 1)?);
    same(
        "one more",
        again.err(),
        Some(DeskError::Refused(Refused::NotRefundable)),
    )
}

pub(super) fn refund_race(world: &World) -> Result<(), KitError> {
    world.pay_through()?;
    let first = refund(world, "operator-key-0001", 1_500)?;
    operate(world, first.clone())?;
    // The same request again changes nothing; another one over the rest is refused.
    operate(world, first)?;
    let over = world.command(refund(world, "operator-key-0002", 1_500)?);
    same(
        "over the rest",
        over.err(),
        Some(DeskError::Refused(Refused::RefundAmount)),
    )?;
    let settled = world.run_for(Millis::days(1))?;
    same("refunded", settled.refunded(), world.money(1_500))?;
    same("refunded at the provider", world.moved("refund")?, 1_500)
}

pub(super) fn lost_refund(world: &World) -> Result<(), KitError> {
    world.pay_through()?;
    let operation = world.adapter.operations.refund.unwrap_or_default();
    world.fault(operation, "lost_answer", 2)?;
    operate(world, refund(world, "operator-key-0001", 1_000)?)?;
    let settled = world.run_for(Millis::days(3))?;
    same("status", settled.status(), Status::PartiallyRefunded)?;
    same("refunded at the provider", world.moved("refund")?, 1_000)
}

pub(super) fn refund_elsewhere(world: &World) -> Result<(), KitError> {
    let paid = world.pay_through()?;
    let capture = match paid.progress {
        Progress::Captured(capture) => capture.capture,
        _ => None,
    };
    let body = json!({ "transaction": capture, "amount_minor": 1_000 });
    world.control("transaction/refund", &body)?;
    let payment = world.run_for(Millis::days(1))?;
    same("refunded at the provider", world.moved("refund")?, 1_000)?;
    same("refunded", payment.refunded(), world.money(1_000))?;
    same("status", payment.status(), Status::PartiallyRefunded)
}

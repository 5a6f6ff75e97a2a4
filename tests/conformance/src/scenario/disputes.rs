//! What a payer or a bank questions.

use obole_shared::payment::{Progress, Status};
use obole_shared::time::Millis;
use serde_json::{Value, json};

use crate::adapter::Disputes;
use crate::error::{KitError, same};
use crate::world::{AMOUNT, World};

struct Opened {
    transaction: String,
    case: String,
}

fn opened(world: &World) -> Result<Opened, KitError> {
    let paid = world.pay_through()?;
    let transaction = match paid.progress {
        Progress::Captured(capture) => capture.capture,
        _ => None,
    };
    let transaction = transaction.ok_or_else(|| KitError::Unmet("no capture".to_owned()))?;
    let (name, body) = match world.adapter.disputes {
        Some(Disputes::Rest) => ("dispute/open", json!({ "capture": transaction })),
        _ => (
            "case/open",
            json!({ "transaction": transaction, "case_type": "chargeback" }),
        ),
    };
    let answer = world.control(name, &body)?;
    let named = answer.get("case").or(answer.get("dispute"));
    let case = named.and_then(Value::as_str).unwrap_or_default().to_owned();
    let payment = world.run_for(Millis::hours(1))?;
    same("status", payment.status(), Status::Disputed)?;
    Ok(Opened { transaction, case })
}

pub(super) fn won(world: &World) -> Result<(), KitError> {
    let Opened { case, .. } = opened(world)?;
    let (name, body) = match world.adapter.disputes {
        Some(Disputes::Rest) => (
            "dispute/resolve",
            json!({ "dispute": case, "outcome": "won" }),
        ),
        _ => ("case/close", json!({ "case": case })),
    };
    world.control(name, &body)?;
    let payment = world.run_for(Millis::days(1))?;
    same("status", payment.status(), Status::Captured)?;
    same("taken back at the provider", world.moved("reversal")?, 0)
}

pub(super) fn lost(world: &World) -> Result<(), KitError> {
    let Opened { transaction, case } = opened(world)?;
    if world.adapter.disputes == Some(Disputes::Rest) {
        let lost = json!({ "dispute": case, "outcome": "lost" });
        world.control("dispute/resolve", &lost)?;
    } else {
        world.control(
            "transaction/reverse",
            &json!({ "transaction": transaction }),
        )?;
        world.control("case/close", &json!({ "case": case }))?;
    }
    let payment = world.run_for(Millis::days(1))?;
    same("status", payment.status(), Status::Reversed)?;
    same("taken back", payment.reversed(), world.money(AMOUNT))?;
    same(
        "taken back at the provider",
        world.moved("reversal")?,
        AMOUNT,
    )
}

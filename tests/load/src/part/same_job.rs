//! Whether both sides really do the same job: a figure beside a Worker that
//! does less is worth nothing.

use std::path::Path;
use std::thread;
use std::time::Duration;

use ::http::StatusCode;
use dev_stack::{Repository, Stack, http};
use serde_json::Value;

use super::Bench;
use crate::error::{Error, Result};
use crate::target::{Target, text_at};

/// How often, a second apart, the index is looked at before it counts as left behind.
const LOOKS_MAX: usize = 15;

/// Same key, same answer and one call to the provider; same key and another
/// body, or an amount below the limit, a refusal.
pub(super) fn check(bench: &Bench, stack: &Stack, side: &Target) -> Result<()> {
    let before = sessions(stack)?;
    let key = side.unique();
    let other = format!("{key}-small");
    let ask = |key: &str, amount: &str, expected: StatusCode| {
        let exchange = bench.send(side, side.create_once(key, amount)?)?;
        if exchange.status == expected {
            Ok(exchange.body)
        } else {
            Err(side.refused(&exchange))
        }
    };
    let first = ask(&key, "25.00", StatusCode::CREATED)?;
    let again = ask(&key, "25.00", StatusCode::CREATED)?;
    let different = |what: &str| Error::NotTheSame {
        target: side.name().to_owned(),
        what: what.to_owned(),
    };
    for pointer in ["/payment/id", "/payment/redirect_url", "/payment/secret"] {
        let text = text_at(&first, pointer);
        if text.is_none() || text != text_at(&again, pointer) {
            return Err(different(pointer));
        }
    }
    ask(&key, "26.00", StatusCode::CONFLICT)?;
    ask(&other, "4.99", StatusCode::UNPROCESSABLE_ENTITY)?;
    if sessions(stack)? != before + 1 {
        return Err(different("the number of payment pages"));
    }
    Ok(())
}

/// Every payment that was created is in the index soon.
pub(super) fn check_index(
    repository: &Repository,
    side: &Target,
    config: &Path,
    state: &Path,
) -> Result<()> {
    for _ in 0..LOOKS_MAX {
        if indexed(repository, config, state)? >= side.created() {
            return Ok(());
        }
        thread::sleep(Duration::from_secs(1));
    }
    Err(Error::NotTheSame {
        target: side.name().to_owned(),
        what: "the number of rows in the index".to_owned(),
    })
}

/// Payment pages opened so far.
pub(super) fn sessions(stack: &Stack) -> Result<u64> {
    let url = format!("{}/_sim/calls", stack.sim_url());
    let answer = http::get(&url, None)?;
    let calls: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let count = calls.pointer("/operations/saferpay PaymentPage~1Initialize");
    Ok(count.and_then(Value::as_u64).unwrap_or_default())
}

fn indexed(repository: &Repository, config: &Path, state: &Path) -> Result<u64> {
    let output = super::output(
        "wrangler d1 execute",
        repository
            .wrangler()
            .args(["d1", "execute", "DB", "--local", "--json", "--config"])
            .arg(config)
            .arg("--persist-to")
            .arg(state)
            .args(["--command", "SELECT count(*) AS rows FROM payments"]),
    )?;
    let answer: Value = serde_json::from_str(&output).unwrap_or_default();
    let rows = answer.pointer("/0/results/0/rows");
    rows.and_then(Value::as_u64).ok_or(Error::Step {
        step: "wrangler d1 execute".to_owned(),
        output,
    })
}

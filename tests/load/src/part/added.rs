//! What we add to the provider's own time.

use std::fs;

use ::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dev_stack::{Repository, Stack, http};
use serde_json::{Value, json};

use super::{Bench, section, tell};
use crate::error::{Error, Result};
use crate::number::{milliseconds, milliseconds_between};
use crate::options::Scale;
use crate::table::Table;
use crate::target::{Account, Target};

/// How much slower than itself the simulator is made, in milliseconds.
const LATENCIES: [u64; 2] = [0, 50];
const MEDIAN: usize = 500;

pub(super) fn print(
    repository: &Repository,
    bench: &Bench,
    scale: &Scale,
    stack: &Stack,
    [ours, peer]: &[Target; 2],
) -> Result<()> {
    let direct = Target::initialize("simulator", &stack.sim_url(), account(repository)?)?;
    let sides = [&direct, ours, peer];
    let mut table = Table::new([
        "provider slowed by",
        "provider alone",
        "through ours",
        "ours adds",
        "through TypeScript",
        "TypeScript adds",
    ]);
    for latency in LATENCIES {
        tell(&format!(
            "Creating payments, the provider slowed by {latency} ms."
        ));
        slow_down(stack, latency)?;
        let comparison = bench.compare(&sides, scale.blocks, scale.single, 1)?;
        let median = |side| comparison.side(side).percentile(MEDIAN);
        let (direct, ours, peer) = (median(0), median(1), median(2));
        table.row([
            format!("{latency} ms"),
            milliseconds(direct),
            milliseconds(ours),
            milliseconds_between(direct, ours),
            milliseconds(peer),
            milliseconds_between(direct, peer),
        ]);
    }
    slow_down(stack, 0)?;
    section(
        "What is added to the provider's own time",
        &table,
        "p50, one request at a time; the provider alone is the same call sent straight to the \
         simulator.",
    );
    Ok(())
}

fn slow_down(stack: &Stack, latency_ms: u64) -> Result<()> {
    let fault = json!({
        "provider": "saferpay",
        "operation": "PaymentPage/Initialize",
        "effect": "latency",
        "ms": latency_ms,
    });
    let faults = if latency_ms == 0 { vec![] } else { vec![fault] };
    let url = format!("{}/_sim/faults", stack.sim_url());
    let body = json!({ "reset": true, "faults": faults });
    let answer = http::post_json(&url, &body.to_string())?;
    if answer.status == StatusCode::OK.as_u16() {
        return Ok(());
    }
    Err(Error::Refused {
        target: url,
        status: StatusCode::from_u16(answer.status).unwrap_or_default(),
        body: answer.body,
    })
}

/// The account of the seeded terminal.
fn account(repository: &Repository) -> Result<Account> {
    let path = repository.path("xtask/seed/terminals/saferpay-test.json");
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let all: Value = serde_json::from_str(&text).unwrap_or_default();
    let field = |name: &str| {
        let value = all.pointer(&format!("/credentials/test/{name}"));
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let pair = format!("{}:{}", field("user"), field("password"));
    Ok(Account {
        customer_id: field("customer_id"),
        terminal_id: field("terminal_id"),
        basic: format!("Basic {}", STANDARD.encode(pair)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seeded_account_is_whole() {
        let account = account(&Repository::find()).unwrap();
        assert!(!account.customer_id.is_empty() && !account.terminal_id.is_empty());
        assert_ne!(account.basic, format!("Basic {}", STANDARD.encode(":")));
    }
}

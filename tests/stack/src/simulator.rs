//! The provider simulator as a child process.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{Error, Ports, Process, Repository, Result, http};

const START_LIMIT: Duration = Duration::from_secs(30);
/// The PayPal app of the seeded terminal.
const PAYPAL_CLIENT: &str = "simulator-client";

/// Starts the simulator, waits until it answers and tells it where the
/// Worker wants its webhooks.
pub(crate) fn start(
    repository: &Repository,
    ports: Ports,
    release: bool,
    log_dir: &Path,
) -> Result<Process> {
    let profile = if release { "release" } else { "debug" };
    let binary = repository.target().join(profile).join("psp-simulator");
    let mut command = repository.command(binary);
    command
        .arg("--port")
        .arg(ports.simulator.to_string())
        // A state that is kept knows the ids of earlier simulators; this one
        // must not give them out again.
        .arg("--seed")
        .arg(now_ms().to_string());
    let log = log_dir.join("simulator.log");
    let mut process = Process::spawn("psp-simulator", &mut command, &log)?;
    let url = format!("http://127.0.0.1:{}/_sim", ports.simulator);
    process.wait_for(&format!("{url}/books"), START_LIMIT)?;
    register_webhook(&format!("{url}/accounts"), ports)?;
    Ok(process)
}

fn register_webhook(url: &str, ports: Ports) -> Result<()> {
    let account = serde_json::json!({
        "provider": "paypal",
        "client_id": PAYPAL_CLIENT,
        "webhook_url": format!("http://127.0.0.1:{}/notify/paypal-test", ports.edge),
    });
    let answer = http::post_json(url, &account.to_string())?;
    if answer.status == 200 {
        return Ok(());
    }
    Err(Error::Refused {
        url: url.into(),
        status: answer.status,
        body: answer.body,
    })
}

fn now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0))
}

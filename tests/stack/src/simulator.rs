//! The provider simulator as a child process.

use std::path::Path;
use std::time::Duration;

use crate::{Process, Repository, Result};

const START_LIMIT: Duration = Duration::from_secs(30);

/// Starts the simulator and waits until it answers.
pub(crate) fn start(
    repository: &Repository,
    port: u16,
    release: bool,
    log_dir: &Path,
) -> Result<Process> {
    let profile = if release { "release" } else { "debug" };
    let binary = repository.target().join(profile).join("psp-simulator");
    let mut command = repository.command(binary);
    command.arg("--port").arg(port.to_string());
    let log = log_dir.join("simulator.log");
    let mut process = Process::spawn("psp-simulator", &mut command, &log)?;
    process.wait_for(&format!("http://127.0.0.1:{port}/_sim/books"), START_LIMIT)?;
    Ok(process)
}

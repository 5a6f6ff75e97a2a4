//! A program that runs while other steps are taken.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use dev_stack::{Process, Repository};

use crate::error::{Error, Result};
use crate::progress::{clock, tell};

const POLL: Duration = Duration::from_millis(100);

/// The program. What it prints is kept, so that it stands together; dropping it ends it.
pub(crate) struct Beside {
    name: &'static str,
    process: Process,
    log: PathBuf,
    begun: Instant,
}

impl Beside {
    pub(crate) fn start(
        repository: &Repository,
        name: &'static str,
        command: &mut Command,
    ) -> Result<Self> {
        let log = repository.target().join("logs/beside.log");
        // A log is continued by who opens it.
        if log.exists() {
            fs::remove_file(&log).map_err(Error::file(&log))?;
        }
        Ok(Self {
            name,
            process: Process::spawn(name, command, &log)?,
            log,
            begun: Instant::now(),
        })
    }

    /// Waits for its end and tells what it printed.
    pub(crate) fn join(mut self) -> Result<()> {
        let status = loop {
            match self.process.exit_status() {
                Some(status) => break status,
                None => thread::sleep(POLL),
            }
        };
        let printed = fs::read_to_string(&self.log).map_err(Error::file(&self.log))?;
        if !status.success() {
            return Err(Error::FailedWith {
                step: self.name.into(),
                status: status.to_string(),
                output: printed,
            });
        }
        tell(printed.trim_end());
        tell(format_args!(
            "It took {} at most.",
            clock(self.begun.elapsed())
        ));
        Ok(())
    }
}

//! Running other programs.

use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// Runs a command whose output the person sees.
pub(crate) fn shown(step: &str, command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|source| spawn_error(command, source))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed {
        step: step.into(),
        status: status.to_string(),
    })
}

/// Runs a command quietly and returns what it printed; a failure tells it.
pub(crate) fn quiet(step: &str, command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| spawn_error(command, source))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(printed);
    }
    Err(Error::FailedWith {
        step: step.into(),
        status: output.status.to_string(),
        output: printed + &String::from_utf8_lossy(&output.stderr),
    })
}

fn spawn_error(command: &Command, source: std::io::Error) -> Error {
    Error::Spawn {
        program: command.get_program().to_string_lossy().into_owned(),
        source,
    }
}

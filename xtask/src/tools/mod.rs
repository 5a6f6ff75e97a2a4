//! What the build and the tests need besides Rust and Node, installed once
//! and again when a lock file asks for another version.

pub(crate) mod browser;
mod cargo_tools;
mod lock;
mod npm;
pub(crate) mod wasm_target;

use std::fs::{self, File};

use dev_stack::Repository;

use crate::error::{Error, Result};

/// Held while tools are installed and files are built, so that two commands
/// in one checkout do not write the same files.
#[must_use]
pub(crate) struct Turn(#[expect(dead_code, reason = "held for its lock")] File);

impl Turn {
    pub(crate) fn take(repository: &Repository) -> Result<Self> {
        let target = repository.target();
        fs::create_dir_all(&target).map_err(Error::file(&target))?;
        let path = target.join("xtask.lock");
        let file = File::create(&path).map_err(Error::file(&path))?;
        file.lock().map_err(Error::file(&path))?;
        Ok(Self(file))
    }
}

/// Installs what needs no compiling.
pub(crate) fn ensure_common(repository: &Repository) -> Result<()> {
    wasm_target::ensure(repository)?;
    npm::ensure(repository)
}

/// Installs what a build needs.
pub(crate) fn ensure(repository: &Repository) -> Result<()> {
    ensure_common(repository)?;
    cargo_tools::ensure(repository)
}

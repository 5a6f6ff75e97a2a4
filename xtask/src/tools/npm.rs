//! The npm packages: wrangler with workerd, a Node it can run on, esbuild,
//! wasm-opt.

use std::process::Command;

use dev_stack::Repository;

use crate::build::stamp::{Digest, Stamp};
use crate::error::{Error, Result};
use crate::progress::tell;
use crate::run;

pub(super) fn ensure(repository: &Repository) -> Result<()> {
    let mut inputs = Digest::new();
    inputs.file(&repository.path("package.json"))?;
    inputs.file(&repository.path("package-lock.json"))?;
    // Inside the folder that `npm ci` empties, so that it goes with it.
    let stamp = Stamp::at(repository.path("node_modules/.xtask-stamp"));
    let inputs = inputs.finish();
    if stamp.matches(&inputs, &[repository.npm_bin("wrangler")]) {
        return Ok(());
    }
    tell("Installing the npm packages into node_modules (about a minute, once).");
    // Not through `Repository::command`: npm must not run on the Node that it
    // is about to remove.
    run::quiet(
        "npm ci",
        Command::new("npm")
            .current_dir(repository.root())
            .args(["ci", "--loglevel=error"]),
    )
    .map_err(|error| match error {
        Error::Spawn { .. } => Error::Missing(
            "npm is missing: install Node 20 or newer with npm (https://nodejs.org; Debian: \
             nodejs and npm)."
                .into(),
        ),
        other => other,
    })?;
    stamp.write(&inputs)
}

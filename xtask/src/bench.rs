//! `cargo xtask bench`: the measured tables.

use std::ffi::OsString;

use dev_stack::{BUILT_VARIABLE, Repository};

use crate::error::Result;
use crate::tools::{Turn, browser};
use crate::{build, run};

pub(crate) fn bench(repository: &Repository, arguments: &[OsString]) -> Result<()> {
    let browsers = {
        let _turn = Turn::take(repository)?;
        browser::ensure_chromium(repository)?
    };
    build::everything(repository)?;
    build::simulator(repository, true)?;
    run::shown(
        "The bench",
        repository
            .cargo()
            .args(["run", "--quiet", "--release", "--package", "load", "--"])
            .args(arguments)
            .envs(browsers)
            .env(BUILT_VARIABLE, "1"),
    )
}

//! `cargo xtask bench`: the measured tables.

use std::ffi::OsString;

use dev_stack::{BUILT_VARIABLE, Repository};

use crate::error::Result;
use crate::tools::{Turn, browser};
use crate::{build, run};

pub(crate) fn bench(repository: &Repository, arguments: &[OsString]) -> Result<()> {
    let browser = {
        let _turn = Turn::take(repository)?;
        browser::ensure()?
    };
    build::everything(repository)?;
    build::simulator(repository, true)?;
    run::shown(
        "The bench",
        repository
            .command("cargo")
            .args(["run", "--quiet", "--release", "--package", "load", "--"])
            .args(arguments)
            .env(browser::CHROMIUM_VARIABLE, &browser.chromium)
            .env(browser::DRIVER_VARIABLE, &browser.driver)
            .env(BUILT_VARIABLE, "1"),
    )
}

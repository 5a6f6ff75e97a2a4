//! `cargo xtask test`: everything that must hold, cheapest first.

use dev_stack::{BUILT_VARIABLE, Repository};

use crate::error::Result;
use crate::progress::{Steps, tell};
use crate::tools::{self, Turn, browser, wasm_target};
use crate::{build, run};

pub(crate) fn test(repository: &Repository) -> Result<()> {
    let cargo = |arguments: &str| {
        let mut command = repository.command("cargo");
        command.args(arguments.split(' '));
        command
    };
    let mut steps = Steps::default();
    let browser = steps.run("Tools", || {
        let _turn = Turn::take(repository)?;
        tools::ensure(repository)?;
        wasm_target::ensure_components(repository)?;
        browser::ensure()
    })?;
    steps.run("Format", || {
        run::shown("cargo fmt", &mut cargo("fmt --all --check"))
    })?;
    steps.run("Lints", || {
        let lints = "clippy --workspace --all-targets -- --deny warnings";
        run::shown("cargo clippy", &mut cargo(lints))
    })?;
    steps.run("Tests without a browser", || {
        let tests = "test --workspace --exclude end-to-end";
        run::shown("cargo test", &mut cargo(tests))
    })?;
    steps.run("Build", || {
        build::everything(repository)?;
        build::simulator(repository, false)
    })?;
    steps.run("Deployment, without deploying", || {
        build::check_deployment(repository)
    })?;
    steps.run("End-to-end tests in Chromium", || {
        // Named within the workspace, it shares the features, and so the compiled crates, of the
        // tests before.
        let mut command = cargo("test --workspace --test end_to_end");
        command
            .env(browser::CHROMIUM_VARIABLE, &browser.chromium)
            .env(browser::DRIVER_VARIABLE, &browser.driver)
            .env(BUILT_VARIABLE, "1");
        run::shown("The end-to-end tests", &mut command)
    })?;
    steps.summarize();
    tell("All tests pass.");
    Ok(())
}

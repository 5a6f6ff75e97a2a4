//! `cargo xtask test`: everything that must hold, cheapest first.

use std::env;

use dev_stack::{BUILT_VARIABLE, Repository};

use crate::beside::Beside;
use crate::error::Result;
use crate::progress::{Steps, tell};
use crate::tools::{self, Turn, browser, wasm_target};
use crate::{build, run};

/// Properties are tried with the same values every time, so that a change fails by its own fault;
/// `cargo test` tries others, and finds what nobody thought of.
const SEED_VARIABLE: &str = "PROPTEST_RNG_SEED";
const SEED: &str = "20261129";

pub(crate) fn test(repository: &Repository) -> Result<()> {
    let cargo = |arguments: &str| {
        let mut command = repository.cargo();
        command.args(arguments.split(' '));
        command
    };
    let mut steps = Steps::default();
    steps.run("Compilers and Node's packages", || {
        let _turn = Turn::take(repository)?;
        tools::ensure_common(repository)?;
        wasm_target::ensure_components(repository)
    })?;
    // Long stretches of either keep one processor only. The build is a process of its own, so that
    // what it prints stands together.
    let build = Beside::start(
        repository,
        "Building widget and Worker",
        repository.cargo().args(["xtask", "build", "--no-dry-run"]),
    )?;
    steps.run("Format", || {
        run::shown("cargo fmt", &mut cargo("fmt --all --check"))
    })?;
    steps.run("Lints", || {
        // With what only a browser runs.
        let lints = "clippy --workspace --all-targets --features obole-widget/browser \
                     -- --deny warnings";
        run::shown("cargo clippy", &mut cargo(lints))
    })?;
    steps.run("Types of scripts", || {
        for project in [
            "widget/types",
            "widget/examples/react",
            "tests/load/forms/preact",
        ] {
            let mut tsc = repository.command(repository.npm_bin("tsc"));
            run::shown("tsc", tsc.args(["-p", project]))?;
        }
        Ok(())
    })?;
    steps.run("Tests without a browser", || {
        let mut command = cargo("test --workspace --exclude end-to-end");
        if env::var_os(SEED_VARIABLE).is_none() {
            command.env(SEED_VARIABLE, SEED);
        }
        run::shown("cargo test", &mut command)
    })?;
    let browsers = steps.run("Browsers", || browser::ensure(repository))?;
    // Named within the workspace, both share the features, and so the compiled crates, of the
    // tests before.
    steps.run("The provider simulator and the browser tests", || {
        let both = "build --workspace --bin psp-simulator --test end_to_end";
        run::shown("cargo build", &mut cargo(both))
    })?;
    steps.run("The build that ran beside", || build.join())?;
    steps.run("Deployment, without deploying", || {
        build::check_deployment(repository)
    })?;
    steps.run("End-to-end tests in browsers", || {
        let mut command = cargo("test --workspace --test end_to_end");
        command.envs(browsers).env(BUILT_VARIABLE, "1");
        run::shown("The end-to-end tests", &mut command)
    })?;
    steps.summarize();
    tell("All tests pass.");
    Ok(())
}

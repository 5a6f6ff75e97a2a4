//! Tools installed by `cargo install` into `.tools`.

use std::process::Command;

use dev_stack::Repository;

use super::lock;
use crate::error::Result;
use crate::progress::tell;
use crate::run;

struct Tool {
    /// The package to install.
    package: &'static str,
    /// The program it brings.
    program: &'static str,
    /// The library in `Cargo.lock` whose version it must have.
    library: &'static str,
}

const TOOLS: [Tool; 2] = [
    Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        library: "wasm-bindgen",
    },
    Tool {
        package: "worker-build",
        program: "worker-build",
        library: "worker",
    },
];

/// The driver of Firefox that the tests were written with.
const GECKODRIVER: &str = "0.37.1";

pub(super) fn ensure(repository: &Repository) -> Result<()> {
    for tool in TOOLS {
        let wanted = lock::version(repository, tool.library)?;
        if installed(repository, tool.program).as_deref() != Some(wanted.as_str()) {
            tell(format_args!(
                "Installing {} {wanted} into .tools (some minutes, once).",
                tool.package
            ));
            install(repository, tool.package, tool.program, &wanted)?;
        }
    }
    Ok(())
}

/// The driver of Firefox, which Debian does not package. Its version follows no library of ours:
/// one driver serves many versions of the browser.
pub(super) fn ensure_geckodriver(repository: &Repository) -> Result<()> {
    tell(format_args!(
        "Installing geckodriver {GECKODRIVER} into .tools (some minutes, once)."
    ));
    install(repository, "geckodriver", "geckodriver", GECKODRIVER)
}

fn installed(repository: &Repository, program: &str) -> Option<String> {
    let output = Command::new(repository.cargo_bin(program))
        .arg("--version")
        .output()
        .ok()?;
    told_version(&String::from_utf8(output.stdout).ok()?)
}

/// The version in `wasm-bindgen 0.2.130` as in `0.8.7`.
fn told_version(text: &str) -> Option<String> {
    let word = text.lines().next()?.split_whitespace().last()?;
    Some(word.to_owned())
}

/// Tools that run for a second are not worth minutes of optimization, except what reads and
/// writes modules of megabytes.
const OPTIMIZED: [&str; 3] = ["walrus", "wasmparser", "wasm-bindgen-cli-support"];

fn install(repository: &Repository, package: &str, program: &str, version: &str) -> Result<()> {
    let mut command = repository.cargo();
    command
        .args(["install", package, "--bin", program, "--force", "--quiet"])
        .arg("--version")
        .arg(format!("={version}"))
        .arg("--root")
        .arg(repository.path(".tools"))
        .arg("--target-dir")
        .arg(repository.target().join("tools"));
    let plain = ["opt-level=0", "lto=false", "codegen-units=16"].map(String::from);
    let optimized = OPTIMIZED.map(|name| format!("package.{name}.opt-level=1"));
    for setting in plain.into_iter().chain(optimized) {
        command
            .arg("--config")
            .arg(format!("profile.release.{setting}"));
    }
    run::shown(&format!("Installing {package}"), &mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_telling_a_version() {
        assert_eq!(
            told_version("wasm-bindgen 0.2.130\n").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(told_version("0.8.7\n").as_deref(), Some("0.8.7"));
        assert_eq!(told_version(""), None);
    }
}

//! The compiler's WebAssembly target, and the components the checks use.

use std::path::Path;
use std::process::Command;

use dev_stack::Repository;

use crate::error::{Error, Result};
use crate::progress::tell;
use crate::run;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn ensure(repository: &Repository) -> Result<()> {
    // Asked in the root, where a toolchain file would count.
    ensure_source(repository)?;
    let folder = run::quiet(
        "asking rustc for its WebAssembly target",
        repository
            .command("rustc")
            .args(["--print", "target-libdir", "--target", TARGET]),
    )?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    tell(format_args!("Adding the Rust target {TARGET} (once)."));
    add(
        repository.command("rustup").args(["target", "add", TARGET]),
        &format!(
            "The Rust target {TARGET} is missing and rustup cannot add it. With rustup run \
             `rustup target add {TARGET}`; with a distribution's Rust install its package of \
             that target (Debian: libstd-rust-dev-wasm32)."
        ),
    )
}

/// The standard library's source, which the widget is compiled with anew.
fn ensure_source(repository: &Repository) -> Result<()> {
    let root = run::quiet(
        "asking rustc where it is",
        repository.command("rustc").args(["--print", "sysroot"]),
    )?;
    let source = Path::new(root.trim()).join("lib/rustlib/src/rust/library/Cargo.lock");
    if source.is_file() {
        return Ok(());
    }
    tell("Adding the source of Rust's standard library (once).");
    add(
        repository
            .command("rustup")
            .args(["component", "add", "rust-src"]),
        "The source of Rust's standard library is missing and rustup cannot add it: run \
         `rustup component add rust-src`, or install your distribution's package of that name.",
    )
}

/// Adds `rustfmt` and `clippy` where a minimal toolchain lacks them.
pub(crate) fn ensure_components(repository: &Repository) -> Result<()> {
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        let there = repository.command(program).arg("--version").output();
        if there.is_ok_and(|output| output.status.success()) {
            continue;
        }
        tell(format_args!(
            "Adding the Rust component {component} (once)."
        ));
        add(
            repository
                .command("rustup")
                .args(["component", "add", component]),
            &format!(
                "{component} is missing and rustup cannot add it: run `rustup component add \
                 {component}`, or install your distribution's package of that name."
            ),
        )?;
    }
    Ok(())
}

fn add(command: &mut Command, advice: &str) -> Result<()> {
    run::quiet("rustup", command)
        .map(drop)
        .map_err(|error| Error::Missing(format!("{advice}\nIt said: {error}")))
}

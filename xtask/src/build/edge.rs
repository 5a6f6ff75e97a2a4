//! The Worker in `edge/build`.

use std::path::PathBuf;

use dev_stack::Repository;

use super::stamp::{Digest, Stamp};
use crate::error::Result;
use crate::progress::tell;
use crate::run;
use crate::tools::wasm_target::TARGET;

const PROFILE: &str = "edge";

/// Compiles the Worker and binds it if anything changed.
pub(super) fn build(repository: &Repository) -> Result<()> {
    tell("Building the Worker.");
    let compiled = compile(repository)?;
    let folder = repository.path("edge/build");
    let stamp = Stamp::at(repository.target().join("stamps/edge"));
    let mut inputs = Digest::new();
    inputs
        .part(include_str!("edge.rs"))
        .file(&repository.path("Cargo.lock"))?
        .file(&repository.path("package-lock.json"))?
        .file(&repository.path("edge/Cargo.toml"))?
        .file(&compiled)?;
    let inputs = inputs.finish();
    if stamp.matches(
        &inputs,
        &[folder.join("index.js"), folder.join("index_bg.wasm")],
    ) {
        return Ok(());
    }
    stamp.clear()?;
    run::quiet(
        "worker-build",
        repository
            .command(repository.cargo_bin("worker-build"))
            .current_dir(repository.path("edge"))
            .args(["--profile", PROFILE])
            // Without these three it downloads tools of its own.
            .env("WASM_BINDGEN_BIN", repository.cargo_bin("wasm-bindgen"))
            .env("WASM_OPT_BIN", repository.npm_bin("wasm-opt"))
            .env("ESBUILD_BIN", repository.npm_bin("esbuild")),
    )?;
    stamp.write(&inputs)
}

/// Compiles as worker-build does and returns the raw module, so that its slow
/// steps run only when the module changed.
fn compile(repository: &Repository) -> Result<PathBuf> {
    run::shown(
        "Compiling the Worker",
        repository
            .cargo()
            .current_dir(repository.path("edge"))
            .args(["build", "--lib", "--profile", PROFILE, "--target", TARGET])
            .env("WASM_BINDGEN_USE_JS_SYS", "1"),
    )?;
    Ok(repository
        .target()
        .join(TARGET)
        .join(PROFILE)
        .join("obole_edge.wasm"))
}

//! The widget's public files in `dist/public`.

use std::fs;
use std::path::{Path, PathBuf};

use dev_stack::Repository;

use super::stamp::{Digest, Stamp};
use super::{HEADERS, loader, write};
use crate::error::{Error, Result};
use crate::progress::tell;
use crate::run;

/// Decides the names of the wasm module and its glue.
const NAME: &str = "widget";

/// What rustc enables for the target; wasm-opt must be told.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles the widget and makes its public files if anything changed.
pub(super) fn build(repository: &Repository) -> Result<()> {
    tell("Building the widget.");
    let compiled = compile(repository)?;
    let public = repository.path("dist/public");
    let stamp = Stamp::at(repository.target().join("stamps/widget"));
    let inputs = inputs(repository, &compiled)?;
    let outputs = [
        public.join("obole.js"),
        public.join("_headers"),
        public.join("v"),
    ];
    if stamp.matches(&inputs, &outputs) {
        return Ok(());
    }
    stamp.clear()?;
    let work = repository.target().join("widget-bundle");
    let (wasm, glue) = shrink(repository, &compiled, &work)?;
    let loader = loader::bundle(repository, &wasm, &glue)?;
    publish(&public, &loader, &wasm, &glue)?;
    tell(format_args!(
        "Widget {}: loader {} bytes, glue {} bytes, wasm {} bytes.",
        loader.version,
        loader.script.len(),
        glue.len(),
        wasm.len()
    ));
    stamp.write(&inputs)
}

/// Compiles and returns the raw module.
fn compile(repository: &Repository) -> Result<PathBuf> {
    run::shown(
        "Compiling the widget",
        repository
            .command("cargo")
            .args(["build", "--package", "obole-widget", "--lib"])
            .args(["--profile", "widget", "--features", "hydrate"])
            .args(["--target", crate::tools::wasm_target::TARGET]),
    )?;
    Ok(repository
        .target()
        .join(crate::tools::wasm_target::TARGET)
        .join("widget/obole_widget.wasm"))
}

fn inputs(repository: &Repository, compiled: &Path) -> Result<String> {
    let mut digest = Digest::new();
    // The recipe itself, the tools' versions, the sources.
    digest
        .part(include_str!("widget.rs"))
        .part(include_str!("loader.rs"))
        .part(HEADERS)
        .file(&repository.path("Cargo.lock"))?
        .file(&repository.path("package-lock.json"))?
        .file(compiled)?;
    // All scripts, because the loader may import others.
    for script in scripts(&repository.path("widget"))? {
        digest.file(&script)?;
    }
    Ok(digest.finish())
}

fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.is_dir() {
            scripts.extend(self::scripts(&path)?);
        } else if path.extension().is_some_and(|it| it == "js" || it == "css") {
            scripts.push(path);
        }
    }
    scripts.sort();
    Ok(scripts)
}

/// Binds, optimizes and minifies: the final wasm module and its glue.
fn shrink(repository: &Repository, compiled: &Path, work: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    run::quiet(
        "wasm-bindgen",
        repository
            .command(repository.cargo_bin("wasm-bindgen"))
            .arg(compiled)
            .args(["--target", "web", "--no-typescript", "--out-name", NAME])
            .arg("--out-dir")
            .arg(work),
    )?;
    let wasm = work.join("optimized.wasm");
    run::quiet(
        "wasm-opt",
        repository
            .command(repository.npm_bin("wasm-opt"))
            .arg(work.join(format!("{NAME}_bg.wasm")))
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(WASM_FEATURES)
            .arg("--output")
            .arg(&wasm),
    )?;
    let glue = run::quiet(
        "Minifying the glue with esbuild",
        repository
            .command(repository.npm_bin("esbuild"))
            .arg(work.join(format!("{NAME}.js")))
            .args(["--bundle", "--minify", "--format=esm", "--target=es2020"])
            .args([
                "--charset=utf8",
                "--legal-comments=none",
                "--log-level=warning",
            ]),
    )?;
    let wasm = fs::read(&wasm).map_err(Error::file(&wasm))?;
    Ok((wasm, glue.into_bytes()))
}

/// Writes the public files; versions of earlier builds go.
fn publish(public: &Path, loader: &loader::Loader, wasm: &[u8], glue: &[u8]) -> Result<()> {
    let versions = public.join("v");
    if versions.exists() {
        fs::remove_dir_all(&versions).map_err(Error::file(&versions))?;
    }
    let version = versions.join(&loader.version);
    let script = loader.script.as_bytes();
    write(&version.join(format!("{NAME}_bg.wasm")), wasm)?;
    write(&version.join(format!("{NAME}.js")), glue)?;
    write(&version.join("obole.js"), script)?;
    write(&public.join("_headers"), HEADERS.as_bytes())?;
    // Last: it names the files above.
    write(&public.join("obole.js"), script)
}

//! The widget's public files in `dist/public`.

use std::fs;
use std::path::{Path, PathBuf};

use dev_stack::Repository;

use super::inventory::{self, Script};
use super::published::{INVENTORY, Version};
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

/// Compiles the widget and makes its public files if anything changed; returns the version.
pub(super) fn build(repository: &Repository) -> Result<String> {
    tell("Building the widget.");
    let compiled = compile(repository)?;
    let public = repository.path("dist/public");
    let stamp = Stamp::at(repository.target().join("stamps/widget"));
    let inputs = inputs(repository, &compiled)?;
    if let Some(version) = current(&public, &stamp, &inputs) {
        return Ok(version);
    }
    stamp.clear()?;
    let work = repository.target().join("widget-bundle");
    let (wasm, glue) = shrink(repository, &compiled, &work)?;
    let late = loader::late(repository)?;
    let files = loader::Files {
        wasm: &wasm,
        glue: &glue,
        late: late.as_bytes(),
    };
    let loader = loader::bundle(repository, &files)?;
    publish(&public, &loader, &files)?;
    gallery(repository, &public)?;
    tell(format_args!(
        "Widget {}: loader {} bytes, glue {} bytes, wasm {} bytes.",
        loader.version,
        loader.script.len(),
        glue.len(),
        wasm.len()
    ));
    stamp.write(&inputs)?;
    Ok(loader.version)
}

/// The version that the last build made, if it had these inputs and its files are still there.
pub(super) fn current(public: &Path, stamp: &Stamp, inputs: &str) -> Option<String> {
    let latest = public.join("v/latest.json");
    let outputs = [
        public.join("obole.js"),
        public.join("_headers"),
        public.join("gallery"),
    ];
    if !stamp.matches(inputs, &outputs) {
        return None;
    }
    let version = Version::newest(&fs::read(latest).ok()?).ok()?;
    let folder = public.join("v").join(&version);
    Version::is_whole(&folder, &version).then_some(version)
}

/// A panic in the browser ends in a trap either way; what it would say, and the code that would
/// say it, are a fifth of the module. Leaving them out takes a standard library compiled for it,
/// which stable compilers do only when told that this is meant.
const FLAGS: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// Compiles and returns the raw module.
fn compile(repository: &Repository) -> Result<PathBuf> {
    run::shown(
        "Compiling the widget",
        repository
            .cargo()
            .args(["build", "--package", "obole-widget", "--lib"])
            .args(["--profile", "widget", "--features", "browser"])
            .args(["--target", crate::tools::wasm_target::TARGET])
            .args([
                "-Zbuild-std=std,panic_abort",
                "-Zbuild-std-features=optimize_for_size",
            ])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", FLAGS),
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
        .part(include_str!("inventory.rs"))
        .part(HEADERS)
        .file(&repository.path("Cargo.lock"))?
        .file(&repository.path("package-lock.json"))?
        .file(compiled)?;
    // All scripts, because the loader may import others.
    let folder = repository.path("widget");
    digest.file(&folder.join("loader.js"))?;
    for part in ["late", "gallery"] {
        for script in scripts(&folder.join(part))? {
            digest.file(&script)?;
        }
    }
    Ok(digest.finish())
}

fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let path = entry.map_err(Error::file(folder))?.path();
        if path.is_dir() {
            scripts.extend(self::scripts(&path)?);
        } else if path.extension().is_some_and(|it| {
            ["js", "css", "html", "json", "svg"]
                .iter()
                .any(|known| it == *known)
        }) {
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
            .args(["-Oz", "--converge", "--strip-debug", "--strip-producers"])
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

/// Writes the public files beside those of other versions.
pub(super) fn publish(
    public: &Path,
    loader: &loader::Loader,
    files: &loader::Files<'_>,
) -> Result<()> {
    let versions = public.join("v");
    let version = versions.join(&loader.version);
    let script = loader.script.as_bytes();
    let scripts = [
        Script {
            name: "obole.js",
            content: script,
            purpose: "Puts the payment form into the page and loads the files below. The only \
                      script that a page names.",
        },
        Script {
            name: "widget.js",
            content: files.glue,
            purpose: "Connects the form to the program below.",
        },
        Script {
            name: "widget_bg.wasm",
            content: files.wasm,
            purpose: "Reads amounts, spells the sum on the button, asks the edge for a payment \
                      and sends the donor to the provider.",
        },
        Script {
            name: "late.js",
            content: files.late,
            purpose: "Shows a donor who comes back what became of the payment, keeps a page's \
                      own colours readable, and names mistaken attributes in the console.",
        },
    ];
    for one in &scripts {
        write(&version.join(one.name), one.content)?;
    }
    let inventory = inventory::json(&loader.version, &scripts);
    write(&version.join(INVENTORY), inventory.as_bytes())?;
    write(&versions.join("latest.json"), inventory.as_bytes())?;
    write(&public.join("_headers"), HEADERS.as_bytes())?;
    // Last: it names the files above.
    write(&public.join("obole.js"), script)
}

/// The page that shows how a checkout can look, as it stands.
fn gallery(repository: &Repository, public: &Path) -> Result<()> {
    let (source, target) = (repository.path("widget/gallery"), public.join("gallery"));
    if !source.is_dir() {
        return Ok(());
    }
    for path in scripts(&source)? {
        let content = fs::read(&path).map_err(Error::file(&path))?;
        if let Ok(name) = path.strip_prefix(&source) {
            write(&target.join(name), &content)?;
        }
    }
    Ok(())
}

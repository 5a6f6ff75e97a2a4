//! Everything that is shipped: the widget's files and the Worker.

mod edge;
pub(crate) mod integrity;
mod inventory;
mod kept;
mod loader;
mod published;
pub(crate) mod stamp;
mod widget;

use std::fs;

use dev_stack::Repository;
use kept::Shelf;
use url::Url;

use crate::arguments::BuildOptions;
use crate::error::{Error, Result};
use crate::progress::tell;
use crate::run;
use crate::tools::{self, Turn};

/// What the Workers platform sends with the public files. They are made to be
/// loaded by pages of other origins.
const HEADERS: &str = "\
/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  X-Content-Type-Options: nosniff
/obole.js
  Cache-Control: public, max-age=300, stale-while-revalidate=86400
/v/*
  Cache-Control: public, max-age=31536000, immutable
/v/latest.json
  ! Cache-Control
  Cache-Control: public, max-age=300
/v/versions.json
  ! Cache-Control
  Cache-Control: public, max-age=300
/gallery/*
  Cache-Control: public, max-age=300
  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types obole
  Referrer-Policy: strict-origin
";

/// Builds for release, beside the versions that are to be kept, and, if asked,
/// lets wrangler check what would be deployed.
pub(crate) fn build(repository: &Repository, options: &BuildOptions) -> Result<()> {
    make(repository, options.keep.as_ref())?;
    if options.dry_run {
        check_deployment(repository)?;
        if options.keep.is_none() {
            Shelf::of(&repository.path("dist")).remind()?;
        }
    }
    Ok(())
}

/// Installs the tools and builds what changed.
pub(crate) fn everything(repository: &Repository) -> Result<()> {
    make(repository, None)
}

fn make(repository: &Repository, keep: Option<&Url>) -> Result<()> {
    let _turn = Turn::take(repository)?;
    let shelf = Shelf::of(&repository.path("dist"));
    // First: what cannot be had ends the build before it takes minutes.
    if let Some(origin) = keep {
        shelf.fetch(origin)?;
    }
    tools::ensure(repository)?;
    let version = widget::build(repository)?;
    shelf.settle(&version)?;
    edge::build(repository)
}

/// The provider simulator, which is never shipped.
pub(crate) fn simulator(repository: &Repository, release: bool) -> Result<()> {
    let mut command = repository.cargo();
    command.args(["build", "--quiet", "--package", "psp-simulator"]);
    if release {
        command.arg("--release");
    }
    run::shown("Building the provider simulator", &mut command)
}

/// Runs `wrangler deploy --dry-run` and tells the Worker's size.
pub(crate) fn check_deployment(repository: &Repository) -> Result<()> {
    let printed = run::quiet(
        "wrangler deploy --dry-run",
        repository.wrangler().args(["deploy", "--dry-run"]),
    )?;
    let size = printed
        .lines()
        .find(|line| line.contains("gzip"))
        .unwrap_or("Its size was not told.");
    tell(format_args!(
        "wrangler deploy --dry-run passes. {}",
        size.trim()
    ));
    Ok(())
}

/// Writes a file together with its folder.
fn write(path: &std::path::Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    fs::write(path, content).map_err(Error::file(path))
}

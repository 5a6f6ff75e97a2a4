//! The loader: the one script a page names. It is bundled as a classic script
//! and told which version of the widget it loads.

use std::path::Path;

use dev_stack::Repository;

use super::integrity;
use super::stamp::Digest;
use crate::error::Result;
use crate::run;

/// Characters of the content's digest in a version.
const CONTENT_DIGITS: usize = 8;

/// The loader and the version it names.
pub(super) struct Loader {
    pub(super) version: String,
    pub(super) script: String,
}

/// The files whose integrity the loader knows.
pub(super) struct Files<'a> {
    pub(super) wasm: &'a [u8],
    pub(super) glue: &'a [u8],
    pub(super) late: &'a [u8],
}

/// Bundles what few pages need, as a module.
pub(super) fn late(repository: &Repository) -> Result<String> {
    esbuild(
        repository,
        &repository.path("widget/late/late.js"),
        "esm",
        &[],
    )
}

/// Bundles the loader for these files.
pub(super) fn bundle(repository: &Repository, files: &Files<'_>) -> Result<Loader> {
    let source = repository.path("widget/loader.js");
    let wasm_integrity = integrity::sha384(files.wasm);
    let glue_integrity = integrity::sha384(files.glue);
    let late_integrity = integrity::sha384(files.late);
    let bundled = |version: &str| {
        esbuild(
            repository,
            &source,
            "iife",
            &[
                ("OBOLE_VERSION", version),
                ("OBOLE_WASM_INTEGRITY", &wasm_integrity),
                ("OBOLE_GLUE_INTEGRITY", &glue_integrity),
                ("OBOLE_LATE_INTEGRITY", &late_integrity),
            ],
        )
    };
    // A version is immutable, so it also names the loader's own content, which
    // in turn holds the integrity of the other files.
    let version = version(&bundled("")?);
    let script = bundled(&version)?;
    Ok(Loader { version, script })
}

fn version(content: &str) -> String {
    let mut digest = Digest::new();
    digest.part(content);
    let digits: String = digest.finish().chars().take(CONTENT_DIGITS).collect();
    format!("{}-{digits}", env!("CARGO_PKG_VERSION"))
}

fn esbuild(
    repository: &Repository,
    source: &Path,
    format: &str,
    constants: &[(&str, &str)],
) -> Result<String> {
    let mut command = repository.command(repository.npm_bin("esbuild"));
    command.arg(source).args([
        "--bundle",
        "--minify",
        // Class fields, and no older syntax for them.
        "--target=es2022",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
    ]);
    command.arg(format!("--format={format}"));
    for (name, value) in constants {
        // None of the values holds a quote or a backslash.
        command.arg(format!("--define:{name}=\"{value}\""));
    }
    run::quiet("Bundling the loader with esbuild", &mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_follows_the_content() {
        assert_eq!(version("a"), version("a"));
        assert_ne!(version("a"), version("b"));
        let (package, digits) = version("a")
            .rsplit_once('-')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        assert_eq!(package, env!("CARGO_PKG_VERSION"));
        assert_eq!(digits.len(), CONTENT_DIGITS);
    }
}

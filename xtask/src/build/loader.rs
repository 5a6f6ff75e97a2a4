//! The loader: the one script a page names. It is bundled as a classic script
//! and told which version of the widget it loads.

use std::path::Path;

use dev_stack::Repository;

use super::integrity;
use super::stamp::Digest;
use crate::error::{Error, Result};
use crate::run;

/// Characters of the content's digest in a version.
const CONTENT_DIGITS: usize = 8;
/// Most characters of a version.
const NAME_MAX: usize = 64;

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
    if !is_named(script.as_bytes(), &version) {
        return Err(Error::Missing(format!(
            "The loader {version} could not be kept by later builds: without its version it is \
             not the script that the version was made from."
        )));
    }
    Ok(Loader { version, script })
}

/// The version that a loader gets which is this as long as it names none.
pub(super) fn version(content: &str) -> String {
    format!("{}-{}", env!("CARGO_PKG_VERSION"), digits(content))
}

fn digits(content: &str) -> String {
    let mut digest = Digest::new();
    digest.part(content);
    digest.finish().chars().take(CONTENT_DIGITS).collect()
}

/// Whether a name is that of a version: the package's version, and digits of the content.
pub(super) fn is_version(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-+".contains(&byte);
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    name.len() <= NAME_MAX
        && name.rsplit_once('-').is_some_and(|(package, digits)| {
            package.starts_with(|first: char| first.is_ascii_digit())
                && package.bytes().all(is_plain)
                && digits.len() == CONTENT_DIGITS
                && digits.bytes().all(is_digit)
        })
}

/// Whether a version was made from this loader.
pub(super) fn is_named(script: &[u8], version: &str) -> bool {
    str::from_utf8(script).is_ok_and(|script| {
        let named = version.rsplit_once('-').map(|(_, digits)| digits);
        named == Some(&digits(&script.replace(version, "")))
    })
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

    #[test]
    fn a_loader_is_held_against_its_version() {
        let version = version("load('/v/')");
        assert!(is_version(&version));
        let script = format!("load('/v/{version}')");
        assert!(is_named(script.as_bytes(), &version));
        let other = script.replace("load", "leak");
        assert!(!is_named(other.as_bytes(), &version));
        assert!(!is_named(b"\xff", &version));
    }

    #[test]
    fn only_a_version_is_taken_for_one() {
        for good in [
            "0.1.0-14a980f0",
            "1.0.0-beta.2-0123abcd",
            "1.2.3+4-0123abcd",
        ] {
            assert!(is_version(good), "{good}");
        }
        for bad in [
            "",
            "latest.json",
            "14a980f0",
            "-14a980f0",
            "0.1.0-14A980F0",
            "0.1.0-14a980f",
            "../1-14a980f0",
            "1/../2-14a980f0",
            "1\\2-14a980f0",
            ".1-14a980f0",
            &format!("{}-14a980f0", "1".repeat(NAME_MAX)),
        ] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}

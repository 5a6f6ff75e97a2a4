//! The scripts of the widget's peers, bundled as a site owner would ship them.

use std::fs;
use std::path::{Path, PathBuf};

use dev_stack::Repository;

use crate::error::{Error, Result};
use crate::part::step;
use crate::size;

/// The peers' sources.
const FOLDER: &str = "tests/load/forms";

const ALWAYS: [&str; 4] = [
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=none",
    "--log-level=error",
];
/// One classic script, as small as it gets.
const BUNDLED: [&str; 3] = ["--bundle", "--minify", "--format=iife"];

/// Our form, written with Preact.
pub(crate) fn preact(repository: &Repository) -> Result<Vec<u8>> {
    let style = out(repository, "style.css");
    let source = repository.path("widget/src/style.css");
    esbuild(repository, &source, &style, &["--minify"])?;
    let alias = format!("--alias:obole:style={}", style.display());
    let source = repository.path(FOLDER).join("preact/index.tsx");
    let script = out(repository, "preact.js");
    let mut arguments = BUNDLED.to_vec();
    arguments.extend([
        "--loader:.css=text",
        "--jsx=automatic",
        "--jsx-import-source=preact",
        &alias,
    ]);
    esbuild(repository, &source, &script, &arguments)?;
    size::read(&script)
}

/// Adyen's core with nothing but the redirect.
pub(crate) fn adyen(repository: &Repository) -> Result<Vec<u8>> {
    let source = repository.path(FOLDER).join("adyen.js");
    let script = out(repository, "adyen.js");
    esbuild(repository, &source, &script, &BUNDLED)?;
    size::read(&script)
}

/// Braintree's drop-in as it is published.
pub(crate) fn braintree(repository: &Repository) -> Result<Vec<u8>> {
    size::read(&package_file(
        repository,
        "braintree-web-drop-in",
        "dist/browser/dropin.js",
    )?)
}

/// A module as a classic script, otherwise as it is; its exports are the global `name`.
pub(crate) fn classic(repository: &Repository, module: &[u8], name: &str) -> Result<Vec<u8>> {
    let source = out(repository, "module.js");
    fs::write(&source, module).map_err(Error::file(&source))?;
    let script = out(repository, "classic.js");
    let global = format!("--global-name={name}");
    esbuild(repository, &source, &script, &["--format=iife", &global])?;
    size::read(&script)
}

/// The version of an installed package.
pub(crate) fn version(repository: &Repository, package: &str) -> Result<String> {
    let path = package_file(repository, package, "package.json")?;
    let text = size::read(&path)?;
    let description: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let version = description.get("version").and_then(|it| it.as_str());
    Ok(version.unwrap_or_default().to_owned())
}

/// A file of an npm package, found where Node finds it: in the repository,
/// else in a folder that `NODE_PATH` names.
fn package_file(repository: &Repository, package: &str, file: &str) -> Result<PathBuf> {
    let elsewhere = std::env::var_os("NODE_PATH").unwrap_or_default();
    let folders = [repository.path("node_modules")];
    let folders = folders.into_iter().chain(std::env::split_paths(&elsewhere));
    folders
        .map(|folder| folder.join(package).join(file))
        .find(|path| path.is_file())
        .ok_or_else(|| Error::NotInstalled {
            name: package.to_owned(),
        })
}

fn out(repository: &Repository, name: &str) -> PathBuf {
    repository.target().join("load/forms").join(name)
}

fn esbuild(repository: &Repository, from: &Path, to: &Path, arguments: &[&str]) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Error::file(folder))?;
    }
    step(
        "esbuild",
        repository
            .command(repository.npm_bin("esbuild"))
            .arg(from)
            .args(ALWAYS)
            .args(arguments)
            .arg(format!("--outfile={}", to.display())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_installed_is_told() {
        let error = package_file(&Repository::find(), "no-such-package", "index.js").unwrap_err();
        assert!(error.to_string().starts_with("no-such-package is not"));
    }
}

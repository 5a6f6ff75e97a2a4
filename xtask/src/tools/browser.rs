//! The browser of the end-to-end tests.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result};
use crate::progress::tell;
use crate::run;

/// Names the browser; overrides the search.
pub(crate) const CHROMIUM_VARIABLE: &str = "OBOLE_CHROMIUM";
/// Names its driver; overrides the search.
pub(crate) const DRIVER_VARIABLE: &str = "OBOLE_CHROMEDRIVER";

const CHROMIUM_NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const DRIVER_NAMES: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds Chromium and its driver; installs them on Debian as root.
pub(crate) fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if !(Path::new("/etc/debian_version").exists() && rustix::process::geteuid().is_root()) {
        return Err(missing());
    }
    tell("Installing Chromium and its driver with apt-get (about a minute, once).");
    apt(&["update"])?;
    apt(&[
        "install",
        "--yes",
        "--no-install-recommends",
        "chromium",
        "chromium-driver",
        "fonts-liberation",
    ])?;
    find().ok_or_else(missing)
}

fn find() -> Option<Browser> {
    Some(Browser {
        chromium: locate(CHROMIUM_VARIABLE, &CHROMIUM_NAMES)?,
        driver: locate(DRIVER_VARIABLE, &DRIVER_NAMES)?,
    })
}

fn locate(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

fn apt(arguments: &[&str]) -> Result<()> {
    run::quiet(
        "apt-get",
        Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
    .map(drop)
}

fn missing() -> Error {
    Error::Missing(format!(
        "The browser tests need Chromium and chromedriver of the same version.\n\
         Debian, Ubuntu:  sudo apt-get install chromium chromium-driver\n\
         Fedora:          sudo dnf install chromium chromedriver\n\
         macOS:           brew install --cask google-chrome chromedriver\n\
         Or set {CHROMIUM_VARIABLE} and {DRIVER_VARIABLE} to where they are."
    ))
}

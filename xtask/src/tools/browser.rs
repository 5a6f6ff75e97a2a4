//! The browsers of the end-to-end tests, and what drives them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use dev_stack::{Program, Repository};

use super::cargo_tools;
use crate::error::{Error, Result};
use crate::progress::tell;
use crate::run;

/// Names the browsers to test in, with commas between them; all where it is not set.
pub(crate) const BROWSERS_VARIABLE: &str = "OBOLE_BROWSERS";

/// A browser with all it needs to be driven.
struct Kit {
    /// Its name in [`BROWSERS_VARIABLE`].
    word: &'static str,
    /// Its name for people.
    name: &'static str,
    programs: &'static [Program],
    /// Debian's packages.
    packages: &'static [&'static str],
    /// How a person gets it.
    advice: &'static str,
}

static CHROMIUM: Kit = Kit {
    word: "chromium",
    name: "Chromium and its driver",
    programs: &[Program::CHROMIUM, Program::CHROMEDRIVER],
    packages: &["chromium", "chromium-driver", "fonts-liberation"],
    advice: "\
         Debian, Ubuntu:  sudo apt-get install chromium chromium-driver fonts-liberation\n\
         Fedora:          sudo dnf install chromium chromedriver liberation-fonts\n\
         macOS:           brew install --cask google-chrome chromedriver",
};

static FIREFOX: Kit = Kit {
    word: "firefox",
    name: "Firefox",
    // Its driver is no package of Debian's; cargo installs it.
    programs: &[Program::FIREFOX],
    packages: &["firefox-esr"],
    advice: "\
         Debian:          sudo apt-get install firefox-esr\n\
         Ubuntu, Fedora:  sudo apt-get (dnf) install firefox\n\
         macOS:           brew install --cask firefox",
};

static WEBKIT: Kit = Kit {
    word: "webkit",
    name: "WebKit with its small browser, its driver and a screen",
    programs: &[Program::MINI_BROWSER, Program::WEBKIT_DRIVER, Program::XVFB],
    packages: &["webkit2gtk-driver", "xvfb"],
    advice: "\
         Debian, Ubuntu:  sudo apt-get install webkit2gtk-driver xvfb\n\
         Elsewhere it is hard to come by.",
};

const KITS: [&Kit; 3] = [&CHROMIUM, &FIREFOX, &WEBKIT];

/// Where each program is, by the variable that names it.
pub(crate) type Found = Vec<(&'static str, PathBuf)>;

/// Finds the browsers that are to be tested in, and their drivers; installs them on Debian as root.
pub(crate) fn ensure(repository: &Repository) -> Result<Found> {
    let wanted = wanted(env::var(BROWSERS_VARIABLE).ok().as_deref())?;
    ensure_all(repository, &wanted)
}

/// The same of Chromium alone.
pub(crate) fn ensure_chromium(repository: &Repository) -> Result<Found> {
    ensure_all(repository, &[&CHROMIUM])
}

fn ensure_all(repository: &Repository, wanted: &[&'static Kit]) -> Result<Found> {
    let mut found = Found::new();
    let missing: Vec<&Kit> = (wanted.iter().copied())
        .filter(|kit| find(repository, kit).is_none())
        .collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    for kit in wanted {
        found.extend(find(repository, kit).ok_or_else(|| told_missing(&[kit]))?);
    }
    if wanted.iter().any(|kit| kit.word == FIREFOX.word) {
        if Program::GECKODRIVER.find(repository).is_none() {
            cargo_tools::ensure_geckodriver(repository)?;
        }
        found.extend(locate(repository, Program::GECKODRIVER));
    }
    Ok(found)
}

/// The kits that a list of names means.
fn wanted(names: Option<&str>) -> Result<Vec<&'static Kit>> {
    let Some(names) = names else {
        return Ok(KITS.to_vec());
    };
    let one = |name: &str| {
        let kit = KITS.into_iter().find(|kit| kit.word == name);
        kit.ok_or_else(|| Error::Missing(format!("{BROWSERS_VARIABLE}: there is no {name:?}.")))
    };
    names.split(',').map(str::trim).map(one).collect()
}

fn find(repository: &Repository, kit: &Kit) -> Option<Found> {
    let programs = kit.programs.iter();
    programs.map(|one| locate(repository, *one)).collect()
}

fn locate(repository: &Repository, program: Program) -> Option<(&'static str, PathBuf)> {
    Some((program.variable, program.find(repository)?))
}

fn install(kits: &[&Kit]) -> Result<()> {
    if !(Path::new("/etc/debian_version").exists() && rustix::process::geteuid().is_root()) {
        return Err(told_missing(kits));
    }
    let names: Vec<&str> = kits.iter().map(|kit| kit.name).collect();
    tell(format_args!(
        "Installing with apt-get (some minutes, once): {}.",
        names.join("; ")
    ));
    apt(&["update"])?;
    let packages = kits.iter().flat_map(|kit| kit.packages).copied();
    let install = ["install", "--yes", "--no-install-recommends"];
    apt(&install.into_iter().chain(packages).collect::<Vec<_>>())
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

fn told_missing(kits: &[&Kit]) -> Error {
    let told = kits.iter().map(|kit| {
        let variables: Vec<&str> = kit.programs.iter().map(|one| one.variable).collect();
        format!(
            "The browser tests need {}.\n{}\nOr set {} to where they are.",
            kit.name,
            kit.advice,
            variables.join(", ")
        )
    });
    let told: Vec<String> = told.collect();
    Error::Missing(format!(
        "{}\n\nTo test in some browsers only, name them: {BROWSERS_VARIABLE}=chromium,firefox",
        told.join("\n\n")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(names: Option<&str>) -> Vec<&'static str> {
        let kits = wanted(names).unwrap();
        kits.iter().map(|kit| kit.word).collect()
    }

    #[test]
    fn all_browsers_are_tested_in_unless_some_are_named() {
        assert_eq!(words(None), ["chromium", "firefox", "webkit"]);
        assert_eq!(words(Some("webkit, chromium")), ["webkit", "chromium"]);
        assert!(wanted(Some("safari")).is_err());
    }

    #[test]
    fn what_is_missing_is_told_with_the_way_to_get_it() {
        let told = told_missing(&[&FIREFOX, &WEBKIT]).to_string();
        for word in [
            "firefox-esr",
            "webkit2gtk-driver xvfb",
            "OBOLE_MINIBROWSER",
            "OBOLE_BROWSERS=",
        ] {
            assert!(told.contains(word), "{told}");
        }
    }
}

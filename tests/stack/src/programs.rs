//! The browsers of the end-to-end tests and their drivers: where they are.

use std::env;
use std::fmt;
use std::fs;
use std::path::PathBuf;

use crate::Repository;

/// A program that a test starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// The variable that names it, in place of the search.
    pub variable: &'static str,
    /// What it is called, in the order of the search.
    names: &'static [&'static str],
    /// Folders outside of the search path, as patterns with colons between them.
    folder: Option<&'static str>,
}

impl Program {
    /// Chromium or one of its kin.
    pub const CHROMIUM: Self = Self {
        variable: "OBOLE_CHROMIUM",
        names: &[
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        ],
        folder: None,
    };
    /// Chromium's driver; of the same version.
    pub const CHROMEDRIVER: Self = Self {
        variable: "OBOLE_CHROMEDRIVER",
        names: &["chromedriver", "chromium.chromedriver"],
        folder: None,
    };
    /// Firefox.
    pub const FIREFOX: Self = Self {
        variable: "OBOLE_FIREFOX",
        names: &["firefox-esr", "firefox"],
        folder: None,
    };
    /// Firefox' driver.
    pub const GECKODRIVER: Self = Self {
        variable: "OBOLE_GECKODRIVER",
        names: &["geckodriver"],
        folder: None,
    };
    /// The browser that comes with WebKitGTK; distributions keep it beside the library.
    pub const MINI_BROWSER: Self = Self {
        variable: "OBOLE_MINIBROWSER",
        names: &["MiniBrowser"],
        folder: Some("/usr/lib/*/webkit2gtk-*:/usr/libexec/webkit2gtk-*:/usr/lib/webkit2gtk-*"),
    };
    /// WebKitGTK's driver.
    pub const WEBKIT_DRIVER: Self = Self {
        variable: "OBOLE_WEBKITDRIVER",
        names: &["WebKitWebDriver"],
        folder: None,
    };
    /// A screen that nobody sees, for what has no headless manner.
    pub const XVFB: Self = Self {
        variable: "OBOLE_XVFB",
        names: &["Xvfb"],
        folder: None,
    };

    /// Looks for it: as the variable says, then in the search path, then among the repository's
    /// tools.
    pub fn find(&self, repository: &Repository) -> Option<PathBuf> {
        if let Some(path) = env::var_os(self.variable) {
            return Some(path.into());
        }
        let mut folders: Vec<PathBuf> = env::var_os("PATH")
            .map(|path| env::split_paths(&path).collect())
            .unwrap_or_default();
        folders.extend(self.folder.into_iter().flat_map(matching));
        self.names
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
            .chain(self.names.iter().map(|name| repository.cargo_bin(name)))
            .find(|candidate| candidate.is_file())
    }
}

impl fmt::Display for Program {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.names.first().copied().unwrap_or_default())
    }
}

/// The folders that patterns mean, the last first: of two versions the newer one.
fn matching(patterns: &str) -> Vec<PathBuf> {
    patterns.split(':').flat_map(expand).collect()
}

fn expand(pattern: &str) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from("/")];
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        let Some((head, tail)) = part.split_once('*') else {
            for path in &mut found {
                path.push(part);
            }
            continue;
        };
        let fits = |name: &str| name.starts_with(head) && name.ends_with(tail);
        found = found
            .iter()
            .filter_map(|path| fs::read_dir(path).ok())
            .flat_map(Iterator::flatten)
            .filter(|entry| entry.file_name().to_str().is_some_and(fits))
            .map(|entry| entry.path())
            .collect();
        found.sort_unstable();
        found.reverse();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_folders_that_are_there() {
        assert_eq!(expand("/usr/bi*"), [PathBuf::from("/usr/bin")]);
        assert!(expand("/nothing/of/this*/kind").is_empty());
    }

    #[test]
    fn the_search_path_is_looked_through() {
        let shell = Program {
            variable: "OBOLE_NO_SUCH_VARIABLE",
            names: &["no-such-shell", "sh"],
            folder: None,
        };
        let found = shell.find(&Repository::find()).unwrap();
        assert!(found.ends_with("sh"), "{}", found.display());
    }
}

//! A version as it is published: what its inventory lists, and whether the files are those.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::{integrity, loader};

/// Where a version lists its files.
pub(super) const INVENTORY: &str = "inventory.json";
/// Most bytes of one file.
pub(super) const FILE_MAX: usize = 1024 * 1024;
/// Most files of a version.
const FILES_MAX: usize = 32;
/// Most characters of a file's name.
const NAME_MAX: usize = 64;
/// The script that a page names.
const LOADER: &str = "obole.js";

/// A version and its files.
#[derive(Debug)]
pub(super) struct Version {
    name: String,
    pub(super) files: Vec<File>,
}

/// A file of it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: usize,
    integrity: String,
}

/// What is wrong, as the end of a sentence.
type Checked<T> = Result<T, String>;

#[derive(Deserialize)]
struct Inventory {
    version: String,
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    path: String,
    integrity: String,
    bytes: usize,
}

impl Version {
    /// Reads the inventory of the version of this name.
    pub(super) fn read(name: &str, inventory: &[u8]) -> Checked<Self> {
        let inventory: Inventory = serde_json::from_slice(inventory)
            .map_err(|error| format!("it is not the inventory of a version ({error})"))?;
        if inventory.version != name {
            return Err(format!("it is the inventory of {:?}", inventory.version));
        }
        if inventory.files.len() > FILES_MAX {
            return Err(format!("it lists more than {FILES_MAX} files"));
        }
        let mut files: Vec<File> = Vec::new();
        for listed in inventory.files {
            let file = File::read(name, listed)?;
            if files.iter().any(|other| other.name == file.name) {
                return Err(format!("it lists {:?} twice", file.name));
            }
            files.push(file);
        }
        if !files.iter().any(|file| file.name == LOADER) {
            return Err(format!("it does not list {LOADER}"));
        }
        Ok(Self {
            name: name.to_owned(),
            files,
        })
    }

    /// The name of the version whose inventory this is.
    pub(super) fn newest(inventory: &[u8]) -> Checked<String> {
        let Inventory { version, .. } = serde_json::from_slice(inventory)
            .map_err(|error| format!("it is not the inventory of a version ({error})"))?;
        if loader::is_version(&version) {
            Ok(version)
        } else {
            Err(format!("{version:?} is not the name of a version"))
        }
    }

    /// Whether this is the content of the file. The version's name tells the loader's content, and
    /// the loader names the integrity of all others.
    pub(super) fn check(&self, file: &File, content: &[u8]) -> Checked<()> {
        if !file.is(content) {
            return Err("its content is not that of the inventory's integrity".to_owned());
        }
        if file.name != LOADER {
            return Ok(());
        }
        if !loader::is_named(content, &self.name) {
            return Err("its content is not the one that the version is named after".to_owned());
        }
        let named = |other: &File| {
            let integrity = other.integrity.as_bytes();
            let mut parts = content.windows(integrity.len());
            parts.any(|part| part == integrity)
        };
        match self.files.iter().find(|it| it.name != LOADER && !named(it)) {
            None => Ok(()),
            Some(other) => Err(format!("it does not name the integrity of {}", other.name)),
        }
    }

    /// Whether this folder holds the version of this name, each byte of it.
    pub(super) fn is_whole(folder: &Path, name: &str) -> bool {
        let inventory = fs::read(folder.join(INVENTORY)).unwrap_or_default();
        Self::read(name, &inventory).is_ok_and(|version| {
            version.files.iter().all(|file| {
                let content = fs::read(folder.join(&file.name));
                content.is_ok_and(|content| version.check(file, &content).is_ok())
            })
        })
    }
}

impl File {
    fn read(version: &str, listed: Listed) -> Checked<Self> {
        let name = listed.path.strip_prefix(&format!("/v/{version}/"));
        let Some(name) = name.filter(|name| is_plain(name)) else {
            return Err(format!(
                "it lists {:?}, which is no file of this version",
                listed.path
            ));
        };
        if listed.bytes > FILE_MAX {
            return Err(format!(
                "it lists {name} with {} bytes; {FILE_MAX} are allowed",
                listed.bytes
            ));
        }
        if !listed.integrity.starts_with("sha384-") {
            return Err(format!("it lists {name} without sha384"));
        }
        Ok(Self {
            name: name.to_owned(),
            bytes: listed.bytes,
            integrity: listed.integrity,
        })
    }

    /// Whether this is its content.
    pub(super) fn is(&self, content: &[u8]) -> bool {
        content.len() == self.bytes && integrity::sha384(content) == self.integrity
    }
}

/// A name that leads to no other folder, and is not the list's own.
fn is_plain(name: &str) -> bool {
    name.len() <= NAME_MAX
        && name != INVENTORY
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inventory(path: &str, bytes: usize) -> String {
        let line = |path: &str, bytes: usize| {
            format!(r#"{{"path":"{path}","integrity":"sha384-x","bytes":{bytes},"purpose":"x"}}"#)
        };
        let loader = line("/v/1-0123abcd/obole.js", 1);
        let files = [loader, line(path, bytes)].join(",");
        format!(r#"{{"version":"1-0123abcd","files":[{files}]}}"#)
    }

    fn refused(inventory: &str) -> String {
        Version::read("1-0123abcd", inventory.as_bytes()).unwrap_err()
    }

    #[test]
    fn only_files_of_the_version_are_listed() {
        let good = inventory("/v/1-0123abcd/widget_bg.wasm", FILE_MAX);
        let version = Version::read("1-0123abcd", good.as_bytes()).unwrap();
        let names: Vec<&str> = version.files.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["obole.js", "widget_bg.wasm"]);
        for path in [
            "/v/1-0123abcd/../obole.js",
            "/v/1-0123abcd/..",
            "/v/1-0123abcd/",
            "/v/1-0123abcd/a/b.js",
            "/v/1-0123abcd/%2e%2e",
            "/v/1-0123abcd/.htaccess",
            "/v/1-0123abcd/inventory.json",
            "/v/2-0123abcd/late.js",
            "/etc/passwd",
            "late.js",
            "https://example.org/v/1-0123abcd/late.js",
        ] {
            let why = refused(&inventory(path, 1));
            assert!(why.contains("is no file of this version"), "{path}: {why}");
        }
    }

    #[test]
    fn what_is_no_inventory_is_refused() {
        let late = "/v/1-0123abcd/late.js";
        let good = inventory(late, 1);
        let many = (0..FILES_MAX).map(|it| format!("/v/1-0123abcd/{it}.js"));
        let many: Vec<String> = many.map(|path| inventory(&path, 1)).collect();
        let line = |one: &String| Some(one.split_once("},")?.1.strip_suffix("]}")?.to_owned());
        let many: Vec<String> = many.iter().filter_map(line).collect();
        let many = good.replace("]}", &format!(",{}]}}", many.join(",")));
        for (inventory, expected) in [
            ("<!doctype html>", "not the inventory of a version"),
            ("{}", "not the inventory of a version"),
            (
                &good.replace(r#""version":"1-"#, r#""version":"2-"#),
                "inventory of \"2-0123abcd\"",
            ),
            (&good.replace("late.js", "obole.js"), "twice"),
            (
                &good.replace("obole.js", "other.js"),
                "does not list obole.js",
            ),
            (&good.replace("sha384-", "md5-"), "without sha384"),
            (&inventory(late, FILE_MAX + 1), "1048577 bytes"),
            (&many, "more than 32 files"),
        ] {
            let why = refused(inventory);
            assert!(why.contains(expected), "{inventory}: {why}");
        }
    }
}

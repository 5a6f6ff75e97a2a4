//! Versions that were published before. Pages pin them with integrity, and a deployment replaces
//! every public file: so a build takes them from where they are published, and publishes them again.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use obole_doctor::origin_of;
use serde::{Deserialize, Serialize};
use url::Url;

use super::published::{INVENTORY, Version};
use super::{loader, write};
use crate::error::{Error, Result};
use crate::fetch::Client;
use crate::progress::tell;

/// Most versions that are kept, the newest; each is about 110 KB.
const VERSIONS_MAX: usize = 50;
/// Most bytes of a list or an inventory.
const LIST_MAX: usize = 256 * 1024;

/// What is published, newest first.
const LIST: &str = "versions.json";
/// The inventory of the newest.
const LATEST: &str = "latest.json";

/// Versions, newest first.
#[derive(Debug, Serialize, Deserialize)]
struct List {
    /// Where they were taken from; only in what the build remembers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    versions: Vec<String>,
}

impl List {
    fn read(content: &[u8]) -> std::result::Result<Self, String> {
        let list: Self = serde_json::from_slice(content)
            .map_err(|error| format!("it is not a list of versions ({error})"))?;
        let mut seen = BTreeSet::new();
        for name in &list.versions {
            if !loader::is_version(name) {
                return Err(format!(
                    "it lists {name:?}, which is not the name of a version"
                ));
            }
            if !seen.insert(name) {
                return Err(format!("it lists {name} twice"));
            }
        }
        Ok(list)
    }

    fn write(&self, path: &Path) -> Result<()> {
        let text =
            serde_json::to_string_pretty(self).map_err(|error| refused(&path.display(), &error))?;
        write(path, format!("{text}\n").as_bytes())
    }
}

/// Where versions lie.
pub(super) struct Shelf {
    versions: PathBuf,
    /// Remembers what was taken, and from where. Beside the public files, so that whoever removes
    /// those removes it too.
    memory: PathBuf,
}

impl Shelf {
    /// The one in the folder of what is made.
    pub(super) fn of(dist: &Path) -> Self {
        Self {
            versions: dist.join("public/v"),
            memory: dist.join("kept.json"),
        }
    }

    /// Takes the versions published at an origin. Those that are here already and right are not
    /// fetched again, so a build that failed goes on where it ended.
    pub(super) fn fetch(&self, origin: &Url) -> Result<()> {
        let source = Source {
            client: Client::direct(),
            origin: origin_of(origin),
        };
        let mut versions = source.versions()?;
        let dropped = versions.split_off(versions.len().min(VERSIONS_MAX));
        for name in &versions {
            let folder = self.versions.join(name);
            if !Version::is_whole(&folder, name) {
                source.version(name, &folder)?;
            }
        }
        for sentence in told(&source.origin, &versions, &dropped) {
            tell(sentence);
        }
        let list = List {
            origin: Some(source.origin),
            versions,
        };
        list.write(&self.memory)
    }

    /// Lists this build's version and those that were taken, and removes all others: earlier
    /// versions of this working copy, which nobody can have pinned.
    pub(super) fn settle(&self, local: &str) -> Result<()> {
        let mut versions = vec![local.to_owned()];
        if let Some(kept) = self.remembered()? {
            let older = kept.versions.into_iter().filter(|name| name != local);
            let (whole, damaged): (Vec<_>, Vec<_>) =
                older.partition(|name| Version::is_whole(&self.versions.join(name), name));
            versions.extend(whole);
            if !damaged.is_empty() {
                tell(format_args!(
                    "Left out, because their files are not whole any more: {}. To fetch them \
                     again, {}.",
                    damaged.join(", "),
                    again(kept.origin.as_deref())
                ));
            }
        }
        for entry in fs::read_dir(&self.versions).map_err(Error::file(&self.versions))? {
            let path = entry.map_err(Error::file(&self.versions))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() && !versions.iter().any(|version| *version == name) {
                fs::remove_dir_all(&path).map_err(Error::file(&path))?;
            }
        }
        let list = List {
            origin: None,
            versions,
        };
        list.write(&self.versions.join(LIST))
    }

    /// Says what is to be thought of before this is deployed.
    pub(super) fn remind(&self) -> Result<()> {
        match self.remembered()? {
            Some(kept) => tell(format_args!(
                "What was published since the last build with --keep is not among these files. \
                 Before you deploy, {}.",
                again(kept.origin.as_deref())
            )),
            None => tell(
                "If Obole is deployed already, build with --keep and its origin before you \
                 deploy: else pages that pin a version lose the checkout.",
            ),
        }
        Ok(())
    }

    fn remembered(&self) -> Result<Option<List>> {
        if !self.memory.exists() {
            return Ok(None);
        }
        let content = fs::read(&self.memory).map_err(Error::file(&self.memory))?;
        let list = List::read(&content).map_err(|why| {
            let path = self.memory.display();
            Error::Missing(format!("{path} cannot be used: {why}. Remove it."))
        });
        list.map(Some)
    }
}

/// What was taken, and what was not.
fn told(origin: &str, kept: &[String], dropped: &[String]) -> Vec<String> {
    let mut told = Vec::new();
    if !kept.is_empty() {
        told.push(format!("Kept from {origin}: {}.", kept.join(", ")));
    }
    if !dropped.is_empty() {
        told.push(format!(
            "Dropped, because {VERSIONS_MAX} newer ones are kept: {}. Pages that pin one of these \
             lose the checkout with the next deployment.",
            dropped.join(", ")
        ));
    }
    told
}

fn again(origin: Option<&str>) -> String {
    format!("build with --keep {}", origin.unwrap_or("ORIGIN"))
}

/// Where versions are published.
struct Source {
    client: Client,
    origin: String,
}

impl Source {
    /// What is published there, newest first.
    fn versions(&self) -> Result<Vec<String>> {
        let url = self.url(LIST);
        if let Some(list) = self.get(&url, LIST_MAX)? {
            let list = List::read(&list).map_err(|why| refused(&url, &why))?;
            return if list.versions.is_empty() {
                Err(refused(&url, &"it lists no version"))
            } else {
                Ok(list.versions)
            };
        }
        // Deployments of earlier builds tell only the newest.
        let url = self.url(LATEST);
        let Some(latest) = self.get(&url, LIST_MAX)? else {
            tell(format_args!(
                "Nothing is published at {} yet, so there is nothing to keep.",
                self.origin
            ));
            return Ok(Vec::new());
        };
        Version::newest(&latest)
            .map(|name| vec![name])
            .map_err(|why| refused(&url, &why))
    }

    /// Fetches what is missing or wrong of a version.
    fn version(&self, name: &str, folder: &Path) -> Result<()> {
        let url = self.url(&format!("{name}/{INVENTORY}"));
        let inventory = self.must_get(&url, LIST_MAX)?;
        let version = Version::read(name, &inventory).map_err(|why| refused(&url, &why))?;
        for file in &version.files {
            let path = folder.join(&file.name);
            let is_right = |content: Vec<u8>| version.check(file, &content).is_ok();
            if fs::read(&path).is_ok_and(is_right) {
                continue;
            }
            let url = self.url(&format!("{name}/{}", file.name));
            let content = self.must_get(&url, file.bytes)?;
            let checked = version.check(file, &content);
            checked.map_err(|why| refused(&url, &why))?;
            write(&path, &content)?;
        }
        // Last: by it the version is whole.
        write(&folder.join(INVENTORY), &inventory)
    }

    fn url(&self, path: &str) -> String {
        format!("{}/v/{path}", self.origin)
    }

    fn must_get(&self, url: &str, bytes_max: usize) -> Result<Vec<u8>> {
        let content = self.get(url, bytes_max)?;
        content.ok_or_else(|| refused(&url, &"it is not there (status 404)"))
    }

    /// The content of a file; nothing where there is none.
    fn get(&self, url: &str, bytes_max: usize) -> Result<Option<Vec<u8>>> {
        let parsed = Url::parse(url).map_err(|error| refused(&url, &error))?;
        let answer = self.client.get_within(&parsed, bytes_max)?;
        match answer.status {
            200 if answer.is_cut => {
                let why = format!("it has more than the {bytes_max} bytes that it may have");
                Err(refused(&url, &why))
            }
            200 => Ok(Some(answer.body)),
            404 => Ok(None),
            status => Err(refused(
                &url,
                &format!("it was answered with status {status}"),
            )),
        }
    }
}

fn refused(what: &impl Display, why: &impl Display) -> Error {
    Error::Kept {
        what: what.to_string(),
        why: why.to_string(),
    }
}

#[cfg(test)]
mod tests;

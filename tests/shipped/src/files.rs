//! The files, as they were built and as the Worker answers them.

use std::fs;
use std::path::{Path, PathBuf};

use dev_stack::{Repository, http};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::size::brotli;

/// Where the form's data begins and ends in its markup.
const ISLAND: [&str; 2] = [r#"<script type="application/json">"#, "</script>"];

/// One file or answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called in its folder.
    pub name: String,
    /// Where the Worker answers it.
    pub path: String,
    /// The content as it was built.
    pub content: Vec<u8>,
}

impl File {
    /// A file below the public folder.
    fn read(public: &Path, path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::NotBuilt(path.into()));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let below = path.strip_prefix(public).unwrap_or(path);
        Ok(Self {
            name: name.into_owned(),
            path: format!("/{}", below.display()),
            content: fs::read(path).map_err(Error::file(path))?,
        })
    }
}

/// What a donor loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipped {
    /// The script that a page names.
    pub loader: File,
    /// The demonstration link with its form.
    pub form: File,
    /// Files of the version: the wasm module, its glue and whatever lies beside them.
    pub version: Vec<File>,
}

impl Shipped {
    /// The files of this repository, with the form that this Worker answers.
    pub fn of(repository: &Repository, edge: &str, language: &str) -> Result<Self> {
        let public = repository.path("dist/public");
        Ok(Self {
            loader: File::read(&public, &public.join("obole.js"))?,
            form: Self::form(edge, language)?,
            version: version_files(&public)?,
        })
    }

    /// The form in one language.
    pub fn form(edge: &str, language: &str) -> Result<File> {
        let path = format!("/v1/links/demo?lang={language}&form=1");
        let url = format!("{edge}{path}");
        let answer = http::get(&url, None)?;
        if answer.status != 200 {
            return Err(Error::Refused {
                url,
                status: answer.status,
                body: answer.body,
            });
        }
        Ok(File {
            name: format!("link and form, JSON ({language})"),
            path,
            content: answer.body.into_bytes(),
        })
    }

    /// All of it, in the order it is loaded.
    pub fn all(&self) -> impl Iterator<Item = &File> {
        [&self.loader, &self.form].into_iter().chain(&self.version)
    }

    /// Bytes of all of it, each after brotli.
    pub fn bytes(&self) -> Result<u64> {
        self.all().try_fold(0, |sum, file| {
            let bytes = brotli(&file.content)?;
            Ok(sum + bytes)
        })
    }

    /// The words of the form's language, as they stand in the data beside the form.
    pub fn words(&self) -> Result<Vec<u8>> {
        let words = words(&self.form.content);
        words.ok_or_else(|| Error::NoWords(self.form.name.clone()))
    }
}

fn words(answer: &[u8]) -> Option<Vec<u8>> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let html = answer.pointer("/form/html")?.as_str()?;
    let [begin, end] = ISLAND;
    let (_, island) = html.split_once(begin)?;
    let (island, _) = island.split_once(end)?;
    let island: Value = serde_json::from_str(island).ok()?;
    let words = island.get("words").filter(|words| !words.is_null())?;
    serde_json::to_vec(words).ok()
}

/// What the loader fetches to take a form over; not its own copy, the list of scripts, or what only
/// few pages need.
const TAKES_OVER: [&str; 2] = ["widget.js", "widget_bg.wasm"];

/// The files of the version that was built; others may lie beside it, for pages that pin them.
fn version_files(public: &Path) -> Result<Vec<File>> {
    let versions = public.join("v");
    let latest = File::read(public, &versions.join("latest.json"))?;
    let latest: Option<Value> = serde_json::from_slice(&latest.content).ok();
    let version = latest.as_ref().and_then(|it| it.get("version")?.as_str());
    let version = version.ok_or_else(|| Error::NotBuilt(versions.join("latest.json")))?;
    let mut paths = entries(&versions.join(version))?;
    paths.retain(|path| TAKES_OVER.iter().any(|name| path.ends_with(name)));
    paths.sort();
    paths.iter().map(|path| File::read(public, path)).collect()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Err(Error::NotBuilt(folder.into()));
    }
    let entries = fs::read_dir(folder).map_err(Error::file(folder))?;
    entries
        .map(|entry| Ok(entry.map_err(Error::file(folder))?.path()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_counted_and_no_loader_twice() {
        let public = std::env::temp_dir().join(format!("obole-shipped-{}", std::process::id()));
        let latest = r#"{"version":"0.1.0-0123abcd","files":[]}"#;
        for version in ["0.1.0-0123abcd", "0.1.0-ffffffff"] {
            let version = public.join("v").join(version);
            fs::create_dir_all(&version).unwrap();
            for name in [
                "widget_bg.wasm",
                "widget.js",
                "obole.js",
                "late.js",
                "inventory.json",
            ] {
                fs::write(version.join(name), name).unwrap();
            }
        }
        fs::write(public.join("v/latest.json"), latest).unwrap();
        let files = version_files(&public).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["widget.js", "widget_bg.wasm"]);
        assert_eq!(files[0].path, "/v/0.1.0-0123abcd/widget.js");
        assert!(matches!(
            version_files(&public.join("v")),
            Err(Error::NotBuilt(_))
        ));
        fs::write(public.join("v/latest.json"), "{}").unwrap();
        assert!(matches!(version_files(&public), Err(Error::NotBuilt(_))));
        fs::remove_dir_all(public).unwrap();
    }

    #[test]
    fn words_are_those_beside_the_form() {
        let html = r#"<form></form><script type="application/json">{"words":["Give"],"lang":"en"}</script>"#;
        let answer = serde_json::json!({ "texts": { "other": 1 }, "form": { "html": html } });
        let found = words(answer.to_string().as_bytes()).unwrap();
        assert_eq!(found, br#"["Give"]"#);
        for nothing in ["{}", "", r#"{"form":{"html":"<form></form>"}}"#] {
            assert_eq!(words(nothing.as_bytes()), None, "{nothing}");
        }
    }
}

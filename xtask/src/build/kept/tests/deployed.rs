//! What is built in a folder of its own, and where that is deployed.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;

use tiny_http::{Header, Response, Server};
use url::Url;

use super::super::super::integrity::sha384;
use super::super::super::{loader, widget};
use super::super::{LIST, List, Shelf, Version};
use crate::error::Result;

/// A folder that goes with the test.
pub(super) struct Place(pub(super) PathBuf);

impl Place {
    pub(super) fn new(name: &str) -> Self {
        let id = std::process::id();
        let folder = std::env::temp_dir().join(format!("obole-kept-{id}-{name}"));
        let _ = fs::remove_dir_all(&folder);
        Self(folder)
    }

    pub(super) fn shelf(&self) -> Shelf {
        Shelf::of(&self.0)
    }

    pub(super) fn file(&self, path: &str) -> PathBuf {
        self.0.join("public/v").join(path)
    }

    /// What a build does with what it made of this word.
    pub(super) fn build(&self, word: &str, keep: Option<&Site>) -> Result<String> {
        if let Some(site) = keep {
            self.shelf().fetch(&Url::parse(&site.origin).unwrap())?;
        }
        let version = self.make(word);
        self.shelf().settle(&version)?;
        Ok(version)
    }

    pub(super) fn make(&self, word: &str) -> String {
        let content = |kind: &str| format!("{kind} of {word}").into_bytes();
        let [wasm, glue, late] = ["wasm", "glue", "late"].map(content);
        let script = |version: &str| {
            let [wasm, glue, late] = [&wasm, &glue, &late].map(|it| sha384(it));
            format!("load('/v/{version}/', '{wasm}', '{glue}', '{late}')")
        };
        let version = loader::version(&script(""));
        let loader = loader::Loader {
            script: script(&version),
            version,
        };
        let files = loader::Files {
            wasm: &wasm,
            glue: &glue,
            late: &late,
        };
        widget::publish(&self.0.join("public"), &loader, &files).unwrap();
        loader.version
    }

    pub(super) fn listed(&self) -> Vec<String> {
        let list = fs::read(self.file(LIST)).unwrap();
        List::read(&list).unwrap().versions
    }

    /// Folders of versions, sorted.
    pub(super) fn folders(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.join("public/v")).unwrap();
        let entries = entries.map(|entry| entry.unwrap().path());
        let folders = entries.filter(|path| path.is_dir());
        let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut names: Vec<String> = folders.map(name).collect();
        names.sort();
        names
    }

    pub(super) fn is_whole(&self, version: &str) -> bool {
        Version::is_whole(&self.file(version), version)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Where a folder is deployed.
pub(super) struct Site {
    server: Arc<Server>,
    pub(super) origin: String,
    pub(super) files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A file with this content is answered with a redirect, or with this status.
pub(super) const MOVED: &[u8] = b"moved";
pub(super) const BROKEN: &[u8] = b"broken";

impl Site {
    /// Deploys all public files of a build, and only those.
    pub(super) fn of(place: &Place) -> Self {
        let site = Self::empty();
        let mut folders = vec![place.0.join("public")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(place.0.join("public")).unwrap();
                    let content = fs::read(&path).unwrap();
                    site.put(&format!("/{}", name.display()), content);
                }
            }
        }
        site
    }

    pub(super) fn empty() -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let site = Self {
            origin: format!("http://{}", server.server_addr()),
            server,
            files: Arc::default(),
            asked: Arc::default(),
        };
        let (server, files) = (Arc::clone(&site.server), Arc::clone(&site.files));
        let asked = Arc::clone(&site.asked);
        thread::spawn(move || {
            for request in server.incoming_requests() {
                let path = request.url().to_owned();
                let content = files.lock().unwrap().get(&path).cloned();
                asked.lock().unwrap().push(path);
                let _ = match content.as_deref() {
                    None => request.respond(Response::empty(404)),
                    Some(BROKEN) => request.respond(Response::empty(500)),
                    Some(MOVED) => {
                        let location = Header::from_bytes("Location", "/elsewhere").unwrap();
                        request.respond(Response::empty(302).with_header(location))
                    }
                    Some(content) => request.respond(Response::from_data(content)),
                };
            }
        });
        site
    }

    pub(super) fn put(&self, path: &str, content: impl Into<Vec<u8>>) {
        let mut files = self.files.lock().unwrap();
        files.insert(path.to_owned(), content.into());
    }

    pub(super) fn take(&self, path: &str) {
        assert!(self.files.lock().unwrap().remove(path).is_some(), "{path}");
    }

    /// Changes a text; it must be there.
    pub(super) fn replace(&self, path: &str, from: &str, to: &str) {
        let mut files = self.files.lock().unwrap();
        let content = files.get_mut(path).unwrap();
        let text = str::from_utf8(content).unwrap();
        assert!(text.contains(from), "{text}");
        *content = text.replace(from, to).into_bytes();
    }

    /// What was asked for since the last time.
    pub(super) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

//! Versions that are published already: pages that pin one (SRI) need it for as long as they do.
//!
//! A deployment replaces all public files. So the versions that are published are fetched before
//! it, each file held against the integrity that its version's inventory tells, and published
//! again beside the new one.

use std::fs;
use std::path::{Path, PathBuf};

use dev_stack::Repository;
use serde_json::{Value, json};
use url::Url;

use super::{integrity, write};
use crate::error::{Error, Result};
use crate::fetch::{Answer, Client};
use crate::progress::tell;

/// Most versions that are kept, the newest; each is about 110,000 bytes.
const MOST: usize = 50;

/// The newest version first, as it is published and as it is kept.
const LIST: &str = "versions.json";
const INVENTORY: &str = "inventory.json";

/// Where they are kept between builds.
pub(super) fn folder(repository: &Repository) -> PathBuf {
    repository.target().join("kept")
}

/// The versions in this folder, newest first; none where nothing was ever kept.
pub(super) fn versions(folder: &Path) -> Result<Vec<String>> {
    let path = folder.join(LIST);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let bytes = fs::read(&path).map_err(Error::file(&path))?;
    listed(&bytes).ok_or_else(|| unreadable(&path.display()))
}

/// Fetches every version that is published at `origin` into `folder`.
///
/// # Errors
/// Nothing is dropped in silence: whatever is not as its inventory tells ends the build.
pub(super) fn fetch(origin: &Url, folder: &Path) -> Result<()> {
    let client = Client::new();
    let published = published(&client, origin)?;
    for dropped in published.iter().skip(MOST) {
        tell(format_args!(
            "Version {dropped} is older than the newest {MOST} and is not published again."
        ));
    }
    let kept: Vec<String> = published.into_iter().take(MOST).collect();
    for version in &kept {
        if !is_whole(&folder.join(version), version) {
            fetch_version(&client, origin, folder, version)?;
        }
    }
    tell(format_args!(
        "{} versions of {origin} are kept.",
        kept.len()
    ));
    write(&folder.join(LIST), list(&kept).as_bytes())
}

/// Puts the kept versions beside the new one, and lists all of them.
pub(super) fn publish(folder: &Path, older: &[String], newest: &str, public: &Path) -> Result<()> {
    let mut all = vec![newest.to_owned()];
    for version in older.iter().filter(|version| *version != newest) {
        let from = folder.join(version);
        for entry in fs::read_dir(&from).map_err(Error::file(&from))? {
            let path = entry.map_err(Error::file(&from))?.path();
            let content = fs::read(&path).map_err(Error::file(&path))?;
            if let Some(name) = path.file_name() {
                write(&public.join(version).join(name), &content)?;
            }
        }
        all.push(version.clone());
    }
    write(&public.join(LIST), list(&all).as_bytes())
}

/// The versions at `origin`, newest first.
fn published(client: &Client, origin: &Url) -> Result<Vec<String>> {
    if let Some(answer) = found(client, origin, LIST)? {
        return listed(&answer.body).ok_or_else(|| unreadable(&answer.url));
    }
    // Deployments before there was a list tell the newest only.
    let Some(answer) = found(client, origin, "latest.json")? else {
        tell(format_args!("Nothing is published at {origin} yet."));
        return Ok(Vec::new());
    };
    let latest: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let version = latest.as_ref().and_then(|it| it.get("version")?.as_str());
    match version.filter(|version| is_plain(version)) {
        Some(version) => Ok(vec![version.to_owned()]),
        None => Err(unreadable(&answer.url)),
    }
}

fn fetch_version(client: &Client, origin: &Url, folder: &Path, version: &str) -> Result<()> {
    let missing = || {
        Error::Missing(format!(
            "{origin} lists version {version} but lacks files of it."
        ))
    };
    let inventory =
        found(client, origin, &format!("{version}/{INVENTORY}"))?.ok_or_else(missing)?;
    let files = files(&inventory.body, version).ok_or_else(|| unreadable(&inventory.url))?;
    let target = folder.join(version);
    for (name, expected) in &files {
        let file = found(client, origin, &format!("{version}/{name}"))?.ok_or_else(missing)?;
        if file.is_cut || integrity::sha384(&file.body) != *expected {
            let url = file.url;
            return Err(Error::Missing(format!(
                "{url} is not the file that its inventory tells."
            )));
        }
        write(&target.join(name), &file.body)?;
    }
    // Last: a version with an inventory is whole.
    write(&target.join(INVENTORY), &inventory.body)
}

/// A file below `/v/`; `None` where it does not exist.
fn found(client: &Client, origin: &Url, path: &str) -> Result<Option<Answer>> {
    let url = origin.join(&format!("/v/{path}"));
    let url = url.map_err(|_| Error::Missing(format!("{origin} is not an origin.")))?;
    let answer = client.get(&url)?;
    match answer.status {
        200 => Ok(Some(answer)),
        404 => Ok(None),
        status => Err(Error::Missing(format!("{url} answers with {status}."))),
    }
}

/// Whether the files of a version are all there and right.
fn is_whole(folder: &Path, version: &str) -> bool {
    let inventory = fs::read(folder.join(INVENTORY)).unwrap_or_default();
    files(&inventory, version).is_some_and(|files| {
        let right = |(name, expected): &(String, String)| {
            fs::read(folder.join(name)).is_ok_and(|it| integrity::sha384(&it) == *expected)
        };
        files.iter().all(right)
    })
}

/// Names and integrities of a version's files; `None` if it is not what a build writes.
fn files(inventory: &[u8], version: &str) -> Option<Vec<(String, String)>> {
    let inventory: Value = serde_json::from_slice(inventory).ok()?;
    if inventory.get("version")? != version {
        return None;
    }
    let file = |file: &Value| {
        let path = file.get("path")?.as_str()?.strip_prefix("/v/")?;
        let name = path.strip_prefix(version)?.strip_prefix('/')?;
        let integrity = file.get("integrity")?.as_str()?;
        is_plain(name).then(|| (name.to_owned(), integrity.to_owned()))
    };
    let files: Option<Vec<_>> = inventory
        .get("files")?
        .as_array()?
        .iter()
        .map(file)
        .collect();
    files.filter(|files| !files.is_empty())
}

fn listed(list: &[u8]) -> Option<Vec<String>> {
    let list: Value = serde_json::from_slice(list).ok()?;
    let version = |one: &Value| Some(one.as_str().filter(|it| is_plain(it))?.to_owned());
    list.get("versions")?
        .as_array()?
        .iter()
        .map(version)
        .collect()
}

fn list(versions: &[String]) -> String {
    format!("{:#}\n", json!({ "versions": versions }))
}

/// A name that leads to no other folder.
fn is_plain(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte);
    name.bytes().all(allowed)
        && name.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !name.starts_with('.')
}

fn unreadable(what: &impl std::fmt::Display) -> Error {
    Error::Missing(format!("{what} is not what a build writes."))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};
    use std::thread;

    use super::super::inventory::{self, Script};
    use super::*;

    /// A deployment: its public files below `/v/`, served on loopback.
    struct Deployment {
        origin: Url,
        asked: Arc<Mutex<Vec<String>>>,
    }

    fn deployed(public: &Path) -> Deployment {
        let server =
            tiny_http::Server::from_listener(TcpListener::bind("127.0.0.1:0").unwrap(), None)
                .unwrap();
        let port = server.server_addr().to_ip().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, public) = (Arc::clone(&asked), public.to_owned());
        thread::spawn(move || {
            for request in server.incoming_requests() {
                let path = request.url().strip_prefix("/v/").unwrap().to_owned();
                let answer = match fs::read(public.join(&path)) {
                    Ok(bytes) => tiny_http::Response::from_data(bytes),
                    Err(_) => tiny_http::Response::from_data(Vec::new()).with_status_code(404),
                };
                seen.lock().unwrap().push(path);
                request.respond(answer).unwrap();
            }
        });
        Deployment {
            origin: Url::parse(&format!("http://127.0.0.1:{port}")).unwrap(),
            asked,
        }
    }

    /// An empty place for one test.
    fn place(name: &str) -> PathBuf {
        let place = std::env::temp_dir().join(format!("obole-kept-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place).unwrap();
        place
    }

    /// What the build does: one version, beside those that are kept.
    fn build(version: &str, kept: &Path, public: &Path) {
        let _ = fs::remove_dir_all(public);
        let content = format!("/* {version} */");
        let script = Script {
            name: "obole.js",
            content: content.as_bytes(),
            purpose: "Is a script.",
        };
        let inventory = inventory::json(version, &[script]);
        for (name, content) in [("obole.js", &content), (INVENTORY, &inventory)] {
            write(&public.join(version).join(name), content.as_bytes()).unwrap();
        }
        write(&public.join("latest.json"), inventory.as_bytes()).unwrap();
        publish(kept, &versions(kept).unwrap(), version, public).unwrap();
    }

    fn listed_in(public: &Path) -> Vec<String> {
        listed(&fs::read(public.join(LIST)).unwrap()).unwrap()
    }

    #[test]
    fn every_deployment_publishes_those_before() {
        let place = place("three");
        let (public, kept) = (place.join("public"), place.join("kept"));
        build("1.0.0-a", &kept, &public);
        let site = deployed(&public);
        fetch(&site.origin, &kept).unwrap();
        build("1.0.0-b", &kept, &public);
        assert_eq!(listed_in(&public), ["1.0.0-b", "1.0.0-a"]);
        site.asked.lock().unwrap().clear();
        fetch(&site.origin, &kept).unwrap();
        build("1.0.0-c", &kept, &public);
        assert_eq!(listed_in(&public), ["1.0.0-c", "1.0.0-b", "1.0.0-a"]);
        for version in ["1.0.0-a", "1.0.0-b", "1.0.0-c"] {
            let script = fs::read_to_string(public.join(version).join("obole.js"));
            assert_eq!(script.unwrap(), format!("/* {version} */"));
        }
        let asked = site.asked.lock().unwrap();
        assert!(
            asked.iter().all(|path| !path.contains("1.0.0-a")),
            "{asked:?}"
        );
        // The same build once more is no second version.
        drop(asked);
        fetch(&site.origin, &kept).unwrap();
        build("1.0.0-c", &kept, &public);
        assert_eq!(listed_in(&public), ["1.0.0-c", "1.0.0-b", "1.0.0-a"]);
    }

    #[test]
    fn only_so_many_are_kept() {
        let place = place("many");
        let (public, kept) = (place.join("public"), place.join("kept"));
        build("1.0.0-0", &kept, &public);
        for number in 1..=MOST {
            fetch(&deployed(&public).origin, &kept).unwrap();
            build(&format!("1.0.0-{number}"), &kept, &public);
        }
        fetch(&deployed(&public).origin, &kept).unwrap();
        let kept = versions(&kept).unwrap();
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[0], format!("1.0.0-{MOST}"));
        assert!(!kept.contains(&"1.0.0-0".to_owned()));
    }

    #[test]
    fn deployments_before_there_was_a_list_tell_their_newest() {
        let place = place("older");
        let (public, kept) = (place.join("public"), place.join("kept"));
        build("1.0.0-a", &kept, &public);
        fs::remove_file(public.join(LIST)).unwrap();
        fetch(&deployed(&public).origin, &kept).unwrap();
        assert_eq!(versions(&kept).unwrap(), ["1.0.0-a"]);
    }

    #[test]
    fn nothing_is_published_yet() {
        let place = place("nothing");
        let (public, kept) = (place.join("public"), place.join("kept"));
        fetch(&deployed(&public).origin, &kept).unwrap();
        assert!(versions(&kept).unwrap().is_empty());
        assert!(versions(&place.join("elsewhere")).unwrap().is_empty());
    }

    /// What a deployment answers after something of it was changed.
    fn refused(name: &str, change: impl FnOnce(&Path)) -> String {
        let place = place(name);
        let (public, kept) = (place.join("public"), place.join("kept"));
        build("1.0.0-a", &kept, &public);
        change(&public);
        let refused = fetch(&deployed(&public).origin, &kept).unwrap_err();
        assert!(versions(&kept).unwrap().is_empty(), "nothing is kept");
        refused.to_string()
    }

    #[test]
    fn a_changed_byte_is_refused() {
        let told = refused("byte", |public| {
            fs::write(public.join("1.0.0-a/obole.js"), "/* 1.0.0-A */").unwrap();
        });
        assert!(
            told.contains("/v/1.0.0-a/obole.js is not the file"),
            "{told}"
        );
    }

    #[test]
    fn a_file_that_is_gone_is_told() {
        let told = refused("gone", |public| {
            fs::remove_file(public.join("1.0.0-a/obole.js")).unwrap();
        });
        assert!(told.contains("lacks files"), "{told}");
    }

    #[test]
    fn no_name_leads_to_another_folder() {
        for (name, from, to) in [
            ("up", "1.0.0-a/obole.js", "1.0.0-a/../obole.js"),
            ("across", "/v/1.0.0-a/obole.js", "/v/1.0.0-b/obole.js"),
            ("deeper", "1.0.0-a/obole.js", "1.0.0-a/x/obole.js"),
            (
                "other",
                r#""version": "1.0.0-a""#,
                r#""version": "1.0.0-b""#,
            ),
        ] {
            let told = refused(name, |public| {
                let path = public.join("1.0.0-a").join(INVENTORY);
                let text = fs::read_to_string(&path).unwrap();
                assert!(text.contains(from));
                fs::write(&path, text.replace(from, to)).unwrap();
            });
            assert!(told.contains("is not what a build writes"), "{told}");
        }
        let told = refused("listed", |public| {
            fs::write(public.join(LIST), r#"{"versions":["../../etc"]}"#).unwrap();
        });
        assert!(told.contains("is not what a build writes"), "{told}");
    }
}

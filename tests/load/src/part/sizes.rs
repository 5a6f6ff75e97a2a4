//! Bytes: what the donor loads until the form can be sent, and the Worker.

use std::fs;
use std::path::{Path, PathBuf};

use ::http::StatusCode;
use dev_stack::{Repository, Stack, http};

use super::{section, tell};
use crate::error::{Error, Result};
use crate::number::{count, grouped};
use crate::peer;
use crate::size;
use crate::table::Table;

/// The language whose answer is counted in the sum.
const LANGUAGE: &str = "en";
const OTHER_LANGUAGES: [&str; 3] = ["de", "fr", "it"];

/// Goals, in bytes after brotli or gzip.
const LOADER_MAX: u64 = 2_000;
const ALL_MAX: u64 = 45_000;
const WORKER_MAX: u64 = 1_000_000;

pub(super) fn print(repository: &Repository, stack: &Stack) -> Result<()> {
    tell("Compressing what the donor loads, and the Workers.");
    donor(repository, stack)?;
    worker(repository)
}

fn donor(repository: &Repository, stack: &Stack) -> Result<()> {
    let public = repository.path("dist/public");
    let mut table = Table::new([
        "loaded until the form can be sent",
        "raw",
        "brotli 11",
        "goal",
    ]);
    let (mut raw, mut sent) = (0, 0);
    let loader = size::read(&public.join("obole.js"))?;
    let answer = answer(stack, LANGUAGE)?;
    let mut parts = vec![
        ("loader `obole.js`".to_owned(), loader, goal(LOADER_MAX)),
        (
            format!("link and form, JSON ({LANGUAGE})"),
            answer,
            String::new(),
        ),
    ];
    for path in version_files(&public.join("v"))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        parts.push((format!("`{name}`"), size::read(&path)?, String::new()));
    }
    for (name, content, goal) in parts {
        let compressed = size::brotli(&content)?;
        raw += count(content.len());
        sent += compressed;
        let length = grouped(count(content.len()));
        table.row([name, length, grouped(compressed), goal]);
    }
    table.row([
        "**sum**".to_owned(),
        grouped(raw),
        grouped(sent),
        goal(ALL_MAX),
    ]);
    for language in OTHER_LANGUAGES {
        let answer = self::answer(stack, language)?;
        table.row([
            format!("(instead of {LANGUAGE}: {language})"),
            grouped(count(answer.len())),
            grouped(size::brotli(&answer)?),
            String::new(),
        ]);
    }
    section(
        "Bytes a donor loads",
        &table,
        "Bytes; no image, font or foreign file is loaded.",
    );
    Ok(())
}

fn worker(repository: &Repository) -> Result<()> {
    let mut table = Table::new(["Worker", "raw", "gzip", "goal"]);
    let folder = repository.path("edge/build");
    let mut all = Vec::new();
    for name in ["index.js", "index_bg.wasm"] {
        let content = size::read(&folder.join(name))?;
        row(&mut table, &format!("`{name}`"), &content, String::new())?;
        all.extend(content);
    }
    row(&mut table, "**sum**", &all, goal(WORKER_MAX))?;
    let bundle = size::read(&peer::bundle(repository)?)?;
    row(
        &mut table,
        "the TypeScript Worker, minified",
        &bundle,
        String::new(),
    )?;
    section(
        "Bytes of the Worker",
        &table,
        "Bytes, JavaScript and WebAssembly together.",
    );
    Ok(())
}

fn row(table: &mut Table, name: &str, content: &[u8], goal: String) -> Result<()> {
    let raw = grouped(count(content.len()));
    table.row([name.to_owned(), raw, grouped(size::gzip(content)?), goal]);
    Ok(())
}

fn goal(bytes: u64) -> String {
    format!("≤ {}", grouped(bytes))
}

/// What the widget asks the Worker for.
fn answer(stack: &Stack, language: &str) -> Result<Vec<u8>> {
    let url = format!("{}/v1/links/demo?lang={language}&form=1", stack.edge_url());
    let answer = http::get(&url, None)?;
    if answer.status == StatusCode::OK.as_u16() {
        return Ok(answer.body.into_bytes());
    }
    Err(Error::Refused {
        target: url,
        status: StatusCode::from_u16(answer.status).unwrap_or_default(),
        body: answer.body,
    })
}

/// The files of the one version that was built, but for its copy of the loader.
fn version_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for version in entries(folder)? {
        files.extend(entries(&version)?);
    }
    files.retain(|path| path.file_name().is_some_and(|name| name != "obole.js"));
    files.sort();
    Ok(files)
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
    fn the_version_holds_the_widget_and_a_loader_that_is_not_counted_twice() {
        let public = std::env::temp_dir().join(format!("obole-load-{}", std::process::id()));
        let version = public.join("v/0.1.0-0123abcd");
        fs::create_dir_all(&version).unwrap();
        for name in ["widget_bg.wasm", "widget.js", "obole.js"] {
            fs::write(version.join(name), name).unwrap();
        }
        let files = version_files(&public.join("v")).unwrap();
        assert_eq!(
            files,
            [version.join("widget.js"), version.join("widget_bg.wasm")]
        );
        assert!(matches!(
            version_files(&public.join("w")),
            Err(Error::NotBuilt(_))
        ));
        fs::remove_dir_all(public).unwrap();
    }
}

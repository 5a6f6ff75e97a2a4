//! Bytes: what the donor loads until the form can be sent, and the Worker.

use dev_stack::{Repository, Stack};
use shipped::{ALL_MAX, LANGUAGES, LOADER_MAX, Shipped, WORDS_MAX, brotli};

use super::{section, tell};
use crate::error::Result;
use crate::number::{count, grouped};
use crate::peer;
use crate::size;
use crate::table::Table;

/// Most bytes of the Worker, after gzip.
const WORKER_MAX: u64 = 1_000_000;

pub(super) fn print(repository: &Repository, stack: &Stack) -> Result<()> {
    tell("Compressing what the donor loads, and the Workers.");
    donor(repository, stack)?;
    worker(repository)
}

fn donor(repository: &Repository, stack: &Stack) -> Result<()> {
    let mut table = Table::new([
        "loaded until the form can be sent",
        "raw",
        "brotli 11",
        "goal",
    ]);
    let [language, others @ ..] = LANGUAGES;
    let edge = stack.edge_url();
    let shipped = Shipped::of(repository, &edge, language)?;
    let mut row = |name: &str, content: &[u8], goal: String| -> Result<()> {
        let (raw, sent) = (count(content.len()), brotli(content)?);
        table.row([name.to_owned(), grouped(raw), grouped(sent), goal]);
        Ok(())
    };
    row(
        "loader `obole.js`",
        &shipped.loader.content,
        goal(LOADER_MAX),
    )?;
    row(&shipped.form.name, &shipped.form.content, String::new())?;
    for file in &shipped.version {
        row(&format!("`{}`", file.name), &file.content, String::new())?;
    }
    row("(words of the form)", &shipped.words()?, goal(WORDS_MAX))?;
    for language in others {
        let form = Shipped::form(&edge, language)?;
        let name = format!("(instead of en: {language})");
        row(&name, &form.content, String::new())?;
    }
    let raw = shipped.all().map(|file| count(file.content.len())).sum();
    table.row([
        "**sum**".to_owned(),
        grouped(raw),
        grouped(shipped.bytes()?),
        goal(ALL_MAX),
    ]);
    section(
        "Bytes a donor loads",
        &table,
        "Bytes; no image, font or foreign file is loaded. The sum is without what stands in \
         brackets.",
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

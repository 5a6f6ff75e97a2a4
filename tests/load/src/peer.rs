//! The TypeScript Worker, in a state of its own beside our stack.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use dev_stack::{Ports, Repository, Stack, Variables, Worker, WorkerOptions};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::part::step;
use crate::state::Folder;

const FOLDER: &str = "tests/load/peer";

/// The running Worker; dropping it ends it and removes its state.
pub(crate) struct Peer {
    // Ended before its state is removed.
    worker: Worker,
    folder: Folder,
}

impl Peer {
    /// Starts it with our seeds, against the simulator of our stack.
    pub(crate) fn start(repository: &Repository, stack: &Stack, on_disk: bool) -> Result<Self> {
        let folder = Folder::new(repository, on_disk)?;
        let state = folder.path();
        let config = config(repository);
        let on_database = |arguments: &[&str]| {
            let mut command = repository.wrangler();
            command.arg("d1").args(arguments);
            command.args(["--local", "--config"]).arg(&config);
            command.arg("--persist-to").arg(state);
            command
        };
        step(
            "wrangler d1 migrations apply",
            &mut on_database(&["migrations", "apply", "DB"]),
        )?;
        let seeds = state.join("seed.sql");
        fs::write(&seeds, seed_sql(repository, &stack.host_url())?).map_err(Error::file(&seeds))?;
        step(
            "wrangler d1 execute",
            on_database(&["execute", "DB", "--yes"])
                .arg("--file")
                .arg(&seeds),
        )?;
        let ports = Ports {
            edge: Ports::free()?.edge,
            ..stack.ports()
        };
        let options = WorkerOptions {
            name: "peer".to_owned(),
            config,
            port: ports.edge,
            state_dir: state.to_owned(),
            log_dir: state.join("logs"),
            variables: Variables::development(repository, ports)?,
            health_path: "/healthz".to_owned(),
        };
        Ok(Self {
            worker: Worker::start(repository, options)?,
            folder,
        })
    }

    pub(crate) fn url(&self) -> String {
        self.worker.url()
    }

    pub(crate) fn state_dir(&self) -> &Path {
        self.folder.path()
    }
}

/// What would be deployed of it, in one file.
pub(crate) fn bundle(repository: &Repository) -> Result<PathBuf> {
    let folder = repository.target().join("load/peer");
    step(
        "wrangler deploy --dry-run",
        repository
            .wrangler()
            .args(["deploy", "--dry-run", "--minify", "--config"])
            .arg(config(repository))
            .arg("--outdir")
            .arg(&folder),
    )?;
    Ok(folder.join("index.js"))
}

/// Its wrangler configuration.
pub(crate) fn config(repository: &Repository) -> PathBuf {
    repository.path(FOLDER).join("wrangler.toml")
}

/// Our seeds, as rows: this Worker has no back office.
fn seed_sql(repository: &Repository, host: &str) -> Result<String> {
    let mut sql = String::new();
    for table in ["terminals", "links"] {
        let folder = repository.path("xtask/seed").join(table);
        for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
            let path = entry.map_err(Error::file(&folder))?.path();
            let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
            let _ = writeln!(
                sql,
                "{}",
                insert(table, &path, &text.replace("{{HOST}}", host))
            );
        }
    }
    Ok(sql)
}

fn insert(table: &str, path: &Path, text: &str) -> String {
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    // On one line; a seed that is no JSON is refused by our own Worker first.
    let body =
        serde_json::from_str::<Value>(text).map_or_else(|_| text.into(), |it| it.to_string());
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    format!(
        "INSERT INTO {table} (id, body, updated_at) VALUES ({}, {}, 0);",
        quoted(&id),
        quoted(&body)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_becomes_a_row_whatever_it_holds() {
        assert_eq!(
            insert(
                "links",
                Path::new("a/demo.json"),
                "{\n  \"name\": \"It's\"\n}"
            ),
            r#"INSERT INTO links (id, body, updated_at) VALUES ('demo', '{"name":"It''s"}', 0);"#
        );
    }

    #[test]
    fn every_seed_of_ours_is_taken() {
        let sql = seed_sql(&Repository::find(), "http://127.0.0.1:1").unwrap();
        for id in ["'demo'", "'saferpay-test'", "'paypal-test'"] {
            assert!(sql.contains(id), "{sql}");
        }
        assert!(!sql.contains("{{"));
    }
}

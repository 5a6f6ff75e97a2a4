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
            variables: Variables::development(ports)
                .with("TERMINAL_CREDENTIALS", credentials(repository)?),
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
    for seed in seeds(repository, "terminals", host)? {
        let _ = writeln!(sql, "{}", insert_terminal(seed));
    }
    for seed in seeds(repository, "links", host)? {
        let _ = writeln!(sql, "{}", insert_link(&seed));
    }
    Ok(sql)
}

struct Seed {
    id: String,
    body: Value,
}

fn seeds(repository: &Repository, table: &str, host: &str) -> Result<Vec<Seed>> {
    let folder = repository.path("xtask/seed").join(table);
    let mut seeds = Vec::new();
    for entry in fs::read_dir(&folder).map_err(Error::file(&folder))? {
        let path = entry.map_err(Error::file(&folder))?.path();
        let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
        seeds.push(Seed {
            id: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into(),
            // A seed that is no JSON is refused by our own Worker first.
            body: serde_json::from_str(&text.replace("{{HOST}}", host)).unwrap_or_default(),
        });
    }
    Ok(seeds)
}

/// The test accounts of the seeded terminals, by id: this Worker keeps them in a secret.
fn credentials(repository: &Repository) -> Result<String> {
    let seeds = seeds(repository, "terminals", "")?;
    let accounts = seeds.into_iter().filter_map(|mut seed| {
        let account = seed.body.pointer_mut("/credentials/test")?.take();
        Some((seed.id, account))
    });
    Ok(Value::Object(accounts.collect()).to_string())
}

fn insert_terminal(mut seed: Seed) -> String {
    if let Some(members) = seed.body.as_object_mut() {
        members.remove("credentials");
    }
    let word = |name: &str| {
        let word = seed.body.get(name).and_then(Value::as_str);
        quoted(word.unwrap_or_default())
    };
    format!(
        "INSERT INTO terminals (id, kind, mode, body, created_at, updated_at) \
         VALUES ({}, {}, {}, {}, 0, 0);",
        quoted(&seed.id),
        word("kind"),
        word("mode"),
        quoted(&seed.body.to_string())
    )
}

fn insert_link(seed: &Seed) -> String {
    format!(
        "INSERT INTO links (id, body, updated_at) VALUES ({}, {}, 0);",
        quoted(&seed.id),
        quoted(&seed.body.to_string())
    )
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_becomes_a_row_whatever_it_holds() {
        let seed = Seed {
            id: "demo".into(),
            body: serde_json::json!({ "name": "It's" }),
        };
        assert_eq!(
            insert_link(&seed),
            r#"INSERT INTO links (id, body, updated_at) VALUES ('demo', '{"name":"It''s"}', 0);"#
        );
    }

    #[test]
    fn every_seed_of_ours_is_taken() {
        let sql = seed_sql(&Repository::find(), "http://127.0.0.1:1").unwrap();
        for id in ["'demo'", "'saferpay-test'", "'paypal-test'"] {
            assert!(sql.contains(id), "{sql}");
        }
        assert!(!sql.contains("{{") && !sql.contains("simulator-password"));
        let accounts = credentials(&Repository::find()).unwrap();
        assert!(accounts.contains(r#""saferpay-test":{"#) && accounts.contains("password"));
    }
}

//! The object's own database: journal and outbox of one payment.

use std::cell::Cell;

use obole_shared::payment::Entry;
use obole_shared::time::UnixMs;
use serde::Deserialize;
use worker::{SqlStorage, SqlStorageValue};

use crate::outbox::Effect;
use crate::ports::{Commit, StoreError};

/// The tables, made with the first entry.
const SCHEMA: &str = "
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    event TEXT NOT NULL
) STRICT;
CREATE TABLE outbox (
    key TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    effect TEXT NOT NULL
) STRICT;
";

#[derive(Deserialize)]
struct JournalRow {
    at: i64,
    event: String,
}

#[derive(Deserialize)]
struct OutboxRow {
    effect: String,
}

/// Whether the tables are known to exist. Reading must not make them: an object that never stored
/// anything does not exist, so asking for payments that are none costs no storage.
#[derive(Debug, Default)]
pub(super) struct Tables {
    exist: Cell<Option<bool>>,
}

impl Tables {
    fn exist(&self, sql: &SqlStorage) -> Result<bool, StoreError> {
        if let Some(known) = self.exist.get() {
            return Ok(known);
        }
        let rows: Vec<serde_json::Value> = sql
            .exec(
                "SELECT name FROM sqlite_master WHERE name = 'journal'",
                None,
            )
            .and_then(|cursor| cursor.to_array())
            .map_err(store_error)?;
        self.exist.set(Some(!rows.is_empty()));
        Ok(!rows.is_empty())
    }

    fn create(&self, sql: &SqlStorage) -> Result<(), StoreError> {
        if !self.exist(sql)? {
            sql.exec(SCHEMA, None).map_err(store_error)?;
            self.exist.set(Some(true));
        }
        Ok(())
    }

    /// A transaction failed: what it made is gone.
    pub(super) fn forget(&self) {
        self.exist.set(None);
    }
}

pub(super) fn journal(sql: &SqlStorage, tables: &Tables) -> Result<Vec<Entry>, StoreError> {
    if !tables.exist(sql)? {
        return Ok(Vec::new());
    }
    let rows: Vec<JournalRow> = sql
        .exec("SELECT at, event FROM journal ORDER BY seq", None)
        .and_then(|cursor| cursor.to_array())
        .map_err(store_error)?;
    rows.into_iter()
        .map(|row| {
            let event = serde_json::from_str(&row.event).map_err(store_error)?;
            Ok(Entry {
                at: UnixMs(row.at),
                event,
            })
        })
        .collect()
}

pub(super) fn outbox(sql: &SqlStorage, tables: &Tables) -> Result<Vec<Effect>, StoreError> {
    if !tables.exist(sql)? {
        return Ok(Vec::new());
    }
    let rows: Vec<OutboxRow> = sql
        .exec("SELECT effect FROM outbox ORDER BY version", None)
        .and_then(|cursor| cursor.to_array())
        .map_err(store_error)?;
    rows.into_iter()
        .map(|row| serde_json::from_str(&row.effect).map_err(store_error))
        .collect()
}

/// Writes journal and outbox; to be called inside of a transaction.
pub(super) fn write(sql: &SqlStorage, tables: &Tables, commit: &Commit) -> Result<(), StoreError> {
    tables.create(sql)?;
    for entry in &commit.entries {
        let event = serde_json::to_string(&entry.event).map_err(store_error)?;
        let values = vec![integer(entry.at.0)?, SqlStorageValue::String(event)];
        run(sql, "INSERT INTO journal (at, event) VALUES (?, ?)", values)?;
    }
    for effect in &commit.effects {
        let values = vec![
            SqlStorageValue::String(effect.key.clone()),
            integer(i64::from(effect.version))?,
            SqlStorageValue::String(serde_json::to_string(effect).map_err(store_error)?),
        ];
        run(
            sql,
            "INSERT OR REPLACE INTO outbox (key, version, effect) VALUES (?, ?, ?)",
            values,
        )?;
    }
    for done in &commit.delivered {
        let values = vec![
            SqlStorageValue::String(done.key.clone()),
            integer(i64::from(done.version))?,
        ];
        run(
            sql,
            "DELETE FROM outbox WHERE key = ? AND version <= ?",
            values,
        )?;
    }
    Ok(())
}

fn run(sql: &SqlStorage, query: &str, values: Vec<SqlStorageValue>) -> Result<(), StoreError> {
    sql.exec(query, values).map(|_| ()).map_err(store_error)
}

fn integer(value: i64) -> Result<SqlStorageValue, StoreError> {
    SqlStorageValue::try_from_i64(value).map_err(store_error)
}

pub(super) fn store_error(error: impl std::fmt::Display) -> StoreError {
    StoreError(error.to_string())
}

//! Terminals and their settings.

use obole_shared::currency::Currency;
use obole_shared::fee::FeeRule;
use obole_shared::ids::{LinkId, TerminalId};
use obole_shared::payment::Status;
use obole_shared::terminal::{
    AccountType, AuthorizationType, Condition, Method, Mode, Terminal, TerminalKind,
};
use obole_shared::time::UnixMs;
use serde::{Deserialize, Serialize};
use worker::D1Database;
use worker::wasm_bindgen::JsValue;

use super::{any, moment, number, text};
use crate::error::Error;
use crate::settings::{Account, LastCheck, Record};

/// Which terminals links can offer.
pub(super) const OFFERED: &str = "enabled = 1 AND deleted_at IS NULL \
     AND CASE mode WHEN 'live' THEN sealed_live ELSE sealed_test END IS NOT NULL";

const COLUMNS: &str = "id, kind, mode, body, enabled, is_default, sealed_test, entered_test, \
     check_test, sealed_live, entered_live, check_live, revision, created_at, updated_at, \
     deleted_at";

/// The description, without what has a column of its own.
#[derive(Serialize, Deserialize)]
struct Body {
    name: String,
    currencies: Vec<Currency>,
    account: Option<AccountType>,
    #[serde(default)]
    methods: Vec<Method>,
    #[serde(default)]
    authorization: AuthorizationType,
    #[serde(default)]
    condition: Condition,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fee: Option<FeeRule>,
}

/// The terminal of a row.
///
/// # Errors
/// A description that can no longer be read.
pub(super) fn terminal(
    id: &str,
    kind: TerminalKind,
    mode: Mode,
    body: &str,
) -> Result<Terminal, Error> {
    let body: Body = serde_json::from_str(body).map_err(Error::internal)?;
    Ok(Terminal {
        id: id.parse().map_err(Error::internal)?,
        kind,
        name: body.name,
        mode,
        currencies: body.currencies,
        account: body.account,
        methods: body.methods,
        authorization: body.authorization,
        condition: body.condition,
        fee: body.fee,
    })
}

fn body_of(terminal: &Terminal) -> Result<String, Error> {
    let terminal = terminal.clone();
    serde_json::to_string(&Body {
        name: terminal.name,
        currencies: terminal.currencies,
        account: terminal.account,
        methods: terminal.methods,
        authorization: terminal.authorization,
        condition: terminal.condition,
        fee: terminal.fee,
    })
    .map_err(Error::internal)
}

#[derive(Deserialize)]
struct Row {
    id: String,
    kind: TerminalKind,
    mode: Mode,
    body: String,
    enabled: i64,
    is_default: i64,
    sealed_test: Option<String>,
    entered_test: Option<String>,
    check_test: Option<String>,
    sealed_live: Option<String>,
    entered_live: Option<String>,
    check_live: Option<String>,
    revision: i64,
    created_at: i64,
    updated_at: i64,
    deleted_at: Option<i64>,
}

impl Row {
    fn into_record(self) -> Result<Record, Error> {
        Ok(Record {
            terminal: terminal(&self.id, self.kind, self.mode, &self.body)?,
            enabled: self.enabled != 0,
            is_default: self.is_default != 0,
            test: account(self.sealed_test, self.entered_test, self.check_test)?,
            live: account(self.sealed_live, self.entered_live, self.check_live)?,
            revision: self.revision,
            created_at: UnixMs(self.created_at),
            updated_at: UnixMs(self.updated_at),
            deleted_at: self.deleted_at.map(UnixMs),
        })
    }
}

fn account(
    sealed: Option<String>,
    entered: Option<String>,
    check: Option<String>,
) -> Result<Option<Account>, Error> {
    let (Some(sealed), Some(entered)) = (sealed, entered) else {
        return Ok(None);
    };
    let check = check.map(|check| serde_json::from_str(&check)).transpose();
    Ok(Some(Account {
        sealed,
        note: serde_json::from_str(&entered).map_err(Error::internal)?,
        check: check.map_err(Error::internal)?,
    }))
}

/// All terminals that are not deleted: an installation has a handful.
///
/// # Errors
/// What D1 reports, or a stored description that can no longer be read.
pub(crate) async fn all(database: &D1Database) -> Result<Vec<Record>, Error> {
    records(database, "deleted_at IS NULL").await
}

/// All terminals whose credentials are kept: deleted ones too, until they are erased.
///
/// # Errors
/// As [`all`].
pub(crate) async fn sealed(database: &D1Database) -> Result<Vec<Record>, Error> {
    records(database, "coalesce(sealed_test, sealed_live) IS NOT NULL").await
}

async fn records(database: &D1Database, condition: &'static str) -> Result<Vec<Record>, Error> {
    let query = format!("SELECT {COLUMNS} FROM terminals WHERE {condition} ORDER BY id LIMIT 200");
    let rows: Vec<Row> = database.prepare(query).all().await?.results()?;
    rows.into_iter().map(Row::into_record).collect()
}

/// All terminals that are not deleted, without their settings.
///
/// # Errors
/// As [`all`].
pub(crate) async fn known(database: &D1Database) -> Result<Vec<Terminal>, Error> {
    let records = all(database).await?;
    Ok(records.into_iter().map(|record| record.terminal).collect())
}

/// One terminal, deleted or not.
///
/// # Errors
/// As [`all`].
pub(crate) async fn one(database: &D1Database, id: &TerminalId) -> Result<Option<Record>, Error> {
    let query = format!("SELECT {COLUMNS} FROM terminals WHERE id = ?");
    let query = database.prepare(query).bind(&[id.as_str().into()])?;
    let row: Option<Row> = query.first(None).await?;
    row.map(Row::into_record).transpose()
}

/// Stores a new terminal; `false` where its id is taken.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn insert(database: &D1Database, record: &Record) -> Result<bool, Error> {
    let mut values = vec![
        record.terminal.id.as_str().into(),
        record.terminal.kind.as_str().into(),
        moment(record.created_at),
    ];
    values.extend(edited(record)?);
    let query = "INSERT INTO terminals (id, kind, created_at, mode, body, sealed_test, \
         entered_test, sealed_live, entered_live, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING id";
    any(database.prepare(query).bind(&values)?).await
}

/// Stores an edited terminal; `false` where it was edited or deleted since it was read.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn update(database: &D1Database, record: &Record) -> Result<bool, Error> {
    let mut values = edited(record)?;
    values.extend([record.terminal.id.as_str().into(), number(record.revision)]);
    let query = "UPDATE terminals SET mode = ?, body = ?, sealed_test = ?, entered_test = ?, \
         sealed_live = ?, entered_live = ?, updated_at = ?, revision = revision + 1 \
         WHERE id = ? AND revision = ? AND deleted_at IS NULL RETURNING id";
    any(database.prepare(query).bind(&values)?).await
}

/// What an edit may change, in the order of the statements above. Not what a check found: one may
/// end while the edit is under way, and must not be undone by it.
fn edited(record: &Record) -> Result<Vec<JsValue>, Error> {
    let mut values = vec![
        record.terminal.mode.as_str().into(),
        body_of(&record.terminal)?.into(),
    ];
    for account in [&record.test, &record.live] {
        let note = account.as_ref().map(|account| json(&account.note));
        values.extend([
            text(account.as_ref().map(|account| account.sealed.as_str())),
            text(note.transpose()?.as_deref()),
        ]);
    }
    values.push(moment(record.updated_at));
    Ok(values)
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// Enables or disables a terminal; a disabled one is no longer the default.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn set_enabled(
    database: &D1Database,
    id: &TerminalId,
    enabled: bool,
    at: UnixMs,
) -> Result<(), Error> {
    let values = [u32::from(enabled).into(), moment(at), id.as_str().into()];
    let query = "UPDATE terminals SET enabled = ?1, is_default = is_default AND ?1, \
         updated_at = ?2, revision = revision + 1 WHERE id = ?3 AND deleted_at IS NULL";
    database.prepare(query).bind(&values)?.run().await?;
    Ok(())
}

/// Makes a terminal the default one, instead of any other.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn set_default(
    database: &D1Database,
    id: &TerminalId,
    at: UnixMs,
) -> Result<(), Error> {
    let values = [moment(at), id.as_str().into()];
    let off = "UPDATE terminals SET is_default = 0, updated_at = ?1, revision = revision + 1 \
         WHERE is_default = 1 AND id <> ?2 AND EXISTS (SELECT 1 FROM terminals AS next \
         WHERE next.id = ?2 AND next.enabled = 1 AND next.deleted_at IS NULL)";
    let on = "UPDATE terminals SET is_default = 1, updated_at = ?1, revision = revision + 1 \
         WHERE id = ?2 AND is_default = 0 AND enabled = 1 AND deleted_at IS NULL";
    // A batch is one transaction: there is never a second default, nor none in between.
    let batch = vec![
        database.prepare(off).bind(&values)?,
        database.prepare(on).bind(&values)?,
    ];
    database.batch(batch).await?;
    Ok(())
}

/// Stores what a check found; it tells by itself what it was made with.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn set_check(
    database: &D1Database,
    id: &TerminalId,
    mode: Mode,
    check: &LastCheck,
) -> Result<(), Error> {
    let query = match mode {
        Mode::Test => {
            "UPDATE terminals SET check_test = ? WHERE id = ? AND sealed_test IS NOT NULL"
        }
        Mode::Live => {
            "UPDATE terminals SET check_live = ? WHERE id = ? AND sealed_live IS NOT NULL"
        }
    };
    let values = [json(check)?.into(), id.as_str().into()];
    database.prepare(query).bind(&values)?.run().await?;
    Ok(())
}

/// Puts credentials sealed anew in the place of the same ones; `false` where they were edited.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn swap_sealed(
    database: &D1Database,
    id: &TerminalId,
    mode: Mode,
    old: &str,
    new: &str,
) -> Result<bool, Error> {
    // The revision grows: an edit under way would bring the old text back.
    let query = match mode {
        Mode::Test => {
            "UPDATE terminals SET sealed_test = ?, revision = revision + 1 \
             WHERE id = ? AND sealed_test = ? RETURNING id"
        }
        Mode::Live => {
            "UPDATE terminals SET sealed_live = ?, revision = revision + 1 \
             WHERE id = ? AND sealed_live = ? RETURNING id"
        }
    };
    let values = [new.into(), id.as_str().into(), old.into()];
    any(database.prepare(query).bind(&values)?).await
}

/// Payments in these stand are not done with their terminal. They are few beside all others, so
/// statements look them up by status: `+terminal` keeps the index of terminals out of it.
const OPEN: [Status; 4] = [
    Status::Created,
    Status::Pending,
    Status::Authorized,
    Status::Disputed,
];

fn open_words() -> String {
    let words: Vec<String> = OPEN
        .iter()
        .map(|status| format!("'{}'", status.as_str()))
        .collect();
    words.join(", ")
}

/// Deletes a terminal, unless payments with it are open; its id stays taken. Its credentials stay
/// until [`erase`]: a payment that has only just begun is not in the index yet.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn delete(
    database: &D1Database,
    id: &TerminalId,
    at: UnixMs,
) -> Result<bool, Error> {
    let query = format!(
        "UPDATE terminals SET deleted_at = ?1, updated_at = ?1, enabled = 0, is_default = 0, \
         revision = revision + 1 WHERE id = ?2 AND deleted_at IS NULL AND NOT EXISTS \
         (SELECT 1 FROM payments WHERE status IN ({}) AND +terminal = ?2) RETURNING id",
        open_words()
    );
    let values = [moment(at), id.as_str().into()];
    any(database.prepare(query).bind(&values)?).await
}

/// Erases the credentials of terminals that were deleted by this moment and of which no payment
/// is open or has moved since. Returns whether there were any.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn erase(database: &D1Database, before: UnixMs) -> Result<bool, Error> {
    let query = format!(
        "UPDATE terminals SET sealed_test = NULL, sealed_live = NULL, entered_test = NULL, \
         entered_live = NULL, check_test = NULL, check_live = NULL \
         WHERE deleted_at <= ?1 AND coalesce(sealed_test, sealed_live) IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM payments \
         WHERE payments.terminal = terminals.id AND payments.updated_at > ?1) \
         AND NOT EXISTS (SELECT 1 FROM payments \
         WHERE payments.status IN ({}) AND +payments.terminal = terminals.id) RETURNING id",
        open_words()
    );
    any(database.prepare(query).bind(&[moment(before)])?).await
}

/// How many payments with a terminal are open, in one mode or in both.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn open_payments(
    database: &D1Database,
    id: &TerminalId,
    mode: Option<Mode>,
) -> Result<i64, Error> {
    let query = format!(
        "SELECT count(*) AS count FROM payments WHERE status IN ({}) AND +terminal = ?1 \
         AND (?2 IS NULL OR mode = ?2)",
        open_words()
    );
    let values = [id.as_str().into(), text(mode.map(Mode::as_str))];
    let query = database.prepare(query).bind(&values)?;
    Ok(query.first(Some("count")).await?.unwrap_or(0))
}

/// The links that offer a terminal, by id.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn links(database: &D1Database, id: &TerminalId) -> Result<Vec<LinkId>, Error> {
    #[derive(Deserialize)]
    struct Offering {
        id: LinkId,
    }
    let query = "SELECT links.id FROM links, json_each(links.body, '$.terminals') AS offered \
         WHERE offered.value = ? ORDER BY links.id LIMIT 200";
    let query = database.prepare(query).bind(&[id.as_str().into()])?;
    let rows: Vec<Offering> = query.all().await?.results()?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

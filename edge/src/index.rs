//! The searchable index of payments, in D1.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::Status;
use obole_shared::terminal::Mode;
use obole_shared::time::UnixMs;
use serde::Deserialize;
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, Result};

use crate::catalog::number;
use crate::outbox::IndexRow;

/// Which payments are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filter {
    /// Only these.
    pub(crate) status: Option<Status>,
    /// Only through this link.
    pub(crate) link: Option<String>,
    /// Only with this terminal.
    pub(crate) terminal: Option<String>,
    /// Only with this reference.
    pub(crate) reference: Option<String>,
    /// Only test or only live ones.
    pub(crate) mode: Option<Mode>,
    /// Only those with an undecided dispute.
    pub(crate) disputed: bool,
    /// Only those of which the provider reported another amount.
    pub(crate) mismatched: bool,
    /// Only those whose authorized money must be captured before this moment.
    pub(crate) lapsing_before: Option<UnixMs>,
    /// Only those opened at this moment or later.
    pub(crate) since: Option<UnixMs>,
    /// Only older ones than this place in the list.
    pub(crate) before: Option<Place>,
    /// At most this many.
    pub(crate) limit: u32,
}

/// A place in the list: newest first, by time and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Time.
    pub(crate) created_at: UnixMs,
    /// Id.
    pub(crate) id: String,
}

impl Place {
    /// The place as an address carries it.
    pub(crate) fn cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}", self.created_at.0, self.id))
    }

    /// The place an address carries.
    pub(crate) fn from_cursor(cursor: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (at, id) = text.split_once('.')?;
        Some(Self {
            created_at: UnixMs(at.parse().ok()?),
            id: id.to_owned(),
        })
    }
}

const COLUMNS: &str = "id, version, link, terminal, mode, reference, status, currency, \
     amount_minor, captured_minor, refunded_minor, reversed_minor, mismatch, disputed, \
     capture_before, created_at, updated_at";

/// Brings one row up to date; an older version changes nothing.
///
/// # Errors
/// What D1 reports; the row is unchanged.
pub(crate) async fn upsert(database: &D1Database, row: &IndexRow, version: u32) -> Result<()> {
    let query = format!(
        "INSERT INTO payments ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, \
         captured_minor = excluded.captured_minor, refunded_minor = excluded.refunded_minor, \
         reversed_minor = excluded.reversed_minor, mismatch = excluded.mismatch, \
         disputed = excluded.disputed, capture_before = excluded.capture_before, updated_at = excluded.updated_at \
         WHERE excluded.version > payments.version"
    );
    let values = [
        row.id.as_str().into(),
        version.into(),
        row.link.as_str().into(),
        row.terminal.as_str().into(),
        row.mode.as_str().into(),
        row.reference.as_str().into(),
        row.status.as_str().into(),
        row.amount.currency().code().into(),
        number(row.amount.minor()),
        number(row.captured.minor()),
        number(row.refunded.minor()),
        number(row.reversed.minor()),
        u32::from(row.mismatch).into(),
        u32::from(row.disputed).into(),
        row.capture_before.map_or(JsValue::NULL, |at| number(at.0)),
        number(row.created_at.0),
        number(row.updated_at.0),
    ];
    let mut statements = vec![database.prepare(query).bind(&values)?];
    for name in &row.transactions {
        // Notices name a payment by these alone.
        let query = database.prepare(
            "INSERT INTO transactions (terminal, name, payment) VALUES (?, ?, ?) \
             ON CONFLICT DO NOTHING",
        );
        let values = [
            row.terminal.as_str().into(),
            name.as_str().into(),
            row.id.as_str().into(),
        ];
        statements.push(query.bind(&values)?);
    }
    database.batch(statements).await.map(|_| ())
}

/// Lists payments, newest first.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn list(database: &D1Database, filter: &Filter) -> Result<Vec<IndexRow>> {
    let mut conditions: Vec<&str> = Vec::new();
    let mut values: Vec<JsValue> = Vec::new();
    let status = filter.status.map(Status::as_str);
    let mode = filter.mode.map(Mode::as_str);
    let equal = [
        ("status = ?", status),
        ("mode = ?", mode),
        ("link = ?", filter.link.as_deref()),
        ("terminal = ?", filter.terminal.as_deref()),
        ("reference = ?", filter.reference.as_deref()),
    ];
    for (condition, value) in equal {
        if let Some(value) = value {
            conditions.push(condition);
            values.push(value.into());
        }
    }
    if filter.disputed {
        conditions.push("disputed <> 0");
    }
    if filter.mismatched {
        conditions.push("mismatch <> 0");
    }
    if let Some(moment) = filter.lapsing_before {
        conditions.push("status = 'authorized' AND capture_before < ?");
        values.push(number(moment.0));
    }
    if let Some(moment) = filter.since {
        conditions.push("created_at >= ?");
        values.push(number(moment.0));
    }
    if let Some(place) = &filter.before {
        conditions.push("(created_at, id) < (?, ?)");
        values.push(number(place.created_at.0));
        values.push(place.id.as_str().into());
    }
    let condition = if conditions.is_empty() {
        String::new()
    } else {
        format!("WHERE {} ", conditions.join(" AND "))
    };
    values.push(filter.limit.into());
    let query = format!(
        "SELECT {COLUMNS} FROM payments {condition}ORDER BY created_at DESC, id DESC LIMIT ?"
    );
    let rows: Vec<Row> = database
        .prepare(query)
        .bind(&values)?
        .all()
        .await?
        .results()?;
    Ok(rows.into_iter().filter_map(Row::parse).collect())
}

/// The money of some days in one mode and one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sum {
    /// Test or live: never added together.
    pub(crate) mode: Mode,
    /// Of what.
    pub(crate) currency: Currency,
    /// Payments of which money was captured.
    pub(crate) payments: u32,
    /// Captured, in minor units.
    pub(crate) captured: i64,
    /// Paid back or taken back, in minor units.
    pub(crate) returned: i64,
}

/// Adds up the payments that were opened at this moment or later, by mode and currency.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn sums(database: &D1Database, since: UnixMs) -> Result<Vec<Sum>> {
    #[derive(Deserialize)]
    struct SumRow {
        mode: Mode,
        currency: Currency,
        payments: u32,
        captured: i64,
        returned: i64,
    }
    let query = "SELECT mode, currency, count(*) AS payments, sum(captured_minor) AS captured, \
         sum(refunded_minor + reversed_minor) AS returned FROM payments \
         WHERE created_at >= ? AND captured_minor > 0 GROUP BY mode, currency \
         ORDER BY mode, currency";
    let query = database.prepare(query).bind(&[number(since.0)])?;
    let rows: Vec<SumRow> = query.all().await?.results()?;
    let sum = |row: SumRow| Sum {
        mode: row.mode,
        currency: row.currency,
        payments: row.payments,
        captured: row.captured,
        returned: row.returned,
    };
    Ok(rows.into_iter().map(sum).collect())
}

#[derive(Deserialize)]
struct Row {
    id: String,
    link: String,
    terminal: String,
    mode: Mode,
    reference: String,
    status: Status,
    currency: String,
    amount_minor: i64,
    captured_minor: i64,
    refunded_minor: i64,
    reversed_minor: i64,
    mismatch: i64,
    disputed: i64,
    capture_before: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

impl Row {
    fn parse(self) -> Option<IndexRow> {
        let currency = self.currency.parse().ok()?;
        let money = |minor| Money::new(minor, currency).ok();
        Some(IndexRow {
            id: self.id.parse().ok()?,
            link: self.link.parse().ok()?,
            terminal: self.terminal.parse().ok()?,
            mode: self.mode,
            reference: self.reference,
            status: self.status,
            amount: money(self.amount_minor)?,
            captured: money(self.captured_minor)?,
            refunded: money(self.refunded_minor)?,
            reversed: money(self.reversed_minor)?,
            mismatch: self.mismatch != 0,
            disputed: self.disputed != 0,
            capture_before: self.capture_before.map(UnixMs),
            // Looked up the other way round, in a table of their own.
            transactions: Vec::new(),
            created_at: UnixMs(self.created_at),
            updated_at: UnixMs(self.updated_at),
        })
    }
}

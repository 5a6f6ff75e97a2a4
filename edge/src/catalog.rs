//! Links and terminals, in D1.

use obole_shared::currency::Currency;
use obole_shared::ids::{LinkId, TerminalId};
use obole_shared::link::Link;
use obole_shared::terminal::{
    AccountType, AuthorizationType, Condition, Method, Mode, Terminal, TerminalKind,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use worker::D1Database;

use crate::error::Error;

/// A link as the back office reads and writes it. Amounts are texts in major units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkBody {
    name: String,
    amount: AmountRule,
    currencies: Vec<Currency>,
    terminals: Vec<TerminalId>,
    authorization: Option<AuthorizationType>,
    condition: Option<Condition>,
    #[serde(default)]
    return_origins: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AmountRule {
    Free(FreeAmount),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FreeAmount {
    #[serde(default)]
    presets: Vec<String>,
    min: String,
    max: String,
}

/// A terminal as the back office reads and writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TerminalBody {
    kind: TerminalKind,
    name: String,
    mode: Mode,
    currencies: Vec<Currency>,
    account: Option<AccountType>,
    #[serde(default)]
    methods: Vec<Method>,
    #[serde(default)]
    authorization: AuthorizationType,
    #[serde(default)]
    condition: Condition,
}

impl LinkBody {
    /// The link it describes.
    ///
    /// # Errors
    /// A sentence that tells what is wrong.
    pub(crate) fn into_link(self, id: LinkId) -> Result<Link, String> {
        let AmountRule::Free(amount) = self.amount;
        let link = Link {
            id,
            name: self.name,
            presets: amount
                .presets
                .iter()
                .map(|text| number(text))
                .collect::<Result<_, _>>()?,
            min: number(&amount.min)?,
            max: number(&amount.max)?,
            currencies: self.currencies,
            terminals: self.terminals,
            authorization: self.authorization,
            condition: self.condition,
            return_origins: self.return_origins,
        };
        link.check().map_err(str::to_owned)?;
        Ok(link)
    }
}

impl TerminalBody {
    /// The terminal it describes.
    ///
    /// # Errors
    /// A sentence that tells what is wrong.
    pub(crate) fn into_terminal(self, id: TerminalId) -> Result<Terminal, String> {
        let terminal = Terminal {
            id,
            kind: self.kind,
            name: self.name,
            mode: self.mode,
            currencies: self.currencies,
            account: self.account,
            methods: self.methods,
            authorization: self.authorization,
            condition: self.condition,
        };
        terminal.check()?;
        Ok(terminal)
    }
}

/// A number of major units, written as the API writes one.
fn number(text: &str) -> Result<Decimal, String> {
    let plain = text.len() <= 16
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = if plain {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    };
    value.ok_or_else(|| format!("{text:?} is not a number such as \"20\" or \"2.50\""))
}

#[derive(Deserialize)]
struct Row {
    id: String,
    body: String,
}

impl Row {
    fn into_terminal(self) -> Result<Terminal, Error> {
        let body: TerminalBody = serde_json::from_str(&self.body).map_err(Error::internal)?;
        let id = self.id.parse().map_err(Error::internal)?;
        body.into_terminal(id).map_err(Error::Internal)
    }

    fn into_link(self) -> Result<Link, Error> {
        let body: LinkBody = serde_json::from_str(&self.body).map_err(Error::internal)?;
        let id = self.id.parse().map_err(Error::internal)?;
        body.into_link(id).map_err(Error::Internal)
    }
}

/// All terminals: an installation has a handful.
///
/// # Errors
/// What D1 reports, or a stored description that can no longer be read.
pub(crate) async fn terminals(database: &D1Database) -> Result<Vec<Terminal>, Error> {
    let query = database.prepare("SELECT id, body FROM terminals ORDER BY id LIMIT 200");
    let rows: Vec<Row> = query.all().await?.results()?;
    rows.into_iter().map(Row::into_terminal).collect()
}

/// A link and all terminals, in one round trip; `None` where the link does not exist.
///
/// # Errors
/// As [`terminals`].
pub(crate) async fn offer(
    database: &D1Database,
    id: &LinkId,
) -> Result<Option<(Link, Vec<Terminal>)>, Error> {
    let query = database.prepare(
        "SELECT 0 AS sort, id, body FROM links WHERE id = ? \
         UNION ALL SELECT 1, id, body FROM terminals ORDER BY sort, id LIMIT 201",
    );
    let rows: Vec<Row> = query.bind(&[id.as_str().into()])?.all().await?.results()?;
    let mut rows = rows.into_iter();
    // A terminal may bear the link's name: only the first row can be the link, and it has limits.
    let Some(first) = rows.next() else {
        return Ok(None);
    };
    let Ok(body) = serde_json::from_str::<LinkBody>(&first.body) else {
        return Ok(None);
    };
    let link = body.into_link(id.clone()).map_err(Error::Internal)?;
    let terminals = rows.map(Row::into_terminal).collect::<Result<_, _>>()?;
    Ok(Some((link, terminals)))
}

/// Which table a description is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    /// Links.
    Links,
    /// Terminals.
    Terminals,
}

impl Table {
    const fn upsert(self) -> &'static str {
        match self {
            Self::Links => {
                "INSERT INTO links (id, body, updated_at) VALUES (?, ?, ?) ON CONFLICT (id) \
                 DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at"
            }
            Self::Terminals => {
                "INSERT INTO terminals (id, body, updated_at) VALUES (?, ?, ?) ON CONFLICT (id) \
                 DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at"
            }
        }
    }

    const fn select(self) -> &'static str {
        match self {
            Self::Links => "SELECT id, body FROM links ORDER BY id LIMIT 200",
            Self::Terminals => "SELECT id, body FROM terminals ORDER BY id LIMIT 200",
        }
    }
}

/// Stores a description that was checked.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn put(
    database: &D1Database,
    table: Table,
    id: &str,
    body: &impl Serialize,
) -> Result<(), Error> {
    let body = serde_json::to_string(body).map_err(Error::internal)?;
    let values = [
        id.into(),
        body.into(),
        worker::Date::now().as_millis().to_string().into(),
    ];
    database
        .prepare(table.upsert())
        .bind(&values)?
        .run()
        .await?;
    Ok(())
}

/// All descriptions of a table, with their ids.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn all(
    database: &D1Database,
    table: Table,
) -> Result<Vec<(String, serde_json::Value)>, Error> {
    let rows: Vec<Row> = database.prepare(table.select()).all().await?.results()?;
    rows.into_iter()
        .map(|row| {
            Ok((
                row.id,
                serde_json::from_str(&row.body).map_err(Error::internal)?,
            ))
        })
        .collect()
}

/// All links, by id.
///
/// # Errors
/// What D1 reports, or a stored description that can no longer be read.
pub(crate) async fn links(database: &D1Database) -> Result<Vec<Link>, Error> {
    let query = database.prepare(Table::Links.select());
    let rows: Vec<Row> = query.all().await?.results()?;
    rows.into_iter().map(Row::into_link).collect()
}

/// One link, if it exists.
///
/// # Errors
/// As [`links`].
pub(crate) async fn link(database: &D1Database, id: &LinkId) -> Result<Option<Link>, Error> {
    let query = database.prepare("SELECT id, body FROM links WHERE id = ?");
    let row: Option<Row> = query.bind(&[id.as_str().into()])?.first(None).await?;
    row.map(Row::into_link).transpose()
}

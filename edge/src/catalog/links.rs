//! Links.

use obole_shared::currency::Currency;
use obole_shared::ids::{LinkId, TerminalId};
use obole_shared::link::Link;
use obole_shared::terminal::{AuthorizationType, Condition};
use obole_shared::time::{Millis, UnixMs};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use worker::D1Database;

use super::{any, moment};
use crate::error::Error;

/// A link as the back office reads and writes it. Amounts are texts in major units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkBody {
    name: String,
    amount: AmountRule,
    currencies: Vec<Currency>,
    /// None named: the default one, when the link is put.
    #[serde(default)]
    pub(crate) terminals: Vec<TerminalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authorization: Option<AuthorizationType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
    /// How `authorization` was written before there were three of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capture: Option<Capture>,
    #[serde(default)]
    return_origins: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Capture {
    Automatic,
    Manual,
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

impl LinkBody {
    /// The link it describes.
    ///
    /// # Errors
    /// A sentence that tells what is wrong.
    pub(crate) fn into_link(self, id: LinkId) -> Result<Link, String> {
        let AmountRule::Free(amount) = self.amount;
        let authorization = match (self.authorization, self.capture) {
            (Some(_), Some(_)) => return Err("capture: authorization says it already".to_owned()),
            (None, Some(Capture::Automatic)) => Some(AuthorizationType::CaptureAtOnce),
            (None, Some(Capture::Manual)) => Some(AuthorizationType::AuthorizeOnly),
            (authorization, None) => authorization,
        };
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
            authorization,
            condition: self.condition,
            return_origins: self.return_origins,
        };
        link.check().map_err(str::to_owned)?;
        Ok(link)
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

/// Stores a description that was checked.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn put(
    database: &D1Database,
    id: &LinkId,
    body: &LinkBody,
    at: UnixMs,
) -> Result<(), Error> {
    let body = serde_json::to_string(body).map_err(Error::internal)?;
    let values = [id.as_str().into(), body.into(), moment(at)];
    let query = "INSERT INTO links (id, body, updated_at) VALUES (?, ?, ?) ON CONFLICT (id) \
         DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
    database.prepare(query).bind(&values)?.run().await?;
    Ok(())
}

/// Stores a new link; `false` where its id is taken.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn insert(
    database: &D1Database,
    id: &LinkId,
    body: &LinkBody,
    at: UnixMs,
) -> Result<bool, Error> {
    let body = serde_json::to_string(body).map_err(Error::internal)?;
    let values = [id.as_str().into(), body.into(), moment(at)];
    let query = "INSERT INTO links (id, body, updated_at) VALUES (?, ?, ?) \
         ON CONFLICT (id) DO NOTHING RETURNING id";
    any(database.prepare(query).bind(&values)?).await
}

/// Stores an edited link; `false` where it is not as it was `seen` any more.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn update(
    database: &D1Database,
    id: &LinkId,
    body: &LinkBody,
    seen: UnixMs,
    at: UnixMs,
) -> Result<bool, Error> {
    let body = serde_json::to_string(body).map_err(Error::internal)?;
    // Two edits of one millisecond are told apart too.
    let at = at.max(seen + Millis(1));
    let values = [body.into(), moment(at), id.as_str().into(), moment(seen)];
    let query =
        "UPDATE links SET body = ?, updated_at = ? WHERE id = ? AND updated_at = ? RETURNING id";
    any(database.prepare(query).bind(&values)?).await
}

#[derive(Deserialize)]
struct Row {
    id: String,
    body: String,
    updated_at: i64,
}

impl Row {
    fn body(&self) -> Result<LinkBody, Error> {
        serde_json::from_str(&self.body).map_err(Error::internal)
    }

    fn into_link(self) -> Result<Link, Error> {
        let id = self.id.parse().map_err(Error::internal)?;
        self.body()?.into_link(id).map_err(Error::Internal)
    }
}

async fn rows(database: &D1Database, after: &str, limit: u32) -> Result<Vec<Row>, Error> {
    let query = "SELECT id, body, updated_at FROM links WHERE id > ? ORDER BY id LIMIT ?";
    let query = database
        .prepare(query)
        .bind(&[after.into(), limit.into()])?;
    Ok(query.all().await?.results()?)
}

/// Descriptions with the ids of their links, by id: those after one, which may be empty.
///
/// # Errors
/// What D1 reports, or a stored description that can no longer be read.
pub(crate) async fn bodies(
    database: &D1Database,
    after: &str,
    limit: u32,
) -> Result<Vec<(String, LinkBody)>, Error> {
    let rows = rows(database, after, limit).await?;
    rows.into_iter()
        .map(|row| Ok((row.id.clone(), row.body()?)))
        .collect()
}

/// Links by id: those after one, which may be empty.
///
/// # Errors
/// As [`bodies`].
pub(crate) async fn page(
    database: &D1Database,
    after: &str,
    limit: u32,
) -> Result<Vec<Link>, Error> {
    let rows = rows(database, after, limit).await?;
    rows.into_iter().map(Row::into_link).collect()
}

/// One link, if it exists, and when it was last edited.
///
/// # Errors
/// As [`bodies`].
pub(crate) async fn one(
    database: &D1Database,
    id: &LinkId,
) -> Result<Option<(Link, UnixMs)>, Error> {
    let query = database.prepare("SELECT id, body, updated_at FROM links WHERE id = ?");
    let row: Option<Row> = query.bind(&[id.as_str().into()])?.first(None).await?;
    row.map(|row| {
        let edited_at = UnixMs(row.updated_at);
        Ok((row.into_link()?, edited_at))
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(changes: &str) -> Result<Link, String> {
        let text = format!(
            r#"{{"name":"Meals","amount":{{"free":{{"min":"5","max":"5000"}}}},
                "currencies":["CHF"],"terminals":["cards"]{changes}}}"#
        );
        let body: LinkBody = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        body.into_link("demo".parse().unwrap())
    }

    #[test]
    fn a_link_says_what_happens_with_the_money_or_leaves_it_to_the_terminal() {
        let authorization = |changes: &str| link(changes).unwrap().authorization;
        assert_eq!(authorization(""), None);
        assert_eq!(
            authorization(r#","authorization":"pre_authorize""#),
            Some(AuthorizationType::PreAuthorize)
        );
        // As links were written before.
        assert_eq!(
            authorization(r#","capture":"automatic""#),
            Some(AuthorizationType::CaptureAtOnce)
        );
        assert_eq!(
            authorization(r#","capture":"manual""#),
            Some(AuthorizationType::AuthorizeOnly)
        );
        assert!(link(r#","capture":"manual","authorization":"authorize_only""#).is_err());
        assert!(link(r#","authorization":"later""#).is_err());
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let text = r#"{"name":"Meals","amount":{"free":{"presets":["20"],"min":"5","max":"50"}},
            "currencies":["CHF"],"terminals":["cards"],"condition":"liability_shift"}"#;
        let body: LinkBody = serde_json::from_str(text).unwrap();
        let again: LinkBody = serde_json::from_str(&serde_json::to_string(&body).unwrap()).unwrap();
        assert_eq!(body, again);
        let link = again.into_link("demo".parse().unwrap()).unwrap();
        assert_eq!(link.condition, Some(Condition::LiabilityShift));
    }
}

//! Links.

use obole_shared::ids::LinkId;
use obole_shared::link::Link;
use obole_shared::time::{Millis, UnixMs};
use serde::Deserialize;
use worker::D1Database;

pub(crate) use super::description::LinkBody;
use super::{any, moment};
use crate::error::Error;

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

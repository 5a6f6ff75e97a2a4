//! Links and terminals, in D1.

mod campaign;
mod description;
pub(crate) mod links;
pub(crate) mod terminals;

use obole_shared::api::LinkView;
use obole_shared::ids::LinkId;
use obole_shared::link::Link;
use obole_shared::terminal::{Mode, Terminal, TerminalKind};
use obole_shared::texts::Lang;
use obole_shared::time::UnixMs;
use serde::Deserialize;
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement};

use crate::error::Error;
use links::LinkBody;

/// A link and all terminals that can be offered, in one round trip; `None` where the link does
/// not exist.
///
/// # Errors
/// What D1 reports, or a stored description that can no longer be read.
pub(crate) async fn offer(
    database: &D1Database,
    id: &LinkId,
) -> Result<Option<(Link, Vec<Terminal>)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        kind: Option<TerminalKind>,
        mode: Option<Mode>,
        body: String,
    }
    let query = format!(
        "SELECT 0 AS sort, id, NULL AS kind, NULL AS mode, body FROM links WHERE id = ? \
         UNION ALL SELECT 1, id, kind, mode, body FROM terminals WHERE {} \
         ORDER BY sort, id LIMIT 201",
        terminals::OFFERED
    );
    let query = database.prepare(query).bind(&[id.as_str().into()])?;
    let rows: Vec<Row> = query.all().await?.results()?;
    let mut link = None;
    let mut offered = Vec::new();
    for row in rows {
        if let (Some(kind), Some(mode)) = (row.kind, row.mode) {
            offered.push(terminals::terminal(&row.id, kind, mode, &row.body)?);
        } else {
            let body: LinkBody = serde_json::from_str(&row.body).map_err(Error::internal)?;
            link = Some(body.into_link(id.clone()).map_err(Error::Internal)?);
        }
    }
    Ok(link.map(|link| (link, offered)))
}

/// A link as a donor's page needs it. What was given with test accounts counts for a campaign only
/// while the link has no other ones.
///
/// # Errors
/// What D1 reports.
pub(crate) async fn view(
    database: &D1Database,
    link: &Link,
    terminals: &[Terminal],
    lang: Lang,
) -> Result<LinkView, Error> {
    let raised = match link.campaign {
        Some(campaign) => {
            let offered = |one: &&Terminal| link.terminals.contains(&one.id);
            let mut offered = terminals.iter().filter(offered);
            let live = offered.any(|terminal| terminal.mode == Mode::Live);
            let mode = if live { Mode::Live } else { Mode::Test };
            let currency = campaign.goal.currency();
            Some(campaign::raised(database, &link.id, currency, mode).await?)
        }
        None => None,
    };
    Ok(LinkView::new(link, terminals, lang.tag(), raised))
}

/// D1 takes no 64-bit integers; a float carries these exactly: money, revisions and milliseconds
/// lie below 2^53.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "below 2^53, see above"
)]
pub(crate) fn number(value: i64) -> JsValue {
    JsValue::from_f64(value as f64)
}

fn moment(at: UnixMs) -> JsValue {
    number(at.0)
}

fn text(value: Option<&str>) -> JsValue {
    value.map_or(JsValue::NULL, JsValue::from)
}

/// Whether a statement that returns what it changed has changed anything.
async fn any(statement: D1PreparedStatement) -> Result<bool, Error> {
    let rows: Vec<serde_json::Value> = statement.all().await?.results()?;
    Ok(!rows.is_empty())
}

//! The back office: payments and links, behind the admin token.

use obole_shared::api::PaymentDetail;
use obole_shared::ids::{IdempotencyKey, LinkId, PaymentId};
use obole_shared::money::Money;
use obole_shared::payment::{Entry, Status};
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::Mode;
use serde::Deserialize;
use serde_json::{Value, json};
use worker::{Request, Response};

use super::{Context, body, id, json as answer, query};
use crate::catalog::links::LinkBody;
use crate::catalog::{self, terminals};
use crate::error::Error;
use crate::index::{self, Filter, Place};
use crate::object::{Ask, Snapshot, now};
use crate::outbox::IndexRow;
use crate::timestamp::timestamp;

/// Payments on one page where nothing is asked for, and at most.
const LIMIT_DEFAULT: u32 = 50;
const LIMIT_MAX: u32 = 200;

/// `GET /v1/admin/payments`: from the index, newest first.
pub(super) async fn list(request: Request, context: Context) -> Result<Response, Error> {
    let filter = filter(&request)?;
    let rows = index::list(&context.env.d1("DB")?, &filter).await?;
    let full = u32::try_from(rows.len()).is_ok_and(|count| count == filter.limit);
    let cursor = rows.last().filter(|_| full).map(|row| {
        let place = Place {
            created_at: row.created_at,
            id: row.id.to_string(),
        };
        place.cursor()
    });
    let payments: Vec<Value> = rows.iter().map(row_json).collect();
    answer(&json!({ "payments": payments, "cursor": cursor }))
}

fn wrong(name: &str) -> Problem {
    Problem::with_detail(Code::BodyInvalid, format!("parameter {name}"))
}

/// How many rows are asked for.
fn limit(request: &Request, default: u32) -> Result<u32, Error> {
    let Some(text) = query(request, "limit") else {
        return Ok(default);
    };
    let limit = text.parse().ok();
    let limit = limit.filter(|limit| (1..=LIMIT_MAX).contains(limit));
    limit.ok_or_else(|| wrong("limit").into())
}

fn filter(request: &Request) -> Result<Filter, Error> {
    // The words of the contract are the names the types have in JSON.
    let status = match query(request, "status") {
        Some(word) => {
            let known = Status::ALL
                .into_iter()
                .find(|status| status.as_str() == word);
            Some(known.ok_or_else(|| wrong("status"))?)
        }
        None => None,
    };
    let mode = match query(request, "mode").as_deref() {
        Some("test") => Some(Mode::Test),
        Some("live") => Some(Mode::Live),
        Some(_) => return Err(wrong("mode").into()),
        None => None,
    };
    let limit = limit(request, LIMIT_DEFAULT)?;
    let before = match query(request, "cursor") {
        Some(cursor) => Some(Place::from_cursor(&cursor).ok_or_else(|| wrong("cursor"))?),
        None => None,
    };
    Ok(Filter {
        status,
        link: query(request, "link"),
        terminal: query(request, "terminal"),
        reference: query(request, "reference"),
        mode,
        before,
        limit,
        ..Filter::default()
    })
}

fn row_json(row: &IndexRow) -> Value {
    json!({
        "id": row.id,
        "link": row.link,
        "terminal": row.terminal,
        "mode": row.mode,
        "reference": row.reference,
        "status": row.status,
        "amount": row.amount,
        "captured": row.captured,
        "refunded": row.refunded,
        "reversed": row.reversed,
        "mismatch": row.mismatch,
        "disputed": row.disputed,
        "capture_before": row.capture_before.map(timestamp),
        "created_at": timestamp(row.created_at),
        "updated_at": timestamp(row.updated_at),
    })
}

/// `GET /v1/admin/payments/{id}`: from the payment itself, with its timeline.
pub(super) async fn show(_: Request, context: Context) -> Result<Response, Error> {
    let payment: PaymentId = id(&context, "payment", Code::PaymentUnknown)?;
    let snapshot = Ask::Read { journal: true }
        .send(&context.env, &payment)
        .await?;
    answer(&json!({ "payment": payment_json(&snapshot)? }))
}

fn payment_json(snapshot: &Snapshot) -> Result<Value, Error> {
    let mut payment = serde_json::to_value(&snapshot.view).map_err(Error::internal)?;
    if let Some(members) = payment.as_object_mut() {
        members.insert(
            "created_at".to_owned(),
            timestamp(snapshot.view.created_at).into(),
        );
        members.insert(
            "updated_at".to_owned(),
            timestamp(snapshot.view.updated_at).into(),
        );
        let expires_at = snapshot.view.expires_at.map(timestamp);
        members.insert("expires_at".to_owned(), expires_at.into());
        members.insert("detail".to_owned(), detail_json(&snapshot.detail)?);
        if let Some(journal) = &snapshot.journal {
            let timeline = journal
                .iter()
                .map(timeline_json)
                .collect::<Result<Vec<_>, _>>()?;
            members.insert("timeline".to_owned(), timeline.into());
        }
    }
    Ok(payment)
}

/// Moments are texts in the interface.
fn detail_json(detail: &PaymentDetail) -> Result<Value, Error> {
    let mut json = serde_json::to_value(detail).map_err(Error::internal)?;
    let at = detail.capture_before.map(timestamp);
    if let Some(members) = json.as_object_mut() {
        members.insert("capture_before".to_owned(), at.into());
    }
    Ok(json)
}

/// What only the donor or the provider may know stays out of the back office's answers.
const PRIVATE: [&str; 4] = ["secret", "notify_token", "body_hash", "gift_hash"];

fn timeline_json(entry: &Entry) -> Result<Value, Error> {
    let mut line = serde_json::to_value(&entry.event).map_err(Error::internal)?;
    if let Some(members) = line.as_object_mut() {
        members.retain(|name, _| !PRIVATE.contains(&name.as_str()));
        members.insert("at".to_owned(), timestamp(entry.at).into());
    }
    Ok(line)
}

/// How much is captured or paid back; no body: all of it.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct AmountWanted {
    amount: Option<Money>,
}

async fn amount_wanted(request: &mut Request) -> Result<Option<Money>, Error> {
    let raw = body::read(request).await?;
    if raw.is_empty() {
        return Ok(None);
    }
    let body: AmountWanted = body::parse_json(&raw)?;
    Ok(body.amount)
}

/// `POST /v1/admin/payments/{id}/{verb}`: capture, cancel, refund.
pub(super) async fn operate(mut request: Request, context: Context) -> Result<Response, Error> {
    let payment: PaymentId = id(&context, "payment", Code::PaymentUnknown)?;
    let ask = match context.param("verb").map(String::as_str) {
        Some("capture") => Ask::Capture {
            amount: amount_wanted(&mut request).await?,
        },
        Some("cancel") => Ask::Cancel,
        Some("refund") => {
            let key = request
                .headers()
                .get("idempotency-key")?
                .ok_or(Code::KeyMissing)?;
            let key: IdempotencyKey = key.parse().map_err(|_| Code::KeyMissing)?;
            Ask::Refund {
                key,
                amount: amount_wanted(&mut request).await?,
            }
        }
        _ => return Err(Code::NotFound.into()),
    };
    let snapshot = ask.send(&context.env, &payment).await?;
    answer(&json!({ "payment": payment_json(&snapshot)? }))
}

/// `GET /v1/admin/links`: by id.
pub(super) async fn links(request: Request, context: Context) -> Result<Response, Error> {
    let limit = limit(&request, LIMIT_MAX)?;
    let after = query(&request, "cursor").unwrap_or_default();
    let all = catalog::links::bodies(&context.env.d1("DB")?, &after, limit).await?;
    let full = u32::try_from(all.len()).is_ok_and(|count| count == limit);
    let cursor = all.last().filter(|_| full).map(|(id, _)| id.clone());
    let items = all
        .into_iter()
        .map(|(id, body)| {
            let mut item = serde_json::to_value(body).map_err(Error::internal)?;
            if let Some(members) = item.as_object_mut() {
                members.insert("id".to_owned(), id.into());
            }
            Ok(item)
        })
        .collect::<Result<Vec<Value>, Error>>()?;
    answer(&json!({ "links": items, "cursor": cursor }))
}

/// `PUT /v1/admin/links/{link}`.
pub(super) async fn put_link(mut request: Request, context: Context) -> Result<Response, Error> {
    let id: LinkId = id(&context, "link", Code::LinkUnknown)?;
    let mut body: LinkBody = body::json(&mut request).await?;
    let database = context.env.d1("DB")?;
    let known = terminals::all(&database).await?;
    if body.terminals.is_empty() {
        let default = known.iter().find(|known| known.is_default);
        let default = default.ok_or_else(|| {
            invalid(
                "terminals",
                "name at least one: there is no default terminal",
            )
        })?;
        body.terminals.push(default.terminal.id.clone());
    }
    let link = body.clone().into_link(id.clone());
    let link = link.map_err(|why| Problem::with_detail(Code::BodyInvalid, why))?;
    for terminal in &link.terminals {
        let Some(record) = known.iter().find(|known| known.terminal.id == *terminal) else {
            let why = format!("terminal {terminal} does not exist");
            return Err(invalid("terminals", &why));
        };
        link.check_terms(&record.terminal).map_err(|sentence| {
            let field = sentence.split(':').next().unwrap_or_default();
            Problem::with_field(Code::BodyInvalid, field, sentence.as_str())
        })?;
    }
    catalog::links::put(&database, &id, &body, now()).await?;
    answer(&json!({ "link": body, "id": id }))
}

fn invalid(field: &str, why: &str) -> Error {
    Problem::with_field(Code::BodyInvalid, field, why).into()
}

//! The inbox, behind the admin token: what providers sent, as it came.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use obole_shared::ids::PaymentId;
use obole_shared::problem::{Code, Problem};
use obole_shared::time::UnixMs;
use serde::Deserialize;
use serde_json::{Value, json};
use worker::{Request, Response};

use super::{Context, body, id, json as answer, query};
use crate::error::Error;
use crate::notices::{Channel, Filter, Notice, NoticeDesk, NoticeId, State};
use crate::providers::ipn::Message;
use crate::timestamp::timestamp;

/// Notices on one page where nothing is asked for, and at most.
const LIMIT_DEFAULT: u32 = 50;
const LIMIT_MAX: u32 = 200;

/// `GET /v1/admin/notices`: newest first, without bodies.
pub(super) async fn list(request: Request, context: Context) -> Result<Response, Error> {
    let filter = filter(&request)?;
    let notices = desk(&context)?.list(&filter).await?;
    let full = u32::try_from(notices.len()).is_ok_and(|count| count == filter.limit);
    let cursor = notices
        .last()
        .filter(|_| full)
        .map(|last| URL_SAFE_NO_PAD.encode(format!("{}.{}", last.received_at.0, last.id)));
    let notices: Vec<Value> = notices.iter().map(listed).collect();
    answer(&json!({ "notices": notices, "cursor": cursor }))
}

fn filter(request: &Request) -> Result<Filter, Error> {
    let wrong = |name: &str| Problem::with_detail(Code::BodyInvalid, format!("parameter {name}"));
    let state = match query(request, "state") {
        Some(word) => Some(State::from_word(&word).ok_or_else(|| wrong("state"))?),
        None => None,
    };
    let limit = match query(request, "limit") {
        Some(text) => {
            let limit = text
                .parse()
                .ok()
                .filter(|limit| (1..=LIMIT_MAX).contains(limit));
            limit.ok_or_else(|| wrong("limit"))?
        }
        None => LIMIT_DEFAULT,
    };
    let before = match query(request, "cursor") {
        Some(cursor) => Some(place(&cursor).ok_or_else(|| wrong("cursor"))?),
        None => None,
    };
    Ok(Filter {
        state,
        terminal: query(request, "terminal"),
        payment: query(request, "payment"),
        before,
        limit,
    })
}

fn place(cursor: &str) -> Option<(UnixMs, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (at, id) = text.split_once('.')?;
    Some((UnixMs(at.parse().ok()?), id.to_owned()))
}

/// `GET /v1/admin/notices/{id}`: with every byte of it.
pub(super) async fn show(_: Request, context: Context) -> Result<Response, Error> {
    let id: NoticeId = id(&context, "notice", Code::NoticeUnknown)?;
    let notice = desk(&context)?.show(&id).await?;
    answer(&json!({ "notice": whole(&notice) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttachBody {
    payment: PaymentId,
}

/// `POST /v1/admin/notices/{id}/attach`: hands it to the payment an operator chose.
pub(super) async fn attach(mut request: Request, context: Context) -> Result<Response, Error> {
    let id: NoticeId = id(&context, "notice", Code::NoticeUnknown)?;
    let body: AttachBody = body::json(&mut request).await?;
    let notice = desk(&context)?.attach(&id, &body.payment).await?;
    answer(&json!({ "notice": whole(&notice) }))
}

/// `POST /v1/admin/notices/{id}/retry`: works on it once more.
pub(super) async fn retry(_: Request, context: Context) -> Result<Response, Error> {
    let id: NoticeId = id(&context, "notice", Code::NoticeUnknown)?;
    let notice = desk(&context)?.retry(&id).await?;
    answer(&json!({ "notice": whole(&notice) }))
}

fn desk(context: &Context) -> Result<NoticeDesk, Error> {
    NoticeDesk::new(&context.env, &context.data.config)
}

fn listed(notice: &Notice) -> Value {
    let standing = &notice.standing;
    json!({
        "id": notice.id.as_str(),
        "terminal": notice.terminal,
        "channel": notice.channel.as_str(),
        "state": standing.state.as_str(),
        "reason": standing.reason,
        "verified": standing.is_verified,
        "payment": standing.payment,
        "subject": standing.summary.as_ref().map(|summary| &summary.subject),
        "deliveries": notice.deliveries,
        "attempts": standing.attempts,
        "received_at": timestamp(notice.received_at),
        "last_at": timestamp(notice.last_at),
        "next_at": standing.next_at.map(timestamp),
    })
}

fn whole(notice: &Notice) -> Value {
    let mut all = listed(notice);
    if let Some(members) = all.as_object_mut() {
        let fields: Vec<Value> = match notice.channel {
            Channel::Ipn | Channel::SilentPost => Message::read(&notice.body)
                .fields()
                .map(|(name, value)| json!({ "name": name, "value": value }))
                .collect(),
            Channel::Webhook => Vec::new(),
        };
        members.insert("summary".to_owned(), json!(notice.standing.summary));
        members.insert(
            "content_type".to_owned(),
            notice.content_type.clone().into(),
        );
        members.insert("headers".to_owned(), json!(notice.headers));
        members.insert("fields".to_owned(), fields.into());
        // As text where it is one; the bytes in any case.
        let text = std::str::from_utf8(&notice.body).ok();
        members.insert("text".to_owned(), json!(text));
        members.insert("raw".to_owned(), STANDARD.encode(&notice.body).into());
    }
    all
}

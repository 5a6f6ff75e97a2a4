//! The kept messages, in D1.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use obole_shared::ids::{PaymentId, TerminalId};
use obole_shared::time::UnixMs;
use serde::Deserialize;
use worker::D1Database;
use worker::wasm_bindgen::JsValue;

use super::ports::{Failed, Inbox};
use super::{Arrived, Channel, Notice, NoticeId, Standing, State};
use crate::catalog::number;

/// Every column but the body, which may be large.
const COLUMNS: &str = "id, terminal, channel, addressed, received_at, last_at, deliveries, \
     content_type, headers, state, reason, verified, attempts, next_at, event, payment, summary";

/// Most forged messages that are kept: anybody may post to these addresses.
const FORGED_MAX: u32 = 5_000;

/// Which messages are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filter {
    /// Only in this state.
    pub(crate) state: Option<State>,
    /// Only to this terminal.
    pub(crate) terminal: Option<String>,
    /// Only of this payment.
    pub(crate) payment: Option<String>,
    /// Only those after this place in the list: newest first, by time and name.
    pub(crate) before: Option<(UnixMs, String)>,
    /// At most this many.
    pub(crate) limit: u32,
}

/// The tables.
#[derive(Debug)]
pub(crate) struct Table<'a>(pub(crate) &'a D1Database);

impl Table<'_> {
    /// Messages without their bodies, newest first.
    ///
    /// # Errors
    /// What D1 reports.
    pub(crate) async fn list(&self, filter: &Filter) -> worker::Result<Vec<Notice>> {
        let mut conditions: Vec<&str> = Vec::new();
        let mut values: Vec<JsValue> = Vec::new();
        let equal = [
            ("state = ?", filter.state.map(State::as_str)),
            ("terminal = ?", filter.terminal.as_deref()),
            ("payment = ?", filter.payment.as_deref()),
        ];
        for (condition, value) in equal {
            if let Some(value) = value {
                conditions.push(condition);
                values.push(value.into());
            }
        }
        if let Some((at, id)) = &filter.before {
            conditions.push("(received_at, id) < (?, ?)");
            values.push(number(at.0));
            values.push(id.as_str().into());
        }
        let condition = if conditions.is_empty() {
            String::new()
        } else {
            format!("WHERE {} ", conditions.join(" AND "))
        };
        values.push(filter.limit.into());
        let query = format!(
            "SELECT {COLUMNS}, '' AS body FROM notices {condition}\
             ORDER BY received_at DESC, id DESC LIMIT ?"
        );
        self.rows(&query, &values).await
    }

    async fn rows(&self, query: &str, values: &[JsValue]) -> worker::Result<Vec<Notice>> {
        let rows = self.raw(query, values).await?;
        rows.into_iter().map(Row::parse).collect()
    }

    async fn raw(&self, query: &str, values: &[JsValue]) -> worker::Result<Vec<Row>> {
        let query = self.0.prepare(query).bind(values)?;
        query.all().await?.results()
    }

    async fn payment(&self, query: &str, values: &[JsValue]) -> Result<Option<PaymentId>, Failed> {
        #[derive(Deserialize)]
        struct Found {
            payment: Option<String>,
        }
        let query = self.0.prepare(query).bind(values).map_err(failed)?;
        let found: Option<Found> = query.first(None).await.map_err(failed)?;
        Ok(found
            .and_then(|found| found.payment)
            .and_then(|id| id.parse().ok()))
    }

    async fn run(&self, query: &str, values: &[JsValue]) -> Result<(), Failed> {
        let query = self.0.prepare(query).bind(values).map_err(failed)?;
        query.run().await.map(|_| ()).map_err(failed)
    }
}

impl Inbox for Table<'_> {
    async fn keep(&self, arrived: &Arrived) -> Result<Notice, Failed> {
        let fresh = Notice::of(arrived);
        let query = format!(
            "INSERT INTO notices ({COLUMNS}, body) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (id) DO UPDATE SET deliveries = deliveries + 1, \
             last_at = max(last_at, excluded.last_at), \
             headers = CASE WHEN verified = 0 THEN excluded.headers ELSE headers END, \
             verified = max(verified, excluded.verified), \
             addressed = coalesce(addressed, excluded.addressed) \
             RETURNING {COLUMNS}, body"
        );
        let standing = &fresh.standing;
        let values = [
            fresh.id.as_str().into(),
            fresh.terminal.as_str().into(),
            fresh.channel.as_str().into(),
            text(fresh.addressed.as_ref().map(PaymentId::as_str)),
            number(fresh.received_at.0),
            number(fresh.last_at.0),
            fresh.deliveries.into(),
            fresh.content_type.as_str().into(),
            json(&fresh.headers)?,
            standing.state.as_str().into(),
            standing.reason.as_str().into(),
            u32::from(standing.is_verified).into(),
            standing.attempts.into(),
            moment(standing.next_at),
            JsValue::NULL,
            JsValue::NULL,
            JsValue::NULL,
            STANDARD.encode(&fresh.body).into(),
        ];
        let mut rows = self.rows(&query, &values).await.map_err(failed)?;
        rows.pop()
            .ok_or_else(|| Failed("the notice was not kept".to_owned()))
    }

    async fn load(&self, id: &NoticeId) -> Result<Option<Notice>, Failed> {
        let query = format!("SELECT {COLUMNS}, body FROM notices WHERE id = ?");
        let rows = self.rows(&query, &[id.as_str().into()]).await;
        Ok(rows.map_err(failed)?.pop())
    }

    async fn mark(&self, id: &NoticeId, standing: &Standing) -> Result<(), Failed> {
        let summary = match &standing.summary {
            Some(summary) => json(summary)?,
            None => JsValue::NULL,
        };
        let values = [
            standing.state.as_str().into(),
            standing.reason.as_str().into(),
            u32::from(standing.is_verified).into(),
            standing.attempts.into(),
            moment(standing.next_at),
            text(standing.event.as_deref()),
            text(standing.payment.as_ref().map(PaymentId::as_str)),
            summary,
            id.as_str().into(),
        ];
        let query = "UPDATE notices SET state = ?, reason = ?, verified = ?, attempts = ?, \
             next_at = ?, event = ?, payment = ?, summary = ? WHERE id = ?";
        self.run(query, &values).await
    }

    async fn due(&self, now: UnixMs, limit: u32) -> Result<Vec<Notice>, Failed> {
        let query = format!(
            "SELECT {COLUMNS}, body FROM notices WHERE next_at <= ? ORDER BY next_at LIMIT ?"
        );
        let rows = self.raw(&query, &[number(now.0), limit.into()]).await;
        let rows = rows.map_err(failed)?.into_iter();
        // One that does not read must not hold up all the others for ever.
        Ok(rows
            .filter_map(|row| {
                let read = row.parse();
                read.inspect_err(|error| worker::console_error!("not tried: {error}"))
                    .ok()
            })
            .collect())
    }

    async fn was_told(&self, notice: &Notice, event: &str) -> Result<Option<PaymentId>, Failed> {
        let query = "SELECT payment FROM notices WHERE terminal = ? AND event = ? AND id <> ? \
             AND state = 'applied' LIMIT 1";
        let values = [
            notice.terminal.as_str().into(),
            event.into(),
            notice.id.as_str().into(),
        ];
        self.payment(query, &values).await
    }

    async fn by_reference(
        &self,
        terminal: &TerminalId,
        reference: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        let query = "SELECT id AS payment FROM payments WHERE reference = ? AND terminal = ?";
        let values = [reference.into(), terminal.as_str().into()];
        self.payment(query, &values).await
    }

    async fn by_transaction(
        &self,
        terminal: &TerminalId,
        name: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        let query = "SELECT payment FROM transactions WHERE terminal = ? AND name = ?";
        let values = [terminal.as_str().into(), name.into()];
        self.payment(query, &values).await
    }

    async fn purge(&self, before: UnixMs) -> Result<(), Failed> {
        let query = "DELETE FROM notices WHERE state = 'refused' AND (last_at < ? \
             OR (verified = 0 AND id NOT IN (SELECT id FROM notices WHERE state = 'refused' \
             AND verified = 0 ORDER BY last_at DESC LIMIT ?)))";
        let values = [number(before.0), FORGED_MAX.into()];
        self.run(query, &values).await
    }
}

fn text(value: Option<&str>) -> JsValue {
    value.map_or(JsValue::NULL, JsValue::from)
}

fn moment(at: Option<UnixMs>) -> JsValue {
    at.map_or(JsValue::NULL, |at| number(at.0))
}

fn json(value: &impl serde::Serialize) -> Result<JsValue, Failed> {
    let text = serde_json::to_string(value).map_err(failed)?;
    Ok(text.into())
}

fn failed(error: impl std::fmt::Display) -> Failed {
    Failed(error.to_string())
}

#[derive(Deserialize)]
struct Row {
    id: String,
    terminal: String,
    channel: String,
    addressed: Option<String>,
    received_at: i64,
    last_at: i64,
    deliveries: u32,
    content_type: String,
    headers: String,
    body: String,
    state: String,
    reason: String,
    verified: i64,
    attempts: u32,
    next_at: Option<i64>,
    event: Option<String>,
    payment: Option<String>,
    summary: Option<String>,
}

impl Row {
    fn parse(self) -> worker::Result<Notice> {
        let odd = |column: &str| {
            worker::Error::RustError(format!("notice {}: {column} does not read", self.id))
        };
        Ok(Notice {
            id: self.id.parse().map_err(|_| odd("id"))?,
            terminal: self.terminal.parse().map_err(|_| odd("terminal"))?,
            channel: Channel::from_word(&self.channel).ok_or_else(|| odd("channel"))?,
            addressed: self.addressed.as_deref().and_then(|id| id.parse().ok()),
            received_at: UnixMs(self.received_at),
            last_at: UnixMs(self.last_at),
            deliveries: self.deliveries,
            headers: serde_json::from_str(&self.headers).map_err(|_| odd("headers"))?,
            body: STANDARD.decode(&self.body).map_err(|_| odd("body"))?,
            standing: Standing {
                state: State::from_word(&self.state).ok_or_else(|| odd("state"))?,
                is_verified: self.verified != 0,
                attempts: self.attempts,
                next_at: self.next_at.map(UnixMs),
                payment: self.payment.as_deref().and_then(|id| id.parse().ok()),
                // Only for the eye: what no longer reads is worked out anew with the next try.
                summary: self
                    .summary
                    .as_deref()
                    .and_then(|text| serde_json::from_str(text).ok()),
                reason: self.reason,
                event: self.event,
            },
            content_type: self.content_type,
        })
    }
}

//! Disputes: opened by the payer, decided on command.

use http::Request;
use serde_json::{Value, json};

use crate::clock::{DAY, UnixMs, utc};
use crate::http::{Reply, form_value};
use crate::paypal::check::Call;
use crate::paypal::idempotency::Made;
use crate::paypal::refusal::{Refusal, malformed};
use crate::paypal::render::{link, money, put};
use crate::paypal::state::{Amount, CaptureStatus, PayPal};
use crate::random::DIGITS;
use crate::world::World;

/// How long the merchant may take to respond.
const RESPONSE_MS: i64 = 10 * DAY;
/// The reasons of the disputes API.
const REASONS: [&str; 10] = [
    "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
    "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED",
    "UNAUTHORISED",
    "CREDIT_NOT_PROCESSED",
    "DUPLICATE_TRANSACTION",
    "INCORRECT_AMOUNT",
    "PAYMENT_BY_OTHER_MEANS",
    "CANCELED_RECURRING_BILLING",
    "PROBLEM_WITH_REMITTANCE",
    "OTHER",
];

/// How a dispute ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeOutcome {
    /// The merchant keeps the money.
    Won,
    /// The money goes back to the payer.
    Lost,
    /// The payer withdraws.
    Withdrawn,
}

impl DisputeOutcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Won => "RESOLVED_SELLER_FAVOUR",
            Self::Lost => "RESOLVED_BUYER_FAVOUR",
            Self::Withdrawn => "CANCELED_BY_BUYER",
        }
    }
}

/// Where a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Between payer and merchant.
    Inquiry,
    /// A claim that PayPal reviews.
    Chargeback,
    Resolved {
        outcome: DisputeOutcome,
        claimed: bool,
        /// What went back, in whole minor units of ISO 4217.
        back_minor: i64,
    },
}

/// A payer's dispute about a capture.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) client: String,
    capture: String,
    reason: &'static str,
    amount: Amount,
    stage: Stage,
    created_ms: UnixMs,
    updated_ms: UnixMs,
}

impl Dispute {
    fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Resolved { .. })
    }

    /// `status`, `dispute_state` and `dispute_life_cycle_stage`.
    const fn standing(&self) -> [&'static str; 3] {
        match self.stage {
            Stage::Inquiry => ["WAITING_FOR_SELLER_RESPONSE", "REQUIRED_ACTION", "INQUIRY"],
            Stage::Chargeback => ["UNDER_REVIEW", "UNDER_PAYPAL_REVIEW", "CHARGEBACK"],
            Stage::Resolved { claimed: true, .. } => ["RESOLVED", "RESOLVED", "CHARGEBACK"],
            Stage::Resolved { claimed: false, .. } => ["RESOLVED", "RESOLVED", "INQUIRY"],
        }
    }

    /// What list and whole have in common.
    fn summary(&self, origin: &str) -> Value {
        let [status, _, stage] = self.standing();
        let mut body = json!({
            "dispute_id": self.id, "create_time": utc(self.created_ms), "update_time": utc(self.updated_ms),
            "reason": self.reason, "status": status, "dispute_amount": money(&self.amount),
            "dispute_life_cycle_stage": stage, "dispute_channel": "INTERNAL",
            "links": [link(origin, &format!("v1/customer/disputes/{}", self.id), "self", "GET")],
        });
        let due = utc(self.created_ms.saturating_add(RESPONSE_MS));
        let due = self.is_open().then(|| due.into());
        put(&mut body, "seller_response_due_date", due);
        body
    }

    /// What a list shows: the state, which the whole has not, but no outcome (Disputes
    /// API 1.10).
    fn listed(&self, origin: &str) -> Value {
        let mut body = self.summary(origin);
        let [_, standing, _] = self.standing();
        put(&mut body, "dispute_state", Some(standing.into()));
        body
    }
}

impl PayPal {
    /// Opens a dispute about a capture that was paid; returns its id. An unknown reason is
    /// `OTHER`. `None` when there is nothing to dispute, or it is disputed already.
    pub(crate) fn open_dispute(
        &mut self,
        world: &mut World,
        capture: &str,
        reason: &str,
    ) -> Option<String> {
        let from = self.captures.get(capture)?;
        let left = from.amount.minor.saturating_sub(from.refunded_minor);
        if from.status != CaptureStatus::Completed || left <= 0 || self.is_disputed(capture) {
            return None;
        }
        let now = world.now();
        let id = format!("PP-D-{}", world.random.text(DIGITS, 6));
        let dispute = Dispute {
            id: id.clone(),
            client: from.client.clone(),
            capture: capture.to_owned(),
            reason: REASONS
                .into_iter()
                .find(|one| *one == reason)
                .unwrap_or("OTHER"),
            amount: Amount {
                minor: left,
                currency: from.amount.currency.clone(),
            },
            stage: Stage::Inquiry,
            created_ms: now,
            updated_ms: now,
        };
        self.disputes.insert(id.clone(), dispute);
        self.announce(
            world,
            "CUSTOMER.DISPUTE.CREATED",
            &Made::Dispute(id.clone()),
        );
        Some(id)
    }

    /// Makes an inquiry a claim. Returns whether it was one.
    pub(crate) fn escalate_dispute(&mut self, world: &mut World, id: &str) -> bool {
        let now = world.now();
        let inquiry = |one: &&mut Dispute| one.stage == Stage::Inquiry;
        let Some(dispute) = self.disputes.get_mut(id).filter(inquiry) else {
            return false;
        };
        dispute.stage = Stage::Chargeback;
        dispute.updated_ms = now;
        self.announce(
            world,
            "CUSTOMER.DISPUTE.UPDATED",
            &Made::Dispute(id.to_owned()),
        );
        true
    }

    /// Ends a dispute; a lost one takes the money back. Returns whether it was open.
    pub(crate) fn resolve_dispute(
        &mut self,
        world: &mut World,
        id: &str,
        outcome: DisputeOutcome,
    ) -> bool {
        let Some(open) = self.disputes.get(id).filter(|one| one.is_open()).cloned() else {
            return false;
        };
        let lost = outcome == DisputeOutcome::Lost && self.reverse(world, &open.capture);
        if let Some(kept) = self.disputes.get_mut(id) {
            kept.stage = Stage::Resolved {
                outcome,
                claimed: open.stage == Stage::Chargeback,
                back_minor: if lost { open.amount.minor } else { 0 },
            };
            kept.updated_ms = world.now();
        }
        self.announce(
            world,
            "CUSTOMER.DISPUTE.RESOLVED",
            &Made::Dispute(id.to_owned()),
        );
        true
    }

    /// Whether a dispute about a capture is open.
    pub(crate) fn is_disputed(&self, capture: &str) -> bool {
        self.disputes
            .values()
            .any(|one| one.capture == capture && one.is_open())
    }

    /// The disputes of the caller, newest first: those about one capture, or all.
    pub(crate) fn dispute_list(
        &self,
        world: &World,
        call: &Call,
        request: &Request<Vec<u8>>,
    ) -> Result<Reply, Refusal> {
        let query = request.uri().query().unwrap_or_default();
        let asked = |name| form_value(query.as_bytes(), name);
        let size = match asked("page_size").map(|text| text.parse::<usize>()) {
            None => 10,
            Some(Ok(size)) if (1..=50).contains(&size) => size,
            Some(_) => return Err(malformed("INVALID_PARAMETER_VALUE")),
        };
        let (capture, states) = (asked("disputed_transaction_id"), asked("dispute_state"));
        if capture.is_some() && asked("start_time").is_some() {
            return Err(malformed("INVALID_PARAMETER_VALUE"));
        }
        let mut found: Vec<&Dispute> = self
            .disputes
            .values()
            .filter(|one| one.client == call.client)
            .filter(|one| capture.as_ref().is_none_or(|id| &one.capture == id))
            .filter(|one| {
                let [_, standing, _] = one.standing();
                states
                    .as_ref()
                    .is_none_or(|some| some.split(',').any(|wanted| wanted == standing))
            })
            .collect();
        found.sort_by(|a, b| (b.created_ms, &b.id).cmp(&(a.created_ms, &a.id)));
        let origin = &world.config.origin;
        let items: Vec<Value> = found
            .into_iter()
            .take(size)
            .map(|one| one.listed(origin))
            .collect();
        let body = json!({
            "items": items, "links": [link(origin, "v1/customer/disputes", "self", "GET")],
        });
        Ok(Reply::json(http::StatusCode::OK, &body))
    }

    /// The whole dispute.
    pub(crate) fn dispute_body(&self, one: &Dispute, origin: &str) -> Value {
        let mut body = one.summary(origin);
        let mut transaction = json!({
            "seller_transaction_id": one.capture, "buyer_transaction_id": one.capture,
            "buyer": { "name": "Simulated Payer" },
            "seller": { "email": "merchant@example.com", "merchant_id": "SM2ULATED2345" },
        });
        if let Some(capture) = self.captures.get(&one.capture) {
            let status = match capture.status {
                CaptureStatus::Reversed => "REVERSED",
                _ if capture.refunded_minor > 0 => "PARTIALLY_REFUNDED",
                _ => "COMPLETED",
            };
            put(&mut transaction, "transaction_status", Some(status.into()));
            let labels = &capture.labels;
            put(
                &mut transaction,
                "gross_amount",
                Some(money(&capture.amount)),
            );
            put(
                &mut transaction,
                "create_time",
                Some(utc(capture.created_ms).into()),
            );
            put(
                &mut transaction,
                "custom",
                labels.custom_id.as_deref().map(Value::from),
            );
            let invoice = labels.invoice_id.as_deref().map(Value::from);
            put(&mut transaction, "invoice_number", invoice);
        }
        put(
            &mut body,
            "disputed_transactions",
            Some(json!([transaction])),
        );
        if let Stage::Resolved {
            outcome,
            back_minor,
            ..
        } = one.stage
        {
            let back = money(&Amount {
                minor: back_minor,
                currency: one.amount.currency.clone(),
            });
            let mut told = json!({ "outcome_code": outcome.code() });
            let moved = back_minor > 0;
            put(&mut told, "amount_refunded", moved.then(|| back.clone()));
            put(&mut body, "dispute_outcome", Some(told));
            let movement = json!([{
                "affected_party": "SELLER", "amount": back, "initiated_time": utc(one.updated_ms),
                "type": "DEBIT", "reason": "DISPUTE_SETTLEMENT",
            }]);
            put(&mut body, "money_movements", moved.then_some(movement));
        }
        body
    }
}

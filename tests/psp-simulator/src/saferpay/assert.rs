//! `PaymentPage/Assert`: what became of a payment page.

use serde_json::Value;

use crate::clock::HOUR;
use crate::config::SaferpayTerminal;
use crate::saferpay::answer::{containers, pending};
use crate::saferpay::refusal::{
    Refusal, not_started, payment_failed, token_expired, token_invalid,
};
use crate::saferpay::state::{Outcome, Saferpay};
use crate::schema::text_at;
use crate::world::World;

/// How long after Initialize the outcome can be asked for.
const ASSERT_MS: i64 = 24 * HOUR;

/// The same for a transfer that is pending.
const ASSERT_PENDING_MS: i64 = 120 * HOUR;

impl Saferpay {
    pub(crate) fn assert(
        &mut self,
        world: &mut World,
        account: &SaferpayTerminal,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let token = text_at(body, "/Token").unwrap_or_default();
        let now = world.now();
        world.calls.asserted(token, now);
        let session = self
            .sessions
            .get(token)
            .filter(|session| session.customer == account.customer)
            .ok_or_else(token_invalid)?;
        // A pending transfer can be asked for longer.
        let answers_ms = if session.pended {
            ASSERT_PENDING_MS
        } else {
            ASSERT_MS
        };
        if now >= session.created_ms.saturating_add(answers_ms) {
            return Err(token_expired());
        }
        match &session.outcome {
            Outcome::Open => Err(not_started()),
            Outcome::Pending { transaction, .. } => Ok(pending(session, transaction)),
            Outcome::Failed {
                failure,
                transaction,
            } => Err(payment_failed(
                *failure,
                transaction,
                session.order_id.as_deref(),
            )),
            Outcome::Authorized { transaction } => self
                .transactions
                .get(transaction)
                .map(containers)
                .ok_or_else(token_invalid),
        }
    }
}

//! `PayPal-Request-Id`: executed once, then answered with what became of it.

use http::StatusCode;

use crate::clock::{DAY, HOUR, UnixMs};
use crate::http::Reply;
use crate::paypal::check::Call;
use crate::paypal::refusal::{Refusal, cannot, not_found};
use crate::paypal::route::Operation;
use crate::paypal::state::PayPal;
use crate::world::World;

/// What a request made, to be shown as it is at any time.
#[derive(Debug, Clone)]
pub(crate) enum Made {
    Order(String),
    Capture(String),
    Authorization(String),
    /// An authorization that was voided; answered without a body unless asked for.
    Void(String),
    Refund(String),
    Dispute(String),
}

/// A request that was executed.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    fingerprint: u32,
    made: Made,
    until_ms: UnixMs,
}

impl PayPal {
    /// Executes a call, or answers a repeat with the present state of what it made.
    /// A call that was refused is not kept: its repeat is executed.
    pub(crate) fn once(&mut self, world: &mut World, call: &Call) -> Result<Reply, Refusal> {
        let key = call
            .request_id
            .clone()
            .map(|id| (call.client.clone(), call.operation.name(), id));
        let now = world.now();
        if let Some(seen) = key
            .as_ref()
            .and_then(|key| self.seen.get(key))
            .filter(|seen| seen.until_ms > now)
        {
            if seen.fingerprint != call.fingerprint {
                return Err(cannot("DUPLICATE_REQUEST_ID"));
            }
            let made = seen.made.clone();
            return Ok(self.answer(world, call, &made, StatusCode::OK));
        }
        let made = self.execute(world, call)?;
        if let Some(key) = key {
            let kept_ms = if call.operation.is_order() {
                6 * HOUR
            } else {
                45 * DAY
            };
            let until_ms = now.saturating_add(kept_ms);
            self.seen.insert(
                key,
                Seen {
                    fingerprint: call.fingerprint,
                    made: made.clone(),
                    until_ms,
                },
            );
        }
        let with_source =
            call.operation == Operation::OrderCreate && call.body.get("payment_source").is_some();
        let status = if with_source {
            StatusCode::OK
        } else {
            StatusCode::CREATED
        };
        Ok(self.answer(world, call, &made, status))
    }

    fn answer(&self, world: &World, call: &Call, made: &Made, status: StatusCode) -> Reply {
        if matches!(made, Made::Void(_)) {
            if !call.full {
                return Reply::empty(StatusCode::NO_CONTENT);
            }
            return Reply::json(
                StatusCode::OK,
                &self.render(made, true, &world.config.origin),
            );
        }
        Reply::json(status, &self.render(made, call.full, &world.config.origin))
    }

    /// Refuses what does not exist, was forgotten, or belongs to another merchant.
    pub(crate) fn owned(&self, call: &Call, made: &Made, world: &World) -> Result<(), Refusal> {
        let owner = match made {
            Made::Order(id) => self
                .orders
                .get(id)
                .filter(|order| !order.is_forgotten(world.now()))
                .map(|one| &one.client),
            Made::Capture(id) => self.captures.get(id).map(|one| &one.client),
            Made::Authorization(id) | Made::Void(id) => {
                self.authorizations.get(id).map(|one| &one.client)
            }
            Made::Refund(id) => self.refunds.get(id).map(|one| &one.client),
            Made::Dispute(id) => self.disputes.get(id).map(|one| &one.client),
        };
        if owner == Some(&call.client) {
            Ok(())
        } else {
            Err(not_found())
        }
    }
}

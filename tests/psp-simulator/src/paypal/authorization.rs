//! Capturing, voiding and renewing an authorization.

use crate::clock::DAY;
use crate::paypal::check::{Call, amount};
use crate::paypal::idempotency::Made;
use crate::paypal::payment::Drawing;
use crate::paypal::refusal::{Refusal, cannot, not_found};
use crate::paypal::state::{Authorization, AuthorizationStatus, Funding, Labels, PayPal};
use crate::world::World;

/// From which day on an authorization can be renewed.
const RENEWABLE_AFTER_MS: i64 = 4 * DAY;

impl PayPal {
    fn authorization(&self, world: &World, call: &Call) -> Result<Authorization, Refusal> {
        self.owned(call, &Made::Authorization(call.id.clone()), world)?;
        self.authorizations
            .get(&call.id)
            .cloned()
            .ok_or_else(not_found)
    }

    pub(crate) fn capture_authorization(
        &mut self,
        world: &mut World,
        call: &Call,
    ) -> Result<Made, Refusal> {
        let from = self.authorization(world, call)?;
        match from.status {
            AuthorizationStatus::Captured => return Err(cannot("AUTHORIZATION_ALREADY_CAPTURED")),
            AuthorizationStatus::Voided => return Err(cannot("AUTHORIZATION_VOIDED")),
            _ if world.now() >= from.expires_ms => return Err(cannot("AUTHORIZATION_EXPIRED")),
            AuthorizationStatus::Created | AuthorizationStatus::PartiallyCaptured => {}
        }
        let left = from.amount.minor.saturating_sub(from.captured_minor);
        let mut drawn = from.amount.clone();
        drawn.minor = left;
        if call.body.get("amount").is_some() {
            drawn = amount(&call.body, "/amount")?;
        }
        if drawn.currency != from.amount.currency {
            return Err(cannot("AUTH_CAPTURE_CURRENCY_MISMATCH"));
        }
        if drawn.minor > left {
            return Err(cannot("MAX_CAPTURE_AMOUNT_EXCEEDED"));
        }
        let asked_final = call
            .body
            .get("final_capture")
            .and_then(serde_json::Value::as_bool)
            .unwrap_or(false);
        let is_final = asked_final || drawn.minor == left;
        let labels = Labels {
            custom_id: from.labels.custom_id.clone(),
            invoice_id: call
                .labels()
                .invoice_id
                .or_else(|| from.labels.invoice_id.clone()),
        };
        if is_final {
            world.books.release(&from.id);
        } else {
            world.books.draw(&from.id, drawn.minor);
        }
        if let Some(kept) = self.authorizations.get_mut(&from.id) {
            kept.captured_minor = kept.captured_minor.saturating_add(drawn.minor);
            kept.updated_ms = world.now();
            kept.status = if is_final {
                AuthorizationStatus::Captured
            } else {
                AuthorizationStatus::PartiallyCaptured
            };
        }
        let capture = self.draw(
            world,
            Drawing {
                client: from.client,
                order: from.order.clone(),
                authorization: Some(from.id),
                amount: drawn,
                labels,
                funding: Funding::Pays,
                is_final,
            },
        );
        if let Some(order) = self.orders.get_mut(&from.order) {
            order.captures.push(capture.clone());
        }
        Ok(Made::Capture(capture))
    }

    pub(crate) fn void(&mut self, world: &mut World, call: &Call) -> Result<Made, Refusal> {
        let from = self.authorization(world, call)?;
        match from.status {
            AuthorizationStatus::Voided => return Err(cannot("PREVIOUSLY_VOIDED")),
            AuthorizationStatus::Captured | AuthorizationStatus::PartiallyCaptured => {
                return Err(cannot("PREVIOUSLY_CAPTURED"));
            }
            AuthorizationStatus::Created => {}
        }
        self.end_authorization(world, &from.id);
        self.announce(
            world,
            "PAYMENT.AUTHORIZATION.VOIDED",
            &Made::Authorization(from.id.clone()),
        );
        Ok(Made::Void(from.id))
    }

    /// Between day 4 and day 29, once; the old authorization ends.
    pub(crate) fn reauthorize(&mut self, world: &mut World, call: &Call) -> Result<Made, Refusal> {
        let from = self.authorization(world, call)?;
        let now = world.now();
        let early = now < from.created_ms.saturating_add(RENEWABLE_AFTER_MS);
        if from.status != AuthorizationStatus::Created
            || from.renewed
            || early
            || now >= from.expires_ms
        {
            return Err(cannot("REAUTHORIZATION_NOT_SUPPORTED"));
        }
        let mut renewed = from.amount.clone();
        if call.body.get("amount").is_some() {
            renewed = amount(&call.body, "/amount")?;
        }
        if renewed.currency != from.amount.currency {
            return Err(cannot("AUTH_CURRENCY_MISMATCH"));
        }
        // 115 percent is the limit.
        if renewed.minor.saturating_mul(100) > from.amount.minor.saturating_mul(115) {
            return Err(cannot("AUTHORIZATION_AMOUNT_EXCEEDED"));
        }
        self.end_authorization(world, &from.id);
        let id = self.hold(
            world,
            &from.client,
            &from.order,
            renewed,
            &from.labels,
            true,
        );
        if let Some(order) = self.orders.get_mut(&from.order) {
            order.authorizations.push(id.clone());
        }
        Ok(Made::Authorization(id))
    }

    fn end_authorization(&mut self, world: &mut World, id: &str) {
        world.books.release(id);
        if let Some(kept) = self.authorizations.get_mut(id) {
            kept.status = AuthorizationStatus::Voided;
            kept.updated_ms = world.now();
        }
    }
}

//! Refunds by the merchant, reversals by PayPal.

use crate::books::MovementKind;
use crate::clock::DAY;
use crate::paypal::check::{Call, amount};
use crate::paypal::idempotency::Made;
use crate::paypal::payment::movement;
use crate::paypal::refusal::{Refusal, cannot, not_found};
use crate::paypal::state::{CaptureStatus, PayPal, Refund};
use crate::random::UPPER;
use crate::world::World;

/// How long a capture can be refunded.
const REFUNDABLE_MS: i64 = 180 * DAY;

impl PayPal {
    pub(crate) fn refund(&mut self, world: &mut World, call: &Call) -> Result<Made, Refusal> {
        self.owned(call, &Made::Capture(call.id.clone()), world)?;
        let from = self.captures.get(&call.id).cloned().ok_or_else(not_found)?;
        match from.status {
            CaptureStatus::Completed => {}
            CaptureStatus::Pending { .. } => return Err(cannot("PENDING_CAPTURE")),
            CaptureStatus::Declined => return Err(cannot("REFUND_NOT_ALLOWED")),
            CaptureStatus::Reversed => {
                return Err(cannot("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK"));
            }
        }
        if self.is_disputed(&from.id) {
            return Err(cannot("TRANSACTION_DISPUTED"));
        }
        let now = world.now();
        if now >= from.created_ms.saturating_add(REFUNDABLE_MS) {
            return Err(cannot("REFUND_TIME_LIMIT_EXCEEDED"));
        }
        let left = from.amount.minor.saturating_sub(from.refunded_minor);
        if left <= 0 {
            return Err(cannot("CAPTURE_FULLY_REFUNDED"));
        }
        let mut back = from.amount.clone();
        back.minor = left;
        if call.body.get("amount").is_some() {
            back = amount(&call.body, "/amount")?;
        }
        if back.currency != from.amount.currency {
            return Err(cannot("REFUND_CAPTURE_CURRENCY_MISMATCH"));
        }
        if back.minor > left {
            return Err(cannot("REFUND_AMOUNT_EXCEEDED"));
        }
        let total_refunded_minor = from.refunded_minor.saturating_add(back.minor);
        let id = world.random.text(UPPER, 17);
        world
            .books
            .book(movement(&from, MovementKind::Refund, &id, back.minor, now));
        if let Some(kept) = self.captures.get_mut(&from.id) {
            kept.refunded_minor = total_refunded_minor;
            kept.updated_ms = now;
        }
        self.refunds.insert(
            id.clone(),
            Refund {
                id: id.clone(),
                client: from.client,
                capture: from.id,
                amount: back,
                labels: call.labels(),
                note: call.text("/note_to_payer"),
                total_refunded_minor,
                created_ms: now,
            },
        );
        self.announce(world, "PAYMENT.CAPTURE.REFUNDED", &Made::Refund(id.clone()));
        Ok(Made::Refund(id))
    }

    /// Takes back what is left of a completed capture.
    pub(crate) fn reverse(&mut self, world: &mut World, id: &str) -> bool {
        let now = world.now();
        let Some(capture) = self.captures.get_mut(id) else {
            return false;
        };
        let left = capture.amount.minor.saturating_sub(capture.refunded_minor);
        if capture.status != CaptureStatus::Completed || left <= 0 {
            return false;
        }
        capture.status = CaptureStatus::Reversed;
        capture.updated_ms = now;
        let reversal = world.random.text(UPPER, 17);
        world.books.book(movement(
            capture,
            MovementKind::Reversal,
            &reversal,
            left,
            now,
        ));
        self.announce(
            world,
            "PAYMENT.CAPTURE.REVERSED",
            &Made::Capture(id.to_owned()),
        );
        true
    }
}

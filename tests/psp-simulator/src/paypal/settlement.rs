//! What is decided later: eChecks.

use crate::books::MovementKind;
use crate::clock::UnixMs;
use crate::paypal::idempotency::Made;
use crate::paypal::payment::movement;
use crate::paypal::state::{CaptureStatus, PayPal};
use crate::world::World;

impl PayPal {
    /// When the next eCheck is decided.
    pub(crate) fn next_settlement(&self) -> Option<UnixMs> {
        self.pending().map(|(_, decided_ms, _)| decided_ms).min()
    }

    /// Decides the eChecks whose time has come.
    pub(crate) fn settle(&mut self, world: &mut World) {
        let now = world.now();
        let ready: Vec<(String, UnixMs, bool)> = self
            .pending()
            .filter(|(_, decided_ms, _)| *decided_ms <= now)
            .map(|(id, decided_ms, clears)| (id.to_owned(), decided_ms, clears))
            .collect();
        for (id, decided_ms, clears) in ready {
            let Some(capture) = self.captures.get_mut(&id) else {
                continue;
            };
            capture.updated_ms = decided_ms;
            let event = if clears {
                capture.status = CaptureStatus::Completed;
                world.books.book(movement(
                    capture,
                    MovementKind::Capture,
                    &id,
                    capture.amount.minor,
                    decided_ms,
                ));
                "PAYMENT.CAPTURE.COMPLETED"
            } else {
                capture.status = CaptureStatus::Declined;
                "PAYMENT.CAPTURE.DENIED"
            };
            self.announce(world, event, &Made::Capture(id));
        }
    }

    fn pending(&self) -> impl Iterator<Item = (&str, UnixMs, bool)> {
        self.captures
            .values()
            .filter_map(|capture| match capture.status {
                CaptureStatus::Pending { decided_ms, clears } => {
                    Some((capture.id.as_str(), decided_ms, clears))
                }
                _ => None,
            })
    }
}

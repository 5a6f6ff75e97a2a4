//! What an entry means for its parent and for the provider's books.

use crate::books::{Movement, MovementKind, OpenAuthorization, Provider};
use crate::classic::ledger::Ledger;
use crate::classic::transaction::{Kind, PaymentStatus, Transaction};
use crate::world::World;

impl Ledger {
    /// What a new entry means for the one it belongs to. Only the new one is notified.
    pub(super) fn change_parent(&mut self, world: &mut World, entry: &Transaction) {
        let parent = entry.parent.as_deref().and_then(|id| self.transaction(id));
        let Some(mut parent) = parent.cloned() else {
            return;
        };
        let part = entry.gross_minor.saturating_abs();
        match entry.kind {
            Kind::Sale => {}
            Kind::Authorization => {
                if let Some(hold) = parent.hold.as_mut() {
                    hold.renewed_by = Some(entry.id.clone());
                }
                world.books.release(&parent.id);
            }
            Kind::Capture { last } => {
                if let Some(hold) = parent.hold.as_mut() {
                    hold.captured_minor = hold.captured_minor.saturating_add(part);
                    hold.captures = hold.captures.saturating_add(1);
                }
                world.books.draw(&parent.id, part);
                if last {
                    parent.status = PaymentStatus::Completed;
                    parent.pending_reason = None;
                    world.books.release(&parent.id);
                    self.complete_original(&parent);
                }
            }
            Kind::Refund => {
                parent.refunded_minor = parent.refunded_minor.saturating_add(part);
                parent.status = stands(&parent);
            }
            Kind::Reversal => {
                parent.reversed_minor = parent.reversed_minor.saturating_add(part);
                parent.status = stands(&parent);
                parent.reason_code.clone_from(&entry.reason_code);
            }
            Kind::CanceledReversal => {
                parent.reversed_minor = parent.reversed_minor.saturating_sub(part).max(0);
                parent.status = stands(&parent);
                if parent.reversed_minor == 0 {
                    parent.reason_code = None;
                }
            }
        }
        parent.updated_ms = world.now();
        self.put(parent);
    }

    /// What was captured from a renewed authorization was captured from the original one.
    fn complete_original(&mut self, renewal: &Transaction) {
        let original = renewal.parent.as_deref();
        if let Some(mut original) = original.and_then(|id| self.transaction(id)).cloned() {
            original.status = PaymentStatus::Completed;
            original.pending_reason = None;
            self.put(original);
        }
    }

    /// Reserves the money of an authorization.
    pub(super) fn reserve(&self, world: &mut World, entry: &Transaction) {
        if let Some(hold) = &entry.hold {
            world.books.hold(OpenAuthorization {
                provider: Provider::PayPalClassic,
                id: entry.id.clone(),
                payment: self.root(entry).id.clone(),
                reference: entry.reference(),
                amount_minor: entry.gross_minor,
                currency: entry.currency.clone(),
                expires_ms: hold.expires_ms,
            });
        }
    }

    /// Books the money of an entry, and its fee.
    pub(super) fn book(&self, world: &mut World, entry: &Transaction) {
        let (kind, fee_kind) = match entry.kind {
            Kind::Authorization => return,
            Kind::Sale | Kind::Capture { .. } => (MovementKind::Capture, MovementKind::Fee),
            Kind::Refund => (MovementKind::Refund, MovementKind::FeeReturn),
            Kind::Reversal => (MovementKind::Reversal, MovementKind::FeeReturn),
            Kind::CanceledReversal => (MovementKind::CanceledReversal, MovementKind::Fee),
        };
        // A refund may have an invoice of its own.
        let root = self.root(entry);
        let movement = |kind, amount: i64| Movement {
            provider: Provider::PayPalClassic,
            account: entry.account.clone(),
            kind,
            id: entry.id.clone(),
            payment: root.id.clone(),
            reference: root.reference(),
            amount_minor: amount.saturating_abs(),
            currency: entry.currency.clone(),
            at_ms: entry.updated_ms,
        };
        world.books.book(movement(kind, entry.gross_minor));
        if let Some(fee) = entry.fee_minor.filter(|fee| *fee != 0) {
            world.books.book(movement(fee_kind, fee));
        }
    }
}

/// The status of a payment of which something went back.
const fn stands(payment: &Transaction) -> PaymentStatus {
    if payment.reversed_minor > 0 {
        PaymentStatus::Reversed
    } else if payment.refunded_minor >= payment.gross_minor {
        PaymentStatus::Refunded
    } else if payment.refunded_minor > 0 {
        PaymentStatus::PartiallyRefunded
    } else {
        PaymentStatus::Completed
    }
}

//! Refunds of one payment.

use crate::ids::IdempotencyKey;
use crate::money::Money;
use crate::time::UnixMs;

use super::event::Event;
use super::state::Payment;

/// One refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    /// Counts this payment's refunds from 1.
    pub number: u16,
    /// The operator's key; absent when the provider told us of a refund made elsewhere.
    pub key: Option<IdempotencyKey>,
    /// How much.
    pub amount: Money,
    /// The provider's name for it, where known.
    pub transaction: Option<String>,
    /// How far it got.
    pub state: RefundState,
}

/// How far a refund got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundState {
    /// Asked for.
    Requested,
    /// The provider holds it; it must be captured.
    Authorized,
    /// On its way since.
    Pending(UnixMs),
    /// Paid back.
    Done,
    /// It will not happen; the provider's reason.
    Failed(String),
}

impl Payment {
    /// The refund with this number.
    pub fn refund(&self, number: u16) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.number == number)
    }

    /// The number the next refund gets.
    pub(super) fn next_refund_number(&self) -> u16 {
        self.refunds
            .iter()
            .map(|refund| refund.number)
            .max()
            .unwrap_or(0)
            .saturating_add(1)
    }

    pub(super) fn apply_refund(&mut self, event: &Event, at: UnixMs) {
        match event {
            Event::RefundRequested {
                number,
                key,
                amount,
            } => self.refunds.push(Refund {
                number: *number,
                key: Some(key.clone()),
                amount: *amount,
                transaction: None,
                state: RefundState::Requested,
            }),
            Event::RefundAuthorized {
                number,
                transaction,
            } => {
                self.refund_answered(*number, at);
                self.set_refund(*number, Some(transaction), RefundState::Authorized);
            }
            Event::RefundPending {
                number,
                transaction,
            } => {
                self.refund_answered(*number, at);
                let since = match self.refund(*number).map(|refund| &refund.state) {
                    Some(RefundState::Pending(since)) => *since,
                    _ => at,
                };
                self.set_refund(*number, Some(transaction), RefundState::Pending(since));
            }
            Event::RefundMissing { number } => {
                self.refund_answered(*number, at);
                // The request may be sent anew; it is a new question.
                if let Some(attempts) = self.attempts.get_mut(&super::Call::Refund(*number)) {
                    attempts.open = false;
                }
            }
            Event::Refunded {
                number,
                transaction,
                amount,
            } => {
                self.refund_answered(*number, at);
                if self.refund(*number).is_none() {
                    self.refunds.push(Refund {
                        number: *number,
                        key: None,
                        amount: *amount,
                        transaction: transaction.clone(),
                        state: RefundState::Done,
                    });
                }
                self.set_refund(*number, transaction.as_ref(), RefundState::Done);
            }
            Event::RefundFailed { number, code } => self.fail_refund(*number, code),
            _ => {}
        }
    }

    pub(super) fn fail_refund(&mut self, number: u16, code: &str) {
        self.set_refund(number, None, RefundState::Failed(code.to_owned()));
    }

    fn refund_answered(&mut self, number: u16, at: UnixMs) {
        use super::Call::{AskRefund, CaptureRefund, Refund};
        for call in [Refund(number), CaptureRefund(number), AskRefund(number)] {
            self.answered(call, at);
        }
    }

    fn set_refund(&mut self, number: u16, transaction: Option<&String>, state: RefundState) {
        let found = self
            .refunds
            .iter_mut()
            .find(|refund| refund.number == number);
        if let Some(refund) = found {
            if transaction.is_some() {
                refund.transaction = transaction.cloned();
            }
            // Money paid back stays paid back.
            if refund.state != RefundState::Done {
                refund.state = state;
            }
        }
    }
}

//! Money taken back without an order of ours, and the disputes behind it.

use crate::money::Money;
use crate::time::UnixMs;

use super::event::Event;
use super::report::{Case, CaseStage, Report};
use super::state::Payment;

/// One movement of money that nobody here asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The provider's name for it, where told.
    pub transaction: Option<String>,
    /// How much.
    pub amount: Money,
    /// Back to us.
    pub undone: bool,
    /// When we learned of it.
    pub at: UnixMs,
}

impl Payment {
    /// What stands taken back: never more than was captured and not paid back.
    pub fn reversed(&self) -> Money {
        let zero = Money::zero(self.opened.amount.currency());
        let left = self.captured().checked_sub(self.refunded()).unwrap_or(zero);
        let minor = self.net_reversals().clamp(0, left.minor());
        Money::new(minor, zero.currency()).unwrap_or(zero)
    }

    /// The movements' sum in minor units, whatever was captured or paid back.
    fn net_reversals(&self) -> i64 {
        let currency = self.opened.amount.currency();
        self.reversals
            .iter()
            .filter(|movement| movement.amount.currency() == currency)
            .map(|movement| {
                let minor = movement.amount.minor();
                if movement.undone { -minor } else { minor }
            })
            .fold(0_i64, i64::saturating_add)
    }

    /// A dispute that is undecided.
    pub fn open_dispute(&self) -> Option<&Case> {
        self.disputes
            .iter()
            .find(|case| case.stage == CaseStage::Open)
    }

    pub(super) fn apply_reversal(&mut self, event: &Event, at: UnixMs) {
        match event {
            Event::Reversed {
                transaction,
                amount,
                ..
            } => self.reversals.push(Movement {
                transaction: transaction.clone(),
                amount: *amount,
                undone: false,
                at,
            }),
            Event::ReversalCanceled {
                transaction,
                amount,
            } => self.reversals.push(Movement {
                transaction: transaction.clone(),
                amount: *amount,
                undone: true,
                at,
            }),
            Event::Disputed(case) => match self.disputes.iter_mut().find(|one| one.id == case.id) {
                Some(known) => known.clone_from(case),
                None => self.disputes.push(case.clone()),
            },
            _ => {}
        }
    }

    fn knows_movement(&self, transaction: &str) -> bool {
        self.reversals
            .iter()
            .any(|movement| movement.transaction.as_deref() == Some(transaction))
    }
}

/// What a report's movements and disputes add. `from_notice`: notices overtake each other, so
/// none of them opens a closed case again.
pub(super) fn learn(payment: &Payment, report: &Report, from_notice: bool) -> Vec<Event> {
    let mut events = Vec::new();
    for reversal in &report.reversals {
        if payment.knows_movement(&reversal.transaction) {
            continue;
        }
        let transaction = Some(reversal.transaction.clone());
        let amount = reversal.amount;
        events.push(if reversal.undone {
            Event::ReversalCanceled {
                transaction,
                amount,
            }
        } else {
            Event::Reversed {
                transaction,
                amount,
                reason: reversal.reason.clone(),
            }
        });
    }
    if let Some(sum) = report.reversed {
        events.extend(to_sum(payment, sum));
    }
    for case in &report.disputes {
        let known = payment.disputes.iter().find(|one| one.id == case.id);
        let stale = known.is_some_and(|known| {
            known == case
                || (from_notice && known.stage != CaseStage::Open && case.stage == CaseStage::Open)
        });
        if !stale {
            events.push(Event::Disputed(case.clone()));
        }
    }
    events
}

/// The movement between what stands taken back and the sum that the provider tells.
fn to_sum(payment: &Payment, sum: Money) -> Option<Event> {
    // Not what stands taken back: a provider that tells the whole sum although a part was paid
    // back before would seem to take the rest again each time it is asked.
    let known = payment.net_reversals().max(0);
    let known = Money::new(known, payment.opened.amount.currency()).ok()?;
    let transaction = None;
    if let Some(more) = sum.checked_sub(known).filter(|more| !more.is_zero()) {
        return Some(Event::Reversed {
            transaction,
            amount: more,
            reason: "reversed".to_owned(),
        });
    }
    let less = known.checked_sub(sum).filter(|less| !less.is_zero())?;
    Some(Event::ReversalCanceled {
        transaction,
        amount: less,
    })
}

//! What happens to payments outside of any interface: cases, reversals, and what the
//! merchant does on PayPal's own pages.

use crate::classic::State;
use crate::classic::ipn::{account_of, announce};
use crate::classic::ledger::Change;
use crate::classic::transaction::{Case, Kind, PaymentStatus, Transaction};
use crate::random::DIGITS;
use crate::world::World;

impl State {
    /// Opens a case about a payment; returns its id.
    pub(crate) fn open_case(
        &mut self,
        world: &mut World,
        payment: &str,
        case_type: &str,
        reason_code: &str,
        note: Option<&str>,
    ) -> Option<String> {
        self.ledger
            .transaction(payment)
            .filter(|one| is_paid(one))?;
        let random = &mut world.random;
        let id = format!(
            "PP-{}-{}-{}",
            random.text(DIGITS, 3),
            random.text(DIGITS, 3),
            random.text(DIGITS, 3)
        );
        let case = Case {
            id: id.clone(),
            case_type: case_type.to_owned(),
            reason_code: reason_code.to_owned(),
            opened_ms: world.now(),
            closed_ms: None,
            note: note.map(str::to_owned),
        };
        self.ledger
            .change(world, payment, Change::CaseOpened(id.clone()), |one| {
                one.cases.push(case);
            });
        announce(self, world);
        Some(id)
    }

    /// Closes a case. Returns whether it was open.
    pub(crate) fn close_case(&mut self, world: &mut World, case: &str) -> bool {
        let is_open = |one: &Case| one.id == case && one.closed_ms.is_none();
        let Some(payment) = self
            .ledger
            .all()
            .find(|one| one.cases.iter().any(is_open))
            .map(|one| one.id.clone())
        else {
            return false;
        };
        let now = world.now();
        self.ledger.change(
            world,
            &payment,
            Change::CaseClosed(case.to_owned()),
            |one| {
                let cases = one.cases.iter_mut();
                cases
                    .filter(|one| one.id == case)
                    .for_each(|one| one.closed_ms = Some(now));
            },
        );
        announce(self, world);
        true
    }

    /// Gives money back, on PayPal's pages (`Refund`) or by PayPal (`Reversal`): `amount`
    /// in whole minor units of ISO 4217, or all that is left. Returns the new entry's id;
    /// `None` when there is not that much to give.
    pub(crate) fn give_back(
        &mut self,
        world: &mut World,
        payment: &str,
        kind: Kind,
        reason_code: &str,
        amount: Option<i64>,
    ) -> Option<String> {
        let from = self
            .ledger
            .transaction(payment)
            .filter(|one| is_paid(one))?;
        let left = from.left_minor();
        let amount = amount.unwrap_or(left);
        if amount <= 0 || amount > left {
            return None;
        }
        let status = match kind {
            Kind::Reversal => PaymentStatus::Reversed,
            _ => PaymentStatus::Completed,
        };
        let entry = under(from, kind, status, reason_code, amount.saturating_neg());
        let id = self.ledger.record(world, entry);
        announce(self, world);
        Some(id)
    }

    /// Returns to the merchant all that stands reversed of a payment. Returns the new
    /// entry's id; `None` when nothing does.
    pub(crate) fn cancel_reversal(&mut self, world: &mut World, payment: &str) -> Option<String> {
        let from = self.ledger.transaction(payment)?;
        if from.reversed_minor <= 0 {
            return None;
        }
        let reason = from.reason_code.clone().unwrap_or_else(|| "other".into());
        let status = PaymentStatus::CanceledReversal;
        let entry = under(
            from,
            Kind::CanceledReversal,
            status,
            &reason,
            from.reversed_minor,
        );
        let id = self.ledger.record(world, entry);
        announce(self, world);
        Some(id)
    }

    /// Accepts a payment that waits because of its currency, converted or into a new
    /// balance. Returns whether it waited, and could be converted if it was to be.
    pub(crate) fn accept(&mut self, world: &mut World, payment: &str, converted: bool) -> bool {
        let can = !converted
            || self.ledger.transaction(payment).is_some_and(|one| {
                account_of(world, &one.account)
                    .is_some_and(|account| account.settle(one.gross_minor, &one.currency).is_some())
            });
        let accepted = can && self.ledger.accept(world, payment, converted);
        announce(self, world);
        accepted
    }

    /// Refuses a payment that waits. Returns whether it did.
    pub(crate) fn deny(&mut self, world: &mut World, payment: &str) -> bool {
        let denied = self.ledger.deny(world, payment);
        announce(self, world);
        denied
    }
}

/// Whether money came in under an entry.
fn is_paid(one: &Transaction) -> bool {
    matches!(one.kind, Kind::Sale | Kind::Capture { .. }) && one.has_moved()
}

/// An entry that belongs to a payment.
fn under(
    from: &Transaction,
    kind: Kind,
    status: PaymentStatus,
    reason_code: &str,
    gross_minor: i64,
) -> Transaction {
    Transaction {
        id: String::new(),
        parent: Some(from.id.clone()),
        kind,
        txn_type: None,
        status,
        pending_reason: None,
        reason_code: Some(reason_code.to_owned()),
        gross_minor,
        fee_minor: None,
        settled: None,
        memo: None,
        refunded_minor: 0,
        reversed_minor: 0,
        hold: None,
        decision: None,
        cases: Vec::new(),
        ..from.clone()
    }
}

//! What becomes of money that arrives: its fee, its currency, and what only time or the
//! merchant decides.

use crate::classic::fee;
use crate::classic::ledger::Ledger;
use crate::classic::transaction::{Kind, PaymentStatus, PendingReason, Transaction};
use crate::clock::UnixMs;
use crate::config::{ClassicAccount, Unheld};
use crate::world::World;

impl Ledger {
    /// Accepts a payment in a currency that the account does not hold: converted at the
    /// account's rate, or into a new balance. Returns whether it was waiting for that.
    pub(crate) fn accept(&mut self, world: &mut World, id: &str, converted: bool) -> bool {
        let Some(entry) = self.transaction(id).filter(|one| awaits_acceptance(one)) else {
            return false;
        };
        let (account, currency) = (entry.account.clone(), entry.currency.clone());
        let Some(held) = account_of(world, &account).cloned() else {
            return false;
        };
        if !converted {
            let opened = &mut self.accounts.entry(account).or_default().opened;
            opened.insert(currency);
        }
        self.update(world, id, |one| {
            let taken = fee::fee_minor(one.gross_minor, &one.currency);
            one.fee_minor = Some(taken);
            one.status = PaymentStatus::Completed;
            one.pending_reason = None;
            if converted {
                one.settled = held.settle(one.gross_minor.saturating_sub(taken), &one.currency);
            }
        })
    }

    /// Refuses a payment that is pending for that reason or under review.
    pub(crate) fn deny(&mut self, world: &mut World, id: &str) -> bool {
        let waiting = self.transaction(id).is_some_and(|one| {
            awaits_acceptance(one) || one.pending_reason == Some(PendingReason::PaymentReview)
        });
        waiting
            && self.update(world, id, |one| {
                one.status = PaymentStatus::Denied;
                one.pending_reason = None;
            })
    }

    /// Whether an account takes a currency without being asked.
    pub(crate) fn holds(&self, account: &ClassicAccount, currency: &str) -> bool {
        account.currencies.iter().any(|one| one == currency)
            || self
                .accounts
                .get(&account.email)
                .is_some_and(|one| one.opened.contains(currency))
    }

    /// Every balance of an account, the primary currency first, in whole minor units of
    /// ISO 4217.
    pub(crate) fn balances(&self, account: &ClassicAccount) -> Vec<(String, i64)> {
        let mut currencies = account.currencies.clone();
        if let Some(own) = self.accounts.get(&account.email) {
            currencies.extend(own.opened.iter().cloned());
        }
        let mut sums: Vec<(String, i64)> = currencies.into_iter().map(|one| (one, 0)).collect();
        for entry in self
            .of_account(&account.email)
            .filter(|one| one.has_moved())
        {
            let (currency, net) = entry.settled.as_ref().map_or_else(
                || {
                    let fee = entry.fee_minor.unwrap_or(0);
                    (&entry.currency, entry.gross_minor.saturating_sub(fee))
                },
                |settled| (&settled.currency, settled.amount_minor),
            );
            if let Some((_, sum)) = sums.iter_mut().find(|(one, _)| one == currency) {
                *sum = sum.saturating_add(net);
            }
        }
        sums
    }

    /// When the next eCheck is decided or the next authorization lapses.
    pub(crate) fn next_settlement(&self) -> Option<UnixMs> {
        self.deadlines.first().map(|(at_ms, _)| *at_ms)
    }

    /// Decides the eChecks whose time has come, and ends the authorizations that lapsed.
    pub(crate) fn settle(&mut self, world: &mut World) {
        let now = world.now();
        let due = self.deadlines.iter().take_while(|(at_ms, _)| *at_ms <= now);
        let ready: Vec<String> = due.map(|(_, id)| id.clone()).collect();
        for id in ready {
            self.update(world, &id, |one| {
                one.pending_reason = None;
                one.status = match one.decision.take() {
                    Some(decision) if decision.clears => PaymentStatus::Completed,
                    Some(_) => PaymentStatus::Failed,
                    None => PaymentStatus::Expired,
                };
            });
        }
    }

    /// Money that arrives pays its fee, and is converted or kept waiting when the account
    /// does not hold its currency. Money that goes back takes its part of both along.
    pub(super) fn credit(&self, world: &World, entry: &mut Transaction) {
        if !entry.has_moved() || entry.fee_minor.is_some() {
            return;
        }
        if matches!(entry.kind, Kind::Sale | Kind::Capture { .. }) {
            let Some(account) = account_of(world, &entry.account) else {
                return;
            };
            let taken = fee::fee_minor(entry.gross_minor, &entry.currency);
            if !self.holds(account, &entry.currency) {
                let net = entry.gross_minor.saturating_sub(taken);
                entry.settled = match account.unheld {
                    Unheld::Convert => account.settle(net, &entry.currency),
                    Unheld::Ask => None,
                };
                if entry.settled.is_none() {
                    entry.status = PaymentStatus::Pending;
                    entry.pending_reason = Some(PendingReason::MultiCurrency);
                    return;
                }
            }
            entry.fee_minor = Some(taken);
            return;
        }
        let parent = entry.parent.as_deref().and_then(|id| self.transaction(id));
        let Some(parent) = parent else {
            return;
        };
        let fee = self.fee_back(parent, entry);
        entry.fee_minor = Some(fee);
        entry.settled = parent.settled.as_ref().and_then(|settled| {
            let net = entry.gross_minor.saturating_sub(fee);
            fee::convert(net, &entry.currency, &settled.currency, &settled.rate)
        });
    }

    /// The fee of a refund, reversal or canceled reversal, signed like its amount. What
    /// goes back last takes what is left of the fee, so that nothing is lost in rounding.
    fn fee_back(&self, parent: &Transaction, entry: &Transaction) -> i64 {
        let taken = parent.fee_minor.unwrap_or(0);
        let given = self
            .children(&parent.id)
            .filter_map(|one| one.fee_minor)
            .fold(0_i64, i64::saturating_add);
        let part = entry.gross_minor.saturating_abs();
        if entry.kind != Kind::CanceledReversal && part == parent.left_minor() {
            return taken.saturating_add(given).saturating_neg();
        }
        let share = fee::fee_back_minor(taken, part, parent.gross_minor, &entry.currency);
        if entry.kind == Kind::CanceledReversal {
            return share;
        }
        share.saturating_neg()
    }
}

fn awaits_acceptance(entry: &Transaction) -> bool {
    entry.pending_reason == Some(PendingReason::MultiCurrency)
}

/// When an entry changes by itself.
pub(super) fn deadline_ms(entry: &Transaction) -> Option<UnixMs> {
    if entry.status != PaymentStatus::Pending {
        return None;
    }
    let lapses = entry.hold.as_ref().map(|hold| hold.expires_ms);
    entry.decision.map(|decision| decision.at_ms).or(lapses)
}

fn account_of<'a>(world: &'a World, email: &str) -> Option<&'a ClassicAccount> {
    world.config.classic.iter().find(|one| one.email == email)
}

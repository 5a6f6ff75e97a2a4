//! The history of the classic accounts. Every change goes through [`Ledger::record`] or
//! [`Ledger::update`], which keep the parent entry and the provider's books in step and
//! queue what has to be notified, whatever interface made the change.

use std::collections::{BTreeMap, BTreeSet};

use crate::books::{Movement, MovementKind, OpenAuthorization, Provider};
use crate::classic::fee;
use crate::classic::transaction::{Kind, PaymentStatus, PendingReason, Transaction};
use crate::clock::{DAY, UnixMs};
use crate::config::{ClassicAccount, Unheld};
use crate::random::UPPER;
use crate::world::World;

/// How long an authorization can be captured.
pub(crate) const AUTHORIZATION_MS: i64 = 29 * DAY;

/// What happened to an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// It is new.
    Recorded,
    /// Its status changed.
    Updated,
    /// A case about it was opened; its id.
    CaseOpened(String),
    /// A case about it was closed; its id.
    CaseClosed(String),
}

/// Something the merchant is to be told: the entry as it then was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LedgerEvent {
    pub(crate) change: Change,
    pub(crate) transaction: Transaction,
    pub(crate) at_ms: UnixMs,
}

/// What the account itself remembers.
#[derive(Debug, Clone, Default)]
struct Account {
    /// Currencies whose balance was opened by accepting a payment.
    opened: BTreeSet<String>,
}

/// All accounts' entries, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Transaction>,
    index: BTreeMap<String, usize>,
    accounts: BTreeMap<String, Account>,
    events: Vec<LedgerEvent>,
}

impl Ledger {
    pub(crate) fn transaction(&self, id: &str) -> Option<&Transaction> {
        self.entries.get(*self.index.get(id)?)
    }

    /// The entries of all accounts, oldest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Transaction> {
        self.entries.iter()
    }

    /// The entries of an account, oldest first.
    pub(crate) fn of_account(
        &self,
        account: &str,
    ) -> impl DoubleEndedIterator<Item = &Transaction> {
        self.entries
            .iter()
            .filter(move |one| one.account == account)
    }

    /// What an account has under an invoice, refunds and the like included.
    pub(crate) fn by_invoice(
        &self,
        account: &str,
        invoice: &str,
    ) -> impl Iterator<Item = &Transaction> {
        self.of_account(account)
            .filter(move |one| one.invoice.as_deref() == Some(invoice))
    }

    /// Whether a payment was made under an invoice, or is on its way.
    pub(crate) fn is_paid(&self, account: &str, invoice: &str) -> bool {
        let mut own = self.by_invoice(account, invoice);
        own.any(|one| {
            let incoming = !matches!(
                one.kind,
                Kind::Refund | Kind::Reversal | Kind::CanceledReversal
            );
            incoming
                && !matches!(
                    one.status,
                    PaymentStatus::Denied
                        | PaymentStatus::Failed
                        | PaymentStatus::Expired
                        | PaymentStatus::Voided
                )
        })
    }

    /// Captures, refunds and reversals under an entry, oldest first.
    pub(crate) fn children(&self, id: &str) -> impl Iterator<Item = &Transaction> {
        self.entries
            .iter()
            .filter(move |one| one.parent.as_deref() == Some(id))
    }

    /// The payment an entry belongs to: what the payer agreed to.
    pub(crate) fn root(&self, transaction: &Transaction) -> String {
        let mut at = transaction;
        // A parent was recorded before its child, so this ends.
        while let Some(parent) = at.parent.as_deref().and_then(|id| self.transaction(id)) {
            at = parent;
        }
        at.id.clone()
    }

    /// What happened since this was last asked.
    pub(crate) fn take_events(&mut self) -> Vec<LedgerEvent> {
        std::mem::take(&mut self.events)
    }

    /// Adds an entry: gives it its id, its times and its fee, books its money, changes its
    /// parent, and queues the notification. Returns the id.
    pub(crate) fn record(&mut self, world: &mut World, mut entry: Transaction) -> String {
        let now = world.now();
        entry.id = world.random.text(UPPER, 17);
        entry.ordered_ms = now;
        entry.updated_ms = now;
        self.credit(world, &mut entry);
        self.change_parent(world, &entry);
        let id = entry.id.clone();
        if let Some(hold) = &entry.hold {
            world.books.hold(OpenAuthorization {
                provider: Provider::PayPalClassic,
                id: id.clone(),
                payment: self.root(&entry),
                reference: entry.reference(),
                amount_minor: entry.gross_minor,
                currency: entry.currency.clone(),
                expires_ms: hold.expires_ms,
            });
        }
        if entry.has_moved() {
            self.book(world, &entry);
        }
        self.push(Change::Recorded, &entry, now);
        self.index.insert(id.clone(), self.entries.len());
        self.entries.push(entry);
        id
    }

    /// Changes an entry and queues the notification. Returns whether there is such an entry.
    pub(crate) fn update(
        &mut self,
        world: &mut World,
        id: &str,
        act: impl FnOnce(&mut Transaction),
    ) -> bool {
        self.change(world, id, Change::Updated, act)
    }

    /// Like [`Ledger::update`], with another name for what happened.
    pub(crate) fn change(
        &mut self,
        world: &mut World,
        id: &str,
        change: Change,
        act: impl FnOnce(&mut Transaction),
    ) -> bool {
        let Some(before) = self.transaction(id).cloned() else {
            return false;
        };
        let now = world.now();
        let mut after = before.clone();
        act(&mut after);
        after.updated_ms = now;
        if !before.has_moved() {
            self.credit(world, &mut after);
            if after.has_moved() {
                self.book(world, &after);
            }
        }
        if after.hold.is_some() && after.status != PaymentStatus::Pending {
            world.books.release(id);
        }
        self.push(change, &after, now);
        self.put(after);
        true
    }

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
        self.entries.iter().filter_map(deadline_ms).min()
    }

    /// Decides the eChecks whose time has come, and ends the authorizations that lapsed.
    pub(crate) fn settle(&mut self, world: &mut World) {
        let now = world.now();
        let mut ready: Vec<(UnixMs, String)> = self
            .entries
            .iter()
            .filter_map(|one| Some((deadline_ms(one)?, one.id.clone())))
            .filter(|(at_ms, _)| *at_ms <= now)
            .collect();
        ready.sort();
        for (_, id) in ready {
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

    fn put(&mut self, entry: Transaction) {
        let at = self.index.get(&entry.id).copied();
        if let Some(kept) = at.and_then(|at| self.entries.get_mut(at)) {
            *kept = entry;
        }
    }

    fn push(&mut self, change: Change, entry: &Transaction, at_ms: UnixMs) {
        self.events.push(LedgerEvent {
            change,
            transaction: entry.clone(),
            at_ms,
        });
    }

    /// Money that arrives pays its fee, and is converted or kept waiting when the account
    /// does not hold its currency. Money that goes back takes its part of both along.
    fn credit(&self, world: &World, entry: &mut Transaction) {
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

    /// What a new entry means for the one it belongs to. Only the new one is notified.
    fn change_parent(&mut self, world: &mut World, entry: &Transaction) {
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
            }
        }
        parent.updated_ms = world.now();
        self.put(parent);
    }

    /// Books the money of an entry, and its fee.
    fn book(&self, world: &mut World, entry: &Transaction) {
        let (kind, fee_kind) = match entry.kind {
            Kind::Authorization => return,
            Kind::Sale | Kind::Capture { .. } => (MovementKind::Capture, MovementKind::Fee),
            Kind::Refund => (MovementKind::Refund, MovementKind::FeeReturn),
            Kind::Reversal => (MovementKind::Reversal, MovementKind::FeeReturn),
            Kind::CanceledReversal => (MovementKind::CanceledReversal, MovementKind::Fee),
        };
        let movement = |kind, amount: i64| Movement {
            provider: Provider::PayPalClassic,
            account: entry.account.clone(),
            kind,
            id: entry.id.clone(),
            payment: self.root(entry),
            reference: entry.reference(),
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

fn awaits_acceptance(entry: &Transaction) -> bool {
    entry.pending_reason == Some(PendingReason::MultiCurrency)
}

/// When an entry changes by itself.
fn deadline_ms(entry: &Transaction) -> Option<UnixMs> {
    if entry.status != PaymentStatus::Pending {
        return None;
    }
    let lapses = entry.hold.as_ref().map(|hold| hold.expires_ms);
    entry.decision.map(|decision| decision.at_ms).or(lapses)
}

fn account_of<'a>(world: &'a World, email: &str) -> Option<&'a ClassicAccount> {
    world.config.classic.iter().find(|one| one.email == email)
}

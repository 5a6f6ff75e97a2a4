//! The history of the classic accounts. Every change goes through [`Ledger::record`] or
//! [`Ledger::update`], which keep the parent entry and the provider's books in step and
//! queue what has to be notified, whatever interface made the change.

mod posting;
mod settlement;

use std::collections::{BTreeMap, BTreeSet};

use crate::classic::ledger::settlement::deadline_ms;
use crate::classic::transaction::{Kind, PaymentStatus, Transaction};
use crate::clock::{DAY, UnixMs};
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
    /// When which entry changes by itself.
    deadlines: BTreeSet<(UnixMs, String)>,
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
    pub(crate) fn root<'a>(&'a self, transaction: &'a Transaction) -> &'a Transaction {
        let mut at = transaction;
        // A parent was recorded before its child, so this ends.
        while let Some(parent) = at.parent.as_deref().and_then(|id| self.transaction(id)) {
            at = parent;
        }
        at
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
        self.reserve(world, &entry);
        if entry.has_moved() {
            self.book(world, &entry);
        }
        self.push(Change::Recorded, &entry, now);
        self.plan(&entry);
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

    fn put(&mut self, entry: Transaction) {
        let Some(at) = self.index.get(&entry.id).copied() else {
            return;
        };
        if let Some(before) = self.entries.get(at).and_then(deadline_ms) {
            self.deadlines.remove(&(before, entry.id.clone()));
        }
        self.plan(&entry);
        if let Some(kept) = self.entries.get_mut(at) {
            *kept = entry;
        }
    }

    fn plan(&mut self, entry: &Transaction) {
        if let Some(at_ms) = deadline_ms(entry) {
            self.deadlines.insert((at_ms, entry.id.clone()));
        }
    }

    fn push(&mut self, change: Change, entry: &Transaction, at_ms: UnixMs) {
        self.events.push(LedgerEvent {
            change,
            transaction: entry.clone(),
            at_ms,
        });
    }
}

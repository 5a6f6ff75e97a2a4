//! Sessions of the payment page, and transactions.

use std::collections::BTreeMap;

use crate::clock::{DAY, UnixMs};
use crate::http::Reply;
use crate::saferpay::refusal::Failure;

/// What Saferpay remembers.
#[derive(Debug, Default)]
pub(crate) struct Saferpay {
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(crate) transactions: BTreeMap<String, Transaction>,
    /// `CaptureId` → transaction id.
    pub(crate) captures: BTreeMap<String, String>,
    /// `OrderId` → transaction ids, oldest first. Unique only if the merchant sees to it.
    pub(crate) by_order: BTreeMap<String, Vec<String>>,
    pub(crate) replays: BTreeMap<String, Reply>,
}

/// A payment page for one attempt.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) customer: String,
    pub(crate) terminal: String,
    pub(crate) order_id: Option<String>,
    pub(crate) amount_minor: i64,
    pub(crate) currency: String,
    pub(crate) description: String,
    pub(crate) return_url: String,
    pub(crate) notify_success: Option<String>,
    pub(crate) notify_fail: Option<String>,
    /// Brands that were asked for; empty: all.
    pub(crate) methods: Vec<String>,
    pub(crate) created_ms: UnixMs,
    pub(crate) expires_ms: UnixMs,
    pub(crate) opened_ms: Option<UnixMs>,
    pub(crate) outcome: Outcome,
}

/// What became of a session.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Open,
    Authorized {
        transaction: String,
    },
    Failed {
        failure: Failure,
        transaction: String,
    },
}

/// How the payer paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    Visa,
    Twint,
}

impl Means {
    /// How long an authorization can be captured.
    pub(crate) const fn lifetime_ms(self) -> i64 {
        match self {
            Self::Visa => 10 * DAY,
            Self::Twint => 7 * DAY,
        }
    }
}

/// What a transaction is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Payment,
    /// Pays back part of the payment with this transaction id.
    Refund {
        of: String,
    },
}

/// Where a transaction stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Status {
    Authorized,
    Captured {
        capture_id: String,
        amount_minor: i64,
    },
    Canceled,
}

/// A payment or a refund.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) customer: String,
    pub(crate) terminal: String,
    pub(crate) order_id: Option<String>,
    pub(crate) amount_minor: i64,
    pub(crate) currency: String,
    pub(crate) means: Means,
    pub(crate) approval: String,
    pub(crate) created_ms: UnixMs,
    pub(crate) status: Status,
}

impl Transaction {
    pub(crate) fn lapses_ms(&self) -> UnixMs {
        self.created_ms.saturating_add(self.means.lifetime_ms())
    }
}

impl Saferpay {
    pub(crate) fn keep(&mut self, transaction: Transaction) {
        if let Some(order) = &transaction.order_id {
            self.by_order
                .entry(order.clone())
                .or_default()
                .push(transaction.id.clone());
        }
        self.transactions
            .insert(transaction.id.clone(), transaction);
    }
}

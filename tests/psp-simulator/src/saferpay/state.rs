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
    pub(crate) pre_auth: bool,
    pub(crate) condition: Condition,
    pub(crate) created_ms: UnixMs,
    pub(crate) expires_ms: UnixMs,
    pub(crate) opened_ms: Option<UnixMs>,
    /// It was pending once: its outcome can be asked for longer.
    pub(crate) pended: bool,
    pub(crate) outcome: Outcome,
}

/// What became of a session.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    Open,
    Authorized {
        transaction: String,
    },
    /// A bank transfer under way; when and how it ends.
    Pending {
        transaction: String,
        ends_ms: UnixMs,
        arrives: bool,
    },
    Failed {
        failure: Failure,
        transaction: String,
    },
}

/// What the 3-D Secure step must have shown before money is authorized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    None,
    /// `THREE_DS_AUTHENTICATION_SUCCESSFUL_OR_ATTEMPTED`
    LiabilityShift,
    /// `WITH_SUCCESSFUL_THREE_DS_CHALLENGE`
    Challenge,
}

/// What the 3-D Secure step showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ThreeDs {
    Challenged,
    /// The issuer took part in an attempt only: the liability shifts, nobody was authenticated.
    Attempted,
    /// Authorized without it.
    NotShown,
}

impl Condition {
    pub(crate) fn from_name(name: &str) -> Self {
        match name {
            "THREE_DS_AUTHENTICATION_SUCCESSFUL_OR_ATTEMPTED" => Self::LiabilityShift,
            "WITH_SUCCESSFUL_THREE_DS_CHALLENGE" => Self::Challenge,
            _ => Self::None,
        }
    }

    pub(crate) const fn is_met_by(self, shown: ThreeDs) -> bool {
        match self {
            Self::None => true,
            Self::LiabilityShift => !matches!(shown, ThreeDs::NotShown),
            Self::Challenge => matches!(shown, ThreeDs::Challenged),
        }
    }
}

/// How the payer paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    Visa(ThreeDs),
    Twint,
    /// Arrives from a bank account without a capture.
    AccountToAccount,
}

impl Means {
    /// How long an authorization can be captured; a pre-authorization of a card lives longer.
    pub(crate) const fn lifetime_ms(self, pre_authorized: bool) -> i64 {
        match self {
            Self::Visa(_) if pre_authorized => 30 * DAY,
            Self::Visa(_) => 10 * DAY,
            Self::Twint | Self::AccountToAccount => 7 * DAY,
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
    pub(crate) pre_authorized: bool,
    pub(crate) approval: String,
    pub(crate) created_ms: UnixMs,
    pub(crate) status: Status,
}

impl Transaction {
    pub(crate) fn lapses_ms(&self) -> UnixMs {
        self.created_ms
            .saturating_add(self.means.lifetime_ms(self.pre_authorized))
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

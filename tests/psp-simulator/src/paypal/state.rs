//! Orders, captures, authorizations and refunds.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::UnixMs;
use crate::paypal::dispute::Dispute;
use crate::paypal::idempotency::Seen;

/// What PayPal remembers.
#[derive(Debug, Default)]
pub(crate) struct PayPal {
    pub(crate) tokens: BTreeMap<String, Token>,
    pub(crate) orders: BTreeMap<String, Order>,
    pub(crate) captures: BTreeMap<String, Capture>,
    pub(crate) authorizations: BTreeMap<String, Authorization>,
    pub(crate) refunds: BTreeMap<String, Refund>,
    pub(crate) disputes: BTreeMap<String, Dispute>,
    /// By client, operation and `PayPal-Request-Id`.
    pub(crate) seen: BTreeMap<(String, &'static str, String), Seen>,
    /// Client and `invoice_id` of everything that was paid.
    pub(crate) invoices: BTreeSet<(String, String)>,
}

/// An access token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) client: String,
    pub(crate) expires_ms: UnixMs,
}

/// What an order wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    Capture,
    Authorize,
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderStatus {
    Created,
    PayerActionRequired,
    Approved,
    Completed,
}

/// What the means that the payer chose will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Funding {
    Pays,
    Declines,
    /// Pending first; then `clears` or not.
    ECheck {
        clears: bool,
    },
}

/// Whole minor units of ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) minor: i64,
    pub(crate) currency: String,
}

/// The merchant's own texts on a payment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    pub(crate) custom_id: Option<String>,
    pub(crate) invoice_id: Option<String>,
}

impl Labels {
    /// What the books call the merchant's reference.
    pub(crate) fn reference(&self) -> Option<String> {
        self.custom_id.clone().or_else(|| self.invoice_id.clone())
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) client: String,
    pub(crate) intent: Intent,
    pub(crate) status: OrderStatus,
    pub(crate) amount: Amount,
    pub(crate) reference_id: String,
    pub(crate) labels: Labels,
    pub(crate) description: Option<String>,
    pub(crate) brand: Option<String>,
    pub(crate) return_url: Option<String>,
    pub(crate) cancel_url: Option<String>,
    /// Whether it was created with `payment_source`, which changes status and links.
    pub(crate) with_source: bool,
    pub(crate) funding: Funding,
    /// Whether the merchant takes only means that pay at once, so no eCheck.
    pub(crate) immediate: bool,
    pub(crate) payer_id: String,
    pub(crate) created_ms: UnixMs,
    pub(crate) updated_ms: UnixMs,
    /// When the order is forgotten unless it was completed.
    pub(crate) expires_ms: UnixMs,
    pub(crate) captures: Vec<String>,
    pub(crate) authorizations: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaptureStatus {
    Completed,
    /// An eCheck: when it is decided, and how.
    Pending {
        decided_ms: UnixMs,
        clears: bool,
    },
    Declined,
    /// Taken back by PayPal.
    Reversed,
}

#[derive(Debug, Clone)]
pub(crate) struct Capture {
    pub(crate) id: String,
    pub(crate) client: String,
    pub(crate) order: String,
    pub(crate) authorization: Option<String>,
    pub(crate) amount: Amount,
    pub(crate) labels: Labels,
    pub(crate) status: CaptureStatus,
    pub(crate) is_final: bool,
    pub(crate) refunded_minor: i64,
    pub(crate) created_ms: UnixMs,
    pub(crate) updated_ms: UnixMs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuthorizationStatus {
    Created,
    PartiallyCaptured,
    Captured,
    Voided,
}

#[derive(Debug, Clone)]
pub(crate) struct Authorization {
    pub(crate) id: String,
    pub(crate) client: String,
    pub(crate) order: String,
    pub(crate) amount: Amount,
    pub(crate) labels: Labels,
    pub(crate) status: AuthorizationStatus,
    pub(crate) captured_minor: i64,
    /// Whether it came from a reauthorization, which cannot be repeated.
    pub(crate) renewed: bool,
    pub(crate) created_ms: UnixMs,
    pub(crate) updated_ms: UnixMs,
    pub(crate) expires_ms: UnixMs,
}

#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) client: String,
    pub(crate) capture: String,
    pub(crate) amount: Amount,
    pub(crate) labels: Labels,
    pub(crate) note: Option<String>,
    /// All refunds of the capture up to this one.
    pub(crate) total_refunded_minor: i64,
    pub(crate) created_ms: UnixMs,
}

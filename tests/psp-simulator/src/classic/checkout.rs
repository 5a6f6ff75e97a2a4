//! An Express Checkout session: what `SetExpressCheckout` opened and the payer approves.

use crate::classic::nvp::Order;
use crate::classic::purchase::Funding;
use crate::classic::transaction::Payer;
use crate::clock::{HOUR, UnixMs};

/// How long a token is good (NVP API guide, `SetExpressCheckout`).
pub(crate) const TOKEN_MS: i64 = 3 * HOUR;
/// How often a payment may be tried under a token (NVP API guide, error 10416).
pub(crate) const ATTEMPTS_MAX: u32 = 10;

/// What the payer chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Pays(Funding),
    /// The funding source will fail when the payment is made.
    Fails,
}

/// How far a session got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Progress {
    /// No payment was tried yet.
    Open,
    /// The last try failed.
    Failed,
    /// Paid; the transaction id.
    Completed(String),
}

/// An Express Checkout session.
#[derive(Debug, Clone)]
pub(crate) struct Checkout {
    /// `EC-` and 17 characters.
    pub(crate) token: String,
    /// The receiving account's e-mail.
    pub(crate) account: String,
    pub(crate) order: Order,
    pub(crate) return_url: String,
    pub(crate) cancel_url: String,
    pub(crate) brand: Option<String>,
    pub(crate) payer: Payer,
    /// Nothing before the payer approved.
    pub(crate) choice: Option<Choice>,
    pub(crate) attempts: u32,
    pub(crate) progress: Progress,
    pub(crate) expires_ms: UnixMs,
}

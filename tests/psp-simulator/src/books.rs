//! The movements of money that really happened at the providers.

use serde::{Deserialize, Serialize};

use crate::clock::UnixMs;

/// The simulated providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Saferpay, JSON API.
    Saferpay,
    /// PayPal, Orders v2 and Payments v2.
    PayPal,
    /// PayPal's classic interfaces: NVP API, webscr, notifications.
    #[serde(rename = "paypal_classic")]
    PayPalClassic,
    /// The Payflow gateway and its hosted pages.
    Payflow,
}

impl Provider {
    /// The provider's name in control bodies.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Saferpay => "saferpay",
            Self::PayPal => "paypal",
            Self::PayPalClassic => "paypal_classic",
            Self::Payflow => "payflow",
        }
    }
}

/// Which way money moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// From the payer to the merchant.
    Capture,
    /// Back to the payer, on the merchant's order.
    Refund,
    /// Back to the payer, on the provider's order.
    Reversal,
    /// To the merchant again, when the provider takes a reversal back.
    CanceledReversal,
    /// From the merchant to the provider, for the movement of the same id.
    Fee,
    /// From the provider to the merchant, for the movement of the same id.
    FeeReturn,
}

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Movement {
    /// Where it happened.
    pub provider: Provider,
    /// The merchant's account: `customer-terminal`, the client id, the classic account's
    /// e-mail, or the vendor.
    pub account: String,
    /// Which way.
    pub kind: MovementKind,
    /// The capture or refund id.
    pub id: String,
    /// What the payer agreed to: the payment's transaction id, or the order id.
    pub payment: String,
    /// The merchant's reference: `OrderId`, or `custom_id`, else `invoice_id`.
    /// For a refund, that of the payment.
    pub reference: Option<String>,
    /// Whole minor units of ISO 4217, always positive.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When.
    pub at_ms: UnixMs,
}

/// Money that is reserved but did not move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenAuthorization {
    /// Where it is held.
    pub provider: Provider,
    /// The authorization's (or transaction's) id.
    pub id: String,
    /// The payment's transaction id, or the order id.
    pub payment: String,
    /// The merchant's reference, see [`Movement::reference`].
    pub reference: Option<String>,
    /// What is still held, in whole minor units of ISO 4217.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When it lapses.
    pub expires_ms: UnixMs,
}

/// One ledger behind all providers.
#[derive(Debug, Clone, Default)]
pub struct Books {
    movements: Vec<Movement>,
    open: Vec<OpenAuthorization>,
}

impl Books {
    /// Every movement, in the order in which it happened.
    pub fn movements(&self) -> &[Movement] {
        &self.movements
    }

    /// Authorizations that still hold money at `now`.
    pub fn open_authorizations(&self, now: UnixMs) -> impl Iterator<Item = &OpenAuthorization> {
        self.open.iter().filter(move |one| one.expires_ms > now)
    }

    /// The sum of one kind of movement under a merchant's reference, in whole minor
    /// units of ISO 4217.
    pub fn total(&self, reference: &str, kind: MovementKind) -> i64 {
        self.movements
            .iter()
            .filter(|one| one.kind == kind && one.reference.as_deref() == Some(reference))
            .map(|one| one.amount_minor)
            .sum()
    }

    pub(crate) fn book(&mut self, movement: Movement) {
        self.movements.push(movement);
    }

    pub(crate) fn hold(&mut self, authorization: OpenAuthorization) {
        self.open.push(authorization);
    }

    /// Takes `amount_minor` off a hold; the hold ends when nothing is left.
    pub(crate) fn draw(&mut self, id: &str, amount_minor: i64) {
        if let Some(one) = self.open.iter_mut().find(|one| one.id == id) {
            one.amount_minor = one.amount_minor.saturating_sub(amount_minor);
        }
        self.open.retain(|one| one.id != id || one.amount_minor > 0);
    }

    pub(crate) fn release(&mut self, id: &str) {
        self.open.retain(|one| one.id != id);
    }
}

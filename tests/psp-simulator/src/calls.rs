//! Which operations were called how often, and what in them was odd.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::books::Provider;
use crate::clock::UnixMs;

/// The calls about one payment-page token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TokenCalls {
    /// The `OrderId` behind the token.
    pub reference: Option<String>,
    /// When the session was initialized.
    pub initialized_ms: UnixMs,
    /// When each Assert arrived, refused ones included.
    pub asserts_ms: Vec<UnixMs>,
}

/// What was called, counted.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Calls {
    operations: BTreeMap<String, u64>,
    tokens: BTreeMap<String, TokenCalls>,
    unknown_fields: BTreeMap<String, u64>,
}

impl Calls {
    /// How often an operation was called, answered or not. Saferpay operations are
    /// named by their path (`PaymentPage/Assert`), those of PayPal like `order.capture`.
    pub fn count(&self, provider: Provider, operation: &str) -> u64 {
        let key = format!("{} {operation}", provider.name());
        self.operations.get(&key).copied().unwrap_or(0)
    }

    /// Calls by payment-page token.
    pub fn tokens(&self) -> &BTreeMap<String, TokenCalls> {
        &self.tokens
    }

    /// Request fields no provider knows (`saferpay PaymentPage/Initialize Payment.Amout`),
    /// counted.
    pub fn unknown_fields(&self) -> &BTreeMap<String, u64> {
        &self.unknown_fields
    }

    pub(crate) fn called(&mut self, provider: Provider, operation: &str) {
        let key = format!("{} {operation}", provider.name());
        *self.operations.entry(key).or_default() += 1;
    }

    pub(crate) fn initialized(&mut self, token: &str, reference: Option<&str>, now: UnixMs) {
        let entry = self.tokens.entry(token.to_owned()).or_default();
        entry.reference = reference.map(str::to_owned);
        entry.initialized_ms = now;
    }

    pub(crate) fn asserted(&mut self, token: &str, now: UnixMs) {
        if let Some(entry) = self.tokens.get_mut(token) {
            entry.asserts_ms.push(now);
        }
    }

    pub(crate) fn unknown_field(&mut self, provider: Provider, operation: &str, path: &str) {
        let key = format!("{} {operation} {path}", provider.name());
        *self.unknown_fields.entry(key).or_default() += 1;
    }
}

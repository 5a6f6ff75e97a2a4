//! Transactions, secure tokens, Express sessions, and what was answered before.

use std::collections::BTreeMap;

use crate::books::OpenAuthorization;
use crate::books::{Movement, MovementKind, Provider};
use crate::clock::{DAY, UnixMs};
use crate::payflow::card::Checks;
use crate::payflow::express::Express;
use crate::payflow::merchant::CardBrand;
use crate::payflow::params::{Amount, Params};
use crate::payflow::token::Token;
use crate::payflow::wire::Answer;

/// How long an authorization holds money. Source: Payflow Gateway guide, PayPal as
/// the processor.
const AUTHORIZATION_MS: i64 = 29 * DAY;

/// What the gateway remembers.
#[derive(Debug, Default)]
pub(crate) struct Payflow {
    /// By `PNREF`.
    pub(crate) transactions: BTreeMap<String, Transaction>,
    /// By vendor and `X-VPS-REQUEST-ID`.
    pub(crate) seen: BTreeMap<(String, String), Seen>,
    /// By vendor and `ORDERID`.
    pub(crate) orders: BTreeMap<(String, String), Seen>,
    /// By `SECURETOKEN`.
    pub(crate) tokens: BTreeMap<String, Token>,
    /// By `TOKEN`.
    pub(crate) express: BTreeMap<String, Express>,
    /// Silent posts on which a payment depends: notice, and the token that was paid.
    pub(crate) confirmations: BTreeMap<u64, String>,
    pub(crate) sequence: u64,
}

/// A request that was answered.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) answer: Answer,
    pub(crate) until_ms: UnixMs,
}

/// What a transaction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sale,
    Authorization,
    Capture,
    Credit,
    Void,
}

impl Kind {
    /// `TRXTYPE`.
    pub(crate) const fn letter(self) -> &'static str {
        match self {
            Self::Sale => "S",
            Self::Authorization => "A",
            Self::Capture => "D",
            Self::Credit => "C",
            Self::Void => "V",
        }
    }
}

/// How it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tender {
    Card,
    PayPal,
}

/// Where a transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Declined or refused; nothing happened.
    Failed,
    /// Only the card was checked.
    Verified,
    /// Held for the merchant's review.
    Review,
    /// An authorization that can be captured.
    Authorized,
    /// An authorization of which nothing is left to capture.
    Captured,
    /// Money moved, and the settlement takes place at its time.
    Booked,
    /// An eCheck: when it is decided, and how.
    Pending { decided_ms: UnixMs, clears: bool },
    /// An eCheck that bounced.
    Bounced,
    /// Undone by the merchant, and what its `TRANSSTATE` was before.
    Voided { from: u16 },
    /// Money was taken back from the merchant.
    ChargedBack,
}

/// The part of a card that may be told.
#[derive(Debug, Clone)]
pub(crate) struct ShownCard {
    pub(crate) last_four: String,
    pub(crate) expires: String,
    pub(crate) brand: CardBrand,
    /// The card as it was typed, for reference transactions.
    pub(crate) typed: Params,
}

/// The payer of an Express Checkout.
#[derive(Debug, Clone)]
pub(crate) struct Payer {
    pub(crate) id: String,
    pub(crate) email: String,
}

/// One transaction, approved or not.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) pnref: String,
    pub(crate) sequence: u64,
    pub(crate) vendor: String,
    pub(crate) kind: Kind,
    pub(crate) tender: Tender,
    pub(crate) amount: Amount,
    pub(crate) result: i32,
    pub(crate) message: String,
    pub(crate) status: Status,
    pub(crate) authcode: String,
    pub(crate) ppref: String,
    pub(crate) correlation: String,
    pub(crate) checks: Checks,
    pub(crate) card: Option<ShownCard>,
    pub(crate) payer: Option<Payer>,
    /// The transaction it refers to.
    pub(crate) origin: Option<String>,
    /// What the payer agreed to: the first transaction of the chain.
    pub(crate) payment: String,
    /// The secure token it was made with.
    pub(crate) token: Option<String>,
    /// What was sent with it, card data left out.
    pub(crate) params: Params,
    pub(crate) created_ms: UnixMs,
    /// Since when it waits for settlement.
    pub(crate) booked_ms: UnixMs,
    pub(crate) captured_minor: i64,
    pub(crate) credited_minor: i64,
    /// Whether it came from a reauthorization, which cannot be repeated.
    pub(crate) renewed: bool,
}

impl Transaction {
    /// What the books call the merchant's reference.
    pub(crate) fn reference(&self) -> Option<String> {
        ["CUSTOM", "USER1", "INVNUM", "CUSTREF"]
            .iter()
            .find_map(|name| self.params.text(name))
    }

    /// When an authorization lapses.
    pub(crate) fn lapses_ms(&self) -> UnixMs {
        self.created_ms.saturating_add(AUTHORIZATION_MS)
    }

    /// Money of this transaction that moved.
    pub(crate) fn movement(&self, kind: MovementKind, id: &str, at_ms: UnixMs) -> Movement {
        Movement {
            provider: Provider::Payflow,
            account: self.vendor.clone(),
            kind,
            id: id.to_owned(),
            payment: self.payment.clone(),
            reference: self.reference(),
            amount_minor: self.amount.minor,
            currency: self.amount.currency.clone(),
            at_ms,
        }
    }

    /// Money of this transaction that is reserved.
    pub(crate) fn hold(&self) -> OpenAuthorization {
        OpenAuthorization {
            provider: Provider::Payflow,
            id: self.pnref.clone(),
            payment: self.payment.clone(),
            reference: self.reference(),
            amount_minor: self.amount.minor,
            currency: self.amount.currency.clone(),
            expires_ms: self.lapses_ms(),
        }
    }
}

impl Payflow {
    /// A transaction of a vendor.
    pub(crate) fn owned(&self, vendor: &str, pnref: &str) -> Option<&Transaction> {
        self.transactions
            .get(pnref)
            .filter(|one| one.vendor == vendor)
    }

    /// The newest transaction of a vendor for which `is_it` holds.
    pub(crate) fn newest(
        &self,
        vendor: &str,
        is_it: impl Fn(&Transaction) -> bool,
    ) -> Option<&Transaction> {
        self.transactions
            .values()
            .filter(|one| one.vendor == vendor && is_it(one))
            .max_by_key(|one| one.sequence)
    }
}

//! One provider account, and the declaration of what its kind can do.

use crate::currency::Currency;
use crate::ids::TerminalId;
use crate::time::Millis;

/// What kind of provider account a terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TerminalKind {
    /// Saferpay JSON API, Payment Page.
    Saferpay,
    /// PayPal Orders v2.
    PaypalOrders,
}

/// Whether real money moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Mode {
    /// The provider's test system.
    Test,
    /// Real money.
    Live,
}

/// A terminal as links and routes see it; its credentials live elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Terminal {
    /// Its id, unique within an installation.
    pub id: TerminalId,
    /// The provider and interface behind it.
    pub kind: TerminalKind,
    /// What the donor reads on the choice.
    pub name: String,
    /// Test or live.
    pub mode: Mode,
    /// Currencies the account takes.
    pub currencies: Vec<Currency>,
}

/// How a provider may be asked what became of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskRules {
    /// Most asks with the session's own handle, lost answers included; `None` where the provider
    /// sets no limit and the plan alone bounds them.
    pub session_asks_max: Option<u16>,
    /// After the session opened: when to ask although nothing was heard.
    pub planned: &'static [Millis],
    /// After the session opened: the last planned ask, whose «nothing happened» is final.
    pub last_ask: Millis,
    /// The same where the provider called the payment pending.
    pub last_ask_pending: Millis,
    /// The provider can look a payment up by our reference, apart from the session.
    pub has_books: bool,
    /// How long such a look-up may lag behind.
    pub books_lag: Millis,
}

/// What a kind of terminal can do: everything else reads this declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// How it is asked.
    pub ask: AskRules,
    /// An approved session needs a call of ours before money is reserved or taken.
    pub needs_completion: bool,
    /// A refund may be sent again under its first key without paying twice.
    pub refund_is_repeatable: bool,
    /// How long an authorization can be captured.
    pub authorization_lifetime: Millis,
}

const SAFERPAY: Capabilities = Capabilities {
    ask: AskRules {
        // Polling PaymentPage/Assert is forbidden (JSON API 1.53, "Assert").
        session_asks_max: Some(3),
        // A payment page lives about an hour; this is after it and the redirects behind it.
        planned: &[Millis::minutes(90)],
        // Assert answers for 24 hours, for pending payments 120.
        last_ask: Millis::hours(23),
        last_ask_pending: Millis::hours(119),
        has_books: true,
        books_lag: Millis::minutes(6),
    },
    needs_completion: false,
    // No source promises that RequestId protects a refund from being paid twice.
    refund_is_repeatable: false,
    // TWINT's seven days are the shortest of the methods.
    authorization_lifetime: Millis::days(7),
};

const PAYPAL_ORDERS: Capabilities = Capabilities {
    ask: AskRules {
        session_asks_max: None,
        planned: &[Millis::minutes(10), Millis::hours(1), Millis::hours(3)],
        // Three hours to arrive and three to approve and capture, then a margin.
        last_ask: Millis::minutes(390),
        // An eCheck clears within days; ask for a month.
        last_ask_pending: Millis::days(30),
        has_books: false,
        books_lag: Millis(0),
    },
    needs_completion: true,
    // PayPal-Request-Id is kept 45 days for refunds.
    refund_is_repeatable: true,
    authorization_lifetime: Millis::days(29),
};

impl TerminalKind {
    /// Whose page the donor pays on.
    pub const fn provider_name(self) -> &'static str {
        match self {
            Self::Saferpay => "Saferpay",
            Self::PaypalOrders => "PayPal",
        }
    }

    /// The declaration of this kind.
    pub const fn capabilities(self) -> &'static Capabilities {
        match self {
            Self::Saferpay => &SAFERPAY,
            Self::PaypalOrders => &PAYPAL_ORDERS,
        }
    }
}

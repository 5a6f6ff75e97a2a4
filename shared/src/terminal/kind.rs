//! The kinds of terminals.

use super::capabilities::Capabilities;
use super::declared;

/// What kind of provider account a terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum TerminalKind {
    /// Saferpay JSON API, Payment Page.
    Saferpay,
    /// PayPal Orders v2.
    PaypalOrders,
    /// PayPal Express Checkout over NVP.
    PaypalExpress,
    /// PayPal's hosted card page (Website Payments Pro Hosted Solution), by API signature.
    PaypalHosted,
    /// Payflow Pro gateway, hosted pages.
    Payflow,
    /// PayPal Payments Standard, for accounts that still have it.
    PaypalStandard,
}

impl TerminalKind {
    /// Every kind, in the order a form offers them.
    pub const ALL: [Self; 6] = [
        Self::Saferpay,
        Self::PaypalOrders,
        Self::PaypalExpress,
        Self::PaypalHosted,
        Self::Payflow,
        Self::PaypalStandard,
    ];

    /// The word of the interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Saferpay => "saferpay",
            Self::PaypalOrders => "paypal_orders",
            Self::PaypalExpress => "paypal_express",
            Self::PaypalHosted => "paypal_hosted",
            Self::Payflow => "payflow",
            Self::PaypalStandard => "paypal_standard",
        }
    }

    /// The kind behind a word of the interface.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What an operator calls it.
    pub const fn name(self) -> &'static str {
        self.capabilities().name
    }

    /// Whose page the donor pays on.
    ///
    /// Apart from the declaration: the widget needs this word and none of the rest.
    pub const fn provider_name(self) -> &'static str {
        match self {
            Self::Saferpay => "Saferpay",
            _ => "PayPal",
        }
    }

    /// The declaration of this kind.
    pub const fn capabilities(self) -> &'static Capabilities {
        match self {
            Self::Saferpay => &declared::SAFERPAY,
            Self::PaypalOrders => &declared::PAYPAL_ORDERS,
            Self::PaypalExpress => &declared::PAYPAL_EXPRESS,
            Self::PaypalHosted => &declared::PAYPAL_HOSTED,
            Self::Payflow => &declared::PAYFLOW,
            Self::PaypalStandard => &declared::PAYPAL_STANDARD,
        }
    }
}

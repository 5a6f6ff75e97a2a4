//! Merchants of the gateway and the cards that are set up for them.
//!
//! The accounts of every type are those that the merchant chooses from: with cards of
//! its own, or with Express Checkout alone.

use serde::{Deserialize, Serialize};

/// A card brand at the Payflow gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardBrand {
    /// Visa, with Delta and Electron.
    Visa,
    /// Mastercard.
    Mastercard,
    /// American Express.
    Amex,
    /// Discover.
    Discover,
    /// Diners Club.
    Diners,
    /// JCB.
    Jcb,
}

impl CardBrand {
    /// Every brand that can be set up.
    pub const ALL: [Self; 6] = [
        Self::Visa,
        Self::Mastercard,
        Self::Amex,
        Self::Discover,
        Self::Diners,
        Self::Jcb,
    ];

    /// The name that is printed on the card.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visa => "Visa",
            Self::Mastercard => "Mastercard",
            Self::Amex => "American Express",
            Self::Discover => "Discover",
            Self::Diners => "Diners Club",
            Self::Jcb => "JCB",
        }
    }
}

/// A merchant of the Payflow gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own in the merchant's settings"
)]
pub struct PayflowAccount {
    /// `PARTNER`.
    pub partner: String,
    /// `VENDOR`, the merchant login.
    pub vendor: String,
    /// `USER`.
    pub user: String,
    /// `PWD`.
    pub password: String,
    /// Brands that are set up; none: no card is taken, only PayPal.
    pub brands: Vec<CardBrand>,
    /// Whether `TENDER=P` is set up.
    pub express: bool,
    /// Whether PayPal is the processor, so that answers about cards carry `PPREF`.
    pub paypal_processor: bool,
    /// Currencies, ISO 4217.
    pub currencies: Vec<String>,
    /// Whether it is a pilot account: its hosted page wants `MODE=TEST`, and amounts
    /// above 1000 decide the result.
    pub pilot: bool,
    /// Amounts above this, in minor units of the payment's currency, are held for review.
    pub review_above_minor: Option<i64>,
    /// Where silent posts go when a token names no other address.
    pub silent_post_url: Option<String>,
    /// Whether declined payments are told by silent post too.
    pub silent_post_declines: bool,
    /// Whether a payment is voided when its silent post is not answered with 200.
    pub void_on_silent_post_failure: bool,
    /// Whether credits are refused until the payment is settled.
    pub credit_after_settlement: bool,
}

impl Default for PayflowAccount {
    fn default() -> Self {
        Self {
            partner: "PayPal".into(),
            vendor: "obolevendor".into(),
            user: "obolevendor".into(),
            password: "simulator-pwd1".into(),
            brands: CardBrand::ALL.to_vec(),
            express: true,
            paypal_processor: false,
            currencies: vec!["USD".into()],
            pilot: true,
            review_above_minor: None,
            silent_post_url: None,
            silent_post_declines: false,
            void_on_silent_post_failure: false,
            credit_after_settlement: false,
        }
    }
}

impl PayflowAccount {
    /// One account of every type, with the cards of the type, and a live one. All have
    /// the default password.
    pub fn of_every_type() -> Vec<Self> {
        use CardBrand::{Amex, Discover, Mastercard, Visa};
        let account = |vendor: &str| Self {
            vendor: vendor.into(),
            user: vendor.into(),
            ..Self::default()
        };
        let british = |vendor: &str| Self {
            partner: "PayPalUK".into(),
            currencies: ["GBP", "EUR", "USD"].map(String::from).to_vec(),
            paypal_processor: true,
            ..account(vendor)
        };
        vec![
            Self::default(),
            Self {
                brands: vec![Visa, Mastercard, Amex, Discover],
                paypal_processor: true,
                ..account("obolepaymentspro")
            },
            Self {
                brands: Vec::new(),
                paypal_processor: true,
                ..account("oboleexpress")
            },
            Self {
                brands: vec![Visa, Mastercard],
                ..british("obolegb")
            },
            Self {
                brands: Vec::new(),
                ..british("obolegbexpress")
            },
            Self {
                pilot: false,
                ..account("obolelive")
            },
        ]
    }
}

//! Account types within a kind: what a provider calls a product, by country.

use crate::currency::Currency;

use super::method::Method;

/// A type of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AccountType {
    /// Express Checkout, United States.
    ExpressUs,
    /// Express Checkout, Canada.
    ExpressCa,
    /// PayPal Payments Pro.
    PaymentsPro,
    /// Website Payments Pro, Great Britain.
    WebsitePaymentsProGb,
    /// Payflow with Website Payments Pro, United States: no card page of its own.
    PayflowExpressUs,
    /// Payflow with PayPal Payments Pro (Website Payments Pro Payflow Edition), United States.
    PayflowPaymentsProUs,
    /// Payflow Pro with an acquirer of the merchant's, United States.
    PayflowProUs,
    /// Payflow with Website Payments Pro, Great Britain: no card page of its own.
    PayflowExpressGb,
    /// Website Payments Pro Payflow Edition, Great Britain.
    PayflowEditionGb,
}

impl AccountType {
    /// Every type.
    pub const ALL: [Self; 9] = [
        Self::ExpressUs,
        Self::ExpressCa,
        Self::PaymentsPro,
        Self::WebsitePaymentsProGb,
        Self::PayflowExpressUs,
        Self::PayflowPaymentsProUs,
        Self::PayflowProUs,
        Self::PayflowExpressGb,
        Self::PayflowEditionGb,
    ];

    /// The word of the interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExpressUs => "express_us",
            Self::ExpressCa => "express_ca",
            Self::PaymentsPro => "payments_pro",
            Self::WebsitePaymentsProGb => "website_payments_pro_gb",
            Self::PayflowExpressUs => "payflow_express_us",
            Self::PayflowPaymentsProUs => "payflow_payments_pro_us",
            Self::PayflowProUs => "payflow_pro_us",
            Self::PayflowExpressGb => "payflow_express_gb",
            Self::PayflowEditionGb => "payflow_edition_gb",
        }
    }

    /// The type behind a word of the interface.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Whether the donor may pay with a PayPal account too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Express {
    /// No.
    No,
    /// Where the owner wants it.
    Option,
    /// In no other way.
    Only,
}

/// What is true of one type of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Which type.
    pub kind: AccountType,
    /// What the provider calls it.
    pub name: &'static str,
    /// Country of the account, ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// What a form begins with.
    pub default_currency: Currency,
    /// The only currencies such an account takes; `None`: those of the kind.
    pub currencies: Option<&'static [Currency]>,
    /// The card brands such an account takes.
    pub methods: &'static [Method],
    /// Whether PayPal's own button is offered beside the cards.
    pub express: Express,
}

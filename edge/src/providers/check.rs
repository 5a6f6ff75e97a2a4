//! Whether an account works: what one harmless authenticated call found.

use obole_shared::currency::Currency;
use obole_shared::terminal::Method;
use serde::{Deserialize, Serialize};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Check {
    /// In the order in which it matters.
    pub findings: Vec<Finding>,
}

/// One thing a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "about", rename_all = "snake_case")]
pub enum Finding {
    /// The provider knows the account; what it called it.
    Works(String),
    /// The provider did not accept user or password.
    WrongCredentials,
    /// One field is wrong, by its label.
    WrongField(String),
    /// They belong to the provider's other system.
    WrongEnvironment,
    /// The account may not do this.
    MissingPermission(String),
    /// The provider locked or limited the account.
    Restricted,
    /// A method that is switched on is not active at the provider.
    MethodInactive(Method),
    /// A currency of the terminal is not active at the provider.
    CurrencyInactive(Currency),
    /// The provider's notices go elsewhere; where they should go.
    NoticesElsewhere(String),
    /// Cannot be told without a payment; what.
    Unchecked(String),
    /// The provider did not answer; try again.
    NotReached(String),
    /// An answer that nobody understands.
    Odd(String),
}

impl Check {
    /// One finding.
    pub fn of(finding: Finding) -> Self {
        Self {
            findings: vec![finding],
        }
    }

    /// Whether nothing stands against payments.
    pub fn passed(&self) -> bool {
        !self.findings.is_empty() && self.findings.iter().all(Finding::is_harmless)
    }
}

impl Finding {
    /// Whether payments work in spite of it.
    pub const fn is_harmless(&self) -> bool {
        matches!(self, Self::Works(_) | Self::Unchecked(_))
    }

    /// For the owner of the account.
    pub fn sentence(&self) -> String {
        match self {
            Self::Works(name) if name.is_empty() => "The account works.".to_owned(),
            Self::Works(name) => format!("The account works: {name}."),
            Self::WrongCredentials => "The provider did not accept user and password. Copy them \
                 again, without blanks at the ends."
                .to_owned(),
            Self::WrongField(label) => {
                format!("The provider did not accept this value: {label}.")
            }
            Self::WrongEnvironment => "These credentials belong to the provider's other system: \
                 test credentials work only in test mode, live ones only in live mode."
                .to_owned(),
            Self::MissingPermission(what) => {
                format!("The account lacks a permission or licence: {what}.")
            }
            Self::Restricted => "The provider has limited this account. Sign in there and see \
                 what it asks for."
                .to_owned(),
            Self::MethodInactive(method) => format!(
                "{} is switched on here, but not active at the provider.",
                method.name()
            ),
            Self::CurrencyInactive(currency) => format!(
                "{} is switched on here, but not active at the provider.",
                currency.code()
            ),
            Self::NoticesElsewhere(address) => format!(
                "The provider sends its notices elsewhere. Enter this address there: {address}"
            ),
            Self::Unchecked(what) => {
                format!("Only a payment can show whether this is right: {what}.")
            }
            Self::NotReached(why) => {
                format!("The provider did not answer ({why}). Try again in a moment.")
            }
            Self::Odd(what) => format!("The provider answered something unexpected ({what})."),
        }
    }
}

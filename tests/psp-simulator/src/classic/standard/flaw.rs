//! Why a button leads to no payment.

/// What is wrong with a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A variable that must be there is not.
    Missing(&'static str),
    /// A value is longer than PayPal takes.
    TooLong(String),
    /// A value is none of those that are allowed.
    Value(&'static str),
    /// An amount is not written as PayPal reads it in this currency.
    Amount(String),
    /// PayPal does not know the currency.
    Currency,
    /// No account has this address or id.
    Business,
    /// This invoice number was paid already, and the account takes each once.
    Invoice,
    /// Real, but not here.
    NotSimulated(String),
}

impl Flaw {
    /// What the payer reads.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Missing(name) => format!("The button does not say {name}."),
            Self::TooLong(name) => format!("The button's {name} is too long."),
            Self::Value(name) => format!("The button's {name} has a value that cannot be."),
            Self::Amount(name) => {
                format!("The link you used holds an incorrectly formatted amount ({name}).")
            }
            Self::Currency => "PayPal does not process payments in this currency.".to_owned(),
            Self::Business => "The recipient of this payment is unknown.".to_owned(),
            Self::Invoice => {
                "This invoice has already been paid. For more, contact the merchant.".to_owned()
            }
            Self::NotSimulated(what) => format!("The simulator does not know {what}."),
        }
    }
}

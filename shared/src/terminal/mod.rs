//! One provider account, and the declaration of what its kind can do.
//!
//! A kind of terminal is declared once, in [`declared`]; forms, checks, the widget and the
//! interface read the declaration, nobody repeats it.

mod account;
mod ask;
mod authorization;
mod capabilities;
mod declared;
mod kind;
mod method;

pub use account::{Account, AccountType, Express};
pub use ask::AskRules;
pub use authorization::{AuthorizationType, Condition};
pub use capabilities::{
    Capabilities, CredentialField, Currencies, CurrencyRule, DisputeSource, MethodRule, Operations,
    TextLimits,
};
pub use kind::TerminalKind;
pub use method::Method;

use crate::currency::Currency;
use crate::fee::FeeRule;
use crate::ids::TerminalId;
use crate::money::Money;
use crate::time::Millis;

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

impl Mode {
    /// The word of the interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }
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
    /// Which of the kind's account types it is; `None` where the kind knows only one.
    #[cfg_attr(feature = "serde", serde(default))]
    pub account: Option<AccountType>,
    /// Methods its owner switched on; empty: those the declaration gives to such an account.
    #[cfg_attr(feature = "serde", serde(default))]
    pub methods: Vec<Method>,
    /// What happens with an approved payment, unless the link says otherwise.
    #[cfg_attr(feature = "serde", serde(default))]
    pub authorization: AuthorizationType,
    /// What an authorization must prove, unless the link says otherwise.
    #[cfg_attr(feature = "serde", serde(default))]
    pub condition: Condition,
    /// What the provider keeps, as its owner knows it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub fee: Option<FeeRule>,
}

impl Terminal {
    /// A terminal that captures at once, with the methods of its kind.
    pub fn new(
        id: TerminalId,
        kind: TerminalKind,
        name: String,
        mode: Mode,
        currencies: Vec<Currency>,
    ) -> Self {
        Self {
            id,
            kind,
            name,
            mode,
            currencies,
            account: None,
            methods: Vec::new(),
            authorization: AuthorizationType::default(),
            condition: Condition::default(),
            fee: None,
        }
    }

    /// What its kind can do.
    pub const fn capabilities(&self) -> &'static Capabilities {
        self.kind.capabilities()
    }

    /// The declaration of its account type, where the kind has some.
    pub fn account(&self) -> Option<&'static Account> {
        let kind = self.account?;
        self.capabilities()
            .accounts
            .iter()
            .find(|account| account.kind == kind)
    }

    /// The methods a donor can pay with: those switched on, or the declared ones.
    pub fn methods(&self) -> Vec<Method> {
        if !self.methods.is_empty() {
            return self.methods.clone();
        }
        if let Some(account) = self.account() {
            return account.methods.to_vec();
        }
        let rules = self.capabilities().methods.iter();
        rules
            .filter(|rule| rule.by_default)
            .map(|rule| rule.method)
            .collect()
    }

    /// Whether this amount can be paid here: the account takes the currency, and the provider can
    /// write the amount (minor units may be finer than its own).
    pub fn takes(&self, amount: Money) -> bool {
        self.takes_currency(amount.currency()) && self.capabilities().carries(amount)
    }

    /// The least difference between two amounts that can be paid here, in minor units: a whole
    /// forint where the provider takes no decimals of it.
    pub fn step(&self, currency: Currency) -> i64 {
        let decimals = self.capabilities().decimals(currency);
        let finer = decimals.map_or(0, |decimals| currency.exponent().saturating_sub(decimals));
        10_i64.saturating_pow(finer.into())
    }

    /// Whether anything can be paid here in this currency: the account takes it, and so does one
    /// of the methods.
    pub fn takes_currency(&self, currency: Currency) -> bool {
        let rules = self.capabilities().methods;
        let methods = self.methods();
        let by_method = methods.is_empty()
            || methods.iter().any(|method| {
                rules
                    .iter()
                    .find(|rule| rule.method == *method)
                    .and_then(|rule| rule.currencies)
                    .is_none_or(|only| only.contains(&currency))
            });
        self.currencies.contains(&currency) && by_method
    }

    /// How long an authorization may be captured, by how it was made and by what.
    pub fn authorization_lifetime(
        &self,
        authorization: AuthorizationType,
        method: Option<&str>,
    ) -> Millis {
        self.capabilities()
            .authorization_lifetime(authorization, method)
    }

    /// What is wrong with the description, as a sentence for its owner that begins with the
    /// field's name.
    ///
    /// # Errors
    /// The sentence.
    pub fn check(&self) -> Result<(), String> {
        let declared = self.capabilities();
        if self.name.trim().is_empty() || self.name.chars().count() > NAME_CHARS_MAX {
            return Err(format!("name: between 1 and {NAME_CHARS_MAX} characters"));
        }
        if self.account.is_some() && self.account().is_none() {
            return Err("account: this kind of terminal has no such account type".to_owned());
        }
        if self.account.is_none() && !declared.accounts.is_empty() {
            return Err("account: choose the type of the account".to_owned());
        }
        self.check_currencies()?;
        self.check_methods()?;
        if let Some(fee) = &self.fee {
            fee.check()?;
        }
        let operations = &declared.operations;
        match self.authorization {
            AuthorizationType::AuthorizeOnly if !operations.authorize => {
                Err("authorization: this kind of terminal can only capture at once".to_owned())
            }
            AuthorizationType::PreAuthorize if !operations.pre_authorize => {
                Err("authorization: this kind of terminal cannot pre-authorize".to_owned())
            }
            _ => Ok(()),
        }?;
        if operations.proves(self.condition) {
            Ok(())
        } else {
            Err("condition: this kind of terminal cannot prove it".to_owned())
        }
    }

    fn check_currencies(&self) -> Result<(), String> {
        if self.currencies.is_empty() {
            return Err("currencies: at least one".to_owned());
        }
        let allowed = self.account().and_then(|account| account.currencies);
        for &currency in &self.currencies {
            let known = self.capabilities().decimals(currency).is_some()
                && allowed.is_none_or(|allowed| allowed.contains(&currency));
            if !known {
                let code = currency.code();
                return Err(format!("currencies: such an account does not take {code}"));
            }
        }
        Ok(())
    }

    fn check_methods(&self) -> Result<(), String> {
        let allowed: Vec<Method> = if let Some(account) = self.account() {
            let paypal = (account.express == Express::Option).then_some(Method::Paypal);
            account.methods.iter().copied().chain(paypal).collect()
        } else {
            let rules = self.capabilities().methods.iter();
            rules.map(|rule| rule.method).collect()
        };
        let stranger = self.methods.iter().find(|method| !allowed.contains(method));
        match stranger {
            Some(method) => Err(format!(
                "methods: such an account does not take {}",
                method.name()
            )),
            None => Ok(()),
        }
    }
}

/// Longest name of a terminal, in characters.
const NAME_CHARS_MAX: usize = 100;

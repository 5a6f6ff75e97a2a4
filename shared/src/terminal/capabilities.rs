//! What a kind of terminal can do: everything else reads this declaration.

use crate::currency::Currency;
use crate::money::Money;
use crate::time::Millis;

use super::account::Account;
use super::ask::AskRules;
use super::authorization::{AuthorizationType, Condition};
use super::method::Method;

/// What a kind of terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// What an operator calls the kind.
    pub name: &'static str,
    /// New accounts should be of another kind.
    pub legacy: bool,
    /// How it is asked.
    pub ask: AskRules,
    /// An approved session needs a call of ours before money is reserved or taken.
    pub needs_completion: bool,
    /// A refund may be sent again under its first key without paying twice.
    pub refund_is_repeatable: bool,
    /// How long an authorization can be captured, where its method says nothing else.
    pub authorization_lifetime: Millis,
    /// How long a pre-authorization can be captured.
    pub pre_authorization_lifetime: Millis,
    /// Currencies, and how fine they are written.
    pub currencies: Currencies,
    /// Account types; empty where there is only one.
    pub accounts: &'static [Account],
    /// Methods, where the account type does not decide them.
    pub methods: &'static [MethodRule],
    /// Verbs.
    pub operations: Operations,
    /// Longest texts the provider takes.
    pub text: TextLimits,
    /// What an owner enters.
    pub credentials: &'static [CredentialField],
}

/// Currencies of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currencies {
    /// Whatever the contract says, written with the exponents of ISO 4217.
    Iso,
    /// These, as the provider writes them.
    Only(&'static [CurrencyRule]),
}

/// How a provider writes a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrencyRule {
    /// The currency.
    pub currency: Currency,
    /// Decimals the provider takes; may be fewer than ISO 4217 has.
    pub decimals: u8,
}

/// What is true of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodRule {
    /// The method.
    pub method: Method,
    /// The provider's name for it.
    pub wire: &'static str,
    /// The only currencies it takes; `None`: those of the terminal.
    pub currencies: Option<&'static [Currency]>,
    /// Offered unless the owner switches it off; others are off until switched on.
    pub by_default: bool,
    /// Can be pre-authorized.
    pub pre_authorize: bool,
    /// How long its authorizations can be captured; `None`: as the kind says.
    pub authorization_lifetime: Option<Millis>,
}

impl MethodRule {
    /// A method that is offered by default, takes the currencies of its terminal, and whose
    /// authorizations live as the kind says.
    pub const fn plain(method: Method, wire: &'static str) -> Self {
        Self {
            method,
            wire,
            currencies: None,
            by_default: true,
            pre_authorize: false,
            authorization_lifetime: None,
        }
    }
}

/// Verbs of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a table of what can be done: each is a yes or a no of its own"
)]
pub struct Operations {
    /// Reserve without taking.
    pub authorize: bool,
    /// Reserve an estimate for long.
    pub pre_authorize: bool,
    /// Capture less than was authorized; the rest is released.
    pub capture_part: bool,
    /// Give an authorization up.
    pub cancel: bool,
    /// Renew an authorization that grows old. PayPal could; nobody asks it to yet.
    pub reauthorize: bool,
    /// Pay back through us.
    pub refund: bool,
    /// Pay back a part.
    pub refund_part: bool,
    /// Says whether liability shifted to the issuer.
    pub liability_shift: bool,
    /// Says whether the payer was authenticated by 3-D Secure.
    pub authentication: bool,
    /// The provider can charge again without the payer.
    pub recurring: bool,
    /// Where disputes are learned from.
    pub disputes: DisputeSource,
}

impl Operations {
    /// Whether the condition can be proved.
    pub const fn proves(&self, condition: Condition) -> bool {
        match condition {
            Condition::None => true,
            Condition::LiabilityShift => self.liability_shift,
            Condition::Authentication => self.authentication,
        }
    }

    /// Whether a payment can be made in this way.
    pub const fn can(&self, authorization: AuthorizationType) -> bool {
        match authorization {
            AuthorizationType::CaptureAtOnce => true,
            AuthorizationType::AuthorizeOnly => self.authorize,
            AuthorizationType::PreAuthorize => self.pre_authorize,
        }
    }
}

/// Where disputes are learned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeSource {
    /// Nowhere: the provider or acquirer writes letters.
    None,
    /// From authenticated notices.
    Notice,
    /// By asking.
    Api,
}

/// Longest texts a provider takes, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLimits {
    /// What the donor sees at the provider.
    pub description: u16,
    /// Our reference in its books.
    pub reference: u16,
    /// An address of ours.
    pub url: u16,
    /// A mail address.
    pub email: u16,
    /// A first or last name.
    pub name: u16,
}

/// Something an owner enters and never sees again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialField {
    /// Its name in the interface.
    pub name: &'static str,
    /// What the provider calls it.
    pub label: &'static str,
    /// Where it is found at the provider.
    pub hint: &'static str,
    /// Must not be shown while typed.
    pub secret: bool,
    /// Nothing works without.
    pub required: bool,
    /// Longest value, in characters.
    pub max: u16,
}

impl Capabilities {
    /// Decimals the provider writes the currency with; `None` where it does not take it.
    pub fn decimals(&self, currency: Currency) -> Option<u8> {
        match self.currencies {
            Currencies::Iso => Some(currency.exponent()),
            Currencies::Only(rules) => rules
                .iter()
                .find(|rule| rule.currency == currency)
                .map(|rule| rule.decimals),
        }
    }

    /// Whether the provider can write the amount without losing anything.
    pub fn carries(&self, amount: Money) -> bool {
        self.decimals(amount.currency())
            .is_some_and(|decimals| amount.to_decimal().normalize().scale() <= u32::from(decimals))
    }

    /// How long an authorization may be captured, by how it was made and the provider's name for
    /// the method.
    pub fn authorization_lifetime(
        &self,
        authorization: AuthorizationType,
        method: Option<&str>,
    ) -> Millis {
        let rule = self
            .methods
            .iter()
            .find(|rule| method.is_some_and(|name| rule.wire.eq_ignore_ascii_case(name)));
        match (authorization, rule) {
            (AuthorizationType::PreAuthorize, Some(rule)) if rule.pre_authorize => {
                self.pre_authorization_lifetime
            }
            (_, Some(rule)) => rule
                .authorization_lifetime
                .unwrap_or(self.authorization_lifetime),
            (_, None) => self.authorization_lifetime,
        }
    }
}

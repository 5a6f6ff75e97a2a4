//! The bodies that cross the outside contract, and the views made for them.

use crate::currency::Currency;
use crate::ids::{LinkId, PaymentId, TerminalId};
use crate::link::Link;
use crate::money::Money;
use crate::payment::{Case, Payment, Progress, Receipt, Security, Settled, Status, Why};
use crate::terminal::{AuthorizationType, Condition, Method, Mode, Terminal, TerminalKind};
use crate::time::UnixMs;

/// Largest request body, in bytes.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// A link as the donor's page needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LinkView {
    /// The link.
    pub id: LinkId,
    /// What the donor gives for.
    pub name: String,
    /// Currencies, the first preselected.
    pub currencies: Vec<CurrencyView>,
    /// Ways to pay, in order.
    pub terminals: Vec<TerminalView>,
}

/// What a link asks in one currency; amounts are wire values in major units («20.00»).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CurrencyView {
    /// The currency.
    pub code: Currency,
    /// Its decimals.
    pub exponent: u8,
    /// Least amount.
    pub min: String,
    /// Greatest amount.
    pub max: String,
    /// Amounts to choose from.
    pub presets: Vec<String>,
}

/// A way to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TerminalView {
    /// The terminal.
    pub id: TerminalId,
    /// Its kind.
    pub kind: TerminalKind,
    /// What the donor reads.
    pub name: String,
    /// No money moves.
    pub test: bool,
    /// Currencies it takes.
    pub currencies: Vec<Currency>,
    /// Methods a donor can pay with there.
    pub methods: Vec<Method>,
}

impl LinkView {
    /// The view of a link with the terminals that exist, in the link's order.
    pub fn new(link: &Link, terminals: &[Terminal]) -> Self {
        let currencies = link
            .currencies
            .iter()
            .filter_map(|&currency| {
                let (min, max) = link.limits(currency)?;
                let presets = link.presets.iter();
                Some(CurrencyView {
                    code: currency,
                    exponent: currency.exponent(),
                    min: min.wire_value(),
                    max: max.wire_value(),
                    presets: presets
                        .filter_map(|&number| Money::from_decimal(number, currency).ok())
                        .map(Money::wire_value)
                        .collect(),
                })
            })
            .collect();
        let terminals = link
            .terminals
            .iter()
            .filter_map(|id| terminals.iter().find(|terminal| terminal.id == *id))
            .map(|terminal| TerminalView {
                id: terminal.id.clone(),
                kind: terminal.kind,
                name: terminal.name.clone(),
                test: terminal.mode == Mode::Test,
                currencies: terminal
                    .currencies
                    .iter()
                    .copied()
                    .filter(|&currency| terminal.takes_currency(currency))
                    .collect(),
                methods: terminal.methods(),
            })
            .collect();
        Self {
            id: link.id.clone(),
            name: link.name.clone(),
            currencies,
            terminals,
        }
    }
}

impl LinkView {
    /// Offers other amounts to choose from: wire values in major units. What a currency cannot
    /// carry, or lies outside of its limits, is left out; where nothing is left the link's own
    /// stay.
    pub fn offer_presets(&mut self, values: &[&str]) {
        for view in &mut self.currencies {
            let minor = |value: &str| Money::from_wire(value, view.code).ok();
            let (min, max) = (minor(&view.min), minor(&view.max));
            let within = |money: &Money| Some(*money) >= min && Some(*money) <= max;
            let presets: Vec<String> = values
                .iter()
                .filter_map(|value| minor(value))
                .filter(within)
                .take(PRESETS_MAX)
                .map(Money::wire_value)
                .collect();
            if !presets.is_empty() {
                view.presets = presets;
            }
        }
    }
}

/// Most amounts a page may offer to choose from.
const PRESETS_MAX: usize = 8;

/// A payment as its donor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PaymentView {
    /// The payment.
    pub id: PaymentId,
    /// How it stands.
    pub status: Status,
    /// Why, as a stable word; routes put the sentence beside it.
    pub why: Why,
    /// The link it pays through.
    pub link: LinkId,
    /// What the donor agreed to pay.
    pub amount: Money,
    /// What was captured.
    pub captured: Money,
    /// What was paid back.
    pub refunded: Money,
    /// What the payer's bank or the provider took back.
    pub reversed: Money,
    /// The terminal.
    pub terminal: TerminalId,
    /// Our reference.
    pub reference: String,
    /// The donor's language.
    pub lang: String,
    /// No money moves.
    pub test: bool,
    /// Where to pay, while that is possible.
    pub redirect_url: Option<String>,
    /// Until when the redirect address may be opened.
    pub expires_at: Option<UnixMs>,
    /// When the donor asked.
    pub created_at: UnixMs,
    /// When something last happened.
    pub updated_at: UnixMs,
    /// Grows with every event.
    pub version: u32,
    /// What the provider told the payer who came back.
    #[cfg_attr(feature = "serde", serde(default))]
    pub receipt: Option<Receipt>,
}

impl PaymentView {
    /// The view of a payment.
    pub fn new(payment: &Payment) -> Self {
        let status = payment.status();
        let open = matches!(status, Status::Created | Status::Pending);
        let session = payment.session.as_ref().filter(|_| open);
        let opened = &payment.opened;
        Self {
            id: opened.id.clone(),
            status,
            why: payment.why(),
            link: opened.link.clone(),
            amount: opened.amount,
            captured: payment.captured(),
            refunded: payment.refunded(),
            reversed: payment.reversed(),
            terminal: opened.terminal.id.clone(),
            reference: opened.reference.clone(),
            lang: opened.lang.clone(),
            test: opened.terminal.mode == Mode::Test,
            redirect_url: session.map(|session| session.redirect_url.clone()),
            expires_at: session.map(|session| session.expires_at),
            created_at: payment.created_at,
            updated_at: payment.updated_at,
            version: payment.version,
            receipt: payment.receipt.clone(),
        }
    }
}

/// A payment as its owner sees it, beside the donor's view.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PaymentDetail {
    /// What happens once the payer has approved.
    pub authorization: AuthorizationType,
    /// What an authorization must prove.
    pub condition: Condition,
    /// What it proved.
    pub security: Security,
    /// Card brand or method, as the provider writes it.
    pub method: Option<String>,
    /// What is authorized and not captured.
    pub authorized: Option<Money>,
    /// Until when it must be captured.
    pub capture_before: Option<UnixMs>,
    /// The authorized money can be captured in parts.
    pub capture_part: bool,
    /// What the provider keeps of the captured money.
    pub fee: Option<Money>,
    /// Captured, less the fee.
    pub net: Option<Money>,
    /// What a conversion left in the account's own currency.
    pub settled: Option<Settled>,
    /// What can still be paid back.
    pub refundable: Money,
    /// The provider reported this instead of the agreed amount.
    pub mismatch: Option<Money>,
    /// The provider's names for the transactions.
    pub transactions: Vec<String>,
    /// Disputes.
    pub disputes: Vec<Case>,
    /// The donor's mail address, if given.
    pub email: Option<String>,
    /// The donor's name, if given.
    pub name: Option<String>,
}

impl PaymentDetail {
    /// The detail of a payment.
    pub fn new(payment: &Payment) -> Self {
        let opened = &payment.opened;
        let operations = &payment.capabilities().operations;
        let (authorized, captured) = match &payment.progress {
            Progress::Authorized(known) => (Some(known), None),
            Progress::Captured(known) => (None, Some(known)),
            _ => (None, None),
        };
        let fee = captured.and_then(|capture| capture.fee);
        let method = captured.and_then(|capture| capture.method.clone());
        Self {
            authorization: opened.authorization,
            condition: opened.condition,
            security: payment.security,
            method: method.or_else(|| authorized.and_then(|known| known.method.clone())),
            authorized: authorized.map(|known| known.amount),
            capture_before: payment.capture_before(),
            capture_part: operations.capture_part,
            fee,
            net: fee.and_then(|fee| payment.captured().checked_sub(fee)),
            settled: payment.settled,
            refundable: if operations.refund {
                payment.refundable()
            } else {
                Money::zero(opened.amount.currency())
            },
            mismatch: payment.mismatch,
            transactions: payment
                .transactions()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            disputes: payment.disputes.clone(),
            email: opened.email.clone(),
            name: opened.name.clone(),
        }
    }
}

/// The body of `POST /v1/links/{link}/payments`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CreatePayment {
    /// The amount, in major units as text; checked against the currency afterwards, so that each
    /// mistake has a code of its own.
    pub amount: AmountBody,
    /// The terminal chosen.
    pub terminal: String,
    /// The donor's language.
    pub lang: Option<String>,
    /// The donor's mail address.
    pub email: Option<String>,
    /// The donor's name.
    pub name: Option<String>,
    /// The donor's postal address.
    pub address: Option<Address>,
    /// A promo code.
    pub promo_code: Option<String>,
    /// The donor wants to cover the fee.
    pub cover_fee: Option<bool>,
    /// Where to go in the end.
    pub return_to: Option<String>,
}

/// An amount before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AmountBody {
    /// Major units: digits, at most one point.
    pub value: String,
    /// Currency code.
    pub currency: String,
}

/// A postal address; every part optional, each at most 100 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Address {
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// City.
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_offer_other_presets_within_the_limits() {
        let mut view = LinkView {
            id: "demo".parse().unwrap(),
            name: "Meals".into(),
            currencies: vec![CurrencyView {
                code: Currency::CHF,
                exponent: 2,
                min: "5.00".into(),
                max: "5000.00".into(),
                presets: vec!["20.00".into()],
            }],
            terminals: vec![],
        };
        view.offer_presets(&["10", "25.5", "4.99", "5000.01", "x", "-1", "1.001"]);
        assert_eq!(view.currencies[0].presets, ["10.00", "25.50"]);
        view.offer_presets(&["1"]);
        assert_eq!(
            view.currencies[0].presets,
            ["10.00", "25.50"],
            "nothing left: unchanged"
        );
    }
}

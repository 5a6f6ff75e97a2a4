//! The bodies that cross the outside contract, and the views made for them.

use crate::currency::Currency;
use crate::gift::{Dedication, Gift};
use crate::ids::{LinkId, PaymentId, TerminalId};
use crate::link::{Asked, Link};
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
    /// Only one of the presets can be paid.
    pub fixed: bool,
    /// The fields about the donor.
    pub asked: Asked,
    /// The owner's boxes.
    pub consents: Vec<ConsentView>,
    /// How far a campaign is.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub campaign: Option<CampaignView>,
}

/// A box of the owner's, in the donor's language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ConsentView {
    /// Its id, sent back where it was ticked.
    pub id: String,
    /// What the donor agrees to.
    pub text: String,
    /// Without it nothing is paid.
    pub required: bool,
}

/// A campaign's goal and what was given for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CampaignView {
    /// What it wants to reach.
    pub goal: Money,
    /// What was captured, less what went back.
    pub raised: Money,
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
    pub presets: Vec<PresetView>,
}

/// An amount to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PresetView {
    /// Wire value in major units.
    pub value: String,
    /// What it is good for, in the donor's language.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub meaning: Option<String>,
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
    /// What it keeps, by currency, where the donor may cover it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub fees: Vec<FeeView>,
}

/// What a provider keeps of a payment in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FeeView {
    /// The currency.
    pub currency: Currency,
    /// The share, in parts per million.
    pub parts: i64,
    /// The fixed part, in minor units.
    pub fixed: i64,
    /// Amounts that can be paid are multiples of this, in minor units.
    pub step: i64,
}

impl LinkView {
    /// The view of a link with the terminals that exist, in the link's order, with the owner's
    /// texts in a language (primary tag). `raised` is what was given for its campaign so far.
    pub fn new(link: &Link, terminals: &[Terminal], lang: &str, raised: Option<Money>) -> Self {
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
                        .filter_map(|preset| {
                            let money = Money::from_decimal(preset.amount, currency).ok()?;
                            let meaning = preset.meaning.as_ref();
                            Some(PresetView {
                                value: money.wire_value(),
                                meaning: meaning.map(|text| text.in_lang(lang).to_owned()),
                            })
                        })
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
                fees: fees(link, terminal),
            })
            .collect();
        let consents = link.consents.iter().map(|consent| ConsentView {
            id: consent.id.clone(),
            text: consent.text.in_lang(lang).to_owned(),
            required: consent.required,
        });
        let campaign = link.campaign.map(|campaign| CampaignView {
            goal: campaign.goal,
            raised: raised.unwrap_or(Money::zero(campaign.goal.currency())),
        });
        Self {
            fixed: link.fixed,
            asked: link.asked,
            consents: consents.collect(),
            campaign,
            id: link.id.clone(),
            name: link.name.clone(),
            currencies,
            terminals,
        }
    }
}

/// What a terminal keeps in each currency of a link that lets donors cover it.
fn fees(link: &Link, terminal: &Terminal) -> Vec<FeeView> {
    let Some(rule) = terminal.fee.as_ref().filter(|_| link.cover_fee) else {
        return Vec::new();
    };
    let taken = link
        .currencies
        .iter()
        .filter(|&&currency| terminal.takes_currency(currency));
    taken
        .filter_map(|&currency| {
            let fee = rule.of(currency)?;
            Some(FeeView {
                currency,
                parts: fee.parts(),
                fixed: fee.fixed(),
                step: terminal.step(currency),
            })
        })
        .collect()
}

impl LinkView {
    /// Offers other amounts to choose from: wire values in major units. What a currency cannot
    /// carry, or lies outside of its limits, is left out; where nothing is left the link's own
    /// stay, and so do fixed prices.
    pub fn offer_presets(&mut self, values: &[&str]) {
        if self.fixed {
            return;
        }
        for view in &mut self.currencies {
            let minor = |value: &str| Money::from_wire(value, view.code).ok();
            let (min, max) = (minor(&view.min), minor(&view.max));
            let within = |money: &Money| Some(*money) >= min && Some(*money) <= max;
            let known = |money: Money| {
                let value = money.wire_value();
                let own = view.presets.iter().find(|own| own.value == value);
                let meaning = own.and_then(|own| own.meaning.clone());
                PresetView { value, meaning }
            };
            let presets: Vec<PresetView> = values
                .iter()
                .filter_map(|value| minor(value))
                .filter(within)
                .take(PRESETS_MAX)
                .map(known)
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
    /// What of the amount was added for the provider's fee.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fee_cover: Option<Money>,
    /// The terminal.
    pub terminal: TerminalId,
    /// Its kind.
    pub provider: TerminalKind,
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
            fee_cover: opened.gift.fee_cover,
            terminal: opened.terminal.id.clone(),
            provider: opened.terminal.kind,
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
    /// What else the donor said.
    #[cfg_attr(feature = "serde", serde(default))]
    pub gift: Gift,
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
            gift: opened.gift.clone(),
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
    /// The donor wants to cover the fee: what is paid is then more than the amount.
    pub cover_fee: Option<bool>,
    /// What the donor was shown as the sum to pay; another one is an error.
    pub total: Option<AmountBody>,
    /// The donor does not want to be named.
    pub anonymous: Option<bool>,
    /// A few words.
    pub message: Option<String>,
    /// Whom the gift is for.
    pub dedication: Option<Dedication>,
    /// The owner's boxes that were ticked.
    #[cfg_attr(feature = "serde", serde(default))]
    pub consents: Vec<String>,
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
                presets: vec![PresetView {
                    value: "20.00".into(),
                    meaning: Some("a meal".into()),
                }],
            }],
            terminals: vec![],
            fixed: false,
            asked: Asked::default(),
            consents: vec![],
            campaign: None,
        };
        let values = |view: &LinkView| -> Vec<String> {
            let presets = view.currencies[0].presets.iter();
            presets.map(|preset| preset.value.clone()).collect()
        };
        view.offer_presets(&["10", "20", "25.5", "4.99", "5000.01", "x", "-1", "1.001"]);
        assert_eq!(values(&view), ["10.00", "20.00", "25.50"]);
        let meaning = view.currencies[0].presets[1].meaning.as_deref();
        assert_eq!(meaning, Some("a meal"), "what the owner said of it stays");
        view.offer_presets(&["1"]);
        assert_eq!(
            values(&view),
            ["10.00", "20.00", "25.50"],
            "nothing left: unchanged"
        );
    }
}

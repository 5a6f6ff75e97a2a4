//! What the form reckons with: the same on the edge and in the browser.

use obole_shared::api::FeeView;
#[cfg(feature = "ssr")]
use obole_shared::api::LinkView;
use obole_shared::currency::Currency;
use obole_shared::fee::Fee;
use obole_shared::money::Money;

use crate::words::Words;

/// Everything that decides what the form says and sends.
#[derive(Debug, Clone)]
pub struct Form {
    /// The link.
    pub link: String,
    /// The texts, in the language of `lang`.
    pub words: Words,
    /// The donor's language tag, such as `de-CH`: numbers are read and written by it.
    pub lang: String,
    /// Scheme, host and port of the edge; empty on its own pages.
    pub edge_origin: String,
    /// The idempotency key of the native form post.
    pub key: String,
    /// Where the donor is sent in the end, if the link allows it.
    pub return_to: Option<String>,
    /// Currencies offered, the first preselected.
    pub currencies: Vec<Limits>,
    /// Ways to pay, in the link's order.
    pub ways: Vec<Way>,
}

/// What is asked in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Least amount; its currency.
    pub min: Money,
    /// Greatest amount.
    pub max: Money,
}

/// A way to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The terminal's id.
    pub id: String,
    /// Who the donor pays at: «PayPal».
    pub provider: String,
    /// Currencies it takes.
    pub currencies: Vec<Currency>,
    /// What it keeps, where the donor may cover it.
    pub fees: Vec<FeeView>,
}

/// A donor's entries, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entered {
    /// Text of the amount field.
    pub amount: Option<String>,
    /// Preset chosen, as a wire value in major units.
    pub preset: Option<String>,
    /// Currency code.
    pub currency: Option<String>,
    /// Terminal id.
    pub terminal: Option<String>,
    /// The fee shall be covered.
    pub cover_fee: bool,
    /// The donor's name.
    pub name: Option<String>,
    /// The donor's mail address.
    pub email: Option<String>,
    /// No name shall be known.
    pub anonymous: bool,
    /// A few words.
    pub message: Option<String>,
    /// How the gift is dedicated: `memory`, `honour`.
    pub dedication: Option<String>,
    /// To whom.
    pub dedication_name: Option<String>,
    /// Ids of the owner's boxes that are ticked.
    pub consents: Vec<String>,
}

/// A problem, told beside the field it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldProblem {
    /// Name of the field; one that the form does not have is told beside the button.
    pub field: String,
    /// The sentence.
    pub text: String,
    /// The readings of an ambiguous amount: wire value and how a person writes it.
    pub readings: Vec<(String, String)>,
}

impl Form {
    /// Where the form is posted to.
    pub fn action(&self) -> String {
        [&self.edge_origin, "/v1/links/", &self.link, "/payments"].concat()
    }

    /// Where a browser keeps the key of this link's payment until it is over.
    pub fn key_place(&self) -> String {
        ["obole:", &self.edge_origin, "/", &self.link].concat()
    }

    /// What the link asks in this currency.
    pub fn limits(&self, code: Currency) -> Option<&Limits> {
        let mut all = self.currencies.iter();
        all.find(|limits| limits.min.currency() == code)
    }

    /// The way of this terminal.
    pub fn way(&self, id: &str) -> Option<&Way> {
        self.ways.iter().find(|way| way.id == id)
    }

    /// What of a link's view it reckons with.
    #[cfg(feature = "ssr")]
    pub(crate) fn reckons(link: &LinkView) -> (Vec<Limits>, Vec<Way>) {
        let limits = link.currencies.iter().filter_map(|view| {
            Some(Limits {
                min: Money::from_wire(&view.min, view.code).ok()?,
                max: Money::from_wire(&view.max, view.code).ok()?,
            })
        });
        let ways = link.terminals.iter().map(|view| Way {
            id: view.id.to_string(),
            provider: view.kind.provider_name().to_owned(),
            currencies: view.currencies.clone(),
            fees: view.fees.clone(),
        });
        (limits.collect(), ways.collect())
    }
}

impl Way {
    /// Whether it takes the currency.
    pub fn takes(&self, currency: Currency) -> bool {
        self.currencies.contains(&currency)
    }

    /// What is paid for a gift whose fee is covered; `None` where that is not offered, or no
    /// payment is so large.
    pub fn covered(&self, gift: Money) -> Option<Money> {
        let currency = gift.currency();
        let view = self.fees.iter().find(|view| view.currency == currency)?;
        let paid = Fee::new(view.parts, view.fixed)?.cover(gift.minor(), view.step)?;
        Money::new(paid, currency).ok()
    }
}

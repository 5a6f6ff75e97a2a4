//! What the form is made from: the same on the edge and in the browser.

use obole_shared::api::{CurrencyView, LinkView, TerminalView};
use obole_shared::currency::Currency;
use obole_shared::texts::Texts;

/// Everything the form shows and sends.
#[derive(Debug, Clone)]
pub struct Form {
    /// The link and what it offers.
    pub link: LinkView,
    /// The texts, in the language of `lang`.
    pub texts: Texts,
    /// The donor's language tag, such as `de-CH`: numbers are read and written by it.
    pub lang: String,
    /// Scheme, host and port of the edge; empty on its own pages.
    pub edge_origin: String,
    /// The idempotency key of the native form post.
    pub key: String,
    /// Where the donor is sent in the end, if the link allows it.
    pub return_to: Option<String>,
    /// What the donor entered before, to be shown again.
    pub entered: Entered,
    /// What was wrong with it.
    pub problem: Option<FieldProblem>,
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
}

/// A problem, told beside the field it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldProblem {
    /// `amount`, `currency` or `terminal`; anything else is told beside the button.
    pub field: String,
    /// The sentence.
    pub text: String,
    /// The readings of an ambiguous amount: wire value and how a person writes it.
    pub readings: Vec<(String, String)>,
}

impl Form {
    /// Where the form is posted to.
    pub fn action(&self) -> String {
        [
            &self.edge_origin,
            "/v1/links/",
            self.link.id.as_str(),
            "/payments",
        ]
        .concat()
    }

    /// What the link asks in this currency.
    pub fn currency(&self, code: Currency) -> Option<&CurrencyView> {
        self.link.currencies.iter().find(|view| view.code == code)
    }

    /// The terminal of this id.
    pub fn terminal(&self, id: &str) -> Option<&TerminalView> {
        self.link
            .terminals
            .iter()
            .find(|view| view.id.as_str() == id)
    }
}

//! A message of PayPal's: fields with names, in an encoding of their own.

use obole_shared::currency::Currency;
use obole_shared::time::UnixMs;
use rust_decimal::Decimal;

use super::charset::{charset, decode};
use super::date::pacific;
use super::figures::Signed;
use crate::providers::answer::decimal;

/// The fields of an IPN message, or of the answer to a PDT request: the variables are the same
/// (Order Management Integration Guide, appendix A).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    fields: Vec<(String, String)>,
}

impl Message {
    /// Reads a form body. Never fails: what is no field is passed over.
    pub fn read(raw: &[u8]) -> Self {
        Self::from_pieces(raw.split(|&byte| byte == b'&'))
    }

    /// Reads pieces `name=value`, each still encoded; the value may hold `=`.
    pub(crate) fn from_pieces<'a>(pieces: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let pairs = pieces.filter(|piece| !piece.is_empty()).map(split_pair);
        // The encoding's name is plain ASCII in every encoding there is.
        let named = pairs
            .clone()
            .map(|(name, value)| (plain(name), plain(value)))
            .filter(|(name, _)| name == "charset")
            .map(|(_, name)| name)
            .find(|name| !name.is_empty());
        let encoding = charset(named.as_deref());
        let fields = pairs
            .map(|(name, value)| (decode(name, encoding), decode(value, encoding)))
            .collect();
        Self { fields }
    }

    /// The value of a field. An empty one is none: PayPal writes both for "no value". Of several
    /// the first that says something.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .find(|value| !value.is_empty())
    }

    /// Every field as it came, empty ones too.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A sum in this currency; `None` where the field is absent or no sum.
    pub fn amount(&self, name: &str, currency: Currency) -> Option<Signed> {
        Signed::read(self.get(name)?, currency)
    }

    /// A currency; `None` where the field is absent or no currency we know.
    pub fn currency(&self, name: &str) -> Option<Currency> {
        Currency::from_code(self.get(name)?)
    }

    /// A number with its decimals, such as a rate; `None` where the field is absent or no number.
    pub fn number(&self, name: &str) -> Option<Decimal> {
        decimal(self.get(name)?)
    }

    /// A moment; `None` where the field is absent, `N/A` or in no shape we know.
    pub fn date(&self, name: &str) -> Option<UnixMs> {
        pacific(self.get(name)?)
    }

    /// `test_ipn=1`: from PayPal's sandbox.
    pub fn is_test(&self) -> bool {
        self.get("test_ipn").is_some_and(|value| value != "0")
    }
}

fn plain(raw: &[u8]) -> String {
    decode(raw, encoding_rs::WINDOWS_1252)
}

fn split_pair(piece: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = piece.splitn(2, |&byte| byte == b'=');
    (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    )
}

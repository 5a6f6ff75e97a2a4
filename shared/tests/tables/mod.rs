//! The cases of the amount table, by language.

use obole_shared::amount::AmountError;

pub(crate) mod answers;
pub(crate) mod continental;
pub(crate) mod english;
pub(crate) mod questions;
pub(crate) mod refusals;
pub(crate) mod scripts;

/// Text, language, currency, expected.
pub(crate) type Case = (&'static str, &'static str, &'static str, Expected);

pub(crate) enum Expected {
    Sum(&'static str),
    Ask(&'static str, &'static str),
    Error(AmountError),
}

pub(crate) const EMPTY: Expected = Expected::Error(AmountError::Empty);
pub(crate) const ZERO: Expected = Expected::Error(AmountError::Zero);
pub(crate) const NEGATIVE: Expected = Expected::Error(AmountError::Negative);
pub(crate) const NOT_A_NUMBER: Expected = Expected::Error(AmountError::NotANumber);
pub(crate) const OTHER_CURRENCY: Expected = Expected::Error(AmountError::OtherCurrency);
pub(crate) const TOO_LARGE: Expected = Expected::Error(AmountError::TooLarge);
pub(crate) const NO_DECIMALS: Expected = Expected::Error(AmountError::TooManyDecimals { max: 0 });
pub(crate) const TWO_DECIMALS: Expected = Expected::Error(AmountError::TooManyDecimals { max: 2 });
pub(crate) const THREE_DECIMALS: Expected =
    Expected::Error(AmountError::TooManyDecimals { max: 3 });

/// Every language with a style of its own, and some without.
pub(crate) const LANGS: &[&str] = &[
    "fr",
    "fr-CH",
    "fr_FR",
    "de",
    "de-CH",
    "de-LI",
    "de-AT",
    "it",
    "it-CH",
    "rm",
    "en",
    "en-GB",
    "en-IN",
    "en-ZA",
    "en-CH",
    "ar",
    "ar-AE",
    "ar-MA",
    "ar-EG",
    "hi",
    "es",
    "es-MX",
    "es-419",
    "pt",
    "pt-PT",
    "pt-BR",
    "nl",
    "ja",
    "fa",
    "zh-Hans-CN",
    "",
    "-",
    "xx-YY-zz",
    "FR-ch",
];

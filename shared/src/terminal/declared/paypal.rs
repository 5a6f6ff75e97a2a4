//! What all of PayPal's interfaces share.

use crate::currency::Currency;
use crate::terminal::{CurrencyRule, TextLimits};

const fn written(currency: Currency, decimals: u8) -> CurrencyRule {
    CurrencyRule { currency, decimals }
}

/// PayPal's currencies with PayPal's own decimals: none in HUF, JPY and TWD (REST currency codes).
/// TRY and RUB were withdrawn.
pub(super) const CURRENCIES: &[CurrencyRule] = &[
    written(Currency::AUD, 2),
    written(Currency::BRL, 2),
    written(Currency::CAD, 2),
    written(Currency::CHF, 2),
    written(Currency::CNY, 2),
    written(Currency::CZK, 2),
    written(Currency::DKK, 2),
    written(Currency::EUR, 2),
    written(Currency::GBP, 2),
    written(Currency::HKD, 2),
    written(Currency::HUF, 0),
    written(Currency::ILS, 2),
    written(Currency::JPY, 0),
    written(Currency::MXN, 2),
    written(Currency::MYR, 2),
    written(Currency::NOK, 2),
    written(Currency::NZD, 2),
    written(Currency::PHP, 2),
    written(Currency::PLN, 2),
    written(Currency::SEK, 2),
    written(Currency::SGD, 2),
    written(Currency::THB, 2),
    written(Currency::TWD, 0),
    written(Currency::USD, 2),
];

/// Lengths of the classic interfaces (NVP API guide, HTML variables for Payments Standard).
pub(super) const CLASSIC_TEXT: TextLimits = TextLimits {
    description: 127,
    reference: 127,
    url: 2_048,
    email: 127,
    name: 64,
};

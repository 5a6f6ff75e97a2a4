//! How PayPal writes an amount: major units with as many decimals as PayPal, not ISO 4217, gives
//! the currency.

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Currencies with two decimals at PayPal.
const TWO_DECIMALS: &[&str] = &[
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS", "MXN", "MYR",
    "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "USD",
];

/// Currencies without decimals at PayPal; only the yen has none in ISO 4217 too.
const NO_DECIMALS: &[&str] = &["HUF", "JPY", "TWD"];

/// `{"currency_code":"EUR","value":"12.00"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Amount {
    pub(crate) currency_code: String,
    pub(crate) value: String,
}

/// The amount as PayPal takes it; `None` where it cannot carry it: an unknown currency, decimals
/// where PayPal has none, or nothing at all.
pub(crate) fn encode(money: Money) -> Option<Amount> {
    let code = money.currency().code();
    let decimals = if TWO_DECIMALS.contains(&code) {
        2
    } else if NO_DECIMALS.contains(&code) {
        0
    } else {
        return None;
    };
    let mut value = money.to_decimal().normalize();
    if value.scale() > decimals || money.is_zero() {
        return None;
    }
    value.rescale(decimals);
    Some(Amount {
        currency_code: code.to_owned(),
        value: value.to_string(),
    })
}

/// An amount PayPal wrote; `None` where it is none, or finer than the currency's minor unit.
pub(crate) fn decode(amount: &Amount) -> Option<Money> {
    let currency = Currency::from_code(&amount.currency_code)?;
    let value = Decimal::from_str_exact(&amount.value).ok()?;
    Money::from_decimal(value, currency).ok()
}

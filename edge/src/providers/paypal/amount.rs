//! How PayPal writes an amount: major units with as many decimals as PayPal, not ISO 4217, gives
//! the currency.

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::terminal::TerminalKind;
use serde::{Deserialize, Serialize};

use crate::providers::answer::decimal;

/// `{"currency_code":"EUR","value":"12.00"}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Amount {
    pub(crate) currency_code: String,
    pub(crate) value: String,
}

/// The amount as PayPal takes it; `None` where it cannot carry it: an unknown currency, decimals
/// where PayPal has none, or nothing at all.
pub(crate) fn encode(money: Money) -> Option<Amount> {
    // All of PayPal's interfaces write a currency alike.
    let declared = TerminalKind::PaypalOrders.capabilities();
    let decimals = declared.decimals(money.currency())?;
    if money.is_zero() || !declared.carries(money) {
        return None;
    }
    let mut value = money.to_decimal();
    value.rescale(u32::from(decimals));
    Some(Amount {
        currency_code: money.currency().code().to_owned(),
        value: value.to_string(),
    })
}

/// An amount PayPal wrote; `None` where it is none, or finer than the currency's minor unit.
pub(crate) fn decode(amount: &Amount) -> Option<Money> {
    let currency = Currency::from_code(&amount.currency_code)?;
    let value = decimal(&amount.value)?;
    Money::from_decimal(value, currency).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use obole_shared::money::MINOR_MAX;
    use proptest::prelude::*;

    fn sums() -> impl Strategy<Value = Money> {
        let currencies: Vec<Currency> = Currency::all().collect();
        (1..=MINOR_MAX, proptest::sample::select(currencies))
            .prop_filter_map("a sum", |(minor, currency)| {
                Money::new(minor, currency).ok()
            })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(money in sums()) {
            if let Some(amount) = encode(money) {
                prop_assert_eq!(decode(&amount), Some(money));
                let decimals = amount.value.split_once('.').map_or(0, |(_, rest)| rest.len());
                let none = ["HUF", "JPY", "TWD"].contains(&money.currency().code());
                prop_assert_eq!(decimals, if none { 0 } else { 2 });
                prop_assert!(amount.value.len() <= 32);
            }
        }

        #[test]
        fn currencies_with_paypals_own_decimals_lose_nothing(units in 1..1_000_000_i64, rest in 0..100_i64) {
            for currency in [Currency::HUF, Currency::TWD] {
                let money = Money::new(units * 100 + rest, currency).unwrap();
                let written = encode(money).map(|amount| amount.value);
                prop_assert_eq!(written, (rest == 0).then(|| units.to_string()));
            }
        }
    }
}

//! Amounts as the NVP API writes them, and what a single transaction may be.

use crate::classic::nvp::problem::Refusal;
use crate::config::ClassicAccount;
use crate::money::{iso_exponent, paypal_decimals, read_decimal, write_decimal};

/// A currency the account may be paid in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Currency {
    pub(crate) code: String,
    decimals: u32,
}

impl Currency {
    /// `USD` when nothing is said.
    pub(crate) fn read(text: Option<&str>, account: &ClassicAccount) -> Result<Self, Refusal> {
        let code = text.unwrap_or("USD");
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Refusal::about(81230, "CURRENCYCODE"));
        }
        let home = match code {
            "BRL" => Some("BR"),
            "CNY" => Some("CN"),
            "MYR" => Some("MY"),
            _ => None,
        };
        let decimals = paypal_decimals(code)
            .filter(|_| home.is_none_or(|country| country == account.country))
            .ok_or_else(|| Refusal::new(10526))?;
        Ok(Self {
            code: code.to_owned(),
            decimals,
        })
    }

    /// Reads an amount, perhaps negative, perhaps with commas between thousands; returns
    /// whole minor units of ISO 4217.
    pub(crate) fn amount(&self, text: &str) -> Option<i64> {
        let (sign, plain) = text
            .strip_prefix('-')
            .map_or((1_i64, text), |rest| (-1, rest));
        if plain.starts_with(['.', '-']) {
            return None;
        }
        let digits = without_commas(plain)?;
        let minor = read_decimal(&digits, &self.code, self.decimals).ok()?;
        minor.checked_mul(sign)
    }

    /// The most a single transaction may be, in whole minor units of ISO 4217 (order
    /// management guide for USD, GBP and JPY; about as much in the others).
    pub(crate) fn maximum_minor(&self) -> i64 {
        let major: i64 = match self.code.as_str() {
            "AUD" | "CAD" => 12_500,
            "CHF" => 13_000,
            "CZK" => 240_000,
            "DKK" => 60_000,
            "EUR" => 8_000,
            "GBP" => 5_500,
            "HKD" | "SEK" => 80_000,
            "HUF" => 2_000_000,
            "ILS" => 40_000,
            "JPY" => 1_000_000,
            "MXN" => 110_000,
            "NOK" => 70_000,
            "NZD" => 15_000,
            "PHP" => 500_000,
            "PLN" => 32_000,
            "SGD" => 16_000,
            "THB" => 360_000,
            "TWD" => 330_000,
            _ => 10_000,
        };
        major.saturating_mul(10_i64.pow(iso_exponent(&self.code)))
    }
}

/// Takes commas out where they part thousands; anywhere else they are no amount.
fn without_commas(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let three = groups.all(|group| group.len() == 3);
    if !(1..=3).contains(&first.len()) || !three || fraction.is_some_and(|f| f.contains(',')) {
        return None;
    }
    let whole = whole.replace(',', "");
    Some(fraction.map_or_else(|| whole.clone(), |rest| format!("{whole}.{rest}")))
}

/// An amount as a page shows it: `CAD 25.00`.
pub(crate) fn shown_amount(minor: i64, currency: &str) -> String {
    format!("{currency} {}", write(minor, currency))
}

/// An amount as a field holds it, with a sign when it is negative.
pub(crate) fn write(minor: i64, currency: &str) -> String {
    let text = write_decimal(minor.saturating_abs(), currency);
    if minor < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::read(Some(code), &ClassicAccount::default()).unwrap()
    }

    #[test]
    fn amounts_have_a_point_and_perhaps_commas_between_thousands() {
        for (text, code, minor) in [
            ("25.00", "CAD", Some(2_500)),
            ("25", "CAD", Some(2_500)),
            ("1,234.50", "USD", Some(123_450)),
            ("-0.50", "USD", Some(-50)),
            ("1500", "JPY", Some(1_500)),
            ("1500", "HUF", Some(150_000)),
            ("1500.00", "JPY", None),
            ("15.00", "HUF", None),
            ("25,00", "EUR", None),
            ("1234,567.00", "USD", None),
            ("25.005", "USD", None),
            ("1e3", "USD", None),
            ("$5", "USD", None),
            ("--5", "USD", None),
            ("", "USD", None),
        ] {
            assert_eq!(currency(code).amount(text), minor, "{text} {code}");
        }
    }

    #[test]
    fn some_currencies_are_taken_at_home_only() {
        let account = ClassicAccount::default();
        let code = |text| Currency::read(Some(text), &account).map_err(|one| one.problems[0].code);
        assert_eq!(code("BRL"), Err(10526));
        assert_eq!(code("ISK"), Err(10526));
        assert_eq!(code("usd"), Err(81230));
        assert!(code("TWD").is_ok());
    }

    #[test]
    fn negative_amounts_keep_their_sign_below_one() {
        assert_eq!(write(-50, "USD"), "-0.50");
        assert_eq!(write(-150_000, "HUF"), "-1500");
    }
}

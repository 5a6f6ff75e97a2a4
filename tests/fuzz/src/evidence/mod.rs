//! What a message says, read a second time in the plainest way: nothing here is shared with the
//! readers under test.

pub(crate) mod json;
pub(crate) mod pairs;

use obole_shared::currency::Currency;
use obole_shared::money::Money;

/// A sum in major units, plainly written; `None` for anything else.
pub(crate) fn money(text: &str, code: &str) -> Option<Money> {
    let currency = Currency::from_code(code)?;
    let plain = text.trim().replace(',', "");
    let (major, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if major.is_empty() || !digits(major) || !digits(decimals) {
        return None;
    }
    let exponent = usize::from(currency.exponent());
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > exponent {
        return None;
    }
    let minor: i64 = format!("{major}{decimals:0<exponent$}").parse().ok()?;
    Money::new(minor, currency).ok()
}

/// A sum without its sign.
pub(crate) fn magnitude(text: &str, code: &str) -> Option<Money> {
    money(text.trim().trim_start_matches('-'), code)
}

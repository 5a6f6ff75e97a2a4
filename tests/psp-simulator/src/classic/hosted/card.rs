//! The cards that are taken: published test numbers and no others, so that nobody's real
//! card is ever typed here with success.

use crate::clock::{UnixMs, utc};
use crate::http::form_value;

/// What a card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Good,
    Declined,
    /// What is wrong with what was typed.
    Invalid(&'static str),
}

/// Number, brand, and whether it pays.
pub(super) const CARDS: [(&str, &str, bool); 6] = [
    ("4111111111111111", "Visa", true),
    ("5555555555554444", "Mastercard", true),
    ("378282246310005", "American Express", true),
    ("6011111111111117", "Discover", true),
    ("4012888888881881", "Visa", true),
    ("4000000000000002", "Visa, declined", false),
];

/// Judges the card fields of a form. A form without them means a good card.
pub(super) fn judge(form: &[u8], now: UnixMs) -> Verdict {
    let Some(number) = form_value(form, "number") else {
        return Verdict::Good;
    };
    let number: String = number.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let Some((_, brand, pays)) = CARDS.iter().find(|(known, _, _)| *known == number) else {
        return Verdict::Invalid("Only the test numbers below are taken here.");
    };
    let expiry = form_value(form, "expiry").unwrap_or_default();
    match expired(&expiry, now) {
        None => return Verdict::Invalid("The expiry is written like 08/31."),
        Some(true) => return Verdict::Declined,
        Some(false) => {}
    }
    let code = form_value(form, "code").unwrap_or_default();
    let length = if brand.starts_with("American") { 4 } else { 3 };
    if code.len() != length || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Verdict::Invalid("The security code has 3 digits, that of American Express 4.");
    }
    if *pays {
        Verdict::Good
    } else {
        Verdict::Declined
    }
}

/// Whether `MM/YY` is over; `None` when it is no such thing.
fn expired(expiry: &str, now: UnixMs) -> Option<bool> {
    let (month, year) = expiry.trim().split_once('/')?;
    let number = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (month, year) = (number(month.trim())?, number(year.trim())?);
    if !(1..=12).contains(&month) {
        return None;
    }
    let last = format!("20{year:02}-{month:02}");
    Some(utc(now).get(..7)? > last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_numbers_are_taken() {
        let now = 1_784_556_607_033;
        for (form, verdict) in [
            ("action=pay", Verdict::Good),
            (
                "number=4111+1111-1111+1111&expiry=07/26&code=123",
                Verdict::Good,
            ),
            (
                "number=378282246310005&expiry=12/30&code=1234",
                Verdict::Good,
            ),
            (
                "number=4000000000000002&expiry=12/30&code=123",
                Verdict::Declined,
            ),
            (
                "number=4111111111111111&expiry=06/26&code=123",
                Verdict::Declined,
            ),
        ] {
            assert_eq!(judge(form.as_bytes(), now), verdict, "{form}");
        }
        for form in [
            "number=",
            "number=4222222222222&expiry=12/30&code=123",
            "number=4111111111111111&expiry=13/30&code=123",
            "number=4111111111111111&expiry=2030&code=123",
            "number=4111111111111111&expiry=12/30&code=12",
            "number=378282246310005&expiry=12/30&code=123",
        ] {
            let verdict = judge(form.as_bytes(), now);
            assert!(matches!(verdict, Verdict::Invalid(_)), "{form}");
        }
    }
}

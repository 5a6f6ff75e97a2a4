//! Cards: numbers, brands, expiry, and what the pilot says of address and code.
//!
//! Source: Payflow Gateway guide, "Testing transactions".

use time::OffsetDateTime;

use crate::clock::UnixMs;
use crate::payflow::merchant::CardBrand;
use crate::payflow::params::Params;
use crate::payflow::result::Refusal;

/// A card as it was typed.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    number: String,
    pub(crate) expires: String,
    pub(crate) brand: CardBrand,
}

impl Card {
    /// Reads a card and refuses what no processor is asked about.
    ///
    /// # Errors
    /// 23 and 24 for number and date, 25 for a brand that is not set up, 7 for a code
    /// that is none.
    pub(crate) fn read(
        params: &Params,
        brands: &[CardBrand],
        now: UnixMs,
    ) -> Result<Self, Refusal> {
        let number = params.get("ACCT").unwrap_or_default();
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(13..=19).contains(&number.len()) || !passes_luhn(number) {
            return Err(Refusal::new(23));
        }
        let expires = params.get("EXPDATE").unwrap_or_default();
        if !is_good_until(expires, now) {
            return Err(Refusal::new(24));
        }
        let code = params.get("CVV2").unwrap_or("000");
        if !(3..=4).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Refusal::field("CVV2"));
        }
        let brand = brand(number).filter(|one| brands.contains(one));
        Ok(Self {
            number: number.to_owned(),
            expires: expires.to_owned(),
            brand: brand.ok_or_else(|| Refusal::new(25))?,
        })
    }

    /// The last four digits, all that is ever told.
    pub(crate) fn last_four(&self) -> &str {
        let from = self.number.len().saturating_sub(4);
        self.number.get(from..).unwrap_or_default()
    }
}

/// `CARDTYPE`.
pub(crate) const fn card_type(brand: CardBrand) -> &'static str {
    match brand {
        CardBrand::Visa => "0",
        CardBrand::Mastercard => "1",
        CardBrand::Discover => "2",
        CardBrand::Amex => "3",
        CardBrand::Diners => "4",
        CardBrand::Jcb => "5",
    }
}

/// A number that passes every check of the pilot.
pub(crate) const fn test_number(brand: CardBrand) -> &'static str {
    match brand {
        CardBrand::Visa => "4111111111111111",
        CardBrand::Mastercard => "5555555555554444",
        CardBrand::Discover => "6011111111111117",
        CardBrand::Amex => "378282246310005",
        CardBrand::Diners => "30569309025904",
        CardBrand::Jcb => "3530111333300000",
    }
}

fn brand(number: &str) -> Option<CardBrand> {
    let first: u32 = number.get(..4)?.parse().ok()?;
    Some(match first {
        4000..=4999 => CardBrand::Visa,
        5100..=5599 | 2221..=2720 => CardBrand::Mastercard,
        3400..=3499 | 3700..=3799 => CardBrand::Amex,
        3000..=3059 | 3600..=3699 | 3800..=3999 => CardBrand::Diners,
        3528..=3589 => CardBrand::Jcb,
        6011 | 6440..=6599 => CardBrand::Discover,
        _ => return None,
    })
}

/// Counts digits from the right; every second one doubles.
fn passes_luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            match (at % 2, digit * 2) {
                (0, _) => digit,
                (_, doubled) => doubled / 10 + doubled % 10,
            }
        })
        .sum();
    sum.is_multiple_of(10) && number.bytes().any(|byte| byte != b'0')
}

/// How far ahead a card can expire; later years are of the last century.
const YEARS_AHEAD: i32 = 20;

/// Whether `MMYY` is this month or a later one.
fn is_good_until(expires: &str, now: UnixMs) -> bool {
    let part = |range| {
        expires
            .get(range)
            .and_then(|text: &str| text.parse::<i32>().ok())
    };
    let (Some(month), Some(year)) = (part(0..2), part(2..4)) else {
        return false;
    };
    let Ok(today) = OffsetDateTime::from_unix_timestamp(now / 1_000) else {
        return false;
    };
    let until = (2_000 + year, month);
    expires.len() == 4
        && (1..=12).contains(&month)
        && until >= (today.year(), i32::from(u8::from(today.month())))
        && until.0 <= today.year() + YEARS_AHEAD
}

/// `MMYY`, far enough from `now`.
pub(crate) fn test_expiry(now: UnixMs) -> String {
    let year = OffsetDateTime::from_unix_timestamp(now / 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .year();
    format!("12{:02}", (year + 3) % 100)
}

/// What address and code checks say: `Y`, `N` or `X`, or nothing when nothing was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Checks {
    pub(crate) street: &'static str,
    pub(crate) zip: &'static str,
    pub(crate) code: &'static str,
}

impl Checks {
    /// The pilot decides by the leading digits of street, postal code and card code.
    pub(crate) fn of(params: &Params) -> Self {
        let street = params.billing("STREET").map_or("", |street| {
            match street.get(..3).and_then(|three| three.parse::<u32>().ok()) {
                Some(0..=333) => "Y",
                Some(334..=666) => "N",
                _ => "X",
            }
        });
        let zip = params.billing("ZIP").map_or("", |zip| {
            let five = zip.get(..5).and_then(|five| five.parse::<u32>().ok());
            match five {
                _ if street == "X" => "X",
                Some(0..=50_000) => "Y",
                Some(_) => "N",
                None => "X",
            }
        });
        let code = params.get("CVV2").map_or("", |code| {
            match code.get(..3).and_then(|three| three.parse::<u32>().ok()) {
                Some(0) | None => "",
                Some(1..=300) => "Y",
                Some(301..=600) => "N",
                Some(_) => "X",
            }
        });
        Self { street, zip, code }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = 1_784_556_607_000;

    fn params(pairs: &[(&str, &str)]) -> Params {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Params::new(owned.collect())
    }

    #[test]
    fn every_test_number_is_of_its_brand() {
        for one in CardBrand::ALL {
            let number = test_number(one);
            let card = Card::read(
                &params(&[("ACCT", number), ("EXPDATE", &test_expiry(NOW))]),
                &CardBrand::ALL,
                NOW,
            );
            assert_eq!(card.map(|card| card.brand).ok(), Some(one), "{number}");
        }
    }

    #[test]
    fn wrong_cards_have_their_numbers() {
        for (number, expires, code, result) in [
            ("4111111111111112", "1230", "123", 23),
            ("0000000000000000", "1230", "123", 23),
            ("411111111111", "1230", "123", 23),
            ("4111-1111-1111-1111", "1230", "123", 23),
            ("", "1230", "123", 23),
            ("4111111111111111", "1325", "123", 24),
            ("4111111111111111", "0626", "123", 24),
            ("4111111111111111", "298", "123", 24),
            ("4111111111111111", "0298", "123", 24),
            ("4111111111111111", "", "123", 24),
            ("4111111111111111", "1230", "12", 7),
            ("378282246310005", "1230", "1234", 25),
            ("9999999999999995", "1230", "123", 25),
        ] {
            let params = params(&[("ACCT", number), ("EXPDATE", expires), ("CVV2", code)]);
            let read = Card::read(&params, &[CardBrand::Visa], NOW);
            assert_eq!(
                read.map(|_| ()).map_err(|one| one.code),
                Err(result),
                "{number} {expires}"
            );
        }
        let this_month = params(&[("ACCT", "4111111111111111"), ("EXPDATE", "0726")]);
        assert!(Card::read(&this_month, &[CardBrand::Visa], NOW).is_ok());
    }

    #[test]
    fn the_pilot_answers_by_the_leading_digits() {
        for (street, zip, code, expected) in [
            ("24285 Elm", "00382", "123", ("Y", "Y", "Y")),
            ("334 Elm", "50001", "301", ("N", "N", "N")),
            ("667 Elm", "00382", "601", ("X", "X", "X")),
            ("Elm 1", "00382", "000", ("X", "X", "")),
        ] {
            let checks = Checks::of(&params(&[
                ("BILLTOSTREET", street),
                ("ZIP", zip),
                ("CVV2", code),
            ]));
            assert_eq!(
                (checks.street, checks.zip, checks.code),
                expected,
                "{street}"
            );
        }
        assert_eq!(Checks::of(&params(&[])), Checks::default());
    }
}

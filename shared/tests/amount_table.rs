//! Every line: what a person typed, the page's language, the chosen currency, and what
//! it must be. A sum is told in the API's notation.

#![expect(
    clippy::expect_used,
    reason = "a test ends at the first wrong sum; clippy sees only the functions marked as tests"
)]

mod tables;

use obole_shared::amount::{AmountError, read_amount};
use obole_shared::currency::Currency;
use obole_shared::money::Money;

use tables::{Case, Expected};

fn outcome(expected: &Expected, currency: Currency) -> Result<Money, AmountError> {
    let money = |value| Money::from_wire(value, currency).expect("a sum in the table");
    match *expected {
        Expected::Sum(value) => Ok(money(value)),
        Expected::Ask(smaller, larger) => Err(AmountError::Ambiguous {
            readings: [money(smaller), money(larger)],
        }),
        Expected::Error(error) => Err(error),
    }
}

fn check(table: &[Case]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, lang, code, expected)| {
            let currency: Currency = code.parse().expect("a currency in the table");
            let expected = outcome(expected, currency);
            let actual = read_amount(text, lang, currency);
            (actual != expected)
                .then(|| format!("«{text}» {lang} {code}: {actual:?}, expected {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn french_swiss_and_german_amounts() {
    check(tables::continental::CASES);
}

#[test]
fn english_amounts() {
    check(tables::english::CASES);
}

#[test]
fn arabic_and_indian_amounts() {
    check(tables::scripts::CASES);
}

#[test]
fn amounts_that_read_two_ways_are_asked_about_in_every_language() {
    for (text, code, smaller, larger) in tables::questions::CASES {
        for lang in tables::LANGS {
            check(&[(text, lang, code, Expected::Ask(smaller, larger))]);
        }
    }
}

#[test]
fn amounts_that_read_one_way_read_so_in_every_language() {
    for (text, code, value) in tables::answers::CASES {
        for lang in tables::LANGS {
            check(&[(text, lang, code, Expected::Sum(value))]);
        }
    }
}

#[test]
fn refused_texts_are_refused_in_every_language() {
    for (text, code, error) in tables::refusals::CASES {
        for lang in tables::LANGS {
            check(&[(text, lang, code, Expected::Error(*error))]);
        }
    }
}

#[test]
fn the_table_is_as_long_as_promised() {
    let with_lang = [
        tables::continental::CASES.len(),
        tables::english::CASES.len(),
        tables::scripts::CASES.len(),
    ];
    assert!(with_lang.iter().sum::<usize>() >= 220, "{with_lang:?}");
}

#[test]
fn four_hundred_digits_are_too_long() {
    for digit in ["1", "٣", "०", "9,", ".", " 1"] {
        let text = digit.repeat(400);
        let read = read_amount(&text, "en", Currency::CHF);
        assert_eq!(read, Err(AmountError::TooLong), "{digit}");
    }
}

#[test]
fn codes_of_errors_never_change() {
    let readings = [Money::zero(Currency::CHF); 2];
    let codes = [
        (AmountError::Empty, "amount_empty"),
        (AmountError::Zero, "amount_zero"),
        (AmountError::Negative, "amount_negative"),
        (AmountError::NotANumber, "amount_not_a_number"),
        (AmountError::OtherCurrency, "amount_other_currency"),
        (
            AmountError::TooManyDecimals { max: 2 },
            "amount_too_many_decimals",
        ),
        (AmountError::TooLarge, "amount_too_large"),
        (AmountError::TooLong, "amount_too_long"),
        (AmountError::Ambiguous { readings }, "amount_ambiguous"),
    ];
    for (error, code) in codes {
        assert_eq!(error.code(), code);
    }
}

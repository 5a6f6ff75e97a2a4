//! How amounts look when written, letter by letter. `_` stands for a no-break space,
//! `~` for a narrow one.

#![expect(
    clippy::expect_used,
    reason = "a test ends at the first wrong sum; clippy sees only the functions marked as tests"
)]

use obole_shared::amount::{format_amount, format_number, numbering_system};
use obole_shared::currency::Currency;
use obole_shared::money::Money;

fn money(value: &str, code: &str) -> Money {
    let currency: Currency = code.parse().expect("a currency in the table");
    Money::from_wire(value, currency).expect("a sum in the table")
}

fn visible(text: &str) -> String {
    text.replace('\u{A0}', "_").replace('\u{202F}', "~")
}

#[test]
#[rustfmt::skip]
fn amounts_with_their_code() {
    let table = [
        ("25", "CHF", "fr", "25,00_CHF"),
        ("1234567.5", "EUR", "fr", "1~234~567,50_EUR"),
        ("1234.5", "CHF", "fr-CH", "1~234.50_CHF"),
        ("1234.5", "EUR", "de", "1.234,50_EUR"),
        ("1234.5", "CHF", "de-CH", "CHF_1’234.50"),
        ("1234.5", "CHF", "DE_ch", "CHF_1’234.50"),
        ("1234.5", "EUR", "it", "1.234,50_EUR"),
        ("1234.5", "CHF", "it-CH", "CHF_1’234.50"),
        ("1234.5", "USD", "en", "USD_1,234.50"),
        ("1234567.5", "INR", "en-IN", "INR_12,34,567.50"),
        ("100000", "INR", "hi", "INR_1,00,000.00"),
        ("1234.5", "EGP", "ar", "١٬٢٣٤٫٥٠_EGP"),
        ("1234.5", "AED", "ar-AE", "1,234.50_AED"),
        ("1234.5", "MAD", "ar-MA", "1.234,50_MAD"),
        ("1234.5", "EUR", "es", "1.234,50_EUR"),
        ("1234.5", "MXN", "es-MX", "MXN_1,234.50"),
        ("1234.5", "BRL", "pt-BR", "BRL_1.234,50"),
        ("1234.5", "EUR", "pt-PT", "1~234,50_EUR"),
        ("1234.5", "EUR", "nl", "EUR_1.234,50"),
        ("1234.5", "USD", "ja", "1~234.50_USD"),
        ("0", "CHF", "fr", "0,00_CHF"),
        ("0.05", "CHF", "fr", "0,05_CHF"),
        // A lone group would look like decimals.
        ("5000", "JPY", "en", "JPY_5000"),
        ("500000", "JPY", "de", "500000_JPY"),
        ("5000000", "JPY", "en", "JPY_5,000,000"),
        ("5000", "JPY", "fr", "5~000_JPY"),
        ("5000", "JPY", "de-CH", "JPY_5’000"),
        ("5000", "JPY", "ar", "٥٬٠٠٠_JPY"),
        // Three decimals would look like thousands.
        ("25", "KWD", "en", "KWD_25.00"),
        ("25.12", "KWD", "en", "KWD_25.12"),
        ("25.125", "KWD", "en", "KWD_25.1250"),
        ("0.125", "KWD", "en", "KWD_0.125"),
        ("1234.5", "KWD", "en", "KWD_1,234.500"),
        ("25.125", "KWD", "ar", "٢٥٫١٢٥_KWD"),
    ];
    for (value, code, lang, expected) in table {
        assert_eq!(visible(&format_amount(money(value, code), lang)), expected, "{lang}");
    }
}

#[test]
#[rustfmt::skip]
fn numbers_as_typed() {
    let table = [
        ("25", "CHF", "fr", "25"),
        ("25.5", "CHF", "fr", "25,50"),
        ("25.5", "CHF", "fr-CH", "25.50"),
        ("1234567.89", "EUR", "de", "1234567,89"),
        ("1000", "USD", "en", "1000"),
        ("100000", "INR", "hi", "100000"),
        ("25.5", "EGP", "ar", "٢٥٫٥٠"),
        ("5000", "JPY", "en", "5000"),
        ("25", "KWD", "en", "25"),
        ("25.5", "KWD", "en", "25.50"),
        ("25.125", "KWD", "en", "25.1250"),
        ("1234.125", "KWD", "en", "1234.125"),
    ];
    for (value, code, lang, expected) in table {
        assert_eq!(visible(&format_number(money(value, code), lang)), expected, "{lang}");
    }
}

/// Dates beside an amount take the same digits.
#[test]
fn the_digits_of_a_language_have_a_name() {
    let named = ["ar", "ar-EG", "ar-MA", "fr", "xx"].map(numbering_system);
    assert_eq!(named, ["arab", "arab", "latn", "latn", "latn"]);
}

//! Sums and currencies: bounds, laws of arithmetic, and the API's notation.

#![expect(
    clippy::expect_used,
    reason = "a test ends at the first wrong sum; clippy sees only the functions marked as tests"
)]

use std::cmp::Ordering;

use obole_shared::currency::Currency;
use obole_shared::money::{MINOR_MAX, Money, MoneyError};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn chf(minor: i64) -> Money {
    Money::new(minor, Currency::CHF).expect("in range")
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(Currency::all().collect::<Vec<_>>())
}

fn any_money() -> impl Strategy<Value = Money> {
    (
        prop_oneof![0..=MINOR_MAX, 0..=1_000_i64, MINOR_MAX - 1_000..=MINOR_MAX],
        any_currency(),
    )
        .prop_map(|(minor, currency)| Money::new(minor, currency).expect("in range"))
}

#[test]
fn every_currency_is_found_by_its_code_and_sorted_by_it() {
    let all: Vec<Currency> = Currency::all().collect();
    assert_eq!(all.len(), 155);
    assert!(all.is_sorted());
    for currency in all {
        let code = currency.code();
        assert!(code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
        assert_eq!(Currency::from_code(code), Some(currency));
        assert_eq!(code.parse(), Ok(currency));
        assert_eq!(currency.to_string(), code);
        assert_eq!(format!("{currency:?}"), code);
        assert!(matches!(currency.exponent(), 0 | 2 | 3));
    }
}

#[test]
fn exponents_are_those_of_the_standard() {
    let having = |exponent| {
        let codes: Vec<_> = Currency::all()
            .filter(|currency| currency.exponent() == exponent)
            .map(Currency::code)
            .collect();
        codes.join(" ")
    };
    assert_eq!(
        having(0),
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
    );
    assert_eq!(having(3), "BHD IQD JOD KWD LYD OMR TND");
}

#[test]
fn what_is_no_currency_is_refused() {
    let texts = [
        "", "C", "CH", "chf", "Chf", "CHFR", " CHF", "XXX", "XTS", "XAU", "CLF", "UYW", "BGN",
        "HRK", "AAA", "ZZZ", "€", "C€", "AEDAFN", "DAF",
    ];
    for text in texts {
        assert_eq!(Currency::from_code(text), None, "{text}");
        assert!(text.parse::<Currency>().is_err(), "{text}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_currency_is_its_code_in_json() {
    let json = serde_json::to_string(&Currency::CHF).expect("serializes");
    assert_eq!(json, r#""CHF""#);
    assert_eq!(
        serde_json::from_str::<Currency>(&json).expect("a code"),
        Currency::CHF
    );
    assert_eq!(
        serde_json::from_str::<Currency>(r#""\u0043HF""#).expect("a code"),
        Currency::CHF
    );
    for json in [r#""chf""#, r#""XXX""#, r#""""#, "756", "null", r#"["CHF"]"#] {
        assert!(serde_json::from_str::<Currency>(json).is_err(), "{json}");
    }
}

#[test]
fn sums_are_bounded() {
    assert_eq!(Money::new(-1, Currency::CHF), Err(MoneyError::Negative));
    assert_eq!(
        Money::new(i64::MIN, Currency::CHF),
        Err(MoneyError::Negative)
    );
    assert_eq!(
        Money::new(MINOR_MAX + 1, Currency::CHF),
        Err(MoneyError::TooLarge)
    );
    assert_eq!(
        Money::new(i64::MAX, Currency::CHF),
        Err(MoneyError::TooLarge)
    );
    assert_eq!(chf(MINOR_MAX).minor(), MINOR_MAX);
    assert!(Money::zero(Currency::CHF).is_zero());
    assert!(!chf(1).is_zero());
}

#[test]
fn arithmetic_stays_within_bounds_and_currency() {
    let eur = Money::new(100, Currency::EUR).expect("in range");
    assert_eq!(chf(100).checked_add(chf(50)), Some(chf(150)));
    assert_eq!(
        chf(100).checked_sub(chf(100)),
        Some(Money::zero(Currency::CHF))
    );
    assert_eq!(chf(100).checked_sub(chf(101)), None);
    assert_eq!(chf(MINOR_MAX).checked_add(chf(1)), None);
    assert_eq!(chf(100).checked_add(eur), None);
    assert_eq!(chf(100).checked_sub(eur), None);
    assert_eq!(chf(100).partial_cmp(&eur), None);
    assert_eq!(chf(100).partial_cmp(&chf(200)), Some(Ordering::Less));
    assert_ne!(chf(100), eur);
}

#[test]
fn the_api_notation_is_strict() {
    use MoneyError::{NotANumber, TooLarge, TooManyDecimals};
    let table = [
        ("25", Currency::CHF, Ok(2_500)),
        ("25.00", Currency::CHF, Ok(2_500)),
        ("25.5", Currency::CHF, Ok(2_550)),
        ("0", Currency::CHF, Ok(0)),
        ("0.01", Currency::CHF, Ok(1)),
        ("999999999.99", Currency::CHF, Ok(MINOR_MAX)),
        ("25", Currency::JPY, Ok(25)),
        ("99999999999", Currency::JPY, Ok(MINOR_MAX)),
        ("1.5", Currency::KWD, Ok(1_500)),
        ("1.567", Currency::KWD, Ok(1_567)),
        ("99999999.999", Currency::KWD, Ok(MINOR_MAX)),
        ("1000000000", Currency::CHF, Err(TooLarge)),
        ("999999999999", Currency::CHF, Err(TooLarge)),
        ("9999999999999999999999999999", Currency::CHF, Err(TooLarge)),
        ("25.000", Currency::CHF, Err(TooManyDecimals { max: 2 })),
        ("25.0", Currency::JPY, Err(TooManyDecimals { max: 0 })),
        ("1.0000", Currency::KWD, Err(TooManyDecimals { max: 3 })),
        ("", Currency::CHF, Err(NotANumber)),
        (".", Currency::CHF, Err(NotANumber)),
        ("25.", Currency::CHF, Err(NotANumber)),
        (".5", Currency::CHF, Err(NotANumber)),
        ("025", Currency::CHF, Err(NotANumber)),
        ("00", Currency::CHF, Err(NotANumber)),
        ("-25", Currency::CHF, Err(NotANumber)),
        ("+25", Currency::CHF, Err(NotANumber)),
        (" 25", Currency::CHF, Err(NotANumber)),
        ("25 ", Currency::CHF, Err(NotANumber)),
        ("25,00", Currency::CHF, Err(NotANumber)),
        ("1,000.00", Currency::CHF, Err(NotANumber)),
        ("1'000", Currency::CHF, Err(NotANumber)),
        ("1.0.0", Currency::CHF, Err(NotANumber)),
        ("1e3", Currency::CHF, Err(NotANumber)),
        ("٢٥", Currency::CHF, Err(NotANumber)),
        ("25 CHF", Currency::CHF, Err(NotANumber)),
        ("NaN", Currency::CHF, Err(NotANumber)),
    ];
    for (text, currency, expected) in table {
        let read = Money::from_wire(text, currency).map(Money::minor);
        assert_eq!(read, expected, "{text} {currency}");
    }
    let long = "9".repeat(100_000);
    assert_eq!(Money::from_wire(&long, Currency::CHF), Err(TooLarge));
}

#[test]
fn sums_are_written_with_all_decimals() {
    assert_eq!(chf(2_500).wire_value(), "25.00");
    assert_eq!(chf(5).wire_value(), "0.05");
    assert_eq!(chf(2_500).to_string(), "25.00 CHF");
    let money = |minor, currency| Money::new(minor, currency).expect("in range");
    assert_eq!(money(25, Currency::JPY).wire_value(), "25");
    assert_eq!(money(0, Currency::JPY).wire_value(), "0");
    assert_eq!(money(1_500, Currency::KWD).wire_value(), "1.500");
    assert_eq!(money(7, Currency::KWD).wire_value(), "0.007");
}

#[test]
fn decimals_are_refused_rather_than_rounded() {
    let read =
        |mantissa, scale, currency| Money::from_decimal(Decimal::new(mantissa, scale), currency);
    assert_eq!(read(2_550, 2, Currency::CHF), Ok(chf(2_550)));
    assert_eq!(read(255, 1, Currency::CHF), Ok(chf(2_550)));
    assert_eq!(read(2_550_000, 5, Currency::CHF), Ok(chf(2_550)));
    assert_eq!(
        read(25_555, 3, Currency::CHF),
        Err(MoneyError::TooManyDecimals { max: 2 })
    );
    assert_eq!(
        read(255, 1, Currency::JPY),
        Err(MoneyError::TooManyDecimals { max: 0 })
    );
    assert_eq!(read(-1, 2, Currency::CHF), Err(MoneyError::Negative));
    assert_eq!(read(-1, 20, Currency::CHF), Err(MoneyError::Negative));
    assert_eq!(
        read(1_000_000_000, 0, Currency::CHF),
        Err(MoneyError::TooLarge)
    );
    assert_eq!(
        Money::from_decimal(-Decimal::ZERO, Currency::CHF),
        Ok(chf(0))
    );
    assert_eq!(
        Money::from_decimal(Decimal::MAX, Currency::KWD),
        Err(MoneyError::TooLarge)
    );
}

proptest! {
    #[test]
    fn the_api_notation_reads_back(money in any_money()) {
        prop_assert_eq!(Money::from_wire(&money.wire_value(), money.currency()), Ok(money));
    }

    #[test]
    fn a_decimal_reads_back(money in any_money()) {
        prop_assert_eq!(money.to_decimal().to_string(), money.wire_value());
        prop_assert_eq!(Money::from_decimal(money.to_decimal(), money.currency()), Ok(money));
    }

    #[test]
    fn the_api_notation_never_panics(text in any::<String>(), currency in any_currency()) {
        let _ = Money::from_wire(&text, currency);
    }

    #[test]
    fn adding_and_taking_away_undo_each_other(one in 0..=MINOR_MAX, other in 0..=MINOR_MAX) {
        let (one, other) = (chf(one), chf(other));
        prop_assert_eq!(one.checked_add(other), other.checked_add(one));
        if let Some(sum) = one.checked_add(other) {
            prop_assert_eq!(sum.checked_sub(other), Some(one));
            prop_assert!(sum >= one);
        } else {
            prop_assert!(one.minor() + other.minor() > MINOR_MAX);
        }
        prop_assert_eq!(one.checked_sub(other).is_some(), one >= other);
    }

    #[test]
    fn currencies_never_mix(one in any_money(), other in any_money()) {
        let same = one.currency() == other.currency();
        prop_assert_eq!(one.partial_cmp(&other).is_some(), same);
        if !same {
            prop_assert_eq!(one.checked_add(other), None);
            prop_assert_eq!(one.checked_sub(other), None);
        }
    }
}

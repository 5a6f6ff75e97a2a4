//! What holds for every amount, whatever was typed.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test ends at the first wrong sum; clippy sees only the functions marked as tests"
)]

use obole_shared::amount::{AmountError, format_amount, format_number, read_amount};
use obole_shared::currency::Currency;
use obole_shared::money::{MINOR_MAX, Money};
use proptest::prelude::*;

const LANGS: &[&str] = &[
    "fr", "fr-CH", "de", "de-CH", "it", "it-CH", "en", "en-IN", "en-ZA", "ar", "ar-AE", "ar-MA",
    "hi", "es", "es-MX", "pt-BR", "pt-PT", "nl", "ja", "",
];

const CURRENCIES: &[Currency] = &[
    Currency::CHF,
    Currency::EUR,
    Currency::USD,
    Currency::INR,
    Currency::JPY,
    Currency::XOF,
    Currency::KWD,
    Currency::TND,
];

fn currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(CURRENCIES)
}

/// Sums of every magnitude, and round ones, which give the zeros that mislead.
fn money() -> impl Strategy<Value = Money> {
    let minor = prop_oneof![
        1..=MINOR_MAX,
        1..=10_000_000_i64,
        1..=20_000_i64,
        (1..=999_i64, 0..=8_u32).prop_map(|(digits, zeros)| digits * 10_i64.pow(zeros)),
    ];
    (minor, currency()).prop_map(|(minor, currency)| Money::new(minor, currency).expect("in range"))
}

/// Texts near to amounts: digits, separators, now and then a sign.
fn near_amount() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,4}([., '’][0-9]{1,4}){0,3}",
        "[1-9][0-9]{0,2}([.,][0-9]{3}){1,3}([.,][0-9]{1,4})?",
        "[1-9][0-9]{0,2}[., '][0-9]{2}0",
        "(CHF |€|-)?[0-9., '’٫٬]{1,12}(\\.-|,–)?( EUR| Fr\\.)?",
        "[٠-٩]{1,4}([٫٬.,][٠-٩]{1,4}){0,2}",
    ]
}

/// A reading by one convention only, kept as plain as can be: `decimal` separates
/// decimals, one of `groups` groups thousands. No convention groups by two marks in one
/// number: «1 000.000» KWD is a thousand, as the same sum is written in French.
fn by_convention(text: &str, decimal: char, groups: &str, currency: Currency) -> Option<Money> {
    let (major, decimals) = text.split_once(decimal).unwrap_or((text, ""));
    let major = major.replace('’', "'");
    let mut marks = major.chars().filter(|&c| groups.contains(c));
    let first = marks.next();
    let parts: Vec<&str> = major.split(|c| groups.contains(c)).collect();
    let well_grouped = parts.len() == 1
        || marks.all(|mark| Some(mark) == first)
            && (1..=3).contains(&parts[0].len())
            && !parts[0].starts_with('0')
            && parts[1..].iter().all(|part| part.len() == 3);
    if !well_grouped || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals = decimals.trim_end_matches('0');
    let digits = parts.concat();
    let major = digits.trim_start_matches('0');
    let major = if major.is_empty() { "0" } else { major };
    let text = if decimals.is_empty() {
        major.to_owned()
    } else {
        format!("{major}.{decimals}")
    };
    Money::from_wire(&text, currency).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4 * ProptestConfig::default().cases))]

    #[test]
    fn a_written_number_reads_back_in_its_language(money in money()) {
        for lang in LANGS {
            let text = format_number(money, lang);
            prop_assert_eq!(read_amount(&text, lang, money.currency()), Ok(money), "{} «{}»", lang, text);
        }
    }

    #[test]
    fn a_written_amount_reads_back_in_its_language(money in money()) {
        for lang in LANGS {
            let text = format_amount(money, lang);
            prop_assert_eq!(read_amount(&text, lang, money.currency()), Ok(money), "{} «{}»", lang, text);
        }
    }

    #[test]
    fn nothing_typed_panics(text in any::<String>(), lang in any::<String>(), currency in currency()) {
        let _ = read_amount(&text, &lang, currency);
    }

    #[test]
    fn long_texts_are_refused(text in "[0-9., ٠-٩]{400}") {
        let read = read_amount(&text, "fr", Currency::CHF);
        let blank = text.trim().chars().count() <= 40;
        prop_assert!(blank || read == Err(AmountError::TooLong));
    }

    #[test]
    fn languages_never_read_different_sums(text in near_amount(), currency in currency()) {
        let readings: Vec<_> = LANGS.iter().map(|lang| read_amount(&text, lang, currency)).collect();
        let sums: Vec<Money> = readings.iter().filter_map(|reading| reading.ok()).collect();
        prop_assert!(sums.windows(2).all(|pair| pair[0] == pair[1]), "«{text}» {readings:?}");
        let questions = readings
            .iter()
            .filter(|reading| matches!(reading, Err(AmountError::Ambiguous { .. })))
            .count();
        prop_assert!(questions == 0 || questions == LANGS.len(), "«{text}» {readings:?}");
    }

    #[test]
    fn two_conventions_that_disagree_are_never_decided(text in near_amount(), currency in currency()) {
        let point = by_convention(&text, '.', ", '’٬", currency);
        let comma = by_convention(&text, ',', ". '’٬", currency);
        if let (Some(one), Some(other)) = (point, comma) && one != other {
            for lang in LANGS {
                let read = read_amount(&text, lang, currency);
                prop_assert!(read.is_err(), "«{text}» {lang}: {read:?}, but {one} or {other}");
            }
        }
    }

    #[test]
    fn questions_are_about_sums_ten_times_apart(text in near_amount(), currency in currency()) {
        if let Err(AmountError::Ambiguous { readings: [smaller, larger] }) =
            read_amount(&text, "fr", currency)
        {
            prop_assert!(!smaller.is_zero() && smaller.minor() * 10 <= larger.minor());
        }
    }

    #[test]
    fn what_is_read_is_payable(text in near_amount(), currency in currency()) {
        for lang in LANGS {
            if let Ok(money) = read_amount(&text, lang, currency) {
                prop_assert!(!money.is_zero() && money.currency() == currency);
            }
        }
    }
}

proptest! {
    // Each case is read once for every two languages.
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases / 2))]

    #[test]
    fn a_written_amount_reads_as_the_same_sum_in_every_language(money in money()) {
        for lang in LANGS {
            for text in [format_number(money, lang), format_amount(money, lang)] {
                for reader in LANGS {
                    let read = read_amount(&text, reader, money.currency());
                    prop_assert_eq!(read, Ok(money), "{} «{}» read in {}", lang, text, reader);
                }
            }
        }
    }
}

/// Sums one by one: random ones miss the corners.
#[test]
fn every_small_sum_reads_back() {
    for currency in [Currency::CHF, Currency::JPY, Currency::KWD] {
        for minor in (1..20_000).chain((20_000..3_000_000).step_by(997)) {
            let money = Money::new(minor, currency).expect("in range");
            for lang in ["en", "de", "ar", "hi"] {
                for text in [format_number(money, lang), format_amount(money, lang)] {
                    assert_eq!(
                        read_amount(&text, lang, currency),
                        Ok(money),
                        "{lang} «{text}»"
                    );
                }
            }
        }
    }
}

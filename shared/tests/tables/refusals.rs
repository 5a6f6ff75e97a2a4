//! Texts refused whatever the language: text, currency, why.

use obole_shared::amount::AmountError;

#[rustfmt::skip]
pub(crate) const CASES: &[(&str, &str, AmountError)] = &[
    ("", "CHF", AmountError::Empty),
    ("0", "CHF", AmountError::Zero),
    ("-1", "CHF", AmountError::Negative),
    ("1.00.00", "CHF", AmountError::NotANumber),
    ("25 €", "CHF", AmountError::OtherCurrency),
    ("25,1234", "CHF", AmountError::TooManyDecimals { max: 2 }),
    ("1,000.000", "CHF", AmountError::TooManyDecimals { max: 2 }),
    ("25.5", "JPY", AmountError::TooManyDecimals { max: 0 }),
    ("1 000 000 000", "CHF", AmountError::TooLarge),
    ("00000000000000000000000000000000000000025", "CHF", AmountError::TooLong),
];

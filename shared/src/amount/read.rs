//! Reading an amount that a person typed.

use super::number::{Mark, Number, digit};
use super::sign;
use super::style::Style;
use crate::currency::Currency;
use crate::money::Money;

/// The longest text that is looked at, in characters.
const TEXT_LEN_MAX: usize = 40;

/// Why a text is no amount to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing was typed.
    #[error("no amount")]
    Empty,
    /// The amount is zero.
    #[error("the amount is zero")]
    Zero,
    /// The amount is below zero.
    #[error("the amount is below zero")]
    Negative,
    /// Not written as an amount.
    #[error("not a number")]
    NotANumber,
    /// Another currency than the chosen one is written beside the number.
    #[error("another currency than the chosen one")]
    OtherCurrency,
    /// Finer than the currency's minor unit.
    #[error("more than {max} decimals")]
    TooManyDecimals {
        /// The currency's exponent.
        max: u8,
    },
    /// Above [`MINOR_MAX`](crate::money::MINOR_MAX).
    #[error("above the largest sum")]
    TooLarge,
    /// More than 40 characters.
    #[error("too long for an amount")]
    TooLong,
    /// The text can mean two sums, at least ten times apart: ask which.
    #[error("can mean {} or {}", readings[0], readings[1])]
    Ambiguous {
        /// Both sums, the smaller first.
        readings: [Money; 2],
    },
}

impl AmountError {
    /// The code by which the API and the texts know this error; never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "amount_empty",
            Self::Zero => "amount_zero",
            Self::Negative => "amount_negative",
            Self::NotANumber => "amount_not_a_number",
            Self::OtherCurrency => "amount_other_currency",
            Self::TooManyDecimals { .. } => "amount_too_many_decimals",
            Self::TooLarge => "amount_too_large",
            Self::TooLong => "amount_too_long",
            Self::Ambiguous { .. } => "amount_ambiguous",
        }
    }
}

/// Reads what a person typed into an amount field: the number in major units, with or
/// without a sign of the chosen currency. `lang` is a language tag such as `de-CH`.
///
/// Never guesses: a text that can mean two sums is [`AmountError::Ambiguous`].
///
/// ```
/// use obole_shared::amount::{AmountError, read_amount};
/// use obole_shared::currency::Currency;
///
/// let read = |text| read_amount(text, "de-CH", Currency::CHF).map(|money| money.minor());
/// assert_eq!(read("1'000.-"), Ok(100_000));
/// assert_eq!(read("75,00 Fr."), Ok(7_500));
/// assert!(matches!(read("1,000"), Err(AmountError::Ambiguous { .. })));
/// ```
pub fn read_amount(text: &str, lang: &str, currency: Currency) -> Result<Money, AmountError> {
    let text = text.trim();
    if text.chars().nth(TEXT_LEN_MAX).is_some() {
        return Err(AmountError::TooLong);
    }
    let visible: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let text = visible.trim();
    if text.is_empty() {
        return Err(AmountError::Empty);
    }
    let parts = Parts::of(text).ok_or(AmountError::NotANumber)?;
    let (before, is_negative) = without_minus(parts.before);
    check_sign(before, currency)?;
    check_sign(parts.after, currency)?;
    let number = Number::scan(parts.number).ok_or(AmountError::NotANumber)?;
    let sum = if parts.is_whole {
        number.whole(currency)
    } else {
        number.read(Mark::of(Style::of(lang).group), currency)
    };
    match sum {
        Ok(money) if money.is_zero() => Err(AmountError::Zero),
        Err(AmountError::NotANumber) => Err(AmountError::NotANumber),
        _ if is_negative => Err(AmountError::Negative),
        sum => sum,
    }
}

/// An amount taken apart: what stands before the number, the number, what follows it.
struct Parts<'a> {
    before: &'a str,
    number: &'a str,
    /// The number ended in «.-» or alike: no decimals.
    is_whole: bool,
    after: &'a str,
}

impl<'a> Parts<'a> {
    /// `None` where there is no digit.
    fn of(text: &'a str) -> Option<Self> {
        let is_digit = |c: char| digit(c).is_some();
        let start = text.find(is_digit)?;
        let (last, last_digit) = text.char_indices().rfind(|&(_, c)| is_digit(c))?;
        let end = last + last_digit.len_utf8();

        // A separator may lead («.50») unless it ends an abbreviation («Fr.50»).
        let before = text.get(..start)?;
        let before = match before.strip_suffix(separates_decimals) {
            Some(rest) if rest.is_empty() || rest.ends_with(is_no_letter) => rest,
            _ => before,
        };

        // A separator may trail («25.»), and a dash after it stands for no decimals.
        let rest = text.get(end..)?;
        let after_mark = rest.strip_prefix(separates_decimals).unwrap_or(rest);
        let after = if rest.len() == after_mark.len() {
            rest
        } else {
            after_mark.trim_start_matches(is_dash)
        };
        let is_whole = after.len() < after_mark.len();
        let end = if is_whole {
            end
        } else {
            text.len() - after.len()
        };
        Some(Self {
            before: before.trim(),
            number: text.get(before.len()..end)?,
            is_whole,
            after: after.trim(),
        })
    }
}

/// The text without a minus at either end, and whether there was one: «-CHF 25», «CHF -25».
fn without_minus(before: &str) -> (&str, bool) {
    let stripped = before
        .strip_prefix(is_dash)
        .or_else(|| before.strip_suffix(is_dash));
    (stripped.unwrap_or(before).trim(), stripped.is_some())
}

/// Lets through nothing and the signs of the chosen currency.
fn check_sign(text: &str, currency: Currency) -> Result<(), AmountError> {
    if text.is_empty() || sign::is_of(text, currency) {
        Ok(())
    } else if sign::is_known(text) {
        Err(AmountError::OtherCurrency)
    } else {
        Err(AmountError::NotANumber)
    }
}

fn separates_decimals(character: char) -> bool {
    Mark::of(character).is_some_and(Mark::separates_decimals)
}

/// Whether a point after this one cannot end an abbreviation. A list, as the table of
/// all letters would weigh more than the rest of the reader's data.
const fn is_no_letter(character: char) -> bool {
    is_dash(character) || matches!(character, ' ' | '\u{A0}' | '$' | '€' | '£' | '¥')
}

const fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// Marks of writing direction and width that pasted text brings along.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

//! The number inside an amount: its digits, its separators, and what they can mean.

use rust_decimal::Decimal;

use super::read::AmountError;
use crate::currency::Currency;
use crate::money::{Money, MoneyError};

/// A separator between digits, whatever character was typed for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Point,
    Comma,
    Space,
    Apostrophe,
    ArabicDecimal,
    ArabicThousands,
}

impl Mark {
    pub(super) const fn of(character: char) -> Option<Self> {
        Some(match character {
            '.' | '\u{FF0E}' => Self::Point,
            ',' | '\u{060C}' | '\u{FF0C}' => Self::Comma,
            ' ' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}' => Self::Space,
            '\'' | '‘' | '’' | '\u{02BC}' | '′' | '\u{FF07}' => Self::Apostrophe,
            '\u{066B}' => Self::ArabicDecimal,
            '\u{066C}' => Self::ArabicThousands,
            _ => return None,
        })
    }

    pub(super) const fn separates_decimals(self) -> bool {
        matches!(self, Self::Point | Self::Comma | Self::ArabicDecimal)
    }

    const fn groups(self) -> bool {
        !matches!(self, Self::ArabicDecimal)
    }
}

/// The value of a digit and the zero of its script: Latin, Arabic-Indic, Extended
/// Arabic-Indic, Devanagari or full-width.
pub(super) fn digit(character: char) -> Option<(u8, char)> {
    ['0', '\u{0660}', '\u{06F0}', '\u{0966}', '\u{FF10}']
        .into_iter()
        .find_map(|zero| {
            let value = u32::from(character).checked_sub(u32::from(zero))?;
            let value = u8::try_from(value).ok()?;
            (value < 10).then_some((value, zero))
        })
}

/// Digits of one script and the marks among them.
#[derive(Debug, Default)]
pub(super) struct Number {
    digits: Vec<u8>,
    /// Each mark with the count of digits before it.
    marks: Vec<(Mark, usize)>,
}

impl Number {
    /// `None` where a character is neither digit nor mark, where scripts mix, and where
    /// two marks touch.
    pub(super) fn scan(text: &str) -> Option<Self> {
        let mut number = Self::default();
        let mut script = None;
        for character in text.chars() {
            if let Some((value, zero)) = digit(character) {
                if *script.get_or_insert(zero) != zero {
                    return None;
                }
                number.digits.push(value);
            } else {
                let before = number.digits.len();
                if number.marks.last().is_some_and(|&(_, at)| at == before) {
                    return None;
                }
                number.marks.push((Mark::of(character)?, before));
            }
        }
        Some(number)
    }

    /// The sum, where whatever follows the number says that it has no decimals.
    pub(super) fn whole(&self, currency: Currency) -> Result<Money, AmountError> {
        if self.groups(&self.marks, self.digits.len()) {
            self.sum(0, currency)
        } else {
            Err(AmountError::NotANumber)
        }
    }

    /// The sum that all conventions agree on; `own_group` groups in the writer's language.
    pub(super) fn read(
        &self,
        own_group: Option<Mark>,
        currency: Currency,
    ) -> Result<Money, AmountError> {
        let is_whole = self.groups(&self.marks, self.digits.len());
        let Some(decimals) = self.decimals() else {
            return self.whole(currency);
        };
        if !is_whole {
            return if decimals > written_max(currency) {
                Err(too_many_decimals(currency))
            } else {
                self.sum(decimals, currency)
            };
        }
        // One mark before exactly three digits.
        match self.sum(decimals, currency) {
            Ok(smaller) => Err(AmountError::Ambiguous {
                readings: [smaller, self.sum(0, currency)?],
            }),
            Err(_) if self.marks.iter().all(|&(mark, _)| Some(mark) == own_group) => {
                self.sum(0, currency)
            }
            Err(error) => Err(error),
        }
    }

    /// How many digits are decimals if the last mark separates decimals; `None` if it cannot.
    fn decimals(&self) -> Option<usize> {
        let (&(mark, at), before) = self.marks.split_last()?;
        let decimals = self.digits.len().checked_sub(at)?;
        let is_other_mark = before.iter().all(|&(earlier, _)| earlier != mark);
        // «1,000.» ends a sentence as easily as a number.
        let says_something = decimals > 0 || before.is_empty();
        (mark.separates_decimals() && is_other_mark && says_something && self.groups(before, at))
            .then_some(decimals)
    }

    /// Whether the marks split the first `end` digits into thousands, or as in India.
    fn groups(&self, marks: &[(Mark, usize)], end: usize) -> bool {
        let Some((&(mark, head), rest)) = marks.split_first() else {
            return true;
        };
        let has_head = (1..=3).contains(&head) && self.digits.first() != Some(&0);
        if !has_head || !mark.groups() || rest.iter().any(|&(other, _)| other != mark) {
            return false;
        }
        let ends = rest.iter().map(|&(_, at)| at).chain([end]);
        let lengths: Vec<usize> = marks
            .iter()
            .zip(ends)
            .map(|(&(_, at), end)| end - at)
            .collect();
        let is_indian = match lengths.split_last() {
            Some((3, pairs)) if mark == Mark::Comma && head <= 2 => pairs.iter().all(|&n| n == 2),
            _ => false,
        };
        is_indian || lengths.iter().all(|&length| length == 3)
    }

    /// The digits as a sum, the last `decimals` of them behind the decimal separator.
    fn sum(&self, decimals: usize, currency: Currency) -> Result<Money, AmountError> {
        let mantissa = self.digits.iter().try_fold(0_i128, |sum, &digit| {
            sum.checked_mul(10)?.checked_add(i128::from(digit))
        });
        let value = mantissa
            .zip(u32::try_from(decimals).ok())
            .and_then(|(mantissa, scale)| Decimal::try_from_i128_with_scale(mantissa, scale).ok())
            .ok_or(AmountError::TooLarge)?;
        Money::from_decimal(value, currency).map_err(|error| match error {
            MoneyError::Negative => AmountError::Negative,
            MoneyError::TooLarge => AmountError::TooLarge,
            MoneyError::TooManyDecimals { max } => AmountError::TooManyDecimals { max },
            MoneyError::NotANumber => AmountError::NotANumber,
        })
    }
}

/// How many decimals may be written, zeros past the currency's own included.
fn written_max(currency: Currency) -> usize {
    match currency.exponent() {
        0 | 2 => 2,
        _ => 4,
    }
}

fn too_many_decimals(currency: Currency) -> AmountError {
    AmountError::TooManyDecimals {
        max: currency.exponent(),
    }
}

//! Writing an amount so that a person reads it, and [`read_amount`](super::read_amount)
//! reads it back.

use super::style::{CodePlace, Grouping, Style};
use crate::money::Money;

const NO_BREAK_SPACE: char = '\u{A0}';

/// The amount as a person of that language writes it, with the currency's code:
/// «1’234.50 CHF» is `CHF 1’234.50` in `de-CH` and `1.234,50 CHF` in `de`.
///
/// Reads back as the same sum in every language, by the means told at [`format_number`];
/// and one lone group of thousands is not set apart where it would look like decimals.
pub fn format_amount(money: Money, lang: &str) -> String {
    let style = Style::of(lang);
    let number = Written::of(money);
    let text = number.text(style, true);
    let code = money.currency().code();
    let (first, second) = match style.code {
        CodePlace::Before => (code, text.as_str()),
        CodePlace::After => (text.as_str(), code),
    };
    let mut amount = String::from(first);
    amount.push(NO_BREAK_SPACE);
    amount.push_str(second);
    amount
}

/// The number alone, as one would type it: no grouping, and no decimals when they are
/// all zero.
///
/// Three decimals are written so that they cannot pass for thousands: 1.500 dinars
/// as `1.50`, and 1.234 dinars as `1.2340`.
pub fn format_number(money: Money, lang: &str) -> String {
    let mut number = Written::of(money);
    if number.decimals.bytes().all(|digit| digit == b'0') {
        number.decimals.clear();
    }
    number.text(Style::of(lang), false)
}

/// A sum in Latin digits: major units and decimals.
struct Written {
    major: String,
    decimals: String,
}

impl Written {
    fn of(money: Money) -> Self {
        let mut major = money.wire_value();
        let decimals = match major.find('.') {
            Some(point) => {
                let decimals = major.split_off(point + 1);
                major.pop();
                decimals
            }
            None => String::new(),
        };
        Self { major, decimals }
    }

    fn text(&self, style: Style, with_groups: bool) -> String {
        let grouped = with_groups && !self.is_one_group(style);
        let mut text = String::new();
        let count = self.major.len();
        for (index, digit) in self.major.bytes().enumerate() {
            if grouped && index > 0 && starts_group(count - index, style.grouping) {
                text.push(style.group);
            }
            text.push(in_script(digit, style));
        }
        if !self.decimals.is_empty() {
            text.push(style.decimal);
            let decimals = self.decimals_apart_from_thousands(style);
            text.extend(decimals.bytes().map(|digit| in_script(digit, style)));
        }
        text
    }

    /// Whether grouping would give «1,000», which also reads as decimals.
    fn is_one_group(&self, style: Style) -> bool {
        let marks = (1..self.major.len())
            .filter(|&left| starts_group(left, style.grouping))
            .count();
        self.decimals.is_empty() && marks == 1 && is_point_or_comma(style.group)
    }

    fn decimals_apart_from_thousands(&self, style: Style) -> String {
        let could_be_group = self.decimals.len() == 3
            && self.major.len() <= 3
            && self.major != "0"
            && is_point_or_comma(style.decimal);
        let mut decimals = self.decimals.clone();
        if could_be_group {
            if decimals.ends_with('0') {
                decimals.pop();
            } else {
                decimals.push('0');
            }
        }
        decimals
    }
}

/// Whether a separator stands before the last `left` digits.
const fn starts_group(left: usize, grouping: Grouping) -> bool {
    match grouping {
        Grouping::Thousands => left.is_multiple_of(3),
        Grouping::Indian => left == 3 || left > 3 && left % 2 == 1,
    }
}

const fn is_point_or_comma(separator: char) -> bool {
    matches!(separator, '.' | ',')
}

fn in_script(digit: u8, style: Style) -> char {
    let value = u32::from(digit.saturating_sub(b'0'));
    char::from_u32(u32::from(style.zero) + value).unwrap_or(style.zero)
}

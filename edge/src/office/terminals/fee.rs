//! What the provider keeps of a payment, as its owner enters it: a percentage, and a fixed part
//! for each currency.

use std::collections::BTreeMap;

use maud::{Markup, html};
use obole_shared::currency::Currency;
use obole_shared::fee::FeeRule;
use rust_decimal::Decimal;

use super::super::fields::{Label, Typed, text};
use super::super::form::{Form, Problems};
use super::super::words;

/// The percentage.
pub(super) const PERCENT: &str = "fee";

/// The fixed parts: one line for each currency.
pub(super) const FIXED: &str = "fee_fixed";

/// Longest number that is read, in bytes.
const NUMBER_BYTES_MAX: usize = 12;

/// Puts what is known into the form.
pub(super) fn fill(form: &mut Form, fee: Option<&FeeRule>) {
    let Some(fee) = fee else { return };
    form.push(PERCENT, fee.percent.to_string());
    let fixed = fee.fixed.iter();
    let fixed: Vec<String> = fixed
        .map(|(currency, amount)| format!("{} {amount}", currency.code()))
        .collect();
    form.push(FIXED, fixed.join("\n"));
}

/// What was entered; nothing where both fields are empty.
///
/// # Errors
/// The field, and how it is written.
pub(super) fn read(form: &Form) -> Result<Option<FeeRule>, (&'static str, &'static str)> {
    let typed = form.text(PERCENT);
    let lines = form.text(FIXED).lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    if typed.is_empty() && lines.is_empty() {
        return Ok(None);
    }
    let percent = match typed.trim_end_matches('%').trim_end() {
        "" if typed.is_empty() => Decimal::ZERO,
        digits => number(digits).ok_or((PERCENT, words::FEE_PERCENT_WRONG))?,
    };
    let mut fixed = BTreeMap::new();
    for line in lines {
        let (currency, amount) = part(line).ok_or((FIXED, words::FEE_FIXED_WRONG))?;
        if fixed.insert(currency, amount).is_some() {
            return Err((FIXED, words::FEE_FIXED_TWICE));
        }
    }
    let share = FeeRule {
        percent,
        fixed: BTreeMap::new(),
    };
    if share.check().is_err() {
        return Err((PERCENT, words::FEE_PERCENT_WRONG));
    }
    let rule = FeeRule { fixed, ..share };
    match rule.check() {
        Ok(()) => Ok(Some(rule)),
        Err(_) => Err((FIXED, words::FEE_FIXED_WRONG)),
    }
}

/// `CHF 0.30`, in either order.
fn part(line: &str) -> Option<(Currency, Decimal)> {
    let (first, second) = line.split_once(char::is_whitespace)?;
    let (first, second) = (first.trim(), second.trim());
    let read = |code: &str, amount: &str| {
        let currency = Currency::from_code(&code.to_ascii_uppercase())?;
        Some((currency, number(amount)?))
    };
    read(first, second).or_else(|| read(second, first))
}

/// Digits, with a point before decimals at most; a comma could mean two things.
fn number(text: &str) -> Option<Decimal> {
    let is_plain = text.len() <= NUMBER_BYTES_MAX
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.bytes().any(|byte| byte.is_ascii_digit());
    Decimal::from_str_exact(text).ok().filter(|_| is_plain)
}

/// Its fields.
pub(super) fn fields(form: &Form, problems: &Problems) -> Markup {
    html! {
        fieldset.group {
            legend { (words::FEE) }
            p.hint { (words::FEE_HINT) }
            (text(
                Label::new(PERCENT, words::FEE_PERCENT).hint(words::FEE_PERCENT_HINT).optional(),
                Typed::Number, form, problems,
            ))
            (text(
                Label::new(FIXED, words::FEE_FIXED).hint(words::FEE_FIXED_HINT).optional(),
                Typed::Lines, form, problems,
            ))
        }
    }
}

/// The rule in a line: `2.9 % + CHF 0.30, EUR 0.35`.
pub(super) fn told(fee: &FeeRule) -> String {
    let fixed = fee.fixed.iter();
    let fixed: Vec<String> = fixed
        .map(|(currency, amount)| format!("{} {amount}", currency.code()))
        .collect();
    let percent = format!("{} %", fee.percent);
    if fixed.is_empty() {
        percent
    } else {
        format!("{percent} + {}", fixed.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(percent: &str, fixed: &str) -> Form {
        Form::of([(PERCENT, percent.to_owned()), (FIXED, fixed.to_owned())])
    }

    #[test]
    fn what_is_shown_is_read_as_the_same() {
        for (percent, fixed) in [
            ("2.9", "CHF 0.30\r\neur 0.35"),
            ("2.9 %", "0.30 CHF\n\nEUR   0.35"),
            ("", "CHF 0.30"),
            ("0", ""),
        ] {
            let rule = read(&typed(percent, fixed)).unwrap().unwrap();
            let mut form = Form::default();
            fill(&mut form, Some(&rule));
            assert_eq!(read(&form), Ok(Some(rule)), "{percent} {fixed}");
        }
        let rule = read(&typed("2.90", "EUR 0.35\nCHF 0.30")).unwrap().unwrap();
        assert_eq!(told(&rule), "2.90 % + CHF 0.30, EUR 0.35");
        assert_eq!(read(&typed(" ", "\r\n")), Ok(None));
        let mut none = Form::default();
        fill(&mut none, None);
        assert_eq!(none, Form::default());
    }

    #[test]
    fn a_mistake_is_told_at_its_field() {
        for (percent, fixed, field) in [
            ("2,9", "", PERCENT),
            ("29", "", PERCENT),
            ("%", "", PERCENT),
            ("2.12345", "", PERCENT),
            ("-1", "", PERCENT),
            ("2.9", "0.30", FIXED),
            ("2.9", "CHF 0,30", FIXED),
            ("2.9", "XXX 0.30", FIXED),
            ("2.9", "JPY 0.5", FIXED),
            ("2.9", "CHF 0.30\nCHF 0.40", FIXED),
        ] {
            let wrong = read(&typed(percent, fixed)).unwrap_err();
            assert_eq!(wrong.0, field, "{percent} {fixed}");
        }
    }
}

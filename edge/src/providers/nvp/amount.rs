//! Amounts of NVP messages: major units with PayPal's own decimals, perhaps with a sign, perhaps
//! grouped by thousands (NVP API guide).

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::terminal::TerminalKind;

use super::codec::Fields;
use super::reply::Failure;
use crate::providers::cannot;
use crate::providers::paypal::amount::{Amount, decode, encode};

/// An amount with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) amount: Money,
    pub(crate) negative: bool,
}

/// Adds an amount and its currency to a request; `prefix` comes before both names.
pub(crate) fn push(fields: &mut Fields, prefix: &str, money: Money) -> Result<(), Failure> {
    let written =
        encode(money).ok_or_else(|| Failure::NotSent(cannot("amount_not_representable")))?;
    fields.push(format!("{prefix}AMT"), written.value);
    fields.push(format!("{prefix}CURRENCYCODE"), written.currency_code);
    Ok(())
}

/// Reads an amount; `None` where it is none. Where PayPal writes decimals it writes both, so an
/// amount that was cut off does not read as a smaller one.
pub(crate) fn parse(text: &str, currency: Currency) -> Option<Signed> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (major, decimals) = match digits.split_once('.') {
        Some((major, decimals)) => (major, Some(decimals)),
        None => (digits, None),
    };
    let rules = TerminalKind::PaypalExpress.capabilities();
    let is_whole = rules.decimals(currency)? == 0;
    match decimals {
        Some(decimals) if decimals.len() == 2 => {}
        None if is_whole => {}
        _ => return None,
    }
    let major = ungroup(major)?;
    let value = match decimals {
        Some(decimals) if decimals.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{major}.{decimals}")
        }
        Some(_) => return None,
        None => major,
    };
    let amount = decode(&Amount {
        currency_code: currency.code().to_owned(),
        value,
    })?;
    Some(Signed { amount, negative })
}

/// Digits without the commas that part them by thousands.
fn ungroup(digits: &str) -> Option<String> {
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let grouped = digits.contains(',');
    let only_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !only_digits(first) || (grouped && first.len() > 3) || first.len() > 15 {
        return None;
    }
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 || !only_digits(group) || whole.len() > 15 {
            return None;
        }
        whole.push_str(group);
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_whole_or_not_at_all() {
        let read = |text: &str, currency| {
            parse(text, currency).map(|signed| (signed.amount.minor(), signed.negative))
        };
        let usd = [
            ("25.00", Some((2_500, false))),
            ("-0.88", Some((88, true))),
            ("1,234,567.89", Some((123_456_789, false))),
            ("0.00", Some((0, false))),
            ("25", None),
            ("25.", None),
            ("25.0", None),
            ("25.000", None),
            ("1,23.00", None),
            (",123.00", None),
            ("1234,567.00", None),
            ("--1.00", None),
            ("+1.00", None),
            ("$1.00", None),
            ("1e2.00", None),
            (" 1.00", None),
            ("", None),
            ("99999999999999999999999999.00", None),
        ];
        for (text, expected) in usd {
            assert_eq!(read(text, Currency::USD), expected, "{text}");
        }
        assert_eq!(read("1500", Currency::JPY), Some((1_500, false)));
        assert_eq!(read("1,500", Currency::JPY), Some((1_500, false)));
        assert_eq!(read("1500.00", Currency::JPY), Some((1_500, false)));
        assert_eq!(read("1500.50", Currency::JPY), None);
        assert_eq!(read("1500", Currency::HUF), Some((150_000, false)));
        assert_eq!(read("1500.00", Currency::TWD), Some((150_000, false)));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(minor in 1_i64..=99_999_999_999) {
            for currency in [Currency::USD, Currency::JPY, Currency::HUF, Currency::CHF] {
                let money = Money::new(minor, currency).unwrap();
                let mut fields = Fields::new();
                if push(&mut fields, "PAYMENTREQUEST_0_", money).is_ok() {
                    let text = fields.get("PAYMENTREQUEST_0_AMT").unwrap();
                    let signed = Signed { amount: money, negative: false };
                    prop_assert_eq!(parse(text, currency), Some(signed));
                }
            }
        }

        #[test]
        fn no_text_makes_it_stop(text in ".*") {
            let _ = parse(&text, Currency::USD);
            let _ = parse(&text, Currency::HUF);
        }
    }
}

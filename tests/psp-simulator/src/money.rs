//! Whole minor units of ISO 4217, and how each provider writes them.

/// The decimals of a currency in ISO 4217: 0, 2 or 3.
pub(crate) fn iso_exponent(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// The currencies that Orders v2 takes, and the decimals it takes in them.
pub(crate) fn paypal_decimals(currency: &str) -> Option<u32> {
    match currency {
        "HUF" | "JPY" | "TWD" => Some(0),
        "AUD" | "BRL" | "CAD" | "CHF" | "CNY" | "CZK" | "DKK" | "EUR" | "GBP" | "HKD" | "ILS"
        | "MXN" | "MYR" | "NOK" | "NZD" | "PHP" | "PLN" | "SEK" | "SGD" | "THB" | "USD" => Some(2),
        _ => None,
    }
}

/// Why a decimal text is no amount in a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AmountProblem {
    /// Not of the form `-?digits` or `-?digits.digits`.
    Syntax,
    /// Decimals in a currency that has none at this provider.
    Decimals,
    /// More decimals than the currency has.
    Precision,
    /// Above 999999999999999.99.
    TooLarge,
    /// Below zero.
    Negative,
}

/// Reads a decimal text in a currency with `decimals` decimals at the provider;
/// returns minor units of ISO 4217.
pub(crate) fn read_decimal(
    text: &str,
    currency: &str,
    decimals: u32,
) -> Result<i64, AmountProblem> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(AmountProblem::Syntax),
        None => (digits, ""),
    };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if text.len() > 32 || !all_digits(whole) || !all_digits(fraction) {
        return Err(AmountProblem::Syntax);
    }
    if whole.is_empty() && fraction.is_empty() {
        return Err(AmountProblem::Syntax);
    }
    if negative {
        return Err(AmountProblem::Negative);
    }
    if decimals == 0 && !fraction.is_empty() {
        return Err(AmountProblem::Decimals);
    }
    let places = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    if places > decimals {
        return Err(AmountProblem::Precision);
    }
    if whole.trim_start_matches('0').len() > 15 {
        return Err(AmountProblem::TooLarge);
    }
    let missing = usize::try_from(iso_exponent(currency).saturating_sub(places)).unwrap_or(0);
    format!("0{whole}{fraction}{}", "0".repeat(missing))
        .parse()
        .map_err(|_| AmountProblem::TooLarge)
}

/// Writes ISO minor units as PayPal writes them: `12.00`, `-0.66`, `1500` in HUF.
pub(crate) fn write_decimal(minor: i64, currency: &str) -> String {
    let decimals = paypal_decimals(currency).unwrap_or_else(|| iso_exponent(currency));
    let scale = 10_i64.pow(iso_exponent(currency));
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, rest) = ((minor / scale).abs(), (minor % scale).abs());
    match decimals {
        0 => format!("{sign}{whole}"),
        places => format!(
            "{sign}{whole}.{rest:0width$}",
            width = usize::try_from(places).unwrap_or(2)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_texts_become_iso_minor_units() {
        for (text, currency, minor) in [
            ("12.5", "CHF", 1250),
            ("12", "CHF", 1200),
            (".05", "EUR", 5),
            ("1500", "HUF", 150_000),
            ("1500", "JPY", 1500),
        ] {
            let decimals = paypal_decimals(currency).unwrap();
            assert_eq!(
                read_decimal(text, currency, decimals),
                Ok(minor),
                "{text} {currency}"
            );
        }
        assert_eq!(write_decimal(150_000, "HUF"), "1500");
        assert_eq!(write_decimal(5, "EUR"), "0.05");
        assert_eq!(write_decimal(-66, "USD"), "-0.66");
        assert_eq!(write_decimal(-150_000, "HUF"), "-1500");
    }

    #[test]
    fn what_the_currency_cannot_carry_is_refused() {
        assert_eq!(
            read_decimal("15.50", "JPY", 0),
            Err(AmountProblem::Decimals)
        );
        assert_eq!(
            read_decimal("15.00", "HUF", 0),
            Err(AmountProblem::Decimals)
        );
        assert_eq!(
            read_decimal("15.505", "CHF", 2),
            Err(AmountProblem::Precision)
        );
        assert_eq!(read_decimal("-1", "CHF", 2), Err(AmountProblem::Negative));
        assert_eq!(read_decimal("1e3", "CHF", 2), Err(AmountProblem::Syntax));
        assert_eq!(read_decimal("1,50", "CHF", 2), Err(AmountProblem::Syntax));
        assert_eq!(
            read_decimal("9999999999999999", "CHF", 2),
            Err(AmountProblem::TooLarge)
        );
    }
}

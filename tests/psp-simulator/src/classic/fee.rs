//! What PayPal keeps of a payment, and what a conversion leaves of it.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::classic::transaction::Settled;
use crate::money::{iso_exponent, paypal_decimals};

/// In percent of the gross amount, as in the worked cases of the order management guide.
const FEE_PERCENT: i64 = 3;

/// The fee on a gross amount: 3 %, rounded half up to what PayPal can carry in the
/// currency. Whole minor units of ISO 4217.
pub(crate) fn fee_minor(gross_minor: i64, currency: &str) -> i64 {
    share(gross_minor.max(0), FEE_PERCENT, 100, currency)
}

/// The part of a fee that goes back with a part of the payment.
pub(crate) fn fee_back_minor(fee: i64, part: i64, gross: i64, currency: &str) -> i64 {
    share(fee, part, gross, currency)
}

/// What of a net amount arrives in another currency. `None` when the rate is no number
/// or the result does not fit.
pub(crate) fn convert(net_minor: i64, from: &str, to: &str, rate: &str) -> Option<Settled> {
    let net = Decimal::new(net_minor, iso_exponent(from));
    let places = paypal_decimals(to)?;
    let rounded = net
        .checked_mul(Decimal::from_str_exact(rate).ok()?)?
        .round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let scale = Decimal::from(10_i64.checked_pow(iso_exponent(to))?);
    Some(Settled {
        amount_minor: i64::try_from(rounded.checked_mul(scale)?).ok()?,
        currency: to.to_owned(),
        rate: rate.to_owned(),
    })
}

/// `amount × part / whole`, rounded half up to the units PayPal can carry.
fn share(amount: i64, part: i64, whole: i64, currency: &str) -> i64 {
    let decimals = paypal_decimals(currency).unwrap_or_else(|| iso_exponent(currency));
    let unit = 10_i128.pow(iso_exponent(currency).saturating_sub(decimals));
    let divisor = i128::from(whole).saturating_mul(unit);
    let Some(units) = i128::from(amount)
        .saturating_mul(i128::from(part))
        .saturating_mul(2)
        .saturating_add(divisor)
        .checked_div_euclid(divisor.saturating_mul(2))
    else {
        return 0;
    };
    i64::try_from(units.saturating_mul(unit)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fee_is_three_percent_rounded_half_up() {
        for (gross, currency, fee) in [
            (10_000, "USD", 300),
            (2_500, "CAD", 75),
            (1_250, "USD", 38),
            (16, "USD", 0),
            (17, "USD", 1),
            (1_500, "JPY", 45),
            (150_000, "HUF", 4_500),
            (155_000, "HUF", 4_700),
            (-100, "USD", 0),
        ] {
            assert_eq!(fee_minor(gross, currency), fee, "{gross} {currency}");
        }
    }

    #[test]
    fn the_guides_conversion_comes_out() {
        let settled = convert(9_700, "GBP", "EUR", "1.5").unwrap();
        assert_eq!(
            (settled.amount_minor, settled.rate.as_str()),
            (14_550, "1.5")
        );
        assert_eq!(
            convert(-9_700, "GBP", "JPY", "190.005")
                .unwrap()
                .amount_minor,
            -18_430
        );
        assert_eq!(convert(1, "GBP", "EUR", "much"), None);
    }
}

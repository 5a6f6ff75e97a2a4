//! Covering the fee: the least payment of which the whole gift arrives.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use obole_shared::currency::Currency;
use obole_shared::fee::{Fee, FeeRule};
use obole_shared::money::MINOR_MAX;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn rule(percent: &str, fixed: &[(Currency, &str)]) -> FeeRule {
    let number = |text: &str| Decimal::from_str_exact(text).unwrap();
    FeeRule {
        percent: number(percent),
        fixed: fixed
            .iter()
            .map(|(currency, amount)| (*currency, number(amount)))
            .collect::<BTreeMap<_, _>>(),
    }
}

#[test]
fn a_hundred_francs_arrive_whole() {
    let fee = rule("2.9", &[(Currency::CHF, "0.30")])
        .of(Currency::CHF)
        .unwrap();
    assert_eq!(fee.of(10_330), 330);
    assert_eq!(fee.cover(10_000, 1), Some(10_330));
    // Of 30 another one would be kept.
    assert_eq!(fee.cover(0, 1), Some(31));
    let yen = rule("3.6", &[(Currency::JPY, "40")])
        .of(Currency::JPY)
        .unwrap();
    assert_eq!(yen.cover(1_000, 1), Some(1_079));
    let dinars = rule("2.5", &[(Currency::KWD, "0.100")])
        .of(Currency::KWD)
        .unwrap();
    assert_eq!(dinars.cover(10_000, 1), Some(10_359));
    // No fixed part is told for this currency.
    let euros = rule("2.9", &[(Currency::CHF, "0.30")]).of(Currency::EUR);
    assert_eq!(euros.unwrap().fixed(), 0);
}

#[test]
fn where_only_whole_forints_can_be_paid_the_sum_is_whole() {
    let fee = Fee::new(34_000, 0).unwrap();
    let paid = fee.cover(1_000_000, 100).unwrap();
    assert_eq!(paid % 100, 0);
    assert!(paid - fee.of(paid) >= 1_000_000);
    let less = paid - 100;
    assert!(less - fee.of(less) < 1_000_000);
}

#[test]
fn a_rule_that_cannot_be_meant_is_refused() {
    assert!(rule("2.9", &[]).check().is_ok());
    assert!(rule("0", &[]).check().is_ok());
    assert!(rule("20", &[(Currency::JPY, "40")]).check().is_ok());
    for bad in [
        rule("20.0001", &[]),
        rule("-1", &[]),
        rule("2.90001", &[]),
        rule("2.9", &[(Currency::JPY, "0.5")]),
        rule("2.9", &[(Currency::CHF, "-0.30")]),
    ] {
        assert!(bad.check().is_err(), "{bad:?}");
    }
    assert_eq!(Fee::new(200_001, 0), None);
    assert_eq!(Fee::new(1, -1), None);
}

#[test]
fn what_is_too_large_to_pay_is_not_offered() {
    let fee = Fee::new(29_000, 30).unwrap();
    assert_eq!(fee.cover(MINOR_MAX, 1), None);
    assert_eq!(fee.cover(-1, 1), None);
    assert_eq!(fee.cover(100, 0), None);
}

proptest! {
    /// In minor units the law is one for currencies of no, two and three decimals; the step is
    /// coarser where a provider takes fewer decimals than the currency has.
    #[test]
    fn the_whole_gift_arrives_and_not_a_unit_more_is_asked(
        parts in 0_i64..=200_000,
        fixed in 0_i64..=100_000,
        gift in 0_i64..=MINOR_MAX,
        step in prop_oneof![Just(1_i64), Just(10), Just(100), Just(1_000)],
    ) {
        let fee = Fee::new(parts, fixed).unwrap();
        let net = |paid: i64| paid - fee.of(paid);
        match fee.cover(gift, step) {
            Some(paid) => {
                prop_assert!(paid % step == 0 && paid <= MINOR_MAX);
                prop_assert!(net(paid) >= gift, "{paid} leaves {}", net(paid));
                prop_assert!(paid < step || net(paid - step) < gift, "{paid} is not the least");
            }
            // Nothing that can be paid is enough.
            None => prop_assert!(net(MINOR_MAX / step * step) < gift),
        }
    }

    #[test]
    fn a_rule_in_words_is_the_fee_in_numbers(percent in 0_i64..=200_000, fixed in 0_i64..10_000) {
        for currency in [Currency::JPY, Currency::CHF, Currency::KWD] {
            let rule = FeeRule {
                percent: Decimal::new(percent, 4),
                fixed: [(currency, Decimal::new(fixed, u32::from(currency.exponent())))].into(),
            };
            prop_assert!(rule.check().is_ok());
            let fee = rule.of(currency).unwrap();
            prop_assert_eq!((fee.parts(), fee.fixed()), (percent, fixed));
        }
    }
}

//! What a provider keeps of a payment, and the least payment of which a gift arrives whole.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::money::{MINOR_MAX, Money};

/// A whole in parts per million.
const WHOLE: i64 = 1_000_000;

/// Digits of a percentage that are parts per million.
const PERCENT_TO_PARTS: i64 = 10_000;

/// The highest share a fee may be told to take, in parts per million: a typing mistake must not
/// double what donors pay.
const PARTS_MAX: i64 = 200_000;

const _: () = assert!(
    MINOR_MAX.checked_mul(WHOLE).is_some(),
    "the products below fit"
);

/// The fee of a provider account, as its owner knows it: a share of what is paid, and a part that
/// is the same for each payment of a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct FeeRule {
    /// Share, in percent, with at most four decimals.
    pub percent: Decimal,
    /// Fixed part by currency, in major units; none for a currency that is not named.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fixed: BTreeMap<Currency, Decimal>,
}

impl FeeRule {
    /// Whether a fee can be told by it.
    ///
    /// # Errors
    /// A sentence for its owner.
    pub fn check(&self) -> Result<(), &'static str> {
        match self.parts() {
            Some(0..=PARTS_MAX) => {}
            Some(_) => return Err("fee: the percentage must lie between 0 and 20"),
            None => return Err("fee: a percentage has at most four decimals"),
        }
        let whole = |(currency, amount): (&Currency, &Decimal)| {
            Money::from_decimal(*amount, *currency).is_ok_and(|fixed| fixed.minor() < MINOR_MAX / 2)
        };
        if self.fixed.iter().all(whole) {
            Ok(())
        } else {
            Err("fee: a fixed part has too many decimals for its currency")
        }
    }

    /// The fee in a currency; `None` where [`Self::check`] finds fault.
    pub fn of(&self, currency: Currency) -> Option<Fee> {
        let fixed = match self.fixed.get(&currency) {
            Some(amount) => Money::from_decimal(*amount, currency).ok()?.minor(),
            None => 0,
        };
        Fee::new(self.parts()?, fixed)
    }

    fn parts(&self) -> Option<i64> {
        let parts = self.percent.checked_mul(PERCENT_TO_PARTS.into())?;
        i64::try_from(parts.normalize().mantissa())
            .ok()
            .filter(|_| parts.normalize().scale() == 0)
    }
}

/// A fee in one currency, in whole numbers, so that browser and edge reckon alike.
///
/// ```
/// use obole_shared::fee::Fee;
/// let fee = Fee::new(29_000, 30).unwrap(); // 2.9 % and 30 minor units
/// assert_eq!(fee.of(10_000), 320);
/// assert_eq!(fee.cover(10_000, 1), Some(10_330));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fee {
    parts: i64,
    fixed: i64,
}

impl Fee {
    /// A share in parts per million, and a fixed part in minor units; `None` out of bounds.
    pub const fn new(parts: i64, fixed: i64) -> Option<Self> {
        let sane = parts >= 0 && parts <= PARTS_MAX && fixed >= 0 && fixed <= MINOR_MAX / 2;
        if sane {
            Some(Self { parts, fixed })
        } else {
            None
        }
    }

    /// The share, in parts per million.
    pub const fn parts(self) -> i64 {
        self.parts
    }

    /// The fixed part, in minor units.
    pub const fn fixed(self) -> i64 {
        self.fixed
    }

    /// What is kept of a payment, in minor units: the share rounded half up, and the fixed part.
    pub const fn of(self, paid: i64) -> i64 {
        (paid * self.parts + WHOLE / 2) / WHOLE + self.fixed
    }

    /// The least payment, in minor units and a multiple of `step`, of which at least `gift` is
    /// left; `None` where no payment is so large.
    pub fn cover(self, gift: i64, step: i64) -> Option<i64> {
        if !(0..=MINOR_MAX).contains(&gift) || step < 1 {
            return None;
        }
        // What is left never falls as more is paid, and half a unit of rounding is the most that
        // this first guess may be too low by.
        let least = gift.max((gift + self.fixed - 1).max(0) * WHOLE / (WHOLE - self.parts));
        let mut paid = least.div_euclid(step) * step;
        while paid - self.of(paid) < gift {
            paid += step;
        }
        (paid <= MINOR_MAX).then_some(paid)
    }
}

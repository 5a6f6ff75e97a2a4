//! An exact sum of money: whole minor units and their currency.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

use crate::currency::Currency;

/// The largest sum in minor units: 999,999,999.99 where the currency has two decimals.
pub const MINOR_MAX: i64 = 99_999_999_999;

const _: () = assert!(
    MINOR_MAX < (1_i64 << 53),
    "a JavaScript number carries it exactly"
);

/// Digits of [`MINOR_MAX`]: no amount needs more, leading zeros aside.
pub(crate) const MINOR_DIGITS_MAX: usize = 11;

const _: () = assert!(MINOR_MAX == 10_i64.pow(11) - 1);

/// The longest text [`Money::from_wire`] looks at: all digits and the point.
const WIRE_LEN_MAX: usize = MINOR_DIGITS_MAX + 1;

/// A sum of money. `minor` is in minor units (cents) and lies in `0..=MINOR_MAX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why a number is no sum of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Below zero.
    #[error("below zero")]
    Negative,
    /// Above [`MINOR_MAX`].
    #[error("above the largest sum")]
    TooLarge,
    /// Finer than the currency's minor unit.
    #[error("more than {max} decimals")]
    TooManyDecimals {
        /// The currency's exponent.
        max: u8,
    },
    /// Not written as the API writes a number.
    #[error("not a number")]
    NotANumber,
}

impl Money {
    /// A sum of `minor` minor units.
    pub const fn new(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor < 0 {
            Err(MoneyError::Negative)
        } else if minor > MINOR_MAX {
            Err(MoneyError::TooLarge)
        } else {
            Ok(Self { minor, currency })
        }
    }

    /// Nothing, in this currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The sum in minor units, `0..=MINOR_MAX`.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the sum is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum of both; `None` for another currency or above [`MINOR_MAX`].
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Self::new(self.minor.checked_add(other.minor)?, self.currency).ok()
    }

    /// What is left; `None` for another currency or below zero.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Self::new(self.minor.checked_sub(other.minor)?, self.currency).ok()
    }

    /// A sum of `value` major units. Zeros past the currency's decimals are no
    /// decimals; anything else there is refused, never rounded.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let value = value.normalize();
        if value.is_sign_negative() && !value.is_zero() {
            return Err(MoneyError::Negative);
        }
        let max = currency.exponent();
        let missing = u32::from(max)
            .checked_sub(value.scale())
            .ok_or(MoneyError::TooManyDecimals { max })?;
        let minor = value
            .mantissa()
            .checked_mul(10_i128.pow(missing))
            .and_then(|minor| i64::try_from(minor).ok())
            .ok_or(MoneyError::TooLarge)?;
        Self::new(minor, currency)
    }

    /// The sum in major units, with the currency's decimals.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.currency.exponent()))
    }

    /// Reads an amount as the API writes it: digits in major units, and after a
    /// point at most the currency's decimals. `25`, `25.00` and `25.5` are read;
    /// signs, spaces, grouping, needless leading zeros and a bare point are not.
    pub fn from_wire(value: &str, currency: Currency) -> Result<Self, MoneyError> {
        let (major, decimals) = match value.split_once('.') {
            Some((_, "")) => return Err(MoneyError::NotANumber),
            Some(parts) => parts,
            None => (value, ""),
        };
        let digits = || major.bytes().chain(decimals.bytes());
        let has_leading_zero = major.len() > 1 && major.starts_with('0');
        if major.is_empty() || has_leading_zero || !digits().all(|byte| byte.is_ascii_digit()) {
            return Err(MoneyError::NotANumber);
        }
        let max = currency.exponent();
        let missing = usize::from(max)
            .checked_sub(decimals.len())
            .ok_or(MoneyError::TooManyDecimals { max })?;
        if value.len() > WIRE_LEN_MAX {
            return Err(MoneyError::TooLarge);
        }
        let minor = digits()
            .chain(std::iter::repeat_n(b'0', missing))
            .fold(0_i64, |minor, digit| minor * 10 + i64::from(digit - b'0'));
        Self::new(minor, currency)
    }

    /// The amount as the API writes it: `25.00`, in yen `25`, in Kuwaiti dinar `25.000`.
    pub fn wire_value(self) -> String {
        let decimals = usize::from(self.currency.exponent());
        let mut text = format!("{:0width$}", self.minor, width = decimals + 1);
        if decimals > 0 {
            text.insert(text.len() - decimals, '.');
        }
        text
    }
}

/// How many units of one currency were given for one of another, exactly as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate(Decimal);

impl Rate {
    /// A rate above zero.
    pub fn new(value: Decimal) -> Option<Self> {
        (value > Decimal::ZERO).then_some(Self(value))
    }

    /// The number.
    pub const fn value(self) -> Decimal {
        self.0
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.wire_value(), self.currency)
    }
}

/// Sums of different currencies have no order.
impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

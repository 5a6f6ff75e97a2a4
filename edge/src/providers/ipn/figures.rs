//! The sums of a message: what was paid, what PayPal kept, what arrived.

use std::fmt;

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use rust_decimal::Decimal;

use super::message::Message;
use crate::providers::answer::decimal;

/// A sum that may be below zero: money that went back is negative in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// Below zero.
    pub negative: bool,
    /// How much, in minor units of its currency.
    pub amount: Money,
}

impl Signed {
    /// Reads a sum as PayPal writes it: a minus, digits, and decimals after a point. PayPal gives
    /// HUF, JPY and TWD none. `None` for anything else, and for what is finer than the currency.
    pub fn read(text: &str, currency: Currency) -> Option<Self> {
        Self::from_decimal(decimal(text)?, currency)
    }

    /// A sum of `value` major units.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Option<Self> {
        let amount = Money::from_decimal(value.abs(), currency).ok()?;
        Some(Self {
            negative: value.is_sign_negative() && !amount.is_zero(),
            amount,
        })
    }

    /// The sum in major units, with its sign.
    pub fn to_decimal(self) -> Decimal {
        let value = self.amount.to_decimal();
        if self.negative { -value } else { value }
    }

    /// The sum, where it is not below zero.
    pub fn positive(self) -> Option<Money> {
        (!self.negative).then_some(self.amount)
    }

    /// What is left; `None` for another currency.
    pub fn minus(self, other: Self) -> Option<Self> {
        let currency = self.amount.currency();
        if other.amount.currency() != currency {
            return None;
        }
        Self::from_decimal(self.to_decimal().checked_sub(other.to_decimal())?, currency)
    }
}

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        write!(f, "{sign}{}", self.amount)
    }
}

/// What a conversion made of the net sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conversion {
    /// What went into the balance, in the account's own currency.
    pub amount: Signed,
    /// Units of the account's currency for one of the payment's, exactly as told.
    pub rate: Decimal,
}

/// The sums of one message (Order Management Integration Guide, "Using IPN with Multiple
/// Currencies").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// What the payer paid, before the fee: `mc_gross`.
    pub gross: Signed,
    /// What PayPal kept: `mc_fee`; absent while the payment is pending.
    pub fee: Option<Signed>,
    /// Only where a conversion took place: `settle_amount` and `exchange_rate`.
    pub conversion: Option<Conversion>,
}

impl Figures {
    /// The sums a message tells; `None` where it tells of no payment's sum.
    pub fn of(message: &Message) -> Option<Self> {
        let (gross, fee) = match message.currency("mc_currency") {
            Some(currency) => (
                message.amount("mc_gross", currency)?,
                message.amount("mc_fee", currency),
            ),
            // Old messages in dollars go without the mc_ names.
            None if message.get("mc_currency").is_none() => (
                message.amount("payment_gross", Currency::USD)?,
                message.amount("payment_fee", Currency::USD),
            ),
            None => return None,
        };
        Some(Self {
            gross,
            fee,
            conversion: conversion(message),
        })
    }

    /// What is left of the gross sum after the fee; exact, in the payment's currency.
    pub fn net(&self) -> Option<Signed> {
        self.gross.minus(self.fee?)
    }
}

fn conversion(message: &Message) -> Option<Conversion> {
    let currency = message.currency("settle_currency")?;
    Some(Conversion {
        amount: message.amount("settle_amount", currency)?,
        rate: message
            .number("exchange_rate")
            .filter(|rate| rate.is_sign_positive() && !rate.is_zero())?,
    })
}

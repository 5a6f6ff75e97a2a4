//! What the donor chose so far, and what follows from it. Plain Rust: tested natively.

use obole_shared::amount::{AmountError, format_amount, read_amount};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::texts::fill;

use crate::form::{Entered, FieldProblem, Form, Way};
use crate::words::Word;

/// The state of the fields that the money depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Text of the amount field; unless empty it wins over the preset.
    pub text: String,
    /// Preset chosen, as a wire value in major units.
    pub preset: Option<String>,
    /// Currency chosen; `None` only where the link offers none.
    pub currency: Option<Currency>,
    /// Terminal chosen.
    pub terminal: Option<String>,
    /// The fee shall be covered.
    pub cover_fee: bool,
}

/// Everything that is needed to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order<'a> {
    /// What the donor gives.
    pub gift: Money,
    /// What the donor pays: the gift, and the fee where it is covered.
    pub total: Money,
    /// Where.
    pub way: &'a Way,
    /// The fee is covered.
    pub covers_fee: bool,
}

impl Choice {
    /// What the form shows first: what was entered before, else the link's defaults.
    pub fn of(form: &Form, entered: &Entered) -> Self {
        let currency = entered.currency.as_deref().and_then(Currency::from_code);
        let currency = currency.filter(|code| form.limits(*code).is_some());
        let first = form.currencies.first().map(|limits| limits.min.currency());
        let mut choice = Self {
            text: entered.amount.clone().unwrap_or_default(),
            preset: entered
                .preset
                .as_deref()
                .map(preset_value)
                .map(str::to_owned),
            currency: currency.or(first),
            terminal: entered.terminal.clone(),
            cover_fee: entered.cover_fee,
        };
        choice.settle_terminal(form);
        choice
    }

    /// Moves to the first terminal that takes the currency, unless the chosen one does.
    pub fn settle_terminal(&mut self, form: &Form) {
        let Some(currency) = self.currency else {
            return;
        };
        if !self.way(form).is_some_and(|way| way.takes(currency)) {
            let first = form.ways.iter().find(|way| way.takes(currency));
            self.terminal = first.map(|way| way.id.clone());
        }
    }

    /// The chosen way to pay.
    pub fn way<'a>(&self, form: &'a Form) -> Option<&'a Way> {
        form.way(self.terminal.as_deref()?)
    }

    /// The exact gift, within the link's limits, or what to tell the donor.
    ///
    /// # Errors
    /// The problem, with its sentence.
    pub fn gift(&self, form: &Form) -> Result<Money, FieldProblem> {
        let words = &form.words;
        let Some(limits) = self.currency.and_then(|code| form.limits(code)) else {
            return Err(problem("currency", words.get(Word::currency_not_taken)));
        };
        let (currency, lang) = (limits.min.currency(), form.lang.as_str());
        let read = match &self.preset {
            Some(preset) if self.text.trim().is_empty() => {
                Money::from_wire(preset, currency).map_err(|_| AmountError::NotANumber)
            }
            _ => read_amount(&self.text, lang, currency),
        };
        let beyond = |word, name, limit| {
            let text = words.with(word, name, &format_amount(limit, lang));
            Err(problem("amount", &text))
        };
        match read {
            Ok(money) if money.minor() < limits.min.minor() => {
                beyond(Word::amount_too_small, "min", limits.min)
            }
            Ok(money) if money.minor() > limits.max.minor() => {
                beyond(Word::amount_too_large, "max", limits.max)
            }
            Err(AmountError::TooLarge) => beyond(Word::amount_too_large, "max", limits.max),
            Ok(money) => Ok(money),
            Err(error) => Err(amount_problem(error, form)),
        }
    }

    /// Everything that is needed to pay, or the first thing that is missing.
    ///
    /// # Errors
    /// The problem, with its sentence.
    pub fn order<'a>(&self, form: &'a Form) -> Result<Order<'a>, FieldProblem> {
        let gift = self.gift(form)?;
        let way = self.way(form).filter(|way| way.takes(gift.currency()));
        let Some(way) = way else {
            let text = form.words.get(Word::currency_not_taken);
            return Err(problem("terminal", text));
        };
        let covered = if self.cover_fee {
            way.covered(gift)
        } else {
            None
        };
        Ok(Order {
            gift,
            total: covered.unwrap_or(gift),
            way,
            covers_fee: covered.is_some(),
        })
    }
}

/// A preset as the form sends it: without decimals that are all zero, so that the value holds in
/// a currency without decimals too, should the donor choose one where no script runs.
pub fn preset_value(wire: &str) -> &str {
    match wire.split_once('.') {
        Some((major, decimals)) if decimals.bytes().all(|digit| digit == b'0') => major,
        _ => wire,
    }
}

pub(crate) fn problem(field: &str, text: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        text: text.to_owned(),
        readings: Vec::new(),
    }
}

fn amount_problem(error: AmountError, form: &Form) -> FieldProblem {
    let words = &form.words;
    let word = match error {
        AmountError::Empty => Word::amount_empty,
        AmountError::Zero => Word::amount_zero,
        AmountError::Negative => Word::amount_negative,
        AmountError::NotANumber | AmountError::TooLong | AmountError::TooLarge => {
            Word::amount_not_a_number
        }
        AmountError::OtherCurrency => Word::amount_other_currency,
        AmountError::TooManyDecimals { max } => {
            let max = char::from(b'0'.saturating_add(max)).to_string();
            let text = fill(words.get(Word::amount_too_many_decimals), &[("max", &max)]);
            return problem("amount", &text);
        }
        AmountError::Ambiguous { readings } => {
            let reading = |money: Money| (money.wire_value(), format_amount(money, &form.lang));
            return FieldProblem {
                readings: readings.map(reading).to_vec(),
                ..problem("amount", words.get(Word::amount_ambiguous))
            };
        }
    };
    problem("amount", words.get(word))
}

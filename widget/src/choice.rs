//! What the donor chose so far, and what follows from it. Plain Rust: tested natively.

use obole_shared::amount::{AmountError, format_amount, read_amount};
use obole_shared::api::TerminalView;
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::texts::{Texts, fill};

use crate::form::{FieldProblem, Form};

/// The state of the form's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Text of the amount field; unless empty it wins over the preset.
    pub text: String,
    /// Preset chosen, as a wire value in major units.
    pub preset: Option<String>,
    /// Currency chosen; `None` only where the link offers none.
    pub currency: Option<Currency>,
    /// Terminal chosen.
    pub terminal: Option<String>,
}

impl Choice {
    /// What the form shows first: what was entered before, else the link's defaults.
    pub fn of(form: &Form) -> Self {
        let entered = &form.entered;
        let offered = form.link.currencies.iter().map(|view| view.code);
        let entered_currency = entered.currency.as_deref().and_then(Currency::from_code);
        let currency = offered
            .clone()
            .find(|code| Some(*code) == entered_currency)
            .or_else(|| offered.clone().next());
        let entered_terminal = entered.terminal.as_deref();
        let mut choice = Self {
            text: entered.amount.clone().unwrap_or_default(),
            preset: entered
                .preset
                .as_deref()
                .map(preset_value)
                .map(str::to_owned),
            currency,
            terminal: entered_terminal
                .filter(|id| form.terminal(id).is_some())
                .map(str::to_owned),
        };
        choice.settle_terminal(form);
        choice
    }

    /// Moves to the first terminal that takes the currency, unless the chosen one does.
    pub fn settle_terminal(&mut self, form: &Form) {
        let chosen = self.terminal.as_deref().and_then(|id| form.terminal(id));
        if !chosen.is_some_and(|terminal| self.is_taken_by(terminal)) {
            let mut terminals = form.link.terminals.iter();
            self.terminal = terminals
                .find(|terminal| self.is_taken_by(terminal))
                .map(|terminal| terminal.id.to_string());
        }
    }

    /// Whether the terminal takes the chosen currency.
    pub fn is_taken_by(&self, terminal: &TerminalView) -> bool {
        self.currency
            .is_some_and(|currency| terminal.currencies.contains(&currency))
    }

    /// The exact amount, within the link's limits, or what to tell the donor.
    pub fn amount(&self, form: &Form) -> Result<Money, FieldProblem> {
        let texts = &form.texts;
        let Some(view) = self.currency.and_then(|code| form.currency(code)) else {
            return Err(problem("currency", texts.currency_not_taken.as_ref()));
        };
        let (currency, lang) = (view.code, form.lang.as_str());
        let read = match &self.preset {
            Some(preset) if self.text.trim().is_empty() => {
                Money::from_wire(preset, currency).map_err(|_| AmountError::NotANumber)
            }
            _ => read_amount(&self.text, lang, currency),
        };
        let limit = |wire: &str| Money::from_wire(wire, currency).ok();
        let too_large = |max: Money| {
            let max = format_amount(max, lang);
            problem("amount", &fill(&texts.amount_too_large, &[("max", &max)]))
        };
        let (min, max) = (limit(&view.min), limit(&view.max));
        match (read, min, max) {
            (Ok(money), Some(min), _) if money.minor() < min.minor() => {
                let min = format_amount(min, lang);
                let text = fill(&texts.amount_too_small, &[("min", &min)]);
                Err(problem("amount", &text))
            }
            (Ok(money), _, Some(max)) if money.minor() > max.minor() => Err(too_large(max)),
            (Ok(money), ..) => Ok(money),
            (Err(AmountError::TooLarge), _, Some(max)) => Err(too_large(max)),
            (Err(error), ..) => Err(amount_problem(error, texts, lang)),
        }
    }

    /// Everything that is needed to pay, or the first thing that is missing.
    pub fn order(&self, form: &Form) -> Result<(Money, String), FieldProblem> {
        let money = self.amount(form)?;
        let terminal = self.terminal.as_deref().and_then(|id| form.terminal(id));
        match terminal {
            Some(terminal) if self.is_taken_by(terminal) => Ok((money, terminal.id.to_string())),
            _ => Err(problem("terminal", &form.texts.currency_not_taken)),
        }
    }

    /// What the pay button says: the exact amount as soon as there is one.
    pub fn pay_label(&self, form: &Form) -> String {
        match self.amount(form) {
            Ok(money) => {
                let amount = format_amount(money, &form.lang);
                fill(&form.texts.pay_amount, &[("amount", &amount)])
            }
            Err(_) => form.texts.pay.to_string(),
        }
    }

    /// The chosen provider put into a text with `{provider}`.
    pub fn with_provider(&self, text: &str, form: &Form) -> String {
        let terminal = self.terminal.as_deref().and_then(|id| form.terminal(id));
        let name = terminal.map_or("…", |terminal| terminal.kind.provider_name());
        fill(text, &[("provider", name)])
    }

    /// Least and greatest amount in the chosen currency, in words.
    pub fn limits(&self, form: &Form) -> String {
        let Some(view) = self.currency.and_then(|code| form.currency(code)) else {
            return String::new();
        };
        let write = |wire: &str| {
            Money::from_wire(wire, view.code).map_or_else(
                |_| wire.to_owned(),
                |money| format_amount(money, &form.lang),
            )
        };
        let (min, max) = (write(&view.min), write(&view.max));
        fill(&form.texts.limits, &[("min", &min), ("max", &max)])
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

fn problem(field: &str, text: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        text: text.to_owned(),
        readings: Vec::new(),
    }
}

fn amount_problem(error: AmountError, texts: &Texts, lang: &str) -> FieldProblem {
    let text = match error {
        AmountError::Empty => &texts.amount_empty,
        AmountError::Zero => &texts.amount_zero,
        AmountError::Negative => &texts.amount_negative,
        AmountError::NotANumber | AmountError::TooLong | AmountError::TooLarge => {
            &texts.amount_not_a_number
        }
        AmountError::OtherCurrency => &texts.amount_other_currency,
        AmountError::TooManyDecimals { max } => {
            let max = max.to_string();
            return problem(
                "amount",
                &fill(&texts.amount_too_many_decimals, &[("max", &max)]),
            );
        }
        AmountError::Ambiguous { readings } => {
            let reading = |money: Money| (money.wire_value(), format_amount(money, lang));
            return FieldProblem {
                readings: readings.map(reading).to_vec(),
                ..problem("amount", &texts.amount_ambiguous)
            };
        }
    };
    problem("amount", text)
}

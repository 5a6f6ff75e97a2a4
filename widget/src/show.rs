//! What the form says, from what the donor chose: the one place that decides it, for the edge that
//! renders and for the browser that follows.

use obole_shared::amount::{format_amount, format_number};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::texts::fill;

use crate::choice::Choice;
use crate::form::Form;
use crate::words::Word;

/// The texts and states that follow the donor's choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The pay button.
    pub pay: String,
    /// Least and greatest amount.
    pub limits: String,
    /// For each way to pay, whether it is closed in this currency.
    pub closed: Vec<bool>,
    /// The box that covers the fee, where the chosen way has one.
    pub cover: Option<Cover>,
}

/// The box that covers the fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Its label.
    pub label: String,
    /// What it comes to, once ticked.
    pub note: String,
}

impl Shown {
    /// What follows from a choice where script runs.
    pub fn of(form: &Form, choice: &Choice) -> Self {
        let lang = &form.lang;
        let order = choice.order(form).ok();
        let pay = match &order {
            Some(order) => {
                let total = format_amount(order.total, lang);
                form.words.with(Word::pay_amount, "amount", &total)
            }
            None => form.words.get(Word::pay).to_owned(),
        };
        let taken = |currency| form.ways.iter().map(move |way| !way.takes(currency));
        Self {
            pay,
            limits: limits(form, choice.currency),
            closed: choice.currency.map(taken).into_iter().flatten().collect(),
            cover: cover(form, choice, order.map(|order| order.gift)),
        }
    }

    /// What is shown where no script may follow: the donor can still change everything, so nothing
    /// is closed and no sum is spelled.
    pub fn still(form: &Form, choice: &Choice) -> Self {
        let offered = form.ways.iter().any(|way| !way.fees.is_empty());
        Self {
            pay: form.words.get(Word::pay).to_owned(),
            limits: limits(form, choice.currency),
            closed: form.ways.iter().map(|_| false).collect(),
            cover: offered.then(|| Cover {
                label: form.words.get(Word::cover_fee_label_unknown).to_owned(),
                note: String::new(),
            }),
        }
    }
}

/// Least and greatest amount in a currency, in words.
fn limits(form: &Form, currency: Option<Currency>) -> String {
    let Some(limits) = currency.and_then(|code| form.limits(code)) else {
        return String::new();
    };
    let write = |money| format_amount(money, &form.lang);
    let (min, max) = (write(limits.min), write(limits.max));
    fill(
        form.words.get(Word::limits),
        &[("min", &min), ("max", &max)],
    )
}

fn cover(form: &Form, choice: &Choice, gift: Option<Money>) -> Option<Cover> {
    let way = choice.way(form)?;
    let currency = choice.currency?;
    way.fees.iter().find(|fee| fee.currency == currency)?;
    let words = &form.words;
    let sums = gift.and_then(|gift| {
        let fee = way.covered(gift)?.checked_sub(gift)?;
        Some((gift, fee))
    });
    let Some((gift, fee)) = sums else {
        return Some(Cover {
            label: words.get(Word::cover_fee_label_unknown).to_owned(),
            note: String::new(),
        });
    };
    let note = if choice.cover_fee {
        let gift = format_amount(gift, &form.lang);
        let values = [("gift", gift.as_str()), ("provider", way.provider.as_str())];
        fill(words.get(Word::cover_fee_note), &values)
    } else {
        String::new()
    };
    let fee = format_amount(fee, &form.lang);
    Some(Cover {
        label: words.with(Word::cover_fee_label, "fee", &fee),
        note,
    })
}

/// A preset as it is written on its button; `None` where the currency cannot carry it or the
/// link's limits leave it out.
pub fn preset_text(form: &Form, value: &str, currency: Option<Currency>) -> Option<String> {
    let limits = form.limits(currency?)?;
    let money = Money::from_wire(value, limits.min.currency()).ok()?;
    let within = money.minor() >= limits.min.minor() && money.minor() <= limits.max.minor();
    within.then(|| format_number(money, &form.lang))
}

//! What a button sells.

use crate::classic::standard::flaw::Flaw;
use crate::classic::standard::form::Form;

/// More lines than any cart has.
const ITEMS_MAX: usize = 500;

/// One line of the cart, or the one thing that is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) name: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) quantity: i64,
    /// For one; `None` when the payer is to say how much. Minor units of ISO 4217, as all
    /// amounts here.
    pub(crate) unit_minor: Option<i64>,
    pub(crate) shipping_minor: i64,
    pub(crate) handling_minor: i64,
    pub(crate) tax_minor: i64,
    /// Name and choice.
    pub(crate) options: Vec<(String, String)>,
}

impl Item {
    /// Price, shipping, handling and tax of all pieces. Handling counts once.
    pub(crate) fn gross(&self) -> Option<i64> {
        self.unit_minor?
            .checked_add(self.tax_minor)?
            .checked_add(self.shipping_minor)?
            .checked_mul(self.quantity)?
            .checked_add(self.handling_minor)
    }
}

/// The item whose variables end in `suffix`.
pub(crate) fn item(
    form: &Form,
    suffix: &str,
    amount: &impl Fn(&str) -> Result<Option<i64>, Flaw>,
) -> Result<Item, Flaw> {
    let named = |name: &str| format!("{name}{suffix}");
    let part = |name: &str| Ok(amount(&named(name))?.unwrap_or(0));
    let quantity = match form.get(&named("quantity")) {
        None => 1,
        Some(text) => text
            .parse()
            .ok()
            .filter(|quantity| (1..=99_999).contains(quantity))
            .ok_or(Flaw::Value("quantity"))?,
    };
    let unit_minor = amount(&named("amount"))?;
    if unit_minor.is_some_and(|minor| minor <= 0) {
        return Err(Flaw::Amount(named("amount")));
    }
    let options = ["0", "1"].iter().filter_map(|at| {
        let name = form.text(&format!("on{at}{suffix}"))?;
        Some((
            name,
            form.text(&format!("os{at}{suffix}")).unwrap_or_default(),
        ))
    });
    Ok(Item {
        name: form.text(&named("item_name")),
        number: form.text(&named("item_number")),
        quantity,
        unit_minor,
        shipping_minor: part("shipping")?,
        handling_minor: part("handling")?,
        tax_minor: part("tax")?,
        options: options.collect(),
    })
}

/// The lines of an uploaded cart, which count from 1 without a gap.
pub(crate) fn cart(
    form: &Form,
    amount: &impl Fn(&str) -> Result<Option<i64>, Flaw>,
) -> Result<Vec<Item>, Flaw> {
    let mut items = Vec::new();
    for number in 1..=ITEMS_MAX {
        let suffix = format!("_{number}");
        if form.get(&format!("amount{suffix}")).is_none() {
            break;
        }
        let line = item(form, &suffix, amount)?;
        if line.name.is_none() {
            return Err(Flaw::Missing("item_name_x"));
        }
        items.push(line);
    }
    if items.is_empty() {
        return Err(Flaw::Missing("amount_1"));
    }
    Ok(items)
}

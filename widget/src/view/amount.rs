//! The amount: presets, the field, the currency, and what is wrong with it.

use leptos::either::Either;
use leptos::prelude::*;
use obole_shared::amount::format_amount;
use obole_shared::api::PresetView;
use obole_shared::currency::Currency;
use obole_shared::money::Money;

use super::Checkout;
use crate::choice::preset_value;
use crate::show::preset_text;

pub(super) fn amount(page: &Checkout<'_>) -> impl IntoView + use<> {
    let texts = page.texts;
    let fixed = page.link.fixed;
    let heading = if fixed {
        &texts.price_heading
    } else {
        &texts.amount_heading
    };
    let entry = if let Some(only) = priced(page) {
        Either::Left(sent(only))
    } else {
        let field = (!fixed).then(|| field(page));
        let currency = currency(page);
        Either::Right(view! { <div class="entry" part="entry">{field} {currency}</div> })
    };
    let readings = page.problem_at(&["amount"]).map(|problem| {
        let readings = problem.readings.iter();
        readings
            .map(|(wire, text)| reading(wire, text))
            .collect_view()
    });
    let hint = (!fixed).then(|| {
        view! { <p id="limits" class="hint" part="hint">{page.shown.limits.clone()}</p> }
    });
    view! {
        <fieldset class="amount" part="amount">
            <legend>{heading.to_string()}</legend>
            {presets(page)}
            {entry}
            {hint}
            {page.trouble("amount-problem", &["amount", "currency"])}
            <div id="readings" class="readings">{readings}</div>
            <template id="reading">{reading("", "")}</template>
        </fieldset>
    }
}

/// One of the readings of an ambiguous amount; without script it sends the form with this one.
fn reading(wire: &str, text: &str) -> impl IntoView + use<> {
    view! {
        <button class="reading" part="reading" type="submit" name="reading" value=wire.to_owned()>
            {text.to_owned()}
        </button>
    }
}

/// The amounts of all currencies: script hides those that the chosen one does not carry.
fn presets(page: &Checkout<'_>) -> Option<impl IntoView + use<>> {
    let mut offered: Vec<&PresetView> = Vec::new();
    let all = page.link.currencies.iter().flat_map(|view| &view.presets);
    for preset in all {
        let value = preset_value(&preset.value);
        if !offered.iter().any(|one| preset_value(&one.value) == value) {
            offered.push(preset);
        }
    }
    let preset = |(index, preset): (usize, &PresetView)| {
        let value = preset_value(&preset.value).to_owned();
        // A price says all there is to say: script leaves it as it is.
        let (class, text) = match priced(page) {
            Some(only) => ("price", price(&value, only, &page.form.lang)),
            None => (
                "value",
                preset_text(page.form, &value, page.choice.currency),
            ),
        };
        let chosen = page.choice.preset.as_ref() == Some(&value);
        let first = page.link.fixed && page.choice.preset.is_none() && index == 0;
        let meaning = preset.meaning.clone();
        view! {
            <label class="preset" part="preset">
                <input type="radio" name="preset" value=value.clone() checked=chosen || first />
                <span class=class>{text.unwrap_or(value)}</span>
                {meaning.map(|meaning| view! { <small class="meaning">{meaning}</small> })}
            </label>
        }
    };
    let wide = offered.iter().any(|one| one.meaning.is_some());
    let class = if wide { "presets wide" } else { "presets" };
    let list: Vec<_> = offered.into_iter().enumerate().map(preset).collect();
    (!list.is_empty()).then(|| view! { <div class=class part="presets">{list}</div> })
}

/// The currency of fixed prices where there is but one: each price is written with it, and there
/// is nothing else to choose or to type.
fn priced(page: &Checkout<'_>) -> Option<Currency> {
    match page.link.currencies.as_slice() {
        [only] if page.link.fixed => Some(only.code),
        _ => None,
    }
}

fn price(value: &str, currency: Currency, lang: &str) -> Option<String> {
    let money = Money::from_wire(value, currency).ok()?;
    Some(format_amount(money, lang))
}

fn sent(currency: Currency) -> impl IntoView + use<> {
    view! { <input type="hidden" name="currency" value=currency.code() /> }
}

fn field(page: &Checkout<'_>) -> impl IntoView + use<> {
    view! {
        <div class="field">
            <label for="amount">{page.texts.amount_label.to_string()}</label>
            <input
                id="amount"
                part="field"
                name="amount"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                placeholder=" "
                dir="ltr"
                value=page.entered.amount.clone().unwrap_or_default()
                aria-describedby="limits amount-problem"
                aria-invalid=page.invalid("amount")
            />
        </div>
    }
}

fn currency(page: &Checkout<'_>) -> impl IntoView + use<> {
    let offered: Vec<Currency> = page.link.currencies.iter().map(|view| view.code).collect();
    let chosen = page.choice.currency;
    let option = |code: &Currency| {
        let code = *code;
        view! { <option value=code.code() selected=chosen == Some(code)>{code.code()}</option> }
    };
    // One currency is a fact, not a choice; a choice of one would only be in the way.
    if let [only] = offered.as_slice() {
        Either::Left(view! {
            <span class="unit" part="currency">
                {only.code()} {sent(*only)}
            </span>
        })
    } else {
        Either::Right(view! {
            <div class="field">
                <label for="currency">{page.texts.currency_label.to_string()}</label>
                <select id="currency" part="currency" name="currency">
                    {offered.iter().map(option).collect_view()}
                </select>
            </div>
        })
    }
}

//! The amount: presets, the field, the currency, and what is wrong with it.

use leptos::prelude::*;
use obole_shared::currency::Currency;

use super::presets::presets;
use super::{Deed, State, heard, live};

pub(super) fn amount(state: &State) -> impl IntoView + use<> {
    let texts = &state.form.texts;
    view! {
        <fieldset class="amount" part="amount">
            <legend>{texts.amount_heading.to_string()}</legend>
            {presets(state)}
            <div class="entry" part="entry">
                <div class="field">
                    <label for="amount">{texts.amount_label.to_string()}</label>
                    {field(state)}
                </div>
                {currency(state)}
            </div>
            {hint(state)}
            {trouble(state)}
        </fieldset>
    }
}

fn field(state: &State) -> impl IntoView + use<> {
    let wrong = {
        let state = state.clone();
        move || state.problem_at(&["amount"]).map(|_| "true")
    };
    let typed = {
        let state = state.clone();
        heard(move |event| {
            let text = event_target_value(&event);
            state.choice.update(|choice| {
                if !text.trim().is_empty() {
                    choice.preset = None;
                }
                choice.text = text;
            });
            state.problem.set(None);
            state.act(Deed::Typed);
        })
    };
    view! {
        <input
            id="amount"
            part="field"
            name="amount"
            type="text"
            inputmode="decimal"
            autocomplete="off"
            placeholder=" "
            dir="ltr"
            value=state.form.entered.amount.clone().unwrap_or_default()
            aria-describedby="amount-limits amount-problem"
            aria-invalid=wrong
            on:input=typed
        />
    }
}

fn currency(state: &State) -> impl IntoView + use<> {
    let offered: Vec<Currency> = state
        .form
        .link
        .currencies
        .iter()
        .map(|view| view.code)
        .collect();
    let chosen = state.choice.with_untracked(|choice| choice.currency);
    let change = {
        let state = state.clone();
        heard(move |event| {
            let currency = Currency::from_code(&event_target_value(&event));
            let form = state.form.clone();
            state.choice.update(|choice| {
                choice.currency = currency;
                choice.settle_terminal(&form);
            });
            state.problem.set(None);
            state.act(Deed::Amount);
        })
    };
    let option = |code: &Currency| {
        let code = *code;
        view! { <option value=code.code() selected=chosen == Some(code)>{code.code()}</option> }
    };
    let label = state.form.texts.currency_label.to_string();
    // One currency is a fact, not a choice; a choice of one would only be in the way.
    if let [only] = offered.as_slice() {
        leptos::either::Either::Left(view! {
            <span class="unit" part="currency">
                {only.code()}
                <input type="hidden" name="currency" value=only.code() />
            </span>
        })
    } else {
        leptos::either::Either::Right(view! {
            <div class="field">
                <label for="currency">{label}</label>
                <select id="currency" part="currency" name="currency" on:change=change>
                    {offered.iter().map(option).collect_view()}
                </select>
            </div>
        })
    }
}

fn hint(state: &State) -> impl IntoView + use<> {
    let (choice, form) = (state.choice, state.form.clone());
    view! {
        <p id="amount-limits" class="hint" part="hint">
            {live(move || choice.with(|choice| choice.limits(&form)))}
        </p>
    }
}

fn trouble(state: &State) -> impl IntoView + use<> {
    let readings = {
        let state = state.clone();
        move || {
            let problem = state.problem_at(&["amount"]);
            let readings = problem.map(|problem| problem.readings).unwrap_or_default();
            let button = |(wire, text)| reading(&state, wire, text);
            readings.into_iter().map(button).collect_view()
        }
    };
    view! {
        <p id="amount-problem" class="trouble" part="problem" role="alert">
            {state.sentence_at(&["amount", "currency"])}
        </p>
        <div class="readings">{readings}</div>
    }
}

/// One of the readings of an ambiguous amount; without script it sends the form with this one.
fn reading(state: &State, wire: String, text: String) -> impl IntoView + use<> {
    let (state, shown) = (state.clone(), text.clone());
    let choose = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        state.act(Deed::Reading(shown.clone()));
    };
    view! {
        <button
            class="reading"
            part="reading"
            type="submit"
            name="reading"
            value=wire
            on:click=choose
        >
            {text}
        </button>
    }
}

//! Amounts to choose from.

use leptos::prelude::*;
use obole_shared::amount::format_number;
use obole_shared::money::Money;

use super::{Deed, State, heard};
use crate::choice::preset_value;

pub(super) fn presets(state: &State) -> impl IntoView + use<> {
    let state = state.clone();
    let currency = Memo::new({
        let choice = state.choice;
        move |_| choice.with(|choice| choice.currency)
    });
    let list = move || {
        let view = currency.get().and_then(|code| state.form.currency(code));
        let presets = view.map(|view| (view.code, view.presets.as_slice()));
        let (code, presets) = presets.unzip();
        let chosen = state.choice.with_untracked(|choice| choice.preset.clone());
        let preset = |wire: &String| {
            let value = preset_value(wire).to_owned();
            let money = code.and_then(|code| Money::from_wire(wire, code).ok());
            let text = money.map_or_else(
                || wire.clone(),
                |money| format_number(money, &state.form.lang),
            );
            let choose = {
                let (state, value) = (state.clone(), value.clone());
                heard(move |_| {
                    let value = value.clone();
                    state.choice.update(|choice| {
                        choice.text.clear();
                        choice.preset = Some(value);
                    });
                    state.act(Deed::Preset);
                })
            };
            view! {
                <label class="preset" part="preset">
                    <input
                        type="radio"
                        name="preset"
                        checked=chosen.as_ref() == Some(&value)
                        value=value
                        on:change=choose
                    />
                    <span>{text}</span>
                </label>
            }
        };
        presets
            .unwrap_or_default()
            .iter()
            .map(preset)
            .collect_view()
    };
    view! { <div class="presets" part="presets">{list}</div> }
}

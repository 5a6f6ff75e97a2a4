//! The button that says exactly what it does.

use leptos::prelude::*;

use super::State;

pub(super) fn submit(state: &State) -> impl IntoView + use<> {
    let problem = state.problem_at("");
    let (busy, choice, live) = (state.busy, state.choice, state.live);
    let label = {
        let form = state.form.clone();
        move || {
            choice.with(|choice| {
                if busy.get() {
                    choice.with_provider(&form.texts.opening, &form)
                } else if live.get() {
                    choice.pay_label(&form)
                } else {
                    form.texts.pay.to_string()
                }
            })
        }
    };
    let note = {
        let form = state.form.clone();
        // Without script the provider may change under a sentence that names one.
        move || {
            let named = |choice: &crate::choice::Choice| {
                choice.with_provider(&form.texts.redirect_note, &form)
            };
            if live.get() {
                choice.with(named)
            } else {
                String::new()
            }
        }
    };
    view! {
        <div class="submit">
            <div class="trouble" part="problem">
                <p role="alert">{move || problem().map(|problem| problem.text).unwrap_or_default()}</p>
            </div>
            <button
                class="pay"
                part="pay"
                type="submit"
                aria-busy=move || busy.get().then_some("true")
                aria-disabled=move || busy.get().then_some("true")
            >
                {label}
            </button>
            <p class="note" part="note">{note}</p>
        </div>
    }
}

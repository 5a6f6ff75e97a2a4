//! The button that says exactly what it does.

use leptos::prelude::*;

use super::{State, live};

pub(super) fn submit(state: &State) -> impl IntoView + use<> {
    let busy = state.busy;
    let is_busy = move || busy.get().then_some("true");
    let label = {
        let state = state.clone();
        live(move || {
            let form = &state.form;
            state.choice.with(|choice| {
                if state.busy.get() {
                    choice.with_provider(&form.texts.opening, form)
                } else if state.live.get() {
                    choice.pay_label(form)
                } else {
                    form.texts.pay.to_string()
                }
            })
        })
    };
    view! {
        <div class="submit">
            <p class="trouble" part="problem" role="alert">
                {state.sentence_at(&[])}
            </p>
            <button class="pay" part="pay" type="submit" aria-busy=is_busy aria-disabled=is_busy>
                {label}
            </button>
        </div>
    }
}

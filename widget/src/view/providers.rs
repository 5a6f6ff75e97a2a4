//! Who the donor pays with.

use leptos::prelude::*;
use obole_shared::api::TerminalView;
use obole_shared::texts::fill;

use super::mark::mark;
use super::{Deed, State, heard, live};

pub(super) fn providers(state: &State) -> impl IntoView + use<> {
    let texts = &state.form.texts;
    let terminals = state.form.link.terminals.iter();
    view! {
        <fieldset class="providers" part="providers" aria-describedby="terminal-problem">
            <legend>{texts.provider_heading.to_string()}</legend>
            {terminals.map(|terminal| provider(state, terminal)).collect_view()}
            <p id="terminal-problem" class="trouble" part="problem" role="alert">
                {state.sentence_at(&["terminal"])}
            </p>
        </fieldset>
    }
}

fn provider(state: &State, terminal: &TerminalView) -> impl IntoView + use<> {
    let texts = &state.form.texts;
    let id = terminal.id.to_string();
    // Without script the currency may still change, so nothing may be closed to the donor.
    let closed = {
        let (state, terminal) = (state.clone(), terminal.clone());
        move || state.live.get() && !state.choice.with(|choice| choice.is_taken_by(&terminal))
    };
    let reason = {
        let (closed, text) = (closed.clone(), texts.currency_not_taken.to_string());
        live(move || {
            if closed() {
                text.clone()
            } else {
                String::new()
            }
        })
    };
    let note = fill(
        &texts.redirect_note,
        &[("provider", terminal.kind.provider_name())],
    );
    let initially = state
        .choice
        .with_untracked(|choice| choice.terminal.as_deref() == Some(&*id));
    let choose = {
        let (state, id) = (state.clone(), id.clone());
        heard(move |_| {
            state
                .choice
                .update(|choice| choice.terminal = Some(id.clone()));
            state.problem.set(None);
            state.act(Deed::Provider);
        })
    };
    let badge = terminal.test.then(|| {
        view! { <small class="badge" part="test-badge">{texts.test_mode.to_string()}</small> }
    });
    view! {
        <label class="provider" part="provider">
            <input
                type="radio"
                name="terminal"
                value=id
                checked=initially
                disabled=closed
                on:change=choose
            />
            <span class="mark" part="mark" aria-hidden="true" inner_html=mark(terminal.kind)></span>
            <span class="name">
                {terminal.name.clone()}
                {badge}
                <small class="reason">{reason}</small>
                <small class="note" part="note">{note}</small>
            </span>
        </label>
    }
}

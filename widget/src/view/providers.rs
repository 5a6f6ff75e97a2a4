//! Who the donor pays with.

use leptos::prelude::*;
use obole_shared::api::TerminalView;
use obole_shared::texts::fill;

use super::Checkout;
use super::mark::mark;
use crate::form::Way;

pub(super) fn providers(page: &Checkout<'_>) -> impl IntoView + use<> {
    let texts = page.texts;
    let terminals = page.link.terminals.iter();
    view! {
        <fieldset class="providers" part="providers">
            <legend>{texts.provider_heading.to_string()}</legend>
            {terminals.map(|terminal| provider(page, terminal)).collect_view()}
            {page.trouble("terminal-problem", &["terminal"])}
        </fieldset>
    }
}

fn provider(page: &Checkout<'_>, terminal: &TerminalView) -> impl IntoView + use<> {
    let texts = page.texts;
    let id = terminal.id.to_string();
    let note = fill(
        &texts.redirect_note,
        &[("provider", terminal.kind.provider_name())],
    );
    let chosen = page.choice.terminal.as_deref() == Some(&*id);
    let badge = terminal.test.then(|| {
        view! { <small class="badge" part="test-badge">{texts.test_mode.to_string()}</small> }
    });
    // Told, and not enforced: where no script runs the currency may still change.
    let way = page.form.way(&id);
    let taken = way
        .zip(page.choice.currency)
        .is_none_or(|(way, code)| Way::takes(way, code));
    view! {
        <label class="provider" part="provider" data-closed=(!taken).then_some("true")>
            <input
                type="radio"
                name="terminal"
                value=id
                checked=chosen
                aria-describedby="terminal-problem"
            />
            <span class="mark" part="mark" aria-hidden="true" inner_html=mark(terminal.kind)></span>
            <span class="name">
                {terminal.name.clone()}
                {badge}
                <small class="reason">{texts.currency_not_taken.to_string()}</small>
                <small class="note" part="note">{note}</small>
            </span>
        </label>
    }
}

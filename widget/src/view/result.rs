//! What became of a payment: the same markup in the widget and on the edge's own page.

use leptos::prelude::*;
use obole_shared::texts::Texts;

use super::{Deed, State};

/// A payment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The contract's word for the status.
    pub(crate) status: String,
    /// The status as a heading.
    pub(crate) heading: String,
    /// Why it stands where it stands.
    pub(crate) sentence: String,
    /// The exact amount, as a person writes it.
    pub(crate) amount: String,
    /// Our reference.
    pub(crate) reference: String,
    /// No money moves.
    pub(crate) test: bool,
    /// What is shown is looked at again by itself.
    pub(crate) updates: bool,
    /// What the provider told the donor: labels and values.
    pub(crate) facts: Vec<(String, String)>,
}

/// How a status looks: `done`, `open` or `failed`.
pub(crate) fn tone(status: &str) -> &'static str {
    match status {
        "captured" | "authorized" => "done",
        "created" | "pending" => "open",
        "declined" | "canceled" | "expired" => "failed",
        _ => "plain",
    }
}

/// The result, with what may be done next below it.
pub(crate) fn result<Actions: IntoView>(
    outcome: &Outcome,
    texts: &Texts,
    actions: Actions,
) -> impl IntoView + use<Actions> {
    let tone = tone(&outcome.status);
    let paid = outcome.status == "captured";
    let (kicker, heading) = if paid {
        (outcome.heading.clone(), texts.thanks.to_string())
    } else {
        (texts.result_status.to_string(), outcome.heading.clone())
    };
    let badge = outcome.test.then(|| {
        view! { <small class="badge" part="test-badge">{texts.test_mode.to_string()}</small> }
    });
    let waiting = outcome.updates.then(|| {
        view! { <p class="hint">{texts.will_update.to_string()}</p> }
    });
    let facts: Vec<_> = outcome
        .facts
        .iter()
        .cloned()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect();
    view! {
        <div class="result" part="result" data-tone=tone>
            <p class="kicker">{kicker}</p>
            <h2 part="title" tabindex="-1">{heading}</h2>
            <p class="sentence">{outcome.sentence.clone()}</p>
            <dl>
                <div><dt>{texts.result_amount.to_string()}</dt><dd class="sum">{outcome.amount.clone()}</dd></div>
                <div><dt>{texts.result_reference.to_string()}</dt><dd class="reference">{outcome.reference.clone()}</dd></div>
                {facts}
            </dl>
            {badge}
            {waiting}
            <p class="actions">{actions}</p>
        </div>
    }
}

/// Where the widget shows a result.
pub(super) fn place(state: &State) -> impl IntoView + use<> {
    let state = state.clone();
    let shown = move || {
        let state = state.clone();
        state.outcome.get().map(|outcome| {
            let texts = &state.form.texts;
            let label = texts.again.to_string();
            let again = {
                let state = state.clone();
                move |_| state.act(Deed::Again)
            };
            let back = view! { <button class="again" part="again" type="button" on:click=again>{label}</button> };
            result(&outcome, texts, back)
        })
    };
    view! { <div role="status">{shown}</div> }
}

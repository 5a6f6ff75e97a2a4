//! What became of a payment: the same markup in the widget and on the edge's own page.

use leptos::prelude::*;
use obole_shared::texts::Texts;

/// A payment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The contract's word for the status.
    pub(crate) status: String,
    /// The status as a heading.
    pub(crate) heading: String,
    /// Why it stands where it stands.
    pub(crate) sentence: String,
    /// No money moves.
    pub(crate) test: bool,
    /// What is shown is looked at again by itself.
    pub(crate) updates: bool,
    /// Amount, reference and whatever else is known: labels and values.
    pub(crate) facts: Vec<Fact>,
}

/// A line of the receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// Its kind, for the style: `sum`, `reference`, `plain`.
    pub(crate) class: &'static str,
    pub(crate) label: String,
    pub(crate) value: String,
    /// The day meant, where the value tells one: `2026-11-28`.
    pub(crate) day: Option<String>,
}

/// Something that may be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// The one that most will want.
    Main(String, String),
    /// Another address.
    Link(String, String),
    /// To an address in a page of its own.
    Aside(String, String),
    /// Back to the form that stands below: a button for the loader to hear.
    Form(String),
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
pub(crate) fn result(
    outcome: &Outcome,
    texts: &Texts,
    actions: &[Action],
) -> impl IntoView + use<> {
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
    let facts = outcome.facts.iter().map(|fact| {
        let (label, value) = (fact.label.clone(), fact.value.clone());
        let value = match fact.day.clone() {
            Some(day) => view! { <time datetime=day>{value}</time> }.into_any(),
            None => value.into_any(),
        };
        view! { <div><dt>{label}</dt><dd class=fact.class>{value}</dd></div> }
    });
    view! {
        <div class="result" part="result" data-tone=tone>
            <span class="seal" aria-hidden="true" inner_html=super::mark::seal(tone)></span>
            <p class="kicker">{kicker}</p>
            <h2 part="title" tabindex="-1">{heading}</h2>
            <p class="sentence">{outcome.sentence.clone()}</p>
            <dl part="receipt">{facts.collect_view()}</dl>
            {badge}
            {waiting}
            <p class="actions">{actions.iter().map(action).collect_view()}</p>
        </div>
    }
}

fn action(action: &Action) -> AnyView {
    match action {
        Action::Main(url, text) => {
            let (url, text) = (url.clone(), text.clone());
            view! { <a class="pay" part="pay" href=url>{text}</a> }.into_any()
        }
        Action::Link(url, text) => {
            let (url, text) = (url.clone(), text.clone());
            view! { <a class="again" part="again" href=url>{text}</a> }.into_any()
        }
        Action::Aside(url, text) => {
            let (url, text) = (url.clone(), text.clone());
            view! { <a class="again" part="again" href=url target="_blank" rel="noopener">{text}</a> }
                .into_any()
        }
        Action::Form(text) => {
            let text = text.clone();
            view! { <button class="again" part="again" type="button">{text}</button> }.into_any()
        }
    }
}

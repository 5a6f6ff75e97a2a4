//! The form, from the same code on the edge and in the browser.
//!
//! Fields are left to the browser: no value or check mark is bound, so taking a form over cannot
//! change what stands in it. What the donor does is heard through events.

mod amount;
mod mark;
mod presets;
mod providers;
mod result;
mod submit;

use std::sync::Arc;

use leptos::prelude::*;

use crate::choice::Choice;
use crate::form::{FieldProblem, Form};

pub(crate) use result::Outcome;
#[cfg(feature = "ssr")]
pub(crate) use result::result;

/// What the views share.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) form: Arc<Form>,
    pub(crate) choice: RwSignal<Choice>,
    pub(crate) problem: RwSignal<Option<FieldProblem>>,
    /// Script runs: only then do other fields follow a choice at once.
    pub(crate) live: RwSignal<bool>,
    /// A request is under way.
    pub(crate) busy: RwSignal<bool>,
    /// The payment the donor came back from, shown instead of the form.
    pub(crate) outcome: RwSignal<Option<Outcome>>,
    /// What the widget does beyond its own fields; nothing where it is rendered.
    pub(crate) act: Act,
}

/// A text that follows the state. One type for all, because each type of its own costs the browser
/// about a kilobyte.
type Live = Box<dyn Fn() -> String + Send + Sync>;

fn live(text: impl Fn() -> String + Send + Sync + 'static) -> Live {
    Box::new(text)
}

/// Hears an event; one type for all, as above.
type Heard = Box<dyn FnMut(leptos::ev::Event)>;

fn heard(hear: impl FnMut(leptos::ev::Event) + 'static) -> Heard {
    Box::new(hear)
}

/// How the views call what only the browser can do.
pub(crate) type Act = Arc<dyn Fn(&State, Deed) + Send + Sync>;

/// What the donor did that the surroundings must hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Another amount or currency.
    Amount,
    /// A reading of an ambiguous amount, as a person writes it.
    Reading(String),
    /// A preset: the amount field gives way.
    Preset,
    /// Typing: the preset gives way.
    Typed,
    /// Another provider.
    Provider,
    /// The form is sent.
    Submit,
    /// From the result back to the form.
    Again,
}

impl State {
    pub(crate) fn new(form: Arc<Form>, act: Act) -> Self {
        Self {
            choice: RwSignal::new(Choice::of(&form)),
            problem: RwSignal::new(form.problem.clone()),
            live: RwSignal::new(false),
            busy: RwSignal::new(false),
            outcome: RwSignal::new(None),
            form,
            act,
        }
    }

    fn act(&self, deed: Deed) {
        (self.act)(self, deed);
    }

    /// The problem told at one of these fields; at none of them, one that has no field.
    fn problem_at(&self, fields: &[&str]) -> Option<FieldProblem> {
        let places = ["amount", "currency", "terminal"];
        let problem = self.problem.get()?;
        let field = problem.field.as_str();
        let here = if fields.is_empty() {
            !places.contains(&field)
        } else {
            fields.contains(&field)
        };
        here.then_some(problem)
    }

    /// The sentence of that problem.
    fn sentence_at(&self, fields: &'static [&'static str]) -> Live {
        let state = self.clone();
        live(move || {
            state
                .problem_at(fields)
                .map(|problem| problem.text)
                .unwrap_or_default()
        })
    }
}

/// The whole form with its result beside it.
pub(crate) fn checkout(state: &State) -> impl IntoView + use<> {
    let form = &state.form;
    let shown = state.outcome;
    let hidden = |name: &'static str, value: &str| {
        view! { <input type="hidden" name=name value=value.to_owned() /> }
    };
    let submit = {
        let state = state.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            state.act(Deed::Submit);
        }
    };
    view! {
        <div class="obole" part="root" lang=form.lang.clone() dir=direction(&form.lang)>
            <form
                part="form"
                method="post"
                action=form.action()
                accept-charset="utf-8"
                novalidate=true
                hidden=move || shown.with(Option::is_some)
                on:submit=submit
            >
                <h2 part="title">{form.link.name.clone()}</h2>
                {hidden("lang", &form.lang)}
                {hidden("idempotency_key", &form.key)}
                {form.return_to.as_deref().map(|url| hidden("return_to", url))}
                {amount::amount(state)}
                {providers::providers(state)}
                {submit::submit(state)}
            </form>
            {result::place(state)}
        </div>
    }
}

/// The direction a language is written in.
pub(crate) fn direction(lang: &str) -> &'static str {
    let primary = lang.split('-').next().unwrap_or_default();
    let leftward = ["ar", "fa", "he", "ur"];
    if leftward
        .iter()
        .any(|known| primary.eq_ignore_ascii_case(known))
    {
        "rtl"
    } else {
        "ltr"
    }
}

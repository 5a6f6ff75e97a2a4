//! The form as markup. Every element a donor ever sees is made here, on the edge; the browser
//! changes texts and states of what stands there, and clones the templates at its end.
//!
//! Fields are left to the browser: what is typed is nobody's but the donor's.

mod about;
mod amount;
mod boxes;
mod campaign;
mod mark;
mod providers;
mod result;
mod submit;

use leptos::prelude::*;
use obole_shared::api::LinkView;
use obole_shared::texts::{Lang, Texts};

use crate::choice::Choice;
use crate::form::{Entered, FieldProblem, Form};
use crate::show::Shown;

pub(crate) use result::{Action, Fact, Outcome, result};

/// What the views are made from.
pub(crate) struct Checkout<'a> {
    pub(crate) form: &'a Form,
    pub(crate) link: &'a LinkView,
    pub(crate) texts: &'a Texts,
    pub(crate) entered: &'a Entered,
    pub(crate) problem: Option<&'a FieldProblem>,
    pub(crate) choice: Choice,
    pub(crate) shown: Shown,
}

/// The fields that a problem can be told at; any other problem is told beside the button.
const FIELDS: [&str; 9] = [
    "amount",
    "currency",
    "terminal",
    "name",
    "email",
    "message",
    "dedication",
    "cover_fee",
    "consents",
];

impl Checkout<'_> {
    /// The problem told at one of these fields; at none of them, one that has no field.
    fn problem_at(&self, fields: &[&str]) -> Option<&FieldProblem> {
        let problem = self.problem?;
        let field = problem.field.as_str();
        let here = if fields.is_empty() {
            !FIELDS.contains(&field)
        } else {
            fields.contains(&field)
        };
        here.then_some(problem)
    }

    /// Where a problem is told, linked to its field by the field's `aria-describedby`.
    fn trouble(&self, id: &'static str, fields: &[&str]) -> impl IntoView + use<> {
        // Nothing at all where there is none: an empty text would be rendered as a blank.
        let text = self.problem_at(fields).map(|problem| problem.text.clone());
        view! { <p id=id class="trouble" part="problem">{text}</p> }
    }

    /// `aria-invalid` of a field.
    fn invalid(&self, field: &str) -> Option<&'static str> {
        self.problem_at(&[field]).map(|_| "true")
    }
}

/// The whole form, with a place for the result before it.
pub(crate) fn checkout(page: &Checkout<'_>) -> impl IntoView + use<> {
    let form = page.form;
    let hidden = |name: &'static str, value: &str| {
        view! { <input type="hidden" name=name value=value.to_owned() /> }
    };
    view! {
        <div class="obole" part="root" lang=form.lang.clone() dir=direction(&form.lang)>
            <div id="result" role="status"></div>
            <form
                part="form"
                method="post"
                action=form.action()
                accept-charset="utf-8"
                novalidate=true
            >
                <h2 part="title">{page.link.name.clone()}</h2>
                {hidden("lang", &form.lang)}
                {hidden("idempotency_key", &form.key)}
                {form.return_to.as_deref().map(|url| hidden("return_to", url))}
                {campaign::campaign(page)}
                {amount::amount(page)}
                {about::about(page)}
                {providers::providers(page)}
                {boxes::boxes(page)}
                {submit::submit(page)}
            </form>
        </div>
    }
}

/// The direction a language is written in.
pub(crate) fn direction(lang: &str) -> &'static str {
    Lang::from_tag(lang).map_or("ltr", Lang::direction)
}

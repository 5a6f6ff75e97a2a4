//! What the link asks about the donor.

use leptos::prelude::*;
use obole_shared::gift::{DedicationKind, MESSAGE_CHARS_MAX, PERSON_CHARS_MAX};
use obole_shared::link::Need;

use super::Checkout;

pub(super) fn about(page: &Checkout<'_>) -> Option<impl IntoView + use<>> {
    let asked = &page.link.asked;
    let some = asked.name.is_asked()
        || asked.email.is_asked()
        || asked.message.is_asked()
        || asked.dedication
        || asked.anonymous;
    if !some {
        return None;
    }
    let texts = page.texts;
    let anonymous = asked.anonymous.then(|| {
        let label = texts.anonymous_label.to_string();
        view! {
            <label class="box" part="box">
                <input type="checkbox" name="anonymous" value="1" checked=page.entered.anonymous />
                <span>{label}</span>
            </label>
        }
    });
    let email = asked.email.is_asked().then(|| {
        let hint = texts.email_hint.to_string();
        view! {
            {line(page, &EMAIL, asked.email, page.entered.email.as_deref())}
            <p id="email-hint" class="hint" part="hint">{hint}</p>
        }
    });
    let name = asked.name.is_asked();
    let name = name.then(|| line(page, &NAME, asked.name, page.entered.name.as_deref()));
    Some(view! {
        <fieldset class="about" part="about">
            <legend>{texts.details_heading.to_string()}</legend>
            {anonymous}
            {name}
            {email}
            {asked.dedication.then(|| dedication(page))}
            {asked.message.is_asked().then(|| message(page, asked.message))}
        </fieldset>
    })
}

/// A field of one line.
struct Line {
    name: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    described: &'static str,
    problem: &'static str,
}

const NAME: Line = Line {
    name: "name",
    kind: "text",
    autocomplete: "name",
    described: "name-problem",
    problem: "name-problem",
};

const EMAIL: Line = Line {
    name: "email",
    kind: "email",
    autocomplete: "email",
    described: "email-hint email-problem",
    problem: "email-problem",
};

fn line(
    page: &Checkout<'_>,
    line: &Line,
    need: Need,
    value: Option<&str>,
) -> impl IntoView + use<> {
    let label = match line.name {
        "email" => &page.texts.email_label,
        _ => &page.texts.name_label,
    };
    let class = format!("field {}", line.name);
    view! {
        <div class=class>
            {label_of(page, line.name, label, need)}
            <input
                id=line.name
                part="field"
                name=line.name
                type=line.kind
                autocomplete=line.autocomplete
                maxlength=PERSON_CHARS_MAX.to_string()
                value=value.unwrap_or_default().to_owned()
                required=need.is_required()
                aria-describedby=line.described
                aria-invalid=page.invalid(line.name)
            />
            {page.trouble(line.problem, &[line.name])}
        </div>
    }
}

fn label_of(
    page: &Checkout<'_>,
    id: &'static str,
    label: &str,
    need: Need,
) -> impl IntoView + use<> {
    let optional = (!need.is_required()).then(|| page.texts.optional.to_string());
    view! {
        <label for=id>
            {label.to_owned()}
            {optional.map(|text| view! { " " <small>"(" {text} ")"</small> })}
        </label>
    }
}

fn message(page: &Checkout<'_>, need: Need) -> impl IntoView + use<> {
    view! {
        <div class="field">
            {label_of(page, "message", &page.texts.message_label, need)}
            <textarea
                id="message"
                part="field"
                name="message"
                rows="3"
                maxlength=MESSAGE_CHARS_MAX.to_string()
                required=need.is_required()
                aria-describedby="message-problem"
                aria-invalid=page.invalid("message")
            >
                {page.entered.message.clone().unwrap_or_default()}
            </textarea>
            {page.trouble("message-problem", &["message"])}
        </div>
    }
}

fn dedication(page: &Checkout<'_>) -> impl IntoView + use<> {
    let texts = page.texts;
    let chosen = page.entered.dedication.clone();
    let option = |kind: DedicationKind| {
        let text = match kind {
            DedicationKind::Memory => &texts.dedication_memory,
            DedicationKind::Honour => &texts.dedication_honour,
        };
        let selected = chosen.as_deref() == Some(kind.as_str());
        view! { <option value=kind.as_str() selected=selected>{text.to_string()}</option> }
    };
    let name = page.entered.dedication_name.clone().unwrap_or_default();
    let open = !name.is_empty() || page.problem_at(&["dedication"]).is_some();
    // Folded by the browser itself, so that it needs neither script nor style.
    view! {
        <details class="dedication" open=open>
            <summary>
                {texts.dedication_label.to_string()} " "
                <small>"(" {texts.optional.to_string()} ")"</small>
            </summary>
            <div class="field">
                <select
                    id="dedication"
                    part="field"
                    name="dedication"
                    aria-label=texts.dedication_label.to_string()
                >
                    {DedicationKind::ALL.map(option).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="dedication_name">{texts.dedication_name_label.to_string()}</label>
                <input
                    id="dedication_name"
                    part="field"
                    name="dedication_name"
                    type="text"
                    autocomplete="off"
                    maxlength=PERSON_CHARS_MAX.to_string()
                    value=name
                    aria-describedby="dedication_name-problem"
                    aria-invalid=page.invalid("dedication")
                />
                {page.trouble("dedication_name-problem", &["dedication"])}
            </div>
        </details>
    }
}

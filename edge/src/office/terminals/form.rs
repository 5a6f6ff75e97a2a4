//! The form of a terminal.

use maud::{Markup, html};
use obole_shared::terminal::Mode;

use super::super::fields::{Choice, Label, Pick, Typed, choices, hidden, summary, text, token};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::parts::moment_of;
use super::super::words::{self, say};
use super::entry::{CurrencyQuestion, Frame, REMOVE, REVISION, field_name};
use super::{fee, path};
use crate::settings::{AccountView, TerminalView};

/// The page of a new terminal.
pub(super) fn new(frame: Frame, form: &Form, csrf: &str, problems: &Problems) -> Page {
    let body = html! {
        (summary(problems))
        p.lead { (words::NEW_TERMINAL_LEAD) }
        form.sheet method="post" action="/admin/new-terminal" novalidate autocomplete="off" {
            (token(csrf))
            (hidden("kind", frame.kind.as_str()))
            @if let Some(account) = frame.account { (hidden("account", account.kind.as_str())) }
            (what(frame, form, problems, true))
            (how(frame, form, problems))
            (fee::fields(form, problems))
            (credentials(frame, Mode::Test, None, form, problems))
            (credentials(frame, Mode::Live, None, form, problems))
            (buttons("/admin/terminals"))
        }
    };
    Page::new(Section::Terminals, say::new_terminal(frame.name()), body)
        .up("/admin/new-terminal", words::NEW_TERMINAL)
}

/// The page of a terminal that is edited.
pub(super) fn edit(
    frame: Frame,
    view: &TerminalView,
    form: &Form,
    csrf: &str,
    problems: &Problems,
) -> Page {
    let known = &view.credentials;
    let body = html! {
        (summary(problems))
        form.sheet method="post" action={ (path(view)) "/edit" } novalidate autocomplete="off" {
            (token(csrf))
            (hidden(REVISION, form.text(REVISION)))
            (what(frame, form, problems, false))
            (how(frame, form, problems))
            (fee::fields(form, problems))
            (credentials(frame, Mode::Test, known.test.as_ref(), form, problems))
            (credentials(frame, Mode::Live, known.live.as_ref(), form, problems))
            (buttons(&path(view)))
        }
    };
    Page::new(Section::Terminals, say::edit(&view.name), body)
        .up(path(view), view.name.as_str())
        .test(view.mode == Mode::Test)
}

fn buttons(back: &str) -> Markup {
    html! {
        div.buttons {
            button.main type="submit" { (words::SAVE) }
            a href=(back) { (words::BACK_WITHOUT) }
        }
    }
}

fn what(frame: Frame, form: &Form, problems: &Problems, is_new: bool) -> Markup {
    html! {
        fieldset.group {
            legend { (words::TERMINAL) }
            p.hint { (frame.name()) " · " (frame.kind.provider_name()) }
            (text(
                Label::new("name", words::TERMINAL_NAME).hint(words::TERMINAL_NAME_HINT),
                Typed::Line, form, problems,
            ))
            @if is_new {
                (text(
                    Label::new("id", words::TERMINAL_ID).hint(words::TERMINAL_ID_HINT),
                    Typed::Short, form, problems,
                ))
            }
        }
    }
}

fn how(frame: Frame, form: &Form, problems: &Problems) -> Markup {
    html! {
        fieldset.group {
            legend { (words::WHAT_IT_TAKES) }
            (currencies(frame, form, problems))
            (methods(frame, form, problems))
            (authorization(frame, form, problems))
            (condition(frame, form, problems))
        }
    }
}

fn currencies(frame: Frame, form: &Form, problems: &Problems) -> Markup {
    let label = Label::new("currencies", words::CURRENCIES);
    match frame.currencies() {
        CurrencyQuestion::Typed => text(
            label.hint(words::CURRENCIES_TYPED_HINT),
            Typed::Line,
            form,
            problems,
        ),
        CurrencyQuestion::Among(all) => {
            let all: Vec<Choice<'_>> = all
                .iter()
                .map(|currency| Choice::new(currency.code(), currency.code()))
                .collect();
            let label = label.hint(words::CURRENCIES_HINT);
            choices(label, Pick::Any, &all, form, problems)
        }
    }
}

fn methods(frame: Frame, form: &Form, problems: &Problems) -> Markup {
    let all: Vec<(&str, String)> = frame
        .methods()
        .into_iter()
        .map(|method| {
            let only = frame.currencies_of(method).map(|currencies| {
                let codes: Vec<&str> = currencies.iter().map(|one| one.code()).collect();
                format!(" ({})", codes.join(", "))
            });
            let name = format!("{}{}", method.name(), only.unwrap_or_default());
            (method.as_str(), name)
        })
        .collect();
    let all: Vec<Choice<'_>> = all
        .iter()
        .map(|(word, name)| Choice::new(word, name))
        .collect();
    let label = Label::new("methods", words::METHODS).hint(words::METHODS_HINT);
    html! { @if !all.is_empty() { (choices(label, Pick::Any, &all, form, problems)) } }
}

fn authorization(frame: Frame, form: &Form, problems: &Problems) -> Markup {
    let all: Vec<Choice<'_>> = frame
        .authorizations()
        .into_iter()
        .map(|one| {
            Choice::new(one.as_str(), words::authorization(one))
                .hint(words::authorization_means(one))
        })
        .collect();
    let label = Label::new("authorization", words::AUTHORIZATION);
    html! { @if all.len() > 1 { (choices(label, Pick::One, &all, form, problems)) } }
}

fn condition(frame: Frame, form: &Form, problems: &Problems) -> Markup {
    let all: Vec<Choice<'_>> = frame
        .conditions()
        .into_iter()
        .map(|one| Choice::new(one.as_str(), words::condition(one)))
        .collect();
    let label = Label::new("condition", words::CONDITION).hint(words::CONDITION_HINT);
    html! { @if all.len() > 1 { (choices(label, Pick::One, &all, form, problems)) } }
}

/// The credentials of one mode: asked for, never shown.
fn credentials(
    frame: Frame,
    mode: Mode,
    known: Option<&AccountView>,
    form: &Form,
    problems: &Problems,
) -> Markup {
    let (title, hint) = match (mode, known) {
        (Mode::Test, None) => (words::TEST_ACCOUNT, words::TEST_ACCOUNT_HINT),
        (Mode::Live, None) => (words::LIVE_ACCOUNT, words::LIVE_ACCOUNT_HINT),
        (Mode::Test, Some(_)) => (words::TEST_ACCOUNT, words::REPLACE_HINT),
        (Mode::Live, Some(_)) => (words::LIVE_ACCOUNT, words::REPLACE_HINT),
    };
    let whole = format!("credentials.{}", mode.as_str());
    html! {
        fieldset.group id={ "field-" (whole) } {
            legend { (title) }
            p.hint {
                (hint)
                @if let Some(known) = known { " " (words::SET_ON) " " (moment_of(&known.since)) "." }
            }
            @if let Some(problem) = problems.of(&whole) { p.problem { (problem) } }
            @for field in frame.declared().credentials {
                @let name = field_name(mode, field);
                @let set = known.is_some_and(|known| known.fields.iter().any(|one| one == field.name));
                @let hint = if set { words::KEEP } else { field.hint };
                @let label = Label::new(&name, field.label).hint(hint);
                @let label = if known.is_some() || !field.required || mode == Mode::Live {
                    label.optional()
                } else {
                    label
                };
                @let typed = if field.secret { Typed::Secret } else { Typed::Line };
                (text(label, typed, form, problems))
                @if set && !field.required { (remove(&name, field.label, form)) }
            }
        }
    }
}

/// What may be missing can be taken away again.
fn remove(name: &str, label: &str, form: &Form) -> Markup {
    let id = format!("remove-{name}");
    html! {
        div.choice {
            input id=(id) type="checkbox" name=(REMOVE) value=(name)
                checked[form.has(REMOVE, name)];
            label for=(id) { (say::remove(label)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, view};
    use obole_shared::terminal::{AccountType, TerminalKind};

    fn frames() -> Vec<Frame> {
        let mut frames = Vec::new();
        for kind in TerminalKind::ALL {
            let accounts = kind.capabilities().accounts.iter();
            frames.extend(accounts.filter_map(|one| Frame::new(kind, Some(one.kind))));
            frames.extend(Frame::new(kind, None).filter(|one| one.account.is_none()));
        }
        frames
    }

    #[test]
    fn every_kind_has_a_form_from_its_declaration() {
        let frames = frames();
        assert!(frames.len() > TerminalKind::ALL.len());
        for frame in frames {
            let html = new(frame, &frame.blank(), "tok", &Problems::default())
                .body
                .into_string();
            assert_clean(&html);
            for field in frame.declared().credentials {
                for mode in [Mode::Test, Mode::Live] {
                    let name = format!("name=\"{}\"", field_name(mode, field));
                    assert_eq!(html.matches(&name).count(), 1, "{name} in {}", frame.name());
                }
                assert!(html.contains(&maud::html! { (field.hint) }.into_string()));
            }
            for method in frame.methods() {
                assert!(html.contains(&format!("value=\"{}\"", method.as_str())));
            }
        }
    }

    #[test]
    fn credentials_are_never_shown_and_need_not_be_typed_again() {
        let view = view(Mode::Live);
        let frame = Frame::new(view.kind, view.account).unwrap();
        let html = edit(
            frame,
            &view,
            &frame.filled(&view),
            "tok",
            &Problems::default(),
        );
        let html = html.body.into_string();
        assert_clean(&html);
        assert!(
            html.contains(words::KEEP) && html.contains("20 Jul 2026"),
            "{html}"
        );
        assert!(html.contains("name=\"revision\" value=\"7\""), "{html}");
        let input = frame.input(&frame.filled(&view));
        assert_eq!(
            input.revision,
            Some(7),
            "two editors do not undo each other"
        );
        let password = html
            .split("name=\"credentials.live.password\"")
            .nth(1)
            .unwrap();
        let password = password.split('>').next().unwrap();
        assert!(
            !password.contains("value=") && !password.contains(" required"),
            "{password}"
        );
    }

    #[test]
    fn only_what_may_be_missing_can_be_taken_away() {
        let mut terminal = view(Mode::Test);
        terminal.kind = TerminalKind::PaypalExpress;
        terminal.account = Some(AccountType::ExpressUs);
        let account = terminal.credentials.test.as_mut().unwrap();
        account.fields = vec!["user".into(), "password".into(), "subject".into()];
        let frame = Frame::new(terminal.kind, terminal.account).unwrap();
        let form = frame.filled(&terminal);
        let page = edit(frame, &terminal, &form, "tok", &Problems::default());
        let html = page.body.into_string();
        assert_clean(&html);
        let removes: Vec<&str> = html.split("name=\"remove\" value=\"").skip(1).collect();
        assert_eq!(removes.len(), 1, "{html}");
        assert!(
            removes[0].starts_with("credentials.test.subject\""),
            "{html}"
        );
    }

    #[test]
    fn after_a_mistake_only_what_is_no_secret_stays() {
        let frame = Frame::new(TerminalKind::Saferpay, None).unwrap();
        let form = Form::parse(
            b"name=Cards&credentials.test.password=hunter2&credentials.test.customer_id=400123",
        );
        let problems = Problems::one("credentials.test.password", "Too short.");
        let html = new(frame, &form, "tok", &problems).body.into_string();
        assert_clean(&html);
        assert!(
            html.contains("value=\"400123\"") && !html.contains("hunter2"),
            "{html}"
        );
        assert!(
            html.contains("href=\"#field-credentials.test.password\""),
            "{html}"
        );
    }
}

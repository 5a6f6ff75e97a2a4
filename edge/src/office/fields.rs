//! Parts of forms: a label for every field, hints and problems tied to it, and a summary of all
//! problems on top that leads to the fields.

use maud::{Markup, html};

use super::csrf;
use super::form::{Form, Problems};
use super::words;

/// A field as it is labelled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    /// Name in the form, and the end of its id.
    pub(super) name: &'a str,
    /// What it is called.
    pub(super) text: &'a str,
    /// What helps to fill it in.
    pub(super) hint: Option<&'a str>,
    /// Whether it may stay empty.
    pub(super) need: Need,
}

/// Whether a field may stay empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It may not.
    Required,
    /// It may, and says so.
    Optional,
    /// It may, and nobody would think otherwise: a filter.
    Free,
}

impl<'a> Label<'a> {
    /// A field that must be filled in.
    pub(super) const fn new(name: &'a str, text: &'a str) -> Self {
        Self {
            name,
            text,
            hint: None,
            need: Need::Required,
        }
    }

    /// With a hint.
    pub(super) const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// It may stay empty.
    pub(super) const fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    /// It narrows a list.
    pub(super) const fn free(mut self) -> Self {
        self.need = Need::Free;
        self
    }

    fn is_required(self) -> bool {
        self.need == Need::Required
    }

    /// The id that the summary of problems leads to.
    fn id(self) -> String {
        format!("field-{}", self.name)
    }

    /// The ids of hint and problem, where there are any.
    fn described_by(self, problem: Option<&str>) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.id()));
        let problem = problem.map(|_| format!("{}-problem", self.id()));
        let ids: Vec<String> = problem.into_iter().chain(hint).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn above(self, problem: Option<&str>) -> Markup {
        html! {
            label for=(self.id()) {
                (self.text)
                @if self.need == Need::Optional { " " span.optional { (words::OPTIONAL) } }
            }
            (self.help(problem))
        }
    }

    fn help(self, problem: Option<&str>) -> Markup {
        html! {
            @if let Some(hint) = self.hint { p.hint id={ (self.id()) "-hint" } { (hint) } }
            @if let Some(problem) = problem {
                p.problem id={ (self.id()) "-problem" } {
                    span.visually-hidden { (words::PROBLEM) ": " } (problem)
                }
            }
        }
    }
}

/// How a text is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// One line.
    Line,
    /// One short line, such as an id.
    Short,
    /// An amount or number.
    Number,
    /// What must not be read over a shoulder; it is never shown again.
    Secret,
    /// As a secret, and one that a password manager may fill in.
    Password,
    /// Several lines.
    Lines,
}

/// A text field.
pub(super) fn text(label: Label<'_>, typed: Typed, form: &Form, problems: &Problems) -> Markup {
    let problem = problems.of(label.name);
    let value = form.raw(label.name).unwrap_or_default();
    let short = matches!(typed, Typed::Short | Typed::Number);
    let is_hidden = matches!(typed, Typed::Secret | Typed::Password);
    let kind = if is_hidden { "password" } else { "text" };
    // Whatever a browser remembers is no help here, and would be a danger for credentials.
    let remembered = match typed {
        Typed::Password => "current-password",
        Typed::Secret => "new-password",
        Typed::Line | Typed::Short | Typed::Number | Typed::Lines => "off",
    };
    html! {
        div.field.short[short] {
            (label.above(problem))
            @if typed == Typed::Lines {
                textarea id=(label.id()) name=(label.name) rows=(rows(value)) spellcheck="false"
                    required[label.is_required()]
                    aria-describedby=[label.described_by(problem)]
                    aria-invalid=[problem.map(|_| "true")] { "\n" (value) }
            } @else {
                input id=(label.id()) name=(label.name) type=(kind) autocomplete=(remembered)
                    spellcheck="false" autocapitalize="off"
                    inputmode=[(typed == Typed::Number).then_some("decimal")]
                    value=[(!is_hidden).then_some(value)]
                    required[label.is_required()]
                    aria-describedby=[label.described_by(problem)]
                    aria-invalid=[problem.map(|_| "true")];
            }
        }
    }
}

/// How many lines are seen at once: what stands there, unless it is very much.
fn rows(value: &str) -> usize {
    value.lines().count().clamp(3, 14)
}

/// A choice of a list: value and text.
pub(super) fn select(
    label: Label<'_>,
    options: &[(&str, &str)],
    form: &Form,
    problems: &Problems,
) -> Markup {
    let problem = problems.of(label.name);
    let chosen = form.text(label.name);
    html! {
        div.field {
            (label.above(problem))
            select id=(label.id()) name=(label.name)
                aria-describedby=[label.described_by(problem)]
                aria-invalid=[problem.map(|_| "true")] {
                @for (value, text) in options {
                    option value=(value) selected[*value == chosen] { (text) }
                }
            }
        }
    }
}

/// One of several things to tick or to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice<'a> {
    /// What is sent.
    pub(super) value: &'a str,
    /// What it is called.
    pub(super) text: &'a str,
    /// What it means.
    pub(super) hint: Option<&'a str>,
}

impl<'a> Choice<'a> {
    /// A choice.
    pub(super) const fn new(value: &'a str, text: &'a str) -> Self {
        Self {
            value,
            text,
            hint: None,
        }
    }

    /// With what it means.
    pub(super) const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// A single box to tick.
pub(super) fn tick(name: &str, choice: &Choice<'_>, form: &Form) -> Markup {
    let id = format!("field-{name}");
    html! {
        div.choice {
            input id=(id) type="checkbox" name=(name) value=(choice.value)
                checked[form.has(name, choice.value)]
                aria-describedby=[choice.hint.map(|_| format!("{id}-means"))];
            label for=(id) { (choice.text) }
            @if let Some(hint) = choice.hint { p.hint id={ (id) "-means" } { (hint) } }
        }
    }
}

/// How many of a group may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    /// One.
    One,
    /// Any number.
    Any,
}

/// A group of choices.
pub(super) fn choices(
    label: Label<'_>,
    pick: Pick,
    choices: &[Choice<'_>],
    form: &Form,
    problems: &Problems,
) -> Markup {
    let problem = problems.of(label.name);
    let kind = match pick {
        Pick::One => "radio",
        Pick::Any => "checkbox",
    };
    // A few words each stand side by side; with an explanation each has a line of its own.
    let narrow = choices.iter().all(|choice| choice.hint.is_none());
    html! {
        fieldset.field aria-describedby=[label.described_by(problem)] {
            legend {
                (label.text)
                @if label.need == Need::Optional { " " span.optional { (words::OPTIONAL) } }
            }
            (label.help(problem))
            div.choices.narrow[narrow] {
                @for (index, choice) in choices.iter().enumerate() {
                    @let id = if index == 0 {
                        label.id()
                    } else {
                        format!("{}-{}", label.id(), index)
                    };
                    div.choice {
                        input id=(id) type=(kind) name=(label.name) value=(choice.value)
                            checked[form.has(label.name, choice.value)]
                            aria-describedby=[choice.hint.map(|_| format!("{id}-means"))];
                        label for=(id) { (choice.text) }
                        @if let Some(hint) = choice.hint {
                            p.hint id={ (id) "-means" } { (hint) }
                        }
                    }
                }
            }
        }
    }
}

/// All problems on top of a form, each leading to its field.
pub(super) fn summary(problems: &Problems) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.summary role="alert" tabindex="-1" autofocus {
                h2 { (words::PROBLEMS_TITLE) }
                ul {
                    @for (field, sentence) in problems.iter() {
                        li {
                            @if field.is_empty() { (sentence) }
                            @else { a href={ "#field-" (field) } { (sentence) } }
                        }
                    }
                }
            }
        }
    }
}

/// The token that ties a form to the session.
pub(super) fn token(csrf: &str) -> Markup {
    hidden(csrf::FIELD, csrf)
}

/// A field that is only sent.
pub(super) fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_tied_to_its_field_and_told_on_top() {
        let form = Form::parse(b"name=%3Cb%3E%22");
        let problems = Problems::one("name", "Too <short>.");
        let label = Label::new("name", "Name").hint("As the donor reads it.");
        let field = text(label, Typed::Line, &form, &problems).into_string();
        assert!(field.contains("<label for=\"field-name\">Name"), "{field}");
        assert!(field.contains("aria-describedby=\"field-name-problem field-name-hint\""));
        assert!(field.contains("aria-invalid=\"true\""));
        assert!(field.contains("value=\"&lt;b&gt;&quot;\""), "{field}");
        assert!(field.contains("Too &lt;short&gt;."));
        let top = summary(&problems).into_string();
        assert!(
            top.contains("<a href=\"#field-name\">Too &lt;short&gt;.</a>"),
            "{top}"
        );
        assert!(top.contains("role=\"alert\""));
        assert_eq!(summary(&Problems::default()).into_string(), "");
    }

    #[test]
    fn a_secret_is_never_shown_again() {
        let form = Form::parse(b"password=hunter2");
        let label = Label::new("password", "Password");
        let field = text(label, Typed::Secret, &form, &Problems::default()).into_string();
        assert!(
            !field.contains("hunter2") && !field.contains("value="),
            "{field}"
        );
        assert!(field.contains("type=\"password\"") && field.contains("new-password"));
    }

    #[test]
    fn the_summary_leads_to_the_first_of_a_group() {
        let form = Form::parse(b"currency=EUR");
        let all = [Choice::new("CHF", "CHF"), Choice::new("EUR", "EUR")];
        let problems = Problems::one("currency", "Choose one.");
        let label = Label::new("currency", "Currencies");
        let group = choices(label, Pick::Any, &all, &form, &problems).into_string();
        assert!(
            group.contains("<input id=\"field-currency\" type=\"checkbox\""),
            "{group}"
        );
        assert!(group.contains("value=\"EUR\" checked"), "{group}");
        assert!(!group.contains("value=\"CHF\" checked"), "{group}");
        assert!(group.contains("<legend>Currencies"));
    }
}

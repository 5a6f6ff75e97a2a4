//! The form of a link.

use maud::{Markup, html};
use obole_shared::currency::Currency;
use obole_shared::ids::LinkId;
use obole_shared::terminal::{AuthorizationType, Condition, Mode, Terminal};

use super::super::fields::{
    Choice, Label, Pick, Typed, choices, hidden, select, summary, text, token,
};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::words;
use super::amounts::{FIXED, FREE, KIND};
use super::entry::{FIRST_CURRENCY, SEEN};
use super::extras;

/// What the form is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    /// A link that is to be made.
    New,
    /// A link, and the address at which donors reach us.
    Known(&'a LinkId, &'a str),
}

impl<'a> Subject<'a> {
    const fn id(self) -> Option<&'a LinkId> {
        match self {
            Self::New => None,
            Self::Known(id, _) => Some(id),
        }
    }
}

/// The page.
pub(super) fn page(
    subject: Subject<'_>,
    form: &Form,
    terminals: &[Terminal],
    csrf: &str,
    problems: &Problems,
) -> Page {
    let known = subject.id();
    let action = match known {
        Some(id) => format!("{}/{id}", Section::Links.path()),
        None => "/admin/new-link".to_owned(),
    };
    let body = html! {
        (summary(problems))
        form.sheet method="post" action=(action) novalidate {
            (token(csrf))
            @if known.is_some() { (hidden(SEEN, form.text(SEEN))) }
            (what(known, form, problems))
            (how_much(form, problems))
            (how(terminals, form, problems))
            (extras::asked(form, problems))
            (extras::shown(&currencies(terminals, form), form, problems))
            (terms(form, problems))
            div.buttons {
                button.main type="submit" { (words::SAVE) }
                a href=(Section::Links.path()) { (words::BACK_WITHOUT) }
            }
        }
        @if let Subject::Known(id, public_origin) = subject { (in_use(id, public_origin)) }
    };
    let title = match known {
        Some(_) => form.filled("name").unwrap_or(words::LINK).to_owned(),
        None => words::NEW_LINK.to_owned(),
    };
    Page::new(Section::Links, title, body).up(Section::Links.path(), words::LINKS)
}

/// How donors get to it.
fn in_use(id: &LinkId, public_origin: &str) -> Markup {
    let tag =
        format!("<script async src=\"{public_origin}/obole.js\" data-link=\"{id}\"></script>");
    html! {
        section {
            h2 { (words::IN_USE_TITLE) }
            p { (words::SEND_ADDRESS) }
            p { a.mono href={ "/pay/" (id) } { (public_origin) "/pay/" (id) } }
            p { (words::PUT_TAG) }
            pre tabindex="0" role="region" aria-label=(words::TAG) { (tag) }
            p {
                a.button href={ (Section::Links.path()) "/" (id) "/embed" } {
                    (words::BUILD_TAG)
                }
            }
            p { a href=(Section::Doctor.path()) { (words::CHECK_WEBSITE) } }
        }
    }
}

fn what(known: Option<&LinkId>, form: &Form, problems: &Problems) -> Markup {
    html! {
        fieldset.group {
            legend { (words::WHAT_FOR) }
            (text(
                Label::new("name", words::PURPOSE).hint(words::PURPOSE_HINT),
                Typed::Line, form, problems,
            ))
            @if known.is_none() {
                (text(
                    Label::new("id", words::ADDRESS).hint(words::ADDRESS_HINT),
                    Typed::Short, form, problems,
                ))
            }
        }
    }
}

fn how_much(form: &Form, problems: &Problems) -> Markup {
    let kinds = [
        Choice::new(FREE, words::AMOUNTS_FREE),
        Choice::new(FIXED, words::AMOUNTS_FIXED).hint(words::AMOUNTS_FIXED_MEANS),
    ];
    html! {
        fieldset.group.amounts {
            legend { (words::HOW_MUCH) }
            (choices(
                Label::new(KIND, words::AMOUNTS_KIND),
                Pick::One, &kinds, form, problems,
            ))
            div.row.limits {
                (text(Label::new("min", words::LEAST), Typed::Number, form, problems))
                (text(Label::new("max", words::MOST), Typed::Number, form, problems))
            }
            (text(
                Label::new("presets", words::PRESETS).hint(words::PRESETS_HINT).optional(),
                Typed::Lines, form, problems,
            ))
        }
    }
}

/// Those chosen first, in their order: donors see them in it, and it must outlive an edit.
fn currencies(terminals: &[Terminal], form: &Form) -> Vec<Currency> {
    let mut currencies: Vec<Currency> = Vec::new();
    let chosen = form.all("currencies").filter_map(Currency::from_code);
    let taken = terminals.iter().flat_map(|terminal| &terminal.currencies);
    for currency in chosen.chain(taken.copied()) {
        if !currencies.contains(&currency) {
            currencies.push(currency);
        }
    }
    currencies
}

fn how(terminals: &[Terminal], form: &Form, problems: &Problems) -> Markup {
    let currencies = currencies(terminals, form);
    let place = |terminal: &&Terminal| {
        let mut chosen = form.all("terminals");
        let place = chosen.position(|id| id == terminal.id.as_str());
        place.unwrap_or(usize::MAX)
    };
    let mut terminals: Vec<&Terminal> = terminals.iter().collect();
    terminals.sort_by_key(place);
    let mut firsts = vec![("", words::FIRST_OF_LIST)];
    firsts.extend(currencies.iter().map(|one| (one.code(), one.code())));
    let currencies: Vec<Choice<'_>> = currencies
        .iter()
        .map(|currency| Choice::new(currency.code(), currency.code()))
        .collect();
    let names: Vec<(String, String)> = terminals
        .iter()
        .map(|terminal| {
            let codes: Vec<&str> = terminal.currencies.iter().map(|one| one.code()).collect();
            let test = (terminal.mode == Mode::Test).then_some(words::TEST);
            let hint = [Some(terminal.kind.name()), test].into_iter().flatten();
            let hint: Vec<&str> = hint.chain(codes).collect();
            (terminal.name.clone(), hint.join(" · "))
        })
        .collect();
    let offered: Vec<Choice<'_>> = terminals
        .iter()
        .zip(&names)
        .map(|(terminal, (name, hint))| Choice::new(terminal.id.as_str(), name).hint(hint))
        .collect();
    html! {
        fieldset.group {
            legend { (words::HOW_PAID) }
            @if terminals.is_empty() {
                p #field-terminals { (words::NO_TERMINAL_YET) " "
                    a href="/admin/new-terminal" { (words::NEW_TERMINAL) } }
            } @else {
                (choices(
                    Label::new("terminals", words::TERMINALS).hint(words::TERMINALS_HINT),
                    Pick::Any, &offered, form, problems,
                ))
                (choices(
                    Label::new("currencies", words::CURRENCIES),
                    Pick::Any, &currencies, form, problems,
                ))
                @if currencies.len() > 1 {
                    (select(
                        Label::new(FIRST_CURRENCY, words::FIRST_CURRENCY),
                        &firsts, form, problems,
                    ))
                }
            }
        }
    }
}

fn terms(form: &Form, problems: &Problems) -> Markup {
    let mut authorizations = vec![("", words::AS_TERMINAL)];
    authorizations
        .extend(AuthorizationType::ALL.map(|one| (one.as_str(), words::authorization(one))));
    let mut conditions = vec![("", words::AS_TERMINAL)];
    conditions.extend(Condition::ALL.map(|one| (one.as_str(), words::condition(one))));
    html! {
        fieldset.group {
            legend { (words::MORE) }
            (select(
                Label::new("authorization", words::AUTHORIZATION),
                &authorizations, form, problems,
            ))
            (select(Label::new("condition", words::CONDITION), &conditions, form, problems))
            (text(
                Label::new("return_origins", words::RETURN_ORIGINS)
                    .hint(words::RETURN_ORIGINS_HINT).optional(),
                Typed::Lines, form, problems,
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{blank, filled, read};
    use super::*;
    use crate::office::tests::{assert_clean, link, terminal};
    use obole_shared::link::{Campaign, Consent, Need};
    use obole_shared::money::Money;
    use obole_shared::time::UnixMs;

    fn shown(form: &Form, terminals: &[Terminal], problems: &Problems) -> String {
        let id = id();
        let subject = Subject::Known(&id, "https://pay.example.org");
        let html = page(subject, form, terminals, "tok", problems);
        let html = html.body.into_string();
        assert_clean(&html);
        html
    }

    #[test]
    fn everything_a_link_can_say_stands_in_its_form() {
        let mut link = link();
        link.cover_fee = true;
        link.asked.email = Need::Required;
        link.asked.anonymous = true;
        link.consents = vec![Consent {
            id: "news".into(),
            text: "Send <me> news".into(),
            required: true,
        }];
        let goal = Money::new(4_000_050, Currency::CHF).unwrap();
        link.campaign = Some(Campaign { goal });
        let form = filled(&link, UnixMs(7));
        let html = shown(&form, &[terminal(Mode::Live)], &Problems::default());
        for part in [
            "Send &lt;me&gt; news</textarea>",
            "name=\"consent1_id\" type=\"text\"",
            "value=\"news\"",
            "name=\"consent1_required\" value=\"yes\" checked",
            "name=\"cover_fee\" value=\"yes\" checked",
            "value=\"anonymous\" checked",
            "<option value=\"required\" selected>",
            "value=\"40000.50\"",
            "name=\"consent5_text\"",
            "href=\"/admin/links/demo/embed\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("consent6"), "{html}");
        let unfolded = |html: &str| html.matches(" open><summary>").count();
        assert_eq!(unfolded(&html), 2, "those in use: {html}");
        let calm = shown(
            &filled(&super::super::super::tests::link(), UnixMs(7)),
            &[terminal(Mode::Live)],
            &Problems::default(),
        );
        assert_eq!(unfolded(&calm), 0, "{calm}");
    }

    #[test]
    fn a_problem_is_never_folded_away() {
        let terminals = [terminal(Mode::Live)];
        let form = typed("consent3_id=news");
        let problems = read(&form, &terminals).problems;
        let html = shown(&form, &terminals, &problems);
        assert!(html.contains("href=\"#field-consent3_text\""), "{html}");
        let before = html.split("id=\"field-consent3_text\"").next().unwrap();
        let folds = before.matches("<details").count() - before.matches("</details>").count();
        assert_eq!(folds, 2, "{html}");
        let last = before.rsplit("<details").next().unwrap();
        assert!(last.starts_with(" open"), "{html}");
    }

    fn typed(changes: &str) -> Form {
        let rest = "name=Meals&min=5&max=5%27000&presets=20%2C+50&currencies=CHF&terminals=cards\
            &return_origins=https%3A%2F%2Fexample.org";
        Form::parse(format!("{changes}&{rest}").as_bytes())
    }

    fn id() -> LinkId {
        "demo".parse().unwrap()
    }

    #[test]
    fn the_order_that_donors_see_outlives_an_edit() {
        let mut second = terminal(Mode::Live);
        second.id = "second".parse().unwrap();
        second.currencies = vec![Currency::CHF, Currency::EUR];
        let terminals = [terminal(Mode::Live), second];
        let mut link = link();
        link.terminals = vec!["second".parse().unwrap(), "cards".parse().unwrap()];
        link.currencies = vec![Currency::EUR, Currency::CHF];
        let form = filled(&link, UnixMs(7));
        let page = page(
            Subject::Known(&link.id, "https://pay.example.org"),
            &form,
            &terminals,
            "tok",
            &Problems::default(),
        );
        let html = page.body.into_string();
        assert!(html.contains("name=\"seen\" value=\"7\""), "{html}");
        let at = |value: &str| html.find(&format!("value=\"{value}\"")).unwrap();
        assert!(
            at("second") < at("cards") && at("EUR") < at("CHF"),
            "{html}"
        );
    }

    #[test]
    fn the_form_shows_what_was_typed_and_what_is_wrong() {
        let terminals = [terminal(Mode::Test)];
        let form = typed("name=%3Cb%3E&min=x");
        let problems = read(&form, &terminals).problems;
        let html = page(
            Subject::Known(&id(), "https://pay.example.org"),
            &form,
            &terminals,
            "tok",
            &problems,
        )
        .body
        .into_string();
        assert_clean(&html);
        assert!(
            html.contains("value=\"&lt;b&gt;\"") && html.contains("value=\"x\""),
            "{html}"
        );
        assert!(html.contains("href=\"#field-min\""));
        let tag = "src=&quot;https://pay.example.org/obole.js&quot; data-link=&quot;demo&quot;";
        assert!(html.contains(tag), "{html}");
        assert!(html.contains("Test · CHF"), "{html}");
        let html = page(
            Subject::New,
            &blank(&terminals, None),
            &terminals,
            "tok",
            &Problems::default(),
        );
        assert!(html.body.into_string().contains("value=\"cards\" checked"));
        let html = page(
            Subject::Known(&id(), "https://pay.example.org"),
            &filled(&link(), UnixMs(7)),
            &[],
            "tok",
            &Problems::default(),
        );
        assert_clean(&html.body.into_string());
    }
}

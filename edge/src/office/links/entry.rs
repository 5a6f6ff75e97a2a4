//! What is entered for a link: the form of a link as it stands, and the description that a form
//! becomes.

use obole_shared::ids::{LinkId, TerminalId};
use obole_shared::link::{Link, NAME_CHARS_MAX, origin_of};
use obole_shared::terminal::Terminal;
use obole_shared::time::UnixMs;
use serde_json::{Value, json};

use super::super::form::{Form, Problems};
use super::super::words::{self, say};
use super::{amounts, asked};
use crate::catalog::links::LinkBody;

/// What was entered, as a description, with what is wrong so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) body: Value,
    pub(super) problems: Problems,
}

impl Entry {
    /// One more thing that is wrong.
    pub(super) fn refuse(&mut self, field: &str, sentence: &str) {
        self.problems.add(field, sentence);
    }
}

/// The form of a new link: with the default terminal, or the only one.
pub(super) fn blank(terminals: &[Terminal], default: Option<&TerminalId>) -> Form {
    let mut form = Form::of([
        (amounts::KIND, amounts::FREE.to_owned()),
        ("min", "5".to_owned()),
        ("max", "5000".to_owned()),
        ("presets", "20, 50, 100".to_owned()),
    ]);
    let first = match (terminals, default) {
        ([only], _) => Some(only),
        (several, Some(default)) => several.iter().find(|one| one.id == *default),
        (_, None) => None,
    };
    if let Some(first) = first {
        form.push("terminals", first.id.as_str());
        for currency in &first.currencies {
            form.push("currencies", currency.code());
        }
    }
    form
}

/// The name of the field that tells which state of the link the form shows.
pub(super) const SEEN: &str = "seen";

/// The state of the link that the form shows: when it was last edited.
pub(super) fn seen(form: &Form) -> UnixMs {
    UnixMs(form.text(SEEN).parse().unwrap_or_default())
}

/// The form of a link as it stands.
pub(super) fn filled(link: &Link, edited_at: UnixMs) -> Form {
    let mut form = Form::of([
        ("name", link.name.clone()),
        ("return_origins", link.return_origins.join("\n")),
        (SEEN, edited_at.0.to_string()),
    ]);
    amounts::fill(&mut form, link);
    asked::fill(&mut form, link);
    for currency in &link.currencies {
        form.push("currencies", currency.code());
    }
    for terminal in &link.terminals {
        form.push("terminals", terminal.as_str());
    }
    if let Some(authorization) = link.authorization {
        form.push("authorization", authorization.as_str());
    }
    if let Some(condition) = link.condition {
        form.push("condition", condition.as_str());
    }
    form
}

/// Reads the form. Amounts may carry spaces and apostrophes between their groups, nothing that
/// could be read in two ways.
pub(super) fn read(form: &Form, terminals: &[Terminal]) -> Entry {
    let mut problems = Problems::default();
    let name = form.text("name");
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        problems.add("name", say::length(NAME_CHARS_MAX));
    }
    let amount = amounts::read(form, &mut problems);
    let currencies = currencies(form, &mut problems);
    let offered: Vec<&str> = form.all("terminals").collect();
    if offered.is_empty() {
        let sentence = if terminals.is_empty() {
            words::NO_TERMINAL_YET
        } else {
            words::CHOOSE_TERMINAL
        };
        problems.add("terminals", sentence);
    }
    let origins: Vec<&str> = form.text("return_origins").split_whitespace().collect();
    if origins
        .iter()
        .any(|origin| origin_of(origin) != Some(origin))
    {
        problems.add("return_origins", words::ORIGIN_WRONG);
    }
    let consents = asked::consents(form, &mut problems);
    let campaign = asked::campaign(form, &mut problems);
    let body = json!({
        "name": name,
        "amount": amount,
        "currencies": currencies,
        "terminals": offered,
        "authorization": form.filled("authorization"),
        "condition": form.filled("condition"),
        "return_origins": origins,
        "cover_fee": asked::covers_fee(form),
        "fields": asked::fields(form),
        "consents": consents,
        "campaign": campaign,
    });
    Entry { body, problems }
}

/// The field for the currency that donors find chosen.
pub(super) const FIRST_CURRENCY: &str = "first_currency";

/// Those ticked, before all others the one that donors shall find chosen.
fn currencies<'a>(form: &'a Form, problems: &mut Problems) -> Vec<&'a str> {
    let mut ticked: Vec<&str> = form.all("currencies").collect();
    if ticked.is_empty() {
        problems.add("currencies", words::CHOOSE_CURRENCY);
    } else if let Some(first) = form.filled(FIRST_CURRENCY) {
        match ticked.iter().position(|one| *one == first) {
            Some(at) => {
                ticked.remove(at);
                ticked.insert(0, first);
            }
            None => problems.add(FIRST_CURRENCY, words::FIRST_CURRENCY_NOT_TICKED),
        }
    }
    ticked
}

/// The description, if it can be kept; else the field and a sentence.
pub(super) fn check(
    body: &Value,
    id: &LinkId,
    terminals: &[Terminal],
) -> Result<LinkBody, (&'static str, String)> {
    let body: LinkBody =
        serde_json::from_value(body.clone()).map_err(|_| ("", words::FORM_STRANGE.to_owned()))?;
    let link = body
        .clone()
        .into_link(id.clone())
        .map_err(|sentence| field_of(&sentence))?;
    for id in &link.terminals {
        let Some(terminal) = terminals.iter().find(|terminal| terminal.id == *id) else {
            return Err(("terminals", say::terminal_gone(id.as_str())));
        };
        link.check_terms(terminal)
            .map_err(|sentence| field_of(&sentence))?;
        let shared = link
            .currencies
            .iter()
            .any(|one| terminal.currencies.contains(one));
        if !shared {
            return Err(("terminals", say::no_shared_currency(&terminal.name)));
        }
    }
    Ok(body)
}

/// Where a sentence of the description belongs.
fn field_of(sentence: &str) -> (&'static str, String) {
    const FIELDS: [&str; 8] = [
        "name",
        "min",
        "presets",
        "consents",
        "currencies",
        "terminals",
        "authorization",
        "condition",
    ];
    let begins = |field: &&&str| sentence.starts_with(**field);
    match FIELDS.iter().find(begins) {
        Some(&field) => {
            let rest = sentence
                .strip_prefix(field)
                .and_then(|rest| rest.strip_prefix(": "));
            (field, rest.unwrap_or(sentence).to_owned())
        }
        None if sentence.starts_with("campaign: ") => {
            let rest = sentence.trim_start_matches("campaign: ");
            (asked::GOAL, rest.to_owned())
        }
        None if sentence.contains("preset") => ("presets", sentence.to_owned()),
        None if sentence.contains("amount") => ("min", sentence.to_owned()),
        None => ("", sentence.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::link;
    use crate::office::tests::terminal;
    use obole_shared::currency::Currency;
    use obole_shared::terminal::Mode;

    fn typed(changes: &str) -> Form {
        let rest = "name=Meals&min=5&max=5%27000&presets=20%2C+50&currencies=CHF&terminals=cards\
            &return_origins=https%3A%2F%2Fexample.org";
        Form::parse(format!("{changes}&{rest}").as_bytes())
    }

    fn id() -> LinkId {
        "demo".parse().unwrap()
    }

    #[test]
    fn a_form_that_is_read_is_kept_as_it_was_meant() {
        let terminals = [terminal(Mode::Live)];
        let entry = read(&typed(""), &terminals);
        assert!(entry.problems.is_empty(), "{:?}", entry.problems);
        let kept = check(&entry.body, &id(), &terminals)
            .unwrap()
            .into_link(id())
            .unwrap();
        assert_eq!(kept.max.to_string(), "5000");
        assert_eq!(kept.presets.len(), 2);
        assert_eq!(kept.authorization, None);
        let again = read(&filled(&kept, UnixMs(7)), &terminals);
        assert_eq!(
            again.body, entry.body,
            "what is shown again is what was kept"
        );
    }

    #[test]
    fn an_edit_loses_nothing_of_what_a_link_can_say() {
        let terminals = [terminal(Mode::Live)];
        let body = json!({
            "name": "Meals",
            "amount": { "free": { "min": "5", "max": "5000", "presets": [
                "20",
                { "value": "50", "meaning": "one week = seven meals" },
                { "value": "100", "meaning": { "de": "zwei Wochen", "fr": "deux semaines" } },
            ] } },
            "currencies": ["CHF"],
            "terminals": ["cards"],
            "authorization": "authorize_only",
            "condition": "liability_shift",
            "return_origins": ["https://example.org"],
            "cover_fee": true,
            "fields": {
                "name": "optional", "email": "required", "message": "optional",
                "dedication": true, "anonymous": true
            },
            "consents": [
                { "id": "news", "text": "[Now and then] send me news", "required": false },
                {
                    "id": "rules",
                    "text": { "en": "I know the rules.", "fr": "Je connais les règles." },
                    "required": true
                },
            ],
            "campaign": { "goal": { "value": "40000", "currency": "CHF" } },
        });
        let fixed = json!({ "fixed": ["30", { "value": "15.50", "meaning": "reduced" }] });
        for amount in [body["amount"].clone(), fixed] {
            let mut body = body.clone();
            body["amount"] = amount;
            let link = check(&body, &id(), &terminals)
                .unwrap()
                .into_link(id())
                .unwrap();
            let form = filled(&link, UnixMs(7));
            let entry = read(&form, &terminals);
            assert!(entry.problems.is_empty(), "{:?}", entry.problems);
            assert_eq!(entry.body, body, "{form:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let terminals = [terminal(Mode::Live)];
        for (changes, field) in [
            ("name=", "name"),
            ("min=5%2C00", "min"),
            ("max=many", "max"),
            ("presets=20%2C+x", "presets"),
            ("currencies=&terminals=x", "terminals"),
            ("return_origins=example.org", "return_origins"),
            ("min=6000", "min"),
            ("presets=1", "presets"),
            ("terminals=gone", "terminals"),
            ("currencies=XXX", ""),
            ("authorization=pre_authorize&condition=maybe", ""),
            ("presets=50+one+week", "presets"),
            ("ask_name=maybe", ""),
            ("first_currency=EUR", "first_currency"),
            ("goal=0&goal_currency=CHF", "goal"),
            ("goal=1000&goal_currency=EUR", "goal"),
            ("goal=many", "goal"),
            ("consent1_text=News&consent1_id=The+News", "consents"),
            ("consent1_text=News", "consent1_id"),
        ] {
            let entry = read(&typed(changes), &terminals);
            let problem = match entry.problems.iter().next() {
                Some((field, _)) => field.to_owned(),
                None => check(&entry.body, &id(), &terminals)
                    .unwrap_err()
                    .0
                    .to_owned(),
            };
            assert_eq!(problem, field, "{changes}");
        }
        let none = read(&Form::parse(b"name=x&min=1&max=2"), &terminals);
        assert!(none.problems.of("currencies").is_some());
        assert_eq!(none.problems.of("terminals"), Some(words::CHOOSE_TERMINAL));
    }

    #[test]
    fn donors_find_the_currency_chosen_that_is_said_to_be_first() {
        let terminals = [terminal(Mode::Live)];
        let order = |changes| {
            let entry = read(&typed(changes), &terminals);
            assert!(entry.problems.is_empty(), "{:?}", entry.problems);
            entry.body["currencies"].clone()
        };
        let two = "currencies=USD&currencies=EUR";
        assert_eq!(order(two), json!(["USD", "EUR", "CHF"]));
        assert_eq!(
            order(&format!("{two}&first_currency=CHF")),
            json!(["CHF", "USD", "EUR"])
        );
    }

    #[test]
    fn a_link_asks_only_what_its_terminals_can_do() {
        let mut foreign = terminal(Mode::Live);
        foreign.currencies = vec![Currency::USD];
        let entry = read(&typed(""), &[]);
        let (field, sentence) = check(&entry.body, &id(), &[foreign]).unwrap_err();
        assert_eq!(field, "terminals");
        assert!(sentence.contains("Card & more"), "{sentence}");
    }

    #[test]
    fn a_form_tells_which_state_it_shows() {
        let form = filled(&link(), UnixMs(1_784_541_731_417));
        assert_eq!(seen(&form), UnixMs(1_784_541_731_417));
        assert_eq!(
            seen(&Form::parse(b"seen=x")),
            UnixMs(0),
            "no link is as old"
        );
    }
}

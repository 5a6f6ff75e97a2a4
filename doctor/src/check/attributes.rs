//! Attributes: their names, and what they hold.

use super::{Case, value};
use crate::nearest::nearest;
use crate::page::{Kind, Placement};
use crate::report::{Code, Finding};
use crate::tag::OPTIONS;

/// What any element may have, besides `data-*`, `aria-*` and `on*`.
const GLOBAL: [&str; 29] = [
    "accesskey",
    "autocapitalize",
    "autofocus",
    "class",
    "contenteditable",
    "dir",
    "draggable",
    "enterkeyhint",
    "exportparts",
    "hidden",
    "id",
    "inert",
    "inputmode",
    "is",
    "itemid",
    "itemprop",
    "itemref",
    "itemscope",
    "itemtype",
    "nonce",
    "part",
    "popover",
    "role",
    "slot",
    "spellcheck",
    "style",
    "tabindex",
    "title",
    "translate",
];

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for place in case.page.places() {
        let attributes = place.attributes.iter();
        found.extend(attributes.filter_map(|(name, held)| unknown(place, name, held)));
        for option in OPTIONS {
            let held = place.attributes.filled(&place.option(option));
            found.extend(held.and_then(|held| value::check(place, option, held)));
        }
    }
    found
}

/// The option that an attribute with a slip in its name means.
pub(crate) fn meant(place: &Placement, name: &str) -> Option<&'static str> {
    match place.kind {
        Kind::Element => {
            let bare = name.strip_prefix("data-").unwrap_or(name);
            if is_of_any_element(name) && !OPTIONS.contains(&bare) {
                return None;
            }
            nearest(bare, &OPTIONS)
        }
        // Other programs put their own `data-*` there: only what is very near is a slip.
        Kind::Script | Kind::Div => {
            let data = name.strip_prefix("data-");
            let bare = data.and_then(|rest| rest.strip_prefix("obole-")).or(data);
            match bare {
                Some("link" | "obole-link") => None,
                Some(bare) => nearest(bare, &OPTIONS),
                // `lang` says the language of a div itself, and is found from there.
                None if name == "lang" => None,
                None => OPTIONS.into_iter().find(|option| *option == name),
            }
        }
    }
}

fn is_of_any_element(name: &str) -> bool {
    GLOBAL.contains(&name)
        || ["data-", "aria-", "on", "xml", "x-", "v-", "@", ":"]
            .iter()
            .any(|start| name.starts_with(start))
}

fn unknown(place: &Placement, name: &str, held: &str) -> Option<Finding> {
    if name == place.link_attribute() || OPTIONS.iter().any(|option| place.option(option) == name) {
        return None;
    }
    // A link that is named twice is told as a missing one, where it is missing.
    let names_link = ["link", "data-link", "data-obole-link"].contains(&name);
    if names_link && place.kind == Kind::Element {
        let right = place.link_attribute();
        let sentence = format!(
            "On <{}> the link is named by {right}, not by {name}.",
            place.name
        );
        let finding = Finding::warning(Code::AttributeUnknown, sentence);
        return Some(finding.fix(format!("{right}=\"{held}\"")));
    }
    if let Some(option) = meant(place, name) {
        let right = place.option(option);
        let sentence = format!(
            "The attribute {name} means nothing to Obole, so it is passed over. Do you mean {right}?"
        );
        let finding = Finding::warning(Code::AttributeUnknown, sentence);
        let held = value::corrected(place, option, held).unwrap_or_else(|| held.to_owned());
        return Some(finding.fix(format!("{right}=\"{held}\"")));
    }
    if place.kind == Kind::Element && !is_of_any_element(name) {
        if nearest(name, &["link"]).is_some() && !place.attributes.has("link") {
            let sentence =
                format!("The attribute {name} means nothing to Obole. Do you mean link?");
            let finding = Finding::warning(Code::AttributeUnknown, sentence);
            return Some(finding.fix(format!("link=\"{held}\"")));
        }
        let sentence = format!(
            "The attribute {name} means nothing to Obole, so it is passed over. Known are link, {}.",
            OPTIONS.join(", ")
        );
        return Some(Finding::warning(Code::AttributeUnknown, sentence));
    }
    None
}

//! What was chosen for the checkout of a page.

use obole_shared::link::Link;
use obole_shared::terminal::Terminal;
use obole_shared::texts::Lang;

use super::super::super::form::{Form, Problems};
use super::super::super::words;
use super::super::amounts::plain_number;

/// Where the checkout stands in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the script stands.
    Script,
    /// In an element of its own.
    Element,
    /// In a `div`, for builders that strip what they do not know.
    Div,
}

impl Place {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Script, Self::Element, Self::Div];

    /// The word in the address.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Element => "element",
            Self::Div => "div",
        }
    }
}

/// The word for an address that names one version.
pub(super) const PINNED: &str = "pinned";

/// The word for the address that always has the newest one.
pub(super) const NEWEST: &str = "newest";

/// The attributes, named as the element names them.
pub(super) const ATTRIBUTES: [&str; 6] =
    ["lang", "amount", "currency", "provider", "presets", "theme"];

/// The themes.
pub(super) const THEMES: [&str; 2] = ["light", "dark"];

/// What was chosen, as far as it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) place: Place,
    pub(super) pinned: bool,
    /// Attributes that say something: name and value.
    pub(super) attributes: Vec<(&'static str, String)>,
}

impl Options {
    /// Reads the address; what is no choice of this link is left out, what was mistyped is told.
    pub(super) fn read(form: &Form, link: &Link, offered: &[&Terminal]) -> (Self, Problems) {
        let mut problems = Problems::default();
        let mut attributes = Vec::new();
        for name in ATTRIBUTES {
            let Some(typed) = form.filled(name) else {
                continue;
            };
            let value = match name {
                "amount" => plain_number(typed).ok_or(words::NUMBER_WRONG),
                "presets" => {
                    let parts = typed.split([',', ';']).map(plain_number);
                    let parts: Option<Vec<String>> = parts.collect();
                    let parts = parts.ok_or(words::EMBED_PRESETS_WRONG);
                    parts.map(|parts| parts.join(","))
                }
                _ if is_choice(name, typed, link, offered) => Ok(typed.to_owned()),
                _ => continue,
            };
            match value {
                Ok(value) => attributes.push((name, value)),
                Err(sentence) => problems.add(name, sentence),
            }
        }
        let place = form.text("place");
        let place = Place::ALL.into_iter().find(|one| one.as_str() == place);
        let options = Self {
            place: place.unwrap_or(Place::Script),
            pinned: form.text("version") == PINNED,
            attributes,
        };
        (options, problems)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn is_choice(name: &str, value: &str, link: &Link, offered: &[&Terminal]) -> bool {
    match name {
        "lang" => Lang::ALL.into_iter().any(|lang| lang.tag() == value),
        "currency" => link.currencies.iter().any(|one| one.code() == value),
        "provider" => offered.iter().any(|one| one.id.as_str() == value),
        "theme" => THEMES.contains(&value),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{link, terminal};
    use obole_shared::terminal::Mode;

    fn read(query: &str) -> (Options, Problems) {
        Options::read(
            &Form::parse(query.as_bytes()),
            &link(),
            &[&terminal(Mode::Test)],
        )
    }

    #[test]
    fn nothing_chosen_is_the_shortest_way() {
        let (options, problems) = read("");
        assert!(problems.is_empty() && options.attributes.is_empty());
        assert_eq!((options.place, options.pinned), (Place::Script, false));
    }

    #[test]
    fn only_what_this_link_offers_can_be_chosen() {
        let (options, problems) = read(
            "place=div&version=pinned&lang=fr&currency=CHF&provider=cards&theme=dark\
             &presets=10%2C+1%27000&amount=25.00",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!((options.place, options.pinned), (Place::Div, true));
        assert_eq!(options.attribute("presets"), Some("10,1000"));
        assert_eq!(options.attributes.len(), ATTRIBUTES.len());
        let (options, problems) = read("place=x&lang=xx&currency=EUR&provider=gone&theme=pink");
        assert!(
            problems.is_empty() && options.attributes.is_empty(),
            "{options:?}"
        );
    }

    #[test]
    fn a_mistyped_amount_is_told() {
        let (options, problems) = read("amount=25%2C00&presets=10%2Cx");
        assert!(options.attributes.is_empty());
        assert!(problems.of("amount").is_some() && problems.of("presets").is_some());
    }
}

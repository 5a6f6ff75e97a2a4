//! The lines that a page needs. The same lines are shown and run: only the origin differs.

use maud::{Markup, PreEscaped, html};
use obole_shared::link::Link;
use url::form_urlencoded::Serializer;

use super::inventory::File;
use super::options::{Options, Place};

/// The lines for a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Snippet<'a> {
    pub(super) link: &'a Link,
    pub(super) options: &'a Options,
    /// The script of one version, where that was chosen.
    pub(super) pinned: Option<&'a File>,
}

/// The moving address of the script.
const NEWEST_PATH: &str = "/obole.js";

impl Snippet<'_> {
    /// The lines as text, for a page of another origin.
    pub(super) fn text(self, origin: &str) -> String {
        let lines = [
            Some(self.script(origin)),
            self.place(),
            Some(self.fallback(origin)),
        ];
        let lines = lines.into_iter().flatten().map(Markup::into_string);
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The lines, for this very page.
    pub(super) fn live(self) -> Markup {
        PreEscaped(self.text(""))
    }

    fn script(self, origin: &str) -> Markup {
        let path = self.pinned.map_or(NEWEST_PATH, |file| file.path.as_str());
        let integrity = self.pinned.map(|file| file.integrity.as_str());
        // Without it a browser holds no script of another origin against its hash.
        let crossorigin = integrity.map(|_| "anonymous");
        let here = self.options.place == Place::Script;
        let link = here.then_some(self.link.id.as_str());
        let said = |name| self.options.attribute(name).filter(|_| here);
        html! {
            script async src={ (origin) (path) } integrity=[integrity] crossorigin=[crossorigin]
                data-link=[link] data-lang=[said("lang")] data-amount=[said("amount")]
                data-currency=[said("currency")] data-provider=[said("provider")]
                data-presets=[said("presets")] data-theme=[said("theme")] {}
        }
    }

    fn place(self) -> Option<Markup> {
        let said = |name| self.options.attribute(name);
        let link = self.link.id.as_str();
        match self.options.place {
            Place::Script => None,
            Place::Element => Some(html! {
                obole-checkout link=(link) lang=[said("lang")] amount=[said("amount")]
                    currency=[said("currency")] provider=[said("provider")]
                    presets=[said("presets")] theme=[said("theme")] {}
            }),
            Place::Div => Some(html! {
                div data-obole-link=(link) data-lang=[said("lang")] data-amount=[said("amount")]
                    data-currency=[said("currency")] data-provider=[said("provider")]
                    data-presets=[said("presets")] data-theme=[said("theme")] {}
            }),
        }
    }

    /// For browsers without script: the same choices, on our own page.
    fn fallback(self, origin: &str) -> Markup {
        let mut query = Serializer::new(String::new());
        for (name, value) in &self.options.attributes {
            if *name != "theme" {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        let link = self.link;
        html! {
            noscript { a href={ (origin) "/pay/" (link.id) (mark) (query) } { (link.name) } }
        }
    }

    /// What a content security policy of the page must allow.
    pub(super) fn policy(self, origin: &str) -> String {
        let scripts = match self.pinned {
            Some(file) => {
                let folder = file.path.trim_end_matches("obole.js");
                format!("{origin}{folder}")
            }
            None => format!("{origin}{NEWEST_PATH} {origin}/v/"),
        };
        format!("script-src {scripts} 'wasm-unsafe-eval'; connect-src {origin}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::inventory::Inventory;
    use super::super::inventory::tests::JSON;
    use super::*;
    use crate::office::tests::link;

    const ORIGIN: &str = "https://pay.example.org";

    fn options(place: Place, attributes: &[(&'static str, &str)]) -> Options {
        let attributes = attributes.iter();
        Options {
            place,
            pinned: false,
            attributes: attributes
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect(),
        }
    }

    fn snippet<'a>(link: &'a Link, options: &'a Options) -> Snippet<'a> {
        Snippet {
            link,
            options,
            pinned: None,
        }
    }

    #[test]
    fn each_place_has_its_lines() {
        let link = link();
        let chosen = [("lang", "fr"), ("amount", "25.00"), ("theme", "dark")];
        let script = options(Place::Script, &chosen);
        assert_eq!(
            snippet(&link, &script).text(ORIGIN),
            "<script async src=\"https://pay.example.org/obole.js\" data-link=\"demo\" \
             data-lang=\"fr\" data-amount=\"25.00\" data-theme=\"dark\"></script>\n\
             <noscript><a href=\"https://pay.example.org/pay/demo?lang=fr&amp;amount=25.00\">\
             Meals &amp; more</a></noscript>"
        );
        let element = options(Place::Element, &chosen);
        assert_eq!(
            snippet(&link, &element)
                .text(ORIGIN)
                .lines()
                .take(2)
                .collect::<Vec<_>>(),
            [
                "<script async src=\"https://pay.example.org/obole.js\"></script>",
                "<obole-checkout link=\"demo\" lang=\"fr\" amount=\"25.00\" theme=\"dark\">\
                 </obole-checkout>",
            ]
        );
        let div = options(Place::Div, &[]);
        let text = snippet(&link, &div).text(ORIGIN);
        assert!(
            text.contains("<div data-obole-link=\"demo\"></div>"),
            "{text}"
        );
        assert!(text.contains("/pay/demo\">"), "{text}");
    }

    #[test]
    fn a_version_is_held_to_its_hash() {
        let inventory = Inventory::from_json(JSON).unwrap();
        let (link, options) = (link(), options(Place::Script, &[]));
        let snippet = Snippet {
            pinned: inventory.loader(),
            ..snippet(&link, &options)
        };
        let text = snippet.text(ORIGIN);
        let expected = "<script async src=\"https://pay.example.org/v/0.1.0-abc123/obole.js\" \
             integrity=\"sha384-AAAA\" crossorigin=\"anonymous\" data-link=\"demo\"></script>";
        assert!(text.starts_with(expected), "{text}");
        assert_eq!(
            snippet.policy(ORIGIN),
            "script-src https://pay.example.org/v/0.1.0-abc123/ 'wasm-unsafe-eval'; \
             connect-src https://pay.example.org"
        );
    }

    #[test]
    fn what_is_shown_is_what_runs_here() {
        let (link, options) = (link(), options(Place::Element, &[("presets", "10,\"<b>")]));
        let snippet = snippet(&link, &options);
        let live = snippet.live().into_string();
        assert_eq!(live, snippet.text(ORIGIN).replace(ORIGIN, ""));
        assert!(live.contains("presets=\"10,&quot;&lt;b&gt;\""), "{live}");
    }
}

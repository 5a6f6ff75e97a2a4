//! The page of the builder. It works without script; only the checkout itself needs some.

use maud::{Markup, html};
use obole_shared::link::Link;
use obole_shared::terminal::{Mode, Terminal};
use obole_shared::texts::Lang;

use super::super::super::fields::{Choice, Label, Pick, Typed, choices, select, summary, text};
use super::super::super::form::{Form, Problems};
use super::super::super::frame::{Page, Policy, Section};
use super::super::super::parts::{Tone, note};
use super::super::super::words;
use super::inventory::Inventory;
use super::options::{NEWEST, Options, PINNED, Place, THEMES};
use super::snippet::Snippet;

/// What the page is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Builder<'a> {
    pub(super) link: &'a Link,
    /// Terminals that donors can choose, in the link's order.
    pub(super) offered: &'a [&'a Terminal],
    /// What can be pinned; nothing where the build's list is missing.
    pub(super) inventory: Option<&'a Inventory>,
    /// Where donors' browsers find us.
    pub(super) public_origin: &'a str,
}

impl Builder<'_> {
    /// The page; the query holds what was chosen.
    pub(super) fn page(self, query: &Form) -> Page {
        let (options, problems) = Options::read(query, self.link, self.offered);
        let snippet = Snippet {
            link: self.link,
            options: &options,
            pinned: self
                .inventory
                .filter(|_| options.pinned)
                .and_then(Inventory::loader),
        };
        let body = html! {
            (summary(&problems))
            p.lead { (words::EMBED_LEAD) }
            (self.form(&options, query, &problems))
            section {
                h2 { (words::EMBED_LINES) }
                p { (words::EMBED_PASTE) }
                pre tabindex="0" role="region" aria-label=(words::EMBED_LINES) {
                    (snippet.text(self.public_origin))
                }
                @if snippet.pinned.is_some() {
                    (note(Tone::Look, &html! { p { (words::EMBED_PINNED_MEANS) } }))
                }
            }
            section.no-print {
                h2 { (words::EMBED_LIVE) }
                (self.money())
                div.live { (snippet.live()) }
            }
            section {
                h2 { (words::EMBED_POLICY) }
                p { (words::EMBED_POLICY_MEANS) }
                pre tabindex="0" role="region" aria-label=(words::EMBED_POLICY) {
                    (snippet.policy(self.public_origin))
                }
                p.hint { (words::EMBED_POLICY_MORE) }
            }
            (self.scripts())
        };
        let path = format!("{}/{}", Section::Links.path(), self.link.id);
        Page::new(Section::Links, words::EMBED_TITLE, body)
            .up(path, self.link.name.as_str())
            .policy(if self.public_origin.starts_with("https://") {
                Policy::Checkout
            } else {
                Policy::CheckoutInDevelopment
            })
    }

    fn form(self, options: &Options, query: &Form, problems: &Problems) -> Markup {
        // Shown as it was typed where it was mistyped, else as it was understood.
        let mut form = Form::default();
        form.push("place", options.place.as_str());
        let pinned = options.pinned && self.inventory.is_some();
        form.push("version", if pinned { PINNED } else { NEWEST });
        for name in super::options::ATTRIBUTES {
            let typed = problems.of(name).and_then(|_| query.raw(name));
            if let Some(value) = typed.or_else(|| options.attribute(name)) {
                form.push(name, value);
            }
        }
        let action = format!("{}/{}/embed", Section::Links.path(), self.link.id);
        html! {
            form.sheet.no-print method="get" action=(action) novalidate {
                fieldset.group {
                    legend { (words::EMBED_WHERE) }
                    (places(&form))
                    (self.versions(&form))
                }
                (self.attributes(&form, problems))
                div.buttons { button.main type="submit" { (words::EMBED_SHOW) } }
            }
        }
    }

    fn versions(self, form: &Form) -> Markup {
        let versions = [
            Choice::new(NEWEST, words::EMBED_NEWEST).hint(words::EMBED_NEWEST_MEANS),
            Choice::new(PINNED, words::EMBED_PINNED).hint(words::EMBED_PINNED_SHORT),
        ];
        let label = Label::new("version", words::EMBED_VERSION);
        html! {
            @if self.inventory.is_some() {
                (choices(label, Pick::One, &versions, form, &Problems::default()))
            } @else {
                p.hint { (words::EMBED_NO_INVENTORY) }
            }
        }
    }

    fn attributes(self, form: &Form, problems: &Problems) -> Markup {
        let mut langs = vec![("", words::EMBED_LANG_OF_PAGE)];
        langs.extend(Lang::ALL.map(|lang| (lang.tag(), words::language(lang.tag()))));
        let first = [("", words::EMBED_FIRST)];
        let codes = self.link.currencies.iter();
        let codes = codes.map(|currency| (currency.code(), currency.code()));
        let currencies: Vec<(&str, &str)> = first.into_iter().chain(codes).collect();
        let names = self.offered.iter();
        let names = names.map(|terminal| (terminal.id.as_str(), terminal.name.as_str()));
        let providers: Vec<(&str, &str)> = first.into_iter().chain(names).collect();
        let mut themes = vec![("", words::EMBED_THEME_OF_PAGE)];
        themes.extend(THEMES.map(|theme| (theme, words::theme(theme))));
        html! {
            fieldset.group {
                legend { (words::EMBED_BEGIN) }
                div.row {
                    (select(Label::new("lang", words::EMBED_LANG), &langs, form, problems))
                    (select(Label::new("theme", words::EMBED_THEME), &themes, form, problems))
                }
                div.row {
                    (text(
                        Label::new("amount", words::AMOUNT).optional(),
                        Typed::Number, form, problems,
                    ))
                    @if self.link.currencies.len() > 1 {
                        (select(
                            Label::new("currency", words::EMBED_CURRENCY),
                            &currencies, form, problems,
                        ))
                    }
                    @if self.offered.len() > 1 {
                        (select(
                            Label::new("provider", words::EMBED_PROVIDER),
                            &providers, form, problems,
                        ))
                    }
                }
                @if !self.link.fixed {
                    (text(
                        Label::new("presets", words::PRESETS)
                            .hint(words::EMBED_PRESETS_HINT).optional(),
                        Typed::Line, form, problems,
                    ))
                }
            }
        }
    }

    /// Whether a payment made on this page is a real one.
    fn money(self) -> Markup {
        let live = self.offered.iter().any(|one| one.mode == Mode::Live);
        let (tone, sentence) = match (self.offered, live) {
            ([], _) => (Tone::Look, words::EMBED_NO_TERMINAL),
            (_, true) => (Tone::Bad, words::EMBED_REAL),
            (_, false) => (Tone::Plain, words::EMBED_TEST),
        };
        note(tone, &html! { p { (sentence) } })
    }

    /// What an auditor asks for.
    fn scripts(self) -> Markup {
        html! {
            section {
                h2 { (words::INVENTORY) }
                @if let Some(inventory) = self.inventory {
                    p { (words::INVENTORY_MEANS) }
                    (inventory.table(self.public_origin))
                    p.hint { (words::INVENTORY_ELSE) }
                } @else {
                    p { (words::EMBED_NO_INVENTORY) }
                }
            }
        }
    }
}

fn places(form: &Form) -> Markup {
    let places = Place::ALL.map(|place| {
        let (name, means) = match place {
            Place::Script => (words::PLACE_SCRIPT, words::PLACE_SCRIPT_MEANS),
            Place::Element => (words::PLACE_ELEMENT, words::PLACE_ELEMENT_MEANS),
            Place::Div => (words::PLACE_DIV, words::PLACE_DIV_MEANS),
        };
        Choice::new(place.as_str(), name).hint(means)
    });
    let label = Label::new("place", words::EMBED_PLACE);
    choices(label, Pick::One, &places, form, &Problems::default())
}

#[cfg(test)]
mod tests {
    use super::super::inventory::tests::JSON;
    use super::*;
    use crate::office::tests::{assert_clean, link, terminal};
    use obole_shared::currency::Currency;

    const ORIGIN: &str = "https://pay.example.org";

    fn shown(mode: Mode, inventory: Option<&Inventory>, query: &str) -> String {
        let (mut link, terminal) = (link(), terminal(mode));
        link.currencies.push(Currency::EUR);
        let builder = Builder {
            link: &link,
            offered: &[&terminal],
            inventory,
            public_origin: ORIGIN,
        };
        let html = builder
            .page(&Form::parse(query.as_bytes()))
            .body
            .into_string();
        // All but the checkout itself is as clean as any other page; and that is the only script.
        let (before, rest) = html.split_once("<div class=\"live\">").unwrap();
        let (live, after) = rest.split_once("</section>").unwrap();
        assert_clean(&format!("{before}{after}"));
        assert_eq!(live.matches("<script").count(), 1, "{live}");
        assert!(live.contains("src=\"/"), "nothing from elsewhere: {live}");
        html
    }

    #[test]
    fn what_was_chosen_is_shown_and_runs() {
        let inventory = Inventory::from_json(JSON).unwrap();
        let query = "place=element&version=pinned&lang=de&amount=30&currency=EUR&theme=dark";
        let html = shown(Mode::Test, Some(&inventory), query);
        for part in [
            "&lt;obole-checkout link=&quot;demo&quot; lang=&quot;de&quot;",
            "<obole-checkout link=\"demo\" lang=\"de\" amount=\"30\" currency=\"EUR\"",
            "<script async src=\"/v/0.1.0-abc123/obole.js\" integrity=\"sha384-AAAA\"",
            "value=\"pinned\" checked",
            "value=\"element\" checked",
            "<option value=\"de\" selected>",
            "value=\"30\"",
            words::EMBED_PINNED_MEANS,
            words::EMBED_TEST,
            "sha384-BBBB",
            "form-action",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn real_money_is_told() {
        let html = shown(Mode::Live, None, "");
        assert!(html.contains(words::EMBED_REAL), "{html}");
        assert!(!html.contains(words::EMBED_TEST));
    }

    #[test]
    fn without_the_list_of_files_only_the_moving_address_is_offered() {
        let html = shown(Mode::Test, None, "version=pinned");
        assert!(html.contains(words::EMBED_NO_INVENTORY), "{html}");
        assert!(html.contains("src=\"/obole.js\"") && !html.contains("name=\"version\""));
        assert!(!html.contains(words::EMBED_PINNED_MEANS));
    }

    #[test]
    fn what_was_mistyped_stays_and_breaks_out_of_nothing() {
        let html = shown(
            Mode::Test,
            None,
            "amount=%22%3E%3Cscript%3E&lang=%22%3E%3Cb%3E",
        );
        assert!(
            html.contains("value=\"&quot;&gt;&lt;script&gt;\""),
            "{html}"
        );
        assert!(html.contains("href=\"#field-amount\""), "{html}");
        assert!(!html.contains("<b>"), "{html}");
    }

    #[test]
    fn only_this_page_may_run_something() {
        let (link, terminal) = (link(), terminal(Mode::Test));
        let offered = [&terminal];
        let builder = |public_origin| Builder {
            link: &link,
            offered: &offered,
            inventory: None,
            public_origin,
        };
        let policy = |builder: Builder<'_>| builder.page(&Form::default()).policy;
        assert_eq!(policy(builder(ORIGIN)), Policy::Checkout);
        let local = policy(builder("http://127.0.0.1:8787"));
        assert_eq!(local, Policy::CheckoutInDevelopment);
    }
}

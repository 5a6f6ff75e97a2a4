//! All links.

use maud::{Markup, html};
use obole_shared::link::Link;
use obole_shared::terminal::{Mode, Terminal};

use super::super::frame::{Page, Section};
use super::super::parts::{Tone, badge, nothing, table, test_mark};
use super::super::words::{self, say};

/// The page; `after` is the link before it, and `limit` how many links were asked for.
pub(super) fn page(links: &[Link], terminals: &[Terminal], after: &str, limit: u32) -> Page {
    let full = u32::try_from(links.len()).is_ok_and(|count| count == limit);
    let last = links.last().filter(|_| full);
    let columns = [
        words::PURPOSE,
        words::LINK,
        words::LIMITS,
        words::CURRENCIES,
        words::TERMINALS,
    ];
    let rows: Vec<Vec<Markup>> = links.iter().map(|link| cells(link, terminals)).collect();
    let body = html! {
        p.buttons { a.button.main href="/admin/new-link" { (words::NEW_LINK) } }
        @if links.is_empty() {
            (nothing(words::NO_LINKS))
        } @else {
            (table(words::LINKS, &columns, &rows))
        }
        @if last.is_some() || !after.is_empty() {
            nav.pager aria-label=(words::PAGES) {
                @if !after.is_empty() {
                    a href=(Section::Links.path()) { (words::FIRST_LINKS) }
                }
                @if let Some(last) = last {
                    a.button href={ (Section::Links.path()) "?after=" (last.id) } {
                        (words::MORE_LINKS)
                    }
                }
            }
        }
    };
    Page::new(Section::Links, words::LINKS, body)
}

fn cells(link: &Link, terminals: &[Terminal]) -> Vec<Markup> {
    let codes: Vec<&str> = link
        .currencies
        .iter()
        .map(|currency| currency.code())
        .collect();
    let path = format!("{}/{}", Section::Links.path(), link.id);
    vec![
        html! { a href=(path) { (link.name) } },
        html! { a.mono href={ "/pay/" (link.id) } { "/pay/" (link.id) } },
        html! { (say::range(&link.min.to_string(), &link.max.to_string())) },
        html! { (codes.join(", ")) },
        html! {
            ul.plain role="list" {
                @for id in &link.terminals {
                    li { (offered(id.as_str(), terminals)) }
                }
            }
        },
    ]
}

/// A terminal of a link by its name; one that is gone is told.
fn offered(id: &str, terminals: &[Terminal]) -> Markup {
    let found = terminals.iter().find(|terminal| terminal.id.as_str() == id);
    html! {
        @match found {
            Some(terminal) => {
                (terminal.name)
                @if terminal.mode == Mode::Test { " " (test_mark()) }
            }
            None => { (id) " " (badge(Tone::Look, words::MISSING)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, link, terminal};

    #[test]
    fn links_are_listed_with_what_they_offer() {
        let mut link = link();
        link.terminals.push("gone".parse().unwrap());
        let html = page(&[link], &[terminal(Mode::Test)], "", 50)
            .body
            .into_string();
        assert_clean(&html);
        assert!(
            html.contains("href=\"/admin/links/demo\">Meals &amp; more</a>"),
            "{html}"
        );
        assert!(html.contains("test-mark"), "{html}");
        assert!(html.contains("gone") && html.contains(words::MISSING));
        assert!(!html.contains("pager"), "{html}");
        let none = page(&[], &[], "", 50).body.into_string();
        assert!(none.contains(words::NO_LINKS));
    }

    #[test]
    fn a_full_page_leads_to_the_next() {
        let html = page(&[link()], &[], "before", 1).body.into_string();
        assert_clean(&html);
        assert!(html.contains("href=\"/admin/links?after=demo\""), "{html}");
        assert!(html.contains(words::FIRST_LINKS));
    }
}

//! All terminals.

use maud::{Markup, html};
use obole_shared::terminal::Mode;

use super::super::frame::{Page, Section};
use super::super::parts::{Tone, badge, nothing, table, test_mark};
use super::super::words;
use super::path;
use crate::settings::{CheckView, TerminalView};

/// The page.
pub(super) fn page(terminals: &[TerminalView]) -> Page {
    let columns = [
        words::TERMINAL,
        words::KIND,
        words::STATE,
        words::CHECK,
        words::CURRENCIES,
    ];
    let rows: Vec<Vec<Markup>> = terminals.iter().map(cells).collect();
    let body = html! {
        p.lead { (words::TERMINALS_LEAD) }
        p.buttons { a.button.main href="/admin/new-terminal" { (words::NEW_TERMINAL) } }
        @if terminals.is_empty() {
            (nothing(words::NO_TERMINALS))
        } @else {
            (table(words::TERMINALS, &columns, &rows))
        }
    };
    Page::new(Section::Terminals, words::TERMINALS, body)
}

fn cells(view: &TerminalView) -> Vec<Markup> {
    let codes: Vec<&str> = view.currencies.iter().map(|one| one.code()).collect();
    let check = view
        .credentials
        .of(view.mode)
        .and_then(|one| one.check.as_ref());
    vec![
        html! { a href=(path(view)) { (view.name) } },
        html! {
            (view.kind_name)
            @if view.legacy { " " (badge(Tone::Plain, words::LEGACY)) }
        },
        marks(view),
        check_badge(check),
        html! { (codes.join(", ")) },
    ]
}

/// How a terminal stands: in use or not, live or test, and whether new links get it.
pub(super) fn marks(view: &TerminalView) -> Markup {
    html! {
        @if !view.enabled {
            (badge(Tone::Plain, words::DISABLED))
        } @else if !view.offered {
            (badge(Tone::Look, words::NO_CREDENTIALS))
        } @else {
            (badge(Tone::Good, words::IN_USE))
        }
        @match view.mode {
            Mode::Test => { " " (test_mark()) }
            Mode::Live => { " " (badge(Tone::Plain, words::LIVE)) }
        }
        @if view.is_default { " " (badge(Tone::Plain, words::DEFAULT)) }
    }
}

/// What the last check said, in a word.
pub(super) fn check_badge(check: Option<&CheckView>) -> Markup {
    match check {
        None => badge(Tone::Plain, words::NOT_CHECKED),
        Some(check) if !check.current => badge(Tone::Look, words::CHECK_OLD),
        Some(check) if check.passed => badge(Tone::Good, words::CHECK_PASSED),
        Some(_) => badge(Tone::Bad, words::CHECK_FAILED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, view};

    #[test]
    fn terminals_tell_how_they_stand() {
        let mut disabled = view(Mode::Live);
        disabled.enabled = false;
        disabled.is_default = true;
        let html = page(&[view(Mode::Test), disabled]).body.into_string();
        assert_clean(&html);
        assert_eq!(html.matches("class=\"test-mark\"").count(), 1);
        for word in [
            words::DISABLED,
            words::IN_USE,
            words::DEFAULT,
            words::CHECK_FAILED,
        ] {
            assert!(html.contains(word), "{word} in {html}");
        }
        assert!(html.contains("Card &amp; more"));
        assert!(page(&[]).body.into_string().contains(words::NO_TERMINALS));
    }
}

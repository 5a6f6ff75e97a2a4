//! Steps of a terminal that are spelled before they are done.

use maud::{Markup, html};
use obole_shared::terminal::Mode;

use super::super::fields::{hidden, summary, token};
use super::super::form::Problems;
use super::super::frame::{Page, Section};
use super::super::words::{self, say};
use super::path;
use crate::settings::{ModeChange, TerminalView};

/// What a change of mode would change.
pub(super) fn mode_page(view: &TerminalView, change: &ModeChange, csrf: &str) -> Page {
    let (title, button) = match change.to {
        Mode::Live => (say::go_live_title(&view.name), words::GO_LIVE),
        Mode::Test => (say::go_test_title(&view.name), words::GO_TEST),
    };
    let body = html! {
        section {
            h2 { (words::WHAT_CHANGES) }
            ul.findings role="list" { @for sentence in &change.changes { li.open { (sentence) } } }
        }
        (confirm(
            &format!("{}/mode", path(view)),
            &html! { (token(csrf)) (hidden("to", change.to.as_str())) },
            &html! { button.main type="submit" { (button) } },
            &path(view),
        ))
    };
    framed(view, title, body)
}

/// What deleting would take away.
pub(super) fn delete_page(view: &TerminalView, csrf: &str, problems: &Problems) -> Page {
    let body = html! {
        (summary(problems))
        p.lead { (words::DELETE_MEANS) }
        (confirm(
            &format!("{}/delete", path(view)),
            &token(csrf),
            &html! { button.danger type="submit" { (words::DELETE) } },
            &path(view),
        ))
    };
    framed(view, say::delete_title(&view.name), body)
}

fn confirm(action: &str, fields: &Markup, button: &Markup, back: &str) -> Markup {
    html! {
        form method="post" action=(action) {
            (fields)
            div.buttons {
                (button)
                a href=(back) { (words::BACK_WITHOUT) }
            }
        }
    }
}

fn framed(view: &TerminalView, title: String, body: Markup) -> Page {
    Page::new(Section::Terminals, title, body)
        .up(path(view), view.name.as_str())
        .test(view.mode == Mode::Test)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, view};

    #[test]
    fn going_live_shows_what_changes_and_asks() {
        let change = ModeChange {
            from: Mode::Test,
            to: Mode::Live,
            applied: false,
            changes: vec!["New payments move <real> money.".into()],
            links: vec![],
        };
        let page = mode_page(&view(Mode::Test), &change, "tok");
        assert!(page.test && page.title.contains("Card & more"));
        let html = page.body.into_string();
        assert_clean(&html);
        assert!(
            html.contains("New payments move &lt;real&gt; money."),
            "{html}"
        );
        assert!(html.contains("name=\"to\" value=\"live\""));
        assert!(html.contains(&format!(">{}</button>", words::GO_LIVE)));
    }

    #[test]
    fn deleting_is_asked_and_refusals_are_told() {
        let problems = Problems::one("", "2 payments are open.");
        let html = delete_page(&view(Mode::Live), "tok", &problems)
            .body
            .into_string();
        assert_clean(&html);
        assert!(html.contains("2 payments are open.") && html.contains(words::DELETE_MEANS));
    }
}

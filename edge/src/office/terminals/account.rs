//! The credentials of one mode: that they are entered, and what their check found.

use maud::{Markup, html};
use obole_shared::terminal::Mode;

use super::super::fields::{hidden, token};
use super::super::parts::{Tone, moment_of, note, nothing};
use super::super::words;
use super::list::check_badge;
use super::path;
use crate::settings::{CheckView, TerminalView};

/// The panel of one mode.
pub(super) fn panel(view: &TerminalView, mode: Mode, csrf: &str) -> Markup {
    let title = match mode {
        Mode::Test => words::TEST_ACCOUNT,
        Mode::Live => words::LIVE_ACCOUNT,
    };
    let account = view.credentials.of(mode);
    html! {
        section.panel.stack {
            h2 {
                (title) " "
                @if let Some(account) = account { (check_badge(account.check.as_ref())) }
            }
            @if let Some(account) = account {
                @if !account.readable { (note(Tone::Bad, &html! { p { (words::LOCKED_MEANS) } })) }
                p { (words::SET_ON) " " (moment_of(&account.since)) ". " (words::NEVER_SHOWN) }
                @if let Some(check) = &account.check { (findings(check)) }
                form method="post" action={ (path(view)) "/check" } {
                    (token(csrf))
                    (hidden("mode", mode.as_str()))
                    button type="submit" { (words::CHECK_NOW) }
                }
            } @else {
                (nothing(words::NOT_ENTERED))
            }
        }
    }
}

fn findings(check: &CheckView) -> Markup {
    html! {
        p.hint { (words::CHECKED_ON) " " (moment_of(&check.at)) "." }
        @if !check.current { p { (words::CHECK_OLD_MEANS) } }
        ul.findings role="list" {
            @for finding in &check.findings {
                @let tone = if finding.harmless { Tone::Good } else { Tone::Bad };
                li class=(tone.class()) { (finding.sentence) }
            }
        }
    }
}

//! Small parts that every page is made of.

use chrono::DateTime;
use maud::{Markup, html};
use obole_shared::amount::format_amount;
use obole_shared::money::Money;
use obole_shared::payment::Status;
use obole_shared::time::UnixMs;

use super::words;
use crate::timestamp::timestamp;

/// The language of the back office.
pub(super) const LANG: &str = "en";

/// An amount with its currency.
pub(super) fn amount(money: Money) -> String {
    format_amount(money, LANG)
}

/// A moment, for people and for programs. Always in UTC: the edge knows no other place.
pub(super) fn moment(at: UnixMs) -> Markup {
    html! { time datetime=(timestamp(at)) { (moment_text(at)) } }
}

/// A moment as a text: `20 Jul 2026, 10:02 UTC`.
pub(super) fn moment_text(at: UnixMs) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map(|moment| moment.format("%-d %b %Y, %H:%M UTC").to_string())
        .unwrap_or_default()
}

/// A moment that is written as a text for programs.
pub(super) fn moment_of(text: &str) -> Markup {
    if let Ok(read) = DateTime::parse_from_rfc3339(text) {
        moment(UnixMs(read.timestamp_millis()))
    } else {
        html! { (text) }
    }
}

/// What a colour tells beside the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Money arrived, or all is well.
    Good,
    /// Something is under way.
    Open,
    /// A person should look.
    Look,
    /// It came to nothing, or is wrong.
    Bad,
    /// Nothing to feel about.
    Plain,
}

impl Tone {
    /// Its class in the style.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Open => "open",
            Self::Look => "look",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }
}

/// A word with a colour.
pub(super) fn badge(tone: Tone, text: &str) -> Markup {
    html! { span class={ "badge " (tone.class()) } { (text) } }
}

/// The mark of everything that is only a test.
pub(super) fn test_mark() -> Markup {
    html! { span.test-mark { (words::TEST) } }
}

/// A status as a badge.
pub(super) fn status(status: Status) -> Markup {
    badge(status_tone(status), words::status(status))
}

const fn status_tone(status: Status) -> Tone {
    match status {
        Status::Captured => Tone::Good,
        Status::Created | Status::Pending | Status::Authorized => Tone::Open,
        Status::Disputed | Status::Reversed => Tone::Look,
        Status::Declined => Tone::Bad,
        Status::PartiallyRefunded | Status::Refunded | Status::Canceled | Status::Expired => {
            Tone::Plain
        }
    }
}

/// Facts: name and value.
pub(super) fn facts(facts: &[(&str, Markup)]) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in facts {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}

/// A table whose rows become cards on a narrow screen. The roles keep it a table for screen
/// readers when the style makes blocks of its rows. The first cell of a row is its header.
pub(super) fn table(caption: &str, columns: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        table role="table" {
            caption.visually-hidden { (caption) }
            thead role="rowgroup" {
                tr role="row" {
                    @for column in columns { th scope="col" role="columnheader" { (column) } }
                }
            }
            tbody role="rowgroup" {
                @for row in rows {
                    tr role="row" {
                        @for (index, (cell, column)) in row.iter().zip(columns).enumerate() {
                            @if index == 0 {
                                th scope="row" role="rowheader" { (cell) }
                            } @else {
                                td role="cell" data-label=(column) { (cell) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where a list is empty: why, and what to do.
pub(super) fn nothing(text: &str) -> Markup {
    html! { p.nothing { (text) } }
}

/// A sentence that stands out.
pub(super) fn note(tone: Tone, body: &Markup) -> Markup {
    html! { div class={ "note " (tone.class()) } { (body) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_by_people_and_programs() {
        let html = moment(UnixMs(1_784_541_731_417)).into_string();
        assert_eq!(
            html,
            "<time datetime=\"2026-07-20T10:02:11.417Z\">20 Jul 2026, 10:02 UTC</time>"
        );
        assert_eq!(moment_text(UnixMs(i64::MAX)), "");
    }

    #[test]
    fn cells_are_escaped_and_named() {
        let rows = [vec![html! { "<i>" }, html! { "b" }]];
        let html = table("All", &["One", "Two"], &rows).into_string();
        assert!(html.contains("<th scope=\"row\" role=\"rowheader\">&lt;i&gt;</th>"));
        assert!(html.contains("<td role=\"cell\" data-label=\"Two\">b</td>"));
    }
}

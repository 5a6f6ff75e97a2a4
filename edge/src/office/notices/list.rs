//! The inbox.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use maud::{Markup, html};
use obole_shared::time::UnixMs;

use super::super::fields::{Label, hidden, select};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::parts::{Tone, badge, moment, nothing, table};
use super::super::words;
use crate::notices::{Filter, Notice, State};

/// The filter an address describes.
pub(super) fn filter(query: &Form, limit: u32) -> Filter {
    Filter {
        state: query.filled("state").and_then(State::from_word),
        terminal: query.filled("terminal").map(str::to_owned),
        payment: query.filled("payment").map(str::to_owned),
        before: query.filled("before").and_then(place),
        limit,
    }
}

fn place(cursor: &str) -> Option<(UnixMs, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (at, id) = text.split_once('.')?;
    Some((UnixMs(at.parse().ok()?), id.to_owned()))
}

/// The page. `limit` is how many rows were asked for.
pub(super) fn page(query: &Form, notices: &[Notice], limit: u32) -> Page {
    let narrowed = FIELDS.iter().any(|name| query.filled(name).is_some());
    let columns = [
        words::ABOUT,
        words::STATE,
        words::ARRIVED,
        words::TERMINAL,
        words::PAYMENT,
    ];
    let rows: Vec<Vec<Markup>> = notices.iter().map(cells).collect();
    let body = html! {
        p.lead { (words::NOTICES_LEAD) }
        (filter_form(query))
        @if notices.is_empty() {
            (nothing(if narrowed { words::NO_NOTICE_MATCHES } else { words::NO_NOTICES }))
        } @else {
            (table(words::NOTICES, &columns, &rows))
        }
        (pager(query, notices, limit))
    };
    Page::new(Section::Notices, words::NOTICES, body)
}

fn filter_form(query: &Form) -> Markup {
    let mut states = vec![("", words::ANY)];
    states.extend(
        State::ALL
            .iter()
            .map(|state| (state.as_str(), words::notice_state(*state))),
    );
    let none = Problems::default();
    html! {
        form.inline method="get" action=(Section::Notices.path()) {
            (select(Label::new("state", words::STATE).free(), &states, query, &none))
            @for name in ["terminal", "payment"] {
                @if let Some(value) = query.filled(name) { (hidden(name, value)) }
            }
            button type="submit" { (words::FILTER) }
            @if FIELDS.iter().any(|name| query.filled(name).is_some()) {
                a href=(Section::Notices.path()) { (words::FILTER_CLEAR) }
            }
        }
    }
}

fn cells(notice: &Notice) -> Vec<Markup> {
    let standing = &notice.standing;
    let subject = standing
        .summary
        .as_ref()
        .map(|summary| summary.subject.as_str());
    let subject = subject
        .filter(|text| !text.is_empty())
        .unwrap_or(words::NOT_READ_YET);
    vec![
        html! { a href={ (Section::Notices.path()) "/" (notice.id) } { (subject) } },
        state_badge(standing.state),
        moment(notice.received_at),
        html! { (notice.terminal) },
        html! {
            @if let Some(payment) = &standing.payment {
                a.mono href={ (Section::Payments.path()) "/" (payment) } { (payment.reference()) }
            } @else {
                "–"
            }
        },
    ]
}

/// A state as a badge.
pub(super) fn state_badge(state: State) -> Markup {
    let tone = match state {
        State::Received => Tone::Open,
        State::Unverified | State::Unmatched => Tone::Look,
        State::Refused => Tone::Bad,
        State::Applied => Tone::Good,
        State::Kept => Tone::Plain,
    };
    badge(tone, words::notice_state(state))
}

/// What narrows the list beside its place.
const FIELDS: [&str; 3] = ["state", "terminal", "payment"];

fn pager(query: &Form, notices: &[Notice], limit: u32) -> Markup {
    let full = u32::try_from(notices.len()).is_ok_and(|count| count == limit);
    let address = |notice: &Notice| {
        let before = URL_SAFE_NO_PAD.encode(format!("{}.{}", notice.received_at.0, notice.id));
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for name in FIELDS {
            if let Some(value) = query.filled(name) {
                pairs.append_pair(name, value);
            }
        }
        pairs.append_pair("before", &before);
        format!("{}?{}", Section::Notices.path(), pairs.finish())
    };
    html! {
        @if let Some(last) = notices.last().filter(|_| full) {
            nav.pager aria-label=(words::PAGES) {
                a.button href=(address(last)) { (words::OLDER_NOTICES) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, notice};

    #[test]
    fn the_inbox_tells_what_waits() {
        let query = Form::parse(b"state=unmatched");
        let html = page(&query, &[notice(State::Unmatched)], 1)
            .body
            .into_string();
        assert_clean(&html);
        assert!(html.contains("A payment of &lt;b&gt; 25.00"), "{html}");
        assert!(
            html.contains("<option value=\"unmatched\" selected>"),
            "{html}"
        );
        assert!(
            html.contains("?state=unmatched&amp;before="),
            "paging keeps the filter: {html}"
        );
        let html = page(&query, &[], 1).body.into_string();
        assert!(html.contains(words::NO_NOTICE_MATCHES));
    }

    #[test]
    fn paging_goes_on_where_it_stopped() {
        let last = notice(State::Kept);
        let html = page(&Form::default(), std::slice::from_ref(&last), 1)
            .body
            .into_string();
        let cursor = html.split("before=").nth(1).unwrap();
        let cursor = cursor.split('"').next().unwrap();
        let expected = (last.received_at, last.id.to_string());
        assert_eq!(place(cursor), Some(expected));
        assert_eq!(place("???"), None);
    }
}

//! The list of payments with its filter.

use maud::{Markup, html};
use obole_shared::payment::Status;
use obole_shared::terminal::Mode;

use super::super::fields::{Label, Typed, select, text};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::parts::{Tone, amount, badge, moment, nothing, status, table, test_mark};
use super::super::words;
use crate::index::{Filter, Place};
use crate::outbox::IndexRow;

/// Payments on one page.
const LIMIT: u32 = 30;

/// The names of the filter's fields.
const FIELDS: [&str; 5] = ["reference", "status", "mode", "terminal", "link"];

/// The filter an address describes; what it does not understand is passed over, as the fields show
/// what is in force.
pub(super) fn filter(query: &Form) -> Filter {
    let word = |name| query.filled(name).map(str::to_owned);
    Filter {
        status: status_of(query),
        mode: mode_of(query),
        link: word("link"),
        terminal: word("terminal"),
        reference: word("reference").map(|text| text.to_ascii_uppercase()),
        before: query.filled("before").and_then(Place::from_cursor),
        limit: LIMIT,
        ..Filter::default()
    }
}

fn status_of(query: &Form) -> Option<Status> {
    let word = query.filled("status")?;
    Status::ALL
        .into_iter()
        .find(|status| status.as_str() == word)
}

fn mode_of(query: &Form) -> Option<Mode> {
    match query.filled("mode")? {
        "live" => Some(Mode::Live),
        "test" => Some(Mode::Test),
        _ => None,
    }
}

/// The page. `limit` is how many rows were asked for.
pub(super) fn page(query: &Form, rows: &[IndexRow], limit: u32) -> Page {
    let filtered = FIELDS.iter().any(|name| query.filled(name).is_some());
    let only_test = mode_of(query) == Some(Mode::Test);
    let body = html! {
        (filter_form(query, filtered))
        @if rows.is_empty() {
            (nothing(if filtered { words::NO_MATCH } else { words::NO_PAYMENTS }))
        } @else {
            (rows_table(rows))
        }
        (pager(query, rows, limit))
    };
    Page::new(Section::Payments, words::PAYMENTS, body).test(only_test)
}

fn filter_form(query: &Form, filtered: bool) -> Markup {
    let none = Problems::default();
    let field = |name, text| Label::new(name, text).free();
    let mut statuses = vec![("", words::ANY)];
    statuses.extend(Status::ALL.map(|status| (status.as_str(), words::status(status))));
    let modes = [
        ("", words::ANY),
        ("live", words::MODE_LIVE),
        ("test", words::MODE_TEST),
    ];
    html! {
        details.filter open[filtered] {
            summary { (words::FILTER_TITLE) }
            form method="get" action=(Section::Payments.path()) {
                div.row {
                    (select(field("status", words::STATUS), &statuses, query, &none))
                    (select(field("mode", words::MODE), &modes, query, &none))
                    (text(field("terminal", words::TERMINAL), Typed::Short, query, &none))
                    (text(field("link", words::LINK), Typed::Short, query, &none))
                }
                (text(
                    field("reference", words::REFERENCE).hint(words::REFERENCE_HINT),
                    Typed::Line, query, &none,
                ))
                div.buttons {
                    button type="submit" { (words::FILTER) }
                    @if filtered { a href=(Section::Payments.path()) { (words::FILTER_CLEAR) } }
                }
            }
        }
    }
}

/// Payments as a table; other pages show some of them too.
pub(in crate::office) fn rows_table(rows: &[IndexRow]) -> Markup {
    let columns = [
        words::REFERENCE,
        words::AMOUNT,
        words::STATUS,
        words::WHEN,
        words::TERMINAL,
        words::LINK,
    ];
    let rows: Vec<Vec<Markup>> = rows.iter().map(cells).collect();
    table(words::PAYMENTS, &columns, &rows)
}

fn cells(row: &IndexRow) -> Vec<Markup> {
    let path = format!("{}/{}", Section::Payments.path(), row.id);
    vec![
        html! { a.mono href=(path) { (row.reference) } },
        html! { span.money { (amount(row.amount)) } },
        html! {
            (status(row.status))
            @if row.mode == Mode::Test { " " (test_mark()) }
            @if row.mismatch { " " (badge(Tone::Look, words::AMOUNT_DIFFERS)) }
        },
        moment(row.created_at),
        html! { (row.terminal) },
        html! { (row.link) },
    ]
}

fn pager(query: &Form, rows: &[IndexRow], limit: u32) -> Markup {
    let full = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let older = rows.last().filter(|_| full).map(|row| Place {
        created_at: row.created_at,
        id: row.id.to_string(),
    });
    let inside = query.filled("before").is_some();
    html! {
        @if older.is_some() || inside {
            nav.pager aria-label=(words::PAGES) {
                @if inside { a href=(address(query, None)) { (words::NEWEST) } }
                @if let Some(place) = older {
                    a.button href=(address(query, Some(&place.cursor()))) { (words::OLDER) }
                }
            }
        }
    }
}

/// The same filter at another place of the list.
fn address(query: &Form, before: Option<&str>) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for name in FIELDS {
        if let Some(value) = query.filled(name) {
            pairs.append_pair(name, value);
        }
    }
    if let Some(before) = before {
        pairs.append_pair("before", before);
    }
    let pairs = pairs.finish();
    if pairs.is_empty() {
        Section::Payments.path().to_owned()
    } else {
        format!("{}?{pairs}", Section::Payments.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, row};

    fn query(text: &str) -> Form {
        Form::parse(text.as_bytes())
    }

    #[test]
    fn an_address_is_a_filter() {
        let read = filter(&query(
            "status=captured&mode=test&link=+demo+&terminal=&reference=obl-1",
        ));
        assert_eq!(read.status, Some(Status::Captured));
        assert_eq!(read.mode, Some(Mode::Test));
        assert_eq!(read.link.as_deref(), Some("demo"));
        assert_eq!(read.terminal, None);
        assert_eq!(read.reference.as_deref(), Some("OBL-1"));
        let read = filter(&query("status=nonsense&mode=x&before=%%%"));
        assert_eq!((read.status, read.mode, read.before), (None, None, None));
    }

    #[test]
    fn the_list_marks_what_is_a_test_and_leads_on() {
        let html = page(&query(""), &[row("live"), row("test")], 2)
            .body
            .into_string();
        assert_clean(&html);
        assert_eq!(html.matches("class=\"test-mark\"").count(), 1);
        assert!(html.contains("CHF\u{a0}25.00"), "{html}");
        assert!(html.contains("?before="), "{html}");
        let html = page(&query("status=captured"), &[row("live")], 2)
            .body
            .into_string();
        assert!(!html.contains("class=\"pager\""), "{html}");
        assert!(
            html.contains("<option value=\"captured\" selected>"),
            "{html}"
        );
    }

    #[test]
    fn paging_keeps_the_filter() {
        let asked = query("link=a%26b&before=abc");
        assert_eq!(
            address(&asked, Some("x")),
            "/admin/payments?link=a%26b&before=x"
        );
        assert_eq!(address(&query("before=abc"), None), "/admin/payments");
        let html = page(&asked, &[], 30).body.into_string();
        assert!(html.contains("value=\"a&amp;b\"") && html.contains(words::NO_MATCH));
        assert!(
            page(&query(""), &[], 30)
                .body
                .into_string()
                .contains(words::NO_PAYMENTS)
        );
    }
}

//! Payments that a payer, a bank or a provider questions.

use maud::html;

use super::frame::{Page, Section};
use super::parts::nothing;
use super::payments::rows_table;
use super::words;
use super::{Answer, Visit};
use crate::error::Error;
use crate::index::{self, Filter, Place};
use crate::outbox::IndexRow;

/// Payments on one page.
const LIMIT: u32 = 50;

/// `GET /admin/disputes`.
pub(super) async fn list(visit: &Visit<'_>) -> Result<Answer, Error> {
    let filter = Filter {
        disputed: true,
        before: visit.query.filled("before").and_then(Place::from_cursor),
        limit: LIMIT,
        ..Filter::default()
    };
    let rows = index::list(&visit.database()?, &filter).await?;
    Ok(page(&rows, LIMIT).into())
}

fn page(rows: &[IndexRow], limit: u32) -> Page {
    let full = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let body = html! {
        p.lead { (words::DISPUTES_LEAD) }
        @if rows.is_empty() {
            (nothing(words::NO_DISPUTES))
        } @else {
            (rows_table(rows))
        }
        @if let Some(row) = rows.last().filter(|_| full) {
            @let place = Place { created_at: row.created_at, id: row.id.to_string() };
            nav.pager aria-label=(words::PAGES) {
                a.button href={ (Section::Disputes.path()) "?before=" (place.cursor()) } {
                    (words::OLDER)
                }
            }
        }
    };
    Page::new(Section::Disputes, words::DISPUTES, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, row};

    #[test]
    fn disputes_lead_to_their_payments() {
        let rows = [row("live"), row("test")];
        let html = page(&rows, 2).body.into_string();
        assert_clean(&html);
        assert!(
            html.contains(&format!("/admin/payments/{}", rows[0].id)),
            "{html}"
        );
        assert!(html.contains("/admin/disputes?before="));
        assert_eq!(html.matches("class=\"test-mark\"").count(), 1);
        assert!(page(&[], 2).body.into_string().contains(words::NO_DISPUTES));
    }
}

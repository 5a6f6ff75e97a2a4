//! What needs attention, and the money of the last days: live and test apart.

use futures_util::try_join;
use maud::{Markup, html};
use obole_shared::money::Money;
use obole_shared::terminal::Mode;
use obole_shared::time::{Millis, UnixMs};

use super::frame::{Page, Section};
use super::matters::{COUNT_MAX, Matter, Troubled, first_step, of_notices, of_terminal};
use super::parts::{amount, nothing};
use super::payments::rows_table;
use super::words::{self, say};
use super::{Answer, Visit, notices};
use crate::error::Error;
use crate::index::{self, Filter, Sum};
use crate::outbox::IndexRow;

/// Money is added up over this time.
pub(super) const PERIOD: Millis = Millis::days(30);

/// Payments shown below.
const LATEST: u32 = 5;

/// What the page is made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Data {
    matters: Vec<Matter>,
    sums: Vec<Sum>,
    latest: Vec<IndexRow>,
}

/// `GET /admin`.
pub(super) async fn show(visit: &Visit<'_>) -> Result<Answer, Error> {
    let database = visit.database()?;
    let now = visit.now;
    let since = UnixMs(now.0.saturating_sub(PERIOD.0));
    let latest = Filter {
        limit: LATEST,
        ..Filter::default()
    };
    let settings = visit.settings()?;
    // Each mode is asked for itself: many tests hide nothing of what is live.
    let (live, test, latest, sums) = try_join!(
        Troubled::load(&database, Mode::Live, now),
        Troubled::load(&database, Mode::Test, now),
        index::list(&database, &latest),
        index::sums(&database, since),
    )?;
    let terminals = settings.terminals().await?;
    let unmatched = notices::unmatched(visit, COUNT_MAX).await?;
    let mut matters = Vec::new();
    matters.extend(terminals.is_empty().then(first_step));
    matters.extend(terminals.iter().filter_map(of_terminal));
    matters.extend(of_notices(unmatched.len()));
    matters.extend(live.matters(Mode::Live, now));
    matters.extend(test.matters(Mode::Test, now));
    let data = Data {
        matters,
        sums,
        latest,
    };
    Ok(page(&data).into())
}

fn page(data: &Data) -> Page {
    let of = |mode: Mode| data.sums.iter().filter(move |sum| sum.mode == mode);
    let body = html! {
        section {
            h2 { (words::ATTENTION) }
            @if data.matters.is_empty() {
                (nothing(words::NO_ATTENTION))
            } @else {
                ul.attention role="list" { @for matter in &data.matters { li { (line(matter)) } } }
            }
        }
        section {
            h2 { (words::MONEY) }
            @if of(Mode::Live).next().is_none() {
                (nothing(words::NO_MONEY))
            } @else {
                div.sums { @for sum in of(Mode::Live) { (sum_panel(sum)) } }
            }
        }
        @if of(Mode::Test).next().is_some() {
            section {
                h2 { (words::MONEY_TEST) }
                p.hint { (words::TEST_MEANS) }
                div.sums.test { @for sum in of(Mode::Test) { (sum_panel(sum)) } }
            }
        }
        @if !data.latest.is_empty() {
            section {
                h2 { (words::LATEST) }
                (rows_table(&data.latest))
                p { a href=(Section::Payments.path()) { (words::ALL_PAYMENTS) } }
            }
        }
    };
    Page::new(Section::Overview, words::OVERVIEW, body)
}

fn line(matter: &Matter) -> Markup {
    html! {
        a class=(matter.tone.class()) href=(matter.path) {
            strong { (matter.text) }
            span { (matter.detail) }
        }
    }
}

fn sum_panel(sum: &Sum) -> Markup {
    let money = |minor: i64| match Money::new(minor, sum.currency) {
        Ok(money) => amount(money),
        // More than any single payment can be.
        Err(_) => say::beyond(sum.currency.code()),
    };
    html! {
        div.panel.sum {
            strong { (money(sum.captured)) }
            p { (say::payments(sum.payments)) }
            @if sum.returned > 0 { p { (say::returned(&money(sum.returned))) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, row};
    use obole_shared::currency::Currency;

    fn sum(mode: Mode, captured: i64, returned: i64) -> Sum {
        Sum {
            mode,
            currency: Currency::CHF,
            payments: 3,
            captured,
            returned,
        }
    }

    #[test]
    fn test_money_is_never_added_to_live_money() {
        let data = Data {
            sums: vec![sum(Mode::Live, 7500, 500), sum(Mode::Test, 4200, 0)],
            latest: vec![row("test")],
            ..Data::default()
        };
        let html = page(&data).body.into_string();
        assert_clean(&html);
        let live = html.find("CHF\u{a0}75.00").unwrap();
        let apart = html.find(words::MONEY_TEST).unwrap();
        let test = html.find("CHF\u{a0}42.00").unwrap();
        assert!(live < apart && apart < test, "{html}");
        assert!(!html.contains("117.00"));
        assert!(
            html.contains("CHF\u{a0}5.00"),
            "what went back is told: {html}"
        );
    }

    #[test]
    fn an_empty_house_is_told_kindly() {
        let html = page(&Data::default()).body.into_string();
        assert!(html.contains(words::NO_ATTENTION) && html.contains(words::NO_MONEY));
        assert!(!html.contains(words::MONEY_TEST));
    }

    #[test]
    fn more_money_than_a_payment_can_hold_does_not_break_the_page() {
        let data = Data {
            sums: vec![sum(Mode::Live, i64::MAX, 0)],
            ..Data::default()
        };
        assert!(page(&data).body.into_string().contains("CHF"));
    }
}

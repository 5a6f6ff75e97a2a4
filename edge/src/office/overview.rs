//! What needs attention, and the money of the last days: live and test apart.

use futures_util::try_join;
use maud::{Markup, html};
use obole_shared::money::Money;
use obole_shared::terminal::Mode;
use obole_shared::time::{Millis, UnixMs};

use super::frame::{Page, Section};
use super::parts::{Tone, amount, moment_text, nothing};
use super::payments::rows_table;
use super::words::{self, say};
use super::{Answer, Visit, notices};
use crate::error::Error;
use crate::index::{self, Filter, Sum};
use crate::outbox::IndexRow;
use crate::settings::TerminalView;

/// Money is added up over this time.
const PERIOD: Millis = Millis::days(30);

/// A reservation that lapses within this time needs attention.
const SOON: Millis = Millis::days(3);

/// More than this is not counted.
const COUNT_MAX: u32 = 50;

/// Payments shown below.
const LATEST: u32 = 5;

/// Something a person should do.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Matter {
    tone: Tone,
    text: String,
    detail: String,
    path: String,
}

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
    let few = |filter: Filter| Filter {
        limit: COUNT_MAX,
        ..filter
    };
    let lapsing = few(Filter {
        lapsing_before: Some(now + SOON),
        ..Filter::default()
    });
    let disputed = few(Filter {
        disputed: true,
        ..Filter::default()
    });
    let mismatched = few(Filter {
        mismatched: true,
        since: Some(since),
        ..Filter::default()
    });
    let latest = Filter {
        limit: LATEST,
        ..Filter::default()
    };
    let settings = visit.settings()?;
    let (lapsing, disputed, mismatched, latest, sums) = try_join!(
        index::list(&database, &lapsing),
        index::list(&database, &disputed),
        index::list(&database, &mismatched),
        index::list(&database, &latest),
        index::sums(&database, since),
    )?;
    let terminals = settings.terminals().await?;
    let unmatched = notices::unmatched(visit, COUNT_MAX).await?;
    let mut matters = Vec::new();
    matters.extend(terminals.is_empty().then(first_step));
    matters.extend(terminals.iter().filter_map(of_terminal));
    matters.extend(of_notices(unmatched.len()));
    matters.extend(of_payments(
        &disputed,
        words::OPEN_DISPUTES,
        Section::Disputes.path(),
    ));
    matters.extend(lapsing.iter().map(|row| of_reservation(row, now)));
    matters.extend(mismatched.iter().map(of_mismatch));
    let data = Data {
        matters,
        sums,
        latest,
    };
    Ok(page(&data).into())
}

/// Without an account at a provider nothing can begin.
fn first_step() -> Matter {
    Matter {
        tone: Tone::Open,
        text: words::FIRST_STEP.to_owned(),
        detail: words::FIRST_STEP_MEANS.to_owned(),
        path: "/admin/new-terminal".to_owned(),
    }
}

/// Notices wait for a payment: money may have moved that no payment tells of.
fn of_notices(unmatched: usize) -> Option<Matter> {
    let or_more = u32::try_from(unmatched).is_ok_and(|count| count >= COUNT_MAX);
    (unmatched > 0).then(|| Matter {
        tone: Tone::Look,
        text: words::UNMATCHED.to_owned(),
        detail: say::notices(unmatched, or_more),
        path: format!("{}?state=unmatched", Section::Notices.path()),
    })
}

/// What is wrong with a terminal that its owner wants to be used.
fn of_terminal(view: &TerminalView) -> Option<Matter> {
    let account = view.credentials.of(view.mode);
    let check = account.and_then(|account| account.check.as_ref());
    let failed = check.is_some_and(|check| !check.passed && check.current);
    let text = match (view.enabled, view.offered, failed) {
        (false, _, _) | (_, true, false) => return None,
        (true, false, _) => words::TERMINAL_LACKS_CREDENTIALS,
        (true, true, true) => words::CHECK_OF_TERMINAL_FAILED,
    };
    Some(Matter {
        tone: match view.mode {
            Mode::Live => Tone::Bad,
            Mode::Test => Tone::Plain,
        },
        text: text.to_owned(),
        detail: say::of_terminal(&view.name, view.mode),
        path: format!("{}/{}", Section::Terminals.path(), view.id),
    })
}

/// One line for several payments of the same kind; tests are counted apart.
fn of_payments(rows: &[IndexRow], name: &str, path: &str) -> Vec<Matter> {
    let line = |mode: Mode, tone| {
        let count = rows.iter().filter(|row| row.mode == mode).count();
        let more = u32::try_from(rows.len()).is_ok_and(|all| all >= COUNT_MAX);
        (count > 0).then(|| Matter {
            tone,
            text: name.to_owned(),
            detail: say::matters(count, more, mode),
            path: path.to_owned(),
        })
    };
    [line(Mode::Live, Tone::Bad), line(Mode::Test, Tone::Plain)]
        .into_iter()
        .flatten()
        .collect()
}

fn of_reservation(row: &IndexRow, now: UnixMs) -> Matter {
    let before = row.capture_before.unwrap_or(now);
    let text = if before > now {
        words::LAPSES_SOON
    } else {
        words::LAPSED
    };
    Matter {
        tone: tone(row, Tone::Look),
        text: text.to_owned(),
        detail: say::of_payment(&amount(row.amount), &moment_text(before), row.mode),
        path: format!("{}/{}", Section::Payments.path(), row.id),
    }
}

fn of_mismatch(row: &IndexRow) -> Matter {
    Matter {
        tone: tone(row, Tone::Bad),
        text: words::AMOUNT_DIFFERS.to_owned(),
        detail: say::of_payment(&amount(row.amount), &moment_text(row.created_at), row.mode),
        path: format!("{}/{}", Section::Payments.path(), row.id),
    }
}

/// Nothing about a test is urgent.
fn tone(row: &IndexRow, live: Tone) -> Tone {
    match row.mode {
        Mode::Live => live,
        Mode::Test => Tone::Plain,
    }
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
    use crate::office::tests::{assert_clean, chf, row, view};
    use obole_shared::currency::Currency;

    const NOW: UnixMs = UnixMs(1_784_541_731_417);

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
    fn a_reservation_is_told_before_and_after_it_lapses() {
        let mut reserved = row("live");
        reserved.amount = chf(9000);
        reserved.capture_before = Some(NOW + Millis::hours(5));
        let matter = of_reservation(&reserved, NOW);
        assert_eq!(
            (matter.tone, matter.text.as_str()),
            (Tone::Look, words::LAPSES_SOON)
        );
        assert!(matter.detail.contains("CHF\u{a0}90.00") && matter.detail.contains("2026"));
        assert_eq!(
            of_reservation(&reserved, NOW + Millis::days(1)).text,
            words::LAPSED
        );
        reserved.mode = Mode::Test;
        assert_eq!(of_reservation(&reserved, NOW).tone, Tone::Plain);
    }

    #[test]
    fn disputes_of_tests_are_counted_apart() {
        let rows = [row("live"), row("test"), row("live")];
        let lines = of_payments(&rows, "Open disputes", "/admin/disputes");
        assert_eq!(lines.len(), 2);
        assert!(lines[0].detail.starts_with('2') && lines[1].detail.starts_with('1'));
        assert_eq!(of_payments(&[], "x", "/"), []);
    }

    #[test]
    fn a_terminal_that_does_not_work_is_told_unless_it_is_switched_off() {
        let mut failed = view(Mode::Live);
        let matter = of_terminal(&failed).unwrap();
        assert_eq!(matter.text, words::CHECK_OF_TERMINAL_FAILED);
        assert_eq!(
            (matter.tone, matter.path.as_str()),
            (Tone::Bad, "/admin/terminals/cards")
        );
        failed.offered = false;
        assert_eq!(
            of_terminal(&failed).unwrap().text,
            words::TERMINAL_LACKS_CREDENTIALS
        );
        failed.enabled = false;
        assert_eq!(of_terminal(&failed), None);
    }

    #[test]
    fn notices_without_a_payment_are_counted() {
        assert_eq!(of_notices(0), None);
        let matter = of_notices(2).unwrap();
        assert_eq!(matter.path, "/admin/notices?state=unmatched");
        assert!(matter.detail.starts_with('2'));
        assert!(of_notices(50).unwrap().detail.contains("more"));
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

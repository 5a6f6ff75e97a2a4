//! What a person should see to.

use futures_util::try_join;
use obole_shared::terminal::Mode;
use obole_shared::time::{Millis, UnixMs};
use worker::D1Database;

use super::frame::Section;
use super::overview::PERIOD;
use super::parts::{Tone, amount, moment_text};
use super::words::{self, say};
use crate::index::{self, Filter};
use crate::outbox::IndexRow;
use crate::settings::TerminalView;

/// A reservation that lapses within this time needs attention.
const SOON: Millis = Millis::days(3);

/// More than this is not counted.
pub(super) const COUNT_MAX: u32 = 50;

/// Something a person should do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Matter {
    pub(super) tone: Tone,
    pub(super) text: String,
    pub(super) detail: String,
    /// Where it is seen to.
    pub(super) path: String,
}

/// Payments of one mode that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Troubled {
    disputed: Vec<IndexRow>,
    lapsing: Vec<IndexRow>,
    mismatched: Vec<IndexRow>,
}

impl Troubled {
    /// Those of one mode.
    ///
    /// # Errors
    /// What D1 reports.
    pub(super) async fn load(
        database: &D1Database,
        mode: Mode,
        now: UnixMs,
    ) -> worker::Result<Self> {
        let few = Filter {
            mode: Some(mode),
            limit: COUNT_MAX,
            ..Filter::default()
        };
        let disputed = Filter {
            disputed: true,
            ..few.clone()
        };
        let lapsing = Filter {
            lapsing_before: Some(now + SOON),
            ..few.clone()
        };
        let mismatched = Filter {
            mismatched: true,
            since: Some(UnixMs(now.0.saturating_sub(PERIOD.0))),
            ..few
        };
        let (disputed, lapsing, mismatched) = try_join!(
            index::list(database, &disputed),
            index::list(database, &lapsing),
            index::list(database, &mismatched),
        )?;
        Ok(Self {
            disputed,
            lapsing,
            mismatched,
        })
    }

    /// A line for each live payment; tests are only counted.
    pub(super) fn matters(&self, mode: Mode, now: UnixMs) -> Vec<Matter> {
        let disputes = Section::Disputes.path();
        let mut matters: Vec<Matter> =
            of_payments(&self.disputed, mode, words::OPEN_DISPUTES, disputes)
                .into_iter()
                .collect();
        match mode {
            Mode::Live => {
                matters.extend(self.lapsing.iter().map(|row| of_reservation(row, now)));
                matters.extend(self.mismatched.iter().map(of_mismatch));
            }
            // Nothing about a test is urgent: one line each.
            Mode::Test => {
                let of = |status: &str| {
                    let payments = Section::Payments.path();
                    format!("{payments}?mode=test{status}")
                };
                let reserved = of("&status=authorized");
                matters.extend(of_payments(
                    &self.lapsing,
                    mode,
                    words::LAPSES_SOON,
                    &reserved,
                ));
                matters.extend(of_payments(
                    &self.mismatched,
                    mode,
                    words::AMOUNT_DIFFERS,
                    &of(""),
                ));
            }
        }
        matters
    }
}

/// Without an account at a provider nothing can begin.
pub(super) fn first_step() -> Matter {
    Matter {
        tone: Tone::Open,
        text: words::FIRST_STEP.to_owned(),
        detail: words::FIRST_STEP_MEANS.to_owned(),
        path: "/admin/new-terminal".to_owned(),
    }
}

/// Notices wait for a payment: money may have moved that no payment tells of.
pub(super) fn of_notices(unmatched: usize) -> Option<Matter> {
    let or_more = u32::try_from(unmatched).is_ok_and(|count| count >= COUNT_MAX);
    (unmatched > 0).then(|| Matter {
        tone: Tone::Look,
        text: words::UNMATCHED.to_owned(),
        detail: say::notices(unmatched, or_more),
        path: format!("{}?state=unmatched", Section::Notices.path()),
    })
}

/// What is wrong with a terminal that its owner wants to be used.
pub(super) fn of_terminal(view: &TerminalView) -> Option<Matter> {
    // Payments of both modes need theirs, even where the terminal is switched off.
    let locked = [Mode::Live, Mode::Test].into_iter().find(|mode| {
        let account = view.credentials.of(*mode);
        account.is_some_and(|account| !account.readable)
    });
    if let Some(mode) = locked {
        return Some(Matter {
            tone: tone(mode, Tone::Bad),
            text: words::CREDENTIALS_LOCKED.to_owned(),
            detail: say::of_terminal(&view.name, mode),
            path: format!("{}/{}", Section::Terminals.path(), view.id),
        });
    }
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

/// One line for several payments of one mode, where there are any.
fn of_payments(rows: &[IndexRow], mode: Mode, name: &str, path: &str) -> Option<Matter> {
    let full = u32::try_from(rows.len()).is_ok_and(|all| all >= COUNT_MAX);
    (!rows.is_empty()).then(|| Matter {
        tone: tone(mode, Tone::Bad),
        text: name.to_owned(),
        detail: say::matters(rows.len(), full, mode),
        path: path.to_owned(),
    })
}

fn of_reservation(row: &IndexRow, now: UnixMs) -> Matter {
    let before = row.capture_before.unwrap_or(now);
    let text = if before > now {
        words::LAPSES_SOON
    } else {
        words::LAPSED
    };
    Matter {
        tone: tone(row.mode, Tone::Look),
        text: text.to_owned(),
        detail: say::of_payment(&amount(row.amount), &moment_text(before), row.mode),
        path: format!("{}/{}", Section::Payments.path(), row.id),
    }
}

fn of_mismatch(row: &IndexRow) -> Matter {
    Matter {
        tone: tone(row.mode, Tone::Bad),
        text: words::AMOUNT_DIFFERS.to_owned(),
        detail: say::of_payment(&amount(row.amount), &moment_text(row.created_at), row.mode),
        path: format!("{}/{}", Section::Payments.path(), row.id),
    }
}

/// Nothing about a test is urgent.
fn tone(mode: Mode, live: Tone) -> Tone {
    match mode {
        Mode::Live => live,
        Mode::Test => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{chf, row, view};

    const NOW: UnixMs = UnixMs(1_784_541_731_417);

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
    fn tests_are_counted_apart_and_in_few_lines() {
        let rows = |mode| vec![row(mode), row(mode)];
        let troubled = |mode| Troubled {
            disputed: rows(mode),
            lapsing: rows(mode),
            mismatched: rows(mode),
        };
        let live = troubled("live").matters(Mode::Live, NOW);
        assert_eq!(
            live.len(),
            5,
            "each live payment has its own line: {live:?}"
        );
        assert_eq!(
            (live[0].tone, live[0].detail.as_str()),
            (Tone::Bad, "2 payments")
        );
        let test = troubled("test").matters(Mode::Test, NOW);
        assert_eq!(test.len(), 3, "{test:?}");
        for matter in &test {
            assert_eq!(matter.tone, Tone::Plain);
            assert_eq!(matter.detail, "2 payments (test)");
        }
        assert_eq!(test[1].path, "/admin/payments?mode=test&status=authorized");
        assert_eq!(Troubled::default().matters(Mode::Live, NOW), []);
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
        failed.credentials.live.as_mut().unwrap().readable = false;
        let matter = of_terminal(&failed).unwrap();
        assert_eq!(
            (matter.tone, matter.text.as_str()),
            (Tone::Bad, words::CREDENTIALS_LOCKED),
            "its payments need them"
        );
    }

    #[test]
    fn notices_without_a_payment_are_counted() {
        assert_eq!(of_notices(0), None);
        let matter = of_notices(2).unwrap();
        assert_eq!(matter.path, "/admin/notices?state=unmatched");
        assert!(matter.detail.starts_with('2'));
        assert!(of_notices(50).unwrap().detail.contains("more"));
    }
}

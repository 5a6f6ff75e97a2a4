//! The journal of a payment, told in words.

use maud::{Markup, html};
use obole_shared::payment::{Entry, Event};

use super::super::parts::{Tone, amount, moment};
use super::super::words::told;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    tone: Tone,
    text: String,
    /// The provider's own word for it.
    code: Option<String>,
    /// Only somebody who looks for a fault wants to read it.
    technical: bool,
}

impl Line {
    fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
            code: None,
            technical: false,
        }
    }

    fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into()).filter(|code| !code.is_empty());
        self
    }

    fn technical(text: impl Into<String>) -> Self {
        Self {
            technical: true,
            ..Self::new(Tone::Plain, text)
        }
    }
}

/// The list, oldest first.
pub(super) fn list(journal: &[Entry]) -> Markup {
    html! {
        ol.timeline role="list" {
            @for entry in journal {
                @let line = line(&entry.event);
                li class={ (line.tone.class()) @if line.technical { " technical" } } {
                    (moment(entry.at))
                    span {
                        (line.text)
                        @if let Some(code) = &line.code { " " code { (code) } }
                    }
                }
            }
        }
    }
}

fn line(event: &Event) -> Line {
    match event {
        Event::Opened(opened) => Line::new(
            Tone::Plain,
            told::opened(&amount(opened.amount), &opened.terminal.name),
        ),
        Event::SessionWanted => Line::new(Tone::Plain, told::SESSION_WANTED),
        Event::Moved(to) => Line::new(
            Tone::Plain,
            told::moved(&amount(to.amount), &to.terminal.name),
        ),
        Event::Hinted {
            source,
            transaction,
        } => Line::technical(told::hinted(*source)).code(transaction.clone().unwrap_or_default()),
        Event::Attempted { call } => Line::technical(told::attempted(*call)),
        Event::Unanswered { call, why } => {
            Line::new(Tone::Look, told::unanswered(*call)).code(why.as_str())
        }
        Event::Rejected { call, code, later } => {
            Line::new(Tone::Look, told::rejected(*call, *later)).code(code.as_str())
        }
        Event::SessionOpened { handle, .. } => {
            Line::new(Tone::Open, told::SESSION_OPENED).code(handle.as_str())
        }
        Event::NothingNew { .. } => Line::technical(told::NOTHING_NEW),
        Event::SessionGone => Line::technical(told::SESSION_GONE),
        Event::Approved => Line::new(Tone::Open, told::APPROVED),
        Event::Pending { capture } => {
            Line::new(Tone::Open, told::PENDING).code(capture.clone().unwrap_or_default())
        }
        Event::PayerMustChooseAgain => Line::new(Tone::Look, told::CHOOSE_AGAIN),
        Event::Authorized {
            transaction,
            amount: reserved,
            ..
        } => Line::new(Tone::Open, told::authorized(&amount(*reserved))).code(transaction.as_str()),
        Event::ConditionUnmet { condition } => {
            Line::new(Tone::Look, told::condition_unmet(*condition))
        }
        Event::CaptureRequested { amount: part } => {
            let part = part.map(amount);
            Line::new(Tone::Plain, told::capture_requested(part.as_deref()))
        }
        Event::Captured {
            capture,
            amount: taken,
            ..
        } => Line::new(Tone::Good, told::captured(&amount(*taken)))
            .code(capture.clone().unwrap_or_default()),
        Event::Settled(settled) => Line::new(Tone::Plain, told::settled(&amount(settled.amount)))
            .code(settled.rate.to_string()),
        Event::Receipt(_) => Line::new(Tone::Plain, "The payer came back with a receipt."),
        Event::Reversed {
            transaction,
            amount: back,
            reason,
        } => Line::new(Tone::Bad, told::reversed(&amount(*back), reason))
            .code(transaction.clone().unwrap_or_default()),
        Event::ReversalCanceled {
            transaction,
            amount: back,
        } => Line::new(Tone::Good, told::reversal_canceled(&amount(*back)))
            .code(transaction.clone().unwrap_or_default()),
        Event::Disputed(case) => {
            Line::new(Tone::Look, told::disputed(case.kind, case.stage)).code(case.id.as_str())
        }
        Event::Declined { code } => Line::new(Tone::Bad, told::DECLINED).code(code.as_str()),
        Event::Aborted => Line::new(Tone::Plain, told::ABORTED),
        Event::CancelRequested => Line::new(Tone::Plain, told::CANCEL_REQUESTED),
        Event::Canceled => Line::new(Tone::Plain, told::CANCELED),
        Event::Expired => Line::new(Tone::Plain, told::EXPIRED),
        Event::Mismatched { found } => Line::new(Tone::Look, told::mismatched(&amount(*found))),
        Event::RefundRequested {
            number,
            amount: back,
            ..
        } => Line::new(Tone::Plain, told::refund_requested(*number, &amount(*back))),
        Event::RefundAuthorized {
            number,
            transaction,
        } => Line::technical(told::refund_authorized(*number)).code(transaction.as_str()),
        Event::RefundPending {
            number,
            transaction,
        } => Line::new(Tone::Open, told::refund_pending(*number)).code(transaction.as_str()),
        Event::RefundMissing { number } => Line::technical(told::refund_missing(*number)),
        Event::Refunded {
            number,
            transaction,
            amount: back,
        } => Line::new(Tone::Good, told::refunded(*number, &amount(*back)))
            .code(transaction.clone().unwrap_or_default()),
        Event::RefundFailed { number, code } => {
            Line::new(Tone::Bad, told::refund_failed(*number)).code(code.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, chf, journal};
    use obole_shared::payment::Call;
    use obole_shared::terminal::Mode;
    use obole_shared::time::UnixMs;

    #[test]
    fn the_story_is_told_in_order_and_escaped() {
        let events = vec![
            Event::Attempted {
                call: Call::OpenSession,
            },
            Event::Unanswered {
                call: Call::OpenSession,
                why: "<html>502".into(),
            },
            Event::Captured {
                capture: Some("c1".into()),
                amount: chf(2500),
                fee: None,
                method: None,
            },
        ];
        let html = list(&journal(Mode::Live, UnixMs(0), events)).into_string();
        assert_clean(&html);
        assert!(html.contains("<code>&lt;html&gt;502</code>"), "{html}");
        assert_eq!(html.matches(" technical\"").count(), 1);
        let places = ["Meals", "no answer", "CHF\u{a0}25.00 was taken"];
        let found: Vec<Option<usize>> = places.iter().map(|text| html.find(text)).collect();
        assert_eq!(found[0], None, "only what happened is told");
        assert!(found[1].is_some() && found[1] < found[2], "{html}");
    }
}

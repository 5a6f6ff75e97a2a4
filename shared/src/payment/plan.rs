//! What to do next.

use crate::time::{Millis, UnixMs};

use super::command::Call;
use super::decide::DECLINES_MAX;
use super::event::Event;
use super::progress::{CancelState, Progress};
use super::refund::{Refund, RefundState};
use super::state::Payment;

/// What to do next with a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Make this provider call now.
    Call(Call),
    /// Write this down: it follows from time alone.
    Conclude(Event),
    /// Nothing until then; `None`: nothing until a notice.
    Wait(Option<UnixMs>),
}

/// A donor whose session never opened has gone after this.
const UNOPENED_LIFETIME: Millis = Millis::hours(1);

/// Longest gap between two tries to ask for or complete a session that may be approved: approvals
/// lapse within hours.
pub(super) const COMPLETION_GAP_MAX: Millis = Millis::minutes(20);

/// How long before a try is repeated, by tries so far without an answer.
pub(super) const fn backoff(tries: u16) -> Millis {
    match tries {
        0 => Millis(0),
        1 => Millis::seconds(15),
        2 => Millis::minutes(2),
        3 => Millis::minutes(10),
        4 => Millis::hours(1),
        5 => Millis::hours(6),
        _ => Millis::days(1),
    }
}

/// The next step, from the state and the time alone.
pub fn plan(payment: &Payment, now: UnixMs) -> Step {
    if payment.session_wanted && payment.session.is_none() {
        return payment.open_session(now);
    }
    if let Some(event) = payment.conclusion(now) {
        return Step::Conclude(event);
    }
    let wanted = [
        payment.next_capture(),
        payment.next_cancel(),
        payment.next_ask(),
    ];
    let refunds = payment
        .refunds
        .iter()
        .map(|refund| payment.next_refund_call(refund));
    let next = wanted.into_iter().chain(refunds).flatten().min();
    match next {
        Some((at, call)) if at <= now => Step::Call(call),
        Some((at, _)) => Step::Wait(Some(payment.ends_at().map_or(at, |end| at.min(end)))),
        None => Step::Wait(payment.ends_at()),
    }
}

impl Payment {
    fn open_session(&self, now: UnixMs) -> Step {
        let tries = self.attempts(Call::OpenSession);
        // After a crash in the middle the donor has gone or asks again.
        if tries.open && now - tries.last_at >= UNOPENED_LIFETIME {
            return Step::Conclude(Event::Expired);
        }
        Step::Call(Call::OpenSession)
    }

    /// What time alone ends.
    fn conclusion(&self, now: UnixMs) -> Option<Event> {
        let over = self.ends_at().is_some_and(|end| now >= end) || self.is_over();
        if !over {
            return None;
        }
        Some(if self.declines > 0 {
            Event::Declined {
                code: "INSTRUMENT_DECLINED".to_owned(),
            }
        } else {
            Event::Expired
        })
    }

    /// When the payment ends whatever the provider says; `None` where only an ask can end it.
    fn ends_at(&self) -> Option<UnixMs> {
        match &self.progress {
            Progress::Waiting if self.session.is_none() => {
                let last = self
                    .attempts(Call::OpenSession)
                    .last_at
                    .max(self.created_at);
                Some(last + UNOPENED_LIFETIME)
            }
            Progress::Authorized(authorization)
                if !self.attempts(Call::Capture).open && self.cancel != CancelState::Wanted =>
            {
                Some(authorization.expires_at)
            }
            // Nobody can be asked: silence ends it.
            Progress::Waiting if self.capabilities().ask.needs_transaction => self
                .session
                .as_ref()
                .map(|session| self.last_ask_at(session)),
            Progress::Pending { .. } if !self.capabilities().ask.has_books => self
                .session
                .as_ref()
                .map(|session| self.last_ask_at(session)),
            _ => None,
        }
    }

    pub(super) fn next_capture(&self) -> Option<(UnixMs, Call)> {
        if !self.capture_wanted && self.progress != Progress::Approved {
            return None;
        }
        let call = match &self.progress {
            Progress::Approved if !self.capture_wanted => Call::Authorize,
            Progress::Approved => Call::Capture,
            Progress::Authorized(_) if self.mismatch.is_none() && !self.condition_unmet => {
                Call::Capture
            }
            _ => return None,
        };
        let approved = self.progress == Progress::Approved;
        let tries = self.attempts(call);
        if tries.refused || (approved && self.declines >= DECLINES_MAX) {
            return None;
        }
        let mut at = retry_at(tries.open, tries.last_at, tries.tries);
        let alive = |session| tries.last_at < self.last_ask_at(session);
        if approved && self.session.as_ref().is_some_and(alive) {
            at = at.min(tries.last_at + COMPLETION_GAP_MAX);
        }
        Some((at, call))
    }

    fn next_cancel(&self) -> Option<(UnixMs, Call)> {
        let wanted = self.cancel == CancelState::Wanted;
        let authorized = matches!(self.progress, Progress::Authorized(_));
        let tries = self.attempts(Call::Cancel);
        (wanted && authorized && !tries.refused).then(|| {
            (
                retry_at(tries.open, tries.last_at, tries.tries),
                Call::Cancel,
            )
        })
    }

    fn next_refund_call(&self, refund: &Refund) -> Option<(UnixMs, Call)> {
        let number = refund.number;
        match refund.state {
            RefundState::Done | RefundState::Failed(_) => None,
            RefundState::Authorized => Some(self.repeat(Call::CaptureRefund(number))),
            RefundState::Pending(since) => {
                let asks = self.attempts(Call::AskRefund(number));
                let at = if asks.open {
                    asks.last_at + backoff(asks.tries)
                } else {
                    asks.last_at.max(since) + Millis::days(1)
                };
                Some((at, Call::AskRefund(number)))
            }
            RefundState::Requested => {
                let sent = self.attempts(Call::Refund(number));
                if !sent.open || self.capabilities().refund_is_repeatable {
                    return Some(self.repeat(Call::Refund(number)));
                }
                // Perhaps it was paid: look before sending it again.
                let asks = self.attempts(Call::AskRefund(number));
                let first = sent.last_at + self.capabilities().ask.books_lag + Millis::minutes(4);
                let at = if asks.open {
                    asks.last_at + backoff(asks.tries)
                } else {
                    first
                };
                Some((at.max(first), Call::AskRefund(number)))
            }
        }
    }

    fn repeat(&self, call: Call) -> (UnixMs, Call) {
        let tries = self.attempts(call);
        (retry_at(tries.open, tries.last_at, tries.tries), call)
    }
}

fn retry_at(open: bool, last_at: UnixMs, tries: u16) -> UnixMs {
    if open {
        last_at + backoff(tries)
    } else {
        last_at
    }
}

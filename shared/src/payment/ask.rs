//! When to ask the provider what became of a payment.
//!
//! Where asking is rationed, notices may spend all but the last ask; the last one belongs to the
//! deadline. What notices cannot ask any more is looked up in the provider's books instead.

use crate::terminal::AskRules;
use crate::time::{Millis, UnixMs};

use super::command::Call;
use super::plan::{COMPLETION_GAP_MAX, backoff};
use super::progress::{Progress, Session};
use super::state::Payment;

/// Two notices that come together are one piece of news; no two asks are closer.
const HINT_GAP: Millis = Millis::seconds(5);

/// An ask and when it is due.
pub(super) type Due = (UnixMs, Call);

impl Payment {
    /// The next ask, or `None` where nothing can be learned by asking.
    pub(super) fn next_ask(&self) -> Option<Due> {
        let session = self.session.as_ref()?;
        if !self.can_learn() {
            return None;
        }
        let rules = &self.capabilities().ask;
        match rules.session_asks_max {
            Some(max) => self.next_rationed_ask(rules, session, max),
            None => self.next_free_ask(rules, session),
        }
    }

    /// When the last «nothing happened» is final.
    pub(super) fn last_ask_at(&self, session: &Session) -> UnixMs {
        let rules = &self.capabilities().ask;
        match &self.progress {
            Progress::Pending { .. } => session.opened_at + rules.last_ask_pending,
            _ => session.opened_at + rules.last_ask,
        }
    }

    /// The earliest of: a notice's ask, the repeat of a lost one, the next planned one.
    fn next_free_ask(&self, rules: &AskRules, session: &Session) -> Option<Due> {
        let asks = self.attempts(Call::AskSession);
        let hinted = self.hint_at.map(|hint_at| match asks.total {
            0 => hint_at,
            // The payer is back with other means: this is news of its own, however fast it came.
            _ if self.was_declined_since(asks.last_at) => hint_at,
            _ => hint_at.max(asks.last_at + HINT_GAP),
        });
        let deadline = self.last_ask_at(session);
        let alive = matches!(self.progress, Progress::Waiting | Progress::Approved)
            && asks.last_at < deadline;
        let repeated = asks.open.then(|| {
            let at = asks.last_at + backoff(asks.tries);
            // An approval must be seen before it lapses.
            if alive {
                at.min(asks.last_at + COMPLETION_GAP_MAX)
            } else {
                at
            }
        });
        let planned = match &self.progress {
            Progress::Pending { since, .. } => Some(next_after(asks.last_at, *since, PENDING_ASKS)),
            _ if self.is_settled() => None,
            _ => rules
                .planned
                .iter()
                .map(|&delay| session.opened_at + delay)
                .find(|&at| at > asks.last_at)
                .or_else(|| (!asks.open).then(|| deadline.max(asks.last_at + Millis::hours(1))))
                .map(|at| at.max(asks.last_at + HINT_GAP)),
        };
        let at = [hinted, repeated, planned].into_iter().flatten().min()?;
        Some((at, Call::AskSession))
    }

    /// Whether the means that the last ask found approved was declined afterwards.
    fn was_declined_since(&self, asked_at: UnixMs) -> bool {
        let tried_at = [Call::Capture, Call::Authorize]
            .map(|call| self.attempts(call).last_at)
            .into_iter()
            .max();
        self.progress == Progress::Waiting
            && self.declines > 0
            && tried_at.is_some_and(|tried_at| tried_at >= asked_at)
    }

    fn next_rationed_ask(&self, rules: &AskRules, session: &Session, max: u16) -> Option<Due> {
        let asks = self.attempts(Call::AskSession);
        let deadline = self.last_ask_at(session);
        let left = max.saturating_sub(asks.total);
        // A look-up that came late enough answers a lost ask too.
        let unheard = asks.open
            && self
                .books_answered_at
                .is_none_or(|at| at < asks.last_at + rules.books_lag);
        let news = self.hint_at.is_some() || unheard || self.attempts(Call::AskBooks).open;
        if self.is_settled() && !news {
            return None;
        }
        if self.session_gone || left == 0 {
            return self.next_look_up(rules, deadline);
        }
        // The deadline hurries no repeat.
        let apart = match asks.total {
            0 => session.opened_at,
            _ if asks.open => asks.last_at + backoff(asks.tries.min(2)),
            _ => asks.last_at + HINT_GAP,
        };
        let reserved = (deadline.max(apart), Call::AskSession);
        if left == 1 {
            // The last ask waits for the deadline; news meanwhile comes from the books.
            let look_up = if news {
                self.next_look_up(rules, deadline)
            } else {
                None
            };
            return Some(look_up.map_or(reserved, |look_up| look_up.min(reserved)));
        }
        let at = if asks.open {
            asks.last_at + backoff(asks.tries)
        } else if let Some(hint_at) = self.hint_at {
            hint_at.max(if asks.total == 0 {
                hint_at
            } else {
                asks.last_at + HINT_GAP
            })
        } else {
            let planned = rules.planned.iter().map(|&delay| session.opened_at + delay);
            planned
                .into_iter()
                .find(|&at| at > asks.last_at && asks.total == 0)
                .unwrap_or(deadline)
        };
        Some((at.min(deadline).max(apart), Call::AskSession))
    }

    /// The next look-up in the provider's books, which lag behind.
    fn next_look_up(&self, rules: &AskRules, deadline: UnixMs) -> Option<Due> {
        if !rules.has_books {
            return None;
        }
        let looks = self.attempts(Call::AskBooks);
        let news_at = self
            .hint_at
            .unwrap_or(self.attempts(Call::AskSession).last_at);
        let mut at = news_at + rules.books_lag;
        if looks.total > 0 {
            let spread = if looks.open {
                looks.tries
            } else {
                looks.round.saturating_add(2)
            };
            at = at.max(looks.last_at + backoff(spread));
        }
        // Without news one look after the deadline decides.
        if !looks.open && self.hint_at.is_none() {
            at = at.max(deadline + BOOKS_MARGIN);
        }
        Some((at, Call::AskBooks))
    }

    /// Nothing is expected any more without a notice.
    fn is_settled(&self) -> bool {
        matches!(
            self.progress,
            Progress::Authorized(_) | Progress::Captured(_) | Progress::Failed(_)
        )
    }

    /// Whether the last possible ask found nothing, so that no money can arrive any more.
    pub(super) fn is_over(&self) -> bool {
        let Some(session) = &self.session else {
            return false;
        };
        let deadline = self.last_ask_at(session);
        let rules = &self.capabilities().ask;
        if !matches!(
            self.progress,
            Progress::Waiting | Progress::Approved | Progress::Pending { .. }
        ) {
            return false;
        }
        let asked_after = |answered: Option<UnixMs>, at: UnixMs| answered.is_some_and(|t| t >= at);
        if !rules.has_books {
            // What is approved at the deadline is completed first.
            let ends = match self.progress {
                Progress::Waiting => true,
                Progress::Approved => self.next_capture().is_none(),
                _ => false,
            };
            return self.session_gone || (ends && asked_after(self.answered_at, deadline));
        }
        // A session that still answers at the deadline is believed; one that was never heard
        // again is looked up in the books once more.
        let waiting = self.progress == Progress::Waiting;
        waiting && !self.session_gone && asked_after(self.answered_at, deadline)
            || asked_after(self.books_answered_at, deadline + BOOKS_MARGIN)
    }
}

/// From the deadline to the look-up that decides.
const BOOKS_MARGIN: Millis = Millis::hours(2);

/// Asks for a payment that waits, counted from when it began to wait; then daily.
const PENDING_ASKS: &[Millis] = &[Millis::hours(1), Millis::hours(6), Millis::hours(24)];

fn next_after(last: UnixMs, since: UnixMs, steps: &[Millis]) -> UnixMs {
    steps
        .iter()
        .map(|&step| since + step)
        .find(|&at| at > last)
        .unwrap_or(last + Millis::days(1))
}

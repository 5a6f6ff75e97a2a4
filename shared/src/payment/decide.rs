//! From a command to events.

use crate::ids::IdempotencyKey;
use crate::money::Money;

use super::command::{Call, Command, Refused};
use super::event::{Event, Hint, Source};
use super::learn::{learn, learn_report};
use super::moving::go_elsewhere;
use super::progress::{CancelState, Failure, Progress};
use super::report::Report;
use super::state::Payment;

/// Notices written down for one payment, so that nobody can fill a journal; further ones are
/// passed over.
const HINTS_MAX: u16 = 60;

/// The same for notices that were proven to come from the provider or an operator: whoever uses
/// the others up keeps no news of a reversal away.
const PROVEN_HINTS_MAX: u16 = 1_000;

/// Declines of the payer's means after which the session is not captured again. Planned asks
/// and doubled notices meet the declined means too; they must not use up the payer's chance to
/// choose another.
pub(super) const DECLINES_MAX: u16 = 30;

/// What follows from a command.
///
/// # Errors
/// [`Refused`] where an operator or a donor asked for something that cannot be; notices and
/// provider answers are never refused.
pub fn decide(payment: Option<&Payment>, command: Command) -> Result<Vec<Event>, Refused> {
    match (payment, command) {
        (None, Command::Open(opened)) => Ok(vec![Event::Opened(opened)]),
        (None, _) => Err(Refused::Unknown),
        (Some(payment), Command::Open(again)) => {
            if payment.opened.body_hash != again.body_hash {
                return go_elsewhere(payment, *again);
            }
            Ok(if payment.wants_new_session() {
                vec![Event::SessionWanted]
            } else {
                vec![]
            })
        }
        (Some(payment), Command::Hint(source)) => Ok(hint(payment, source)),
        (Some(payment), Command::Notice(source, report)) => Ok(notice(payment, source, *report)),
        (Some(_), Command::Attempt(call)) => Ok(vec![Event::Attempted { call }]),
        (Some(payment), Command::Answer(call, answer)) => Ok(learn(payment, call, answer)),
        (Some(_), Command::Conclude(event)) => Ok(vec![event]),
        (Some(payment), Command::Capture { amount }) => capture(payment, amount),
        (Some(payment), Command::Cancel) => cancel(payment),
        (Some(payment), Command::Refund { key, amount }) => refund(payment, key, amount),
    }
}

impl Payment {
    /// A donor who asks again gets another try where the first one opened nothing.
    fn wants_new_session(&self) -> bool {
        self.session.is_none() && !self.session_wanted && self.progress == Progress::Waiting
    }

    /// Whether the provider may know something that we do not.
    pub(super) fn can_learn(&self) -> bool {
        self.can_learn_by(self.transaction_hint.as_deref())
    }

    /// The same, once a hint has named a transaction.
    fn can_learn_by(&self, transaction: Option<&str>) -> bool {
        let rules = &self.capabilities().ask;
        if self.session.is_none() || (rules.needs_transaction && transaction.is_none()) {
            return false;
        }
        match &self.progress {
            Progress::Waiting
            | Progress::Approved
            | Progress::Pending { .. }
            | Progress::Failed(Failure::Expired) => true,
            // An authorization may have been captured or given up at the provider; refunds or
            // reversals may be made there; and after a decline the payer's page may have taken
            // another card. Only where asking has no budget.
            Progress::Authorized(_) | Progress::Captured(_) | Progress::Failed(_) => {
                rules.session_asks_max.is_none()
            }
        }
    }
}

fn hint(payment: &Payment, hint: Hint) -> Vec<Event> {
    let Hint {
        source,
        transaction,
    } = hint;
    let named = transaction
        .as_deref()
        .or(payment.transaction_hint.as_deref());
    let max = match source {
        Source::Webhook | Source::Ipn | Source::Operator => PROVEN_HINTS_MAX,
        Source::Return | Source::Notify | Source::SilentPost => HINTS_MAX,
    };
    let news = payment.can_learn_by(named) && payment.hints < max;
    if news {
        vec![Event::Hinted {
            source,
            transaction,
        }]
    } else {
        vec![]
    }
}

/// Where a provider can be asked, a notice is a hint, and only what cannot be asked is taken from
/// it; where nobody can be asked, an authenticated notice is the answer.
fn notice(payment: &Payment, source: Source, mut report: Report) -> Vec<Event> {
    let mut events = hint(payment, source.into());
    if !payment.capabilities().ask.needs_transaction {
        report = Report {
            disputes: report.disputes,
            ..Report::default()
        };
    }
    let told = learn_report(payment, Call::AskSession, report, true);
    events.extend(told.into_iter().filter(|event| {
        // No question was asked, so none is answered.
        !matches!(event, Event::NothingNew { .. } | Event::SessionGone)
    }));
    events
}

fn capture(payment: &Payment, amount: Option<Money>) -> Result<Vec<Event>, Refused> {
    match &payment.progress {
        Progress::Captured(_) => Ok(vec![]),
        Progress::Authorized(authorization) if may_capture(payment) => {
            // All of it by name is all of it.
            let part = amount.filter(|amount| *amount != authorization.amount);
            if part.is_some_and(|part| !is_part(payment, part, authorization.amount)) {
                return Err(Refused::CaptureAmount);
            }
            let running = payment.capture_wanted && !payment.attempts(Call::Capture).refused;
            match (running, part == payment.capture_part) {
                (true, true) => Ok(vec![]),
                (true, false) => Err(Refused::NotCapturable),
                (false, _) => Ok(vec![Event::CaptureRequested { amount: part }]),
            }
        }
        _ => Err(Refused::NotCapturable),
    }
}

fn may_capture(payment: &Payment) -> bool {
    payment.cancel != CancelState::Wanted && payment.mismatch.is_none() && !payment.condition_unmet
}

fn is_part(payment: &Payment, part: Money, whole: Money) -> bool {
    payment.capabilities().operations.capture_part
        && payment.capabilities().carries(part)
        && !part.is_zero()
        && part < whole
}

fn cancel(payment: &Payment) -> Result<Vec<Event>, Refused> {
    match &payment.progress {
        Progress::Failed(Failure::Canceled) => Ok(vec![]),
        Progress::Authorized(_) if payment.cancel == CancelState::Wanted => Ok(vec![]),
        // A capture whose answer is out may have happened.
        Progress::Authorized(_) if !payment.attempts(Call::Capture).open => {
            Ok(vec![Event::CancelRequested])
        }
        _ => Err(Refused::NotCancelable),
    }
}

fn refund(
    payment: &Payment,
    key: IdempotencyKey,
    amount: Option<Money>,
) -> Result<Vec<Event>, Refused> {
    let same_key = payment
        .refunds
        .iter()
        .find(|refund| refund.key.as_ref() == Some(&key));
    if let Some(known) = same_key {
        let same = amount.is_none_or(|amount| amount == known.amount);
        return if same {
            Ok(vec![])
        } else {
            Err(Refused::KeyReused)
        };
    }
    let operations = &payment.capabilities().operations;
    if !matches!(payment.progress, Progress::Captured(_)) || !operations.refund {
        return Err(Refused::NotRefundable);
    }
    let left = payment.refundable();
    if left.is_zero() {
        return Err(Refused::NotRefundable);
    }
    let amount = amount.unwrap_or(left);
    if amount.currency() != left.currency() {
        return Err(Refused::Currency);
    }
    let whole = amount == payment.captured();
    if amount.is_zero() || amount.minor() > left.minor() || !(whole || operations.refund_part) {
        return Err(Refused::RefundAmount);
    }
    Ok(vec![Event::RefundRequested {
        number: payment.next_refund_number(),
        key,
        amount,
    }])
}

//! From a command to events.

use std::collections::BTreeSet;

use crate::ids::IdempotencyKey;
use crate::money::Money;

use super::command::{Answer, Call, Command, Refused, Standing};
use super::event::{Event, Hint, Source};
use super::refund::RefundState;
use super::report::{Report, Security};
use super::reversal;
use super::state::{CancelState, Failure, Payment, Progress};

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
                return Err(Refused::KeyReused);
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

/// What an answer teaches.
fn learn(payment: &Payment, call: Call, answer: Answer) -> Vec<Event> {
    match answer {
        Answer::Session {
            handle,
            redirect_url,
            expires_at,
        } => {
            vec![Event::SessionOpened {
                handle,
                redirect_url,
                expires_at,
            }]
        }
        Answer::Standing(standing) => learn_report(payment, call, standing.into(), false),
        Answer::Report(report) => learn_report(payment, call, *report, false),
        Answer::Captured {
            capture,
            amount,
            fee,
        } => {
            let amount = amount.unwrap_or_else(|| match &payment.progress {
                Progress::Captured(known) => known.amount,
                _ => payment.capture_amount(),
            });
            let mut events = mismatch(payment, payment.capture_amount(), amount);
            events.push(Event::Captured {
                capture,
                amount,
                fee,
                method: None,
            });
            events
        }
        Answer::PayerMustChooseAgain => vec![Event::PayerMustChooseAgain],
        Answer::Canceled => vec![Event::Canceled],
        Answer::RefundAuthorized { transaction } => {
            with_refund(call, |number| Event::RefundAuthorized {
                number,
                transaction: transaction.clone(),
            })
        }
        Answer::RefundPending { transaction } => with_refund(call, |number| Event::RefundPending {
            number,
            transaction: transaction.clone(),
        }),
        Answer::RefundMissing => with_refund(call, |number| Event::RefundMissing { number }),
        Answer::Refunded { transaction } => {
            let amount = refund_number(call)
                .and_then(|number| payment.refund(number))
                .map(|refund| refund.amount);
            match (refund_number(call), amount) {
                (Some(number), Some(amount)) => {
                    vec![Event::Refunded {
                        number,
                        transaction,
                        amount,
                    }]
                }
                _ => vec![],
            }
        }
        Answer::Refused { code, later } => {
            // A refused question says nothing about the money: it is asked again.
            let later = later || matches!(call, Call::AskSession | Call::AskBooks);
            let rejected = Event::Rejected {
                call,
                code: code.clone(),
                later,
            };
            match call {
                Call::OpenSession if !later => vec![rejected, Event::Declined { code }],
                Call::AskRefund(number) if !later => {
                    vec![rejected, Event::RefundFailed { number, code }]
                }
                _ => vec![rejected],
            }
        }
        Answer::Unknown { why } => vec![Event::Unanswered { call, why }],
    }
}

fn learn_report(
    payment: &Payment,
    call: Call,
    mut report: Report,
    from_notice: bool,
) -> Vec<Event> {
    let security = report.security.unwrap_or(payment.security);
    let mut refunds = std::mem::take(&mut report.refunds);
    let mut events = match report.standing.take() {
        Some(Standing::Captured {
            capture,
            amount,
            fee,
            method,
            refunds: listed,
        }) => {
            refunds.extend(listed);
            let captured = Event::Captured {
                capture: Some(capture),
                amount,
                fee,
                method,
            };
            learn_captured(payment, call, captured, amount, security)
        }
        Some(Standing::Authorized {
            transaction,
            amount,
            method,
        }) => {
            let authorized = Event::Authorized {
                transaction: transaction.clone(),
                amount,
                method,
                security,
                expires_at: report.expires_at,
            };
            learn_authorized(payment, call, authorized, &transaction, amount, security)
        }
        Some(standing) => learn_standing(payment, call, standing),
        None => vec![Event::NothingNew { call }],
    };
    let settled = report
        .settled
        .filter(|settled| payment.settled != Some(*settled));
    events.extend(settled.map(Event::Settled));
    let receipt = report.receipt.take();
    let receipt = receipt.filter(|receipt| payment.receipt.as_ref() != Some(receipt));
    events.extend(receipt.map(Event::Receipt));
    events.extend(foreign_refunds(payment, refunds));
    events.extend(reversal::learn(payment, &report, from_notice));
    events
}

fn learn_captured(
    payment: &Payment,
    call: Call,
    captured: Event,
    amount: Money,
    security: Security,
) -> Vec<Event> {
    if payment.captured() == amount && !payment.captured().is_zero() {
        return vec![Event::NothingNew { call }];
    }
    let mut events = mismatch(payment, payment.capture_amount(), amount);
    // The provider took it at once: nothing is left to give up, but an operator must know.
    events.extend(condition_unmet(payment, security));
    events.push(captured);
    events
}

fn condition_unmet(payment: &Payment, security: Security) -> Option<Event> {
    let condition = payment.opened.condition;
    let is_news = !security.meets(condition) && !payment.condition_unmet;
    is_news.then_some(Event::ConditionUnmet { condition })
}

fn learn_authorized(
    payment: &Payment,
    call: Call,
    authorized: Event,
    transaction: &str,
    amount: Money,
    security: Security,
) -> Vec<Event> {
    if matches!(&payment.progress, Progress::Authorized(known) if known.transaction == transaction)
    {
        return vec![Event::NothingNew { call }];
    }
    let mut events = mismatch(payment, payment.opened.amount, amount);
    events.extend(condition_unmet(payment, security));
    let stop = !events.is_empty() && payment.cancel == CancelState::No;
    events.push(authorized);
    if stop {
        events.push(Event::CancelRequested);
    }
    events
}

fn learn_standing(payment: &Payment, call: Call, standing: Standing) -> Vec<Event> {
    match standing {
        // The last two are told apart by whoever calls this.
        Standing::NotStarted | Standing::Authorized { .. } | Standing::Captured { .. } => {
            vec![Event::NothingNew { call }]
        }
        Standing::Gone if call == Call::AskBooks => vec![Event::NothingNew { call }],
        Standing::Gone => vec![Event::SessionGone],
        Standing::Approved => match payment.progress {
            Progress::Approved => vec![Event::NothingNew { call }],
            _ => vec![Event::Approved],
        },
        Standing::Pending { capture } => match &payment.progress {
            Progress::Pending { capture: known, .. } if *known == capture => {
                vec![Event::NothingNew { call }]
            }
            _ => vec![Event::Pending { capture }],
        },
        Standing::Declined { code } => vec![Event::Declined { code }],
        Standing::Aborted => vec![Event::Aborted],
        Standing::Voided => vec![Event::Canceled],
    }
}

/// Refunds made outside of us, for example in the provider's own back office.
fn foreign_refunds(payment: &Payment, refunds: Vec<(String, Money)>) -> Vec<Event> {
    // One of ours whose answer is still out may be among them: wait until that is settled.
    let unsettled = payment.refunds.iter().any(|refund| {
        refund.transaction.is_none()
            && !matches!(refund.state, RefundState::Failed(_) | RefundState::Done)
    });
    if unsettled {
        return Vec::new();
    }
    let known = |name: &str| {
        payment
            .refunds
            .iter()
            .any(|refund| refund.transaction.as_deref() == Some(name))
    };
    let first = payment.next_refund_number();
    let mut told = BTreeSet::new();
    refunds
        .into_iter()
        .filter(|(name, _)| !known(name) && told.insert(name.clone()))
        .zip(first..)
        .map(|((name, amount), number)| Event::Refunded {
            number,
            transaction: Some(name),
            amount,
        })
        .collect()
}

fn mismatch(payment: &Payment, expected: Money, found: Money) -> Vec<Event> {
    if found == expected || payment.mismatch == Some(found) {
        Vec::new()
    } else {
        vec![Event::Mismatched { found }]
    }
}

const fn refund_number(call: Call) -> Option<u16> {
    match call {
        Call::Refund(number) | Call::CaptureRefund(number) | Call::AskRefund(number) => {
            Some(number)
        }
        _ => None,
    }
}

fn with_refund(call: Call, event: impl Fn(u16) -> Event) -> Vec<Event> {
    refund_number(call).map(event).into_iter().collect()
}

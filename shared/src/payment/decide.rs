//! From a command to events.

use crate::ids::IdempotencyKey;
use crate::money::Money;

use super::command::{Answer, Call, Command, Refused, Standing};
use super::event::{Event, Source};
use super::refund::RefundState;
use super::state::{CancelState, Failure, Payment, Progress};

/// Notices written down for one payment; further ones are served but leave no entry, so nobody
/// can fill a journal.
const HINTS_MAX: u16 = 60;

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
        (Some(_), Command::Attempt(call)) => Ok(vec![Event::Attempted { call }]),
        (Some(payment), Command::Answer(call, answer)) => Ok(learn(payment, call, answer)),
        (Some(_), Command::Conclude(event)) => Ok(vec![event]),
        (Some(payment), Command::Capture) => capture(payment),
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
        if self.session.is_none() {
            return false;
        }
        match &self.progress {
            Progress::Waiting | Progress::Approved | Progress::Pending { .. } => true,
            // An authorization may have been captured or given up at the provider; and refunds
            // or reversals may be made there. Only where asking has no budget.
            Progress::Authorized(_) | Progress::Captured(_) => {
                self.capabilities().ask.session_asks_max.is_none()
            }
            Progress::Failed(failure) => *failure == Failure::Expired,
        }
    }
}

fn hint(payment: &Payment, source: Source) -> Vec<Event> {
    let news = payment.can_learn() && payment.hints < HINTS_MAX;
    if news {
        vec![Event::Hinted { source }]
    } else {
        vec![]
    }
}

fn capture(payment: &Payment) -> Result<Vec<Event>, Refused> {
    match &payment.progress {
        Progress::Captured(_) => Ok(vec![]),
        Progress::Authorized(_)
            if payment.cancel != CancelState::Wanted && payment.mismatch.is_none() =>
        {
            let running = payment.capture_wanted && !payment.attempts(Call::Capture).refused;
            Ok(if running {
                vec![]
            } else {
                vec![Event::CaptureRequested]
            })
        }
        _ => Err(Refused::NotCapturable),
    }
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
    if !matches!(payment.progress, Progress::Captured(_)) {
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
    if amount.is_zero() || amount.minor() > left.minor() {
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
        Answer::Standing(standing) => learn_standing(payment, call, standing),
        Answer::Captured {
            capture,
            amount,
            fee,
        } => {
            let amount = amount.unwrap_or_else(|| payment.amount_at_stake());
            let mut events = mismatch(payment, amount);
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

fn learn_standing(payment: &Payment, call: Call, standing: Standing) -> Vec<Event> {
    match standing {
        Standing::NotStarted => vec![Event::NothingNew { call }],
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
        Standing::Authorized {
            transaction,
            amount,
            method,
        } => match &payment.progress {
            Progress::Authorized(known) if known.transaction == transaction => {
                vec![Event::NothingNew { call }]
            }
            _ => {
                let mut events = mismatch(payment, amount);
                let stop = !events.is_empty() && payment.cancel == CancelState::No;
                events.push(Event::Authorized {
                    transaction,
                    amount,
                    method,
                });
                if stop {
                    events.push(Event::CancelRequested);
                }
                events
            }
        },
        Standing::Captured {
            capture,
            amount,
            fee,
            method,
            refunds,
        } => {
            let mut events = Vec::new();
            if payment.captured() == amount && !payment.captured().is_zero() {
                events.push(Event::NothingNew { call });
            } else {
                events.extend(mismatch(payment, amount));
                events.push(Event::Captured {
                    capture: Some(capture),
                    amount,
                    fee,
                    method,
                });
            }
            events.extend(foreign_refunds(payment, refunds));
            events
        }
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
    refunds
        .into_iter()
        .filter(|(name, _)| !known(name))
        .zip(first..)
        .map(|((name, amount), number)| Event::Refunded {
            number,
            transaction: Some(name),
            amount,
        })
        .collect()
}

fn mismatch(payment: &Payment, found: Money) -> Vec<Event> {
    if found == payment.opened.amount || payment.mismatch == Some(found) {
        Vec::new()
    } else {
        vec![Event::Mismatched { found }]
    }
}

impl Payment {
    /// What a capture takes where the provider does not say: what was authorized.
    fn amount_at_stake(&self) -> Money {
        match &self.progress {
            Progress::Authorized(authorization) => authorization.amount,
            Progress::Captured(capture) => capture.amount,
            _ => self.opened.amount,
        }
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

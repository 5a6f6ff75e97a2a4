//! What an answer, or an authenticated notice, teaches.

use std::collections::BTreeSet;

use crate::money::Money;

use super::command::{Answer, Call, Standing};
use super::event::Event;
use super::progress::{CancelState, Progress};
use super::refund::RefundState;
use super::report::{Report, Security};
use super::reversal;
use super::state::Payment;

/// What an answer teaches.
pub(super) fn learn(payment: &Payment, call: Call, answer: Answer) -> Vec<Event> {
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

pub(super) fn learn_report(
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

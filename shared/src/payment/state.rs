//! The state of a payment: a fold over its journal.

use std::collections::BTreeMap;

use crate::money::Money;
use crate::terminal::Capabilities;
use crate::time::UnixMs;

use super::command::Call;
use super::event::{Entry, Event, Opened};
use super::progress::{Attempts, Authorization, CancelState, Capture, Failure, Progress, Session};
use super::refund::{Refund, RefundState};
use super::report::{Case, Receipt, Security, Settled};
use super::reversal::Movement;

/// Everything known about one payment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that are independent of each other, each folded from its own event"
)]
pub struct Payment {
    /// What was fixed in the beginning.
    pub opened: Opened,
    /// When the donor asked.
    pub created_at: UnixMs,
    /// When the last event was written.
    pub updated_at: UnixMs,
    /// Events so far; grows with each.
    pub version: u32,
    /// The donor waits for a session.
    pub session_wanted: bool,
    /// The provider's session, once open.
    pub session: Option<Session>,
    /// How far the payer and the provider got.
    pub progress: Progress,
    /// A notice came in that no answered ask has followed yet.
    pub hint_at: Option<UnixMs>,
    /// How many notices were written down.
    pub hints: u16,
    /// The newest transaction that a hint named; nobody vouches for it.
    pub transaction_hint: Option<String>,
    /// The last ask that was answered.
    pub answered_at: Option<UnixMs>,
    /// The last answered look-up in the provider's books.
    pub books_answered_at: Option<UnixMs>,
    /// The provider no longer knows the session.
    pub session_gone: bool,
    /// Times the payer's means was declined while the session lived on.
    pub declines: u16,
    /// An operator, or the link, wants the authorized money.
    pub capture_wanted: bool,
    /// How much of it, where not all.
    pub capture_part: Option<Money>,
    /// What the authorization proved.
    pub security: Security,
    /// It did not prove what it must.
    pub condition_unmet: bool,
    /// What a conversion left in the account's own currency.
    pub settled: Option<Settled>,
    /// What the provider told the payer who came back.
    pub receipt: Option<Receipt>,
    /// Giving the authorization up.
    pub cancel: CancelState,
    /// The provider reported this instead of the agreed amount.
    pub mismatch: Option<Money>,
    /// Refunds, by number from 1.
    pub refunds: Vec<Refund>,
    /// Money taken back without an order of ours, and what of it came back.
    pub reversals: Vec<Movement>,
    /// Disputes, in the order in which they were heard of.
    pub disputes: Vec<Case>,
    /// Calls so far, by verb.
    pub attempts: BTreeMap<Call, Attempts>,
}

impl Payment {
    /// The state after the first entry; `None` unless it is [`Event::Opened`].
    pub fn begin(first: &Entry) -> Option<Self> {
        let Event::Opened(opened) = &first.event else {
            return None;
        };
        Some(Self {
            opened: (**opened).clone(),
            created_at: first.at,
            updated_at: first.at,
            version: 1,
            session_wanted: true,
            session: None,
            progress: Progress::Waiting,
            hint_at: None,
            hints: 0,
            transaction_hint: None,
            answered_at: None,
            books_answered_at: None,
            session_gone: false,
            declines: 0,
            capture_wanted: opened.authorization.captures_at_once(),
            capture_part: None,
            security: Security::default(),
            condition_unmet: false,
            settled: None,
            receipt: None,
            cancel: CancelState::No,
            mismatch: None,
            refunds: Vec::new(),
            reversals: Vec::new(),
            disputes: Vec::new(),
            attempts: BTreeMap::new(),
        })
    }

    /// The state after a whole journal; `None` for an empty or foreign one.
    pub fn replay(journal: &[Entry]) -> Option<Self> {
        let (first, rest) = journal.split_first()?;
        let mut payment = Self::begin(first)?;
        for entry in rest {
            payment.apply(entry);
        }
        Some(payment)
    }

    /// What this kind of terminal can do.
    pub fn capabilities(&self) -> &'static Capabilities {
        self.opened.terminal.kind.capabilities()
    }

    /// Calls of this verb so far.
    pub fn attempts(&self, call: Call) -> Attempts {
        self.attempts.get(&call).copied().unwrap_or_default()
    }

    /// What was captured; zero before.
    pub fn captured(&self) -> Money {
        match &self.progress {
            Progress::Captured(capture) => capture.amount,
            _ => Money::zero(self.opened.amount.currency()),
        }
    }

    /// What was paid back for certain.
    pub fn refunded(&self) -> Money {
        self.sum_refunds(|state| matches!(state, RefundState::Done))
    }

    /// What can still be asked back: captured, less all refunds that did not fail and what was
    /// taken back anyway.
    pub fn refundable(&self) -> Money {
        let taken = self.sum_refunds(|state| !matches!(state, RefundState::Failed(_)));
        let left = self.captured().checked_sub(taken);
        left.and_then(|left| left.checked_sub(self.reversed()))
            .unwrap_or(Money::zero(self.opened.amount.currency()))
    }

    /// What the donor sees at the provider, cut to what it takes; `None` where nothing is left.
    pub fn description(&self) -> Option<String> {
        let max = usize::from(self.capabilities().text.description);
        let text: String = self.opened.description.chars().take(max).collect();
        Some(text).filter(|text| !text.trim().is_empty())
    }

    /// What a capture takes: what an operator asked for, else all that is authorized.
    pub fn capture_amount(&self) -> Money {
        let all = match &self.progress {
            Progress::Authorized(authorization) => authorization.amount,
            _ => self.opened.amount,
        };
        self.capture_part.unwrap_or(all)
    }

    /// Until when the authorized money must be captured; `None` where nothing waits for it.
    pub fn capture_before(&self) -> Option<UnixMs> {
        match &self.progress {
            Progress::Authorized(authorization) => Some(authorization.expires_at),
            _ => None,
        }
    }

    /// The provider's names for this payment's transactions, for whoever looks one up.
    pub fn transactions(&self) -> Vec<&str> {
        let (authorization, capture) = match &self.progress {
            Progress::Authorized(known) => (Some(&known.transaction), None),
            Progress::Captured(known) => (known.transaction.as_ref(), known.capture.as_ref()),
            Progress::Pending { capture, .. } => (None, capture.as_ref()),
            _ => (None, None),
        };
        let refunds = self.refunds.iter();
        let refunds = refunds.filter_map(|refund| refund.transaction.as_ref());
        let known = authorization.into_iter().chain(capture).chain(refunds);
        known.map(String::as_str).collect()
    }

    fn sum_refunds(&self, counts: impl Fn(&RefundState) -> bool) -> Money {
        let zero = Money::zero(self.opened.amount.currency());
        self.refunds
            .iter()
            .filter(|refund| counts(&refund.state))
            .fold(zero, |sum, refund| {
                sum.checked_add(refund.amount).unwrap_or(sum)
            })
    }

    /// Folds one entry into the state. Total: an event that does not fit changes nothing but the
    /// version, so a journal can always be read.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each event, told in one place"
    )]
    pub fn apply(&mut self, entry: &Entry) {
        self.version = self.version.saturating_add(1);
        self.updated_at = entry.at;
        let at = entry.at;
        match &entry.event {
            Event::Opened(_) => {}
            Event::SessionWanted => self.session_wanted = true,
            Event::Moved(to) => self.moved(to),
            Event::Hinted { transaction, .. } => {
                self.hints = self.hints.saturating_add(1);
                self.hint_at = Some(at);
                if transaction.is_some() {
                    self.transaction_hint.clone_from(transaction);
                }
            }
            Event::Attempted { call } => self.attempted(*call, at),
            Event::Unanswered { call, .. } => {
                if *call == Call::OpenSession {
                    self.session_wanted = false;
                }
            }
            Event::Rejected { call, code, later } => self.rejected(*call, code, *later, at),
            Event::SessionOpened {
                handle,
                redirect_url,
                expires_at,
            } => {
                self.answered(Call::OpenSession, at);
                self.session_wanted = false;
                self.session = Some(Session {
                    handle: handle.clone(),
                    redirect_url: redirect_url.clone(),
                    expires_at: *expires_at,
                    opened_at: at,
                });
            }
            Event::NothingNew { call } => self.answered(*call, at),
            Event::SessionGone => {
                self.answered(Call::AskSession, at);
                self.session_gone = true;
            }
            Event::Approved => {
                self.asked(at);
                self.advance(Progress::Approved);
            }
            Event::Pending { capture } => {
                self.settle(at);
                let since = match &self.progress {
                    Progress::Pending { since, .. } => *since,
                    _ => at,
                };
                self.advance(Progress::Pending {
                    capture: capture.clone(),
                    since,
                });
            }
            Event::PayerMustChooseAgain => {
                self.settle(at);
                self.declines = self.declines.saturating_add(1);
                // The session waits again; money that is known of stays.
                if self.progress == Progress::Approved {
                    self.progress = Progress::Waiting;
                }
            }
            Event::Authorized {
                transaction,
                amount,
                method,
                security,
                expires_at,
            } => {
                self.settle(at);
                self.security = *security;
                let opened = &self.opened;
                let lifetime = opened
                    .terminal
                    .authorization_lifetime(opened.authorization, method.as_deref());
                self.advance(Progress::Authorized(Authorization {
                    transaction: transaction.clone(),
                    amount: *amount,
                    at,
                    expires_at: expires_at.unwrap_or(at + lifetime),
                    method: method.clone(),
                }));
            }
            Event::ConditionUnmet { .. } => self.condition_unmet = true,
            Event::CaptureRequested { amount } => {
                self.capture_wanted = true;
                self.capture_part = *amount;
                self.reopen(Call::Capture);
            }
            Event::Captured {
                capture,
                amount,
                fee,
                method,
            } => {
                self.settle(at);
                self.captured_now(capture.as_ref(), *amount, *fee, method.as_ref());
            }
            Event::Settled(settled) => self.settled = Some(*settled),
            Event::Receipt(receipt) => self.receipt = Some(receipt.clone()),
            Event::Reversed { .. } | Event::ReversalCanceled { .. } | Event::Disputed(_) => {
                self.apply_reversal(&entry.event, at);
            }
            Event::Declined { code } => self.failed(Failure::Declined(code.clone()), at),
            Event::Aborted => self.failed(Failure::Aborted, at),
            Event::CancelRequested => {
                self.cancel = CancelState::Wanted;
                self.capture_wanted = false;
                self.reopen(Call::Cancel);
            }
            Event::Canceled => {
                self.answered(Call::Cancel, at);
                self.cancel = CancelState::No;
                self.failed(Failure::Canceled, at);
            }
            Event::Expired => self.failed(Failure::Expired, at),
            Event::Mismatched { found } => self.mismatch = Some(*found),
            Event::RefundRequested { .. }
            | Event::RefundAuthorized { .. }
            | Event::RefundPending { .. }
            | Event::RefundMissing { .. }
            | Event::Refunded { .. }
            | Event::RefundFailed { .. } => self.apply_refund(&entry.event, at),
        }
    }

    fn attempted(&mut self, call: Call, at: UnixMs) {
        let attempts = self.attempts.entry(call).or_default();
        attempts.total = attempts.total.saturating_add(1);
        attempts.tries = attempts.tries.saturating_add(1);
        attempts.last_at = at;
        attempts.open = true;
        if matches!(call, Call::AskSession | Call::AskBooks) {
            // The ask that follows the hint serves it; a lost answer leaves the ask open instead.
            self.hint_at = None;
        }
    }

    pub(super) fn answered(&mut self, call: Call, at: UnixMs) {
        if let Some(attempts) = self.attempts.get_mut(&call)
            && attempts.open
        {
            attempts.open = false;
            attempts.round = attempts.round.saturating_add(1);
            attempts.tries = 0;
        }
        match call {
            Call::AskSession => self.answered_at = Some(at),
            Call::AskBooks => self.books_answered_at = Some(at),
            _ => {}
        }
    }

    /// Whichever ask was open has its answer.
    fn asked(&mut self, at: UnixMs) {
        self.answered_if_open([Call::AskSession, Call::AskBooks], at);
    }

    /// The asks, and the calls whose outcome they tell, have their answer.
    fn settle(&mut self, at: UnixMs) {
        self.asked(at);
        self.answered_if_open([Call::Authorize, Call::Capture], at);
    }

    fn answered_if_open<const N: usize>(&mut self, calls: [Call; N], at: UnixMs) {
        for call in calls {
            if self.attempts(call).open {
                self.answered(call, at);
            }
        }
    }

    fn rejected(&mut self, call: Call, code: &str, later: bool, at: UnixMs) {
        if later {
            // A new try is a repeat of the same question: the request id stays.
            if call == Call::OpenSession {
                self.session_wanted = false;
            }
            return;
        }
        self.answered(call, at);
        if let Some(attempts) = self.attempts.get_mut(&call) {
            attempts.refused = true;
        }
        match call {
            Call::OpenSession => self.session_wanted = false,
            Call::Cancel => self.cancel = CancelState::Refused,
            Call::Refund(number) | Call::CaptureRefund(number) => self.fail_refund(number, code),
            _ => {}
        }
    }

    fn reopen(&mut self, call: Call) {
        if let Some(attempts) = self.attempts.get_mut(&call) {
            attempts.refused = false;
        }
    }

    /// Moves forward, never back: what is known of money outranks everything else.
    fn advance(&mut self, to: Progress) {
        if to.rank() >= self.progress.rank() {
            self.progress = to;
        }
    }

    fn captured_now(
        &mut self,
        capture: Option<&String>,
        amount: Money,
        fee: Option<Money>,
        method: Option<&String>,
    ) {
        let (transaction, known_method) = match &self.progress {
            Progress::Authorized(authorization) => (
                Some(authorization.transaction.clone()),
                authorization.method.clone(),
            ),
            Progress::Captured(known) => (known.transaction.clone(), known.method.clone()),
            _ => (None, None),
        };
        let known_capture = match &self.progress {
            Progress::Captured(known) => known.capture.clone(),
            _ => None,
        };
        self.cancel = CancelState::No;
        self.progress = Progress::Captured(Capture {
            transaction,
            capture: capture.cloned().or(known_capture),
            amount,
            fee,
            method: method.cloned().or(known_method),
        });
    }

    fn failed(&mut self, failure: Failure, at: UnixMs) {
        self.settle(at);
        // A failure ends an open attempt or an authorization, never a capture.
        if !matches!(self.progress, Progress::Captured(_)) {
            self.progress = Progress::Failed(failure);
        }
    }
}

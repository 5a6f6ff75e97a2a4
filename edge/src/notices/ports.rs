//! What the inbox needs of the world.

use std::future::Future;

use obole_shared::ids::{PaymentId, TerminalId};
use obole_shared::payment::{Report, Source};
use obole_shared::terminal::Mode;
use obole_shared::time::UnixMs;

use super::{Arrived, Notice, NoticeAccounts, NoticeId, Standing};
use crate::ports::{Clock, Http};

/// Something of ours failed; nothing was lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Failed(pub String);

/// The kept messages.
pub trait Inbox {
    /// Keeps a message, or counts it where it is there already; what is returned is durable.
    fn keep(&self, arrived: &Arrived) -> impl Future<Output = Result<Notice, Failed>>;

    /// One of them.
    fn load(&self, id: &NoticeId) -> impl Future<Output = Result<Option<Notice>, Failed>>;

    /// Writes down what became of one.
    fn mark(&self, id: &NoticeId, standing: &Standing) -> impl Future<Output = Result<(), Failed>>;

    /// Those that are to be tried again by now, the longest waiting first.
    fn due(&self, now: UnixMs, limit: u32) -> impl Future<Output = Result<Vec<Notice>, Failed>>;

    /// Whether another message of this terminal said the same, and was handed on.
    fn was_told(
        &self,
        notice: &Notice,
        event: &str,
    ) -> impl Future<Output = Result<Option<PaymentId>, Failed>>;

    /// The payment of a terminal with this reference.
    fn by_reference(
        &self,
        terminal: &TerminalId,
        reference: &str,
    ) -> impl Future<Output = Result<Option<PaymentId>, Failed>>;

    /// The payment of a terminal to which the provider's name belongs.
    fn by_transaction(
        &self,
        terminal: &TerminalId,
        name: &str,
    ) -> impl Future<Output = Result<Option<PaymentId>, Failed>>;

    /// Forgets what was refused before then, and of what was forged the oldest where there is
    /// very much.
    fn purge(&self, before: UnixMs) -> impl Future<Output = Result<(), Failed>>;
}

/// A payment as its messages see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its terminal.
    pub terminal: TerminalId,
    /// Test or live.
    pub mode: Mode,
    /// The provider can be asked about it: what a message tells is only a hint then.
    pub can_be_asked: bool,
    /// Money was taken.
    pub is_captured: bool,
    /// The provider's names for its transactions.
    pub transactions: Vec<String>,
}

/// What a message says to a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tell {
    /// The provider may know something new; the provider's name for the transaction, if told.
    Hint(Source, Option<String>),
    /// Genuine news.
    Report(Source, Box<Report>),
}

/// The payments.
pub trait Payments {
    /// A payment, if there is one.
    fn payment(&self, id: &PaymentId) -> impl Future<Output = Result<Option<Known>, Failed>>;

    /// Hands news to a payment.
    fn tell(&self, id: &PaymentId, tell: Tell) -> impl Future<Output = Result<(), Failed>>;
}

/// The terminals.
pub trait Accounts {
    /// The accounts behind a terminal; `None` where there is no such terminal.
    fn accounts(
        &self,
        terminal: &TerminalId,
    ) -> impl Future<Output = Result<Option<NoticeAccounts>, Failed>>;
}

/// All of it.
pub trait NoticePorts: Clock + Http + Inbox + Payments + Accounts {}

impl<T: Clock + Http + Inbox + Payments + Accounts> NoticePorts for T {}

//! How a provider may be asked.

use crate::time::Millis;

/// How a provider may be asked what became of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskRules {
    /// Most asks with the session's own handle, lost answers included; `None` where the provider
    /// sets no limit and the plan alone bounds them.
    pub session_asks_max: Option<u16>,
    /// Asking is possible only once a notice or a return named the provider's transaction; until
    /// then only authenticated notices tell anything.
    pub needs_transaction: bool,
    /// After the session opened: when to ask although nothing was heard.
    pub planned: &'static [Millis],
    /// After the session opened: the last planned ask, whose «nothing happened» is final.
    pub last_ask: Millis,
    /// The same where the provider called the payment pending.
    pub last_ask_pending: Millis,
    /// The provider can look a payment up by our reference, apart from the session.
    pub has_books: bool,
    /// How long such a look-up may lag behind.
    pub books_lag: Millis,
}

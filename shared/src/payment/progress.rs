//! How far a payment got, apart from refunds and what was taken back.

use crate::money::Money;
use crate::time::UnixMs;

/// The provider's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The provider's name for it.
    pub handle: String,
    /// Where the donor goes.
    pub redirect_url: String,
    /// Until when the donor may arrive.
    pub expires_at: UnixMs,
    /// When it was opened.
    pub opened_at: UnixMs,
}

/// How far a payment got, apart from refunds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is known of the payer.
    Waiting,
    /// The payer approved; a call of ours must follow.
    Approved,
    /// The provider has not decided.
    Pending {
        /// The capture that waits, if there is one.
        capture: Option<String>,
        /// Since when.
        since: UnixMs,
    },
    /// Money is reserved.
    Authorized(Authorization),
    /// Money was taken.
    Captured(Capture),
    /// It came to nothing. Evidence of money still overrides this.
    Failed(Failure),
}

/// Reserved money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    /// The provider's name for it.
    pub transaction: String,
    /// How much.
    pub amount: Money,
    /// When we learned of it.
    pub at: UnixMs,
    /// Until when it can be captured.
    pub expires_at: UnixMs,
    /// Card brand or method.
    pub method: Option<String>,
}

/// Taken money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The provider's name for the authorization, where there was one.
    pub transaction: Option<String>,
    /// The provider's name for the capture, where known.
    pub capture: Option<String>,
    /// How much.
    pub amount: Money,
    /// What the provider keeps.
    pub fee: Option<Money>,
    /// Card brand or method.
    pub method: Option<String>,
}

/// Why a payment came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The provider refused; its reason.
    Declined(String),
    /// The payer gave up.
    Aborted,
    /// An authorization was given up.
    Canceled,
    /// The time ran out.
    Expired,
}

/// Whether the authorization is being given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelState {
    /// No.
    No,
    /// Asked for, not done.
    Wanted,
    /// The provider refused.
    Refused,
}

/// Calls of one verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// All calls, answered or not.
    pub total: u16,
    /// Answered ones: a new question gets a new request id at the provider.
    pub round: u16,
    /// Calls since the last answer: a repeat keeps its request id.
    pub tries: u16,
    /// When the last was made.
    pub last_at: UnixMs,
    /// The last was not answered.
    pub open: bool,
    /// The provider said «never».
    pub refused: bool,
}

impl Progress {
    pub(super) const fn rank(&self) -> u8 {
        match self {
            Self::Waiting => 0,
            Self::Approved => 1,
            Self::Pending { .. } => 2,
            Self::Failed(_) => 3,
            Self::Authorized(_) => 4,
            Self::Captured(_) => 5,
        }
    }
}

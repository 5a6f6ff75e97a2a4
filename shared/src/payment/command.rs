//! What can be asked of a payment, and what a provider can answer.

use crate::ids::IdempotencyKey;
use crate::money::Money;
use crate::time::UnixMs;

use super::event::{Hint, Opened, Source};
use super::report::Report;

/// Something that happened outside and may change the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The donor's own request; repeated with the same key it changes nothing.
    Open(Box<Opened>),
    /// A notice: the provider may know something new.
    Hint(Hint),
    /// An authenticated notice, and what it tells.
    Notice(Source, Box<Report>),
    /// The driver is about to make this call.
    Attempt(Call),
    /// The provider's answer to a call.
    Answer(Call, Answer),
    /// Something the plan concluded from time alone.
    Conclude(super::Event),
    /// An operator wants authorized money captured.
    Capture {
        /// How much; all of it where absent.
        amount: Option<Money>,
    },
    /// An operator wants the authorization given up.
    Cancel,
    /// An operator wants money paid back.
    Refund {
        /// The operator's idempotency key.
        key: IdempotencyKey,
        /// How much; everything that is left where absent.
        amount: Option<Money>,
    },
}

/// Why a command was not accepted. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The same key came with another body.
    #[error("the key was used with another body")]
    KeyReused,
    /// The same gift is payable at another provider already.
    #[error("a session is open at another provider")]
    OpenElsewhere,
    /// The payment does not exist yet.
    #[error("no such payment")]
    Unknown,
    /// There is no authorization to capture.
    #[error("nothing to capture")]
    NotCapturable,
    /// More than was authorized, zero, or a part where only all can be captured.
    #[error("not an amount that can be captured")]
    CaptureAmount,
    /// There is no authorization to give up, or a capture is under way.
    #[error("nothing to cancel")]
    NotCancelable,
    /// Nothing was captured, or nothing is left to refund.
    #[error("nothing to refund")]
    NotRefundable,
    /// More than what is left of the captured amount, or zero.
    #[error("more than what is left")]
    RefundAmount,
    /// The payment's currency is another one.
    #[error("another currency")]
    Currency,
}

/// A verb towards a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Call {
    /// Open the provider's session.
    OpenSession,
    /// Ask what became of the session, by its handle.
    AskSession,
    /// Look the payment up by our reference.
    AskBooks,
    /// Reserve the money of an approved session without taking it.
    Authorize,
    /// Take the money.
    Capture,
    /// Give the authorization up.
    Cancel,
    /// Pay back; the number counts this payment's refunds from 1.
    Refund(u16),
    /// Settle a refund that the provider only authorized.
    CaptureRefund(u16),
    /// Ask what became of a refund.
    AskRefund(u16),
}

/// A provider's answer, in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The session is open.
    Session {
        /// The provider's name for it (token, order id).
        handle: String,
        /// Where the donor goes.
        redirect_url: String,
        /// Until when the donor may arrive there.
        expires_at: UnixMs,
    },
    /// How the payment stands; answers both asks, `Authorize`, and `Capture` where the provider
    /// tells more than yes.
    Standing(Standing),
    /// How it stands, and what else the provider tells.
    Report(Box<Report>),
    /// The money was captured (now or by an earlier attempt).
    Captured {
        /// The provider's name for the capture, needed for refunds; absent when an earlier
        /// attempt did it and its answer was lost.
        capture: Option<String>,
        /// What was captured, where the provider says it.
        amount: Option<Money>,
        /// What the provider keeps, where it says it.
        fee: Option<Money>,
    },
    /// The payer's means was declined, the session lives on: the payer may choose another.
    PayerMustChooseAgain,
    /// The authorization was given up.
    Canceled,
    /// The refund exists but must be captured.
    RefundAuthorized {
        /// The provider's name for the refund.
        transaction: String,
    },
    /// The money was paid back.
    Refunded {
        /// The provider's name for the refund; absent when an earlier attempt did it.
        transaction: Option<String>,
    },
    /// The refund is on its way.
    RefundPending {
        /// The provider's name for the refund.
        transaction: String,
    },
    /// No such refund in the provider's books.
    RefundMissing,
    /// Understood and refused; nothing happened.
    Refused {
        /// The provider's name for the reason.
        code: String,
        /// The same call may succeed later.
        later: bool,
    },
    /// Nobody knows: no answer, or none that can be understood. The effect may have happened.
    Unknown {
        /// What was seen, for the operator.
        why: String,
    },
}

/// How a payment stands at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Standing {
    /// The payer has not acted.
    NotStarted,
    /// The payer approved; the provider waits for us.
    Approved,
    /// The provider has not decided; a capture may exist already.
    Pending {
        /// The provider's name for the capture that waits.
        capture: Option<String>,
    },
    /// Money is reserved.
    Authorized {
        /// The provider's name for the authorization.
        transaction: String,
        /// What was authorized.
        amount: Money,
        /// Card brand or method, as the provider writes it.
        method: Option<String>,
    },
    /// Money was taken.
    Captured {
        /// The provider's name for the capture.
        capture: String,
        /// What was taken.
        amount: Money,
        /// What the provider keeps of it.
        fee: Option<Money>,
        /// Card brand or method, as the provider writes it.
        method: Option<String>,
        /// Refunds the provider knows: name and amount.
        refunds: Vec<(String, Money)>,
    },
    /// Refused for good.
    Declined {
        /// The provider's name for the reason.
        code: String,
    },
    /// The payer gave up.
    Aborted,
    /// The authorization was given up.
    Voided,
    /// The provider does not know the session or the reference (any more).
    Gone,
}

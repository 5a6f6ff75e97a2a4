//! What happened to a payment: the entries of its journal.

use crate::gift::Gift;
use crate::ids::{IdempotencyKey, LinkId, PaymentId, Secret};
use crate::money::Money;
use crate::terminal::{AuthorizationType, Condition, Terminal};
use crate::time::UnixMs;

use super::command::Call;
use super::report::{Case, Receipt, Security, Settled};

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// When it was written.
    pub at: UnixMs,
    /// What happened.
    pub event: Event,
}

/// Who or what hinted at a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Source {
    /// The donor's browser came back.
    Return,
    /// The provider called the payment's own address.
    Notify,
    /// The provider sent a signed message.
    Webhook,
    /// PayPal sent an instant payment notification.
    Ipn,
    /// The Payflow gateway posted a result.
    SilentPost,
    /// An operator asked.
    Operator,
}

/// A hint, and what it says of the provider's own names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Hint {
    /// From whom.
    pub source: Source,
    /// The provider's name for the transaction, as the hint has it: nobody vouches for it.
    pub transaction: Option<String>,
}

impl From<Source> for Hint {
    fn from(source: Source) -> Self {
        Self {
            source,
            transaction: None,
        }
    }
}

/// Everything that is fixed when a payment is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Opened {
    /// The payment.
    pub id: PaymentId,
    /// The link it pays through.
    pub link: LinkId,
    /// What the donor sees at the provider: the link's name.
    pub description: String,
    /// The terminal as it was then.
    pub terminal: Terminal,
    /// What the donor agreed to pay.
    pub amount: Money,
    /// Our reference in the provider's books.
    pub reference: String,
    /// The donor's language, as a tag.
    pub lang: String,
    /// What happens once the payer has approved.
    #[cfg_attr(feature = "serde", serde(default))]
    pub authorization: AuthorizationType,
    /// What an authorization must prove.
    #[cfg_attr(feature = "serde", serde(default))]
    pub condition: Condition,
    /// Where the donor goes in the end; our own result page where absent.
    pub return_to: Option<String>,
    /// The donor's mail address, if given.
    pub email: Option<String>,
    /// The donor's name, if given.
    pub name: Option<String>,
    /// What else the donor said.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Gift::is_plain")
    )]
    pub gift: Gift,
    /// Hash of the request's body: the same key with another body is an error.
    pub body_hash: String,
    /// Hash of the same body without the terminal and what its fee adds: while no provider has
    /// opened a session, the same gift may go to another one under the same key.
    #[cfg_attr(feature = "serde", serde(default))]
    pub gift_hash: String,
    /// Lets the donor, and nobody else, see the payment.
    pub secret: Secret,
    /// Unguessable part of the notify address.
    pub notify_token: Secret,
}

/// What changes when a payment goes to another provider before anything was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Move {
    /// The other terminal.
    pub terminal: Terminal,
    /// What is to be paid there: another fee may be covered.
    pub amount: Money,
    /// What of it covers the fee.
    pub fee_cover: Option<Money>,
    /// What happens once the payer has approved.
    pub authorization: AuthorizationType,
    /// What an authorization must prove.
    pub condition: Condition,
    /// Hash of the body that asked for it.
    pub body_hash: String,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "type", rename_all = "snake_case"))]
pub enum Event {
    /// The donor asked to pay.
    Opened(Box<Opened>),
    /// The donor asked again for a session that could not be opened before.
    SessionWanted,
    /// The first provider opened nothing, and the donor took another one.
    Moved(Box<Move>),
    /// A notice came in.
    Hinted {
        /// From whom.
        source: Source,
        /// The transaction it named.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        transaction: Option<String>,
    },
    /// A provider call is about to be made.
    Attempted {
        /// Which.
        call: Call,
    },
    /// A provider call came to nothing we know of; its effect may have happened.
    Unanswered {
        /// Which.
        call: Call,
        /// What was seen.
        why: String,
    },
    /// The provider refused a call; nothing happened.
    Rejected {
        /// Which.
        call: Call,
        /// The provider's reason.
        code: String,
        /// It may be tried again.
        later: bool,
    },
    /// The provider's session is open.
    SessionOpened {
        /// The provider's name for it.
        handle: String,
        /// Where the donor goes.
        redirect_url: String,
        /// Until when the donor may arrive.
        expires_at: UnixMs,
    },
    /// Asked, and nothing new was known.
    NothingNew {
        /// By which ask.
        call: Call,
    },
    /// The provider no longer knows the session.
    SessionGone,
    /// The payer approved.
    Approved,
    /// The provider has not decided yet.
    Pending {
        /// The capture that waits, if there is one.
        capture: Option<String>,
    },
    /// The payer's means was declined; the session lives on.
    PayerMustChooseAgain,
    /// Money is reserved.
    Authorized {
        /// The provider's name for it.
        transaction: String,
        /// How much.
        amount: Money,
        /// Card brand or method.
        method: Option<String>,
        /// What it proved.
        #[cfg_attr(feature = "serde", serde(default))]
        security: Security,
        /// Until when it can be captured, where the provider says so.
        #[cfg_attr(feature = "serde", serde(default))]
        expires_at: Option<UnixMs>,
    },
    /// The authorization does not prove what it must.
    ConditionUnmet {
        /// What it must prove.
        condition: Condition,
    },
    /// An operator wants the capture.
    CaptureRequested {
        /// How much; all of it where absent.
        #[cfg_attr(feature = "serde", serde(default))]
        amount: Option<Money>,
    },
    /// Money was taken.
    Captured {
        /// The provider's name for the capture, where known.
        capture: Option<String>,
        /// How much.
        amount: Money,
        /// What the provider keeps.
        fee: Option<Money>,
        /// Card brand or method.
        method: Option<String>,
    },
    /// A conversion left this in the account's own currency.
    Settled(Settled),
    /// The payer came back, and this is what the provider tells of the payment.
    Receipt(Receipt),
    /// Money was taken back without an order of ours.
    Reversed {
        /// The provider's name for the movement, where told.
        transaction: Option<String>,
        /// How much.
        amount: Money,
        /// The provider's reason.
        reason: String,
    },
    /// Money that was taken back came back.
    ReversalCanceled {
        /// The provider's name for the movement, where told.
        transaction: Option<String>,
        /// How much.
        amount: Money,
    },
    /// A dispute was opened, or changed.
    Disputed(Case),
    /// Refused for good.
    Declined {
        /// The provider's reason.
        code: String,
    },
    /// The payer gave up at the provider.
    Aborted,
    /// An operator, or a mismatch, wants the authorization given up.
    CancelRequested,
    /// The authorization was given up.
    Canceled,
    /// The time to pay ran out.
    Expired,
    /// The provider reported another amount than the donor agreed to.
    Mismatched {
        /// What it reported.
        found: Money,
    },
    /// An operator wants money paid back.
    RefundRequested {
        /// Counts this payment's refunds from 1.
        number: u16,
        /// The operator's key.
        key: IdempotencyKey,
        /// How much.
        amount: Money,
    },
    /// The refund exists but must be captured.
    RefundAuthorized {
        /// Which.
        number: u16,
        /// The provider's name for it.
        transaction: String,
    },
    /// The refund is on its way.
    RefundPending {
        /// Which.
        number: u16,
        /// The provider's name for it.
        transaction: String,
    },
    /// The provider has no such refund: its request never arrived.
    RefundMissing {
        /// Which.
        number: u16,
    },
    /// Money was paid back.
    Refunded {
        /// Which.
        number: u16,
        /// The provider's name for it, where known.
        transaction: Option<String>,
        /// How much.
        amount: Money,
    },
    /// The refund will not happen.
    RefundFailed {
        /// Which.
        number: u16,
        /// The provider's reason.
        code: String,
    },
}

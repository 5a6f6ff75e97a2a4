//! How a payment stands, in the words of the API.

use crate::money::Money;

use super::progress::{Failure, Progress};
use super::state::Payment;

/// The status of the outside contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Status {
    /// The donor asked; nothing is known of the payer at the provider.
    Created,
    /// The payer acted; the provider, or our next call, decides.
    Pending,
    /// Money is reserved, not taken.
    Authorized,
    /// Money was taken: paid.
    Captured,
    /// A part was paid back.
    PartiallyRefunded,
    /// All was paid back.
    Refunded,
    /// Refused.
    Declined,
    /// Given up by the payer or an operator.
    Canceled,
    /// The time to pay ran out.
    Expired,
    /// The payer's bank or provider questions it.
    Disputed,
    /// The money was taken back.
    Reversed,
}

impl Status {
    /// Every status, in the contract's order.
    pub const ALL: [Self; 11] = [
        Self::Created,
        Self::Pending,
        Self::Authorized,
        Self::Captured,
        Self::PartiallyRefunded,
        Self::Refunded,
        Self::Declined,
        Self::Canceled,
        Self::Expired,
        Self::Disputed,
        Self::Reversed,
    ];

    /// The contract's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Authorized => "authorized",
            Self::Captured => "captured",
            Self::PartiallyRefunded => "partially_refunded",
            Self::Refunded => "refunded",
            Self::Declined => "declined",
            Self::Canceled => "canceled",
            Self::Expired => "expired",
            Self::Disputed => "disputed",
            Self::Reversed => "reversed",
        }
    }

    /// Whether a payment in `self` may later be in `to`. A failure gives way to evidence of money;
    /// nothing goes back to waiting.
    pub const fn may_become(self, to: Self) -> bool {
        use Status::{
            Authorized, Canceled, Captured, Created, Declined, Disputed, Expired,
            PartiallyRefunded, Pending, Refunded, Reversed,
        };
        match self {
            Created => true,
            Pending => !matches!(to, Created),
            Authorized => !matches!(to, Created | Pending),
            Declined | Canceled | Expired => matches!(
                to,
                Declined
                    | Canceled
                    | Expired
                    | Authorized
                    | Captured
                    | PartiallyRefunded
                    | Refunded
            ),
            Captured => matches!(
                to,
                Captured | PartiallyRefunded | Refunded | Disputed | Reversed
            ),
            PartiallyRefunded => matches!(to, PartiallyRefunded | Refunded | Disputed | Reversed),
            Refunded => matches!(to, Refunded | Disputed | Reversed),
            Disputed => !matches!(
                to,
                Created | Pending | Authorized | Declined | Canceled | Expired
            ),
            Reversed => matches!(
                to,
                Reversed | Captured | PartiallyRefunded | Refunded | Disputed
            ),
        }
    }

    /// Whether nothing more is expected without an operator or a notice.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Created | Self::Pending | Self::Authorized)
    }
}

/// Why a payment stands where it stands: one sentence each for donor and operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Why {
    /// The provider's session could not be opened yet.
    ProviderUnreachable,
    /// The donor has not finished at the provider.
    AwaitingPayer,
    /// The means was declined; another may be chosen at the provider.
    ChooseAnotherMeans,
    /// Approved; the capture follows.
    CaptureUnderWay,
    /// The provider has not decided.
    ProviderDeciding,
    /// Reserved; the organisation takes the money later.
    Reserved,
    /// The reserved amount differs; it is being given up.
    AmountDiffers,
    /// The authorization did not prove what it must; it is being given up.
    ConditionUnmet,
    /// Paid.
    Paid,
    /// A part was paid back.
    PartlyPaidBack,
    /// Paid back.
    PaidBack,
    /// The payer's bank or provider questions it.
    InDispute,
    /// The payer's bank or provider took the money back.
    TakenBack,
    /// Refused by the provider.
    Declined,
    /// The payer gave up.
    AbandonedByPayer,
    /// The organisation gave the authorization up.
    CanceledByOperator,
    /// Nobody paid in time.
    TimeRanOut,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 17] = [
        Self::ProviderUnreachable,
        Self::AwaitingPayer,
        Self::ChooseAnotherMeans,
        Self::CaptureUnderWay,
        Self::ProviderDeciding,
        Self::Reserved,
        Self::AmountDiffers,
        Self::ConditionUnmet,
        Self::Paid,
        Self::PartlyPaidBack,
        Self::PaidBack,
        Self::InDispute,
        Self::TakenBack,
        Self::Declined,
        Self::AbandonedByPayer,
        Self::CanceledByOperator,
        Self::TimeRanOut,
    ];
}

impl Payment {
    /// The status of the contract.
    pub fn status(&self) -> Status {
        match &self.progress {
            Progress::Waiting if self.declines > 0 => Status::Pending,
            Progress::Waiting => Status::Created,
            Progress::Approved | Progress::Pending { .. } => Status::Pending,
            Progress::Authorized(_) => Status::Authorized,
            Progress::Captured(_) if !self.reversed().is_zero() => Status::Reversed,
            Progress::Captured(_) if self.open_dispute().is_some() => Status::Disputed,
            Progress::Captured(capture) => refunded_status(capture.amount, self.refunded()),
            Progress::Failed(Failure::Declined(_)) => Status::Declined,
            Progress::Failed(Failure::Aborted | Failure::Canceled) => Status::Canceled,
            Progress::Failed(Failure::Expired) => Status::Expired,
        }
    }

    /// Why it stands there.
    pub fn why(&self) -> Why {
        match &self.progress {
            Progress::Waiting if self.session.is_none() => Why::ProviderUnreachable,
            Progress::Waiting if self.declines > 0 => Why::ChooseAnotherMeans,
            Progress::Waiting => Why::AwaitingPayer,
            Progress::Approved => Why::CaptureUnderWay,
            Progress::Pending { .. } => Why::ProviderDeciding,
            Progress::Authorized(_) if self.mismatch.is_some() => Why::AmountDiffers,
            Progress::Authorized(_) if self.condition_unmet => Why::ConditionUnmet,
            Progress::Authorized(_) if self.capture_wanted => Why::CaptureUnderWay,
            Progress::Authorized(_) => Why::Reserved,
            Progress::Captured(_) if !self.reversed().is_zero() => Why::TakenBack,
            Progress::Captured(_) if self.open_dispute().is_some() => Why::InDispute,
            Progress::Captured(capture) => match refunded_status(capture.amount, self.refunded()) {
                Status::Refunded => Why::PaidBack,
                Status::PartiallyRefunded => Why::PartlyPaidBack,
                _ => Why::Paid,
            },
            Progress::Failed(Failure::Declined(_)) => Why::Declined,
            Progress::Failed(Failure::Aborted) => Why::AbandonedByPayer,
            Progress::Failed(Failure::Canceled) => Why::CanceledByOperator,
            Progress::Failed(Failure::Expired) => Why::TimeRanOut,
        }
    }
}

fn refunded_status(captured: Money, refunded: Money) -> Status {
    if refunded.is_zero() {
        Status::Captured
    } else if refunded.minor() >= captured.minor() {
        Status::Refunded
    } else {
        Status::PartiallyRefunded
    }
}

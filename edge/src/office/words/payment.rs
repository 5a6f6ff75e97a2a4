//! Words about payments.

use obole_shared::gift::DedicationKind;
use obole_shared::payment::{Call, CaseKind, CaseStage, Security, Source, Status, Why};
use obole_shared::problem::Code;
use obole_shared::terminal::{AuthorizationType, Condition};

use super::TROUBLE_OURS;

// Payments: the list.
pub(in crate::office) const STATUS: &str = "Status";
pub(in crate::office) const MODE: &str = "Money";
pub(in crate::office) const MODE_LIVE: &str = "Live: real money";
pub(in crate::office) const MODE_TEST: &str = "Test: no money";
pub(in crate::office) const LINK: &str = "Link";
pub(in crate::office) const TERMINAL: &str = "Terminal";
pub(in crate::office) const REFERENCE: &str = "Reference";
pub(in crate::office) const REFERENCE_HINT: &str = "As the donor and the provider see it: OBL-…";
pub(in crate::office) const AMOUNT: &str = "Amount";
pub(in crate::office) const WHEN: &str = "When";
pub(in crate::office) const FILTER: &str = "Show";
pub(in crate::office) const FILTER_TITLE: &str = "Filter";
pub(in crate::office) const FILTER_CLEAR: &str = "Show all";
pub(in crate::office) const OLDER: &str = "Older payments";
pub(in crate::office) const NEWEST: &str = "Back to the newest";
pub(in crate::office) const PAGES: &str = "Pages";
pub(in crate::office) const NO_PAYMENTS: &str =
    "No payment yet. As soon as somebody uses one of your links, it is listed here.";
pub(in crate::office) const NO_MATCH: &str = "No payment matches. Change the filter, or show all.";
pub(in crate::office) const AMOUNT_DIFFERS: &str = "Amount differs";

// One payment.
pub(in crate::office) const AGREED: &str = "Agreed";
pub(in crate::office) const RESERVED: &str = "Reserved";
pub(in crate::office) const RECEIVED: &str = "Received";
pub(in crate::office) const PROVIDER_FEE: &str = "Fee of the provider";
pub(in crate::office) const PAID_BACK: &str = "Paid back";
pub(in crate::office) const LEFT: &str = "Can still be paid back";
pub(in crate::office) const FEE_COVER: &str = "Of it, added for the fee";
pub(in crate::office) const DONOR: &str = "What the donor said";
pub(in crate::office) const DONOR_NAME: &str = "Name";
pub(in crate::office) const DONOR_EMAIL: &str = "Mail address";
pub(in crate::office) const DONOR_MESSAGE: &str = "Message";
pub(in crate::office) const DONOR_CONSENTS: &str = "Agreed to";
pub(in crate::office) const ANONYMOUS: &str = "Anonymous";
pub(in crate::office) const ANONYMOUS_MEANS: &str = "wants not to be named";

/// Whom a gift is for.
pub(in crate::office) const fn dedication(kind: DedicationKind) -> &'static str {
    match kind {
        DedicationKind::Memory => "In memory of",
        DedicationKind::Honour => "In honour of",
    }
}

pub(in crate::office) const PURPOSE: &str = "Purpose";
pub(in crate::office) const MEANS: &str = "Paid with";
pub(in crate::office) const STARTED: &str = "Started";
pub(in crate::office) const NAMES_AT_PROVIDER: &str = "Number at the provider";
pub(in crate::office) const STEPS: &str = "What you can do";
pub(in crate::office) const TIMELINE: &str = "What happened";
pub(in crate::office) const REFUNDS: &str = "Refunds";
pub(in crate::office) const REFUND_ELSEWHERE: &str = "made at the provider";

// Steps.
pub(in crate::office) const CAPTURE: &str = "Take the reserved money";
pub(in crate::office) const CAPTURE_MEANS: &str = "The amount is reserved, not yet yours.";
pub(in crate::office) const CANCEL: &str = "Release the reservation";
pub(in crate::office) const CANCEL_MEANS: &str =
    "The donor gets the money back at once and pays nothing.";
pub(in crate::office) const REFUND: &str = "Pay back";
pub(in crate::office) const REFUND_MEANS: &str =
    "The money goes back the way it came. A refund cannot be undone.";
pub(in crate::office) const REFUND_AMOUNT: &str = "Amount to pay back";
pub(in crate::office) const CAPTURE_AMOUNT: &str = "Amount to take";
pub(in crate::office) const STAYS: &str = "Stays with you";
pub(in crate::office) const NO_LONGER: &str =
    "This step is no longer possible: the payment has moved on in the meantime.";

pub(in crate::office) const TOO_FINE: &str =
    "The provider does not take decimals in this currency.";
pub(in crate::office) const RELEASED: &str = "Goes back to the donor";
pub(in crate::office) const NET: &str = "Less the fee";
pub(in crate::office) const SETTLED: &str = "In the account's currency";
pub(in crate::office) const TAKEN_BACK: &str = "Taken back";
pub(in crate::office) const REASON: &str = "Reason";
pub(in crate::office) const QUESTIONED: &str = "Amount in question";
pub(in crate::office) const ANSWER_BEFORE: &str = "Answer before";
pub(in crate::office) const DISPUTE_NUMBER: &str = "Number of the case";
pub(in crate::office) const DISPUTE_ADVICE: &str = "Answer on the provider's own pages. Do not pay back in the meantime: the donor would get the \
     money twice.";
pub(in crate::office) const AUTHORIZATION: &str = "When money is taken";
pub(in crate::office) const CONDITION: &str = "Protection";
pub(in crate::office) const SECURITY: &str = "Protection of the payment";

pub(in crate::office) const DETAILS: &str = "Details";
pub(in crate::office) const REFUND_DONE: &str = "Paid back";
pub(in crate::office) const REFUND_FAILED: &str = "Failed";
pub(in crate::office) const REFUND_UNDER_WAY: &str = "Under way";

/// A status in a word or two.
pub(in crate::office) const fn status(status: Status) -> &'static str {
    match status {
        Status::Created => "Not paid yet",
        Status::Pending => "Under way",
        Status::Authorized => "Reserved",
        Status::Captured => "Paid",
        Status::PartiallyRefunded => "Partly paid back",
        Status::Refunded => "Paid back",
        Status::Declined => "Declined",
        Status::Canceled => "Canceled",
        Status::Expired => "Expired",
        Status::Disputed => "Disputed",
        Status::Reversed => "Taken back",
    }
}

/// Why a payment stands where it stands.
pub(in crate::office) const fn why(why: Why) -> &'static str {
    match why {
        Why::ProviderUnreachable => {
            "The provider has not opened its payment page yet. Nothing was charged."
        }
        Why::AwaitingPayer => "The donor has not finished paying. Nothing was charged so far.",
        Why::ChooseAnotherMeans => {
            "The donor's card or account was not accepted. The donor may still choose another one."
        }
        Why::CaptureUnderWay => "The donor approved the payment; the money is being taken now.",
        Why::ProviderDeciding => {
            "The provider has not decided yet, which can take some days. Do not count on the money."
        }
        Why::Reserved => "The money is reserved for you. Take it or release it in time.",
        Why::AmountDiffers => {
            "The provider reserved another amount than the donor agreed to. Obole releases it."
        }
        Why::ConditionUnmet => {
            "The reservation does not have the protection you asked for. Obole releases it."
        }
        Why::InDispute => {
            "Paid, but the donor's bank or the provider questions the payment. Answer at the provider."
        }
        Why::TakenBack => "The donor's bank or the provider took the money back.",
        Why::Paid => "The money was taken from the donor: this payment is paid.",
        Why::PartlyPaidBack => "Paid, and a part of it was paid back.",
        Why::PaidBack => "Paid, and paid back in full.",
        Why::Declined => "The provider declined the payment. Nothing was charged.",
        Why::AbandonedByPayer => "The donor stopped before paying. Nothing was charged.",
        Why::CanceledByOperator => "The reservation was released. Nothing was charged.",
        Why::TimeRanOut => "The donor did not pay in time. Nothing was charged.",
    }
}

/// Who hinted at a change.
pub(in crate::office) const fn source(source: Source) -> &'static str {
    match source {
        Source::Return => "The donor came back from the provider",
        Source::Notify => "The provider called",
        Source::Webhook => "The provider sent a signed message",
        Source::Ipn => "PayPal sent a notification",
        Source::SilentPost => "The Payflow gateway posted a result",
        Source::Operator => "An operator asked",
    }
}

/// What the provider was asked to do.
pub(in crate::office) fn call(call: Call) -> String {
    match call {
        Call::OpenSession => "open the payment page".to_owned(),
        Call::AskSession => "tell how the payment stands".to_owned(),
        Call::AskBooks => "look the payment up in its books".to_owned(),
        Call::Authorize => "reserve the money".to_owned(),
        Call::Capture => "take the money".to_owned(),
        Call::Cancel => "release the reservation".to_owned(),
        Call::Refund(number) => format!("pay back (refund {number})"),
        Call::CaptureRefund(number) => format!("complete refund {number}"),
        Call::AskRefund(number) => format!("tell how refund {number} stands"),
    }
}

/// Why the payment did not take a step.
pub(in crate::office) const fn refused_step(code: Code) -> &'static str {
    match code {
        Code::NotCapturable | Code::NotCancelable | Code::NotRefundable => NO_LONGER,
        Code::RefundAmount | Code::CaptureAmount => {
            "The amount is more than what is left of the payment. Go back and look at it again."
        }
        Code::KeyReused => {
            "This form was already sent with another amount. Go back and begin again."
        }
        _ => TROUBLE_OURS,
    }
}

/// How far a dispute got.
pub(in crate::office) const fn case_stage(stage: CaseStage) -> &'static str {
    match stage {
        CaseStage::Open => "Open",
        CaseStage::Won => "Decided for you",
        CaseStage::Lost => "Decided for the donor",
        CaseStage::Closed => "Closed",
    }
}

/// What a dispute is.
pub(in crate::office) const fn case_kind(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Inquiry => "The donor asks about the payment",
        CaseKind::Complaint => "The donor complained to the provider",
        CaseKind::Chargeback => "The donor's bank wants the money back",
        CaseKind::Other => "A dispute",
    }
}

/// What happens once a donor has approved.
pub(in crate::office) const fn authorization(authorization: AuthorizationType) -> &'static str {
    match authorization {
        AuthorizationType::CaptureAtOnce => "At once",
        AuthorizationType::AuthorizeOnly => "Reserve only; you take it later",
        AuthorizationType::PreAuthorize => {
            "Reserve an estimate for up to 30 days; take it, or less"
        }
    }
}

/// What it means for the treasurer.
pub(in crate::office) const fn authorization_means(
    authorization: AuthorizationType,
) -> &'static str {
    match authorization {
        AuthorizationType::CaptureAtOnce => "The usual way for gifts: approved is paid.",
        AuthorizationType::AuthorizeOnly => {
            "For goods that are sent later. What is not taken in time lapses."
        }
        AuthorizationType::PreAuthorize => "Visa and Mastercard only. The amount may only go down.",
    }
}

/// What an authorization must prove.
pub(in crate::office) const fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::None => "No condition",
        Condition::LiabilityShift => "Only where the bank bears the risk of fraud",
        Condition::Authentication => "Only where the donor was authenticated (3-D Secure)",
    }
}

/// What an authorization proved; nothing where nothing was told.
pub(in crate::office) const fn proved(security: Security) -> Option<&'static str> {
    match (security.liability_shift, security.authenticated) {
        (Some(true), _) => Some("The bank bears the risk of fraud"),
        (Some(false), Some(true)) => Some("Donor authenticated; you bear the risk of fraud"),
        (None, Some(true)) => Some("Donor authenticated"),
        (Some(false), _) => Some("You bear the risk of fraud"),
        (None, Some(false)) => Some("Donor not authenticated"),
        (None, None) => None,
    }
}

// Disputes.
pub(in crate::office) const DISPUTES_LEAD: &str =
    "Payments that a donor, a bank or a provider questions and that are not decided yet.";
pub(in crate::office) const NO_DISPUTES: &str = "No open dispute.";

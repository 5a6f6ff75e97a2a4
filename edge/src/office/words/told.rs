//! What happened to a payment.

use obole_shared::payment::{Call, CaseKind, CaseStage, Source};
use obole_shared::terminal::Condition;

pub(in crate::office) const SESSION_WANTED: &str = "The donor tried once more.";
pub(in crate::office) const SESSION_OPENED: &str = "The provider opened its payment page.";
pub(in crate::office) const NOTHING_NEW: &str = "The provider had nothing new to tell.";
pub(in crate::office) const SESSION_GONE: &str = "The provider no longer knows its payment page.";
pub(in crate::office) const APPROVED: &str = "The donor approved the payment.";
pub(in crate::office) const PENDING: &str = "The provider is still deciding.";
pub(in crate::office) const CHOOSE_AGAIN: &str =
    "The donor's card or account was not accepted; another may be chosen.";
pub(in crate::office) const DECLINED: &str = "The provider declined the payment.";
pub(in crate::office) const ABORTED: &str = "The donor gave up.";
pub(in crate::office) const CANCEL_REQUESTED: &str = "The reservation was asked to be released.";
pub(in crate::office) const CANCELED: &str = "The reservation was released.";
pub(in crate::office) const EXPIRED: &str = "The time to pay ran out.";

pub(in crate::office) fn opened(amount: &str, terminal: &str) -> String {
    format!("The donor asked to pay {amount} with «{terminal}».")
}

pub(in crate::office) fn moved(amount: &str, terminal: &str) -> String {
    format!(
        "The provider opened nothing; the donor asked to pay {amount} with «{terminal}» instead."
    )
}

pub(in crate::office) fn hinted(source: Source) -> String {
    format!("{}.", super::source(source))
}

pub(in crate::office) fn attempted(call: Call) -> String {
    format!("Obole asks the provider to {}.", super::call(call))
}

pub(in crate::office) fn unanswered(call: Call) -> String {
    format!(
        "Obole got no answer it could use when it asked to {}.",
        super::call(call)
    )
}

pub(in crate::office) fn rejected(call: Call, later: bool) -> String {
    let call = super::call(call);
    if later {
        format!("The provider could not {call}; Obole tries again.")
    } else {
        format!("The provider refused to {call}.")
    }
}

pub(in crate::office) fn authorized(amount: &str) -> String {
    format!("{amount} was reserved.")
}

pub(in crate::office) fn capture_requested(part: Option<&str>) -> String {
    match part {
        Some(amount) => format!("An operator asked to take {amount} of the reserved money."),
        None => "An operator asked to take the reserved money.".to_owned(),
    }
}

pub(in crate::office) fn condition_unmet(condition: Condition) -> String {
    let missing = super::condition(condition);
    format!("The payment lacks the proof that was asked for: {missing}.")
}

pub(in crate::office) fn settled(amount: &str) -> String {
    format!("{amount} arrived in the account, at this rate:")
}

pub(in crate::office) fn reversed(amount: &str, reason: &str) -> String {
    match reason {
        "" | "reversed" => format!("{amount} was taken back."),
        reason => format!("{amount} was taken back; reason: {reason}."),
    }
}

pub(in crate::office) fn reversal_canceled(amount: &str) -> String {
    format!("{amount} that was taken back came back.")
}

pub(in crate::office) fn disputed(kind: CaseKind, stage: CaseStage) -> String {
    format!(
        "{}: {}.",
        super::case_kind(kind),
        super::case_stage(stage).to_lowercase()
    )
}

pub(in crate::office) fn captured(amount: &str) -> String {
    format!("{amount} was taken: paid.")
}

pub(in crate::office) fn mismatched(amount: &str) -> String {
    format!("The provider reported {amount}, which is not what was agreed.")
}

pub(in crate::office) fn refund_requested(number: u16, amount: &str) -> String {
    format!("An operator asked to pay {amount} back (refund {number}).")
}

pub(in crate::office) fn refund_authorized(number: u16) -> String {
    format!("The provider accepted refund {number}; it must be completed.")
}

pub(in crate::office) fn refund_pending(number: u16) -> String {
    format!("Refund {number} is on its way.")
}

pub(in crate::office) fn refund_missing(number: u16) -> String {
    format!("The provider does not know refund {number}; Obole asks for it anew.")
}

pub(in crate::office) fn refunded(number: u16, amount: &str) -> String {
    format!("{amount} was paid back (refund {number}).")
}

pub(in crate::office) fn refund_failed(number: u16) -> String {
    format!("Refund {number} failed: nothing was paid back.")
}

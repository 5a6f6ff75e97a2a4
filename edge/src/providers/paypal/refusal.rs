//! What PayPal's refusals mean, and what a refused call came to.

use obole_shared::payment::{Answer, Call, Payment, Progress, Standing};

use crate::providers::answer::{later, never, unknown};

/// A capture of an authorization waits; asked again under its key it says what became of it.
pub(super) const CAPTURE_PENDING: &str = "CAPTURE_PENDING";

/// Tries after which an order that does not show what was done before is believed.
const CAUGHT_UP_TRIES: u16 = 4;

/// The payer may choose another means in the same order.
const CHOOSE_AGAIN: &[&str] = &[
    "INSTRUMENT_DECLINED",
    "PAYER_ACTION_REQUIRED",
    "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
];

/// The payment cannot be made with this payer or account; nothing was taken.
const DECLINES: &[&str] = &[
    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED",
    "DECLINED_DUE_TO_RELATED_TXN",
    "DOMESTIC_TRANSACTION_REQUIRED",
    "COMPLIANCE_VIOLATION",
    "PAYEE_BLOCKED_TRANSACTION",
    "TRANSACTION_BLOCKED_BY_PAYEE",
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED",
    "PAYER_ACCOUNT_RESTRICTED",
    "PAYER_CANNOT_PAY",
    "TRANSACTION_LIMIT_EXCEEDED",
    "TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
    "TRANSACTION_REFUSED",
    "AGREEMENT_ALREADY_CANCELLED",
    "BILLING_AGREEMENT_NOT_FOUND",
];

/// Somebody did it before: an earlier request of ours whose answer was lost, or an operator at
/// PayPal. The order says what there is now.
const DONE_BEFORE: &[&str] = &[
    "ORDER_ALREADY_CAPTURED",
    "ORDER_ALREADY_AUTHORIZED",
    "ORDER_ALREADY_COMPLETED",
    "ORDER_COMPLETED_OR_VOIDED",
    "AUTHORIZATION_ALREADY_CAPTURED",
    "MAX_CAPTURE_AMOUNT_EXCEEDED",
    "MAX_CAPTURE_COUNT_EXCEEDED",
    "MAX_AUTHORIZATION_COUNT_EXCEEDED",
    "PREVIOUSLY_CAPTURED",
    "DUPLICATE_INVOICE_ID",
];

/// The authorization or order ended; what it came to is in the order.
const ENDED: &[&str] = &[
    "AUTHORIZATION_VOIDED",
    "AUTHORIZATION_EXPIRED",
    "AUTHORIZATION_DENIED",
    "ORDER_EXPIRED",
];

/// The same call may work in a while.
const LATER: &[&str] = &[
    "PREVIOUS_REQUEST_IN_PROGRESS",
    "ORDER_COMPLETION_IN_PROGRESS",
    "ORDER_NOT_APPROVED",
    "PENDING_CAPTURE",
    "RATE_LIMIT_REACHED",
];

/// An error object with a status below 500.
pub(super) fn refusal(payment: &Payment, call: Call, status: u16, name: String) -> Answer {
    let is = |names: &[&str]| names.contains(&&*name);
    // Once money is reserved, a payer has no say in its capture any more.
    let completes_order = match call {
        Call::Authorize => true,
        Call::Capture => !matches!(payment.progress, Progress::Authorized(_)),
        _ => false,
    };
    let asks_order = completes_order || call == Call::AskSession;
    if status == 409 || is(LATER) {
        return later(name);
    }
    match call {
        _ if asks_order && status == 404 => Answer::Standing(Standing::Gone),
        Call::AskRefund(_) if status == 404 => Answer::RefundMissing,
        _ if completes_order && is(CHOOSE_AGAIN) => Answer::PayerMustChooseAgain,
        _ if completes_order && is(DECLINES) => Answer::Standing(Standing::Declined { code: name }),
        Call::Cancel if name == "PREVIOUSLY_VOIDED" => Answer::Canceled,
        _ => never(name),
    }
}

/// Whether the order must be asked to understand a refusal.
pub(super) fn needs_order(call: Call, answer: &Answer) -> bool {
    let Answer::Refused { code, later: false } = answer else {
        return false;
    };
    let code = code.as_str();
    matches!(call, Call::Capture | Call::Authorize | Call::Cancel)
        && (DONE_BEFORE.contains(&code) || ENDED.contains(&code))
}

/// What a refused call came to, once the order was asked.
pub(super) fn after_look_up(
    payment: &Payment,
    call: Call,
    refused: Answer,
    order: Answer,
) -> Answer {
    // The order may show what became of it a moment later.
    let is_new = payment.attempts(call).tries < CAUGHT_UP_TRIES;

    match &order {
        Answer::Standing(
            Standing::Captured { .. }
            | Standing::Declined { .. }
            | Standing::Voided
            | Standing::Pending { .. }
            | Standing::Gone,
        )
        // Captured, and taken back since.
        | Answer::Report(_) => order,
        Answer::Standing(Standing::Authorized { .. }) => match (call, &refused) {
            (Call::Authorize, _) => order,
            (Call::Capture, Answer::Refused { code, .. })
                if is_new && DONE_BEFORE.contains(&&**code) =>
            {
                later(CAPTURE_PENDING.to_owned())
            }
            _ => refused,
        },
        Answer::Standing(_) => refused,
        _ => unknown("refused, and the order did not say why".to_owned()),
    }
}

//! What an answer of Orders v2 or Payments v2 means.

use obole_shared::money::Money;
use obole_shared::payment::{Answer, Call, Payment, Progress, Standing};
use obole_shared::time::{Millis, UnixMs};

use super::amount::decode;
use super::resource::{Authorization, Capture, Error, Order, Payments, Refund};
use crate::ports::SendError;
use crate::providers::answer::{code, later, never, provider_url, read, unix_ms, unknown};

/// How long after its creation the donor may arrive at an order.
const ORDER_LIFETIME: Millis = Millis::hours(3);

/// A capture of an authorization waits; asked again under its key it says what became of it.
const CAPTURE_PENDING: &str = "CAPTURE_PENDING";

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

/// What an answer to a call means, in our words. `origin` is PayPal's configured origin, `now`
/// the time of the answer.
pub fn outcome(
    origin: &str,
    payment: &Payment,
    call: Call,
    now: UnixMs,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Answer {
    let response = match result {
        Ok(response) => response,
        Err(error) => return unknown(error.to_string()),
    };
    let status = response.status().as_u16();
    let body = response.body();
    if matches!(status, 200 | 201 | 204) {
        return success(origin, payment, call, now, body).unwrap_or_else(unknown);
    }
    let error = serde_json::from_slice::<Error>(body).ok();
    let name = error.as_ref().and_then(Error::code).map(code);
    match (status, name) {
        // The effect may have happened before the failure.
        (500.., _) => unknown(format!("HTTP {status}")),
        // Wrong credentials, a right that is missing, too many calls: nothing was done.
        (401 | 403 | 429, name) => later(name.unwrap_or_else(|| format!("http_{status}"))),
        (_, Some(name)) => refusal(payment, call, status, name),
        (_, None) => unknown(format!("HTTP {status} without an error object")),
    }
}

fn success(
    origin: &str,
    payment: &Payment,
    call: Call,
    now: UnixMs,
    body: &[u8],
) -> Result<Answer, String> {
    match call {
        Call::OpenSession => session(origin, now, read(body)?),
        Call::AskSession => standing(payment, read(body)?).map(Answer::Standing),
        Call::Capture if matches!(payment.progress, Progress::Authorized(_)) => {
            capture(payment, read(body)?)
        }
        Call::Capture | Call::Authorize => Ok(match standing(payment, read(body)?)? {
            // Accepted, and nothing came of it yet.
            Standing::NotStarted | Standing::Approved => later("ORDER_NOT_COMPLETED".to_owned()),
            standing => Answer::Standing(standing),
        }),
        Call::Cancel if body.is_empty() => Ok(Answer::Canceled),
        Call::Cancel => voided(&read(body)?),
        Call::Refund(number) | Call::AskRefund(number) => refund(payment, number, read(body)?),
        Call::AskBooks | Call::CaptureRefund(_) => Err("no such call".to_owned()),
    }
}

fn session(origin: &str, now: UnixMs, order: Order) -> Result<Answer, String> {
    if super::wire::path_part(&order.id).is_err() {
        return Err("the order's id is malformed".to_owned());
    }
    let approve = order
        .links
        .iter()
        .find(|link| matches!(&*link.rel, "payer-action" | "approve"))
        .ok_or("no link for the payer")?;
    let redirect_url = provider_url(&approve.href, origin, "paypal.com")
        .ok_or("the link for the payer leads elsewhere")?;
    let created_at = order.create_time.as_deref().and_then(unix_ms);
    Ok(Answer::Session {
        handle: order.id,
        redirect_url,
        expires_at: created_at.unwrap_or(now) + ORDER_LIFETIME,
    })
}

/// What an order says of the money. A completed order is no money: its captures are.
fn standing(payment: &Payment, order: Order) -> Result<Standing, String> {
    let handle = payment.session.as_ref().map(|session| &session.handle);
    if handle != Some(&order.id) {
        return Err("another order".to_owned());
    }
    let method = order.payment_source.keys().next().cloned();
    let mut payments = Payments::default();
    for unit in order.purchase_units {
        check_owner(payment, unit.custom_id.as_deref())?;
        payments.captures.extend(unit.payments.captures);
        payments.authorizations.extend(unit.payments.authorizations);
        payments.refunds.extend(unit.payments.refunds);
    }
    let completed = order.status == "COMPLETED";
    let found = match from_captures(payment, &payments, completed, method.as_ref())? {
        Some(found) => Some(found),
        None => from_authorizations(&payments.authorizations, completed, method)?,
    };
    match (found, &*order.status) {
        (Some(found), _) => Ok(found),
        (None, "CREATED" | "PAYER_ACTION_REQUIRED" | "SAVED") => Ok(Standing::NotStarted),
        (None, "APPROVED") => Ok(Standing::Approved),
        (None, "VOIDED") => Ok(Standing::Gone),
        (None, other) => Err(format!("order {} without payments", code(other))),
    }
}

fn from_captures(
    payment: &Payment,
    payments: &Payments,
    completed: bool,
    method: Option<&String>,
) -> Result<Option<Standing>, String> {
    let mut taken: Option<(String, Money, Option<Money>)> = None;
    let mut pending = None;
    let mut declined = None;
    for capture in &payments.captures {
        check_owner(payment, capture.custom_id.as_deref())?;
        match &*capture.status {
            "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED" => {
                let amount = decode(&capture.amount).ok_or("the capture has no amount")?;
                taken = Some(match taken {
                    None => (capture.id.clone(), amount, fee(capture)),
                    Some((first, sum, fees)) => {
                        let sum = sum.checked_add(amount).ok_or("captures do not add up")?;
                        let fees = fees.zip(fee(capture)).and_then(|(a, b)| a.checked_add(b));
                        (first, sum, fees)
                    }
                });
            }
            "PENDING" => pending = Some(capture.id.clone()),
            "DECLINED" | "FAILED" => declined = Some(capture_reason(capture)),
            other => return Err(format!("capture in unknown status {}", code(other))),
        }
    }
    Ok(match (taken, pending, declined) {
        (Some((capture, amount, fee)), _, _) => Some(Standing::Captured {
            capture,
            amount,
            fee,
            method: method.cloned(),
            refunds: refunds(&payments.refunds)?,
        }),
        (None, Some(capture), _) => Some(match &payment.progress {
            // Still reserved: the open capture is what waits.
            Progress::Authorized(known) => Standing::Authorized {
                transaction: known.transaction.clone(),
                amount: known.amount,
                method: known.method.clone(),
            },
            _ => Standing::Pending {
                capture: Some(capture),
            },
        }),
        (None, None, Some(code)) if completed => Some(Standing::Declined { code }),
        // The order lives on; what else it holds decides.
        (None, None, _) => None,
    })
}

fn from_authorizations(
    authorizations: &[Authorization],
    completed: bool,
    method: Option<String>,
) -> Result<Option<Standing>, String> {
    let with = |status: &str| authorizations.iter().find(|one| one.status == status);
    if let Some(one) = with("CREATED") {
        let amount = one.amount.as_ref().and_then(decode);
        return Ok(Some(Standing::Authorized {
            transaction: one.id.clone(),
            amount: amount.ok_or("the authorization has no amount")?,
            method,
        }));
    }
    if with("PENDING").is_some() {
        return Ok(Some(Standing::Pending { capture: None }));
    }
    if with("CAPTURED").or(with("PARTIALLY_CAPTURED")).is_some() {
        return Err("a captured authorization without captures".to_owned());
    }
    if with("VOIDED").or(with("EXPIRED")).is_some() {
        return Ok(Some(Standing::Voided));
    }
    match with("DENIED") {
        Some(one) if completed => Ok(Some(Standing::Declined { code: one.reason() })),
        _ => Ok(None),
    }
}

impl Authorization {
    fn reason(&self) -> String {
        code(
            self.status_details
                .reason
                .as_deref()
                .unwrap_or(&self.status),
        )
    }
}

fn capture_reason(capture: &Capture) -> String {
    let reason = capture.status_details.reason.as_deref();
    code(reason.unwrap_or(&capture.status))
}

/// The capture of an authorization.
fn capture(payment: &Payment, capture: Capture) -> Result<Answer, String> {
    check_owner(payment, capture.custom_id.as_deref())?;
    match &*capture.status {
        "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED" => {
            let amount = decode(&capture.amount).ok_or("the capture has no amount")?;
            Ok(Answer::Captured {
                fee: fee(&capture),
                capture: Some(capture.id),
                amount: Some(amount),
            })
        }
        "PENDING" => Ok(later(CAPTURE_PENDING.to_owned())),
        "DECLINED" | "FAILED" => Ok(never(capture_reason(&capture))),
        other => Err(format!("capture in unknown status {}", code(other))),
    }
}

fn voided(authorization: &Authorization) -> Result<Answer, String> {
    match &*authorization.status {
        "VOIDED" => Ok(Answer::Canceled),
        other => Err(format!("authorization in status {}", code(other))),
    }
}

fn refund(payment: &Payment, number: u16, refund: Refund) -> Result<Answer, String> {
    let wanted = payment.refund(number).map(|refund| refund.amount);
    let found = refund.amount.as_ref().and_then(decode);
    if wanted.is_none() || found != wanted {
        return Err("the refund has another amount".to_owned());
    }
    let transaction = refund.id;
    match &*refund.status {
        "COMPLETED" => Ok(Answer::Refunded {
            transaction: Some(transaction),
        }),
        "PENDING" => Ok(Answer::RefundPending { transaction }),
        "FAILED" | "CANCELLED" => {
            let reason = refund.status_details.reason;
            Ok(never(code(reason.as_deref().unwrap_or(&refund.status))))
        }
        other => Err(format!("refund in unknown status {}", code(other))),
    }
}

/// Refunds that are done.
fn refunds(refunds: &[Refund]) -> Result<Vec<(String, Money)>, String> {
    refunds
        .iter()
        .filter(|refund| refund.status == "COMPLETED")
        .map(|refund| {
            let amount = refund.amount.as_ref().and_then(decode);
            Ok((refund.id.clone(), amount.ok_or("a refund has no amount")?))
        })
        .collect()
}

/// PayPal's fee; absent while a capture is pending, or in another currency's breakdown.
fn fee(capture: &Capture) -> Option<Money> {
    let breakdown = capture.seller_receivable_breakdown.as_ref()?;
    decode(breakdown.paypal_fee.as_ref()?)
}

fn check_owner(payment: &Payment, custom_id: Option<&str>) -> Result<(), String> {
    match custom_id {
        Some(id) if id != payment.opened.id.as_str() => Err("custom_id is not ours".to_owned()),
        _ => Ok(()),
    }
}

/// An error object with a status below 500.
fn refusal(payment: &Payment, call: Call, status: u16, name: String) -> Answer {
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
        ) => order,
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

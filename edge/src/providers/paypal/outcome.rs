//! What an answer of Orders v2 or Payments v2 means.

use obole_shared::money::Money;
use obole_shared::payment::{Answer, Call, Payment, Progress, Report, Standing};
use obole_shared::time::{Millis, UnixMs};

use super::amount::decode;
use super::refusal::{CAPTURE_PENDING, refusal};
use super::resource::{Authorization, Capture, Error, Order, Payments, Refund};
use crate::ports::SendError;
use crate::providers::answer::{code, later, never, provider_url, read, unix_ms, unknown};

/// How long after its creation the donor may arrive at an order.
const ORDER_LIFETIME: Millis = Millis::hours(3);

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
        Call::AskSession => asked(payment, read(body)?),
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

/// Reasons under which money went back without an order of ours.
const TAKEN_BACK: &[&str] = &["BUYER_COMPLAINT", "CHARGEBACK"];

/// How the order stands, and what of its captures stands taken back.
fn asked(payment: &Payment, order: Order) -> Result<Answer, String> {
    let reversed = reversed(payment, &order)?;
    let standing = standing(payment, order)?;
    let captured = matches!(standing, Standing::Captured { .. });
    let told = !reversed.is_zero() || !payment.reversed().is_zero();
    Ok(if captured && told {
        Answer::Report(Box::new(Report {
            reversed: Some(reversed),
            ..standing.into()
        }))
    } else {
        Answer::Standing(standing)
    })
}

/// A capture that was taken back is called refunded, for a reason that is none of ours.
fn reversed(payment: &Payment, order: &Order) -> Result<Money, String> {
    let mut sum = Money::zero(payment.opened.amount.currency());
    for unit in &order.purchase_units {
        let refunds = refunds(&unit.payments.refunds)?;
        let refunds = refunds.iter().map(|(_, amount)| *amount);
        for capture in &unit.payments.captures {
            let reason = capture.status_details.reason.as_deref();
            if !reason.is_some_and(|reason| TAKEN_BACK.contains(&reason)) {
                continue;
            }
            let amount = decode(&capture.amount).ok_or("the capture has no amount")?;
            let left = refunds
                .clone()
                .try_fold(amount, Money::checked_sub)
                .ok_or("more was paid back than captured")?;
            sum = sum.checked_add(left).ok_or("captures do not add up")?;
        }
    }
    Ok(sum)
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
                let amount = taken_amount(capture)?;
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

/// What a capture took: without a name or an amount it is no evidence of money.
fn taken_amount(capture: &Capture) -> Result<Money, String> {
    let amount = decode(&capture.amount).filter(|amount| !amount.is_zero());
    if capture.id.is_empty() {
        return Err("the capture has no id".to_owned());
    }
    amount.ok_or_else(|| "the capture has no amount".to_owned())
}

/// The capture of an authorization.
fn capture(payment: &Payment, capture: Capture) -> Result<Answer, String> {
    check_owner(payment, capture.custom_id.as_deref())?;
    match &*capture.status {
        "COMPLETED" | "PARTIALLY_REFUNDED" | "REFUNDED" => {
            let amount = taken_amount(&capture)?;
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

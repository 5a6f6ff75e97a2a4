//! The requests, as Orders v2 and Payments v2 want them.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{Method, Request};
use obole_shared::ids::Secret;
use obole_shared::money::Money;
use obole_shared::payment::{Answer, Authorization, Call, Payment, Progress};
use serde_json::{Value, json};

use super::amount::{Amount, encode};
use crate::providers::{Addresses, cannot};

/// The request for a call, or the answer where there is nothing to send.
pub(super) fn request(
    origin: &str,
    token: &Secret,
    addresses: &Addresses,
    payment: &Payment,
    call: Call,
) -> Result<Request<Vec<u8>>, Answer> {
    let (path, body) = match call {
        Call::OpenSession => (
            "checkout/orders".to_owned(),
            Some(order(addresses, payment)?),
        ),
        Call::AskSession => (format!("checkout/orders/{}", session(payment)?), None),
        Call::Authorize => (
            format!("checkout/orders/{}/authorize", session(payment)?),
            Some(json!({})),
        ),
        Call::Capture => match &payment.progress {
            Progress::Authorized(authorization) => {
                let id = path_part(&authorization.transaction)?;
                let body = json!({
                    "amount": carried(payment.capture_amount())?,
                    "final_capture": true,
                });
                (format!("payments/authorizations/{id}/capture"), Some(body))
            }
            _ => (
                format!("checkout/orders/{}/capture", session(payment)?),
                Some(json!({})),
            ),
        },
        Call::Cancel => {
            let id = path_part(&authorization(payment)?.transaction)?;
            (
                format!("payments/authorizations/{id}/void"),
                Some(json!({})),
            )
        }
        Call::Refund(number) => refund(payment, number)?,
        Call::AskRefund(number) => {
            let refund = payment.refund(number).ok_or_else(|| cannot("no_refund"))?;
            // Its name was never learned: sent again under its first key it is made once.
            let id = refund.transaction.as_deref().ok_or(Answer::RefundMissing)?;
            (format!("payments/refunds/{}", path_part(id)?), None)
        }
        Call::AskBooks | Call::CaptureRefund(_) => return Err(cannot("not_supported")),
    };
    send(origin, token, &path, body, &request_id(payment, call))
}

/// The order, as it is now.
pub(super) fn look_up(
    origin: &str,
    token: &Secret,
    payment: &Payment,
) -> Result<Request<Vec<u8>>, Answer> {
    let path = format!("checkout/orders/{}", session(payment)?);
    send(origin, token, &path, None, "")
}

fn send(
    origin: &str,
    token: &Secret,
    path: &str,
    body: Option<Value>,
    request_id: &str,
) -> Result<Request<Vec<u8>>, Answer> {
    let builder = Request::builder()
        .uri(format!("{origin}/v2/{path}"))
        .header(AUTHORIZATION, format!("Bearer {}", token.expose()))
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, concat!("Obole/", env!("CARGO_PKG_VERSION")));
    let request = match body {
        None => builder.method(Method::GET).body(Vec::new()),
        Some(body) => builder
            .method(Method::POST)
            .header(CONTENT_TYPE, "application/json")
            // The short form leaves out what became of the money.
            .header("Prefer", "return=representation")
            .header("PayPal-Request-Id", request_id)
            .body(body.to_string().into_bytes()),
    };
    request.map_err(|_| cannot("bad_origin_or_token"))
}

/// One key for one question: a repeat keeps it, and the next question gets another. PayPal
/// advises 38 characters: 26 of the payment's id, the call and the round.
fn request_id(payment: &Payment, call: Call) -> String {
    let call_name = match call {
        Call::OpenSession => "o".to_owned(),
        Call::Authorize => "a".to_owned(),
        Call::Capture => "c".to_owned(),
        Call::Cancel => "v".to_owned(),
        Call::Refund(number) => format!("r{number}"),
        Call::AskSession | Call::AskBooks | Call::CaptureRefund(_) | Call::AskRefund(_) => {
            return String::new();
        }
    };
    let id = payment.opened.id.as_str();
    let id = id.strip_prefix("pay_").unwrap_or(id);
    format!("{id}-{call_name}-{}", payment.attempts(call).round)
}

fn order(addresses: &Addresses, payment: &Payment) -> Result<Value, Answer> {
    let opened = &payment.opened;
    let intent = if opened.authorization.captures_at_once() {
        "CAPTURE"
    } else {
        "AUTHORIZE"
    };
    let mut unit = json!({
        "amount": carried(opened.amount)?,
        "custom_id": opened.id,
        "invoice_id": opened.reference,
    });
    if let (Some(description), Some(fields)) = (payment.description(), unit.as_object_mut()) {
        fields.insert("description".into(), description.into());
    }
    let mut context = json!({
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        "return_url": addresses.return_url(payment, "done"),
        "cancel_url": addresses.return_url(payment, "cancel"),
    });
    if let (Some(locale), Some(fields)) = (locale(&opened.lang), context.as_object_mut()) {
        fields.insert("locale".into(), locale.into());
    }
    Ok(json!({
        "intent": intent,
        "purchase_units": [unit],
        "payment_source": { "paypal": { "experience_context": context } },
    }))
}

fn refund(payment: &Payment, number: u16) -> Result<(String, Option<Value>), Answer> {
    let refund = payment.refund(number).ok_or_else(|| cannot("no_refund"))?;
    let capture = match &payment.progress {
        Progress::Captured(capture) => capture.capture.as_deref(),
        _ => None,
    };
    let id = path_part(capture.ok_or_else(|| cannot("no_capture"))?)?;
    let body = json!({
        "amount": carried(refund.amount)?,
        "custom_id": payment.opened.id,
        "invoice_id": format!("{}-R{number}", payment.opened.reference),
    });
    Ok((format!("payments/captures/{id}/refund"), Some(body)))
}

fn carried(money: Money) -> Result<Amount, Answer> {
    encode(money).ok_or_else(|| cannot("amount_not_representable"))
}

fn session(payment: &Payment) -> Result<&str, Answer> {
    let session = payment.session.as_ref();
    path_part(&session.ok_or_else(|| cannot("no_session"))?.handle)
}

fn authorization(payment: &Payment) -> Result<&Authorization, Answer> {
    match &payment.progress {
        Progress::Authorized(authorization) => Ok(authorization),
        _ => Err(cannot("no_authorization")),
    }
}

/// PayPal's ids are letters, digits and dashes; nothing else may become part of an address.
pub(super) fn path_part(id: &str) -> Result<&str, Answer> {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=64).contains(&id.len()) && id.bytes().all(harmless) {
        Ok(id)
    } else {
        Err(cannot("malformed_id"))
    }
}

/// A language tag in the pattern PayPal takes: language, script, region; `None` for other tags.
fn locale(tag: &str) -> Option<String> {
    let letters = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let mut parts = tag.split(['-', '_']).peekable();
    let language = parts.next().filter(|part| letters(part, 2))?;
    let mut locale = language.to_ascii_lowercase();
    if let Some(script) = parts.next_if(|part| letters(part, 4)) {
        let (first, rest) = script.split_at_checked(1)?;
        locale.push('-');
        locale.push_str(&first.to_ascii_uppercase());
        locale.push_str(&rest.to_ascii_lowercase());
    }
    let is_region = |part: &&str| {
        letters(part, 2) || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if let Some(region) = parts.next_if(is_region) {
        locale.push('-');
        locale.push_str(&region.to_ascii_uppercase());
    }
    Some(locale)
}

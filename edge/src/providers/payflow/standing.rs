//! How a payment stands, from an inquiry or from the details of an Express session.

use obole_shared::payment::{Answer, Call, Payment, Progress, Report, Standing};
use obole_shared::terminal::AuthorizationType;
use obole_shared::time::{Millis, UnixMs};

use super::outcome::is_pending;
use super::reply::Reply;
use super::result::{self, Meaning};
use super::wire::{self, About, PAYPAL};
use crate::ports::SendError;
use crate::providers::answer::{later, never, unknown};

/// From a token's end to the last transaction made with it.
const TOKEN_MARGIN: Millis = Millis::minutes(5);

/// Longest payer id (13 characters).
const PAYER_MAX: usize = 32;

/// From here on TRANSSTATE says that a transaction was voided; the rest of the number says in
/// which state (Payflow Pro Developer's Guide, "TRANSSTATE responses").
pub(super) const VOIDED: i32 = 1_000;

/// What to ask about; `None` while only the payer's approval of an Express session is in
/// question.
///
/// # Errors
/// The answer, where there is nothing to ask about.
pub(super) fn about(payment: &Payment) -> Result<Option<About>, Answer> {
    let known = match &payment.progress {
        Progress::Captured(known) => known.capture.as_ref().or(known.transaction.as_ref()),
        Progress::Authorized(known) => Some(&known.transaction),
        Progress::Pending { capture, .. } => capture.as_ref(),
        Progress::Waiting | Progress::Approved | Progress::Failed(_) => None,
    };
    match known {
        Some(name) => Ok(Some(About::Transaction(name.clone()))),
        None if wire::is_express(payment) => Ok(None),
        // A notice may name a transaction, but anybody may have written it; the token was made
        // for this payment and nothing else.
        None => Ok(Some(About::Token(wire::handle(payment)?.to_owned()))),
    }
}

/// The payer who approved an Express session; else the answer to the question.
pub(super) fn payer(result: Result<http::Response<Vec<u8>>, SendError>) -> Result<String, Answer> {
    let reply = Reply::read(result)?;
    let processor = result::processor_code(reply.fields.get("RESPMSG"));
    match reply.meaning {
        Meaning::Approved => {
            let payer = reply.fields.get("PAYERID").filter(|id| {
                id.len() <= PAYER_MAX && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
            payer
                .map(str::to_owned)
                .ok_or(Answer::Standing(Standing::NotStarted))
        }
        _ if processor.is_some_and(|code| matches!(code, 10_408..=10_411)) => {
            Err(Answer::Standing(Standing::Gone))
        }
        Meaning::Configuration | Meaning::Later => Err(later(reply.code)),
        _ => Err(unknown(reply.code)),
    }
}

/// What an inquiry tells of the payment.
pub(super) fn inquired(
    payment: &Payment,
    about: &About,
    now: UnixMs,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Answer {
    let reply = match Reply::read(result) {
        Ok(reply) => reply,
        Err(answer) => return answer,
    };
    match (reply.meaning, about) {
        (Meaning::Approved, _) => {}
        // Nobody has paid with the token yet.
        (Meaning::NotFound, About::Token(_) | About::Reference(_)) => {
            return Answer::Standing(Standing::NotStarted);
        }
        (Meaning::Configuration | Meaning::Later, _) => return later(reply.code),
        _ => return unknown(reply.code),
    }
    told(payment, about, now, &reply).unwrap_or_else(unknown)
}

fn told(payment: &Payment, about: &About, now: UnixMs, reply: &Reply) -> Result<Answer, String> {
    check_owner(payment, about, reply)?;
    let (meaning, code) = reply
        .original()
        .ok_or("the inquiry does not say what became of it")?;
    match (meaning, reply.state()) {
        (Meaning::Approved | Meaning::Review, Some(11 | 12 | 16)) => {
            Ok(lost(payment, "SETTLEMENT_FAILED"))
        }
        (Meaning::Approved | Meaning::Review, Some(VOIDED..)) => Ok(lost(payment, "VOIDED")),
        // Approved, and then released by whoever looked at it.
        (Meaning::Review, None | Some(0 | 3 | 206)) => pending(reply).map(Answer::Standing),
        (Meaning::Approved | Meaning::Review, Some(state)) => in_state(payment, reply, state),
        (Meaning::Approved, None) => by_request(payment, reply),
        (Meaning::Unknown, _) => Err(code),
        // The bank said no, or it came to nothing otherwise.
        _ => Ok(declined(payment, now, code)),
    }
}

/// By TRANSSTATE.
fn in_state(payment: &Payment, reply: &Reply, state: i32) -> Result<Answer, String> {
    match state {
        0 => by_request(payment, reply),
        // 10: a capture failed; the money is still reserved.
        3 | 10 => authorized(payment, reply).map(Answer::Standing),
        6..=8 => captured(payment, reply).map(Answer::Standing),
        9 => Ok(captured_elsewhere(payment)),
        14 | 206 => pending(reply).map(Answer::Standing),
        15 => charged_back(payment, reply),
        other => Err(format!("approved, in state {other}")),
    }
}

/// The state is not told: it is what was asked for.
fn by_request(payment: &Payment, reply: &Reply) -> Result<Answer, String> {
    let reserved = match &payment.progress {
        Progress::Authorized(_) => true,
        Progress::Captured(_) => false,
        _ => payment.opened.authorization != AuthorizationType::CaptureAtOnce,
    };
    let standing = if reserved {
        authorized(payment, reply)
    } else {
        captured(payment, reply)
    };
    standing.map(Answer::Standing)
}

fn authorized(payment: &Payment, reply: &Reply) -> Result<Standing, String> {
    let amount = reply.money("AMT", payment.opened.amount.currency())?;
    Ok(Standing::Authorized {
        transaction: name(reply)?,
        // Where it is not told: nobody can pay another amount with the token.
        amount: amount.unwrap_or(payment.opened.amount),
        method: method(payment, reply),
    })
}

fn captured(payment: &Payment, reply: &Reply) -> Result<Standing, String> {
    let already = matches!(payment.progress, Progress::Captured(_));
    if is_pending(reply) && !already {
        return pending(reply);
    }
    let currency = payment.opened.amount.currency();
    let known = if already {
        payment.captured()
    } else {
        payment.opened.amount
    };
    Ok(Standing::Captured {
        capture: name(reply)?,
        amount: reply.money("AMT", currency)?.unwrap_or(known),
        fee: reply.money("FEEAMT", currency).ok().flatten(),
        method: method(payment, reply),
        refunds: Vec::new(),
    })
}

fn pending(reply: &Reply) -> Result<Standing, String> {
    Ok(Standing::Pending {
        capture: Some(name(reply)?),
    })
}

/// The authorization we know was captured. A capture of ours whose answer is out will be told by
/// its own repeat, with its name, which refunds need.
fn captured_elsewhere(payment: &Payment) -> Answer {
    match &payment.progress {
        Progress::Authorized(_) if payment.attempts(Call::Capture).open => nothing_new(),
        Progress::Captured(_) => nothing_new(),
        _ => Answer::Captured {
            capture: None,
            amount: None,
            fee: None,
        },
    }
}

/// Approved, and undone all the same: it did not settle, or somebody voided it.
fn lost(payment: &Payment, why: &str) -> Answer {
    let code = why.to_owned();
    match &payment.progress {
        Progress::Captured(known) => Answer::Report(Box::new(Report {
            reversed: Some(known.amount),
            ..Report::default()
        })),
        Progress::Authorized(_) => Answer::Standing(Standing::Voided),
        _ => Answer::Standing(Standing::Declined { code }),
    }
}

/// The payer's bank took the money back.
fn charged_back(payment: &Payment, reply: &Reply) -> Result<Answer, String> {
    let standing = captured(payment, reply)?;
    let reversed = match &standing {
        Standing::Captured { amount, .. } => Some(*amount),
        _ => None,
    };
    Ok(Answer::Report(Box::new(Report {
        standing: Some(standing),
        reversed,
        ..Report::default()
    })))
}

fn nothing_new() -> Answer {
    Answer::Report(Box::default())
}

/// A declined try is final only when the token opens no page any more: until then the donor may
/// type another card, up to three times.
fn declined(payment: &Payment, now: UnixMs, code: String) -> Answer {
    let ends_at = payment
        .session
        .as_ref()
        .map(|session| session.expires_at + TOKEN_MARGIN);
    let waits = payment.progress == Progress::Waiting && !wire::is_express(payment);
    if waits && ends_at.is_some_and(|end| now < end) {
        Answer::PayerMustChooseAgain
    } else {
        Answer::Standing(Standing::Declined { code })
    }
}

/// What an inquiry tells of a refund.
pub(super) fn refund_inquired(
    transaction: &str,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Answer {
    let reply = match Reply::read(result) {
        Ok(reply) => reply,
        Err(answer) => return answer,
    };
    match reply.meaning {
        Meaning::Approved => {}
        Meaning::Configuration | Meaning::Later => return later(reply.code),
        _ => return unknown(reply.code),
    }
    let transaction = transaction.to_owned();
    if reply.fields.get("ORIGPNREF") != Some(transaction.as_str()) {
        return unknown("another transaction".to_owned());
    }
    let Some((meaning, code)) = reply.original() else {
        return unknown("the inquiry does not say what became of it".to_owned());
    };
    match (meaning, reply.state()) {
        (Meaning::Approved, Some(11 | 12 | 16)) => never("SETTLEMENT_FAILED".to_owned()),
        (Meaning::Approved, Some(VOIDED..)) => never("VOIDED".to_owned()),
        (Meaning::Review, _) | (Meaning::Approved, Some(14)) => {
            Answer::RefundPending { transaction }
        }
        (Meaning::Approved, _) if is_pending(&reply) => Answer::RefundPending { transaction },
        (Meaning::Approved, _) => Answer::Refunded {
            transaction: Some(transaction),
        },
        (Meaning::Declined | Meaning::WrongState, _) => never(code),
        _ => unknown(code),
    }
}

fn name(reply: &Reply) -> Result<String, String> {
    let name = reply.pnref("ORIGPNREF");
    name.ok_or_else(|| "the inquiry names no transaction".to_owned())
}

/// Refuses an answer about somebody else's payment. Fields that are not echoed prove nothing.
fn check_owner(payment: &Payment, about: &About, reply: &Reply) -> Result<(), String> {
    let opened = &payment.opened;
    let differs = |field: &str, ours: &str| {
        let told = reply.fields.get(field);
        told.is_some_and(|told| told != ours)
    };
    let other = match about {
        About::Token(token) => differs("SECURETOKEN", token),
        About::Transaction(name) => reply.fields.get("ORIGPNREF") != Some(name),
        About::Reference(reference) => differs("CUSTREF", reference),
    };
    if other || differs("USER1", opened.id.as_str()) || differs("CUSTOM", opened.id.as_str()) {
        return Err("the answer is about another payment".to_owned());
    }
    Ok(())
}

/// The card's brand by CARDTYPE, or a PayPal account.
fn method(payment: &Payment, reply: &Reply) -> Option<String> {
    let has = |field: &str| reply.fields.get(field).is_some();
    let paypal = wire::is_express(payment)
        || reply.fields.get("TENDER") == Some("P")
        || (has("PAYERID") && !has("CARDTYPE"));
    let brand = match reply.fields.get("CARDTYPE") {
        _ if paypal => PAYPAL,
        Some("0") => "visa",
        Some("1") => "mastercard",
        Some("2") => "discover",
        Some("3") => "amex",
        Some("4") => "diners",
        Some("5") => "jcb",
        Some("9") => "maestro",
        _ => return None,
    };
    Some(brand.to_owned())
}

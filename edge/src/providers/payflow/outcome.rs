//! What an answer of the gateway means for the call that asked.

use obole_shared::payment::{Answer, Call, Payment, Progress, Standing};
use obole_shared::time::{Millis, UnixMs};
use url::Url;

use super::keys::Key;
use super::reply::{Repeated, Reply};
use super::result::{self, Meaning};
use super::standing::VOIDED;
use super::wire::{self, PAYPAL};
use crate::ports::SendError;
use crate::providers::answer::{later, never, unknown};
use crate::providers::cannot;

/// How long a secure token opens its page.
pub(super) const TOKEN_LIFETIME: Millis = Millis::minutes(30);

/// How long an Express session waits for its payer.
const EXPRESS_LIFETIME: Millis = Millis::hours(3);

/// Longest name of a session: a secure token has at most 32 characters, an Express token 20.
const HANDLE_MAX: usize = 64;

/// Tries after which a refund is no longer sent: request ids are remembered for thirty days, and
/// repeats are at most a day apart.
const REFUND_TRIES_MAX: u16 = 24;

/// PayPal's own errors, where it is the processor (NVP API guide, error messages).
const CHOOSE_AGAIN: &[u32] = &[10_422, 10_486];
const NOT_APPROVED: &[u32] = &[10_406, 10_419, 10_485];
const SESSION_ENDED: &[u32] = &[10_408, 10_409, 10_410, 10_411];
const PAID_BEFORE: &[u32] = &[10_412, 10_415];

/// Where donors are sent.
#[derive(Clone, Copy)]
pub(super) struct Pages<'a> {
    /// The hosted card page.
    pub(super) link: &'a str,
    /// PayPal's own pages.
    pub(super) web: &'a str,
}

/// What follows from the answer to a request that moves something.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The call has its answer.
    Done(Answer),
    /// Refused without effect under this request id before, and the gateway only repeats itself:
    /// ask again under the next.
    Again(Answer),
    /// Our own transaction must be looked up; else this is the answer. `named`: what the gateway
    /// calls it, where the look-up must find just that.
    LookUp {
        otherwise: Answer,
        named: Option<String>,
    },
    /// The state of the original transaction tells why; else this is the answer.
    Original(Answer),
}

impl Next {
    /// The answer where nothing more is asked.
    pub(super) fn into_answer(self) -> Answer {
        match self {
            Self::Done(answer)
            | Self::Again(answer)
            | Self::LookUp {
                otherwise: answer, ..
            }
            | Self::Original(answer) => answer,
        }
    }
}

/// Whether a call may be sent at all; else its answer.
pub(super) fn refuse_to_send(payment: &Payment, call: Call) -> Option<Answer> {
    let tries = payment.attempts(call).tries;
    let forgotten = matches!(call, Call::Refund(_)) && tries > REFUND_TRIES_MAX;
    forgotten.then(|| unknown("the gateway no longer knows the refund's request id".to_owned()))
}

/// What follows from the answer to a request that moves something.
pub(super) fn acted(
    pages: Pages<'_>,
    payment: &Payment,
    call: Call,
    now: UnixMs,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Next {
    let reply = match Reply::read(result) {
        Ok(reply) => reply,
        Err(answer) => return Next::Done(answer),
    };
    let repeated = match reply.repeated() {
        Repeated::No => false,
        Repeated::Yes => true,
        Repeated::Other => return Next::Done(never("DUPLICATE".to_owned())),
    };
    let is_retry = payment.attempts(call).tries > 1;
    if call == Call::OpenSession {
        return opened(pages, payment, now, &reply, repeated, is_retry);
    }
    if repeated && !is_retry {
        // Somebody else's answer, unless our request was doubled on its way.
        return Next::LookUp {
            otherwise: never("DUPLICATE".to_owned()),
            named: reply.pnref("PNREF"),
        };
    }
    let completes = payment.progress == Progress::Approved;
    let processor = result::processor_code(reply.fields.get("RESPMSG"));
    let is = |codes: &[u32]| completes && processor.is_some_and(|code| codes.contains(&code));
    let code = reply.code.clone();
    match reply.meaning {
        Meaning::Approved | Meaning::Review => {
            let review = reply.meaning == Meaning::Review;
            let answer = approved(payment, call, &reply, "PNREF", review);
            if repeated && answer == capture_pending() {
                // The first answer is old news; the look-up tells what became of it.
                return Next::LookUp {
                    otherwise: answer,
                    named: reply.pnref("PNREF"),
                };
            }
            Next::Done(answer)
        }
        _ if is(CHOOSE_AGAIN) => Next::Done(Answer::PayerMustChooseAgain),
        _ if is(NOT_APPROVED) => again(repeated, code),
        _ if is(SESSION_ENDED) => Next::Done(Answer::Standing(Standing::Gone)),
        _ if is(PAID_BEFORE) => look_up(unknown(format!("{code}: paid before"))),
        Meaning::Declined => Next::Done(declined(payment, call, code)),
        Meaning::Configuration | Meaning::Later => again(repeated, code),
        Meaning::WrongState if repeated && matches!(call, Call::Refund(_)) => {
            Next::Again(later(code))
        }
        Meaning::WrongState => Next::Original(never(code)),
        Meaning::Duplicate => look_up(never(code)),
        Meaning::Malformed | Meaning::NotFound | Meaning::Token => Next::Done(never(code)),
        Meaning::Unknown => look_up(unknown(code)),
    }
}

fn again(repeated: bool, code: String) -> Next {
    if repeated {
        Next::Again(later(code))
    } else {
        Next::Done(later(code))
    }
}

const fn look_up(otherwise: Answer) -> Next {
    Next::LookUp {
        otherwise,
        named: None,
    }
}

fn opened(
    pages: Pages<'_>,
    payment: &Payment,
    now: UnixMs,
    reply: &Reply,
    repeated: bool,
    is_retry: bool,
) -> Next {
    let code = reply.code.clone();
    match reply.meaning {
        Meaning::Approved => {
            let session = if wire::is_express(payment) {
                express_session(pages, payment, now, reply, repeated, is_retry)
            } else {
                hosted_session(pages, payment, now, reply, repeated, is_retry)
            };
            Next::Done(session.unwrap_or_else(unknown))
        }
        Meaning::Configuration | Meaning::Later => again(repeated, code),
        Meaning::Unknown => Next::Done(unknown(code)),
        _ => Next::Done(never(code)),
    }
}

fn hosted_session(
    pages: Pages<'_>,
    payment: &Payment,
    now: UnixMs,
    reply: &Reply,
    repeated: bool,
    is_retry: bool,
) -> Result<Answer, String> {
    let ours = Key::of(payment, Call::OpenSession, 0).token_id();
    let told = reply.fields.get("SECURETOKENID");
    // Another generation of ours has another name; nothing else has.
    if repeated && !is_retry && told != Some(ours.as_str()) {
        return Ok(never("DUPLICATE".to_owned()));
    }
    let token_id = told.unwrap_or(&ours);
    let token = session_name(reply.fields.get("SECURETOKEN"))?;
    let mut url = Url::parse(pages.link).map_err(|_| "the page's address is no address")?;
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    let mode = match payment.opened.terminal.mode {
        obole_shared::terminal::Mode::Test => "TEST",
        obole_shared::terminal::Mode::Live => "LIVE",
    };
    url.query_pairs_mut()
        .append_pair("SECURETOKEN", token)
        .append_pair("SECURETOKENID", token_id)
        .append_pair("MODE", mode);
    // A repeated answer names a token that lives since the first one.
    let since = if repeated {
        Key::session_since(payment)
    } else {
        now
    };
    Ok(Answer::Session {
        handle: token.to_owned(),
        redirect_url: url.into(),
        expires_at: since + TOKEN_LIFETIME,
    })
}

fn express_session(
    pages: Pages<'_>,
    payment: &Payment,
    now: UnixMs,
    reply: &Reply,
    repeated: bool,
    is_retry: bool,
) -> Result<Answer, String> {
    if repeated && !is_retry {
        return Ok(never("DUPLICATE".to_owned()));
    }
    let token = session_name(reply.fields.get("TOKEN"))?;
    let page = format!("{}/cgi-bin/webscr", pages.web.trim_end_matches('/'));
    let mut url = Url::parse(&page).map_err(|_| "the page's address is no address")?;
    url.query_pairs_mut()
        .append_pair("cmd", "_express-checkout")
        .append_pair("token", token)
        // The payer's click is final: we complete at once.
        .append_pair("useraction", "commit");
    let since = if repeated {
        Key::session_since(payment)
    } else {
        now
    };
    Ok(Answer::Session {
        handle: token.to_owned(),
        redirect_url: url.into(),
        expires_at: since + EXPRESS_LIFETIME,
    })
}

fn session_name(token: Option<&str>) -> Result<&str, String> {
    let printable = |token: &&str| {
        token.len() <= HANDLE_MAX && token.bytes().all(|byte| byte.is_ascii_graphic())
    };
    token
        .filter(printable)
        .ok_or_else(|| "the answer names no session".to_owned())
}

/// An approved transaction of ours; `field` holds its name.
fn approved(payment: &Payment, call: Call, reply: &Reply, field: &str, review: bool) -> Answer {
    let Some(pnref) = reply.pnref(field) else {
        return unknown(format!("approved, without {field}"));
    };
    let currency = payment.opened.amount.currency();
    // A fee that does not read is no reason to doubt the payment.
    let fee = reply.money("FEEAMT", currency).ok().flatten();
    let told = match reply.money("AMT", currency) {
        Ok(Some(nothing)) if nothing.is_zero() => return unknown("AMT is nothing".to_owned()),
        Ok(told) => told,
        Err(why) => return unknown(why),
    };
    let waits = review || is_pending(reply);
    match call {
        Call::Authorize if review => Answer::Standing(Standing::Pending {
            capture: Some(pnref),
        }),
        Call::Authorize => Answer::Standing(Standing::Authorized {
            transaction: pnref,
            amount: told.unwrap_or(payment.opened.amount),
            method: Some(PAYPAL.to_owned()),
        }),
        Call::Capture if payment.progress == Progress::Approved && waits => {
            Answer::Standing(Standing::Pending {
                capture: Some(pnref),
            })
        }
        Call::Capture if payment.progress == Progress::Approved => {
            Answer::Standing(Standing::Captured {
                capture: pnref,
                amount: told.unwrap_or(payment.opened.amount),
                fee,
                method: Some(PAYPAL.to_owned()),
                refunds: Vec::new(),
            })
        }
        Call::Capture if waits => capture_pending(),
        Call::Capture => Answer::Captured {
            capture: Some(pnref),
            amount: Some(told.unwrap_or_else(|| payment.capture_amount())),
            fee,
        },
        Call::Cancel => Answer::Canceled,
        Call::Refund(_) if waits => Answer::RefundPending { transaction: pnref },
        Call::Refund(_) => Answer::Refunded {
            transaction: Some(pnref),
        },
        _ => cannot("not_supported"),
    }
}

/// The capture of an authorization waits; asked again, it says what became of it.
fn capture_pending() -> Answer {
    later("CAPTURE_PENDING".to_owned())
}

/// Whether PayPal holds the money back: an eCheck that clears, a review, a currency the account
/// does not have.
pub(super) fn is_pending(reply: &Reply) -> bool {
    let reason = reply.fields.get("PENDINGREASON");
    reason.is_some_and(|reason| {
        let is = |word: &str| reason.eq_ignore_ascii_case(word);
        !(is("none") || is("completed") || is("authorization"))
    })
}

fn declined(payment: &Payment, call: Call, code: String) -> Answer {
    let completes =
        matches!(call, Call::Authorize | Call::Capture) && payment.progress == Progress::Approved;
    if completes {
        Answer::Standing(Standing::Declined { code })
    } else {
        never(code)
    }
}

/// What a call came to, once our own transaction was looked up.
pub(super) fn looked_up(
    payment: &Payment,
    call: Call,
    otherwise: Answer,
    named: Option<&str>,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Answer {
    let Ok(reply) = Reply::read(result) else {
        return unknown("not understood, and the look-up was not answered".to_owned());
    };
    let found = match reply.meaning {
        Meaning::Approved => reply.original(),
        Meaning::NotFound => None,
        // The look-up itself was refused, so it does not say that there is nothing.
        _ => return unknown(format!("the look-up was refused: {}", reply.code)),
    };
    let Some((meaning, code)) = found else {
        return otherwise;
    };
    let other = named.is_some_and(|named| reply.fields.get("ORIGPNREF") != Some(named));
    if other {
        return otherwise;
    }
    match meaning {
        Meaning::Approved => approved(payment, call, &reply, "ORIGPNREF", false),
        Meaning::Review => approved(payment, call, &reply, "ORIGPNREF", true),
        Meaning::Declined => declined(payment, call, code),
        _ => otherwise,
    }
}

/// What a call came to that the original transaction's state did not allow.
pub(super) fn after_original(
    call: Call,
    refused: Answer,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Answer {
    let Ok(reply) = Reply::read(result) else {
        return unknown("refused, and the look-up was not answered".to_owned());
    };
    let known = reply.meaning == Meaning::Approved;
    match (call, reply.state()) {
        _ if !known => unknown("refused, and the look-up did not say why".to_owned()),
        // Only settled money can be paid back; it settles every night.
        (Call::Refund(_), Some(6 | 7 | 14)) => later("NOT_SETTLED".to_owned()),
        // It was captured in the meantime, perhaps in PayPal Manager.
        (Call::Capture | Call::Cancel, Some(9)) => Answer::Captured {
            capture: None,
            amount: None,
            fee: None,
        },
        (Call::Capture | Call::Cancel, Some(VOIDED..)) => Answer::Standing(Standing::Voided),
        _ => refused,
    }
}

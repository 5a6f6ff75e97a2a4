//! What an answer of JSON API 1.53 means.

use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{Answer, Call, Payment, Progress, Report, Security, Standing};

use super::wire::{
    Amount, Canceled, Captured, Error, Found, Initialized, Liability, TextOrNumber, Transaction,
    refund_reference,
};
use crate::ports::SendError;
use crate::providers::answer::{code, later, never, provider_url, read, unix_ms, unknown};

/// A call found the transaction in a state that does not allow it.
const WRONG_STATE: &str = "TRANSACTION_IN_WRONG_STATE";

/// Tries after which the books, which lag some minutes behind, are believed.
const CAUGHT_UP_TRIES: u16 = 4;

/// Names that end a payment: no money was reserved, and none will be by this session.
const DECLINES: &[&str] = &[
    "TRANSACTION_DECLINED",
    "GENERAL_DECLINED",
    "3DS_AUTHENTICATION_FAILED",
    "PAYER_AUTHENTICATION_REQUIRED",
    "CONDITION_NOT_SATISFIED",
    "BLOCKED_BY_RISK_MANAGEMENT",
    "AMOUNT_INVALID",
    "CURRENCY_INVALID",
    "NO_CONTRACT",
    "NO_CREDITS_AVAILABLE",
    "ALIAS_INVALID",
    "PAYMENTMEANS_INVALID",
    "PAYMENTMEANS_NOT_SUPPORTED",
    "CARD_CHECK_FAILED",
    "CARD_CVC_INVALID",
    "CARD_CVC_REQUIRED",
    "CARD_EXPIRED",
    "UPDATE_CARD_INFORMATION",
];

/// What an answer to a call means, in our words. `origin` is where payment pages may live.
pub fn outcome(
    origin: &str,
    payment: &Payment,
    call: Call,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Answer {
    let response = match result {
        Ok(response) => response,
        Err(error) => return unknown(error.to_string()),
    };
    let status = response.status().as_u16();
    let body = response.body();
    if status == 200 {
        return success(origin, payment, call, body);
    }
    let error = serde_json::from_slice::<Error>(body).ok();
    match (status, error) {
        // The effect may have happened before the failure.
        (500.., _) => unknown(format!("HTTP {status}")),
        // Wrong credentials, missing rights, a firewall: nothing was done, and once it is put
        // right the same call works.
        (401 | 403 | 429, error) => {
            let name = error.map_or_else(|| format!("http_{status}"), |error| error.error_name);
            later(code(&name))
        }
        (_, Some(error)) => refusal(call, status, &error),
        (_, None) => unknown(format!("HTTP {status} without an error object")),
    }
}

fn success(origin: &str, payment: &Payment, call: Call, body: &[u8]) -> Answer {
    let answer = match call {
        Call::OpenSession => read(body).and_then(|opened| session(origin, opened)),
        Call::AskSession | Call::AskBooks => read(body).and_then(|found| standing(payment, found)),
        Call::Authorize => Err("no such call".to_owned()),
        Call::Capture => read(body).and_then(|captured: Captured| match &*captured.status {
            "CAPTURED" => Ok(Answer::Captured {
                capture: captured.capture_id,
                amount: None,
                fee: None,
            }),
            // Asked again it says that it is captured, as soon as it is.
            "PENDING" => Ok(later("CAPTURE_PENDING".to_owned())),
            other => Err(unknown_status(other)),
        }),
        Call::Cancel => read(body).and_then(|canceled| is_canceled(payment, &canceled)),
        Call::Refund(number) | Call::AskRefund(number) => {
            read(body).and_then(|found| refund(payment, number, found))
        }
        Call::CaptureRefund(_) => {
            read(body).and_then(|captured: Captured| match &*captured.status {
                "CAPTURED" => Ok(Answer::Refunded { transaction: None }),
                "PENDING" => Ok(later("CAPTURE_PENDING".to_owned())),
                other => Err(unknown_status(other)),
            })
        }
    };
    answer.unwrap_or_else(unknown)
}

fn session(origin: &str, opened: Initialized) -> Result<Answer, String> {
    let redirect_url = provider_url(&opened.redirect_url, origin, "saferpay.com")
        .ok_or("RedirectUrl leads elsewhere")?;
    let expires_at = unix_ms(&opened.expiration).ok_or("Expiration is no date")?;
    if opened.token.is_empty() {
        return Err("Token is empty".to_owned());
    }
    Ok(Answer::Session {
        handle: opened.token,
        redirect_url,
        expires_at,
    })
}

fn standing(payment: &Payment, found: Found) -> Result<Answer, String> {
    let transaction = found.transaction;
    let security = found.liability.as_ref().map(security);
    check(&transaction, "PAYMENT", &payment.opened.reference)?;
    let amount = money(&transaction.amount).ok_or("Amount is no amount")?;
    let brand = found.payment_means.brand;
    let method = brand.payment_method.or(brand.name);
    let standing = match &*transaction.status {
        "AUTHORIZED" => Standing::Authorized {
            transaction: transaction.id,
            amount,
            method,
        },
        "CAPTURED" => match transaction.capture_id {
            Some(capture) => Standing::Captured {
                capture,
                amount,
                fee: None,
                method,
                refunds: Vec::new(),
            },
            // Refunds then go by the order id.
            None => {
                return Ok(Answer::Captured {
                    capture: None,
                    amount: Some(amount),
                    fee: None,
                });
            }
        },
        "PENDING" => Standing::Pending { capture: None },
        "CANCELED" => Standing::Voided,
        other => return Err(unknown_status(other)),
    };
    Ok(match security {
        Some(security) => Answer::Report(Box::new(Report {
            security: Some(security),
            ..standing.into()
        })),
        None => Answer::Standing(standing),
    })
}

const fn security(liability: &Liability) -> Security {
    Security {
        liability_shift: liability.liability_shift,
        authenticated: match &liability.three_ds {
            Some(three_ds) => three_ds.authenticated,
            None => None,
        },
    }
}

fn is_canceled(payment: &Payment, canceled: &Canceled) -> Result<Answer, String> {
    match &payment.progress {
        Progress::Authorized(known) if known.transaction == canceled.transaction_id => {
            Ok(Answer::Canceled)
        }
        _ => Err("another TransactionId was canceled".to_owned()),
    }
}

fn refund(payment: &Payment, number: u16, found: Found) -> Result<Answer, String> {
    let transaction = found.transaction;
    check(&transaction, "REFUND", &refund_reference(payment, number))?;
    let wanted = payment.refund(number).map(|refund| refund.amount);
    if wanted.is_none() || money(&transaction.amount) != wanted {
        return Err("the refund has another amount".to_owned());
    }
    let id = transaction.id;
    Ok(match &*transaction.status {
        "AUTHORIZED" => Answer::RefundAuthorized { transaction: id },
        "CAPTURED" => Answer::Refunded {
            transaction: Some(id),
        },
        "PENDING" => Answer::RefundPending { transaction: id },
        "CANCELED" => never("CANCELED".to_owned()),
        other => return Err(unknown_status(other)),
    })
}

/// Whether the transaction is the one that was asked for. The order id is optional in answers.
fn check(transaction: &Transaction, kind: &str, reference: &str) -> Result<(), String> {
    if transaction.kind != kind {
        return Err(format!("Type is not {kind}"));
    }
    if transaction.id.is_empty() {
        return Err("Id is empty".to_owned());
    }
    match &transaction.order_id {
        Some(order) if order != reference => Err("OrderId is not ours".to_owned()),
        _ => Ok(()),
    }
}

/// An error object with a status below 500.
fn refusal(call: Call, status: u16, error: &Error) -> Answer {
    let name = &*error.error_name;
    // An authorization or refund may exist at the acquirer.
    if name == "COMMUNICATION_TIMEOUT" {
        return unknown(name.to_owned());
    }
    let unreachable = matches!(
        name,
        "COMMUNICATION_FAILED" | "UNEXPECTED_ERROR_BY_ACQUIRER" | "INTERNAL_ERROR"
    );
    let again = unreachable || matches!(&*error.behavior, "RETRY" | "RETRY_LATER");
    let refused = || Answer::Refused {
        code: code(name),
        later: again,
    };
    match call {
        Call::AskSession | Call::AskBooks => match name {
            "TRANSACTION_NOT_STARTED" => Answer::Standing(Standing::NotStarted),
            "TRANSACTION_ABORTED" => Answer::Standing(Standing::Aborted),
            "TRANSACTION_STILL_IN_PROGRESS" => {
                Answer::Standing(Standing::Pending { capture: None })
            }
            "TOKEN_INVALID" | "TOKEN_EXPIRED" | "TRANSACTION_NOT_FOUND" => {
                Answer::Standing(Standing::Gone)
            }
            _ if status == 402 && is_decline(error) => {
                Answer::Standing(Standing::Declined { code: code(name) })
            }
            // Nothing is known of the money, so the question stays open.
            _ => later(code(name)),
        },
        // Taken by an earlier request whose answer was lost, or by an operator elsewhere.
        Call::Capture | Call::Cancel if name == "TRANSACTION_ALREADY_CAPTURED" => {
            Answer::Captured {
                capture: None,
                amount: None,
                fee: None,
            }
        }
        Call::CaptureRefund(_) if name == "TRANSACTION_ALREADY_CAPTURED" => {
            Answer::Refunded { transaction: None }
        }
        Call::AskRefund(_) => match name {
            "TRANSACTION_NOT_FOUND" => Answer::RefundMissing,
            _ if status == 402 && is_decline(error) => never(code(name)),
            _ => later(code(name)),
        },
        _ => refused(),
    }
}

/// Names in the catalogue count; a new one counts where the payer is told to use something else.
fn is_decline(error: &Error) -> bool {
    DECLINES.contains(&&*error.error_name) || error.behavior == "OTHER_MEANS"
}

/// Whether a capture or cancel was refused for a state we do not know.
pub(super) fn needs_books(call: Call, answer: &Answer) -> bool {
    let wrong_state = matches!(answer, Answer::Refused { code, .. } if code == WRONG_STATE);
    matches!(call, Call::Capture | Call::Cancel) && wrong_state
}

/// What a capture or cancel came to that met a wrong state, once the books were asked.
pub(super) fn after_wrong_state(
    payment: &Payment,
    call: Call,
    refused: Answer,
    books: Answer,
) -> Answer {
    // By then the books have caught up with whatever happened before the first try.
    let caught_up = payment.attempts(call).tries >= CAUGHT_UP_TRIES;
    let found = match &books {
        Answer::Standing(standing) => Some(standing),
        Answer::Report(report) => report.standing.as_ref(),
        _ => None,
    };
    match (found, &books) {
        (Some(Standing::Captured { .. } | Standing::Voided), _) | (_, Answer::Captured { .. }) => {
            books
        }
        (Some(Standing::Gone | Standing::Authorized { .. }), _) if !caught_up => {
            later(WRONG_STATE.to_owned())
        }
        // The books hold successful transactions only: this one was given up before.
        (Some(Standing::Gone), _) if call == Call::Cancel => Answer::Canceled,
        // An authorization that lapsed keeps its name in the books.
        (Some(Standing::Gone | Standing::Authorized { .. }), _) => refused,
        _ => unknown("in a wrong state, and the books did not say which".to_owned()),
    }
}

fn money(amount: &Amount) -> Option<Money> {
    let minor = match &amount.value {
        TextOrNumber::Text(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            text.parse().ok()?
        }
        TextOrNumber::Text(_) => return None,
        TextOrNumber::Number(number) => *number,
    };
    Money::new(minor, Currency::from_code(&amount.currency_code)?).ok()
}

fn unknown_status(status: &str) -> String {
    format!("unknown Status {}", code(status))
}

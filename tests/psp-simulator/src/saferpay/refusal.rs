//! The error object: name, HTTP status and `Behavior` of JSON API 1.53.

use http::StatusCode;
use serde_json::{Value, json};

use crate::http::Reply;
use crate::saferpay::check::Echo;

/// Why a payment failed on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Aborted,
    Declined,
    ThreeDs,
    ConditionNotSatisfied,
}

/// An error answer; boxed, since it is rare and larger than any success.
#[derive(Debug)]
pub(crate) struct Refusal(Box<ErrorBody>);

#[derive(Debug)]
struct ErrorBody {
    status: StatusCode,
    behavior: &'static str,
    name: &'static str,
    message: &'static str,
    detail: Vec<String>,
    extra: Vec<(&'static str, String)>,
}

impl Refusal {
    fn new(
        status: StatusCode,
        behavior: &'static str,
        name: &'static str,
        message: &'static str,
    ) -> Self {
        Self(Box::new(ErrorBody {
            status,
            behavior,
            name,
            message,
            detail: Vec::new(),
            extra: Vec::new(),
        }))
    }

    pub(crate) fn reply(&self, echo: &Echo) -> Reply {
        // Before 1.33 the value for "do not retry" was another one.
        let behavior = match self.0.behavior {
            "DO_NOT_RETRY" if echo.minor_version.is_some_and(|minor| minor < 33) => "ABORT",
            other => other,
        };
        let mut body = json!({
            "ResponseHeader": echo.header(),
            "Behavior": behavior,
            "ErrorName": self.0.name,
            "ErrorMessage": self.0.message,
        });
        if let Some(map) = body.as_object_mut() {
            if !self.0.detail.is_empty() {
                map.insert("ErrorDetail".into(), json!(self.0.detail));
            }
            for (name, value) in &self.0.extra {
                map.insert((*name).into(), Value::String(value.clone()));
            }
        }
        Reply::json(self.0.status, &body)
    }
}

fn failed(behavior: &'static str, name: &'static str, message: &'static str) -> Refusal {
    Refusal::new(StatusCode::PAYMENT_REQUIRED, behavior, name, message)
}

/// Broken field rules, one text each.
pub(crate) fn invalid(detail: Vec<String>) -> Refusal {
    let mut refusal = Refusal::new(
        StatusCode::BAD_REQUEST,
        "DO_NOT_RETRY",
        "VALIDATION_FAILED",
        "Request validation failed",
    );
    refusal.0.detail = detail;
    refusal
}

pub(crate) fn not_authenticated() -> Refusal {
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "DO_NOT_RETRY",
        "AUTHENTICATION_FAILED",
        "Unable to authenticate request",
    )
}

pub(crate) fn permission_denied() -> Refusal {
    Refusal::new(
        StatusCode::FORBIDDEN,
        "DO_NOT_RETRY",
        "PERMISSION_DENIED",
        "Permission denied",
    )
}

pub(crate) fn no_contract() -> Refusal {
    failed("DO_NOT_RETRY", "NO_CONTRACT", "No contract available")
}

pub(crate) fn not_started() -> Refusal {
    failed(
        "RETRY_LATER",
        "TRANSACTION_NOT_STARTED",
        "Transaction not started",
    )
}

pub(crate) fn token_invalid() -> Refusal {
    failed("DO_NOT_RETRY", "TOKEN_INVALID", "Token invalid")
}

pub(crate) fn token_expired() -> Refusal {
    failed("DO_NOT_RETRY", "TOKEN_EXPIRED", "Token expired")
}

pub(crate) fn not_found() -> Refusal {
    failed(
        "DO_NOT_RETRY",
        "TRANSACTION_NOT_FOUND",
        "Transaction not found",
    )
}

pub(crate) fn already_captured() -> Refusal {
    failed(
        "DO_NOT_RETRY",
        "TRANSACTION_ALREADY_CAPTURED",
        "Transaction already captured",
    )
}

pub(crate) fn wrong_state() -> Refusal {
    failed(
        "DO_NOT_RETRY",
        "TRANSACTION_IN_WRONG_STATE",
        "Transaction in wrong state",
    )
}

pub(crate) fn amount_invalid() -> Refusal {
    failed("DO_NOT_RETRY", "AMOUNT_INVALID", "Amount invalid")
}

pub(crate) fn currency_invalid() -> Refusal {
    failed("DO_NOT_RETRY", "CURRENCY_INVALID", "Currency invalid")
}

/// How Assert answers after a payment failed on the page.
pub(crate) fn payment_failed(failure: Failure, transaction: &str, order: Option<&str>) -> Refusal {
    let mut refusal = match failure {
        Failure::Aborted => failed("DO_NOT_RETRY", "TRANSACTION_ABORTED", "Transaction aborted"),
        Failure::Declined => failed(
            "OTHER_MEANS",
            "TRANSACTION_DECLINED",
            "Transaction declined",
        ),
        Failure::ConditionNotSatisfied => failed(
            "DO_NOT_RETRY",
            "CONDITION_NOT_SATISFIED",
            "The condition set in the request was not satisfied",
        ),
        Failure::ThreeDs => failed(
            "DO_NOT_RETRY",
            "3DS_AUTHENTICATION_FAILED",
            "3D-Secure authentication failed",
        ),
    };
    refusal
        .0
        .extra
        .push(("TransactionId", transaction.to_owned()));
    if let Some(order) = order {
        refusal.0.extra.push(("OrderId", order.to_owned()));
    }
    match failure {
        Failure::Declined => refusal.0.extra.extend([
            ("ProcessorName", "Saferpay Test".to_owned()),
            ("ProcessorResult", "51".to_owned()),
            ("ProcessorMessage", "Insufficient funds".to_owned()),
        ]),
        Failure::ThreeDs => {
            refusal.0.extra.push((
                "PayerMessage",
                "Card holder authentication failed".to_owned(),
            ));
        }
        Failure::Aborted | Failure::ConditionNotSatisfied => {}
    }
    refusal
}

/// The body of a 500 that comes from the provider itself.
pub(crate) fn server_error_body() -> Value {
    json!({
        "ResponseHeader": {"SpecVersion": "1.53", "RequestId": "unknown"},
        "Behavior": "RETRY_LATER",
        "ErrorName": "INTERNAL_ERROR",
        "ErrorMessage": "Internal error",
    })
}

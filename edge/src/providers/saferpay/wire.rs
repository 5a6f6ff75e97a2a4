//! The requests, as JSON API 1.53 wants them, and the parts of answers that are read.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use obole_shared::money::Money;
use obole_shared::payment::{Answer, Call, Opened, Payment, Progress};
use obole_shared::terminal::{AuthorizationType, Condition};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Credentials;
use crate::providers::{Addresses, basic, cannot};

/// The interface version every request names.
pub(super) const SPEC_VERSION: &str = "1.53";

/// Languages of the payment page; any other gets the browser's.
const LANGUAGES: &[&str] = &[
    "bg", "cs", "da", "de", "de-CH", "el", "en", "es", "et", "fi", "fr", "hr", "hu", "is", "it",
    "ja", "lt", "lv", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh",
];

/// The request for a call, or the answer where there is nothing to send.
pub(super) fn request(
    credentials: &Credentials,
    origin: &str,
    addresses: &Addresses,
    payment: &Payment,
    call: Call,
) -> Result<http::Request<Vec<u8>>, Answer> {
    let (path, body) = match call {
        Call::OpenSession => (
            "PaymentPage/Initialize",
            initialize(credentials, addresses, payment),
        ),
        Call::AskSession => {
            let session = payment.session.as_ref();
            let token = session
                .map(|session| session.handle.as_str())
                .ok_or_else(|| cannot("no_session"))?;
            ("PaymentPage/Assert", json!({ "Token": token }))
        }
        Call::AskBooks => ("Transaction/Inquire", by_order(&payment.opened.reference)),
        Call::Authorize => return Err(cannot("not_supported")),
        Call::Capture => ("Transaction/Capture", capture(payment)?),
        Call::Cancel => ("Transaction/Cancel", by_authorization(payment)?),
        Call::Refund(number) => ("Transaction/Refund", refund(payment, number)?),
        Call::CaptureRefund(number) => {
            let refund = payment.refund(number).ok_or_else(|| cannot("no_refund"))?;
            let transaction = refund.transaction.as_deref();
            let transaction = transaction.ok_or_else(|| cannot("no_transaction"))?;
            ("Transaction/Capture", by_transaction(transaction))
        }
        Call::AskRefund(number) => (
            "Transaction/Inquire",
            by_order(&refund_reference(payment, number)),
        ),
    };
    post(credentials, origin, payment, call, path, body)
}

/// What the books say of the transaction a capture or cancel was about.
pub(super) fn look_up_transaction(
    credentials: &Credentials,
    origin: &str,
    payment: &Payment,
    call: Call,
) -> Result<http::Request<Vec<u8>>, Answer> {
    let body = by_authorization(payment)?;
    post(
        credentials,
        origin,
        payment,
        call,
        "Transaction/Inquire",
        body,
    )
}

/// The name of a refund in the provider's books.
pub(super) fn refund_reference(payment: &Payment, number: u16) -> String {
    format!("{}-R{number}", payment.opened.reference)
}

fn post(
    credentials: &Credentials,
    origin: &str,
    payment: &Payment,
    call: Call,
    path: &str,
    mut body: Value,
) -> Result<http::Request<Vec<u8>>, Answer> {
    if let Some(fields) = body.as_object_mut() {
        let header = header(credentials, payment, call, path);
        fields.insert("RequestHeader".into(), header);
    }
    http::Request::post(format!("{origin}/api/Payment/v1/{path}"))
        .header(CONTENT_TYPE, "application/json; charset=utf-8")
        .header(ACCEPT, "application/json")
        .header(
            AUTHORIZATION,
            basic(&credentials.user, &credentials.password),
        )
        .body(body.to_string().into_bytes())
        .map_err(|_| cannot("bad_origin_or_credentials"))
}

fn header(credentials: &Credentials, payment: &Payment, call: Call, path: &str) -> Value {
    // The try is written down before the request is made, so the first one counts as one.
    let retries = payment.attempts(call).tries.saturating_sub(1).min(9);
    let mut id = request_id(payment, call);
    if path == "Transaction/Inquire" && matches!(call, Call::Capture | Call::Cancel) {
        id.push('i');
    }
    json!({
        "SpecVersion": SPEC_VERSION,
        "CustomerId": credentials.customer_id,
        "RequestId": id,
        "RetryIndicator": retries,
        "ClientInfo": { "ShopInfo": concat!("Obole/", env!("CARGO_PKG_VERSION")) },
    })
}

/// One id for one question: a repeat keeps it, and the next question gets another. At most 50
/// characters: 30 of reference, 1 + 7 for the call, 1 + 5 for the round, 1 for its look-up.
fn request_id(payment: &Payment, call: Call) -> String {
    let call_name = match call {
        Call::OpenSession => "open".to_owned(),
        Call::AskSession => "ask".to_owned(),
        Call::AskBooks => "books".to_owned(),
        Call::Authorize => "auth".to_owned(),
        Call::Capture => "cap".to_owned(),
        Call::Cancel => "can".to_owned(),
        Call::Refund(number) => format!("r{number}"),
        Call::CaptureRefund(number) => format!("rc{number}"),
        Call::AskRefund(number) => format!("ra{number}"),
    };
    let round = payment.attempts(call).round;
    format!("{}-{call_name}-{round}", payment.opened.reference)
}

fn initialize(credentials: &Credentials, addresses: &Addresses, payment: &Payment) -> Value {
    let opened = &payment.opened;
    // It is mandatory there.
    let description = payment
        .description()
        .unwrap_or_else(|| opened.reference.clone());
    let notify = addresses.notify_url(payment);
    let mut body = json!({
        "TerminalId": credentials.terminal_id,
        "Payment": {
            "Amount": amount(opened.amount),
            "OrderId": opened.reference,
            "Description": description,
        },
        "ReturnUrl": { "Url": addresses.return_url(payment, "done") },
        "Notification": {
            "SuccessNotifyUrl": format!("{notify}?outcome=ok"),
            "FailNotifyUrl": format!("{notify}?outcome=fail"),
        },
    });
    let Some(fields) = body.as_object_mut() else {
        return body;
    };
    if let Some(language) = language(&opened.lang) {
        fields.insert("Payer".into(), json!({ "LanguageCode": language }));
    }
    let methods = methods(opened);
    if !methods.is_empty() {
        fields.insert("PaymentMethods".into(), json!(methods));
    }
    if let Some(condition) = condition(opened.condition) {
        fields.insert("Condition".into(), condition.into());
    }
    if opened.authorization == AuthorizationType::PreAuthorize
        && let Some(payment) = fields.get_mut("Payment").and_then(Value::as_object_mut)
    {
        payment.insert("Options".into(), json!({ "PreAuth": true }));
    }
    body
}

/// The methods offered on the page: those switched on that take the currency, and can be
/// pre-authorized where that is wanted. Without any the page offers what the contract has.
fn methods(opened: &Opened) -> Vec<&'static str> {
    let switched_on = opened.terminal.methods();
    let currency = opened.amount.currency();
    let rules = opened.terminal.capabilities().methods.iter();
    rules
        .filter(|rule| switched_on.contains(&rule.method))
        .filter(|rule| rule.currencies.is_none_or(|only| only.contains(&currency)))
        .filter(|rule| {
            rule.pre_authorize || opened.authorization != AuthorizationType::PreAuthorize
        })
        .map(|rule| rule.wire)
        .collect()
}

const fn condition(condition: Condition) -> Option<&'static str> {
    match condition {
        Condition::None => None,
        Condition::LiabilityShift => Some("THREE_DS_AUTHENTICATION_SUCCESSFUL_OR_ATTEMPTED"),
        Condition::Authentication => Some("WITH_SUCCESSFUL_THREE_DS_CHALLENGE"),
    }
}

/// All that is authorized, or the part an operator asked for.
fn capture(payment: &Payment) -> Result<Value, Answer> {
    let mut body = by_authorization(payment)?;
    if let (Some(part), Some(fields)) = (payment.capture_part, body.as_object_mut()) {
        fields.insert("Amount".into(), amount(part));
    }
    Ok(body)
}

fn refund(payment: &Payment, number: u16) -> Result<Value, Answer> {
    let refund = payment.refund(number).ok_or_else(|| cannot("no_refund"))?;
    let Progress::Captured(captured) = &payment.progress else {
        return Err(cannot("no_capture"));
    };
    let reference = match (&captured.capture, &captured.transaction) {
        (Some(capture), _) => json!({ "CaptureId": capture }),
        (None, Some(transaction)) => json!({ "TransactionId": transaction }),
        (None, None) => json!({ "OrderId": payment.opened.reference }),
    };
    Ok(json!({
        "Refund": {
            "Amount": amount(refund.amount),
            "OrderId": refund_reference(payment, number),
            "RestrictRefundAmountToCapturedAmount": true,
        },
        "CaptureReference": reference,
    }))
}

fn by_authorization(payment: &Payment) -> Result<Value, Answer> {
    match &payment.progress {
        Progress::Authorized(authorization) => Ok(by_transaction(&authorization.transaction)),
        _ => Err(cannot("no_authorization")),
    }
}

fn by_transaction(id: &str) -> Value {
    json!({ "TransactionReference": { "TransactionId": id } })
}

fn by_order(reference: &str) -> Value {
    json!({ "TransactionReference": { "OrderId": reference } })
}

/// Whole minor units, as text.
fn amount(amount: Money) -> Value {
    json!({ "Value": amount.minor().to_string(), "CurrencyCode": amount.currency().code() })
}

/// The page's language for a donor's language tag.
fn language(tag: &str) -> Option<&'static str> {
    let known = |wanted: &str| {
        LANGUAGES
            .iter()
            .find(|language| language.eq_ignore_ascii_case(wanted))
            .copied()
    };
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    let primary = match primary {
        // Norwegian is offered as Nynorsk only.
        "no" | "nb" => "nn",
        other => other,
    };
    known(&tag.replace('_', "-")).or_else(|| known(primary))
}

/// `PaymentPage/Initialize` answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Initialized {
    pub(super) token: String,
    pub(super) expiration: String,
    pub(super) redirect_url: String,
}

/// `PaymentPage/Assert`, `Transaction/Inquire` and `Transaction/Refund` answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Found {
    pub(super) transaction: Transaction,
    #[serde(default)]
    pub(super) payment_means: PaymentMeans,
    /// Absent where the method knows no 3-D Secure.
    pub(super) liability: Option<Liability>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Liability {
    pub(super) liability_shift: Option<bool>,
    pub(super) three_ds: Option<ThreeDs>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ThreeDs {
    pub(super) authenticated: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Transaction {
    #[serde(rename = "Type")]
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) id: String,
    pub(super) capture_id: Option<String>,
    pub(super) amount: Amount,
    pub(super) order_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Amount {
    pub(super) value: TextOrNumber,
    pub(super) currency_code: String,
}

/// The specification says text; samples show numbers too.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum TextOrNumber {
    Text(String),
    Number(i64),
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct PaymentMeans {
    pub(super) brand: Brand,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Brand {
    pub(super) payment_method: Option<String>,
    pub(super) name: Option<String>,
}

/// `Transaction/Capture` answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Captured {
    pub(super) capture_id: Option<String>,
    pub(super) status: String,
}

/// `Transaction/Cancel` answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Canceled {
    pub(super) transaction_id: String,
}

/// The error object of every call.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Error {
    #[serde(default)]
    pub(super) behavior: String,
    pub(super) error_name: String,
}

//! The checks before any business rule, in the order in which Saferpay makes them:
//! content type, accept, authentication, JSON, fields.

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::books::Provider;
use crate::config::{Config, SaferpayTerminal};
use crate::http::{Reply, accepts_json, basic_auth, sends_json};
use crate::saferpay::Operation;
use crate::saferpay::fields;
use crate::saferpay::refusal::{Refusal, invalid, not_authenticated};
use crate::schema::{Breach, Problem, check, text_at};
use crate::world::World;

/// What a response repeats of its request.
#[derive(Debug, Default)]
pub(crate) struct Echo {
    spec_version: String,
    pub(crate) minor_version: Option<u32>,
    pub(crate) request_id: String,
    pub(crate) customer: String,
    pub(crate) retry: i64,
}

impl Echo {
    fn read(body: &Value) -> Self {
        let at = |pointer| text_at(body, pointer).unwrap_or_default().to_owned();
        let spec_version = at("/RequestHeader/SpecVersion");
        Self {
            minor_version: fields::minor_version(&spec_version),
            spec_version,
            request_id: at("/RequestHeader/RequestId"),
            customer: at("/RequestHeader/CustomerId"),
            retry: body
                .pointer("/RequestHeader/RetryIndicator")
                .and_then(Value::as_i64)
                .unwrap_or(0),
        }
    }

    pub(crate) fn header(&self) -> Value {
        json!({ "SpecVersion": self.spec_version, "RequestId": self.request_id })
    }
}

/// 415 and 406 come from the web server, without an error object.
pub(crate) fn transport(headers: &HeaderMap) -> Option<Reply> {
    if !sends_json(headers) {
        return Some(Reply::empty(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    (!accepts_json(headers)).then(|| Reply::empty(StatusCode::NOT_ACCEPTABLE))
}

/// The account whose user and password are right.
pub(crate) fn account(config: &Config, headers: &HeaderMap) -> Result<SaferpayTerminal, Refusal> {
    let (username, password) = basic_auth(headers).ok_or_else(not_authenticated)?;
    config
        .saferpay
        .iter()
        .find(|one| one.username == username && one.password == password)
        .cloned()
        .ok_or_else(not_authenticated)
}

/// The body as JSON that keeps the field rules.
pub(crate) fn body(
    world: &mut World,
    operation: Operation,
    bytes: &[u8],
    echo: &mut Echo,
) -> Result<Value, Refusal> {
    let body: Value = serde_json::from_slice(bytes)
        .map_err(|_| invalid(vec!["Request: not a JSON object".into()]))?;
    *echo = Echo::read(&body);
    let mut detail = Vec::new();
    for problem in check(&body, fields::of(operation)) {
        if problem.breach == Breach::Unknown {
            world
                .calls
                .unknown_field(Provider::Saferpay, operation.name(), &dotted(&problem.path));
            if !world.config.strict_fields {
                continue;
            }
        }
        detail.push(describe(&problem));
    }
    for pointer in ["/Payment/Amount", "/Refund/Amount", "/Amount"] {
        if let Some(amount) = body.pointer(pointer)
            && amount_minor(amount, world.config.strict_amount_type).is_none()
        {
            detail.push(format!(
                "{}.Value: must be a whole number above zero, as text",
                dotted(pointer)
            ));
        }
    }
    if detail.is_empty() {
        Ok(body)
    } else {
        Err(invalid(detail))
    }
}

/// The value of an amount object in minor units; `None` if it is none.
pub(crate) fn amount_minor(amount: &Value, strict_type: bool) -> Option<i64> {
    let value = amount.get("Value")?;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if !strict_type => number.to_string(),
        _ => return None,
    };
    let digits = (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let minor: i64 = text.parse().ok()?;
    (digits && minor > 0 && !text.starts_with('0')).then_some(minor)
}

fn dotted(path: &str) -> String {
    path.trim_start_matches('/').replace('/', ".")
}

fn describe(problem: &Problem) -> String {
    let rule = match problem.breach {
        Breach::Missing => "is mandatory",
        Breach::Type => "has the wrong type",
        Breach::Length => "has the wrong length",
        Breach::Syntax => "has characters that are not allowed",
        Breach::Value => "has a value that is not allowed",
        Breach::TooFew => "has too few entries",
        Breach::TooMany => "has too many entries",
        Breach::Unknown => "is not known",
    };
    format!("{}: {rule}", dotted(&problem.path))
}

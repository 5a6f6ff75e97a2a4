//! Headers and fields, before any business rule.

use http::{Method, Request};
use serde_json::{Value, json};

use crate::books::Provider;
use crate::http::{header, sends_json};
use crate::money::{AmountProblem, paypal_decimals, read_decimal};
use crate::paypal::fields;
use crate::paypal::refusal::{Detail, Refusal, cannot_take, invalid, malformed, not_json};
use crate::paypal::route::{Operation, Route};
use crate::paypal::state::{Amount, Labels};
use crate::schema::{Breach, Problem, check, text_at};
use crate::world::World;

/// One call of the API that passed these checks.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) client: String,
    pub(crate) operation: Operation,
    /// The id in the path; empty for a creation.
    pub(crate) id: String,
    pub(crate) body: Value,
    /// CRC-32 of path and body bytes: tells a repeat from another request.
    pub(crate) fingerprint: u32,
    pub(crate) request_id: Option<String>,
    /// Whether the whole resource is to be answered.
    pub(crate) full: bool,
}

impl Call {
    pub(crate) fn read(
        world: &mut World,
        request: &Request<Vec<u8>>,
        route: &Route,
        client: String,
    ) -> Result<Self, Refusal> {
        let headers = request.headers();
        let full = match header(headers, "prefer") {
            None | Some("return=minimal") => false,
            Some("return=representation") => true,
            Some(_) => return Err(malformed("INVALID_PARAMETER_VALUE")),
        };
        let request_id = header(headers, "paypal-request-id").map(str::to_owned);
        if request_id
            .as_ref()
            .is_some_and(|id| !(1..=108).contains(&id.len()))
        {
            return Err(malformed("INVALID_STRING_LENGTH"));
        }
        let mut body = json!({});
        if request.method() == Method::POST {
            if !sends_json(headers) {
                return Err(not_json());
            }
            if !request.body().is_empty() {
                body = serde_json::from_slice(request.body())
                    .map_err(|_| malformed("MALFORMED_REQUEST_JSON"))?;
            }
            check_fields(world, route.operation, &body)?;
        }
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(request.uri().path().as_bytes());
        hasher.update(request.body());
        Ok(Self {
            client,
            operation: route.operation,
            id: route.id.clone(),
            body,
            fingerprint: hasher.finalize(),
            request_id,
            full,
        })
    }

    pub(crate) fn text(&self, pointer: &str) -> Option<String> {
        text_at(&self.body, pointer).map(str::to_owned)
    }

    /// `custom_id` and `invoice_id` of the body.
    pub(crate) fn labels(&self) -> Labels {
        Labels {
            custom_id: self.text("/custom_id"),
            invoice_id: self.text("/invoice_id"),
        }
    }
}

fn check_fields(world: &mut World, operation: Operation, body: &Value) -> Result<(), Refusal> {
    let mut details = Vec::new();
    for problem in check(body, fields::of(operation)) {
        if problem.breach == Breach::Unknown {
            world
                .calls
                .unknown_field(Provider::PayPal, operation.name(), &problem.path);
            if !world.config.strict_fields {
                continue;
            }
        }
        details.push(describe(problem));
    }
    if details.is_empty() {
        Ok(())
    } else {
        Err(invalid(details))
    }
}

fn describe(problem: Problem) -> Detail {
    let (issue, description) = match problem.breach {
        Breach::Missing => (
            "MISSING_REQUIRED_PARAMETER",
            "A required field / parameter is missing.",
        ),
        Breach::Type | Breach::Syntax => (
            "INVALID_PARAMETER_SYNTAX",
            "The value of a field does not conform to the expected format.",
        ),
        Breach::Length => (
            "INVALID_STRING_LENGTH",
            "The value of a field is either too short or too long.",
        ),
        Breach::Value => (
            "INVALID_PARAMETER_VALUE",
            "The value of a field is invalid.",
        ),
        Breach::TooFew => (
            "INVALID_ARRAY_MIN_ITEMS",
            "The number of items in an array parameter is too small.",
        ),
        Breach::TooMany => (
            "INVALID_ARRAY_MAX_ITEMS",
            "The number of items in an array parameter is too large.",
        ),
        Breach::Unknown => (
            "NOT_SUPPORTED",
            "The field is not known (the simulator is strict).",
        ),
    };
    Detail {
        issue,
        description: description.to_owned(),
        field: Some(problem.path),
        value: problem.value,
    }
}

/// Reads an amount above zero, with the decimals that PayPal takes in its currency.
pub(crate) fn amount(body: &Value, pointer: &str) -> Result<Amount, Refusal> {
    let currency = text_at(body, &format!("{pointer}/currency_code")).unwrap_or_default();
    let value = text_at(body, &format!("{pointer}/value")).unwrap_or_default();
    let field = format!("{pointer}/value");
    let Some(decimals) = paypal_decimals(currency) else {
        return Err(cannot_take(
            "INVALID_CURRENCY_CODE",
            &format!("{pointer}/currency_code"),
            currency,
        ));
    };
    let issue = match read_decimal(value, currency, decimals) {
        Ok(minor) if minor > 0 => {
            return Ok(Amount {
                minor,
                currency: currency.to_owned(),
            });
        }
        Ok(_) => "CANNOT_BE_ZERO_OR_NEGATIVE",
        Err(AmountProblem::Negative) => "CANNOT_BE_NEGATIVE",
        Err(AmountProblem::Decimals) => "DECIMALS_NOT_SUPPORTED",
        Err(AmountProblem::Precision) => "DECIMAL_PRECISION",
        Err(AmountProblem::TooLarge) => "MAX_VALUE_EXCEEDED",
        Err(AmountProblem::Syntax) => {
            return Err(invalid(vec![describe(Problem {
                path: field,
                breach: Breach::Syntax,
                value: Some(value.to_owned()),
            })]));
        }
    };
    Err(cannot_take(issue, &field, value))
}

//! The error body of the REST API: name, issue, HTTP status.

use http::StatusCode;
use serde_json::{Value, json};

use crate::http::Reply;

#[derive(Debug, Clone)]
pub(crate) struct Detail {
    pub(crate) issue: &'static str,
    pub(crate) description: String,
    pub(crate) field: Option<String>,
    pub(crate) value: Option<String>,
}

/// An error answer; boxed, since it is rare and larger than any success.
#[derive(Debug)]
pub(crate) struct Refusal(Box<ErrorBody>);

#[derive(Debug)]
struct ErrorBody {
    status: StatusCode,
    name: &'static str,
    message: &'static str,
    details: Vec<Detail>,
    /// Where the payer is to be sent to choose other means.
    redirect: Option<String>,
}

impl Refusal {
    pub(crate) fn reply(&self, debug_id: &str) -> Reply {
        let details: Vec<Value> = self
            .0
            .details
            .iter()
            .map(|one| {
                let mut detail = json!({ "issue": one.issue, "description": one.description });
                if let Some(map) = detail.as_object_mut() {
                    if let Some(field) = &one.field {
                        map.insert("field".into(), json!(field));
                        map.insert("location".into(), json!("body"));
                    }
                    if let Some(value) = &one.value {
                        map.insert("value".into(), json!(value));
                    }
                }
                detail
            })
            .collect();
        let mut links = vec![json!({
            "href": format!("https://developer.paypal.com/api/rest/reference/orders/v2/errors/#{}", self.0.name),
            "rel": "information_link", "method": "GET",
        })];
        if let Some(target) = &self.0.redirect {
            links.push(json!({ "href": target, "rel": "redirect", "method": "GET" }));
        }
        let body = json!({
            "name": self.0.name, "message": self.0.message, "debug_id": debug_id, "details": details, "links": links,
        });
        Reply::json(self.0.status, &body).with_header("paypal-debug-id", debug_id)
    }

    /// Adds where the payer can choose other means.
    pub(crate) fn redirect_to(mut self, target: String) -> Self {
        self.0.redirect = Some(target);
        self
    }
}

fn refuse(
    status: StatusCode,
    name: &'static str,
    message: &'static str,
    details: Vec<Detail>,
) -> Refusal {
    Refusal(Box::new(ErrorBody {
        status,
        name,
        message,
        details,
        redirect: None,
    }))
}

fn plain(issue: &'static str) -> Detail {
    Detail {
        issue,
        description: issue.replace('_', " ").to_lowercase(),
        field: None,
        value: None,
    }
}

/// 400: the request is not well-formed.
pub(crate) fn invalid(details: Vec<Detail>) -> Refusal {
    refuse(
        StatusCode::BAD_REQUEST,
        "INVALID_REQUEST",
        "Request is not well-formed, syntactically incorrect, or violates schema.",
        details,
    )
}

/// 400 for one thing outside the body's fields.
pub(crate) fn malformed(issue: &'static str) -> Refusal {
    invalid(vec![plain(issue)])
}

/// 401: no token, a wrong one, or one that expired.
pub(crate) fn not_authenticated() -> Refusal {
    refuse(
        StatusCode::UNAUTHORIZED,
        "AUTHENTICATION_FAILURE",
        "Authentication failed due to missing authorization header, or invalid authentication credentials.",
        Vec::new(),
    )
}

/// 404: unknown, forgotten, or another merchant's.
pub(crate) fn not_found() -> Refusal {
    refuse(
        StatusCode::NOT_FOUND,
        "RESOURCE_NOT_FOUND",
        "The specified resource does not exist.",
        vec![plain("INVALID_RESOURCE_ID")],
    )
}

/// 415: the body is not declared as JSON.
pub(crate) fn not_json() -> Refusal {
    refuse(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "UNSUPPORTED_MEDIA_TYPE",
        "The server does not support the request payload's media type.",
        Vec::new(),
    )
}

/// 422: the request is understood and cannot be done.
pub(crate) fn cannot(issue: &'static str) -> Refusal {
    unprocessable(vec![plain(issue)])
}

/// 422 about one field.
pub(crate) fn cannot_take(issue: &'static str, field: &str, value: &str) -> Refusal {
    let mut detail = plain(issue);
    detail.field = Some(field.to_owned());
    detail.value = Some(value.to_owned());
    unprocessable(vec![detail])
}

fn unprocessable(details: Vec<Detail>) -> Refusal {
    refuse(
        StatusCode::UNPROCESSABLE_ENTITY,
        "UNPROCESSABLE_ENTITY",
        "The requested action could not be performed, semantically incorrect, or failed business validation.",
        details,
    )
}

/// The body of a 500 that comes from the provider itself.
pub(crate) fn server_error_body() -> Value {
    json!({
        "name": "INTERNAL_SERVER_ERROR", "message": "An internal server error has occurred.",
        "debug_id": "0000000000000", "details": [], "links": [],
    })
}

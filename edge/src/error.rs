//! The one place where an error becomes an answer.

use obole_shared::amount::format_amount;
use obole_shared::problem::{Code, Problem};
use obole_shared::texts::{Lang, fill};
use serde_json::{Value, json};
use worker::{Headers, Response};

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// What the asker is told.
    #[error("{}", .0.code.as_str())]
    Problem(Problem),
    /// What only the log is told.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// An error of ours, for the log.
    pub(crate) fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }

    /// Logs what only the log is told; to be called where the error becomes an answer.
    pub(crate) fn log(&self) {
        if let Self::Internal(why) = self {
            worker::console_error!("request failed: {why}");
        }
    }

    /// What the asker is told.
    pub(crate) fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => problem.clone(),
            Self::Internal(_) => Problem::new(Code::Internal),
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Problem(Problem::new(code))
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// The sentence for a problem, with its limit and readings filled in.
pub(crate) fn sentence(problem: &Problem, lang: Lang) -> String {
    let limit = problem.limit.map(|limit| format_amount(limit, lang.tag()));
    let readings: Vec<String> = problem
        .readings
        .iter()
        .map(|reading| format_amount(*reading, lang.tag()))
        .collect();
    fill(
        lang.problem(problem.code),
        &[
            ("limit", limit.as_deref().unwrap_or_default()),
            ("readings", &readings.join(" / ")),
        ],
    )
}

/// The problem as RFC 9457 JSON: `title` is the donor's sentence.
pub(crate) fn problem_json(problem: &Problem, lang: Lang) -> Value {
    let mut body = json!({
        "type": format!("urn:obole:problem:{}", problem.code.as_str()),
        "code": problem.code.as_str(),
        "status": problem.code.status(),
        "title": sentence(problem, lang),
    });
    if let Value::Object(members) = &mut body {
        if let Some(field) = problem.field() {
            members.insert("field".to_owned(), field.into());
        }
        if let Some(detail) = &problem.detail {
            members.insert("detail".to_owned(), detail.as_str().into());
        }
        if let Some(limit) = problem.limit {
            members.insert("limit".to_owned(), json!(limit));
        }
        if !problem.readings.is_empty() {
            members.insert("readings".to_owned(), json!(problem.readings));
        }
        if let Some(open) = &problem.open {
            members.insert("provider".to_owned(), open.provider.into());
            members.insert("redirect_url".to_owned(), open.url.as_str().into());
        }
    }
    body
}

/// The answer to a request that was not served. What only the log is told is logged here, once.
///
/// # Errors
/// When the runtime refuses a header.
pub(crate) fn problem_response(error: &Error, lang: Lang) -> worker::Result<Response> {
    error.log();
    let problem = error.problem();
    let headers = Headers::new();
    headers.set("content-type", "application/problem+json")?;
    headers.set("cache-control", "no-store")?;
    headers.set("x-content-type-options", "nosniff")?;
    if problem.code == Code::Unauthorized {
        headers.set("www-authenticate", "Bearer")?;
    }
    if problem.code == Code::ProviderUnavailable {
        headers.set("retry-after", "5")?;
    }
    let body = problem_json(&problem, lang).to_string();
    Ok(Response::ok(body)?
        .with_headers(headers)
        .with_status(problem.code.status()))
}

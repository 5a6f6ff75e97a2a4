//! Plain HTTP to the stack's own servers: no TLS, no proxy, no redirects.

use std::time::Duration;

use crate::{Error, Result};

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// `GET`, with a bearer token where one is given.
pub fn get(url: &str, bearer: Option<&str>) -> Result<Answer> {
    let mut request = agent().get(url);
    if let Some(token) = bearer {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    read(url, request.call())
}

/// `POST` with a JSON body.
pub fn post_json(url: &str, body: &str) -> Result<Answer> {
    let request = agent().post(url).content_type("application/json");
    read(url, request.send(body))
}

/// `PUT` with a JSON body and a bearer token.
pub fn put_json(url: &str, bearer: &str, body: &str) -> Result<Answer> {
    let request = agent()
        .put(url)
        .header("Authorization", format!("Bearer {bearer}"))
        .content_type("application/json");
    read(url, request.send(body))
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .into()
}

fn read(
    url: &str,
    answer: std::result::Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Answer> {
    let failed = |source| Error::Http {
        url: url.into(),
        source: Box::new(source),
    };
    let mut answer = answer.map_err(failed)?;
    Ok(Answer {
        status: answer.status().as_u16(),
        body: answer.body_mut().read_to_string().map_err(failed)?,
    })
}

//! Plain HTTP, as a program or a very patient person would speak it: nothing follows a redirect.

use std::time::Duration;

use serde_json::Value;

/// A request that is being put together.
#[derive(Debug, Clone)]
pub struct Call {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The header fields.
    pub headers: http::HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Call {
    /// A request with any method.
    pub fn new(method: &str, url: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            url: url.into(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// `GET`.
    pub fn get(url: impl Into<String>) -> Self {
        Self::new("GET", url)
    }

    /// `POST`.
    pub fn post(url: impl Into<String>) -> Self {
        Self::new("POST", url)
    }

    /// With a header field.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With the bearer token of the back office.
    #[must_use]
    pub fn as_operator(self) -> Self {
        self.header(
            "authorization",
            format!("Bearer {}", dev_stack::ADMIN_TOKEN),
        )
    }

    /// With a body as it is.
    #[must_use]
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .bytes(body.to_string())
    }

    /// With a form body.
    #[must_use]
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.header("content-type", "application/x-www-form-urlencoded")
            .bytes(body)
    }

    /// Sends it; no answer is an error, any status is not.
    pub fn try_send(&self) -> Result<Answer, String> {
        let mut request = http::Request::builder()
            .method(self.method.as_str())
            .uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let failed =
            |error: &dyn std::fmt::Display| format!("{} {}: {error}", self.method, self.url);
        let agent = agent();
        let answer = match &self.body {
            Some(body) => agent.run(request.body(body.clone()).map_err(|e| failed(&e))?),
            None => agent.run(request.body(()).map_err(|e| failed(&e))?),
        };
        let mut answer = answer.map_err(|error| failed(&error))?;
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: answer
                .body_mut()
                .read_to_string()
                .map_err(|error| failed(&error))?,
        })
    }

    /// Sends it and expects an answer of whatever status.
    #[track_caller]
    pub fn send(&self) -> Answer {
        self.try_send().unwrap()
    }
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.body))
    }

    /// A header field, empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// This answer, if it has the status.
    #[expect(
        clippy::return_self_not_must_use,
        reason = "as an assertion it needs no use"
    )]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(30)))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .into()
}

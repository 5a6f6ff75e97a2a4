//! Answers, and reading of requests, shared by both providers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderName, LOCATION};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde_json::Value;

/// What becomes of an answer on its way to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It arrives.
    Answered,
    /// The connection breaks before the first byte.
    Broken,
    /// The connection stays open and silent until the caller gives up.
    Held,
}

/// The simulator's answer to one request.
#[derive(Debug, Clone)]
pub struct Reply {
    /// What was answered.
    pub response: Response<Vec<u8>>,
    /// How long the caller waits for it.
    pub latency_ms: u64,
    /// Whether the caller gets it.
    pub delivery: Delivery,
}

impl Reply {
    pub(crate) fn new(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Self {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self {
            response,
            latency_ms: 0,
            delivery: Delivery::Answered,
        }
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(
            status,
            "application/json; charset=utf-8",
            body.to_string().into_bytes(),
        )
    }

    pub(crate) fn html(status: StatusCode, body: String) -> Self {
        let mut reply = Self::new(status, "text/html; charset=utf-8", body.into_bytes());
        reply
            .response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        reply
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = status;
        Self {
            response,
            latency_ms: 0,
            delivery: Delivery::Answered,
        }
    }

    /// Sends the browser on by GET. A target that fits no header is an internal error.
    pub(crate) fn see_other(target: &str) -> Self {
        let mut reply = Self::empty(StatusCode::SEE_OTHER);
        match HeaderValue::from_str(target) {
            Ok(value) => {
                reply.response.headers_mut().insert(LOCATION, value);
            }
            Err(_) => *reply.response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
        }
        reply
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
        self
    }
}

/// A header as text, if it is there once and readable.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether the body is declared as JSON in UTF-8.
pub(crate) fn sends_json(headers: &HeaderMap) -> bool {
    let Some(value) = header(headers, CONTENT_TYPE.as_str()) else {
        return false;
    };
    let mut parts = value
        .split(';')
        .map(|part| part.trim().to_ascii_lowercase());
    parts.next().as_deref() == Some("application/json")
        && parts.all(|part| matches!(part.as_str(), "charset=utf-8" | "charset=\"utf-8\""))
}

/// Whether JSON is asked for by name.
pub(crate) fn accepts_json(headers: &HeaderMap) -> bool {
    header(headers, ACCEPT.as_str()).is_some_and(|value| {
        value.split(',').any(|one| {
            one.split(';')
                .next()
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
        })
    })
}

/// User and password of Basic authentication.
pub(crate) fn basic_auth(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = header(headers, AUTHORIZATION.as_str())?.strip_prefix("Basic ")?;
    let plain = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = plain.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// The first value of a field in a form body or a query.
pub(crate) fn form_value(encoded: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(encoded)
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Whether a text can be opened by a browser: absolute http or https, no blank.
pub(crate) fn is_web_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && text.bytes().all(|b| b.is_ascii_graphic())
    }) && text.parse::<http::Uri>().is_ok()
}

/// Adds to the query of an address, before its fragment.
pub(crate) fn with_query(url: &str, pairs: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    with_raw_query(url, &query)
}

/// Like [`with_query`], for what is encoded already.
pub(crate) fn with_raw_query(url: &str, query: &str) -> String {
    let (address, fragment) = url
        .split_once('#')
        .map_or((url, None), |(a, f)| (a, Some(f)));
    let separator = if address.contains('?') { '&' } else { '?' };
    let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
    format!("{address}{separator}{query}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_added_to_what_is_there() {
        for (url, whole) in [
            ("http://a/b", "http://a/b?tx=1+2"),
            ("http://a/b?c=d", "http://a/b?c=d&tx=1+2"),
            ("http://a/b#top", "http://a/b?tx=1+2#top"),
        ] {
            assert_eq!(with_query(url, &[("tx", "1 2")]), whole);
        }
    }
}

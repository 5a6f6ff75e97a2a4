//! Whether PayPal sent a message: the unchanged bytes go back and PayPal says so.

use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{Method, Request, Response};
use obole_shared::time::Millis;

use crate::ports::{Http, SendError};

/// PayPal waits 30 seconds for our own answer; this leaves time to store and to work.
const LIMIT: Millis = Millis::seconds(12);

/// What goes before the unchanged body (Order Management Integration Guide, "PayPal Post Back").
const PREFIX: &[u8] = b"cmd=_notify-validate&";

/// What PayPal says of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// PayPal sent it.
    Verified,
    /// PayPal did not send it, or not like this.
    Invalid,
    /// Nobody can say now; the message may be good.
    Unavailable(String),
}

/// Asks PayPal whether it sent these bytes.
pub async fn verify(http: &impl Http, origin: &str, raw: &[u8]) -> Verdict {
    match request(origin, raw) {
        Ok(request) => verdict(http.send(request, LIMIT).await),
        Err(error) => Verdict::Unavailable(error.to_string()),
    }
}

/// The message sent back byte for byte: decoding and encoding again would change it.
///
/// # Errors
/// When the origin is no address.
pub fn request(origin: &str, raw: &[u8]) -> Result<Request<Vec<u8>>, http::Error> {
    Request::builder()
        .method(Method::POST)
        .uri(format!("{origin}/cgi-bin/webscr"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(USER_AGENT, concat!("Obole/", env!("CARGO_PKG_VERSION")))
        .body([PREFIX, raw].concat())
}

/// What the answer to [`request`] says.
pub fn verdict(result: Result<Response<Vec<u8>>, SendError>) -> Verdict {
    let response = match result {
        Ok(response) => response,
        Err(error) => return Verdict::Unavailable(error.to_string()),
    };
    let body = response.body().trim_ascii();
    match (response.status().as_u16(), body) {
        (200, b"VERIFIED") => Verdict::Verified,
        (200, b"INVALID") => Verdict::Invalid,
        (200, _) => Verdict::Unavailable("neither VERIFIED nor INVALID was answered".to_owned()),
        (status, _) => Verdict::Unavailable(format!("status {status} was answered")),
    }
}

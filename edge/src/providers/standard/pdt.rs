//! Payment Data Transfer: the name of a transaction, brought by the donor's browser, exchanged
//! for its facts.

use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{Method, Request};
use obole_shared::ids::Secret;
use url::form_urlencoded::Serializer;

use crate::providers::ipn::Message;

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Synch {
    /// The transaction's facts.
    Success(Message),
    /// PayPal gives none: transaction, token or environment do not fit together.
    Fail {
        /// PayPal's number for why, where it gives one.
        error: Option<String>,
    },
}

/// The number of a mistyped identity token.
pub(super) const WRONG_TOKEN: &str = "4020";

/// Longest error number that is kept.
const ERROR_CHARS_MAX: usize = 8;

/// Asks for the facts of a transaction (Order Management Integration Guide, "PDT Notification
/// Synchronization").
///
/// # Errors
/// When the origin is no address.
pub fn request(
    web_origin: &str,
    transaction: &str,
    identity_token: &Secret,
) -> Result<Request<Vec<u8>>, http::Error> {
    let body = Serializer::new(String::new())
        .append_pair("cmd", "_notify-synch")
        .append_pair("tx", transaction)
        .append_pair("at", identity_token.expose())
        .finish();
    Request::builder()
        .method(Method::POST)
        .uri(format!("{web_origin}/cgi-bin/webscr"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(USER_AGENT, concat!("Obole/", env!("CARGO_PKG_VERSION")))
        .body(body.into_bytes())
}

/// Reads an answer: a word, then one encoded `name=value` on each line. `None` for anything else,
/// such as a page.
pub fn read(body: &[u8]) -> Option<Synch> {
    let mut lines = body.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    match lines.next()? {
        b"SUCCESS" => Some(Synch::Success(Message::from_pieces(lines))),
        b"FAIL" => {
            let error = lines.find_map(|line| {
                let text = std::str::from_utf8(line).ok()?;
                let number = text.strip_prefix("Error:")?.trim();
                let plain = number.len() <= ERROR_CHARS_MAX
                    && !number.is_empty()
                    && number.bytes().all(|byte| byte.is_ascii_digit());
                plain.then(|| number.to_owned())
            });
            Some(Synch::Fail { error })
        }
        _ => None,
    }
}

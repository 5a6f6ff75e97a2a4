//! Who calls, and how: credentials, version, address.

use http::header::{CONTENT_TYPE, USER_AGENT};
use obole_shared::ids::Secret;
use obole_shared::payment::Answer;
use obole_shared::time::{Millis, UnixMs};
use serde::Deserialize;

use super::codec::Fields;
use super::reply::{Failure, read};
use crate::ports::{Clock, Http};
use crate::providers::answer::unknown;
use crate::providers::{OPEN_LIMIT, cannot};

/// The interface version every request names; below 63 the fields have other names.
const VERSION: &str = "124.0";

/// API signature of an account, as its owner copies it from PayPal's profile pages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// API user name.
    pub user: String,
    /// API password.
    pub password: Secret,
    /// API signature.
    pub signature: Secret,
    /// The account that is paid, where the signature belongs to another one that was granted
    /// permission: its e-mail.
    #[serde(default)]
    pub subject: Option<String>,
    /// The account that is paid: primary e-mail or merchant id of 13 characters.
    #[serde(default)]
    pub receiver: Option<String>,
}

impl Credentials {
    /// The account that is paid, where it was entered.
    pub(crate) fn receiver(&self) -> Option<&str> {
        present(self.receiver.as_ref())
    }

    /// The account that granted permission, where it was entered.
    pub(crate) fn subject(&self) -> Option<&str> {
        present(self.subject.as_ref())
    }
}

/// An empty form field is none.
fn present(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// One account behind the NVP interface.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) credentials: Credentials,
    /// Scheme, host, port and what comes before `/nvp`.
    origin: String,
}

impl Client {
    pub(crate) const fn new(credentials: Credentials, origin: String) -> Self {
        Self {
            credentials,
            origin,
        }
    }

    /// The same interface for another caller.
    pub(crate) fn with(&self, credentials: Credentials) -> Self {
        Self::new(credentials, self.origin.clone())
    }

    /// The request for a method with these fields.
    pub(crate) fn request(
        &self,
        method: &str,
        fields: Fields,
    ) -> Result<http::Request<Vec<u8>>, Failure> {
        let caller = &self.credentials;
        let mut message = Fields::new()
            .with("METHOD", method)
            .with("VERSION", VERSION)
            .with("USER", caller.user.trim())
            .with("PWD", caller.password.expose().trim())
            .with("SIGNATURE", caller.signature.expose().trim())
            .with_some("SUBJECT", caller.subject());
        message.extend(fields);
        http::Request::post(format!("{}/nvp", self.origin))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(USER_AGENT, concat!("Obole/", env!("CARGO_PKG_VERSION")))
            .body(message.encode())
            .map_err(|_| Failure::NotSent(cannot("bad_origin")))
    }

    /// Makes a call and waits for its answer.
    pub(crate) async fn call(
        &self,
        ports: &impl Http,
        method: &str,
        fields: Fields,
        limit: Millis,
    ) -> Result<Fields, Failure> {
        read(ports.send(self.request(method, fields)?, limit).await)
    }

    /// Makes the call that opens a session, and reads the session out of its answer.
    pub(crate) async fn open(
        &self,
        ports: &(impl Http + Clock),
        method: &str,
        fields: Result<Fields, Failure>,
        session: impl FnOnce(&Fields, UnixMs) -> Result<Answer, String>,
    ) -> Answer {
        let opened = match fields {
            Ok(fields) => self.call(ports, method, fields, OPEN_LIMIT).await,
            Err(failure) => Err(failure),
        };
        match opened {
            Ok(fields) => session(&fields, ports.now()).unwrap_or_else(unknown),
            Err(failure) => failure.answer(),
        }
    }
}

/// A name that a provider gave and that goes back to it: letters, digits and dashes.
pub(crate) fn name(id: &str) -> Result<&str, Answer> {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if (1..=64).contains(&id.len()) && id.bytes().all(harmless) {
        Ok(id)
    } else {
        Err(cannot("malformed_id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(subject: Option<&str>) -> Client {
        let credentials = Credentials {
            user: " shop_api1.example.com ".into(),
            password: Secret::new("PWD&=+ 16 chars\n"),
            signature: Secret::new("A.b-C"),
            subject: subject.map(str::to_owned),
            receiver: None,
        };
        Client::new(credentials, "https://api-3t.sandbox.paypal.com".into())
    }

    #[test]
    fn a_request_names_its_caller_once() {
        let request = client(Some("owner@example.com"))
            .request("GetPalDetails", Fields::new().with("X", "1"))
            .unwrap();
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "https://api-3t.sandbox.paypal.com/nvp");
        let sent = Fields::decode(request.body());
        let expected: Fields = [
            ("METHOD", "GetPalDetails"),
            ("VERSION", "124.0"),
            ("USER", "shop_api1.example.com"),
            ("PWD", "PWD&=+ 16 chars"),
            ("SIGNATURE", "A.b-C"),
            ("SUBJECT", "owner@example.com"),
            ("X", "1"),
        ]
        .into_iter()
        .collect();
        assert_eq!(sent, expected);
    }

    #[test]
    fn an_empty_subject_is_none() {
        let request = client(Some("  ")).request("X", Fields::new()).unwrap();
        assert_eq!(Fields::decode(request.body()).get("SUBJECT"), None);
    }

    #[test]
    fn secrets_are_not_printed() {
        let printed = format!("{:?}", client(None));
        assert!(!printed.contains("PWD&"), "{printed}");
        assert!(!printed.contains("A.b-C"), "{printed}");
    }

    #[test]
    fn only_names_are_sent_back() {
        assert_eq!(name("EC-8F123456AB7890123"), Ok("EC-8F123456AB7890123"));
        for odd in ["", "a b", "1&METHOD=RefundTransaction", "é"] {
            assert!(name(odd).is_err(), "{odd}");
        }
        assert!(name(&"A".repeat(65)).is_err());
    }
}

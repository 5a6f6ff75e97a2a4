//! The certificate that webhooks are signed with: where it may lie, and what it must say.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::ACCEPT;
use obole_shared::time::UnixMs;
use rsa::RsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use url::Url;
use x509_cert::Certificate;
use x509_cert::der::asn1::{PrintableStringRef, Utf8StringRef};
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Any, Decode, Encode};

use super::{CERT_URL, WebhookError, header};
use crate::ports::Http;
use crate::providers::LOOK_UP_LIMIT;

/// Whom the certificate was issued to: a host of this domain.
pub const CERTIFICATE_DOMAIN: &str = "paypal.com";

/// Hosts a certificate may be fetched from.
const HOSTS: &[&str] = &[
    "api.paypal.com",
    "api-m.paypal.com",
    "api.sandbox.paypal.com",
    "api-m.sandbox.paypal.com",
];

/// Where on them.
const PATH: &str = "/v1/notifications/certs/";

/// Longest chain that is read, in bytes.
const PEM_MAX: usize = 64 * 1024;

/// Certificates kept at once; PayPal has a handful.
const KEPT_MAX: usize = 8;

const PEM_BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const PEM_END: &str = "-----END CERTIFICATE-----";

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// Where certificates may be fetched from: PayPal's own hosts, and a stand-in's in development.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts {
    development_base: Option<String>,
}

impl Hosts {
    /// PayPal's own hosts.
    pub fn paypal() -> Self {
        Self::default()
    }

    /// PayPal's own, and this API origin (with its path, if it has one). For development only.
    #[must_use]
    pub fn with_development_origin(self, api_origin: &str) -> Self {
        Self {
            development_base: Some(format!("{api_origin}{PATH}")),
        }
    }

    fn allow(&self, url: &Url) -> bool {
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let own = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(|host| HOSTS.contains(&host))
            && url.path().starts_with(PATH);
        // Compared as the parser reads both, so that no other spelling passes.
        let stand_in = self
            .development_base
            .as_deref()
            .and_then(|base| Url::parse(base).ok())
            .is_some_and(|base| url.as_str().starts_with(base.as_str()));
        plain && (own || stand_in)
    }
}

/// Where the message says that its certificate lies, if that is one of the allowed places.
///
/// # Errors
/// [`WebhookError::MissingHeader`], [`WebhookError::CertificateHost`].
pub fn certificate_url(headers: &HeaderMap, allowed: &Hosts) -> Result<String, WebhookError> {
    let url = Url::parse(header(headers, CERT_URL)?).map_err(|_| WebhookError::CertificateHost)?;
    if allowed.allow(&url) {
        Ok(url.into())
    } else {
        Err(WebhookError::CertificateHost)
    }
}

/// Certificates that were fetched, by address; shared by all messages of a Worker instance.
#[derive(Debug, Clone, Default)]
pub struct CertificateCache {
    chains: Rc<RefCell<BTreeMap<String, Rc<[u8]>>>>,
}

impl CertificateCache {
    /// The chain at an address that [`certificate_url`] allowed.
    ///
    /// # Errors
    /// [`WebhookError::CertificateUnreachable`]; [`WebhookError::Certificate`] where something
    /// else lies there.
    pub async fn get(&self, http: &impl Http, url: &str) -> Result<Rc<[u8]>, WebhookError> {
        let kept = self.chains.borrow().get(url).cloned();
        if let Some(chain) = kept {
            return Ok(chain);
        }
        let request = http::Request::get(url)
            .header(ACCEPT, "application/x-pem-file, */*")
            .body(Vec::new())
            .map_err(|_| WebhookError::CertificateHost)?;
        let response = http
            .send(request, LOOK_UP_LIMIT)
            .await
            .map_err(|_| WebhookError::CertificateUnreachable)?;
        if response.status() != 200 {
            return Err(WebhookError::CertificateUnreachable);
        }
        let chain: Rc<[u8]> = response.into_body().into();
        leaf(&chain)?;
        let mut chains = self.chains.borrow_mut();
        if chains.len() >= KEPT_MAX {
            chains.clear();
        }
        chains.insert(url.to_owned(), Rc::clone(&chain));
        Ok(chain)
    }
}

/// The key of a certificate that is valid now and was issued to `expected_cn`.
pub(super) fn public_key(
    pem: &[u8],
    now: UnixMs,
    expected_cn: &str,
) -> Result<RsaPublicKey, WebhookError> {
    let body = leaf(pem)?.tbs_certificate;
    let now = u64::try_from(now.0).map_or(Duration::ZERO, Duration::from_millis);
    let valid = body.validity;
    if now < valid.not_before.to_unix_duration() || now > valid.not_after.to_unix_duration() {
        return Err(WebhookError::CertificateExpired);
    }
    let mut names = body.subject.0.iter().flat_map(|set| set.0.iter());
    let issued_to = names
        .find(|name| name.oid == COMMON_NAME)
        .and_then(|name| text(&name.value));
    if !issued_to.is_some_and(|name| is_within(name, expected_cn)) {
        return Err(WebhookError::CertificateName);
    }
    let key = body.subject_public_key_info.to_der();
    key.ok()
        .and_then(|der| RsaPublicKey::from_public_key_der(&der).ok())
        .ok_or(WebhookError::Certificate)
}

/// The first certificate of a chain is the one that signs. Cut out and decoded here: the library's
/// readers of PEM panic on a text without a certificate, and never end on one that is cut off.
fn leaf(pem: &[u8]) -> Result<Certificate, WebhookError> {
    if pem.len() > PEM_MAX {
        return Err(WebhookError::Certificate);
    }
    let der = std::str::from_utf8(pem).ok().and_then(|text| {
        let (_, rest) = text.split_once(PEM_BEGIN)?;
        let (inside, _) = rest.split_once(PEM_END)?;
        let line: String = inside.split_ascii_whitespace().collect();
        STANDARD.decode(line).ok()
    });
    der.and_then(|der| Certificate::from_der(&der).ok())
        .ok_or(WebhookError::Certificate)
}

fn text(value: &Any) -> Option<&str> {
    let utf8 = value.decode_as::<Utf8StringRef<'_>>();
    utf8.map(|text| text.as_str())
        .or_else(|_| {
            value
                .decode_as::<PrintableStringRef<'_>>()
                .map(|text| text.as_str())
        })
        .ok()
}

/// Whether `name` is `domain` or a host in it.
fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

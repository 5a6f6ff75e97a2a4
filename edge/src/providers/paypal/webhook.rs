//! Webhooks: who sent a message, and which payment it is about.
//!
//! Nothing in a message is believed but the names in it; what became of the money is asked.

mod certificate;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use obole_shared::ids::PaymentId;
use obole_shared::time::{Millis, UnixMs};
use rsa::sha2::{Digest, Sha256};
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use serde::Deserialize;

use crate::ports::Http;
use crate::providers::answer::unix_ms;

pub use certificate::{CERTIFICATE_DOMAIN, CertificateCache, Hosts, certificate_url};

const TRANSMISSION_ID: &str = "paypal-transmission-id";
const TRANSMISSION_TIME: &str = "paypal-transmission-time";
const TRANSMISSION_SIG: &str = "paypal-transmission-sig";
const CERT_URL: &str = "paypal-cert-url";
const AUTH_ALGO: &str = "paypal-auth-algo";

/// The one algorithm that is taken.
const ALGORITHM: &str = "SHA256withRSA";

/// PayPal delivers again for three days; a day of margin on either side is for clocks.
const AGE_MAX: Millis = Millis::days(4);

/// Why a message was not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// A header is missing, twice there, or no text.
    #[error("header {0} is missing")]
    MissingHeader(&'static str),
    /// Signed by another algorithm.
    #[error("another algorithm")]
    Algorithm,
    /// The certificate's address is not one of PayPal's.
    #[error("the certificate lies elsewhere")]
    CertificateHost,
    /// The certificate could not be fetched; the message may be good.
    #[error("the certificate could not be fetched")]
    CertificateUnreachable,
    /// What was fetched is no certificate with an RSA key.
    #[error("not a certificate")]
    Certificate,
    /// The certificate is not valid now.
    #[error("the certificate is not valid now")]
    CertificateExpired,
    /// The certificate was not issued to PayPal.
    #[error("the certificate belongs to somebody else")]
    CertificateName,
    /// Sent too long ago, or in the future.
    #[error("too old")]
    Stale,
    /// The signature does not fit the message, the webhook id or the certificate.
    #[error("the signature does not fit")]
    Signature,
    /// Signed, and still no event.
    #[error("not an event")]
    Malformed,
}

impl WebhookError {
    /// The message may be good; PayPal should send it again.
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::CertificateUnreachable)
    }
}

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The event's own name; a repeat carries the same.
    pub id: String,
    /// Its type, such as `PAYMENT.CAPTURE.COMPLETED`.
    pub kind: String,
    /// The payment, where the message names one of ours.
    pub payment: Option<PaymentId>,
    /// PayPal's order, where the message names one.
    pub order: Option<String>,
    /// PayPal's names for the transactions in dispute.
    pub disputed: Vec<String>,
}

/// Believes a message, fetching the certificate where it is not kept.
///
/// # Errors
/// [`WebhookError`]; only [`WebhookError::is_temporary`] ones are worth a repeat.
pub async fn receive(
    http: &impl Http,
    certificates: &CertificateCache,
    hosts: &Hosts,
    headers: &HeaderMap,
    body: &[u8],
    webhook_id: &str,
    now: UnixMs,
) -> Result<Event, WebhookError> {
    let url = certificate_url(headers, hosts)?;
    // Cheap refusals come before a request of ours.
    transmission(headers, now)?;
    let pem = certificates.get(http, &url).await?;
    verify(headers, body, webhook_id, &pem, now, CERTIFICATE_DOMAIN)
}

/// Believes a message signed by this certificate. `webhook_id` is our own setting, never taken
/// from the message; `expected_cn` is the name, or the domain of the name, it was issued to.
///
/// # Errors
/// [`WebhookError`]: what did not fit.
pub fn verify(
    headers: &HeaderMap,
    body: &[u8],
    webhook_id: &str,
    certificate_pem: &[u8],
    now: UnixMs,
    expected_cn: &str,
) -> Result<Event, WebhookError> {
    let transmission = transmission(headers, now)?;
    let key = certificate::public_key(certificate_pem, now, expected_cn)?;
    transmission.check(body, webhook_id, &key)?;
    event(body)
}

/// What the headers say of a message.
struct Transmission<'a> {
    id: &'a str,
    time: &'a str,
    signature: Vec<u8>,
}

fn transmission(headers: &HeaderMap, now: UnixMs) -> Result<Transmission<'_>, WebhookError> {
    if header(headers, AUTH_ALGO)? != ALGORITHM {
        return Err(WebhookError::Algorithm);
    }
    let id = header(headers, TRANSMISSION_ID)?;
    let time = header(headers, TRANSMISSION_TIME)?;
    let signature = STANDARD
        .decode(header(headers, TRANSMISSION_SIG)?)
        .map_err(|_| WebhookError::Signature)?;
    // The signed text joins its parts with bars, so no part may hold one.
    if id.contains('|') || time.contains('|') {
        return Err(WebhookError::Signature);
    }
    let sent_at = unix_ms(time).ok_or(WebhookError::Stale)?;
    if sent_at.0.abs_diff(now.0) > AGE_MAX.0.unsigned_abs() {
        return Err(WebhookError::Stale);
    }
    Ok(Transmission {
        id,
        time,
        signature,
    })
}

impl Transmission<'_> {
    fn check(&self, body: &[u8], webhook_id: &str, key: &RsaPublicKey) -> Result<(), WebhookError> {
        let checksum = crc32fast::hash(body);
        let message = format!("{}|{}|{webhook_id}|{checksum}", self.id, self.time);
        let digest = Sha256::digest(message);
        key.verify(Pkcs1v15Sign::new::<Sha256>(), &digest, &self.signature)
            .map_err(|_| WebhookError::Signature)
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, WebhookError> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value
            .to_str()
            .ok()
            .filter(|text| !text.is_empty())
            .ok_or(WebhookError::MissingHeader(name)),
        _ => Err(WebhookError::MissingHeader(name)),
    }
}

#[derive(Deserialize)]
struct Envelope {
    id: String,
    event_type: String,
    #[serde(default)]
    resource_type: String,
    #[serde(default)]
    resource: Resource,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Resource {
    id: Option<String>,
    custom_id: Option<String>,
    purchase_units: Vec<Unit>,
    disputed_transactions: Vec<Disputed>,
    supplementary_data: Supplement,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Unit {
    custom_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Disputed {
    seller_transaction_id: Option<String>,
    custom: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Supplement {
    related_ids: RelatedIds,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RelatedIds {
    order_id: Option<String>,
}

/// What a message says it is, believed or not: for the operator's eyes.
pub fn peek(body: &[u8]) -> Option<Event> {
    event(body).ok()
}

fn event(body: &[u8]) -> Result<Event, WebhookError> {
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| WebhookError::Malformed)?;
    let resource = envelope.resource;
    let units = resource.purchase_units.into_iter();
    let disputed = resource.disputed_transactions;
    let custom_id = resource
        .custom_id
        .or_else(|| units.into_iter().find_map(|unit| unit.custom_id))
        .or_else(|| disputed.iter().find_map(|one| one.custom.clone()));
    let own_id = resource
        .id
        .filter(|_| envelope.resource_type == "checkout-order");
    Ok(Event {
        id: envelope.id,
        kind: envelope.event_type,
        payment: custom_id.and_then(|id| id.parse().ok()),
        order: own_id.or(resource.supplementary_data.related_ids.order_id),
        disputed: disputed
            .into_iter()
            .filter_map(|one| one.seller_transaction_id)
            .collect(),
    })
}

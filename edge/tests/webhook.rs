//! PayPal's webhooks: the genuine one is believed, and no other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::too_many_lines,
    reason = "a test stops at what it did not expect"
)]

mod support;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use obole_edge::ports::SendError;
use obole_edge::providers::paypal::webhook::{
    CERTIFICATE_DOMAIN, CertificateCache, Event, Hosts, WebhookError, certificate_url, peek,
    receive, verify,
};
use obole_shared::time::{Millis, UnixMs};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rcgen::{
    CertificateParams, DnType, PKCS_RSA_SHA256, PublicKeyData, SerialNumber, SigningKey,
    date_time_ymd,
};
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::sha2::{Digest, Sha256};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use support::*;

const WEBHOOK_ID: &str = "8WH00000000000001";
const URL: &str = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594";
const NAME: &str = "messageverificationcerts.sandbox.paypal.com";

struct Key {
    private: RsaPrivateKey,
    public: Vec<u8>,
}

impl Key {
    fn new(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let private = RsaPrivateKey::new(&mut random, 1024).unwrap();
        let public = private.to_public_key().to_pkcs1_der().unwrap().into_vec();
        Self { private, public }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let digest = Sha256::digest(message);
        self.private
            .sign(Pkcs1v15Sign::new::<Sha256>(), &digest)
            .unwrap()
    }

    fn certificate(&self, name: &str, from: i32, until: i32) -> String {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::OrganizationName, "PayPal, Inc.");
        params.distinguished_name.push(DnType::CommonName, name);
        params.serial_number = Some(SerialNumber::from(1));
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        params.self_signed(self).unwrap().pem()
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }
    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.sign(message))
    }
}

static PAYPALS: LazyLock<Key> = LazyLock::new(|| Key::new(1));
static STRANGERS: LazyLock<Key> = LazyLock::new(|| Key::new(2));
static PEM: LazyLock<String> = LazyLock::new(|| PAYPALS.certificate(NAME, 2026, 2027));

struct Message {
    headers: HeaderMap,
    body: Vec<u8>,
}

fn message_signed_by(key: &Key, webhook_id: &str, time: &str, body: &Value) -> Message {
    let body = body.to_string().into_bytes();
    let id = "b2e1c3d0-8a3f-11f1-9d5e-6f1c8b7a9d10";
    let text = format!("{id}|{time}|{webhook_id}|{}", crc32fast::hash(&body));
    let signature = STANDARD.encode(key.sign(text.as_bytes()));
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("PAYPAL-TRANSMISSION-ID", id),
        ("PAYPAL-TRANSMISSION-TIME", time),
        ("PAYPAL-TRANSMISSION-SIG", &signature),
        ("PAYPAL-CERT-URL", URL),
        ("PAYPAL-AUTH-ALGO", "SHA256withRSA"),
        ("PAYPAL-AUTH-VERSION", "v2"),
    ] {
        let name: http::HeaderName = name.parse().unwrap();
        headers.insert(name, value.parse().unwrap());
    }
    Message { headers, body }
}

const SENT: &str = "2026-07-20T09:59:30Z";

fn capture_completed() -> Value {
    json!({
        "id": "WH-1", "event_version": "1.0", "event_type": "PAYMENT.CAPTURE.COMPLETED",
        "resource_type": "capture", "summary": "A capture for €12.00",
        "resource": {
            "id": "CAP1", "status": "COMPLETED", "custom_id": "pay_0w3ge1r70w3ge1r70w3ge1r70w",
            "supplementary_data": { "related_ids": { "order_id": "4AB12345CD678901E" } },
        },
    })
}

fn genuine() -> Message {
    message_signed_by(&PAYPALS, WEBHOOK_ID, SENT, &capture_completed())
}

fn check(message: &Message) -> Result<Event, WebhookError> {
    check_with(message, &PEM, NOW)
}

fn check_with(message: &Message, pem: &str, now: UnixMs) -> Result<Event, WebhookError> {
    let Message { headers, body } = message;
    verify(
        headers,
        body,
        WEBHOOK_ID,
        pem.as_bytes(),
        now,
        CERTIFICATE_DOMAIN,
    )
}

fn set(message: &mut Message, name: &'static str, value: &str) {
    message.headers.insert(name, value.parse().unwrap());
}

#[test]
fn a_genuine_message_is_believed() {
    assert_eq!(
        check(&genuine()),
        Ok(Event {
            id: "WH-1".into(),
            kind: "PAYMENT.CAPTURE.COMPLETED".into(),
            payment: Some("pay_0w3ge1r70w3ge1r70w3ge1r70w".parse().unwrap()),
            order: Some("4AB12345CD678901E".into()),
            disputed: Vec::new(),
        })
    );
}

#[test]
fn a_dispute_names_its_transactions() {
    let payment = "pay_0w3ge1r70w3ge1r70w3ge1r70w";
    let body = format!(
        r#"{{"id":"WH-2","event_type":"CUSTOMER.DISPUTE.CREATED","resource_type":"dispute",
            "resource":{{"dispute_id":"PP-D-1","disputed_transactions":[
                {{"seller_transaction_id":"7AB12345CD678901E","custom":"{payment}"}},
                {{"buyer_transaction_id":"X"}}]}}}}"#
    );
    let event = peek(body.as_bytes()).unwrap();
    assert_eq!(event.payment, Some(payment.parse().unwrap()));
    assert_eq!(event.disputed, ["7AB12345CD678901E"]);
    assert_eq!(peek(b"no event"), None);
}

#[test]
fn a_chain_is_read_from_its_first_certificate() {
    let authority = STRANGERS.certificate("authority", 2020, 2040);
    let chain = format!("{}{authority}", *PEM);
    assert!(check_with(&genuine(), &chain, NOW).is_ok());
    let reversed = format!("{authority}{}", *PEM);
    assert_eq!(
        check_with(&genuine(), &reversed, NOW),
        Err(WebhookError::CertificateName)
    );
}

#[test]
fn an_order_event_names_its_order() {
    let body = json!({
        "id": "WH-2", "event_type": "CHECKOUT.ORDER.APPROVED", "resource_type": "checkout-order",
        "resource": {
            "id": "4AB12345CD678901E",
            "purchase_units": [{ "custom_id": "pay_0w3ge1r70w3ge1r70w3ge1r70w" }],
        },
    });
    let event = check(&message_signed_by(&PAYPALS, WEBHOOK_ID, SENT, &body)).unwrap();
    assert_eq!(event.order.as_deref(), Some("4AB12345CD678901E"));
    assert!(event.payment.is_some());
}

#[test]
fn a_message_about_something_else_names_no_payment() {
    for resource in [
        json!({}),
        json!({ "custom_id": "order-77" }),
        json!({ "id": "X", "custom_id": null }),
    ] {
        let body = json!({ "id": "WH-3", "event_type": "NEW.KIND", "resource": resource });
        let event = check(&message_signed_by(&PAYPALS, WEBHOOK_ID, SENT, &body)).unwrap();
        assert_eq!((event.payment, event.order), (None, None));
    }
}

#[test]
fn a_changed_message_is_not_believed() {
    let fails = |change: &dyn Fn(&mut Message)| {
        let mut message = genuine();
        change(&mut message);
        assert_eq!(check(&message), Err(WebhookError::Signature));
    };
    fails(&|message| message.body.truncate(message.body.len() - 1));
    fails(&|message| message.body.clear());
    fails(&|message| message.body.push(b'\n'));
    fails(&|message| message.body[10] ^= 1);
    fails(&|message| set(message, "paypal-transmission-id", "another"));
    fails(&|message| set(message, "paypal-transmission-id", "a|b"));
    fails(&|message| set(message, "paypal-transmission-time", "2026-07-20T09:59:31Z"));
    fails(&|message| set(message, "paypal-transmission-sig", "AAAA"));
    fails(&|message| set(message, "paypal-transmission-sig", "not base 64"));
    fails(&|message| {
        // Written anew, with the same meaning.
        let value: Value = serde_json::from_slice(&message.body).unwrap();
        message.body = serde_json::to_vec_pretty(&value).unwrap();
    });
}

#[test]
fn a_message_of_somebody_else_is_not_believed() {
    let body = capture_completed();
    for forged in [
        message_signed_by(&STRANGERS, WEBHOOK_ID, SENT, &body),
        message_signed_by(&PAYPALS, "8WH00000000000002", SENT, &body),
        message_signed_by(&PAYPALS, "WEBHOOK_ID", SENT, &body),
    ] {
        assert_eq!(check(&forged), Err(WebhookError::Signature));
    }
}

#[test]
fn every_header_is_needed_once() {
    for name in [
        "paypal-transmission-id",
        "paypal-transmission-time",
        "paypal-transmission-sig",
        "paypal-auth-algo",
    ] {
        let mut missing = genuine();
        missing.headers.remove(name);
        assert_eq!(check(&missing), Err(WebhookError::MissingHeader(name)));
        let mut twice = genuine();
        twice.headers.append(name, "x".parse().unwrap());
        assert_eq!(check(&twice), Err(WebhookError::MissingHeader(name)));
        let mut empty = genuine();
        set(&mut empty, name, "");
        assert_eq!(check(&empty), Err(WebhookError::MissingHeader(name)));
    }
    let mut message = genuine();
    message.headers.remove("paypal-cert-url");
    let url = certificate_url(&message.headers, &Hosts::paypal());
    assert_eq!(url, Err(WebhookError::MissingHeader("paypal-cert-url")));
}

#[test]
fn no_other_algorithm_is_taken() {
    for algorithm in ["SHA1withRSA", "none", "sha256withrsa"] {
        let mut message = genuine();
        set(&mut message, "paypal-auth-algo", algorithm);
        assert_eq!(check(&message), Err(WebhookError::Algorithm));
    }
}

#[test]
fn an_old_message_is_stale() {
    let days = |n| NOW + Millis::days(n);
    assert!(check_with(&genuine(), &PEM, days(3)).is_ok());
    assert_eq!(
        check_with(&genuine(), &PEM, days(5)),
        Err(WebhookError::Stale)
    );
    assert_eq!(
        check_with(&genuine(), &PEM, days(-5)),
        Err(WebhookError::Stale)
    );
    let undated = message_signed_by(&PAYPALS, WEBHOOK_ID, "yesterday", &capture_completed());
    assert_eq!(check(&undated), Err(WebhookError::Stale));
}

#[test]
fn the_certificate_is_paypals_and_valid_now() {
    let with = |pem: &str| check_with(&genuine(), pem, NOW);
    assert!(with(&PAYPALS.certificate("messageverificationcerts.paypal.com", 2026, 2027)).is_ok());
    let expired = PAYPALS.certificate(NAME, 2020, 2026);
    assert_eq!(with(&expired), Err(WebhookError::CertificateExpired));
    let early = PAYPALS.certificate(NAME, 2027, 2028);
    assert_eq!(with(&early), Err(WebhookError::CertificateExpired));
    for name in [
        "evil.example",
        "notpaypal.com",
        "paypal.com.evil.example",
        "",
    ] {
        let foreign = PAYPALS.certificate(name, 2026, 2027);
        assert_eq!(with(&foreign), Err(WebhookError::CertificateName), "{name}");
    }
    assert_eq!(
        with(&STRANGERS.certificate(NAME, 2026, 2027)),
        Err(WebhookError::Signature)
    );
    let broken = PEM.replace("MII", "MIJ");
    let long = format!("{}{}", *PEM, "\n".repeat(70_000));
    for pem in [
        "",
        "<html>",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        &broken,
        &long,
    ] {
        assert_eq!(with(pem), Err(WebhookError::Certificate));
    }
}

#[test]
fn signed_nonsense_is_malformed() {
    for body in [
        json!([]),
        json!({ "id": "WH-1" }),
        json!("text"),
        json!({ "id": 1, "event_type": "X" }),
    ] {
        let message = message_signed_by(&PAYPALS, WEBHOOK_ID, SENT, &body);
        assert_eq!(check(&message), Err(WebhookError::Malformed), "{body}");
    }
}

#[test]
fn a_certificate_comes_from_paypals_hosts_only() {
    let stand_in = Hosts::paypal().with_development_origin("http://127.0.0.1:8788/paypal");
    let url = |text: &str, hosts: &Hosts| {
        let mut message = genuine();
        set(&mut message, "paypal-cert-url", text);
        certificate_url(&message.headers, hosts)
    };
    for host in [
        "api.paypal.com",
        "api-m.paypal.com",
        "api.sandbox.paypal.com",
        "api-m.sandbox.paypal.com",
    ] {
        let text = format!("https://{host}/v1/notifications/certs/CERT-1");
        assert_eq!(url(&text, &Hosts::paypal()), Ok(text));
    }
    let local = "http://127.0.0.1:8788/paypal/v1/notifications/certs/CERT-1";
    assert!(url(local, &stand_in).is_ok());
    let refused = [
        local,
        "http://api.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.paypal.com:8443/v1/notifications/certs/CERT-1",
        "https://www.paypal.com/v1/notifications/certs/CERT-1",
        "https://evil.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
        "https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1",
        "https://user@api.paypal.com/v1/notifications/certs/CERT-1",
        "https://evil.example/?https://api.paypal.com/v1/notifications/certs/CERT-1",
        "https://api.paypal.com/v1/notifications/certs/../../../evil",
        "https://api.paypal.com/v1/notifications/certs/%2e%2e/%2e%2e/evil",
        "https://api.paypal.com/v1/notifications/certs/CERT-1?x=1",
        "https://api.paypal.com/v1/notifications/certs/CERT-1#x",
        "https://api.paypal.com/other/CERT-1",
        "file:///etc/passwd",
        "CERT-1",
    ];
    for text in refused {
        assert_eq!(
            url(text, &Hosts::paypal()),
            Err(WebhookError::CertificateHost),
            "{text}"
        );
    }
    for text in [
        "http://127.0.0.1:8788.evil.example/paypal/v1/notifications/certs/CERT-1",
        "http://127.0.0.1:87889/paypal/v1/notifications/certs/CERT-1",
        "http://127.0.0.1:8788/paypal/v1/notifications/certs/../../x",
        "http://127.0.0.1:8788/other/v1/notifications/certs/CERT-1",
    ] {
        assert_eq!(
            url(text, &stand_in),
            Err(WebhookError::CertificateHost),
            "{text}"
        );
    }
}

fn take(
    network: &Network,
    cache: &CertificateCache,
    message: &Message,
) -> Result<Event, WebhookError> {
    let Message { headers, body } = message;
    let hosts = Hosts::paypal();
    now_or_never(receive(
        network, cache, &hosts, headers, body, WEBHOOK_ID, NOW,
    ))
}

#[test]
fn a_certificate_is_fetched_once() {
    let network = Network::answering([raw(200, PEM.as_bytes())]);
    let cache = CertificateCache::default();
    assert!(take(&network, &cache, &genuine()).is_ok());
    assert!(take(&network, &cache.clone(), &genuine()).is_ok());
    assert_eq!(
        network.lines(),
        ["GET /v1/notifications/certs/CERT-360caa42-fca2a594"]
    );
}

#[test]
fn what_cannot_be_fetched_may_come_again() {
    for answered in [Err(SendError::TimedOut), raw(503, ""), raw(302, "")] {
        let cache = CertificateCache::default();
        let network = Network::answering([answered, raw(200, PEM.as_bytes())]);
        let refused = take(&network, &cache, &genuine()).unwrap_err();
        assert_eq!(refused, WebhookError::CertificateUnreachable);
        assert!(refused.is_temporary());
        assert!(take(&network, &cache, &genuine()).is_ok());
    }
    let network = Network::answering([raw(200, "<html>")]);
    let refused = take(&network, &CertificateCache::default(), &genuine()).unwrap_err();
    assert_eq!(refused, WebhookError::Certificate);
    assert!(!refused.is_temporary());
}

#[test]
fn nothing_is_fetched_for_a_message_that_cannot_be_good() {
    let network = Network::answering([]);
    let mut elsewhere = genuine();
    set(
        &mut elsewhere,
        "paypal-cert-url",
        "https://evil.example/v1/notifications/certs/CERT-1",
    );
    let mut unsigned = genuine();
    unsigned.headers.remove("paypal-transmission-sig");
    let stale = message_signed_by(
        &PAYPALS,
        WEBHOOK_ID,
        "2026-01-01T00:00:00Z",
        &capture_completed(),
    );
    for message in [elsewhere, unsigned, stale] {
        assert!(take(&network, &CertificateCache::default(), &message).is_err());
    }
    assert!(network.lines().is_empty());
}

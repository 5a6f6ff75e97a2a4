//! Signed webhooks. The text is headers, an empty line, the body; then, behind the line
//! `--- 200`, what lies where the certificate should.

use http::{HeaderMap, HeaderName, HeaderValue};
use obole_edge::providers::paypal::webhook::{CertificateCache, Hosts, peek, receive};
use obole_shared::time::UnixMs;
use serde_json::Value;

use super::provider::at_once;
use crate::script::{Network, parts, starts};

/// When the signed message in the corpus was sent: 2026-12-01, 10:00 UTC.
const NOW: UnixMs = UnixMs(1_796_119_200 * 1_000);

/// What the signed message in the corpus says it is, by its headers and its checksum.
const SIGNED: (&str, &str, u32) = (
    "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
    "2026-12-01T10:00:00Z",
    0xf499_cd8c,
);

const WEBHOOK_ID: &str = "8WH00000000000001";

/// Hosts that may be asked for a certificate.
const HOSTS: [&str; 4] = [
    "https://api.paypal.com/v1/notifications/certs/",
    "https://api-m.paypal.com/v1/notifications/certs/",
    "https://api.sandbox.paypal.com/v1/notifications/certs/",
    "https://api-m.sandbox.paypal.com/v1/notifications/certs/",
];

pub(super) fn run(input: &[u8]) -> Result<String, String> {
    let end = starts(input).into_iter().find(|&at| at > 0);
    let (message, answer) = input.split_at(end.unwrap_or(input.len()));
    let (headers, body) = message_of(message);
    let network = || Network::new(answer, |_| String::new(), NOW);
    let (first, second) = (network(), network());
    let (certificates, hosts) = (CertificateCache::default(), Hosts::paypal());
    let receive = |network| {
        at_once(receive(
            network,
            &certificates,
            &hosts,
            &headers,
            body,
            WEBHOOK_ID,
            NOW,
        ))
    };
    let received = receive(&first)?;
    if receive(&second)? != received {
        return Err("received twice it is not the same".to_owned());
    }
    let is_strange = |url: &String| !HOSTS.iter().any(|host| url.starts_with(host));
    if let Some(url) = first.asked.borrow().iter().find(|url| is_strange(url)) {
        return Err(format!("a certificate was asked for at {url}"));
    }
    if received.is_ok() && !is_signed(&headers, body) {
        return Err("believed, and nobody signed this".to_owned());
    }
    let peeked = peek(body);
    if peek(body) != peeked {
        return Err("read twice it is not the same".to_owned());
    }
    let named = peeked.as_ref().and_then(|event| event.payment.as_ref());
    if let Some(payment) = named {
        let text: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        if !holds(&text, payment.as_str()) {
            return Err("it names a payment that it does not name".to_owned());
        }
    }
    let certificate = parts(answer).len();
    let order = peeked.as_ref().map(|event| event.order.is_some());
    let why = received.err().map(|error| error.to_string());
    Ok(format!(
        "{why:?} {order:?} {} {certificate}",
        named.is_some()
    ))
}

fn message_of(message: &[u8]) -> (HeaderMap, &[u8]) {
    let gap = message.windows(2).position(|two| two == b"\n\n");
    let (head, rest) = message.split_at(gap.unwrap_or(message.len()));
    let headers = head
        .split(|&byte| byte == b'\n')
        .filter_map(|line| {
            let colon = line.iter().position(|&byte| byte == b':')?;
            let (name, value) = line.split_at(colon);
            let value = value.get(1..)?.trim_ascii();
            let name = HeaderName::from_bytes(name.trim_ascii()).ok()?;
            Some((name, HeaderValue::from_bytes(value).ok()?))
        })
        .fold(HeaderMap::new(), |mut headers, (name, value)| {
            headers.append(name, value);
            headers
        });
    let body = rest.get(2..).unwrap_or_default();
    (headers, body.strip_suffix(b"\n").unwrap_or(body))
}

/// Whether this is the one message that was signed; the signature covers a checksum of the body.
fn is_signed(headers: &HeaderMap, body: &[u8]) -> bool {
    let is = |name: &str, wanted: &str| {
        headers
            .get(name)
            .is_some_and(|value| value.as_bytes() == wanted.as_bytes())
    };
    let (id, time, checksum) = SIGNED;
    is("paypal-transmission-id", id)
        && is("paypal-transmission-time", time)
        && is("paypal-auth-algo", "SHA256withRSA")
        && crc32fast::hash(body) == checksum
}

fn holds(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(items) => items.iter().any(|item| holds(item, wanted)),
        Value::Object(members) => members.values().any(|member| holds(member, wanted)),
        _ => false,
    }
}

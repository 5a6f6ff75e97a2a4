//! What the providers send by themselves: when, how often, and what if it is refused.

use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderName, HeaderValue, Method, Request};

use crate::books::Provider;
use crate::clock::{DAY, HOUR, MINUTE, SECOND, UnixMs, utc};
use crate::faults::Effect;
use crate::random::{HEX, Random};
use crate::signer::WebhookSigner;

/// A notice to be sent now; answer with [`crate::Simulator::notice_answered`].
#[derive(Debug, Clone)]
pub struct Outbound {
    /// Names this notice over all its attempts.
    pub id: u64,
    /// Who sends it.
    pub provider: Provider,
    /// `notice`, or the event type.
    pub kind: String,
    /// What is sent.
    pub request: Request<Vec<u8>>,
}

/// What a notice says.
#[derive(Debug, Clone)]
pub(crate) enum Payload {
    /// A bare GET without any data.
    Call,
    /// A webhook, signed at each attempt.
    Webhook {
        webhook_id: String,
        body: Vec<u8>,
        forgery: Option<Effect>,
    },
    /// A form, posted as it was written; the same bytes at each attempt.
    Form {
        body: Vec<u8>,
        /// `User-Agent` of the sender.
        agent: &'static str,
    },
}

#[derive(Debug, Clone)]
struct Notice {
    id: u64,
    provider: Provider,
    kind: String,
    target: String,
    payload: Payload,
    due_ms: UnixMs,
    attempts: u32,
    in_flight: bool,
}

/// The notices that were not accepted yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notices {
    open: Vec<Notice>,
    sequence: u64,
    delivered: u64,
    given_up: u64,
}

/// Attempts after the first: five, the gaps growing to a day.
const SAFERPAY_GAPS_MS: [i64; 5] = [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY];
/// Attempts after the first, over three days.
const PAYPAL_RETRIES_MAX: u32 = 25;
/// Attempts of a notification of the classic account after the first.
const CLASSIC_RETRIES_MAX: u32 = 15;

/// Attempts of a silent post after the first.
const PAYFLOW_GAPS_MS: [i64; 3] = [10 * SECOND, MINUTE, 10 * MINUTE];

/// When to try again after `attempts` attempts; `None` to give up.
fn gap_ms(provider: Provider, attempts: u32) -> Option<i64> {
    let retry = attempts.checked_sub(1)?;
    match provider {
        Provider::Saferpay => SAFERPAY_GAPS_MS.get(usize::try_from(retry).ok()?).copied(),
        Provider::PayPal if retry < PAYPAL_RETRIES_MAX => Some(
            (10 * SECOND)
                .saturating_mul(1 << retry.min(11))
                .min(280 * MINUTE),
        ),
        // Always twice as long: the fifteenth falls within the fourth day.
        Provider::PayPalClassic if retry < CLASSIC_RETRIES_MAX => {
            Some((10 * SECOND).saturating_mul(1 << retry))
        }
        Provider::Payflow => PAYFLOW_GAPS_MS.get(usize::try_from(retry).ok()?).copied(),
        Provider::PayPal | Provider::PayPalClassic => None,
    }
}

impl Notices {
    /// Plans a notice and returns the id under which it will be sent.
    pub(crate) fn enqueue(
        &mut self,
        provider: Provider,
        kind: &str,
        target: &str,
        payload: Payload,
        due_ms: UnixMs,
    ) -> u64 {
        self.sequence += 1;
        self.open.push(Notice {
            id: self.sequence,
            provider,
            kind: kind.to_owned(),
            target: target.to_owned(),
            payload,
            due_ms,
            attempts: 0,
            in_flight: false,
        });
        self.sequence
    }

    /// Ends a notice without another attempt.
    pub(crate) fn give_up(&mut self, id: u64) {
        let before = self.open.len();
        self.open.retain(|one| one.id != id);
        if self.open.len() < before {
            self.given_up += 1;
        }
    }

    pub(crate) fn next_due(&self) -> Option<UnixMs> {
        self.open
            .iter()
            .filter(|one| !one.in_flight)
            .map(|one| one.due_ms)
            .min()
    }

    /// Takes what is due, earliest first.
    pub(crate) fn due(
        &mut self,
        now: UnixMs,
        random: &mut Random,
        signer: Option<&WebhookSigner>,
        origin: &str,
    ) -> Vec<Outbound> {
        let mut ready: Vec<&mut Notice> = self
            .open
            .iter_mut()
            .filter(|one| !one.in_flight && one.due_ms <= now)
            .collect();
        ready.sort_by_key(|one| (one.due_ms, one.id));
        ready
            .into_iter()
            .filter_map(|one| {
                one.in_flight = true;
                one.attempts += 1;
                let request = build(one, now, random, signer, origin)?;
                Some(Outbound {
                    id: one.id,
                    provider: one.provider,
                    kind: one.kind.clone(),
                    request,
                })
            })
            .collect()
    }

    /// Ends a notice that was accepted, plans the next attempt of one that was not.
    pub(crate) fn answered(&mut self, id: u64, status: Option<u16>, now: UnixMs) {
        let accepted = status.is_some_and(|status| (200..300).contains(&status));
        let Some(at) = self
            .open
            .iter()
            .position(|one| one.id == id && one.in_flight)
        else {
            return;
        };
        if accepted {
            self.open.swap_remove(at);
            self.delivered += 1;
            return;
        }
        let Some(one) = self.open.get_mut(at) else {
            return;
        };
        if let Some(gap) = gap_ms(one.provider, one.attempts) {
            one.in_flight = false;
            one.due_ms = now.saturating_add(gap);
        } else {
            self.open.swap_remove(at);
            self.given_up += 1;
        }
    }

    pub(crate) fn describe(&self) -> serde_json::Value {
        let open: Vec<_> = self
            .open
            .iter()
            .map(|one| {
                serde_json::json!({
                    "id": one.id, "provider": one.provider, "kind": one.kind, "target": one.target,
                    "due_ms": one.due_ms, "attempts": one.attempts, "in_flight": one.in_flight,
                })
            })
            .collect();
        serde_json::json!({ "open": open, "delivered": self.delivered, "given_up": self.given_up })
    }
}

/// A target that is no address gives no request: the notice then never arrives.
fn build(
    one: &Notice,
    now: UnixMs,
    random: &mut Random,
    signer: Option<&WebhookSigner>,
    origin: &str,
) -> Option<Request<Vec<u8>>> {
    let (webhook_id, body, forgery) = match &one.payload {
        Payload::Call => {
            return Request::builder()
                .method(Method::GET)
                .uri(&one.target)
                .body(Vec::new())
                .ok();
        }
        Payload::Form { body, agent } => {
            return Request::builder()
                .method(Method::POST)
                .uri(&one.target)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(USER_AGENT, *agent)
                .body(body.clone())
                .ok();
        }
        Payload::Webhook {
            webhook_id,
            body,
            forgery,
        } => (webhook_id, body, *forgery),
    };
    let transmission = format!(
        "{}-{}-11f0-{}-{}",
        random.text(HEX, 8),
        random.text(HEX, 4),
        random.text(HEX, 4),
        random.text(HEX, 12)
    );
    let at = utc(now);
    let mut proved = format!("{transmission}|{at}|{webhook_id}|{}", crc32fast::hash(body));
    let mut body = body.clone();
    match forgery {
        Some(Effect::AlteredBody) => body.push(b' '),
        Some(_) => proved.push('0'),
        None => {}
    }
    let signature = signer.map_or_else(
        || "dW5zaWduZWQ=".to_owned(),
        |signer| signer.sign_base64(proved.as_bytes()),
    );
    let certificate = signer.map_or("CERT-none", WebhookSigner::certificate_id);
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(&one.target)
        .body(body)
        .ok()?;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(
        USER_AGENT,
        HeaderValue::from_static("PayPal/AUHR-214.0-58843379"),
    );
    for (name, value) in [
        ("paypal-transmission-id", transmission.as_str()),
        ("paypal-transmission-time", at.as_str()),
        ("paypal-transmission-sig", signature.as_str()),
        (
            "paypal-cert-url",
            &format!("{origin}/paypal/v1/notifications/certs/{certificate}"),
        ),
        ("paypal-auth-algo", "SHA256withRSA"),
        ("paypal-auth-version", "v2"),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_str(value).ok()?,
        );
    }
    Some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paypal_tries_25_more_times_within_three_days() {
        let gaps: Vec<i64> = (1..)
            .map_while(|attempts| gap_ms(Provider::PayPal, attempts))
            .collect();
        assert_eq!(gaps.len(), 25);
        let sum: i64 = gaps.iter().sum();
        assert!(sum <= 3 * DAY && sum > 2 * DAY, "{sum}");
        assert_eq!(
            (1..)
                .map_while(|attempts| gap_ms(Provider::Saferpay, attempts))
                .count(),
            5
        );
    }
}

//! Forged, replayed, truncated and foreign notices: answered, and without effect.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use end_to_end::{Answer, Call, Order, SHORT, Stage, eventually, settle};
use psp_simulator::WebhookSigner;
use serde_json::{Value, json};
use tiny_http::{Response, Server};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.plain("bad_notices_forged_token", Turn::Alone, forged_token);
    suite.plain("bad_notices_replayed_call", Turn::Alone, replayed_call);
    suite.plain("bad_notices_webhooks", Turn::Alone, webhooks);
}

/// Which the payment's journal must not grow by.
fn lines(stage: &Stage, id: &str) -> usize {
    stage.edge.payment(id)["timeline"].as_array().unwrap().len()
}

fn forged_token(stage: &Stage) {
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    let id = &order.id;
    let (sessions, journal) = (stage.simulator.sessions(), lines(stage, id));
    for token in ["x", &order.secret, &"0".repeat(26), "%00", "..%2f.."] {
        for terminal in ["saferpay-test", "paypal-test", "nobody"] {
            for payment in [id.as_str(), "pay_00000000000000000000000000", "nobody"] {
                let url = stage
                    .edge
                    .url(&format!("/notify/{terminal}/{payment}/{token}"));
                for method in ["GET", "POST"] {
                    let answer = Call::new(method, &url).send();
                    assert_eq!(answer.status, 404, "{method} {url} {}", answer.body);
                    assert_eq!(answer.header("content-type"), "application/problem+json");
                }
            }
        }
    }
    let unknown = stage
        .edge
        .url("/return/pay_00000000000000000000000000/success");
    assert_eq!(Call::get(unknown).send().status, 404);
    assert_eq!(stage.simulator.sessions(), sessions);
    assert_eq!(lines(stage, id), journal);
    assert_eq!(stage.edge.payment(id)["status"], "created");
}

/// The true address, called again and again: the provider is asked no more than it allows.
fn replayed_call(stage: &Stage) {
    let fault = json!([{ "effect": "delay", "ms": 3_000, "provider": "saferpay" }]);
    stage.simulator.faults(&fault);
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    let other = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    order.press("pay");
    let target = stage.simulator.notice_targets().pop().unwrap();
    assert!(target.contains(&order.id), "{target}");
    let foreign = target.replace(&order.id, &other.id);
    assert_eq!(Call::get(foreign).send().status, 404);
    for _ in 0..12 {
        Call::get(&target).send().expect(200);
        Call::post(&target)
            .json(&json!({ "status": "refunded" }))
            .send()
            .expect(200);
    }
    settle(&stage.edge, &stage.simulator, &order.reference, 2500, "CHF");
    assert!(stage.simulator.asserts(&order.reference) <= 3);
    assert_eq!(stage.edge.payment(&other.id)["status"], "created");
    eventually("the delayed notice is accepted", SHORT, || {
        match stage.simulator.open_notices() {
            0 => Ok(()),
            open => Err(open),
        }
    });
    settle(&stage.edge, &stage.simulator, &order.reference, 2500, "CHF");
}

/// A webhook as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Webhook {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Webhook {
    fn send(&self, stage: &Stage, terminal: &str) -> Answer {
        let mut call = Call::post(stage.edge.url(&format!("/notify/{terminal}")));
        for (name, value) in &self.headers {
            call = call.header(name, value);
        }
        call.bytes(self.body.clone()).send()
    }

    fn header(&self, name: &str) -> String {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.unwrap().1.clone()
    }

    fn with(&self, name: &str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.headers.retain(|(known, _)| known != name);
        changed.headers.push((name.to_owned(), value.to_owned()));
        changed
    }

    fn without(&self, name: &str) -> Self {
        let mut changed = self.clone();
        changed.headers.retain(|(known, _)| known != name);
        changed
    }

    fn with_body(&self, body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: body.into(),
            ..self.clone()
        }
    }

    /// Signed anew by somebody else.
    fn signed_by(&self, signer: &WebhookSigner, webhook_id: &str) -> Self {
        let message = format!(
            "{}|{}|{webhook_id}|{}",
            self.header("paypal-transmission-id"),
            self.header("paypal-transmission-time"),
            crc32fast::hash(&self.body)
        );
        self.with(
            "paypal-transmission-sig",
            &signer.sign_base64(message.as_bytes()),
        )
    }
}

/// A server that answers one request, and tells what it was.
struct Listener {
    server: Arc<Server>,
    thread: JoinHandle<Option<Webhook>>,
}

impl Listener {
    fn start(answer: String) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let thread = thread::spawn({
            let server = Arc::clone(&server);
            move || {
                let mut request = server.recv().ok()?;
                let mut body = Vec::new();
                request.as_reader().read_to_end(&mut body).unwrap();
                let wanted = |name: &str| name.starts_with("paypal-") || name == "content-type";
                let headers = request
                    .headers()
                    .iter()
                    .map(|header| {
                        let name = header.field.as_str().as_str().to_ascii_lowercase();
                        (name, header.value.as_str().to_owned())
                    })
                    .filter(|(name, _)| wanted(name))
                    .collect();
                request.respond(Response::from_string(answer)).unwrap();
                Some(Webhook { headers, body })
            }
        });
        Self { server, thread }
    }

    fn url(&self) -> String {
        format!("http://{}", self.server.server_addr())
    }

    /// What was asked of it.
    fn heard(self) -> Webhook {
        self.thread.join().unwrap().expect("nobody asked")
    }

    /// Ends it; whether nobody asked it anything.
    fn heard_nothing(self) -> bool {
        self.server.unblock();
        self.thread.join().unwrap().is_none()
    }
}

fn webhook_target(stage: &Stage, url: &str) {
    let account = json!({
        "provider": "paypal", "client_id": "simulator-client", "webhook_url": url,
    });
    stage.simulator.set("accounts", &account);
}

/// Lets `act` cause one webhook, and takes it out of the provider's hands.
fn intercepted(stage: &Stage, act: impl FnOnce()) -> Webhook {
    let listener = Listener::start(String::new());
    webhook_target(stage, &listener.url());
    act();
    let webhook = listener.heard();
    webhook_target(stage, &stage.edge.url("/notify/paypal-test"));
    webhook
}

fn webhooks(stage: &Stage) {
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "paypal-test");
    let genuine = intercepted(stage, || {
        order.press("pay");
    });
    let (sessions, journal) = (stage.simulator.sessions(), lines(stage, &order.id));

    let stranger = WebhookSigner::generate(2048, 99).unwrap();
    let stranger_certificate = Listener::start(stranger.chain_pem().to_owned());
    let stranger_url = format!(
        "{}/paypal/v1/notifications/certs/{}",
        stranger_certificate.url(),
        stranger.certificate_id()
    );
    let webhook_id = "8WH00000000000001";
    let by_stranger = genuine.signed_by(&stranger, webhook_id);
    let text = String::from_utf8(genuine.body.clone()).unwrap();
    let real_host = "https://api.paypal.com@127.0.0.1/v1/notifications/certs/CERT-x";
    let cases = [
        ("empty", genuine.with_body("")),
        (
            "truncated",
            genuine.with_body(&genuine.body[..genuine.body.len() / 2]),
        ),
        (
            "one byte short",
            genuine.with_body(&genuine.body[..genuine.body.len() - 1]),
        ),
        ("one byte long", genuine.with_body(format!("{text} "))),
        (
            "another amount",
            genuine.with_body(text.replace("25.00", "9999.00")),
        ),
        (
            "another time",
            genuine.with("paypal-transmission-time", "2026-01-01T00:00:00Z"),
        ),
        (
            "another id",
            genuine.with("paypal-transmission-id", "0-0-0-0-0"),
        ),
        ("no signature", genuine.without("paypal-transmission-sig")),
        ("no certificate", genuine.without("paypal-cert-url")),
        ("no time", genuine.without("paypal-transmission-time")),
        ("no id", genuine.without("paypal-transmission-id")),
        (
            "an empty signature",
            genuine.with("paypal-transmission-sig", ""),
        ),
        (
            "a signature that is none",
            genuine.with("paypal-transmission-sig", "?"),
        ),
        (
            "another algorithm",
            genuine.with("paypal-auth-algo", "MD5withRSA"),
        ),
        ("a stranger's key", by_stranger.clone()),
        (
            "a stranger's certificate",
            by_stranger.with("paypal-cert-url", &stranger_url),
        ),
        (
            "another host before @",
            by_stranger.with("paypal-cert-url", real_host),
        ),
        (
            "a file",
            by_stranger.with("paypal-cert-url", "file:///etc/passwd"),
        ),
        (
            "for another webhook",
            genuine.signed_by(&stranger, "8WH00000000000002"),
        ),
    ];
    for (case, webhook) in &cases {
        assert_ne!(webhook, &genuine, "{case}");
        let answer = webhook.send(stage, "paypal-test");
        assert_eq!(answer.status, 400, "{case}: {}", answer.body);
    }
    for terminal in ["saferpay-test", "nobody"] {
        let answer = genuine.send(stage, terminal);
        assert!(
            (400..500).contains(&answer.status),
            "{terminal}: {}",
            answer.body
        );
    }
    assert!(
        stranger_certificate.heard_nothing(),
        "the stranger was asked for a certificate"
    );
    assert_eq!(stage.simulator.sessions(), sessions);
    assert_eq!(lines(stage, &order.id), journal);
    assert_eq!(stage.edge.payment(&order.id)["status"], "created");

    // The genuine one, at last, and again: paid once.
    genuine.send(stage, "paypal-test").expect(200);
    settle(&stage.edge, &stage.simulator, &order.reference, 2500, "CHF");
    for _ in 0..3 {
        genuine.send(stage, "paypal-test").expect(200);
    }
    settle(&stage.edge, &stage.simulator, &order.reference, 2500, "CHF");

    not_ours(stage);
}

/// Genuine, for an order that another program of the same account made.
fn not_ours(stage: &Stage) {
    let api = format!("{}/paypal", stage.simulator.origin);
    let token = Call::post(format!("{api}/v1/oauth2/token"))
        .header(
            "authorization",
            "Basic c2ltdWxhdG9yLWNsaWVudDpzaW11bGF0b3Itc2VjcmV0",
        )
        .form(&[("grant_type", "client_credentials")])
        .send()
        .expect(200)
        .json();
    let back = stage.edge.url("/nowhere");
    let order = Call::post(format!("{api}/v2/checkout/orders"))
        .header(
            "authorization",
            format!("Bearer {}", token["access_token"].as_str().unwrap()),
        )
        .header("paypal-request-id", Order::new_key())
        .json(&json!({
            "intent": "CAPTURE",
            "purchase_units": [{
                "custom_id": "shop-4711",
                "amount": { "currency_code": "CHF", "value": "77.00" },
            }],
            "payment_source": { "paypal": { "experience_context": {
                "return_url": back, "cancel_url": back,
            } } },
        }))
        .send();
    assert!(matches!(order.status, 200 | 201), "{}", order.body);
    let order = order.json();
    let links = order["links"].as_array().unwrap();
    let approve = links
        .iter()
        .find(|link| matches!(link["rel"].as_str(), Some("payer-action" | "approve")))
        .unwrap_or_else(|| panic!("{order}"));
    let approve = approve["href"].as_str().unwrap();
    let webhook = intercepted(stage, || {
        Call::post(approve)
            .form(&[("action", "pay")])
            .send()
            .expect(303);
    });
    let ids = || -> Vec<Value> {
        let rows = stage.edge.payments("limit=200");
        rows.iter().map(|row| row["id"].clone()).collect()
    };
    let before = ids();
    let sessions = stage.simulator.sessions();
    webhook.send(stage, "paypal-test").expect(200);
    assert_eq!(ids(), before);
    assert_eq!(stage.simulator.sessions(), sessions);
}

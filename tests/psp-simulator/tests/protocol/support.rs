//! Requests as a well-behaved merchant makes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use psp_simulator::{Config, Simulator};
use serde_json::{Value, json};

pub(crate) const START: i64 = 1_784_556_607_000;
pub(crate) const HOUR: u64 = 3_600_000;
pub(crate) const DAY: u64 = 24 * HOUR;

pub(crate) fn simulator() -> Simulator {
    with_config(Config::default())
}

pub(crate) fn with_config(config: Config) -> Simulator {
    let mut simulator = Simulator::new(config, 7);
    simulator.set_now(START);
    simulator
}

pub(crate) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// Sends a request; an empty answer reads as null.
pub(crate) fn send(simulator: &mut Simulator, request: &Request<Vec<u8>>) -> (u16, Value) {
    let reply = simulator.handle(request);
    let body = serde_json::from_slice(reply.response.body()).unwrap_or_default();
    (reply.response.status().as_u16(), body)
}

pub(crate) fn header() -> Value {
    json!({ "SpecVersion": "1.53", "CustomerId": "400123", "RequestId": "b1f2", "RetryIndicator": 0 })
}

pub(crate) fn saferpay_request(operation: &str, body: &Value) -> Request<Vec<u8>> {
    Request::post(format!(
        "http://127.0.0.1:8788/saferpay/api/Payment/v1/{operation}"
    ))
    .header(
        "authorization",
        basic("API_400123_00000001", "simulator-password"),
    )
    .header("content-type", "application/json; charset=utf-8")
    .header("accept", "application/json")
    .body(body.to_string().into_bytes())
    .unwrap()
}

/// Calls the JSON API; the request header is added unless it is there.
pub(crate) fn saferpay(
    simulator: &mut Simulator,
    operation: &str,
    mut body: Value,
) -> (u16, Value) {
    if body.get("RequestHeader").is_none() {
        body["RequestHeader"] = header();
    }
    send(simulator, &saferpay_request(operation, &body))
}

pub(crate) fn initialize_body() -> Value {
    json!({
        "RequestHeader": header(),
        "TerminalId": "17700001",
        "Payment": {
            "Amount": { "Value": "12050", "CurrencyCode": "CHF" },
            "OrderId": "RE-1", "Description": "Invoice RE-1",
        },
        "ReturnUrl": { "Url": "http://127.0.0.1:8787/return/p/done" },
        "Notification": {
            "SuccessNotifyUrl": "http://127.0.0.1:8787/notify/t/p/x/ok",
            "FailNotifyUrl": "http://127.0.0.1:8787/notify/t/p/x/fail",
        },
    })
}

/// Opens a payment page; returns token and address.
pub(crate) fn initialize(simulator: &mut Simulator) -> (String, String) {
    let (status, body) = saferpay(simulator, "PaymentPage/Initialize", initialize_body());
    assert_eq!(status, 200, "{body}");
    (text(&body, "/Token"), text(&body, "/RedirectUrl"))
}

/// Asserts a token.
pub(crate) fn assert_token(simulator: &mut Simulator, token: &str) -> (u16, Value) {
    saferpay(simulator, "PaymentPage/Assert", json!({ "Token": token }))
}

pub(crate) fn text(body: &Value, pointer: &str) -> String {
    body.pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{pointer} in {body}"))
        .to_owned()
}

/// A PayPal merchant with its token.
pub(crate) struct Shop {
    token: String,
}

impl Shop {
    pub(crate) fn open(simulator: &mut Simulator) -> Self {
        let request = Request::post("http://127.0.0.1:8788/paypal/v1/oauth2/token")
            .header(
                "authorization",
                basic("simulator-client", "simulator-secret"),
            )
            .header("content-type", "application/x-www-form-urlencoded")
            .body(b"grant_type=client_credentials".to_vec())
            .unwrap();
        let (status, body) = send(simulator, &request);
        assert_eq!(status, 200, "{body}");
        Self {
            token: text(&body, "/access_token"),
        }
    }

    pub(crate) fn request(
        &self,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Request<Vec<u8>> {
        let builder = match body {
            Some(_) => Request::post(format!("http://127.0.0.1:8788/paypal{path}")),
            None => Request::get(format!("http://127.0.0.1:8788/paypal{path}")),
        };
        let mut builder = builder
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder
            .body(
                body.map(|body| body.to_string().into_bytes())
                    .unwrap_or_default(),
            )
            .unwrap()
    }

    pub(crate) fn get(&self, simulator: &mut Simulator, path: &str) -> (u16, Value) {
        send(simulator, &self.request(path, None, &[]))
    }

    /// Posts and asks for the whole resource.
    pub(crate) fn post(&self, simulator: &mut Simulator, path: &str, body: &Value) -> (u16, Value) {
        send(
            simulator,
            &self.request(path, Some(body), &[("prefer", "return=representation")]),
        )
    }

    /// Posts with a `PayPal-Request-Id`.
    pub(crate) fn post_once(
        &self,
        simulator: &mut Simulator,
        path: &str,
        body: &Value,
        key: &str,
    ) -> (u16, Value) {
        let headers = [
            ("prefer", "return=representation"),
            ("paypal-request-id", key),
        ];
        send(simulator, &self.request(path, Some(body), &headers))
    }

    /// Creates an order; returns its id and the address where the payer approves it.
    pub(crate) fn order(&self, simulator: &mut Simulator, body: &Value) -> (String, String) {
        let (status, body) = self.post(simulator, "/v2/checkout/orders", body);
        assert!(status == 200 || status == 201, "{body}");
        (text(&body, "/id"), text(&body, "/links/1/href"))
    }
}

pub(crate) fn order_body() -> Value {
    json!({
        "intent": "CAPTURE",
        "purchase_units": [{
            "amount": { "currency_code": "CHF", "value": "12.50" },
            "custom_id": "RE-2", "invoice_id": "RE-2-1", "description": "Gift",
        }],
        "payment_source": { "paypal": { "experience_context": {
            "return_url": "http://127.0.0.1:8787/return/p/done?x=1",
            "cancel_url": "http://127.0.0.1:8787/return/p/cancel",
            "user_action": "PAY_NOW", "shipping_preference": "NO_SHIPPING", "locale": "fr-CH",
        }}},
    })
}

/// The issue of a PayPal error.
pub(crate) fn issue(body: &Value) -> String {
    text(body, "/details/0/issue")
}

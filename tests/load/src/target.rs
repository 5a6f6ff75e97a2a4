//! What is asked, and what counts as an answer.

use std::cell::Cell;
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{Request, StatusCode, Uri};
use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::{Value, json};

use crate::client::Exchange;
use crate::error::{Error, Result};

/// One side of a comparison.
pub(crate) struct Target {
    name: String,
    url: Uri,
    ask: Ask,
    /// Differs between runs, so that no key meets an earlier one.
    run: String,
    asked: Cell<u64>,
}

enum Ask {
    /// `GET`, answered by 200.
    Get { bearer: Option<&'static str> },
    /// A payment is created.
    Create { body: Bytes, return_to: String },
    /// The simulator is called as our adapter calls it.
    Initialize { account: Account },
}

/// The simulator's Saferpay account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) customer_id: String,
    pub(crate) terminal_id: String,
    pub(crate) basic: String,
}

impl Target {
    /// Creates payments through the demonstration link of this Worker.
    pub(crate) fn create(name: &str, edge: &str, return_to: &str) -> Result<Self> {
        let return_to = return_to.to_owned();
        let body = Bytes::from(order("25.00", &return_to));
        let url = format!("{edge}/v1/links/demo/payments");
        Self::new(name, &url, Ask::Create { body, return_to })
    }

    /// Opens payment pages at the simulator, without any Worker.
    pub(crate) fn initialize(name: &str, simulator: &str, account: Account) -> Result<Self> {
        let url = format!("{simulator}/saferpay/api/Payment/v1/PaymentPage/Initialize");
        Self::new(name, &url, Ask::Initialize { account })
    }

    /// Reads one address.
    pub(crate) fn get(name: &str, url: &str, bearer: Option<&'static str>) -> Result<Self> {
        Self::new(name, url, Ask::Get { bearer })
    }

    fn new(name: &str, url: &str, ask: Ask) -> Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map(|since| since.as_micros()).unwrap_or_default();
        Ok(Self {
            name: name.to_owned(),
            url: url.parse().map_err(|source| Error::Address {
                url: url.to_owned(),
                source,
            })?,
            ask,
            run: format!("{:x}-{now:x}", process::id()),
            asked: Cell::new(0),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many requests were made of it.
    pub(crate) fn created(&self) -> u64 {
        self.asked.get()
    }

    /// A text never used before.
    pub(crate) fn unique(&self) -> String {
        let number = self.asked.get();
        self.asked.set(number + 1);
        format!("{}-{number:08x}", self.run)
    }

    /// A request for a payment with this key and amount.
    pub(crate) fn create_once(&self, key: &str, amount: &str) -> Result<Request<Full<Bytes>>> {
        let body = match &self.ask {
            Ask::Create { return_to, .. } => order(amount, return_to),
            Ask::Get { .. } | Ask::Initialize { .. } => String::new(),
        };
        self.post(key, Bytes::from(body))
    }

    fn post(&self, key: &str, body: Bytes) -> Result<Request<Full<Bytes>>> {
        let request = Request::post(&self.url)
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", key);
        Ok(request.body(Full::new(body))?)
    }

    /// The next request; no two are alike.
    pub(crate) fn request(&self) -> Result<Request<Full<Bytes>>> {
        let unique = self.unique();
        let request = match &self.ask {
            Ask::Get { bearer } => {
                let mut request = Request::get(&self.url);
                if let Some(token) = bearer {
                    request = request.header(AUTHORIZATION, format!("Bearer {token}"));
                }
                request.body(Full::default())?
            }
            Ask::Create { body, .. } => self.post(&unique, body.clone())?,
            Ask::Initialize { account } => Request::post(&self.url)
                .header(CONTENT_TYPE, "application/json; charset=utf-8")
                .header(ACCEPT, "application/json")
                .header(AUTHORIZATION, &account.basic)
                .body(Full::new(initialize(account, &unique).to_string().into()))?,
        };
        Ok(request)
    }

    /// Refuses an answer that did not do the job.
    pub(crate) fn check(&self, exchange: &Exchange) -> Result<()> {
        let done = match &self.ask {
            Ask::Get { .. } => exchange.status == StatusCode::OK,
            Ask::Create { .. } => {
                exchange.status == StatusCode::CREATED
                    && text_at(&exchange.body, "/payment/redirect_url").is_some()
            }
            Ask::Initialize { .. } => {
                exchange.status == StatusCode::OK
                    && text_at(&exchange.body, "/RedirectUrl").is_some()
            }
        };
        if done {
            Ok(())
        } else {
            Err(self.refused(exchange))
        }
    }

    /// The error that tells an answer.
    pub(crate) fn refused(&self, exchange: &Exchange) -> Error {
        Error::Refused {
            target: self.name.clone(),
            status: exchange.status,
            body: String::from_utf8_lossy(&exchange.body).into_owned(),
        }
    }
}

/// What the widget sends.
fn order(amount: &str, return_to: &str) -> String {
    json!({
        "amount": { "value": amount, "currency": "CHF" },
        "terminal": "saferpay-test",
        "lang": "en",
        "return_to": return_to,
    })
    .to_string()
}

/// The text at this place of a JSON body, unless it is empty.
pub(crate) fn text_at(body: &[u8], pointer: &str) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = body.pointer(pointer)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// The request of the adapter, as large as its own.
fn initialize(account: &Account, unique: &str) -> Value {
    let nowhere = "http://127.0.0.1:9";
    json!({
        "RequestHeader": {
            "SpecVersion": "1.53",
            "CustomerId": account.customer_id,
            "RequestId": unique,
            "RetryIndicator": 0,
            "ClientInfo": { "ShopInfo": "Obole/0.1.0" },
        },
        "TerminalId": account.terminal_id,
        "Payment": {
            "Amount": { "Value": "2500", "CurrencyCode": "CHF" },
            "OrderId": unique,
            "Description": "A new roof for the village library",
        },
        "Payer": { "LanguageCode": "en" },
        "ReturnUrl": { "Url": format!("{nowhere}/return/{unique}/done") },
        "Notification": {
            "SuccessNotifyUrl": format!("{nowhere}/notify/{unique}?outcome=ok"),
            "FailNotifyUrl": format!("{nowhere}/notify/{unique}?outcome=fail"),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(status: u16, body: &str) -> Exchange {
        Exchange {
            status: StatusCode::from_u16(status).unwrap(),
            body: Bytes::from(body.to_owned()),
            micros: 1,
        }
    }

    #[test]
    fn an_answer_without_a_redirect_is_no_payment() {
        let target = Target::create("ours", "http://127.0.0.1:1", "http://127.0.0.1:2/").unwrap();
        let good = r#"{"payment":{"redirect_url":"http://127.0.0.1:3/x"}}"#;
        assert!(target.check(&exchange(201, good)).is_ok());
        assert!(target.check(&exchange(200, good)).is_err());
        for body in ["", "{}", r#"{"payment":{"redirect_url":null}}"#] {
            assert!(target.check(&exchange(201, body)).is_err(), "{body}");
        }
        let refused = target.check(&exchange(503, "later")).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "ours answers 503 Service Unavailable: later"
        );
    }

    #[test]
    fn no_key_is_used_twice_and_every_key_is_valid() {
        let target = Target::create("ours", "http://127.0.0.1:1", "http://127.0.0.1:2/").unwrap();
        let key = || {
            let request = target.request().unwrap();
            let key = request.headers().get("idempotency-key").unwrap();
            key.to_str().unwrap().to_owned()
        };
        let (first, second) = (key(), key());
        assert_ne!(first, second);
        assert!((16..=50).contains(&first.len()), "{first}");
        assert!(
            first
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        );
    }
}

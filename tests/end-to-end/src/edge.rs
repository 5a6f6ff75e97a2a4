//! The Worker's addresses, as programs call them.

use serde_json::{Value, json};

use crate::http::{Answer, Call};
use crate::wait::{SHORT, eventually};

/// A running Worker.
#[derive(Debug, Clone)]
pub struct Edge {
    /// Scheme, host and port.
    pub origin: String,
}

impl Edge {
    /// An address on it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Asks for a payment; a body of the contract.
    pub fn create(&self, link: &str, key: &str, body: &Value) -> Call {
        Call::post(self.url(&format!("/v1/links/{link}/payments")))
            .header("idempotency-key", key)
            .json(body)
    }

    /// The payment as the back office sees it, with its timeline.
    #[track_caller]
    pub fn payment(&self, id: &str) -> Value {
        let answer = self.admin("GET", &format!("payments/{id}")).send();
        answer.expect(200).json()["payment"].take()
    }

    /// A page of the back office's list; `query` such as `reference=…`.
    #[track_caller]
    pub fn payments(&self, query: &str) -> Vec<Value> {
        let answer = self.admin("GET", &format!("payments?{query}")).send();
        let mut body = answer.expect(200).json();
        serde_json::from_value(body["payments"].take()).unwrap()
    }

    /// The newest notice of a terminal that brought this field, once it is in the inbox.
    #[track_caller]
    pub fn notice(&self, terminal: &str, name: &str, value: &str) -> Value {
        let get = |path: &str| self.admin("GET", path).send().expect(200).json();
        let field = json!({ "name": name, "value": value });
        eventually(&format!("a notice with {name}={value}"), SHORT, || {
            let mut all = get(&format!("notices?terminal={terminal}&limit=200"));
            let all = all["notices"].as_array_mut().unwrap();
            all.iter()
                .map(|row| get(&format!("notices/{}", row["id"].as_str().unwrap())))
                .map(|mut whole| whole["notice"].take())
                .find(|notice| notice["fields"].as_array().unwrap().contains(&field))
                .ok_or(())
        })
    }

    /// A call to the back office.
    pub fn admin(&self, method: &str, path: &str) -> Call {
        Call::new(method, self.url(&format!("/v1/admin/{path}"))).as_operator()
    }

    /// `capture`, `cancel` or, with a key, `refund`.
    pub fn operate(&self, id: &str, verb: &str) -> Call {
        self.admin("POST", &format!("payments/{id}/{verb}"))
    }

    /// A refund of so much, in major units; of the rest where `None`.
    pub fn refund(&self, id: &str, key: &str, amount: Option<(&str, &str)>) -> Call {
        let call = self.operate(id, "refund").header("idempotency-key", key);
        match amount {
            Some((value, currency)) => {
                call.json(&json!({ "amount": { "value": value, "currency": currency } }))
            }
            None => call,
        }
    }

    /// Makes a link; `changes` replace members of a plain one.
    #[track_caller]
    pub fn put_link(&self, id: &str, changes: &Value) {
        let mut link = json!({
            "name": "A link for one test",
            "amount": { "free": { "presets": ["20", "50"], "min": "5", "max": "5000" } },
            "currencies": ["CHF", "EUR"],
            "terminals": ["saferpay-test", "paypal-test"],
        });
        for (name, value) in changes.as_object().unwrap() {
            link[name] = value.clone();
        }
        self.admin("PUT", &format!("links/{id}"))
            .json(&link)
            .send()
            .expect(200);
    }

    /// Makes a terminal. It must have credentials.
    #[track_caller]
    pub fn put_terminal(&self, id: &str, terminal: &Value) -> Answer {
        self.admin("PUT", &format!("terminals/{id}"))
            .json(terminal)
            .send()
    }
}

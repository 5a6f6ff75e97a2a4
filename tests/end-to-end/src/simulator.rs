//! The provider simulator's control addresses.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::Call;

/// A running provider simulator.
#[derive(Debug, Clone)]
pub struct Simulator {
    /// Scheme, host and port.
    pub origin: String,
}

impl Simulator {
    #[track_caller]
    fn get(&self, name: &str) -> Value {
        let url = format!("{}/_sim/{name}", self.origin);
        Call::get(url).send().expect(200).json()
    }

    /// Sets something: `faults`, `clock`, `accounts`.
    #[track_caller]
    pub fn set(&self, name: &str, body: &Value) {
        self.control(name, body);
    }

    /// Does something at the provider: `case/open`, `transaction/reverse`, `ipn`. Answers what it
    /// is called there.
    #[track_caller]
    pub fn control(&self, name: &str, body: &Value) -> Value {
        let url = format!("{}/_sim/{name}", self.origin);
        Call::post(url).json(body).send().expect(200).json()
    }

    /// The classic transaction that paid our payment.
    #[track_caller]
    pub fn transaction(&self, payment: &str) -> String {
        let all = self.get("transactions");
        let paid = all["transactions"].as_array().unwrap().iter();
        let mut paid = paid.filter(|one| one["custom"] == payment && one["parent"].is_null());
        paid.next().unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// Every movement of money.
    #[track_caller]
    pub fn movements(&self) -> Vec<Value> {
        serde_json::from_value(self.get("books")["movements"].take()).unwrap()
    }

    /// The donor's money under one reference, as `kind amount_minor currency`; without what the
    /// provider takes for itself.
    #[track_caller]
    pub fn booked(&self, reference: &str) -> Vec<String> {
        self.movements()
            .iter()
            .filter(|movement| is_about(movement, reference) && !is_fee(movement))
            .map(|movement| {
                let word = |name: &str| movement[name].as_str().unwrap_or_default().to_owned();
                format!(
                    "{} {} {}",
                    word("kind"),
                    movement["amount_minor"],
                    word("currency")
                )
            })
            .collect()
    }

    /// What is reserved under one reference, in minor units.
    #[track_caller]
    pub fn reserved(&self, reference: &str) -> i64 {
        self.get("books")["authorizations"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|hold| is_about(hold, reference))
            .map(|hold| hold["amount_minor"].as_i64().unwrap())
            .sum()
    }

    /// Every operation called so far, with how often.
    #[track_caller]
    pub fn calls(&self) -> BTreeMap<String, u64> {
        serde_json::from_value(self.get("calls")["operations"].take()).unwrap()
    }

    /// How often a session was opened, at either provider.
    #[track_caller]
    pub fn sessions(&self) -> u64 {
        let calls = self.calls();
        ["saferpay PaymentPage/Initialize", "paypal order.create"]
            .iter()
            .filter_map(|operation| calls.get(*operation))
            .sum()
    }

    /// Lets things go wrong.
    #[track_caller]
    pub fn faults(&self, faults: &Value) {
        self.set("faults", &json!({ "faults": faults }));
    }

    /// Ends all failures.
    #[track_caller]
    pub fn calm(&self) {
        self.set("faults", &json!({ "reset": true }));
    }

    /// Notices that were not accepted yet.
    #[track_caller]
    pub fn open_notices(&self) -> usize {
        self.get("notices")["open"].as_array().unwrap().len()
    }

    /// Where they are to go.
    #[track_caller]
    pub fn notice_targets(&self) -> Vec<String> {
        let notices = self.get("notices");
        let open = notices["open"].as_array().unwrap();
        open.iter()
            .map(|notice| notice["target"].as_str().unwrap().to_owned())
            .collect()
    }

    /// How often Saferpay was asked about the payment with this reference.
    #[track_caller]
    pub fn asserts(&self, reference: &str) -> usize {
        let calls = self.get("calls");
        let tokens = calls["tokens"].as_object().unwrap();
        tokens
            .values()
            .filter(|token| token["reference"] == reference)
            .map(|token| token["asserts_ms"].as_array().unwrap().len())
            .sum()
    }

    /// Moves its clock.
    #[track_caller]
    pub fn advance(&self, seconds: u64) {
        self.set("clock", &json!({ "advance_ms": seconds * 1000 }));
    }
}

/// Whether a line of the provider's books is about the payment with this reference of ours:
/// Saferpay repeats the reference, PayPal the payment's id.
fn is_about(line: &Value, reference: &str) -> bool {
    let own = line["reference"].as_str().unwrap_or_default();
    own == reference
        || own
            .strip_prefix("pay_")
            .is_some_and(|id| reference == written(id))
}

fn is_fee(movement: &Value) -> bool {
    matches!(movement["kind"].as_str(), Some("fee" | "fee_return"))
}

/// The reference made from a payment's id.
pub(crate) fn written(id: &str) -> String {
    format!("OBL-{}", id.to_ascii_uppercase())
}

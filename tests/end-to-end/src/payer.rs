//! A payer without a browser: for tests about money, not about pages.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::edge::Edge;
use crate::http::{Answer, Call};
use crate::simulator::Simulator;
use crate::wait::{SHORT, eventually};

/// A test card, for the page that takes one; the others look at the button alone.
const CARD: [(&str, &str); 2] = [("ACCT", "4111111111111111"), ("EXPDATE", "1240")];

/// A payment that was asked for and acknowledged.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its id.
    pub id: String,
    /// Its reference in the provider's books.
    pub reference: String,
    /// Where to pay.
    pub redirect_url: String,
    /// The donor's secret.
    pub secret: String,
}

impl Order {
    /// A body of the contract.
    pub fn body(value: &str, currency: &str, terminal: &str) -> Value {
        json!({
            "amount": { "value": value, "currency": currency },
            "terminal": terminal,
            "lang": "en",
        })
    }

    /// A key no other test uses.
    pub fn new_key() -> String {
        static KEYS: AtomicU32 = AtomicU32::new(0);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let number = KEYS.fetch_add(1, Ordering::Relaxed);
        format!("end-to-end-{:x}-{number:04}", now.as_nanos())
    }

    /// Asks for a payment and expects it to be opened.
    #[track_caller]
    pub fn place(edge: &Edge, link: &str, value: &str, currency: &str, terminal: &str) -> Self {
        let body = Self::body(value, currency, terminal);
        let answer = edge.create(link, &Self::new_key(), &body).send();
        Self::from_answer(&answer)
    }

    /// Reads the answer to a request for a payment.
    #[track_caller]
    pub fn from_answer(answer: &Answer) -> Self {
        assert_eq!(answer.status, 201, "{}", answer.body);
        let body = answer.json();
        let word = |name: &str| {
            let value = body["payment"][name].as_str();
            value
                .unwrap_or_else(|| panic!("no {name} in {body}"))
                .to_owned()
        };
        Self {
            id: word("id"),
            reference: word("reference"),
            redirect_url: word("redirect_url"),
            secret: word("secret"),
        }
    }

    /// Opens the provider's page and presses a button; answers where the browser is sent, without
    /// going there.
    #[track_caller]
    pub fn press(&self, button: &str) -> String {
        let opened = Call::get(&self.redirect_url).send();
        // A button leads to the page of one payment; any other page opens only once.
        let page = if opened.status == 303 {
            let page = opened.header("location").to_owned();
            Call::get(&page).send().expect(200);
            page
        } else {
            opened.expect(200);
            self.redirect_url.clone()
        };
        let pressed = Call::post(&page)
            .form(&[("action", button), CARD[0], CARD[1]])
            .send()
            .expect(303);
        pressed.header("location").to_owned()
    }

    /// Pays and comes back.
    #[track_caller]
    pub fn pay(&self) {
        let back = self.press("pay");
        Call::get(back).send().expect(303);
    }

    /// Pays, comes back, and waits until the money has arrived.
    #[track_caller]
    pub fn pay_and_settle(&self, edge: &Edge, simulator: &Simulator, minor: i64, currency: &str) {
        self.pay();
        settle(edge, simulator, &self.reference, minor, currency);
    }
}

/// Waits until payment, index and provider tell the same: so much was captured, once, and nothing
/// is still reserved. Answers the payment's id.
#[track_caller]
pub fn settle(
    edge: &Edge,
    simulator: &Simulator,
    reference: &str,
    minor: i64,
    currency: &str,
) -> String {
    let value = format!("{}.{:02}", minor / 100, minor % 100);
    let captured = json!({ "value": value, "currency": currency });
    let row = eventually("the index tells the capture", SHORT, || {
        let rows = edge.payments(&format!("reference={reference}"));
        match rows.as_slice() {
            [row] if row["status"] == "captured" => Ok(row.clone()),
            other => Err(other.to_vec()),
        }
    });
    assert_eq!(row["captured"], captured, "{row}");
    assert_eq!(row["amount"], captured, "{row}");
    assert_eq!(row["mismatch"], false, "{row}");
    let id = row["id"].as_str().unwrap();
    let payment = edge.payment(id);
    assert_eq!(payment["status"], "captured", "{payment}");
    assert_eq!(payment["captured"], captured, "{payment}");
    assert_eq!(payment["reference"], reference, "{payment}");
    assert_eq!(
        simulator.booked(reference),
        [format!("capture {minor} {currency}")]
    );
    assert_eq!(simulator.reserved(reference), 0);
    id.to_owned()
}

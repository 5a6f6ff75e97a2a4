//! Money that goes back at PayPal's older ways to pay and at Payflow: because we say so, or because
//! the payer disputes it.

use end_to_end::{Browser, BrowserOptions, Order, SHORT, Stage, eventually};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};
use crate::office::enter;

pub(crate) fn tests(suite: &mut Suite) {
    for (name, terminal) in [("express", "paypal-express-us"), ("payflow", "payflow-us")] {
        suite.plain(
            &format!("back_office_refund_{name}"),
            Turn::Shared,
            move |stage| refund(stage, terminal),
        );
    }
    let options = BrowserOptions {
        scripts: false,
        ..BrowserOptions::default()
    };
    suite.browser_with("dispute_lost", Turn::Shared, options, dispute_lost);
}

fn paid(stage: &Stage, value: &str, minor: i64, terminal: &str) -> Order {
    let order = Order::place(&stage.edge, "every-provider", value, "USD", terminal);
    order.pay_and_settle(&stage.edge, &stage.simulator, minor, "USD");
    order
}

/// Waits until payment and index agree on a status.
fn becomes(stage: &Stage, order: &Order, status: &str) -> Value {
    eventually(&format!("payment and index tell {status}"), SHORT, || {
        let payment = stage.edge.payment(&order.id);
        let rows = stage
            .edge
            .payments(&format!("reference={}", order.reference));
        if payment["status"] == status && rows[0]["status"] == status {
            Ok(payment)
        } else {
            Err((payment, rows))
        }
    })
}

/// A part, twice with one key, then the rest.
fn refund(stage: &Stage, terminal: &str) {
    let (edge, simulator) = (&stage.edge, &stage.simulator);
    let order = paid(stage, "80.00", 8000, terminal);
    let part = edge.refund(&order.id, &Order::new_key(), Some(("30.00", "USD")));
    part.send().expect(200);
    part.send().expect(200);
    let payment = becomes(stage, &order, "partially_refunded");
    assert_eq!(payment["refunded"]["value"], "30.00", "{payment}");
    let booked = simulator.booked(&order.reference);
    assert_eq!(booked, ["capture 8000 USD", "refund 3000 USD"]);
    let rest = edge.refund(&order.id, &Order::new_key(), None);
    rest.send().expect(200);
    let payment = becomes(stage, &order, "refunded");
    assert_eq!(payment["refunded"]["value"], "80.00", "{payment}");
    let booked = simulator.booked(&order.reference);
    assert_eq!(
        booked,
        ["capture 8000 USD", "refund 3000 USD", "refund 5000 USD"]
    );
}

/// A complaint is opened, and decided for the payer: the money is taken back.
async fn dispute_lost(stage: &Stage, browser: &Browser) {
    let simulator = &stage.simulator;
    let order = paid(stage, "61.00", 6100, "paypal-express-us");
    let about = json!({ "transaction": simulator.transaction(&order.id) });
    let case = simulator.control("case/open", &about)["case"].take();
    let payment = becomes(stage, &order, "disputed");
    assert_eq!(payment["detail"]["disputes"][0]["id"], case, "{payment}");
    assert_eq!(
        payment["detail"]["disputes"][0]["stage"], "open",
        "{payment}"
    );
    enter(stage, browser, "/admin/disputes").await;
    let line = listed(stage, browser, &order).await.unwrap();
    assert!(line.contains("Disputed"), "{line}");

    simulator.control("transaction/reverse", &about);
    let payment = becomes(stage, &order, "reversed");
    assert_eq!(payment["reversed"]["value"], "61.00", "{payment}");
    assert_eq!(
        payment["detail"]["refundable"]["value"], "0.00",
        "{payment}"
    );
    let booked = simulator.booked(&order.reference);
    assert_eq!(booked, ["capture 6100 USD", "reversal 6100 USD"]);
    let line = listed(stage, browser, &order).await.unwrap();
    assert!(line.contains("Taken back"), "{line}");

    simulator.control("case/close", &json!({ "case": case }));
    eventually("the case is over", SHORT, || {
        let payment = stage.edge.payment(&order.id);
        match payment["detail"]["disputes"][0]["stage"].as_str() {
            Some("open") | None => Err(payment),
            Some(_) => Ok(()),
        }
    });
    let payment = becomes(stage, &order, "reversed");
    assert_eq!(payment["reversed"]["value"], "61.00", "{payment}");
}

/// What the list of disputes says of the payment.
async fn listed(stage: &Stage, browser: &Browser, order: &Order) -> Option<String> {
    browser.open(&stage.edge.url("/admin/disputes")).await;
    for row in browser.all("tbody tr").await {
        let text = row.text().await.unwrap();
        if text.contains(&order.reference) {
            return Some(text);
        }
    }
    None
}

//! Capture, cancel and refund, as an operator asks for them.

use end_to_end::{Edge, Order, SHORT, Simulator, Stage, eventually};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    for terminal in ["saferpay-test", "paypal-test"] {
        let name = terminal.trim_end_matches("-test");
        suite.plain(
            &format!("back_office_refund_{name}"),
            Turn::Shared,
            move |stage| {
                refund(stage, terminal);
            },
        );
        suite.plain(
            &format!("back_office_capture_{name}"),
            Turn::Shared,
            move |stage| {
                capture(stage, terminal);
            },
        );
        suite.plain(
            &format!("back_office_cancel_{name}"),
            Turn::Shared,
            move |stage| {
                cancel(stage, terminal);
            },
        );
    }
}

const MANUAL: &str = "manual-capture";

#[track_caller]
fn becomes(edge: &Edge, order: &Order, status: &str) -> Value {
    eventually(&format!("payment and index tell {status}"), SHORT, || {
        let payment = edge.payment(&order.id);
        let rows = edge.payments(&format!("reference={}", order.reference));
        let same = ["status", "amount", "captured", "refunded"]
            .iter()
            .all(|name| rows.first().is_some_and(|row| row[name] == payment[name]));
        if same && payment["status"] == status {
            Ok(payment)
        } else {
            Err((payment, rows))
        }
    })
}

fn booked(simulator: &Simulator, order: &Order, expected: &[&str]) {
    eventually("the provider's books follow", SHORT, || {
        let booked = simulator.booked(&order.reference);
        if booked == expected {
            Ok(())
        } else {
            Err(booked)
        }
    });
}

#[track_caller]
fn refused(answer: &end_to_end::Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.json()["code"], code, "{}", answer.body);
}

fn refund(stage: &Stage, terminal: &str) {
    let (edge, simulator) = (&stage.edge, &stage.simulator);
    let order = Order::place(edge, "demo", "80.00", "CHF", terminal);
    order.pay_and_settle(edge, simulator, 8000, "CHF");

    let too_much = edge.refund(&order.id, &Order::new_key(), Some(("80.01", "CHF")));
    refused(&too_much.send(), 422, "refund_amount");
    let nothing = edge.refund(&order.id, &Order::new_key(), Some(("0.00", "CHF")));
    refused(&nothing.send(), 422, "refund_amount");
    let other = edge.refund(&order.id, &Order::new_key(), Some(("5.00", "EUR")));
    refused(&other.send(), 422, "refund_amount");
    booked(simulator, &order, &["capture 8000 CHF"]);

    let key = Order::new_key();
    let part = edge.refund(&order.id, &key, Some(("30.00", "CHF")));
    part.send().expect(200);
    part.send().expect(200);
    let payment = becomes(edge, &order, "partially_refunded");
    assert_eq!(payment["refunded"]["value"], "30.00");
    booked(simulator, &order, &["capture 8000 CHF", "refund 3000 CHF"]);
    let changed = edge.refund(&order.id, &key, Some(("31.00", "CHF")));
    refused(&changed.send(), 409, "idempotency_key_reused");
    let too_much = edge.refund(&order.id, &Order::new_key(), Some(("50.01", "CHF")));
    refused(&too_much.send(), 422, "refund_amount");

    edge.refund(&order.id, &Order::new_key(), None)
        .send()
        .expect(200);
    let payment = becomes(edge, &order, "refunded");
    assert_eq!(payment["refunded"]["value"], "80.00");
    assert_eq!(payment["captured"]["value"], "80.00");
    booked(
        simulator,
        &order,
        &["capture 8000 CHF", "refund 3000 CHF", "refund 5000 CHF"],
    );
    let more = edge.refund(&order.id, &Order::new_key(), None);
    refused(&more.send(), 409, "not_refundable");
    refused(
        &edge.operate(&order.id, "cancel").send(),
        409,
        "not_cancelable",
    );
    // The first key again, after all this: still the same refund.
    part.send().expect(200);
    tells_the_story(
        stage,
        &order,
        &["opened", "session_opened", "captured", "refunded"],
    );
    booked(
        simulator,
        &order,
        &["capture 8000 CHF", "refund 3000 CHF", "refund 5000 CHF"],
    );
}

fn authorized(stage: &Stage, terminal: &str) -> Order {
    stage
        .edge
        .put_link(MANUAL, &json!({ "authorization": "authorize_only" }));
    let order = Order::place(&stage.edge, MANUAL, "60.00", "EUR", terminal);
    order.pay();
    let payment = becomes(&stage.edge, &order, "authorized");
    assert_eq!(payment["captured"]["value"], "0.00");
    assert_eq!(stage.simulator.booked(&order.reference), [""; 0]);
    assert_eq!(stage.simulator.reserved(&order.reference), 6000);
    order
}

fn capture(stage: &Stage, terminal: &str) {
    let edge = &stage.edge;
    let order = authorized(stage, terminal);
    let early = edge.refund(&order.id, &Order::new_key(), None);
    refused(&early.send(), 409, "not_refundable");
    edge.operate(&order.id, "capture").send().expect(200);
    let payment = becomes(edge, &order, "captured");
    assert_eq!(payment["captured"]["value"], "60.00");
    booked(&stage.simulator, &order, &["capture 6000 EUR"]);
    assert_eq!(stage.simulator.reserved(&order.reference), 0);
    refused(
        &edge.operate(&order.id, "cancel").send(),
        409,
        "not_cancelable",
    );
    // Twice is once.
    let again = edge.operate(&order.id, "capture").send();
    assert!(matches!(again.status, 200 | 409), "{}", again.body);
    booked(&stage.simulator, &order, &["capture 6000 EUR"]);
    tells_the_story(
        stage,
        &order,
        &["opened", "authorized", "capture_requested", "captured"],
    );
}

fn cancel(stage: &Stage, terminal: &str) {
    let edge = &stage.edge;
    let order = authorized(stage, terminal);
    edge.operate(&order.id, "cancel").send().expect(200);
    becomes(edge, &order, "canceled");
    assert_eq!(stage.simulator.reserved(&order.reference), 0);
    refused(
        &edge.operate(&order.id, "capture").send(),
        409,
        "not_capturable",
    );
    let refund = edge.refund(&order.id, &Order::new_key(), None);
    refused(&refund.send(), 409, "not_refundable");
    booked(&stage.simulator, &order, &[]);
    tells_the_story(
        stage,
        &order,
        &["opened", "authorized", "cancel_requested", "canceled"],
    );
}

/// The timeline has these, in this order, and nothing that only the donor or a provider may know.
fn tells_the_story(stage: &Stage, order: &Order, expected: &[&str]) {
    let payment = stage.edge.payment(&order.id);
    let timeline = payment["timeline"].as_array().unwrap();
    let mut left = expected.iter().peekable();
    for line in timeline {
        assert!(line["at"].as_str().unwrap().ends_with('Z'), "{line}");
        if left.peek().is_some_and(|next| line["type"] == **next) {
            left.next();
        }
    }
    assert_eq!(left.next(), None, "{payment}");
    let text = payment.to_string();
    for secret in [
        order.secret.as_str(),
        "\"secret\"",
        "notify_token",
        "body_hash",
        "simulator-password",
        "simulator-secret",
        "dev-admin-token",
        "dev-signing-key",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

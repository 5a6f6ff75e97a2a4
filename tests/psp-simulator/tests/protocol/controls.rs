//! `/_sim/…` for what merchant and PayPal do to a payment.

use http::Request;
use psp_simulator::{Action, MovementKind, Simulator};
use serde_json::{Value, json};

use crate::classic::{LISTENER, only, pay};
use crate::support::{Shop, order_body, send, simulator, text};

fn post(sim: &mut Simulator, name: &str, body: &Value) -> (u16, Value) {
    let request = Request::post(format!("http://127.0.0.1:8788/_sim/{name}"))
        .body(body.to_string().into_bytes())
        .unwrap();
    send(sim, &request)
}

#[test]
fn classic_payments_are_moved_by_controls() {
    let mut sim = simulator();
    let paid = pay(&mut sim, &[], Action::Pay);
    let id = paid.get("txn_id");
    let (_, body) = post(
        &mut sim,
        "transaction/refund",
        &json!({ "transaction": id, "amount_minor": 1000 }),
    );
    let refund = text(&body, "/refund");
    assert_eq!(only(&mut sim).get("txn_id"), refund);
    let (_, body) = post(&mut sim, "case/open", &json!({ "transaction": id }));
    let case = text(&body, "/case");
    assert_eq!(only(&mut sim).get("case_id"), case);
    let (_, body) = post(
        &mut sim,
        "transaction/reverse",
        &json!({ "transaction": id }),
    );
    let reversal = text(&body, "/reversal");
    let told = only(&mut sim);
    assert_eq!(
        (told.get("txn_id"), told.get("mc_gross")),
        (reversal.as_str(), "-90.00")
    );
    assert_eq!(told.get("reason_code"), "chargeback");
    let (_, body) = post(
        &mut sim,
        "transaction/cancel-reversal",
        &json!({ "transaction": id }),
    );
    assert_eq!(
        only(&mut sim).get("txn_id"),
        text(&body, "/canceled_reversal")
    );
    let (_, body) = post(&mut sim, "case/close", &json!({ "case": case }));
    assert_eq!(body, json!({ "closed": true }));
    assert_eq!(only(&mut sim).get("txn_type"), "adjustment");
    let (_, body) = post(&mut sim, "reverse", &json!({ "capture": id }));
    assert_eq!(body, json!({ "reversed": true }));
    assert_eq!(sim.books().total("pay_1", MovementKind::Reversal), 18_000);
}

#[test]
fn the_history_of_the_account_is_shown() {
    let mut sim = simulator();
    let paid = pay(&mut sim, &[("invoice", "R-1")], Action::Pay);
    let waiting = pay(&mut sim, &[], Action::Unheld);
    sim.refund_at_paypal(paid.get("txn_id"), Some(1000))
        .unwrap();
    let case = sim
        .open_case(paid.get("txn_id"), "complaint", "non_receipt", None)
        .unwrap();
    let list = Request::get("http://127.0.0.1:8788/_sim/transactions")
        .body(Vec::new())
        .unwrap();
    let (_, list) = send(&mut sim, &list);
    assert_eq!(list["transactions"].as_array().unwrap().len(), 3);
    for (pointer, value) in [
        ("/transactions/0/id", json!(paid.get("txn_id"))),
        ("/transactions/0/status", json!("Partially_Refunded")),
        ("/transactions/0/invoice", json!("R-1")),
        ("/transactions/0/refunded_minor", json!(1000)),
        ("/transactions/0/cases/0/id", json!(case)),
        ("/transactions/1/id", json!(waiting.get("txn_id"))),
        ("/transactions/1/pending_reason", json!("multi_currency")),
        ("/transactions/1/fee_minor", Value::Null),
        ("/transactions/2/parent", json!(paid.get("txn_id"))),
        ("/transactions/2/gross_minor", json!(-1000)),
    ] {
        assert_eq!(list.pointer(pointer), Some(&value), "{pointer}");
    }
}

#[test]
fn an_account_is_changed_by_a_control() {
    let mut sim = simulator();
    let body = json!({
        "provider": "paypal_classic", "email": "caisse@obole.test", "charset": "UTF-8",
        "currencies": ["EUR"], "unheld": "convert", "rates": { "USD": "0.9" }, "test": false,
        "notify_url": "http://127.0.0.1:8787/notify/account",
    });
    assert_eq!(post(&mut sim, "accounts", &body).0, 200);
    let message = pay(&mut sim, &[("notify_url", "")], Action::Pay);
    assert_eq!(message.target, "http://127.0.0.1:8787/notify/account");
    assert_eq!(message.get("settle_amount"), "87.30");
    assert_eq!(message.get("charset"), "UTF-8");
    assert_eq!(
        message.get("receiver_id"),
        "WQ2ER5TY8HJKN",
        "the rest stays"
    );
    assert!(!message.has("test_ipn"));
    let other =
        json!({ "provider": "paypal_classic", "email": "new@obole.test", "id": "ZQ2ER5TY8HJKN" });
    assert_eq!(post(&mut sim, "accounts", &other).0, 200);
    let more = [("business", "ZQ2ER5TY8HJKN")];
    assert_eq!(
        pay(&mut sim, &more, Action::Pay).get("receiver_email"),
        "new@obole.test"
    );
    let odd = json!({ "provider": "paypal_classic", "email": "x", "emial": "y" });
    assert_eq!(post(&mut sim, "accounts", &odd).0, 400);
}

#[test]
fn payments_that_wait_are_decided_by_controls() {
    let mut sim = simulator();
    let one = pay(&mut sim, &[], Action::Unheld).get("txn_id").to_owned();
    let two = pay(&mut sim, &[], Action::Unheld).get("txn_id").to_owned();
    let (_, body) = post(
        &mut sim,
        "transaction/accept",
        &json!({ "transaction": one }),
    );
    assert_eq!(body, json!({ "accepted": true }));
    assert_eq!(only(&mut sim).get("payment_status"), "Completed");
    let (_, body) = post(&mut sim, "transaction/deny", &json!({ "transaction": two }));
    assert_eq!(body, json!({ "denied": true }));
    assert_eq!(only(&mut sim).get("payment_status"), "Denied");
}

#[test]
fn messages_are_sent_and_listed_by_controls() {
    let mut sim = simulator();
    let body = json!({
        "notify_url": LISTENER, "sample": "subscr_signup", "fields": { "subscr_id": "S-1" },
    });
    let (_, body) = post(&mut sim, "ipn", &body);
    let track = text(&body, "/track_id");
    let message = only(&mut sim);
    assert_eq!(message.get("subscr_id"), "S-1");
    let (_, body) = post(
        &mut sim,
        "ipn/resend",
        &json!({ "track_id": track, "marked": true }),
    );
    assert_eq!(body, json!({ "sent": true }));
    assert_eq!(only(&mut sim).get("resend"), "true");
    let list = Request::get("http://127.0.0.1:8788/_sim/ipn")
        .body(Vec::new())
        .unwrap();
    let (_, list) = send(&mut sim, &list);
    assert_eq!(list["sent"].as_array().unwrap().len(), 2);
    assert_eq!(text(&list, "/sent/0/track_id"), track);
    assert_eq!(text(&list, "/sent/0/body").as_bytes(), message.raw);
    assert_eq!(post(&mut sim, "ipn", &json!({ "feilds": {} })).0, 400);
    assert_eq!(post(&mut sim, "case/shut", &json!({})).0, 404);
}

#[test]
fn disputes_are_decided_by_controls() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (order, url) = shop.order(&mut sim, &order_body());
    sim.payer_act(&url, Action::Pay).unwrap();
    let path = format!("/v2/checkout/orders/{order}/capture");
    let (_, body) = shop.post(&mut sim, &path, &json!({}));
    let capture = text(&body, "/purchase_units/0/payments/captures/0/id");
    let (_, body) = post(&mut sim, "dispute/open", &json!({ "capture": capture }));
    let dispute = text(&body, "/dispute");
    let (_, body) = post(&mut sim, "dispute/escalate", &json!({ "dispute": dispute }));
    assert_eq!(body, json!({ "escalated": true }));
    let lost = json!({ "dispute": dispute, "outcome": "lost" });
    assert_eq!(
        post(&mut sim, "dispute/resolve", &lost).1,
        json!({ "resolved": true })
    );
    assert_eq!(sim.books().total("RE-2", MovementKind::Reversal), 1250);
    let odd = json!({ "dispute": dispute, "outcome": "forgotten" });
    assert_eq!(post(&mut sim, "dispute/resolve", &odd).0, 400);
}

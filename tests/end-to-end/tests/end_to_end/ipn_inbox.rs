//! PayPal's older messages in the inbox: forged, for somebody else, for no payment, of the wrong
//! world; and one that an operator attaches by hand.

use end_to_end::{Browser, BrowserOptions, Call, Order, SHORT, Stage, eventually};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};
use crate::office::{enter, fill, press, reads};

const TERMINAL: &str = "paypal-standard";

pub(crate) fn tests(suite: &mut Suite) {
    suite.plain("ipn_forged", Turn::Shared, forged);
    suite.plain("ipn_wrong_receiver", Turn::Shared, wrong_receiver);
    suite.plain("ipn_test_at_live_terminal", Turn::Shared, test_at_live);
    let options = BrowserOptions {
        scripts: false,
        ..BrowserOptions::default()
    };
    suite.browser_with("ipn_attached_by_hand", Turn::Shared, options, attached);
}

/// A payment of that sum as PayPal tells of it, under a name of its own.
fn told(amount: &str) -> (String, Value) {
    let transaction: String = Order::new_key()
        .to_ascii_uppercase()
        .chars()
        .rev()
        .filter(char::is_ascii_alphanumeric)
        .take(17)
        .collect();
    let fields = json!({
        "txn_id": transaction, "txn_type": "web_accept", "payment_type": "instant",
        "payment_status": "Completed", "mc_gross": amount, "mc_fee": "1.00",
        "mc_currency": "USD", "business": "caisse@obole.test",
        "payer_email": "payer@example.test",
    });
    (transaction, fields)
}

fn send(stage: &Stage, terminal: &str, fields: &Value) {
    let notify_url = stage.edge.url(&format!("/notify/{terminal}"));
    let sent = json!({ "notify_url": notify_url, "fields": fields });
    let sent = stage.simulator.control("ipn", &sent);
    assert!(sent["track_id"].is_string(), "{sent}");
}

fn place(stage: &Stage, value: &str) -> Order {
    Order::place(&stage.edge, "every-provider", value, "USD", TERMINAL)
}

/// PayPal is asked about every byte, and did not send these.
fn forged(stage: &Stage) {
    let order = place(stage, "31.00");
    let (transaction, mut fields) = told("31.00");
    fields["custom"] = json!(order.id);
    fields["receiver_email"] = json!("caisse@obole.test");
    fields["test_ipn"] = json!("1");
    let form: Vec<(&str, &str)> = fields
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    let url = stage.edge.url(&format!("/notify/{TERMINAL}"));
    Call::post(url).form(&form).send().expect(200);
    let notice = stage.edge.notice(TERMINAL, "txn_id", &transaction);
    assert_eq!(notice["state"], "refused", "{notice}");
    assert_eq!(notice["verified"], false, "{notice}");
    assert_eq!(notice["reason"], "PayPal did not send this message");
    assert_eq!(stage.edge.payment(&order.id)["status"], "created");
    let attach = format!("notices/{}/attach", notice["id"].as_str().unwrap());
    let attach = stage.edge.admin("POST", &attach);
    let refused = attach.json(&json!({ "payment": order.id })).send();
    assert_eq!(
        refused.json()["code"],
        "notice_not_attachable",
        "{}",
        refused.body
    );
    assert_eq!(stage.edge.payment(&order.id)["status"], "created");
}

/// Genuine, but the money went to somebody else.
fn wrong_receiver(stage: &Stage) {
    let order = place(stage, "32.00");
    let (transaction, mut fields) = told("32.00");
    fields["custom"] = json!(order.id);
    for name in ["receiver_email", "business"] {
        fields[name] = json!("somebody@example.test");
    }
    fields["receiver_id"] = json!("AAAAAAAAAAAAA");
    send(stage, TERMINAL, &fields);
    let notice = stage.edge.notice(TERMINAL, "txn_id", &transaction);
    let notice = judged(stage, &notice);
    assert_eq!(notice["state"], "refused", "{notice}");
    assert_eq!(notice["verified"], true, "{notice}");
    assert_eq!(notice["reason"], "the receiver is another account");
    assert_eq!(stage.edge.payment(&order.id)["status"], "created");
}

/// The notice, once it was worked on.
fn judged(stage: &Stage, notice: &Value) -> Value {
    let path = format!("notices/{}", notice["id"].as_str().unwrap());
    eventually("the notice is worked on", SHORT, || {
        let answer = stage.edge.admin("GET", &path).send().expect(200);
        let notice = answer.json()["notice"].take();
        if notice["state"] == "received" {
            Err(notice)
        } else {
            Ok(notice)
        }
    })
}

/// PayPal's sandbox pays nothing: a live payment is not paid by it.
fn test_at_live(stage: &Stage) {
    let edge = &stage.edge;
    let body = json!({
        "kind": "paypal_standard", "name": "Live buttons", "currencies": ["USD"],
        "credentials": { "live": { "business": "caisse@obole.test" } },
    });
    edge.put_terminal("live-buttons", &body).expect(200);
    for step in ["check", "mode"] {
        let step = edge.admin("POST", &format!("terminals/live-buttons/{step}"));
        step.json(&json!({ "mode": "live" })).send().expect(200);
    }
    edge.put_link(
        "live-buttons",
        &json!({ "terminals": ["live-buttons"], "currencies": ["USD"] }),
    );
    let order = Order::place(edge, "live-buttons", "33.00", "USD", "live-buttons");
    let payment = edge.payment(&order.id);
    assert_eq!(payment["test"], false, "{payment}");
    Call::get(order.press("pay")).send().expect(303);
    let transaction = stage.simulator.transaction(&order.id);
    let notice = edge.notice("live-buttons", "txn_id", &transaction);
    let notice = judged(stage, &notice);
    assert_eq!(notice["state"], "refused", "{notice}");
    assert_eq!(notice["reason"], "a test message for a live terminal");
    assert_eq!(edge.payment(&order.id)["captured"]["value"], "0.00");
}

/// Money came without our name on it: the operator says which gift it is.
async fn attached(stage: &Stage, browser: &Browser) {
    let order = place(stage, "34.00");
    let (transaction, fields) = told("34.00");
    send(stage, TERMINAL, &fields);
    let notice = stage.edge.notice(TERMINAL, "txn_id", &transaction);
    let notice = judged(stage, &notice);
    assert_eq!(notice["state"], "unmatched", "{notice}");
    assert_eq!(stage.edge.payment(&order.id)["status"], "created");

    let path = format!("/admin/notices/{}", notice["id"].as_str().unwrap());
    enter(stage, browser, "/admin/notices?state=unmatched").await;
    let link = browser.one(&format!("tbody a[href='{path}']")).await;
    link.click().await.unwrap();
    fill(browser, "payment", "OBL-nothing").await;
    press(browser, "Attach to a payment").await;
    browser.one("[name=payment][aria-invalid]").await;
    fill(browser, "payment", &order.reference).await;
    press(browser, "Attach to a payment").await;
    reads(browser, "The notice is attached to the payment.").await;
    reads(browser, &order.reference).await;
    let notice = stage.edge.notice(TERMINAL, "txn_id", &transaction);
    assert_eq!(notice["state"], "applied", "{notice}");
    assert_eq!(notice["payment"], order.id.as_str(), "{notice}");
    let payment = stage.edge.payment(&order.id);
    assert_eq!(payment["status"], "captured", "{payment}");
    assert_eq!(payment["captured"]["value"], "34.00", "{payment}");
}

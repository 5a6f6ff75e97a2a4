//! The hosted pages as a person and a browser test see them.

use http::Request;
use psp_simulator::Action;
use serde_json::json;

use crate::support::{Shop, initialize, initialize_body, order_body, saferpay, simulator, text};

fn html(sim: &mut psp_simulator::Simulator, url: &str) -> String {
    let request = Request::get(url).body(Vec::new()).unwrap();
    String::from_utf8(sim.handle(&request).response.into_body()).unwrap()
}

#[test]
fn the_payment_page_names_amount_and_offers_its_buttons() {
    let mut sim = simulator();
    let (_, url) = initialize(&mut sim);
    let page = html(&mut sim, &url);
    for piece in ["CHF 120.50", "Invoice RE-1", "simulator", "lang=\"en\""] {
        assert!(page.contains(piece), "{piece}");
    }
    for id in ["pay", "twint", "decline", "3ds", "abort"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

#[test]
fn twint_is_offered_only_where_it_pays() {
    let mut sim = simulator();
    for (currency, methods, offered) in [
        ("CHF", json!(["CARD", "TWINT"]), true),
        ("CHF", json!(["CARD"]), false),
        ("EUR", json!([]), false),
    ] {
        let mut body = initialize_body();
        body["Payment"]["Amount"]["CurrencyCode"] = json!(currency);
        body["PaymentMethods"] = methods;
        let (_, body) = saferpay(&mut sim, "PaymentPage/Initialize", body);
        let url = text(&body, "/RedirectUrl");
        assert_eq!(
            html(&mut sim, &url).contains("id=\"twint\""),
            offered,
            "{currency}"
        );
        let form = Request::post(&url).body(b"action=twint".to_vec()).unwrap();
        assert_eq!(sim.handle(&form).response.status() == 303, offered);
    }
}

#[test]
fn texts_of_the_merchant_cannot_break_the_page() {
    let mut sim = simulator();
    let mut body = initialize_body();
    body["Payment"]["Description"] = json!("<script>alert('x')</script>&\"");
    let (_, body) = saferpay(&mut sim, "PaymentPage/Initialize", body);
    let page = html(&mut sim, &text(&body, "/RedirectUrl"));
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
}

#[test]
fn the_approval_page_can_be_opened_again_and_sends_back_with_the_token() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (id, url) = shop.order(&mut sim, &order_body());
    let page = html(&mut sim, &url);
    for id in ["pay", "decline", "pending", "pending-denied", "abort"] {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let canceled = sim.payer_act(&url, Action::Abort).unwrap();
    assert_eq!(
        canceled,
        format!("http://127.0.0.1:8787/return/p/cancel?token={id}")
    );
    let back = sim.payer_act(&url, Action::Pay).unwrap();
    assert!(
        back.starts_with(&format!(
            "http://127.0.0.1:8787/return/p/done?x=1&token={id}&PayerID="
        )),
        "{back}"
    );
    let payer = back.rsplit('=').next().unwrap();
    assert!(payer.len() == 13 && !payer.contains(['0', '1', 'I', 'O']));
}

#[test]
fn an_order_without_addresses_is_a_dead_end() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let mut body = order_body();
    body.as_object_mut().unwrap().remove("payment_source");
    let (_, url) = shop.order(&mut sim, &body);
    assert_eq!(sim.payer_act(&url, Action::Pay), None);
}

#[test]
fn a_merchant_who_wants_money_at_once_is_offered_no_echeck() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let mut body = order_body();
    body["payment_source"]["paypal"]["experience_context"]["payment_method_preference"] =
        json!("IMMEDIATE_PAYMENT_REQUIRED");
    let (_, url) = shop.order(&mut sim, &body);
    assert!(!html(&mut sim, &url).contains("id=\"pending\""));
    assert_eq!(sim.payer_act(&url, Action::Pending), None);
}

#[test]
fn a_completed_order_sends_back_and_changes_nothing() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (id, url) = shop.order(&mut sim, &order_body());
    let back = sim.payer_act(&url, Action::Pay);
    shop.post(
        &mut sim,
        &format!("/v2/checkout/orders/{id}/capture"),
        &json!({}),
    );
    assert_eq!(sim.payer_act(&url, Action::Decline), back);
    let (_, order) = shop.get(&mut sim, &format!("/v2/checkout/orders/{id}"));
    assert_eq!(text(&order, "/status"), "COMPLETED");
    assert_eq!(sim.books().movements().len(), 1);
}

//! From order to refund, and what a repeated request gets.

use psp_simulator::{Action, MovementKind, Simulator};
use serde_json::{Value, json};

use crate::support::{DAY, HOUR, Shop, issue, order_body, send, simulator, text};

const CAPTURE: &str = "/purchase_units/0/payments/captures/0";

fn paid(sim: &mut Simulator, shop: &Shop, action: Action) -> (String, Value) {
    let (id, url) = shop.order(sim, &order_body());
    sim.payer_act(&url, action).unwrap();
    let (status, body) = shop.post(
        sim,
        &format!("/v2/checkout/orders/{id}/capture"),
        &json!({}),
    );
    assert_eq!(status, 201, "{body}");
    (id, body)
}

fn capture_id(body: &Value) -> String {
    text(body, &format!("{CAPTURE}/id"))
}

#[test]
fn both_kinds_of_order_link_to_the_approval_page() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (status, body) = shop.post(&mut sim, "/v2/checkout/orders", &order_body());
    assert_eq!(
        (status, text(&body, "/status").as_str()),
        (200, "PAYER_ACTION_REQUIRED")
    );
    assert_eq!(text(&body, "/links/1/rel"), "payer-action");
    let mut old = order_body();
    let context = old["payment_source"]["paypal"]["experience_context"].take();
    old.as_object_mut().unwrap().remove("payment_source");
    old["application_context"] = context;
    let (status, body) = shop.post(&mut sim, "/v2/checkout/orders", &old);
    assert_eq!((status, text(&body, "/status").as_str()), (201, "CREATED"));
    assert_eq!(text(&body, "/links/1/rel"), "approve");
    assert!(
        sim.payer_act(&text(&body, "/links/1/href"), Action::Pay)
            .is_some()
    );
}

#[test]
fn a_capture_is_booked_and_seen_everywhere() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (order, body) = paid(&mut sim, &shop, Action::Pay);
    assert_eq!(text(&body, "/status"), "COMPLETED");
    assert_eq!(text(&body, &format!("{CAPTURE}/status")), "COMPLETED");
    assert_eq!(text(&body, &format!("{CAPTURE}/custom_id")), "RE-2");
    let (_, capture) = shop.get(
        &mut sim,
        &format!("/v2/payments/captures/{}", capture_id(&body)),
    );
    assert_eq!(
        text(&capture, "/supplementary_data/related_ids/order_id"),
        order
    );
    assert_eq!(sim.books().total("RE-2", MovementKind::Capture), 1250);
}

#[test]
fn the_minimal_answer_tells_nothing_of_the_capture() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (id, url) = shop.order(&mut sim, &order_body());
    sim.payer_act(&url, Action::Pay).unwrap();
    let request = shop.request(
        &format!("/v2/checkout/orders/{id}/capture"),
        Some(&json!({})),
        &[],
    );
    let (_, body) = send(&mut sim, &request);
    let names: Vec<_> = body.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["id", "links", "status"]);
}

#[test]
fn a_repeated_request_id_gets_the_present_state_and_moves_nothing() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let orders = "/v2/checkout/orders";
    let (_, first) = shop.post_once(&mut sim, orders, &order_body(), "k1");
    let (status, again) = shop.post_once(&mut sim, orders, &order_body(), "k1");
    assert_eq!((status, text(&again, "/id")), (200, text(&first, "/id")));
    let mut other = order_body();
    other["purchase_units"][0]["amount"]["value"] = json!("99.00");
    let (status, body) = shop.post_once(&mut sim, orders, &other, "k1");
    assert_eq!(
        (status, issue(&body).as_str()),
        (422, "DUPLICATE_REQUEST_ID")
    );

    sim.payer_act(&text(&first, "/links/1/href"), Action::Pay)
        .unwrap();
    let capture = format!("{orders}/{}/capture", text(&first, "/id"));
    let (status, done) = shop.post_once(&mut sim, &capture, &json!({}), "k1");
    assert_eq!(status, 201, "the key is per operation");
    let (status, again) = shop.post_once(&mut sim, &capture, &json!({}), "k1");
    assert_eq!((status, capture_id(&again)), (200, capture_id(&done)));

    let refund = format!("/v2/payments/captures/{}/refund", capture_id(&done));
    let part = json!({ "amount": { "currency_code": "CHF", "value": "5.00" } });
    assert_eq!(shop.post_once(&mut sim, &refund, &part, "r1").0, 201);
    assert_eq!(shop.post_once(&mut sim, &refund, &part, "r1").0, 200);
    assert_eq!(sim.books().total("RE-2", MovementKind::Refund), 500);
    // Orders forget after 6 hours, payments only after 45 days.
    sim.advance(6 * HOUR);
    let (status, body) = shop.post_once(&mut sim, &capture, &json!({}), "k1");
    assert_eq!(
        (status, issue(&body).as_str()),
        (422, "ORDER_ALREADY_CAPTURED")
    );
    sim.advance(30 * DAY);
    let shop = Shop::open(&mut sim);
    assert_eq!(shop.post_once(&mut sim, &refund, &part, "r1").0, 200);
}

#[test]
fn a_declined_payer_chooses_again_on_the_same_order() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (id, url) = shop.order(&mut sim, &order_body());
    sim.payer_act(&url, Action::Decline).unwrap();
    let path = format!("/v2/checkout/orders/{id}/capture");
    let (status, body) = shop.post_once(&mut sim, &path, &json!({}), "c1");
    assert_eq!(
        (status, issue(&body).as_str()),
        (422, "INSTRUMENT_DECLINED")
    );
    assert_eq!(text(&body, "/links/1/href"), url);
    assert!(sim.books().movements().is_empty());
    sim.payer_act(&url, Action::Pay).unwrap();
    assert_eq!(shop.post_once(&mut sim, &path, &json!({}), "c1").0, 201);
}

#[test]
fn an_echeck_pays_when_it_clears() {
    for (action, status, booked) in [
        (Action::Pending, "COMPLETED", 1250),
        (Action::PendingDenied, "DECLINED", 0),
    ] {
        let mut sim = simulator();
        let shop = Shop::open(&mut sim);
        let (_, body) = paid(&mut sim, &shop, action);
        assert_eq!(text(&body, "/status"), "COMPLETED");
        assert_eq!(text(&body, &format!("{CAPTURE}/status")), "PENDING");
        assert_eq!(
            text(&body, &format!("{CAPTURE}/status_details/reason")),
            "ECHECK"
        );
        let path = format!("/v2/payments/captures/{}", capture_id(&body));
        let (code, answer) = shop.post(&mut sim, &format!("{path}/refund"), &json!({}));
        assert_eq!((code, issue(&answer).as_str()), (422, "PENDING_CAPTURE"));
        assert_eq!(sim.books().total("RE-2", MovementKind::Capture), 0);
        sim.advance(3 * DAY);
        let shop = Shop::open(&mut sim);
        assert_eq!(text(&shop.get(&mut sim, &path).1, "/status"), status);
        assert_eq!(sim.books().total("RE-2", MovementKind::Capture), booked);
    }
}

#[test]
fn refunds_stop_at_the_captured_sum() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (_, body) = paid(&mut sim, &shop, Action::Pay);
    let capture = format!("/v2/payments/captures/{}", capture_id(&body));
    let refund = format!("{capture}/refund");
    let part = |currency: &str, value: &str| json!({ "amount": { "currency_code": currency, "value": value } });
    for (body, expected) in [
        (part("CHF", "12.51"), "REFUND_AMOUNT_EXCEEDED"),
        (part("EUR", "1.00"), "REFUND_CAPTURE_CURRENCY_MISMATCH"),
        (part("CHF", "0.00"), "CANNOT_BE_ZERO_OR_NEGATIVE"),
    ] {
        let (status, answer) = shop.post(&mut sim, &refund, &body);
        assert_eq!((status, issue(&answer).as_str()), (422, expected));
    }
    let (status, first) = shop.post(&mut sim, &refund, &part("CHF", "2.50"));
    assert_eq!(
        (status, text(&first, "/status").as_str()),
        (201, "COMPLETED")
    );
    assert_eq!(
        text(&shop.get(&mut sim, &capture).1, "/status"),
        "PARTIALLY_REFUNDED"
    );
    let (_, rest) = shop.post(&mut sim, &refund, &json!({}));
    assert_eq!(text(&rest, "/amount/value"), "10.00");
    assert_eq!(
        text(
            &rest,
            "/seller_payable_breakdown/total_refunded_amount/value"
        ),
        "12.50"
    );
    assert_eq!(text(&shop.get(&mut sim, &capture).1, "/status"), "REFUNDED");
    let (_, answer) = shop.post(&mut sim, &refund, &json!({}));
    assert_eq!(issue(&answer), "CAPTURE_FULLY_REFUNDED");
    let (status, read) = shop.get(
        &mut sim,
        &format!("/v2/payments/refunds/{}", text(&first, "/id")),
    );
    assert_eq!(
        (status, text(&read, "/amount/value").as_str()),
        (200, "2.50")
    );
    assert_eq!(sim.books().total("RE-2", MovementKind::Refund), 1250);
}

#[test]
fn a_reversal_takes_back_what_is_left() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (_, body) = paid(&mut sim, &shop, Action::Pay);
    let id = capture_id(&body);
    assert!(sim.reverse(&id));
    assert!(!sim.reverse(&id));
    assert_eq!(sim.books().total("RE-2", MovementKind::Reversal), 1250);
    let (_, read) = shop.get(&mut sim, &format!("/v2/payments/captures/{id}"));
    assert_eq!(text(&read, "/status_details/reason"), "CHARGEBACK");
}

fn authorized(sim: &mut Simulator, shop: &Shop) -> String {
    let mut body = order_body();
    body["intent"] = json!("AUTHORIZE");
    let (id, url) = shop.order(sim, &body);
    sim.payer_act(&url, Action::Pay).unwrap();
    let (status, body) = shop.post(
        sim,
        &format!("/v2/checkout/orders/{id}/authorize"),
        &json!({}),
    );
    assert_eq!(status, 201, "{body}");
    text(&body, "/purchase_units/0/payments/authorizations/0/id")
}

#[test]
fn an_authorization_is_captured_in_parts_up_to_its_sum() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let id = authorized(&mut sim, &shop);
    let path = format!("/v2/payments/authorizations/{id}");
    let part = |value: &str, n: u8| json!({ "amount": { "currency_code": "CHF", "value": value }, "invoice_id": format!("P-{n}") });
    assert_eq!(
        shop.post(&mut sim, &format!("{path}/capture"), &part("10.00", 1))
            .0,
        201
    );
    assert_eq!(
        text(&shop.get(&mut sim, &path).1, "/status"),
        "PARTIALLY_CAPTURED"
    );
    assert_eq!(
        sim.books()
            .open_authorizations(sim.now())
            .next()
            .unwrap()
            .amount_minor,
        250
    );
    let (_, body) = shop.post(&mut sim, &format!("{path}/capture"), &part("2.51", 2));
    assert_eq!(issue(&body), "MAX_CAPTURE_AMOUNT_EXCEEDED");
    let (_, body) = shop.post(&mut sim, &format!("{path}/void"), &json!({}));
    assert_eq!(issue(&body), "PREVIOUSLY_CAPTURED");
    assert_eq!(
        shop.post(&mut sim, &format!("{path}/capture"), &part("2.50", 2))
            .0,
        201
    );
    let (_, body) = shop.post(&mut sim, &format!("{path}/capture"), &part("0.01", 3));
    assert_eq!(issue(&body), "AUTHORIZATION_ALREADY_CAPTURED");
    assert_eq!(sim.books().total("RE-2", MovementKind::Capture), 1250);
    assert_eq!(sim.books().open_authorizations(sim.now()).count(), 0);
}

#[test]
fn an_authorization_is_voided_renewed_or_lapses() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let id = authorized(&mut sim, &shop);
    let void = shop.request(
        &format!("/v2/payments/authorizations/{id}/void"),
        Some(&json!({})),
        &[],
    );
    assert_eq!(send(&mut sim, &void).0, 204);
    assert_eq!(issue(&send(&mut sim, &void).1), "PREVIOUSLY_VOIDED");
    let (_, body) = shop.post(
        &mut sim,
        &format!("/v2/payments/authorizations/{id}/capture"),
        &json!({}),
    );
    assert_eq!(issue(&body), "AUTHORIZATION_VOIDED");

    let id = authorized(&mut sim, &shop);
    let renew = format!("/v2/payments/authorizations/{id}/reauthorize");
    let (_, body) = shop.post(&mut sim, &renew, &json!({}));
    assert_eq!(issue(&body), "REAUTHORIZATION_NOT_SUPPORTED");
    sim.advance(5 * DAY);
    let shop = Shop::open(&mut sim);
    let (status, renewed) = shop.post(&mut sim, &renew, &json!({}));
    assert_eq!(
        (status, text(&renewed, "/status").as_str()),
        (201, "CREATED")
    );
    sim.advance(29 * DAY);
    let shop = Shop::open(&mut sim);
    let path = format!(
        "/v2/payments/authorizations/{}/capture",
        text(&renewed, "/id")
    );
    let (_, body) = shop.post(&mut sim, &path, &json!({}));
    assert_eq!(issue(&body), "AUTHORIZATION_EXPIRED");
    assert!(sim.books().movements().is_empty());
}

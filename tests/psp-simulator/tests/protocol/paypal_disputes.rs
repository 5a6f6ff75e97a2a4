//! PayPal's disputes: how they are told, shown and decided.

use psp_simulator::{Action, DisputeOutcome, MovementKind, Simulator};
use serde_json::{Value, json};

use crate::support::{Shop, issue, order_body, simulator, text};

/// A captured order; returns shop and capture id.
fn paid(sim: &mut Simulator) -> (Shop, String) {
    let shop = Shop::open(sim);
    let (order, url) = shop.order(sim, &order_body());
    sim.payer_act(&url, Action::Pay).unwrap();
    let path = format!("/v2/checkout/orders/{order}/capture");
    let (_, body) = shop.post(sim, &path, &json!({}));
    events(sim);
    let capture = text(&body, "/purchase_units/0/payments/captures/0/id");
    (shop, capture)
}

/// The events that are sent within a minute, by time.
fn events(sim: &mut Simulator) -> Vec<Value> {
    sim.advance(60_000);
    let mut due = sim.due();
    due.sort_by_key(|one| one.id);
    due.iter()
        .map(|one| {
            sim.notice_answered(one.id, Some(200));
            serde_json::from_slice(one.request.body()).unwrap()
        })
        .collect()
}

fn names(events: &[Value]) -> Vec<String> {
    events.iter().map(|one| text(one, "/event_type")).collect()
}

#[test]
fn a_dispute_is_told_and_found_by_its_capture() {
    let mut sim = simulator();
    let (shop, capture) = paid(&mut sim);
    let id = sim
        .open_dispute(&capture, "MERCHANDISE_OR_SERVICE_NOT_RECEIVED")
        .unwrap();
    let told = events(&mut sim);
    assert_eq!(names(&told), ["CUSTOMER.DISPUTE.CREATED"]);
    assert_eq!(text(&told[0], "/resource_type"), "dispute");
    assert_eq!(text(&told[0], "/resource/dispute_id"), id);
    let path = format!("/v1/customer/disputes?disputed_transaction_id={capture}");
    let (status, list) = shop.get(&mut sim, &path);
    assert_eq!(
        (status, text(&list, "/items/0/dispute_id")),
        (200, id.clone())
    );
    let item = &list["items"][0];
    assert_eq!(text(item, "/dispute_state"), "REQUIRED_ACTION");
    assert_eq!(
        text(item, "/seller_response_due_date"),
        "2026-07-30T14:11:07Z"
    );
    assert!(item.get("disputed_transactions").is_none());
    let none = "/v1/customer/disputes?disputed_transaction_id=7AB12345CD678901E";
    assert_eq!(shop.get(&mut sim, none).1["items"], json!([]));
    let (status, whole) = shop.get(&mut sim, &format!("/v1/customer/disputes/{id}"));
    assert_eq!(status, 200);
    for (pointer, value) in [
        (
            "/disputed_transactions/0/seller_transaction_id",
            capture.as_str(),
        ),
        ("/disputed_transactions/0/custom", "RE-2"),
        ("/disputed_transactions/0/invoice_number", "RE-2-1"),
        ("/reason", "MERCHANDISE_OR_SERVICE_NOT_RECEIVED"),
        ("/status", "WAITING_FOR_SELLER_RESPONSE"),
        ("/dispute_life_cycle_stage", "INQUIRY"),
        ("/dispute_amount/value", "12.50"),
        ("/seller_response_due_date", "2026-07-30T14:11:07Z"),
    ] {
        assert_eq!(text(&whole, pointer), value, "{pointer}");
    }
    assert_eq!(
        sim.open_dispute(&capture, "OTHER"),
        None,
        "disputed already"
    );
    assert_eq!(sim.open_dispute("7AB12345CD678901E", "OTHER"), None);
}

#[test]
fn lists_are_the_callers_own_and_take_filters() {
    let mut sim = simulator();
    let (shop, capture) = paid(&mut sim);
    let id = sim.open_dispute(&capture, "OTHER").unwrap();
    let list = |sim: &mut Simulator, query: &str| {
        let (status, body) = shop.get(sim, &format!("/v1/customer/disputes{query}"));
        (status, body["items"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(list(&mut sim, ""), (200, 1));
    assert_eq!(list(&mut sim, "?dispute_state=REQUIRED_ACTION"), (200, 1));
    assert_eq!(list(&mut sim, "?dispute_state=RESOLVED"), (200, 0));
    assert_eq!(
        list(&mut sim, "?dispute_state=RESOLVED,REQUIRED_ACTION"),
        (200, 1)
    );
    let both = format!("?disputed_transaction_id={capture}&start_time=2026-07-20T00:00:00Z");
    assert_eq!(list(&mut sim, &both).0, 400);
    assert_eq!(list(&mut sim, "?page_size=0").0, 400);
    assert_eq!(list(&mut sim, "?page_size=51").0, 400);
    let (status, _) = shop.get(&mut sim, "/v1/customer/disputes/PP-D-0");
    assert_eq!(status, 404);
    sim.put_account(psp_simulator::PayPalAccount {
        client_id: "other".into(),
        ..psp_simulator::PayPalAccount::default()
    });
    let request = http::Request::post("http://127.0.0.1:8788/paypal/v1/oauth2/token")
        .header(
            "authorization",
            crate::support::basic("other", "simulator-secret"),
        )
        .header("content-type", "application/x-www-form-urlencoded")
        .body(b"grant_type=client_credentials".to_vec())
        .unwrap();
    let token = text(&crate::support::send(&mut sim, &request).1, "/access_token");
    let mut ask = |path: &str| {
        let request = http::Request::get(format!("http://127.0.0.1:8788/paypal{path}"))
            .header("authorization", format!("Bearer {token}"))
            .body(Vec::new())
            .unwrap();
        crate::support::send(&mut sim, &request)
    };
    assert_eq!(ask("/v1/customer/disputes").1["items"], json!([]));
    assert_eq!(ask(&format!("/v1/customer/disputes/{id}")).0, 404);
}

#[test]
fn a_lost_dispute_takes_the_money_back() {
    let mut sim = simulator();
    let (shop, capture) = paid(&mut sim);
    let id = sim.open_dispute(&capture, "UNAUTHORISED").unwrap();
    assert!(sim.escalate_dispute(&id) && !sim.escalate_dispute(&id));
    assert_eq!(sim.books().total("RE-2", MovementKind::Reversal), 0);
    assert!(sim.resolve_dispute(&id, DisputeOutcome::Lost));
    assert!(
        !sim.resolve_dispute(&id, DisputeOutcome::Won),
        "decided already"
    );
    assert_eq!(
        names(&events(&mut sim)),
        [
            "CUSTOMER.DISPUTE.CREATED",
            "CUSTOMER.DISPUTE.UPDATED",
            "PAYMENT.CAPTURE.REVERSED",
            "CUSTOMER.DISPUTE.RESOLVED"
        ]
    );
    assert_eq!(sim.books().total("RE-2", MovementKind::Reversal), 1250);
    let (_, list) = shop.get(&mut sim, "/v1/customer/disputes?dispute_state=RESOLVED");
    assert_eq!(text(&list, "/items/0/status"), "RESOLVED");
    assert!(list["items"][0].get("dispute_outcome").is_none());
    let (_, whole) = shop.get(&mut sim, &format!("/v1/customer/disputes/{id}"));
    for (pointer, value) in [
        ("/status", "RESOLVED"),
        ("/dispute_life_cycle_stage", "CHARGEBACK"),
        ("/dispute_outcome/outcome_code", "RESOLVED_BUYER_FAVOUR"),
        ("/dispute_outcome/amount_refunded/value", "12.50"),
        ("/money_movements/0/type", "DEBIT"),
        ("/disputed_transactions/0/transaction_status", "REVERSED"),
    ] {
        assert_eq!(text(&whole, pointer), value, "{pointer}");
    }
    let (_, body) = shop.get(&mut sim, &format!("/v2/payments/captures/{capture}"));
    assert_eq!(text(&body, "/status_details/reason"), "CHARGEBACK");
}

#[test]
fn a_dispute_that_is_won_or_withdrawn_moves_nothing() {
    for (outcome, code) in [
        (DisputeOutcome::Won, "RESOLVED_SELLER_FAVOUR"),
        (DisputeOutcome::Withdrawn, "CANCELED_BY_BUYER"),
    ] {
        let mut sim = simulator();
        let (shop, capture) = paid(&mut sim);
        let id = sim.open_dispute(&capture, "OTHER").unwrap();
        let path = format!("/v2/payments/captures/{capture}/refund");
        let (status, body) = shop.post(&mut sim, &path, &json!({}));
        assert_eq!((status, issue(&body)), (422, "TRANSACTION_DISPUTED".into()));
        assert!(sim.resolve_dispute(&id, outcome));
        let (_, whole) = shop.get(&mut sim, &format!("/v1/customer/disputes/{id}"));
        assert_eq!(text(&whole, "/dispute_outcome/outcome_code"), code);
        assert!(whole.get("money_movements").is_none());
        assert_eq!(sim.books().movements().len(), 1);
        assert_eq!(shop.post(&mut sim, &path, &json!({})).0, 201);
    }
}

#[test]
fn the_webhook_of_the_app_can_be_looked_at() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let (status, body) = shop.get(&mut sim, "/v1/notifications/webhooks/8WH00000000000001");
    assert_eq!(status, 200);
    assert_eq!(
        text(&body, "/url"),
        "http://127.0.0.1:8787/notify/paypal-test"
    );
    assert!(body["event_types"].as_array().unwrap().len() > 5);
    let (status, _) = shop.get(&mut sim, "/v1/notifications/webhooks/8WH00000000000002");
    assert_eq!(status, 404);
}

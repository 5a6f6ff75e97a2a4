//! Failures on command, by program and by `/_sim/faults`.

use http::Request;
use psp_simulator::{Action, Delivery, Effect, Fault, MovementKind, Provider, Simulator};
use serde_json::{Value, json};

use crate::support::{
    Shop, assert_token, header, initialize, initialize_body, order_body, saferpay,
    saferpay_request, send, simulator, text,
};

fn control(sim: &mut Simulator, name: &str, body: Option<&Value>) -> (u16, Value) {
    let url = format!("http://127.0.0.1:8788/_sim/{name}");
    let request = match body {
        Some(body) => Request::post(url).body(body.to_string().into_bytes()),
        None => Request::get(url).body(Vec::new()),
    };
    send(sim, &request.unwrap())
}

/// An authorized payment's transaction id.
fn authorized(sim: &mut Simulator) -> String {
    let (token, url) = initialize(sim);
    sim.payer_act(&url, Action::Pay).unwrap();
    text(&assert_token(sim, &token).1, "/Transaction/Id")
}

fn capture_request(transaction: &str) -> Request<Vec<u8>> {
    let body = json!({ "RequestHeader": header(), "TransactionReference": { "TransactionId": transaction } });
    saferpay_request("Transaction/Capture", &body)
}

#[test]
fn a_lost_answer_leaves_its_effect_and_a_lost_request_none() {
    for (effect, delivery, booked) in [
        (Effect::LostAnswer, Delivery::Broken, 12_050),
        (Effect::HeldAnswer, Delivery::Held, 12_050),
        (Effect::LostRequest, Delivery::Broken, 0),
    ] {
        let mut sim = simulator();
        let id = authorized(&mut sim);
        sim.faults_mut().add(
            Fault::new(effect)
                .at(Provider::Saferpay, "Transaction/Capture")
                .times(1),
        );
        assert_eq!(sim.handle(&capture_request(&id)).delivery, delivery);
        assert_eq!(sim.books().total("RE-1", MovementKind::Capture), booked);
        assert!(sim.faults_mut().rules().is_empty(), "it strikes once");
        assert_eq!(
            sim.handle(&capture_request(&id)).delivery,
            Delivery::Answered
        );
        assert_eq!(sim.books().total("RE-1", MovementKind::Capture), 12_050);
    }
}

#[test]
fn errors_come_before_or_after_the_effect() {
    for (effect, status, booked) in [
        (Effect::ServerError, 500, 0),
        (Effect::Unavailable, 503, 0),
        (Effect::Html403, 403, 0),
        (Effect::ServerErrorAfter, 500, 12_050),
    ] {
        let mut sim = simulator();
        let id = authorized(&mut sim);
        sim.faults_mut().add(
            Fault::new(effect)
                .at(Provider::Saferpay, "Transaction/Capture")
                .times(1),
        );
        assert_eq!(sim.handle(&capture_request(&id)).response.status(), status);
        assert_eq!(sim.books().total("RE-1", MovementKind::Capture), booked);
    }
}

#[test]
fn a_fault_strikes_only_where_it_is_put() {
    let mut sim = simulator();
    let shop = Shop::open(&mut sim);
    let latency = Fault::new(Effect::Latency)
        .at(Provider::PayPal, "order.create")
        .ms(700);
    sim.faults_mut().add(latency);
    let order = shop.request("/v2/checkout/orders", Some(&order_body()), &[]);
    assert_eq!(sim.handle(&order).latency_ms, 700);
    let other = saferpay_request("PaymentPage/Initialize", &initialize_body());
    assert_eq!(sim.handle(&other).latency_ms, 0);
}

/// How many notices go out, and when the first is due.
fn notices_after(fault: Fault) -> (usize, i64, u64) {
    let mut sim = simulator();
    let (_, url) = initialize(&mut sim);
    sim.faults_mut().add(fault);
    let open = Request::get(&url).body(Vec::new()).unwrap();
    sim.handle(&open);
    let pay = Request::post(&url).body(b"action=pay".to_vec()).unwrap();
    let held = sim.handle(&pay).latency_ms;
    let due = sim.next_due().map_or(-1, |due| due - sim.now());
    sim.advance(60_000);
    (sim.due().len(), due, held)
}

#[test]
fn notices_are_doubled_lost_delayed_and_raced() {
    assert_eq!(
        notices_after(Fault {
            times: Some(6),
            ..Fault::new(Effect::Duplicate)
        })
        .0,
        6
    );
    assert_eq!(notices_after(Fault::new(Effect::LostNotice)).0, 0);
    assert!(notices_after(Fault::new(Effect::Delay).ms(20_000)).1 >= 20_000);
    assert_eq!(
        notices_after(Fault::new(Effect::NoticeBeforeReturn)),
        (1, 0, 1_000)
    );
    let (count, due, held) = notices_after(Fault::new(Effect::ReturnBeforeNotice));
    assert!(count == 1 && due >= 2_000 && held == 0);
}

#[test]
fn the_control_speaks_json() {
    let mut sim = simulator();
    let body = json!({ "reset": true, "faults": [
        { "provider": "saferpay", "operation": "Transaction/Capture", "effect": "lost_answer", "count": 2 },
        { "provider": "paypal", "effect": "html_403", "permille": 10 },
    ]});
    assert_eq!(control(&mut sim, "faults", Some(&body)).0, 200);
    assert_eq!(sim.faults_mut().rules().len(), 2);
    let typo = json!({ "faults": [{ "efect": "lost_answer" }] });
    assert_eq!(control(&mut sim, "faults", Some(&typo)).0, 400);
    assert_eq!(
        control(&mut sim, "faults", Some(&json!({ "reset": true }))).0,
        200
    );
    assert!(sim.faults_mut().rules().is_empty());

    let before = sim.now();
    let (_, clock) = control(&mut sim, "clock", Some(&json!({ "advance_ms": 5000 })));
    assert_eq!(clock["now_ms"], json!(before + 5000));

    let id = authorized(&mut sim);
    let (_, books) = control(&mut sim, "books", None);
    assert_eq!(books["authorizations"][0]["amount_minor"], json!(12_050));
    sim.handle(&capture_request(&id));
    let (_, books) = control(&mut sim, "books", None);
    assert_eq!(books["movements"][0]["reference"], json!("RE-1"));
    assert_eq!(books["movements"][0]["kind"], json!("capture"));
    assert_eq!(books["authorizations"], json!([]));
    let (_, calls) = control(&mut sim, "calls", None);
    assert_eq!(calls["operations"]["saferpay PaymentPage/Assert"], json!(1));
    let asserts = calls["tokens"]
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap();
    assert_eq!(asserts["asserts_ms"].as_array().unwrap().len(), 1);
}

#[test]
fn accounts_change_at_run_time() {
    let mut sim = simulator();
    let moved = json!({ "provider": "paypal", "client_id": "simulator-client", "webhook_url": "http://127.0.0.1:9999/n" });
    assert_eq!(control(&mut sim, "accounts", Some(&moved)).0, 200);
    let account = &sim.config().paypal[0];
    assert_eq!(
        account.webhook_url.as_deref(),
        Some("http://127.0.0.1:9999/n")
    );
    assert_eq!(account.secret, "simulator-secret");
    let terminal = json!({ "provider": "saferpay", "customer": "400123", "terminal": "17700001", "currencies": ["EUR"] });
    assert_eq!(control(&mut sim, "accounts", Some(&terminal)).0, 200);
    let (_, body) = saferpay(&mut sim, "PaymentPage/Initialize", initialize_body());
    assert_eq!(text(&body, "/ErrorName"), "NO_CONTRACT");
}

#[test]
fn a_page_can_authorize_another_amount_and_answers_can_grow() {
    let mut sim = simulator();
    sim.faults_mut()
        .add(Fault::new(Effect::OtherAmount).times(1));
    sim.faults_mut()
        .add(Fault::new(Effect::OddAnswer).at(Provider::Saferpay, "PaymentPage/Assert"));
    let (token, url) = initialize(&mut sim);
    sim.payer_act(&url, Action::Pay).unwrap();
    let (_, body) = assert_token(&mut sim, &token);
    assert_eq!(text(&body, "/Transaction/Amount/Value"), "12049");
    assert!(body.get("SimulatedAddition").is_some());
    assert!(
        sim.faults_mut()
            .rules()
            .iter()
            .all(|rule| rule.effect == Effect::OddAnswer)
    );
}

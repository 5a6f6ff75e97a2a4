//! Same seed and same requests: same bytes.

use std::fmt::Write;

use psp_simulator::{Action, Config, Effect, Fault, Simulator, WebhookSigner};
use serde_json::json;

use crate::classic::button;
use crate::classic_merchant::Merchant;
use crate::support::{START, Shop, assert_token, initialize, order_body, saferpay, text};

/// Plays a fixed story and returns everything the simulator said.
fn story(seed: u64) -> String {
    let signer = WebhookSigner::shared_small().unwrap();
    let mut sim = Simulator::new(
        Config {
            signer: Some(signer),
            ..Config::default()
        },
        seed,
    );
    sim.set_now(START);
    sim.faults_mut()
        .add(Fault::new(Effect::Duplicate).permille(500));
    let mut told = String::new();
    let (token, url) = initialize(&mut sim);
    write!(told, "{url} {:?}", sim.payer_act(&url, Action::Pay)).unwrap();
    let (_, body) = assert_token(&mut sim, &token);
    told += &body.to_string();
    let id = text(&body, "/Transaction/Id");
    let reference = json!({ "TransactionReference": { "TransactionId": id } });
    told += &saferpay(&mut sim, "Transaction/Capture", reference)
        .1
        .to_string();
    let shop = Shop::open(&mut sim);
    let (order, url) = shop.order(&mut sim, &order_body());
    write!(told, "{:?}", sim.payer_act(&url, Action::Pay)).unwrap();
    told += &shop
        .post(
            &mut sim,
            &format!("/v2/checkout/orders/{order}/capture"),
            &json!({}),
        )
        .1
        .to_string();
    for action in [Action::Pay, Action::Pending, Action::Guest] {
        let page = sim.payer_open(&button(&[("no_shipping", "2")])).unwrap();
        write!(told, "{page} {:?}", sim.payer_act(&page, action)).unwrap();
    }
    let paid = sim.books().movements().last().unwrap().id.clone();
    write!(told, "{:?}", sim.refund_at_paypal(&paid, Some(300))).unwrap();
    write!(
        told,
        "{:?}",
        sim.open_case(&paid, "dispute", "non_receipt", None)
    )
    .unwrap();
    told += &classic(&mut sim);
    while let Some(due) = sim.next_due() {
        sim.set_now(due);
        for notice in sim.due() {
            write!(told, "{due} {notice:?}").unwrap();
            sim.notice_answered(notice.id, Some(200));
        }
    }
    told
}

/// A classic account: paid on two pages, captured and refunded.
fn classic(sim: &mut Simulator) -> String {
    let shop = Merchant::own();
    let mut told = String::new();
    let id = shop.authorized(sim, &[]);
    let capture = [
        ("AUTHORIZATIONID", id.as_str()),
        ("AMT", "20.00"),
        ("CURRENCYCODE", "CAD"),
        ("COMPLETETYPE", "Complete"),
    ];
    let captured = sim.handle(&shop.request("DoCapture", &capture));
    let body = String::from_utf8(captured.response.into_body()).unwrap();
    write!(told, "{id} {body}").unwrap();
    let button = [
        ("BUTTONTYPE", "PAYMENT"),
        ("BUTTONCODE", "TOKEN"),
        ("L_BUTTONVAR0", "subtotal=3.00"),
        (
            "L_BUTTONVAR1",
            "return=http://127.0.0.1:8787/return/p/success",
        ),
    ];
    let made = shop.must(sim, "BMCreateButton", &button);
    write!(told, "{:?}", sim.payer_act(&made["EMAILLINK"], Action::Pay)).unwrap();
    told
}

#[test]
fn the_seed_decides_everything() {
    assert_eq!(story(1), story(1));
    assert_ne!(story(1), story(2));
}

#[test]
fn the_key_comes_from_its_seed() {
    let make = |seed| WebhookSigner::generate(512, seed).unwrap();
    assert_eq!(make(3).chain_pem(), make(3).chain_pem());
    assert_ne!(make(3).certificate_id(), make(4).certificate_id());
}

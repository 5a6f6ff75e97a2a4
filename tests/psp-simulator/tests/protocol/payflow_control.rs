//! Merchants by `/_sim/accounts`, and the gateway over a real listener.

use std::fmt::Write;

use http::Request;
use psp_simulator::{Action, Config, Effect, Fault, PayflowAccount, Simulator};
use serde_json::{Value, json};

use crate::payflow_support::{CARD, KEYS, call, open, request, send_raw, state, token_params};
use crate::support::{START, send, simulator};

fn accounts(sim: &mut Simulator, body: &Value) -> u16 {
    let request = Request::post("http://127.0.0.1:8788/_sim/accounts")
        .body(body.to_string().into_bytes())
        .unwrap();
    send(sim, &request).0
}

#[test]
fn merchants_are_changed_and_added_by_name() {
    let mut sim = simulator();
    let change = json!({
        "provider": "payflow", "vendor": "obolevendor", "brands": ["visa"], "currencies": ["USD", "EUR"],
        "pilot": false, "review_above_minor": 5000, "void_on_silent_post_failure": true,
    });
    assert_eq!(accounts(&mut sim, &change), 200);
    let account = sim
        .config()
        .payflow
        .iter()
        .find(|one| one.vendor == "obolevendor")
        .unwrap();
    assert_eq!(account.password, "simulator-pwd1", "what is left out stays");
    assert_eq!(account.brands.len(), 1);
    assert_eq!(
        call(
            &mut sim,
            &format!("TRXTYPE=S&{CARD}&AMT=40.00&CURRENCY=EUR")
        )
        .result(),
        0
    );
    assert_eq!(
        call(&mut sim, &format!("TRXTYPE=S&{CARD}&AMT=60.00")).result(),
        126
    );
    assert_eq!(
        accounts(
            &mut sim,
            &json!({ "provider": "payflow", "vendor": "new", "password": "secret" })
        ),
        200
    );
    let keys = "PARTNER=PayPal&VENDOR=new&USER=new&PWD=secret";
    assert_eq!(
        send_raw(&mut sim, "a", &format!("{keys}&TRXTYPE=S&{CARD}&AMT=40.00")).result(),
        0
    );
    let wrong = json!({ "provider": "payflow", "vendor": "new", "colour": "red" });
    assert_eq!(accounts(&mut sim, &wrong), 400);
}

#[test]
fn calls_are_counted_by_what_they_do() {
    let mut sim = simulator();
    let sale = call(&mut sim, &format!("TRXTYPE=S&{CARD}&AMT=5.00"));
    state(&mut sim, sale.get("PNREF"));
    let (_, url) = open(&mut sim, &token_params("id-1"));
    sim.payer_act(&url, Action::PayPal).unwrap();
    let told = serde_json::to_value(sim.calls()).unwrap();
    for (name, count) in [
        ("payflow TRXTYPE:S", 1),
        ("payflow TRXTYPE:I", 1),
        ("payflow CREATESECURETOKEN", 1),
        ("payflow page", 2),
        ("payflow express-page", 2),
    ] {
        assert_eq!(told["operations"][name], json!(count), "{name}");
    }
}

#[test]
fn every_account_has_a_vendor_of_its_own() {
    let all = PayflowAccount::of_every_type();
    let mut vendors: Vec<&str> = all.iter().map(|one| one.vendor.as_str()).collect();
    vendors.sort_unstable();
    vendors.dedup();
    assert_eq!(vendors.len(), all.len());
    assert_eq!(all.iter().filter(|one| !one.pilot).count(), 1);
}

/// Plays a fixed story and returns everything the gateway said.
fn story(seed: u64) -> String {
    let mut sim = Simulator::new(Config::default(), seed);
    sim.set_now(START);
    sim.faults_mut()
        .add(Fault::new(Effect::Duplicate).permille(500));
    let mut told = String::new();
    for (id, params) in [
        ("a", format!("TRXTYPE=S&{CARD}&AMT=5.00")),
        ("b", format!("TRXTYPE=A&{CARD}&AMT=1126.00&VERBOSITY=HIGH")),
        ("c", token_params("id-1")),
    ] {
        let reply = sim.handle(&request(id, &format!("{KEYS}&{params}")));
        told += &String::from_utf8(reply.response.into_body()).unwrap();
    }
    let (_, url) = open(&mut sim, &token_params("id-2"));
    write!(told, "{:?}", sim.payer_act(&url, Action::Decline)).unwrap();
    write!(told, "{:?}", sim.payer_act(&url, Action::PayPal)).unwrap();
    while let Some(due) = sim.next_due() {
        sim.set_now(due);
        for notice in sim.due() {
            write!(told, "{due} {notice:?}").unwrap();
            sim.notice_answered(notice.id, Some(200));
        }
    }
    told
}

#[test]
fn the_seed_decides_everything() {
    assert_eq!(story(1), story(1));
    assert_ne!(story(1), story(2));
}

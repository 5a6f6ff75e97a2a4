//! Terminals as their owner enters, checks and switches them by the admin API.

use end_to_end::{Answer, Edge, Order, Stage};
use obole_shared::problem::Code;
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.plain("terminals_are_entered_and_checked", Turn::Shared, entered);
    suite.plain("terminals_go_live_after_a_check", Turn::Shared, live);
    suite.plain("terminals_are_disabled_and_deleted", Turn::Shared, disabled);
    suite.plain("terminals_are_sealed_anew", Turn::Alone, resealed);
}

/// The account the simulator knows.
fn account() -> Value {
    json!({
        "customer_id": "400123",
        "terminal_id": "17700001",
        "user": "API_400123_00000001",
        "password": "simulator-password",
    })
}

fn description(credentials: &Value) -> Value {
    json!({
        "kind": "saferpay", "name": "Cards of a test", "currencies": ["CHF", "EUR"],
        "credentials": credentials,
    })
}

fn make(edge: &Edge, id: &str) {
    let body = description(&json!({ "test": account() }));
    edge.put_terminal(id, &body).expect(200);
}

fn post(edge: &Edge, path: &str, body: &Value) -> Answer {
    edge.admin("POST", path).json(body).send()
}

#[track_caller]
fn terminal(edge: &Edge, id: &str) -> Value {
    let answer = edge.admin("GET", &format!("terminals/{id}")).send();
    answer.expect(200).json()["terminal"].take()
}

#[track_caller]
fn refused(answer: &Answer, code: Code, field: &str) {
    let body = answer.json();
    assert_eq!(body["code"], code.as_str(), "{}", answer.body);
    assert_eq!(answer.status, code.status(), "{}", answer.body);
    assert_eq!(body["field"].as_str().unwrap_or_default(), field, "{body}");
}

fn offered(edge: &Edge, link: &str) -> Vec<Value> {
    let answer = end_to_end::Call::get(edge.url(&format!("/v1/links/{link}"))).send();
    let terminals = answer.expect(200).json()["link"]["terminals"].take();
    serde_json::from_value(terminals).unwrap()
}

fn entered(stage: &Stage) {
    let edge = &stage.edge;
    let mut wrong = account();
    wrong["password"] = json!("not the password");
    let mut body = description(&json!({ "test": wrong }));
    body["id"] = json!("entered");
    post(edge, "terminals", &body).expect(201);
    refused(&post(edge, "terminals", &body), Code::BodyInvalid, "id");

    let check = |edge: &Edge| {
        let answer = post(edge, "terminals/entered/check", &json!({}));
        answer.expect(200).json()["terminal"]["credentials"]["test"]["check"].take()
    };
    let found = check(edge);
    assert_eq!(found["passed"], false, "{found}");
    assert_eq!(found["findings"][0]["type"], "wrong_credentials", "{found}");
    // One field is entered anew, the others stay.
    let edit = description(&json!({ "test": { "password": "simulator-password" } }));
    edge.put_terminal("entered", &edit).expect(200);
    let outdated = terminal(edge, "entered");
    assert_eq!(outdated["credentials"]["test"]["check"]["current"], false);
    let found = check(edge);
    assert_eq!(found["passed"], true, "{found}");
    assert_eq!(found["current"], true, "{found}");

    let mut renamed = description(&Value::Null);
    renamed["name"] = json!("Another name");
    edge.put_terminal("entered", &renamed).expect(200);
    let told = terminal(edge, "entered");
    assert_eq!(told["name"], "Another name");
    assert_eq!(told["credentials"]["test"]["check"]["current"], true);
    let all = edge
        .admin("GET", "terminals")
        .send()
        .expect(200)
        .body
        .clone();
    for secret in [
        "simulator-password",
        "simulator-secret",
        "API_400123",
        "sealed",
    ] {
        assert!(!all.contains(secret), "{secret} in {all}");
        assert!(!told.to_string().contains(secret), "{secret} in {told}");
    }

    let mut unknown = account();
    unknown["pasword"] = json!("hunter2");
    let answer = edge.put_terminal("entered", &description(&json!({ "test": unknown })));
    refused(&answer, Code::BodyInvalid, "credentials.test.pasword");
    assert!(!answer.body.contains("hunter2"), "{}", answer.body);
    edge.admin("DELETE", "terminals/entered").send().expect(204);
}

fn live(stage: &Stage) {
    let edge = &stage.edge;
    make(edge, "to-live");
    edge.put_link("to-live", &json!({ "terminals": ["to-live"] }));
    let order = Order::place(edge, "to-live", "25.00", "CHF", "to-live");
    let go = |dry_run: bool| {
        let body = json!({ "mode": "live", "dry_run": dry_run });
        post(edge, "terminals/to-live/mode", &body)
    };
    refused(&go(false), Code::TerminalNotReady, "");
    let enter = description(&json!({ "live": account() }));
    edge.put_terminal("to-live", &enter).expect(200);
    refused(&go(false), Code::TerminalNotReady, "");
    let check = json!({ "mode": "live" });
    post(edge, "terminals/to-live/check", &check).expect(200);

    let shown = go(true).expect(200).json();
    assert_eq!(shown["change"]["applied"], false, "{shown}");
    assert_eq!(shown["change"]["links"], json!(["to-live"]), "{shown}");
    assert_eq!(terminal(edge, "to-live")["mode"], "test");
    go(false).expect(200);
    assert_eq!(offered(edge, "to-live")[0]["test"], false);
    // What was begun as a test stays one, and is served with the test account.
    assert_eq!(edge.payment(&order.id)["test"], true);
    order.pay_and_settle(edge, &stage.simulator, 2500, "CHF");
    assert_eq!(edge.payment(&order.id)["test"], true);
    let back = json!({ "mode": "test" });
    post(edge, "terminals/to-live/mode", &back).expect(200);
    assert_eq!(offered(edge, "to-live")[0]["test"], true);
}

fn disabled(stage: &Stage) {
    let edge = &stage.edge;
    make(edge, "to-end");
    edge.put_link("to-end", &json!({ "terminals": ["to-end", "paypal-test"] }));
    let order = Order::place(edge, "to-end", "30.00", "CHF", "to-end");
    post(edge, "terminals/to-end/disable", &json!({})).expect(200);
    assert_eq!(offered(edge, "to-end").len(), 1);
    let body = json!({ "amount": { "value": "30.00", "currency": "CHF" }, "terminal": "to-end" });
    let answer = edge.create("to-end", &Order::new_key(), &body).send();
    refused(&answer, Code::TerminalNotOffered, "terminal");
    let delete = || edge.admin("DELETE", "terminals/to-end").send();
    end_to_end::eventually("the index knows the payment", end_to_end::SHORT, || {
        let rows = edge.payments(&format!("reference={}", order.reference));
        if rows.is_empty() { Err(rows) } else { Ok(()) }
    });
    refused(&delete(), Code::TerminalInUse, "");
    // A disabled terminal serves its payments.
    order.pay_and_settle(edge, &stage.simulator, 3000, "CHF");
    end_to_end::eventually("it can be deleted", end_to_end::SHORT, || {
        let answer = delete();
        if answer.status == 204 {
            Ok(())
        } else {
            Err(answer.body)
        }
    });
    let told = terminal(edge, "to-end");
    assert!(told["deleted_at"].is_string(), "{told}");
    assert_eq!(told["credentials"]["test"], Value::Null, "{told}");
    let again = description(&json!({ "test": account() }));
    refused(
        &edge.put_terminal("to-end", &again),
        Code::BodyInvalid,
        "id",
    );
}

fn resealed(stage: &Stage) {
    let answer = post(&stage.edge, "settings/reseal", &json!({}));
    let done = answer.expect(200).json();
    assert_eq!(done["resealed"], 0, "{done}");
    assert_eq!(done["failed"], json!([]), "{done}");
    assert!(done["current"].as_u64().unwrap() >= 7, "{done}");
}

//! The back office without its token, or with nonsense; a payment without its secret.

use end_to_end::{Call, Order, Stage};
use obole_shared::problem::Code;
use obole_shared::texts::Lang;
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};
use crate::problem::expect;

pub(crate) fn tests(suite: &mut Suite) {
    suite.plain("bad_access_admin_token", Turn::Alone, admin_token);
    suite.plain("bad_access_back_office_bodies", Turn::Shared, back_office);
    suite.plain("bad_access_foreign_secret", Turn::Shared, foreign_secret);
}

fn admin_token(stage: &Stage) {
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    let sessions = stage.simulator.sessions();
    let id = &order.id;
    let addresses = [
        ("GET", "payments".to_owned()),
        ("GET", format!("payments/{id}")),
        ("POST", format!("payments/{id}/capture")),
        ("POST", format!("payments/{id}/cancel")),
        ("POST", format!("payments/{id}/refund")),
        ("GET", "links".to_owned()),
        ("PUT", "links/stolen".to_owned()),
        ("GET", "terminals".to_owned()),
        ("PUT", "terminals/saferpay-test".to_owned()),
        ("GET", "terminals/saferpay-test".to_owned()),
        ("DELETE", "terminals/saferpay-test".to_owned()),
        ("POST", "terminals".to_owned()),
        ("POST", "terminals/saferpay-test/check".to_owned()),
        ("POST", "terminals/saferpay-test/mode".to_owned()),
        ("POST", "settings/reseal".to_owned()),
    ];
    let tokens = [
        None,
        Some("Bearer "),
        Some("Bearer wrong"),
        Some("Bearer dev-admin-toke"),
        Some("Bearer dev-admin-token2"),
        Some("Bearer DEV-ADMIN-TOKEN"),
        Some("Basic ZGV2LWFkbWluLXRva2Vu"),
        Some("dev-admin-token"),
    ];
    for (method, path) in &addresses {
        for token in tokens {
            let mut call = Call::new(method, stage.edge.url(&format!("/v1/admin/{path}")));
            if let Some(token) = token {
                call = call.header("authorization", token);
            }
            if *method != "GET" {
                call = call
                    .header("idempotency-key", Order::new_key())
                    .json(&json!({}));
            }
            let case = format!("{method} {path} {token:?}");
            let answer = call.header("accept-language", "de").send();
            expect(&case, &answer, Code::Unauthorized, Lang::De);
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{case}");
            assert!(!answer.body.contains(id.as_str()), "{case}");
        }
    }
    assert_eq!(stage.simulator.sessions(), sessions);
    assert_eq!(stage.edge.payment(id)["status"], "created");
}

fn back_office(stage: &Stage) {
    let good = json!({
        "name": "Meals",
        "amount": { "free": { "min": "5", "max": "5000" } },
        "currencies": ["CHF"],
        "terminals": ["saferpay-test"],
    });
    let changed = |name: &str, value: Value| {
        let mut link = good.clone();
        link[name] = value;
        link
    };
    let bad = [
        changed("terminals", json!(["nobody"])),
        changed("terminals", json!([])),
        changed("currencies", json!(["XXX"])),
        changed("name", json!("")),
        changed("amount", json!({ "free": { "min": "50", "max": "5" } })),
        changed("amount", json!({ "free": { "min": "0", "max": "5" } })),
        changed("amount", json!({ "free": { "min": 5, "max": 50 } })),
        changed("return_origins", json!(["https://example.org/path"])),
        changed("surprise", json!(1)),
    ];
    for link in &bad {
        let answer = stage.edge.admin("PUT", "links/bad-link").json(link).send();
        expect(&link.to_string(), &answer, Code::BodyInvalid, Lang::En);
    }
    let gone = Call::get(stage.edge.url("/v1/links/bad-link")).send();
    expect("bad-link", &gone, Code::LinkUnknown, Lang::En);
    let terminal = json!({
        "kind": "saferpay", "name": "No credentials", "mode": "test", "currencies": ["CHF"],
    });
    let answer = stage.edge.put_terminal("no-credentials", &terminal);
    expect("terminal", &answer, Code::BodyInvalid, Lang::En);
    for query in [
        "limit=0",
        "limit=201",
        "limit=x",
        "status=paid",
        "mode=real",
        "cursor=!!!",
    ] {
        let answer = stage.edge.admin("GET", &format!("payments?{query}")).send();
        expect(query, &answer, Code::BodyInvalid, Lang::En);
    }
    for id in ["nobody", "pay_00000000000000000000000000"] {
        let answer = stage.edge.admin("GET", &format!("payments/{id}")).send();
        expect(id, &answer, Code::PaymentUnknown, Lang::En);
        let answer = stage.edge.operate(id, "capture").send();
        expect(id, &answer, Code::PaymentUnknown, Lang::En);
    }
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    let keyless = stage.edge.operate(&order.id, "refund").send();
    expect("refund without key", &keyless, Code::KeyMissing, Lang::En);
    let key = Order::new_key();
    let early = stage
        .edge
        .refund(&order.id, &key, Some(("5.00", "CHF")))
        .send();
    expect(
        "refund before it was paid",
        &early,
        Code::NotRefundable,
        Lang::En,
    );
    let early = stage.edge.operate(&order.id, "capture").send();
    expect(
        "capture before it was paid",
        &early,
        Code::NotCapturable,
        Lang::En,
    );
    let unknown = stage.edge.operate(&order.id, "steal").send();
    expect("unknown verb", &unknown, Code::NotFound, Lang::En);
}

fn foreign_secret(stage: &Stage) {
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    let other = Order::place(&stage.edge, "demo", "25.00", "CHF", "saferpay-test");
    let show = |id: &str, query: &str| {
        Call::get(stage.edge.url(&format!("/v1/payments/{id}{query}"))).send()
    };
    let own = show(&order.id, &format!("?secret={}", order.secret)).expect(200);
    assert_eq!(own.json()["payment"]["id"], order.id.as_str());
    assert!(!own.body.contains(&order.secret));
    for query in [
        String::new(),
        "?secret=".to_owned(),
        "?secret=wrong".to_owned(),
        format!("?secret={}", other.secret),
        format!("?secret={}x", order.secret),
    ] {
        expect(
            &query,
            &show(&order.id, &query),
            Code::PaymentUnknown,
            Lang::En,
        );
    }
    let unknown = show("pay_00000000000000000000000000", "?secret=x");
    expect("unknown", &unknown, Code::PaymentUnknown, Lang::En);
}

//! Mail scanners, previews and prefetch look at every address; they must create nothing.

use end_to_end::{Browser, Call, Order, Stage, Widget};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.plain("previews_create_nothing", Turn::Alone, create_nothing);
    suite.browser("looking_creates_nothing", Turn::Alone, looking);
}

fn create_nothing(stage: &Stage) {
    let order = Order::place(&stage.edge, "demo", "25.00", "CHF", "paypal-test");
    let sessions = stage.simulator.sessions();
    let payments = stage.edge.payments("limit=200").len();
    let id = &order.id;
    let paths = [
        "/obole.js".to_owned(),
        "/healthz".to_owned(),
        "/openapi.json".to_owned(),
        "/pay/demo".to_owned(),
        "/pay/demo?amount=25&currency=CHF&provider=saferpay-test".to_owned(),
        "/v1/links/demo".to_owned(),
        "/v1/links/demo?form=1&lang=fr".to_owned(),
        "/v1/links/demo/payments".to_owned(),
        format!("/v1/payments/{id}?secret={}", order.secret),
        format!("/result/{id}?secret={}", order.secret),
        format!("/return/{id}/success"),
        format!("/return/{id}/cancel"),
        format!("/notify/paypal-test/{id}/x"),
        "/notify/paypal-test".to_owned(),
        "/v1/admin/payments".to_owned(),
    ];
    for path in &paths {
        let url = stage.edge.url(path);
        for method in ["GET", "HEAD", "OPTIONS"] {
            let answer = Call::new(method, &url).send();
            assert!(answer.status < 500, "{method} {path}: {}", answer.status);
        }
        let prefetch = Call::get(&url).header("sec-purpose", "prefetch;prerender");
        assert!(prefetch.send().status < 500, "{path}");
    }
    for path in [
        "/obole.js",
        "/healthz",
        "/openapi.json",
        "/pay/demo",
        "/v1/links/demo",
    ] {
        Call::get(stage.edge.url(path)).send().expect(200);
        // What checks links must find them alive.
        Call::new("HEAD", stage.edge.url(path)).send().expect(200);
    }
    let wrong = Call::new("DELETE", stage.edge.url("/v1/links/demo")).send();
    assert_eq!(wrong.status, 405);
    assert_eq!(wrong.json()["code"], "method_not_allowed");
    assert_eq!(stage.simulator.sessions(), sessions);
    assert_eq!(stage.edge.payments("limit=200").len(), payments);
    let payment = stage.edge.payment(id);
    assert_eq!(payment["status"], "created", "{payment}");
    assert_eq!(stage.simulator.booked(&order.reference), [""; 0]);
    // Nobody's look has spent it.
    order.pay_and_settle(&stage.edge, &stage.simulator, 2500, "CHF");
}

/// Opening the pages, and filling the form in, tells no provider anything.
async fn looking(stage: &Stage, browser: &Browser) {
    let sessions = stage.simulator.sessions();
    for url in [
        format!("{}/", stage.host),
        format!("{}/element.html", stage.host),
        format!("{}/plain.html", stage.host),
        stage.edge.url("/pay/demo"),
    ] {
        let widget = Widget::open(browser, &url).await;
        widget.amount("25").await;
        widget.terminal("paypal-test").await;
        widget.terminal("saferpay-test").await;
    }
    assert_eq!(stage.simulator.sessions(), sessions);
}

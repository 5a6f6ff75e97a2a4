//! What people do: click twice, reload, go back, try again.

use end_to_end::{Browser, Order, ProviderPage, SHORT, Stage, Widget, eventually, settle};
use serde_json::json;
use std::thread;

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.every_browser("double_click_pays_once", Turn::Alone, double_click);
    suite.every_browser("reload_while_opening", Turn::Alone, reload_while_opening);
    suite.every_browser(
        "back_then_pay_by_card",
        Turn::Shared,
        async |stage, browser| {
            back_then_pay(stage, browser, "saferpay-test").await;
        },
    );
    suite.every_browser(
        "back_then_pay_by_paypal",
        Turn::Shared,
        async |stage, browser| {
            back_then_pay(stage, browser, "paypal-test").await;
        },
    );
    suite.every_browser("reload_after_thanks", Turn::Shared, reload_after_thanks);
    suite.every_browser("lost_answer_then_pay_again", Turn::Alone, lost_answer);
    suite.plain("same_key_is_one_payment", Turn::Alone, same_key);
}

async fn double_click(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let before = stage.simulator.sessions();
    // Slow enough that the second click meets the first one's request.
    stage.simulator.faults(
        &json!([{ "effect": "latency", "ms": 600, "operation": "PaymentPage/Initialize" }]),
    );
    Widget::filled(browser, &page, 27, "saferpay-test").await;
    let clicks = "const host = [...document.querySelectorAll('*')].find(one => one.shadowRoot); \
         const button = host.shadowRoot.querySelector('button.pay'); \
         button.click(); button.click(); setTimeout(() => button.click(), 150);";
    browser.run(clicks, vec![]).await;
    let provider = ProviderPage::arrive(stage, browser).await;
    provider.press("pay").await;
    browser.arrive(&page).await;
    Widget::here(browser).outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        2700,
        "CHF",
    );
    assert_eq!(stage.simulator.sessions(), before + 1);
}

async fn reload_while_opening(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let before = stage.simulator.sessions();
    stage.simulator.faults(&json!([
        { "effect": "latency", "ms": 1500, "operation": "PaymentPage/Initialize", "count": 1 }
    ]));
    let widget = Widget::filled(browser, &page, 27, "saferpay-test").await;
    widget.pay().await;
    eventually("the provider is asked", SHORT, || {
        match stage.simulator.sessions() {
            now if now == before + 1 => Ok(()),
            now => Err(now),
        }
    });
    browser.client().refresh().await.unwrap();
    let widget = Widget::here(browser);
    widget.ready().await;
    widget.amount("27").await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    provider.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        2700,
        "CHF",
    );
    // The key outlived the reload: it is the same payment.
    assert_eq!(stage.simulator.sessions(), before + 1);
}

/// A card page opens once: the donor who went back and pays again meets its end, comes back, and
/// pays at last. With PayPal the page simply opens again.
async fn back_then_pay(stage: &Stage, browser: &Browser, terminal: &str) {
    let page = format!("{}/", stage.host);
    let widget = Widget::filled(browser, &page, 27, terminal).await;
    widget.pay().await;
    let first = ProviderPage::arrive(stage, browser).await;
    browser.client().back().await.unwrap();
    browser.arrive(&page).await;
    widget.ready().await;
    widget.amount("27").await;
    widget.terminal(terminal).await;
    widget.says("Give CHF 27.00").await;
    widget.pay().await;
    if terminal == "saferpay-test" {
        widget.outcome("failed").await;
        widget.again().await;
        widget.amount("27").await;
        widget.pay().await;
    }
    let last = ProviderPage::arrive(stage, browser).await;
    last.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(&stage.edge, &stage.simulator, &last.reference, 2700, "CHF");
    if first.reference != last.reference {
        assert_eq!(stage.simulator.booked(&first.reference), [""; 0]);
    }
}

/// The thanks are told once; a reload shows the form, and nothing is paid again.
async fn reload_after_thanks(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let widget = Widget::filled(browser, &page, 27, "paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    provider.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    browser.client().refresh().await.unwrap();
    widget.ready().await;
    assert!(widget.pay_button().await.is_displayed().await.unwrap());
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        2700,
        "CHF",
    );
}

/// The provider opened a session, but its answer was lost: the donor is told, tries again, and
/// pays once.
async fn lost_answer(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    stage.simulator.faults(&json!([
        { "effect": "lost_answer", "operation": "order.create", "count": 1 }
    ]));
    let widget = Widget::filled(browser, &page, 27, "paypal-test").await;
    widget.pay().await;
    widget.event("error").await;
    assert!(browser.url().await.starts_with(&stage.host));
    widget.says("Give CHF 27.00").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    provider.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        2700,
        "CHF",
    );
}

fn same_key(stage: &Stage) {
    let before = stage.simulator.sessions();
    let key = Order::new_key();
    let body = Order::body("27.00", "CHF", "saferpay-test");
    let orders: Vec<Order> = thread::scope(|scope| {
        let asks: Vec<_> = (0..5)
            .map(|_| {
                scope.spawn(|| Order::from_answer(&stage.edge.create("demo", &key, &body).send()))
            })
            .collect();
        asks.into_iter().map(|ask| ask.join().unwrap()).collect()
    });
    for order in &orders {
        assert_eq!(order.id, orders[0].id);
        assert_eq!(order.secret, orders[0].secret);
        assert_eq!(order.redirect_url, orders[0].redirect_url);
    }
    assert_eq!(stage.simulator.sessions(), before + 1);
    orders[0].pay_and_settle(&stage.edge, &stage.simulator, 2700, "CHF");
    // The same key once more, after it was paid: the same payment, nothing new.
    let answer = stage
        .edge
        .create("demo", &key, &body)
        .send()
        .expect(201)
        .json();
    assert_eq!(answer["payment"]["id"], orders[0].id.as_str());
    assert_eq!(answer["payment"]["status"], "captured");
    assert_eq!(stage.simulator.sessions(), before + 1);
}

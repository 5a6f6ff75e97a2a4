//! Pictures of every page a donor meets, on a desk and on a phone, for people to look at.

use end_to_end::{Browser, ProviderPage, Stage, Widget};

use crate::every_provider::{HOSTED_CARD, back, to_provider};
use crate::harness::{Suite, Turn};

/// Widths of a desk and of a small phone, in CSS pixels.
const WIDTHS: [u32; 2] = [1280, 360];

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("pictures_receipt", Turn::Shared, receipt);
    for width in WIDTHS {
        suite.browser(
            &format!("pictures_{width}"),
            Turn::Shared,
            async move |stage, browser| {
                take_all(stage, browser, width).await;
            },
        );
    }
}

async fn take(stage: &Stage, browser: &Browser, name: &str, width: u32) {
    browser
        .picture(&stage.picture(&format!("{name}-{width}")))
        .await;
    let wider = "return document.documentElement.scrollWidth - window.innerWidth";
    let overflow = browser.run(wider, vec![]).await;
    assert!(
        overflow.as_i64().unwrap() <= 0,
        "{name} is wider than {width} by {overflow}"
    );
}

/// What a phone shows of a payment whose provider told its details.
async fn receipt(stage: &Stage, browser: &Browser) {
    let width = WIDTHS[1];
    browser.resize(width, 900).await;
    let provider = to_provider(stage, browser, "paypal-standard", "EUR", "53.00").await;
    take(stage, browser, "provider-standard", width).await;
    provider.press("pay").await;
    back(stage, browser, "done").await;
    take(stage, browser, "result-page-receipt", width).await;
    let provider = to_provider(stage, browser, "payflow-us", "USD", "53.00").await;
    take(stage, browser, "provider-payflow", width).await;
    provider.press("abort").await;
    back(stage, browser, "open").await;
    take(stage, browser, "result-page-canceled", width).await;
    let provider = to_provider(stage, browser, "paypal-hosted", "CAD", "53.00").await;
    take(stage, browser, "provider-hosted", width).await;
    provider.fill(&HOSTED_CARD).await;
    provider.press("pay").await;
    back(stage, browser, "done").await;
    take(stage, browser, "result-page-hosted", width).await;
}

async fn take_all(stage: &Stage, browser: &Browser, width: u32) {
    browser.resize(width, 900).await;
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    take(stage, browser, "host-page", width).await;
    widget.amount("5,000").await;
    widget.pay().await;
    widget.readings().await;
    take(stage, browser, "host-page-readings", width).await;
    widget.amount("1").await;
    widget.pay().await;
    widget.trouble().await;
    take(stage, browser, "host-page-error", width).await;
    widget.amount("25").await;
    widget.terminal("paypal-test").await;
    widget.says("Give CHF 25.00").await;
    take(stage, browser, "host-page-filled", width).await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    take(stage, browser, "provider-card", width).await;
    provider.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    take(stage, browser, "host-page-thanks", width).await;

    let widget = Widget::open(browser, &stage.edge.url("/pay/demo?lang=fr")).await;
    take(stage, browser, "hosted-page", width).await;
    widget.amount("25,50").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    take(stage, browser, "provider-paypal", width).await;
    provider.press("pay").await;
    browser.arrive(&stage.edge.url("/result/pay_")).await;
    widget.outcome("done").await;
    take(stage, browser, "result-page", width).await;

    let widget = Widget::open(browser, &page).await;
    widget.amount("25").await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    ProviderPage::arrive(stage, browser)
        .await
        .press("decline")
        .await;
    browser.arrive(&page).await;
    widget.outcome("failed").await;
    take(stage, browser, "host-page-declined", width).await;
    browser.open(&stage.edge.url("/pay/nobody?lang=de")).await;
    take(stage, browser, "unknown-link", width).await;
}

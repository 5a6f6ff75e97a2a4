//! Pages where no script runs at all.

use end_to_end::{Browser, BrowserOptions, ProviderPage, Stage, Widget, settle};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    let options = BrowserOptions {
        scripts: false,
        ..BrowserOptions::default()
    };
    let shared = Turn::Shared;
    suite.every_browser_with("without_script_hosted_page", shared, options, hosted_page);
    suite.every_browser_with("without_script_standard", shared, options, standard);
    suite.every_browser_with("without_script_two_readings", shared, options, two_readings);
    suite.every_browser_with(
        "without_script_from_host_page",
        shared,
        options,
        from_host_page,
    );
}

/// Where no script runs the button names no amount, and nothing tells that it is ready.
async fn hosted_form<'a>(stage: &Stage, browser: &'a Browser) -> Widget<'a> {
    form_of(stage, browser, "demo").await
}

async fn form_of<'a>(stage: &Stage, browser: &'a Browser, link: &str) -> Widget<'a> {
    browser.open(&stage.edge.url(&format!("/pay/{link}"))).await;
    let widget = Widget::here(browser);
    widget.says("Give").await;
    let defined = "return customElements.get('obole-checkout') !== undefined";
    assert_eq!(browser.run(defined, vec![]).await, false, "a script runs");
    widget
}

async fn pay(stage: &Stage, browser: &Browser, amount: &str, minor: i64) {
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, amount);
    let (currency, _) = amount.split_once(' ').unwrap();
    provider.press("pay").await;
    browser.arrive(&stage.edge.url("/result/pay_")).await;
    let thanks = Widget::here(browser).outcome("done").await;
    assert!(thanks.text.contains("Thank you!"), "{}", thanks.text);
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        minor,
        currency,
    );
}

/// Through an error: what was typed and chosen is still there, and the problem is told beside it.
async fn hosted_page(stage: &Stage, browser: &Browser) {
    let widget = hosted_form(stage, browser).await;
    widget.amount("4.50").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let problem = widget.trouble().await;
    assert!(problem.contains("5.00"), "{problem}");
    assert_eq!(widget.typed().await, "4.50");
    let chosen = widget.find("input[name=terminal]:checked").await;
    assert_eq!(chosen.attr("value").await.unwrap().unwrap(), "paypal-test");
    widget.amount("45").await;
    widget.pay().await;
    pay(stage, browser, "CHF 45.00", 4500).await;
}

/// By a filled-in button of PayPal's.
async fn standard(stage: &Stage, browser: &Browser) {
    let widget = form_of(stage, browser, "every-provider").await;
    widget.amount("46").await;
    widget.currency("USD").await;
    widget.terminal("paypal-standard").await;
    widget.pay().await;
    pay(stage, browser, "USD 46.00", 4600).await;
}

async fn two_readings(stage: &Stage, browser: &Browser) {
    let widget = hosted_form(stage, browser).await;
    widget.amount("1,250").await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    let [_, thousands] = widget.readings().await;
    assert_eq!(widget.typed().await, "1,250");
    thousands.click().await.unwrap();
    pay(stage, browser, "CHF 1250.00", 125_000).await;
}

async fn from_host_page(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/", stage.host)).await;
    let link = browser.one("noscript a").await;
    link.click().await.unwrap();
    browser.arrive(&stage.edge.url("/pay/demo")).await;
    let widget = Widget::here(browser);
    widget.preset("20").await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    pay(stage, browser, "CHF 20.00", 2000).await;
}

//! What stands around a checkout on real pages: rows and floats, attributes of website builders,
//! scripts that correct themselves, another checkout of the same link, a device with a wrong clock.

use end_to_end::{Browser, ProviderPage, SHORT, Stage, Widget, eventually_async};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("a_website_builders_page", Turn::Shared, builder);
    suite.browser("a_link_that_is_corrected", Turn::Shared, corrected);
    suite.browser("a_clock_that_is_wrong", Turn::Shared, wrong_clock);
}

const HOSTS: &str = "[...document.querySelectorAll('obole-checkout')]";

async fn until(browser: &Browser, what: &str, script: &str) {
    eventually_async(what, SHORT, async || {
        match browser.run(&format!("return {script}"), vec![]).await {
            Value::Bool(true) => Ok(()),
            other => Err(other),
        }
    })
    .await;
}

/// Gives by the first checkout of a page, and comes back.
async fn gives(stage: &Stage, browser: &Browser, page: &str) {
    let widget = Widget::filled(browser, page, 28, "paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    provider.press("pay").await;
    browser.arrive(page).await;
}

async fn builder(stage: &Stage, browser: &Browser) {
    let page = format!("{}/builder.html", stage.host);
    browser.open(&page).await;
    let both = format!("{HOSTS}.filter(one => one.shadowRoot?.querySelector('form')).length == 2");
    until(browser, "two forms", &both).await;
    let widths = format!("return {HOSTS}.map(one => one.getBoundingClientRect().width)");
    let widths = browser.run(&widths, vec![]).await;
    for width in widths.as_array().unwrap() {
        let width = width.as_f64().unwrap();
        assert!((280.0..=480.0).contains(&width), "{widths}");
    }
    let names = "return document.querySelector('div obole-checkout').getAttributeNames()";
    assert_eq!(browser.run(names, vec![]).await, json!(["link"]));
    // A donor who comes back is thanked once, and the page is told once.
    gives(stage, browser, &page).await;
    let shown = format!("{HOSTS}.filter(one => one.shadowRoot?.querySelector('.result')).length");
    until(browser, "thanks", &format!("{shown} > 0")).await;
    // The other one has asked by now too, or will within its first pause.
    browser
        .run(
            "return new Promise(done => setTimeout(done, 1500, true))",
            vec![],
        )
        .await;
    assert_eq!(browser.run(&format!("return {shown}"), vec![]).await, 1);
    let events = browser.events().await;
    let told = events.iter().filter(|name| *name == "return").count();
    assert_eq!(told, 1, "{events:?}");
}

/// An application that sets a wrong link first still gets its form.
async fn corrected(stage: &Stage, browser: &Browser) {
    let markup = "<obole-checkout link=\"nobody\" lang=\"en\"></obole-checkout>";
    let widget = Widget::put(stage, browser, markup).await;
    let root = "document.querySelector('obole-checkout').shadowRoot";
    until(
        browser,
        "a sentence",
        &format!("{root}?.textContent.length > 10"),
    )
    .await;
    let correct = "document.querySelector('obole-checkout').setAttribute('link', 'demo')";
    browser.run(correct, vec![]).await;
    widget.amount("33").await;
    widget.says("Give CHF 33.00").await;
}

/// A device that believes to be in 1970 pays as any other, and its donor is thanked.
async fn wrong_clock(stage: &Stage, browser: &Browser) {
    let source = "const Right = Date; window.Date = class extends Right { \
         constructor(...when) { when.length ? super(...when) : super(0); } \
         static now() { return 0; } };";
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        )
        .await;
    let page = format!("{}/", stage.host);
    gives(stage, browser, &page).await;
    assert_eq!(browser.run("return Date.now()", vec![]).await, 0);
    Widget::here(browser).outcome("done").await;
}

//! Notice and browser race, overtake each other, come twice, or only one of them comes at all.

use end_to_end::{Browser, BrowserOptions, ProviderPage, SHORT, Stage, Widget, eventually, settle};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

const PROVIDERS: [&str; 2] = ["saferpay-test", "paypal-test"];

pub(crate) fn tests(suite: &mut Suite) {
    for terminal in PROVIDERS {
        let name = terminal.trim_end_matches("-test");
        suite.browser(
            &format!("notice_before_return_{name}"),
            Turn::Alone,
            async move |stage, browser| {
                let fault = json!([{ "effect": "notice_before_return" }]);
                let sources = race(stage, browser, terminal, &fault).await;
                assert_ne!(sources[0], "return", "{sources:?}");
            },
        );
        suite.browser(
            &format!("notice_after_return_{name}"),
            Turn::Alone,
            async move |stage, browser| {
                let fault = json!([{ "effect": "return_before_notice" }]);
                let sources = race(stage, browser, terminal, &fault).await;
                assert_eq!(sources[0], "return", "{sources:?}");
            },
        );
        suite.browser(
            &format!("notice_thrice_{name}"),
            Turn::Alone,
            async move |stage, browser| {
                let fault = json!([{ "effect": "duplicate", "times": 3 }]);
                race(stage, browser, terminal, &fault).await;
            },
        );
        suite.browser(
            &format!("notice_lost_{name}"),
            Turn::Alone,
            async move |stage, browser| {
                let fault = json!([{ "effect": "lost_notice" }]);
                let sources = race(stage, browser, terminal, &fault).await;
                assert_eq!(sources, ["return"]);
            },
        );
        let impatient = BrowserOptions {
            waits: false,
            ..BrowserOptions::default()
        };
        suite.browser_with(
            &format!("closed_browser_{name}"),
            Turn::Shared,
            impatient,
            async move |stage, browser| closed_browser(stage, browser, terminal).await,
        );
    }
}

async fn to_provider<'a>(
    stage: &Stage,
    browser: &'a Browser,
    terminal: &str,
) -> (ProviderPage<'a>, String) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.amount("33.30").await;
    widget.terminal(terminal).await;
    widget.pay().await;
    (ProviderPage::arrive(stage, browser).await, page)
}

/// Pays while notices misbehave; answers who hinted at the payment, in order.
async fn race(stage: &Stage, browser: &Browser, terminal: &str, faults: &Value) -> Vec<String> {
    stage.simulator.faults(faults);
    let (provider, page) = to_provider(stage, browser, terminal).await;
    provider.press("pay").await;
    browser.arrive(&page).await;
    Widget::here(browser).outcome("done").await;
    let id = settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        3330,
        "CHF",
    );
    stage.simulator.calm();
    eventually("every notice is accepted", SHORT, || {
        match stage.simulator.open_notices() {
            0 => Ok(()),
            open => Err(open),
        }
    });
    // Late ones changed nothing.
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        3330,
        "CHF",
    );
    sources(&stage.edge.payment(&id))
}

fn sources(payment: &Value) -> Vec<String> {
    let timeline = payment["timeline"].as_array().unwrap();
    timeline
        .iter()
        .filter(|line| line["type"] == "hinted")
        .map(|line| line["source"].as_str().unwrap().to_owned())
        .collect()
}

/// The donor pays and closes the browser before it is sent back: the notice alone settles it.
async fn closed_browser(stage: &Stage, browser: &Browser, terminal: &str) {
    let (provider, _) = to_provider(stage, browser, terminal).await;
    // The request back is held for good: to the Worker, the browser is gone.
    let held = format!("{}/return/*", stage.edge.origin);
    let patterns = json!({ "patterns": [{ "urlPattern": held }] });
    browser.devtools("Fetch.enable", patterns).await;
    provider.press("pay").await;
    let id = settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        3330,
        "CHF",
    );
    let sources = sources(&stage.edge.payment(&id));
    assert!(!sources.contains(&"return".to_owned()), "{sources:?}");
}

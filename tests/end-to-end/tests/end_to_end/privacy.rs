//! No cookie, ever; no request to anybody else before the donor submits; no card field of ours.

use end_to_end::{Browser, ProviderPage, Stage, Widget};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("privacy_host_page", Turn::Shared, host_page);
    suite.browser("privacy_hosted_page", Turn::Shared, hosted_page);
}

/// The origins asked since the log was taken last, and the cookies offered or sent.
async fn traffic(browser: &Browser) -> (Vec<String>, Vec<Value>) {
    let (mut urls, mut cookies) = (Vec::new(), Vec::new());
    for entry in browser.take_log("performance").await {
        let text = entry["message"].as_str().unwrap();
        let message: Value = serde_json::from_str(text).unwrap();
        let (method, params) = (&message["message"]["method"], &message["message"]["params"]);
        match method.as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                urls.push(params["request"]["url"].as_str().unwrap().to_owned());
            }
            "Network.responseReceivedExtraInfo" => {
                let headers = params["headers"].as_object().unwrap();
                let set = headers
                    .iter()
                    .find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
                cookies.extend(set.map(|(_, value)| value.clone()));
            }
            "Network.requestWillBeSentExtraInfo" => {
                cookies.extend(
                    params["associatedCookies"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .cloned(),
                );
            }
            _ => {}
        }
    }
    (urls, cookies)
}

async fn keeps_to(browser: &Browser, origins: &[&str]) {
    let (urls, cookies) = traffic(browser).await;
    assert!(!urls.is_empty());
    // The browser's own pages and inline data go to nobody.
    for url in urls
        .iter()
        .filter(|url| url.contains("//") && !url.starts_with("chrome"))
    {
        let known = origins
            .iter()
            .any(|origin| url.starts_with(&format!("{origin}/")));
        assert!(known, "{url} was asked");
    }
    assert_eq!(cookies, [Value::Null; 0]);
    let jar = browser.devtools("Network.getAllCookies", json!({})).await;
    assert_eq!(jar["cookies"], json!([]));
}

async fn has_no_card_field(browser: &Browser) {
    let mut fields = browser.all_inside("input").await;
    fields.extend(browser.all("input").await);
    assert!(!fields.is_empty());
    for field in fields {
        let hint = field
            .attr("autocomplete")
            .await
            .unwrap()
            .unwrap_or_default();
        assert!(!hint.contains("cc-"), "autocomplete={hint}");
    }
}

async fn host_page(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &format!("{}/", stage.host)).await;
    widget.preset("20").await;
    widget.amount("21").await;
    widget.terminal("saferpay-test").await;
    widget.terminal("paypal-test").await;
    widget.says("Give CHF 21.00").await;
    has_no_card_field(browser).await;
    keeps_to(browser, &[&stage.host, &stage.edge.origin]).await;

    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    provider.press("pay").await;
    browser.arrive(&stage.host).await;
    widget.outcome("done").await;
    let origins = [&*stage.host, &*stage.edge.origin, &*stage.simulator.origin];
    keeps_to(browser, &origins).await;
}

async fn hosted_page(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &stage.edge.url("/pay/demo")).await;
    widget.amount("21").await;
    widget.terminal("paypal-test").await;
    widget.says("Give CHF 21.00").await;
    has_no_card_field(browser).await;
    keeps_to(browser, &[&stage.edge.origin]).await;
    let seen = browser.seen().await;
    assert_eq!(seen["violations"], json!([]), "{seen}");
}

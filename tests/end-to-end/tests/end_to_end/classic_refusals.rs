//! At PayPal's older ways to pay and at Payflow the donor is declined or gives up.

use end_to_end::{Browser, ProviderPage, SHORT, Stage, eventually, eventually_async, settle};
use serde_json::Value;

use crate::every_provider::{HOSTED_CARD, PAYFLOW_CARD, back, to_provider};
use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    let shared = Turn::Shared;
    suite.browser("decline_express_then_pay", shared, express_declines_once);
    suite.browser("decline_hosted_then_pay", shared, hosted_declines_once);
    suite.browser("decline_payflow_then_pay", shared, payflow_declines_once);
    for (name, terminal) in [
        ("express", "paypal-express-us"),
        ("hosted", "paypal-hosted"),
        ("payflow", "payflow-us"),
        ("standard", "paypal-standard"),
    ] {
        suite.browser(
            &format!("abort_{name}"),
            shared,
            async move |stage, browser| gives_up(stage, browser, terminal).await,
        );
    }
}

fn row(stage: &Stage, reference: &str) -> Value {
    eventually("the payment is in the index", SHORT, || {
        let mut rows = stage.edge.payments(&format!("reference={reference}"));
        rows.pop().ok_or("nothing")
    })
}

fn nothing_moved(stage: &Stage, reference: &str) {
    assert_eq!(stage.simulator.booked(reference), [""; 0]);
    assert_eq!(stage.simulator.reserved(reference), 0);
}

/// Error 10486: the donor is sent to PayPal again with the same token.
async fn express_declines_once(stage: &Stage, browser: &Browser) {
    let provider = to_provider(stage, browser, "paypal-express-us", "USD", "41.00").await;
    provider.press("decline").await;
    eventually_async("PayPal's page again", SHORT, async || {
        let page = browser.one("main").await.text().await.unwrap_or_default();
        if page.contains("Your last choice failed") {
            Ok(())
        } else {
            Err(page)
        }
    })
    .await;
    assert_eq!(browser.url().await, provider.url);
    nothing_moved(stage, &provider.reference);
    provider.press("pay").await;
    back(stage, browser, "done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        4100,
        "USD",
    );
}

/// The card page takes another card itself; we hear of the one that paid.
async fn hosted_declines_once(stage: &Stage, browser: &Browser) {
    let provider = to_provider(stage, browser, "paypal-hosted", "USD", "42.00").await;
    provider.fill(&HOSTED_CARD).await;
    provider.fill(&[("number", "4000000000000002")]).await;
    provider.press("pay").await;
    browser.one("#problem").await;
    nothing_moved(stage, &provider.reference);
    provider.fill(&HOSTED_CARD).await;
    provider.press("pay").await;
    back(stage, browser, "done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        4200,
        "USD",
    );
}

/// The donor comes by us to the same page, where another card pays.
async fn payflow_declines_once(stage: &Stage, browser: &Browser) {
    let provider = to_provider(stage, browser, "payflow-us", "USD", "43.00").await;
    browser.run("window.isOld = true", vec![]).await;
    provider.press("decline").await;
    eventually_async("the card page is opened again", SHORT, async || {
        let script = "return window.isOld ? 'still the old page' : null";
        let old = browser.run(script, vec![]).await;
        if old.is_null() { Ok(()) } else { Err(old) }
    })
    .await;
    let again = ProviderPage::arrive(stage, browser).await;
    assert_eq!(again.url, provider.url);
    let payment = row(stage, &provider.reference);
    let payment = stage.edge.payment(payment["id"].as_str().unwrap());
    assert_eq!(payment["why"], "choose_another_means", "{payment}");
    nothing_moved(stage, &provider.reference);
    again.fill(&PAYFLOW_CARD).await;
    again.press("pay").await;
    back(stage, browser, "done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        4300,
        "USD",
    );
}

/// The address for giving up decides nothing: nobody is told that it was paid, or is over.
async fn gives_up(stage: &Stage, browser: &Browser, terminal: &str) {
    let provider = to_provider(stage, browser, terminal, "USD", "44.00").await;
    provider.press("abort").await;
    let told = back(stage, browser, "open").await;
    assert!(!told.text.contains("Thank you"), "{}", told.text);
    let row = row(stage, &provider.reference);
    assert_eq!(row["captured"]["value"], "0.00", "{row}");
    nothing_moved(stage, &provider.reference);
}

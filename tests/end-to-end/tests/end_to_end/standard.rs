//! Payments Standard: PayPal has no interface to ask, so a receipt comes by payment data transfer,
//! and of a donor who never returns only a message tells.

use end_to_end::{Browser, Stage, settle};

use crate::every_provider::{back, to_provider};
use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("standard_receipt", Turn::Shared, receipt);
    suite.browser("standard_guest_never_returns", Turn::Shared, never_returns);
}

/// What PayPal asks to tell whoever comes back.
async fn receipt(stage: &Stage, browser: &Browser) {
    let provider = to_provider(stage, browser, "paypal-standard", "USD", "51.00").await;
    let facts = browser.one("dl").await.text().await.unwrap();
    let email = facts.lines().find(|line| line.contains("@example.test"));
    let email = email.unwrap().to_owned();
    provider.press("pay").await;
    let told = back(stage, browser, "done").await;
    for expected in [
        "Paid for",
        "Every way to give",
        "51.00",
        "Email at the provider",
        &email,
        &provider.reference,
    ] {
        assert!(told.text.contains(expected), "{expected} in {}", told.text);
    }
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        5100,
        "USD",
    );
}

async fn never_returns(stage: &Stage, browser: &Browser) {
    let provider = to_provider(stage, browser, "paypal-standard", "USD", "52.00").await;
    provider.press("guest").await;
    // Who has no account is shown a link, and closes the window.
    browser.one("a#continue").await;
    let id = settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        5200,
        "USD",
    );
    let payment = stage.edge.payment(&id);
    let lines = payment["timeline"].as_array().unwrap();
    assert!(
        lines.iter().all(|line| line["source"] != "return"),
        "{payment}"
    );
}

//! The payer declines, fails or gives up; then, often, pays after all.

use end_to_end::{
    Browser, LONG, ProviderPage, SHORT, Stage, Widget, eventually, eventually_async, settle,
};
use serde_json::Value;

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    let shared = Turn::Shared;
    suite.every_browser("decline_card_then_pay", shared, async |stage, browser| {
        card_fails_then_pays(stage, browser, "decline", "declined").await;
    });
    suite.browser(
        "decline_three_d_secure_then_pay",
        shared,
        async |stage, browser| {
            card_fails_then_pays(stage, browser, "3ds", "declined").await;
        },
    );
    suite.every_browser("abort_card_then_pay", shared, async |stage, browser| {
        card_fails_then_pays(stage, browser, "abort", "canceled").await;
    });
    suite.every_browser(
        "decline_paypal_then_other_means",
        shared,
        paypal_declines_once,
    );
    suite.every_browser("abort_paypal_then_pay_by_card", shared, paypal_abort);
}

async fn order(browser: &Browser, widget: &Widget<'_>, terminal: &str) {
    widget.amount("40").await;
    widget.terminal(terminal).await;
    widget.says("Give CHF 40.00").await;
    widget.pay().await;
    let _ = browser;
}

fn row(stage: &Stage, reference: &str) -> Value {
    eventually("the payment is in the index", SHORT, || {
        let mut rows = stage.edge.payments(&format!("reference={reference}"));
        rows.pop().ok_or("nothing")
    })
}

fn becomes(stage: &Stage, reference: &str, status: &str) {
    eventually(&format!("the index tells {status}"), LONG, || {
        let row = row(stage, reference);
        if row["status"] == status {
            Ok(())
        } else {
            Err(row)
        }
    });
    assert_eq!(stage.simulator.booked(reference), [""; 0]);
    assert_eq!(stage.simulator.reserved(reference), 0);
}

async fn card_fails_then_pays(stage: &Stage, browser: &Browser, button: &str, status: &str) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    order(browser, &widget, "saferpay-test").await;
    let first = ProviderPage::arrive(stage, browser).await;
    first.press(button).await;
    browser.arrive(&page).await;
    let told = widget.outcome("failed").await;
    assert!(!told.text.contains("Thank you"), "{}", told.text);
    becomes(stage, &first.reference, status);

    widget.again().await;
    order(browser, &widget, "saferpay-test").await;
    let second = ProviderPage::arrive(stage, browser).await;
    assert_ne!(first.reference, second.reference);
    second.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &second.reference,
        4000,
        "CHF",
    );
    becomes(stage, &first.reference, status);
}

/// PayPal keeps the order open: the payer is led back to it and chooses other means.
async fn paypal_declines_once(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    order(browser, &widget, "paypal-test").await;
    let first = ProviderPage::arrive(stage, browser).await;
    browser.run("window.isOld = true", vec![]).await;
    first.press("decline").await;
    // The donor goes over the Worker back to the same page, loaded anew.
    eventually_async("the page is opened again", SHORT, async || {
        let script = "return window.isOld ? 'still the old page' : null";
        let old = browser.run(script, vec![]).await;
        if old.is_null() { Ok(()) } else { Err(old) }
    })
    .await;
    let declined = row(stage, &first.reference);
    // PayPal's webhook may have us ask once more, in vain.
    eventually("other means are awaited", SHORT, || {
        let payment = stage.edge.payment(declined["id"].as_str().unwrap());
        if payment["why"] == "choose_another_means" {
            Ok(())
        } else {
            Err(payment)
        }
    });
    let second = ProviderPage::arrive(stage, browser).await;
    assert_eq!(first.url, second.url);
    assert_eq!(first.reference, second.reference);
    assert_eq!(stage.simulator.booked(&first.reference), [""; 0]);
    second.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &second.reference,
        4000,
        "CHF",
    );
}

async fn paypal_abort(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    order(browser, &widget, "paypal-test").await;
    let first = ProviderPage::arrive(stage, browser).await;
    first.press("abort").await;
    browser.arrive(&page).await;
    // A cancel address decides nothing: the order could still be approved.
    let told = widget.outcome("open").await;
    assert!(!told.text.contains("Thank you"), "{}", told.text);
    assert_eq!(row(stage, &first.reference)["captured"]["value"], "0.00");

    widget.again().await;
    order(browser, &widget, "saferpay-test").await;
    let second = ProviderPage::arrive(stage, browser).await;
    assert_ne!(first.reference, second.reference);
    second.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &second.reference,
        4000,
        "CHF",
    );
    assert_eq!(stage.simulator.booked(&first.reference), [""; 0]);
}

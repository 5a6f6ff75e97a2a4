//! Pictures of every page a donor meets, compared with the kept ones: on a desk and on a phone;
//! light, dark, and in the colours of a person who chose them.

use end_to_end::{Browser, ProviderPage, Stage, Theme, Widget, fingerprint};

use crate::camera::{Camera, WIDTHS};
use crate::every_provider::{HOSTED_CARD, back, to_provider};
use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("pictures_find_what_changed", Turn::Shared, find_changes);
    for width in WIDTHS {
        suite.browser(
            &format!("pictures_receipt_{width}"),
            Turn::Shared,
            async move |stage, browser| {
                receipts(stage, browser, width).await;
            },
        );
        suite.browser(
            &format!("pictures_{width}"),
            Turn::Shared,
            async move |stage, browser| {
                take_all(stage, browser, width).await;
            },
        );
    }
}

/// A payment whose provider told its details.
async fn receipts(stage: &Stage, browser: &Browser, width: u32) {
    let mut camera = Camera::new(stage, browser, width).await;
    let provider = to_provider(stage, browser, "paypal-standard", "EUR", "53.00").await;
    camera.keep("provider-standard").await;
    provider.press("pay").await;
    back(stage, browser, "done").await;
    camera.take("result-page-receipt").await;
    let provider = to_provider(stage, browser, "payflow-us", "USD", "53.00").await;
    camera.keep("provider-payflow").await;
    provider.press("abort").await;
    back(stage, browser, "open").await;
    camera.take("result-page-canceled").await;
    let provider = to_provider(stage, browser, "paypal-hosted", "CAD", "53.00").await;
    camera.keep("provider-hosted").await;
    provider.fill(&HOSTED_CARD).await;
    provider.press("pay").await;
    back(stage, browser, "done").await;
    camera.take("result-page-hosted").await;
    camera.close();
}

async fn take_all(stage: &Stage, browser: &Browser, width: u32) {
    let mut camera = Camera::new(stage, browser, width).await;
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    camera.take("host-page").await;
    widget.amount("5,000").await;
    widget.pay().await;
    widget.readings().await;
    camera.take("host-page-readings").await;
    widget.amount("1").await;
    widget.pay().await;
    widget.trouble().await;
    camera.take("host-page-error").await;
    widget.amount("25").await;
    widget.terminal("paypal-test").await;
    widget.says("Give CHF 25.00").await;
    camera.take("host-page-filled").await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    camera.keep("provider-card").await;
    provider.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    camera.take("host-page-thanks").await;

    let widget = Widget::open(browser, &stage.edge.url("/pay/demo?lang=fr")).await;
    camera.take("hosted-page").await;
    widget.amount("25,50").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    camera.keep("provider-paypal").await;
    provider.press("pay").await;
    browser.arrive(&stage.edge.url("/result/pay_")).await;
    widget.outcome("done").await;
    camera.take("result-page").await;

    Widget::declined(stage, browser, &page, 25).await;
    camera.take("host-page-declined").await;
    browser.open(&stage.edge.url("/pay/nobody?lang=de")).await;
    camera.take("unknown-link").await;
    camera.close();
}

/// What a person would call a change is one, and taking a picture twice is none.
async fn find_changes(stage: &Stage, browser: &Browser) {
    let url = stage.edge.url("/pay/demo?lang=en");
    browser.theme(Theme::Light).await;
    for width in WIDTHS {
        browser.resize(width, 900).await;
        Widget::open(browser, &url).await;
        let kept = fingerprint(browser).await;
        Widget::open(browser, &url).await;
        let again = fingerprint(browser).await;
        assert_eq!(again.difference(&kept), None, "the same page at {width}");
        let mut missed = Vec::new();
        for (change, script) in CHANGES {
            Widget::open(browser, &url).await;
            browser.run(&format!("{ROOT} {script}"), vec![]).await;
            match fingerprint(browser).await.difference(&kept) {
                Some(found) => println!("{change} at {width}: {found}"),
                None => missed.push(change),
            }
        }
        assert!(missed.is_empty(), "not found at {width}: {missed:?}");
    }
}

const ROOT: &str = "const root = document.querySelector('obole-checkout').shadowRoot; \
     const button = root.querySelector('button.pay');";

const CHANGES: [(&str, &str); 5] = [
    (
        "a button 8 px further",
        "button.style.transform = 'translateY(8px)'",
    ),
    (
        "a button of another colour",
        "button.style.background = '#1c4664'",
    ),
    (
        "another word on a label",
        "root.querySelector('label[for]').textContent = 'Sum'",
    ),
    (
        "a choice that is gone",
        "root.querySelector('.provider').style.visibility = 'hidden'",
    ),
    (
        "thinner letters",
        "root.querySelector('h2').style.fontWeight = 400",
    ),
];

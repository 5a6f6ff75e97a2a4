//! A host page whose policy forbids wasm: the form stays and posts by itself.

use end_to_end::{Browser, ProviderPage, Stage, Widget, settle};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.every_browser("strict_policy_blocks_wasm", Turn::Shared, blocks_wasm);
}

async fn blocks_wasm(stage: &Stage, browser: &Browser) {
    let page = format!("{}/csp.html", stage.host);
    browser.open(&page).await;
    let widget = Widget::here(browser);
    widget.find(".pay").await;
    // Most browsers tell at once that wasm is forbidden; WebKit only when it is wanted.
    let sign = "document.querySelector('obole-checkout').shadowRoot.querySelector('form') \
         .dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))";
    browser.run(sign, vec![]).await;
    widget.event("degraded").await;
    let seen = browser.seen().await;
    let violations: Vec<&str> = seen["violations"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|violation| violation.as_str())
        .collect();
    // The one that this page asks for; nothing else of ours is in its way.
    assert!(
        violations.iter().all(|one| *one == "script-src wasm-eval"),
        "{violations:?}"
    );
    // The style is there all the same: it is no inline one.
    let display = widget
        .find(".obole")
        .await
        .css_value("display")
        .await
        .unwrap();
    assert_ne!(display, "inline");
    widget.amount("61").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 61.00");
    provider.press("pay").await;
    browser.arrive(&page).await;
    // What became of it is told without wasm too, and the secret leaves the address.
    widget.event("return").await;
    let told = widget.find("#result").await.text().await.unwrap();
    let told = told.replace('\u{a0}', " ");
    assert!(told.contains("CHF 61.00"), "{told}");
    assert!(told.contains(&provider.reference), "{told}");
    assert_eq!(browser.url().await, page);
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        6100,
        "CHF",
    );
}

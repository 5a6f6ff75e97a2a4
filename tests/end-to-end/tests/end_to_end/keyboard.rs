//! The whole way with a keyboard alone.

use end_to_end::{Browser, Key, ProviderPage, Stage, Widget, settle};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.every_browser("keyboard_pays", Turn::Shared, pays);
}

async fn pays(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    browser.tab_to("input[name=amount]").await;
    browser.type_text("26,50").await;
    browser.tab_to("input[name=terminal]").await;
    // The first of them has the focus; an arrow chooses the next one.
    browser.press(Key::Down).await;
    let chosen = "input[name=terminal]:checked";
    browser.focus_is(chosen).await;
    browser.tab_to("button.pay").await;
    widget.says("Give CHF 26.50").await;
    browser.press(Key::Enter).await;
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 26.50");
    browser.tab_to("button[id=pay]").await;
    browser.press(Key::Enter).await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        2650,
        "CHF",
    );
}

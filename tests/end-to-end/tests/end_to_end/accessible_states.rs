//! Every state of the form and of the result, in every language and theme, held against axe-core;
//! and what no rule sees: width, zoom, large text, the keyboard.

use end_to_end::{Browser, Key, Order, Stage, Theme, Widget, assert_accessible};
use serde_json::json;

use crate::harness::{Suite, Turn};

const LANGUAGES: [&str; 8] = ["fr", "de", "it", "en", "es", "pt", "nl", "ar"];

pub(crate) fn tests(suite: &mut Suite) {
    for lang in LANGUAGES {
        suite.browser(
            &format!("accessible_states_{lang}"),
            Turn::Shared,
            async move |stage, browser| states(stage, browser, lang).await,
        );
    }
    suite.browser("accessible_results", Turn::Shared, results);
    suite.browser("narrow_zoomed_and_large", Turn::Shared, narrow);
    suite.every_browser("keyboard_goes_everywhere", Turn::Shared, keyboard);
    suite.every_browser("focus_is_never_lost", Turn::Shared, focus);
}

async fn in_every_theme(browser: &Browser, what: &str) {
    for theme in Theme::ALL {
        browser.theme(theme).await;
        assert_accessible(browser, &format!("{what}, {}", theme.word())).await;
    }
    browser.theme(Theme::Light).await;
}

async fn states(stage: &Stage, browser: &Browser, lang: &str) {
    let widget = Widget::open(browser, &stage.edge.url(&format!("/pay/meals?lang={lang}"))).await;
    in_every_theme(browser, "everything is empty").await;
    widget.pay().await;
    widget.trouble().await;
    in_every_theme(browser, "no amount").await;
    widget.amount("1,250").await;
    widget.pay().await;
    widget.readings().await;
    in_every_theme(browser, "two readings").await;
    widget.preset("50").await;
    let tick = "document.querySelector('obole-checkout').shadowRoot.querySelector('[name=cover_fee]').click()";
    browser.run(tick, vec![]).await;
    widget.find("summary").await.click().await.unwrap();
    in_every_theme(browser, "chosen").await;
    widget.pay().await;
    in_every_theme(browser, "an address is missing").await;
    // Whatever the edge is told, nothing answers: the states of being busy and of failing.
    let mute = "window.answer = null; window.fetch = () => new Promise((_, refuse) => { \
         window.answer = refuse; });";
    browser.run(mute, vec![]).await;
    widget
        .find("#dedication_name")
        .await
        .send_keys("Ada")
        .await
        .unwrap();
    widget
        .find("#email")
        .await
        .send_keys("ada@example.org")
        .await
        .unwrap();
    let terms = "document.querySelector('obole-checkout').shadowRoot.querySelector('[value=terms]').click()";
    browser.run(terms, vec![]).await;
    widget.pay().await;
    widget.find(".pay[aria-busy]").await;
    in_every_theme(browser, "the provider opens").await;
    browser.run("window.answer(new TypeError())", vec![]).await;
    widget.find(".offer").await;
    in_every_theme(browser, "nobody answers").await;
    browser
        .open(&stage.edge.url(&format!("/pay/tickets?lang={lang}")))
        .await;
    in_every_theme(browser, "fixed prices").await;
    browser
        .open(&stage.edge.url(&format!("/pay/nobody?lang={lang}")))
        .await;
    in_every_theme(browser, "no such link").await;
}

async fn results(stage: &Stage, browser: &Browser) {
    let order = |amount: &str| {
        let body = Order::body(amount, "CHF", "paypal-test");
        let answer = stage.edge.create("demo", &Order::new_key(), &body).send();
        Order::from_answer(&answer)
    };
    let (open, paid) = (order("41.00"), order("42.00"));
    paid.pay_and_settle(&stage.edge, &stage.simulator, 4200, "CHF");
    for (order, what) in [(&open, "open"), (&paid, "paid")] {
        for lang in LANGUAGES {
            let page = format!("/result/{}?secret={}&lang={lang}", order.id, order.secret);
            browser.open(&stage.edge.url(&page)).await;
            in_every_theme(browser, &format!("{what} in {lang}")).await;
        }
    }
    // In place, above the form it began on.
    let page = format!("{}/single.html", stage.host);
    Widget::declined(stage, browser, &page, 43).await;
    in_every_theme(browser, "declined, in place").await;
}

/// At 320 px, at 400 % of a desk's width, and with text twice as large nothing is cut off.
async fn narrow(stage: &Stage, browser: &Browser) {
    let wider = "const root = document.querySelector('obole-checkout').shadowRoot; \
         const cut = [...root.querySelectorAll('.obole *')].filter(one => \
             one.clientWidth && one.scrollWidth > one.clientWidth + 1 && \
             !one.matches('input,select,textarea,svg *,progress')); \
         return [document.documentElement.scrollWidth - innerWidth, \
             cut.map(one => one.className || one.localName)]";
    for lang in LANGUAGES {
        for (width, size) in [(320, "100%"), (320, "200%"), (1280, "200%")] {
            browser.resize(width, 800).await;
            let page = stage.edge.url(&format!("/pay/meals?lang={lang}"));
            let widget = Widget::open(browser, &page).await;
            let large = "document.documentElement.style.fontSize = arguments[0]";
            browser.run(large, vec![json!(size)]).await;
            widget.amount("1,250").await;
            widget.pay().await;
            widget.readings().await;
            let cut = browser.run(wider, vec![]).await;
            assert_eq!(cut, json!([0, []]), "{lang} at {width} px, text {size}");
        }
    }
}

/// Tab reaches every control in the order in which they stand, and nothing holds it.
async fn keyboard(stage: &Stage, browser: &Browser) {
    Widget::open(browser, &stage.edge.url("/pay/meals?lang=en")).await;
    for css in [
        "[name=preset]",
        "#amount",
        "#currency",
        "[name=anonymous]",
        "#name",
        "#email",
        "summary",
        "#message",
        "[name=terminal]",
        "[name=cover_fee]",
        "[value=news]",
        "[value=terms]",
        ".pay",
    ] {
        browser.tab_to(css).await;
    }
}

/// An answer to two readings, and a problem, take the focus along.
async fn focus(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &stage.edge.url("/pay/demo?lang=en")).await;
    browser.tab_to("#amount").await;
    browser.type_text("1,250").await;
    browser.press(Key::Enter).await;
    widget.readings().await;
    browser.focus_is("#amount").await;
    browser.tab_to("button.reading").await;
    browser.press(Key::Enter).await;
    browser.focus_is("button.pay").await;
    // That reading is below the link's least amount.
    browser.press(Key::Enter).await;
    widget.trouble().await;
    browser.focus_is("#amount").await;
}

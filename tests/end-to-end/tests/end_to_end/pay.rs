//! The way it should go: every placement, both providers, every manner of saying an amount.

use end_to_end::{Browser, Order, ProviderPage, Stage, Widget, settle};
use obole_shared::texts::Lang;
use serde_json::json;

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    let shared = Turn::Shared;
    suite.every_browser("pay_script_tag_by_card", shared, script_tag_by_card);
    suite.every_browser("pay_element_by_paypal", shared, element_by_paypal);
    suite.every_browser("pay_plain_div_by_twint", shared, plain_div_by_twint);
    suite.every_browser("pay_hosted_page_by_paypal", shared, hosted_page_by_paypal);
    suite.every_browser("pay_hosted_page_by_card", shared, hosted_page_by_card);
    suite.every_browser("pay_in_another_currency", shared, in_another_currency);
    suite.every_browser("pay_first_reading", shared, async |stage, browser| {
        a_reading(stage, browser, 0, "CHF 5.00", 500).await;
    });
    suite.every_browser("pay_second_reading", shared, async |stage, browser| {
        a_reading(stage, browser, 1, "CHF 5,000.00", 500_000).await;
    });
    suite.browser("pay_tells_the_day_in_words", shared, day_in_words);
    suite.browser("pay_by_echeck_stays_pending", shared, by_echeck);
}

/// From the provider's page to the thanks on the host page, and into all books.
async fn pay_and_return(
    stage: &Stage,
    browser: &Browser,
    page: &str,
    button: &str,
    minor: i64,
    currency: &str,
) -> String {
    let provider = ProviderPage::arrive(stage, browser).await;
    let amount = format!("{currency} {}.{:02}", minor / 100, minor % 100);
    assert_eq!(provider.amount, amount);
    provider.press(button).await;
    browser.arrive(page).await;
    let thanks = Widget::here(browser).outcome("done").await;
    assert!(thanks.text.contains(&provider.reference), "{}", thanks.text);
    // The secret leaves the address at once, so that it is neither shared nor bookmarked.
    if page.starts_with(&stage.host) {
        assert_eq!(browser.url().await, page);
        Widget::here(browser).event("return").await;
    }
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        minor,
        currency,
    );
    thanks.text
}

async fn script_tag_by_card(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.amount("25").await;
    widget.terminal("saferpay-test").await;
    widget.says("Give CHF 25.00").await;
    widget.pay().await;
    let thanks = pay_and_return(stage, browser, &page, "pay", 2500, "CHF").await;
    assert!(thanks.contains("Thank you!"), "{thanks}");
    assert!(thanks.contains("25.00"), "{thanks}");
}

async fn element_by_paypal(stage: &Stage, browser: &Browser) {
    let page = format!("{}/element.html", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.amount("25,50").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let thanks = pay_and_return(stage, browser, &page, "pay", 2550, "CHF").await;
    assert!(thanks.contains("Merci"), "{thanks}");
    assert!(thanks.contains("25,50"), "{thanks}");
}

async fn plain_div_by_twint(stage: &Stage, browser: &Browser) {
    let page = format!("{}/plain.html", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.terminal("saferpay-test").await;
    widget.preset("50").await;
    widget.says("Give CHF 50.00").await;
    widget.pay().await;
    pay_and_return(stage, browser, &page, "twint", 5000, "CHF").await;
}

async fn hosted_page_by_paypal(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &stage.edge.url("/pay/demo")).await;
    widget.amount("12.35").await;
    widget.terminal("paypal-test").await;
    widget.says("Give CHF 12.35").await;
    widget.pay().await;
    let result = stage.edge.url("/result/pay_");
    let thanks = pay_and_return(stage, browser, &result, "pay", 1235, "CHF").await;
    assert!(thanks.contains("Thank you!"), "{thanks}");
}

async fn hosted_page_by_card(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &stage.edge.url("/pay/demo?lang=de-CH")).await;
    widget.amount("1'000.-").await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    let result = stage.edge.url("/result/pay_");
    let thanks = pay_and_return(stage, browser, &result, "pay", 100_000, "CHF").await;
    assert!(thanks.contains("Herzlichen Dank"), "{thanks}");
}

async fn in_another_currency(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.preset("20").await;
    widget.says("Give CHF 20.00").await;
    widget.currency("EUR").await;
    widget.says("Give EUR 20.00").await;
    widget.terminal("paypal-test").await;
    // Typing takes the place of the preset.
    widget.amount("31.40").await;
    widget.says("Give EUR 31.40").await;
    widget.currency("USD").await;
    widget.says("Give USD 31.40").await;
    widget.currency("EUR").await;
    widget.says("Give EUR 31.40").await;
    widget.pay().await;
    pay_and_return(stage, browser, &page, "pay", 3140, "EUR").await;
}

/// The day on the result is the one that the browser says in the same language.
async fn day_in_words(stage: &Stage, browser: &Browser) {
    let order = Order::place(&stage.edge, "demo", "44.00", "CHF", "paypal-test");
    let says = "const time = document.querySelector('time'); \
         const [lang, numberingSystem] = arguments; \
         const form = { dateStyle: 'long', timeZone: 'UTC', numberingSystem }; \
         const said = new Intl.DateTimeFormat(lang, form).format(new Date(time.dateTime)); \
         return [time.textContent, said, time.dateTime]";
    for lang in Lang::ALL {
        let page = format!(
            "/result/{}?secret={}&lang={}",
            order.id,
            order.secret,
            lang.tag()
        );
        browser.open(&stage.edge.url(&page)).await;
        let digits = if lang == Lang::Ar { "arab" } else { "latn" };
        let told = browser
            .run(says, vec![json!(lang.tag()), json!(digits)])
            .await;
        assert_eq!(told[0], told[1]);
        assert_ne!(told[0], told[2]);
    }
}

async fn a_reading(stage: &Stage, browser: &Browser, which: usize, text: &str, minor: i64) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.amount("5,000").await;
    widget.terminal("saferpay-test").await;
    widget.says("Give").await;
    widget.pay().await;
    widget.trouble().await;
    assert!(browser.url().await.starts_with(&stage.host));
    let readings = widget.readings().await;
    let label = readings[which].text().await.unwrap();
    assert_eq!(label.replace('\u{a0}', " "), text);
    readings[which].click().await.unwrap();
    widget.says(&format!("Give {text}")).await;
    widget.pay().await;
    pay_and_return(stage, browser, &page, "pay", minor, "CHF").await;
}

/// Only captured money is paid: an eCheck on its way is not.
async fn by_echeck(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.amount("44").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    provider.press("pending").await;
    browser.arrive(&page).await;
    let told = Widget::here(browser).outcome("open").await;
    assert!(!told.text.contains("Thank you"), "{}", told.text);
    assert_eq!(stage.simulator.booked(&provider.reference), [""; 0]);
    let rows = stage
        .edge
        .payments(&format!("reference={}", provider.reference));
    assert_eq!(rows[0]["status"], "pending", "{rows:?}");
    assert_eq!(rows[0]["captured"]["value"], "0.00", "{rows:?}");
}

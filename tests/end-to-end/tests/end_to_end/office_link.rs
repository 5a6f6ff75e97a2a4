//! A link with everything a link can say, entered by hand, and what donors then see.

use end_to_end::{Browser, Stage, Widget, assert_accessible};
use serde_json::json;

use crate::harness::{Suite, Turn};
use crate::office::{arrive, enter, fill, fill_choice, fresh, press, tick};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("office_link_is_shown_as_entered", Turn::Shared, entered);
}

const AMOUNTS: &str = "20 = [en] a day of meals\n[fr] un jour de repas\n\
     1'000 = [en] a new stove\n[fr] un nouveau fourneau";

async fn entered(stage: &Stage, browser: &Browser) {
    let link = fresh("whole");
    browser.resize(320, 800).await;
    enter(stage, browser, "/admin/new-link").await;
    for (name, text) in [
        ("name", "Soup & <bread>"),
        ("id", &link),
        ("min", "2.50"),
        ("max", "5'000"),
        ("presets", AMOUNTS),
        ("goal", "40'000"),
    ] {
        fill(browser, name, text).await;
    }
    for (name, value) in [
        ("terminals", "saferpay-test"),
        ("terminals", "paypal-test"),
        ("currencies", "CHF"),
        ("currencies", "EUR"),
        ("ask", "dedication"),
        ("ask", "anonymous"),
        ("cover_fee", "yes"),
    ] {
        tick(browser, name, value).await;
    }
    for (name, value) in [
        ("ask_name", "optional"),
        ("ask_email", "required"),
        ("ask_message", "optional"),
        ("goal_currency", "CHF"),
    ] {
        fill_choice(browser, name, value).await;
    }
    browser.click("#field-consents > summary").await;
    browser
        .click("#field-consents details:first-of-type > summary")
        .await;
    let consent = "[en] Send me <news>.\n[fr] Écrivez-moi.";
    fill(browser, "consent1_text", consent).await;
    fill(browser, "consent1_id", "news").await;
    tick(browser, "consent1_required", "yes").await;
    let wider = "return document.documentElement.scrollWidth - window.innerWidth";
    assert_eq!(browser.run(wider, vec![]).await, 0, "at 320 px");
    assert_accessible(browser, "the form of a link").await;
    press(browser, "Save").await;
    let saved = format!("/admin/links/{link}?done=link-saved");
    arrive(stage, browser, &saved).await;
    let typed = browser.one("[name=presets]").await;
    let typed = typed.prop("value").await.unwrap().unwrap();
    assert_eq!(typed, AMOUNTS.replace('\'', ""));

    shows_all(stage, browser, &link).await;
    browser
        .open(&stage.edge.url(&format!("/admin/links/{link}")))
        .await;
    tick(browser, "amounts", "fixed").await;
    fill(
        browser,
        "presets",
        "30 = [en] full price\n[fr] plein tarif\n15",
    )
    .await;
    tick_off(browser, "currencies", "EUR").await;
    press(browser, "Save").await;
    arrive(stage, browser, &saved).await;
    shows_prices(stage, browser, &link).await;
}

async fn tick_off(browser: &Browser, name: &str, value: &str) {
    let css = format!("input[name='{name}'][value='{value}']:checked");
    browser.click(&css).await;
}

/// What stands in the form, the donor's language and a choice in mind.
async fn shows_all(stage: &Stage, browser: &Browser, link: &str) {
    let page = stage.edge.url(&format!("/pay/{link}?lang=fr"));
    let widget = Widget::open(browser, &page).await;
    widget.currency("CHF").await;
    widget.preset("1000").await;
    widget.terminal("paypal-test").await;
    widget.says("Donner 1 000,00 CHF").await;
    let title = widget.find("h2").await.text().await.unwrap();
    assert_eq!(title, "Soup & <bread>");
    let told = widget.find("form").await.text().await.unwrap();
    for text in ["un jour de repas", "un nouveau fourneau", "Écrivez-moi."] {
        assert!(told.contains(text), "{text} in {told}");
    }
    let limits = "const root = document.querySelector('obole-checkout').shadowRoot; \
         const one = (css) => root.querySelector(css); \
         return { \
             limits: one('#limits').textContent.replaceAll(/\\s/g, ' '), \
             goal: one('progress').max, \
             email: one('#email').required, \
             name: one('#name').required, \
             message: one('#message').required, \
             dedication: Boolean(one('#dedication_name')), \
             anonymous: Boolean(one('[name=anonymous]')), \
             consent: one('[name=consent][value=news]').required, \
             ticked: root.querySelectorAll('[type=checkbox]:checked').length, \
             fee: one('#cover').hidden, \
         };";
    let expected = json!({
        "limits": "De 2,50 CHF à 5 000,00 CHF",
        "goal": 4_000_000,
        "email": true,
        "name": false,
        "message": false,
        "dedication": true,
        "anonymous": true,
        "consent": true,
        "ticked": 0,
        "fee": false,
    });
    assert_eq!(browser.run(limits, vec![]).await, expected);
}

/// Only prices to choose from, each with its currency, as it is the only one.
async fn shows_prices(stage: &Stage, browser: &Browser, link: &str) {
    let page = stage.edge.url(&format!("/pay/{link}?lang=fr"));
    let widget = Widget::open(browser, &page).await;
    assert!(browser.all_inside("#amount, #currency").await.is_empty());
    let prices = widget.find(".presets").await.text().await.unwrap();
    let prices: String = prices.split_whitespace().collect();
    assert_eq!(prices, "30,00CHFpleintarif15,00CHF");
    widget.says("Donner 30,00 CHF").await;
    widget.preset("15").await;
    widget.says("Donner 15,00 CHF").await;
}

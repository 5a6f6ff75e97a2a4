//! Pictures of the form of a link that asks for much, of one with fixed prices, right to left, and
//! of what happens between the button and the provider's page.

use end_to_end::{Browser, Stage, Widget};
use serde_json::{Value, json};

use crate::camera::{Camera, WIDTHS};
use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    for width in WIDTHS {
        suite.browser(
            &format!("pictures_form_{width}"),
            Turn::Shared,
            async move |stage, browser| take_all(stage, browser, width).await,
        );
    }
}

async fn take_all(stage: &Stage, browser: &Browser, width: u32) {
    let mut camera = Camera::new(stage, browser, width).await;
    let pay = |rest: &str| stage.edge.url(&format!("/pay/{rest}"));
    let meals = meals(stage, width);
    let widget = Widget::open(browser, &pay(&format!("{meals}?lang=en"))).await;
    camera.take("meals").await;
    fill_in(browser, &widget).await;
    widget.says("Give CHF 52.06").await;
    camera.take("meals-filled").await;

    let widget = Widget::open(browser, &pay(&format!("{meals}?lang=ar"))).await;
    camera.take("arabic").await;
    fill_in(browser, &widget).await;
    widget.amount("1,250").await;
    widget.pay().await;
    widget.readings().await;
    camera.take("arabic-readings").await;

    let widget = Widget::open(browser, &pay("tickets?lang=en")).await;
    camera.take("tickets").await;
    between(browser, &widget, &mut camera).await;
    camera.close();
}

/// A link as the seed's, whose campaign no other test gives to.
fn meals(stage: &Stage, width: u32) -> String {
    let seed = include_str!("../../../../xtask/seed/links/meals.json");
    let mut link: Value = serde_json::from_str(seed).unwrap();
    link["return_origins"] = json!([]);
    let id = format!("meals-{width}");
    stage.edge.put_link(&id, &link);
    id
}

/// Everything that can be asked, dedication included.
async fn fill_in(browser: &Browser, widget: &Widget<'_>) {
    widget.preset("50").await;
    widget.terminal("paypal-test").await;
    browser.click_inside("summary").await;
    for (css, text) in [
        ("#name", "Ada Muster"),
        ("#email", "ada@example.org"),
        ("#dedication_name", "Grandmother"),
        ("#message", "For the soup"),
    ] {
        widget.find(css).await.send_keys(text).await.unwrap();
    }
    for css in ["[name=cover_fee]", "[value=terms]"] {
        browser.click_inside(&format!("label:has({css})")).await;
    }
}

/// The provider opens, takes long, and does not answer. What the edge says is held back and the
/// patience cut short, so that each state lasts for as long as its pictures take.
async fn between(browser: &Browser, widget: &Widget<'_>, camera: &mut Camera<'_>) {
    let hold = "window.fetch = () => new Promise((done) => { window.answer = done; }); \
         const set = window.setTimeout; \
         window.setTimeout = (call, ms, ...rest) => \
             ms === 6000 ? ((window.patience = call), 0) : set(call, ms, ...rest);";
    browser.run(hold, vec![]).await;
    widget.terminal("saferpay-test").await;
    widget.pay().await;
    widget.find(".pay[aria-busy]").await;
    camera.take("busy").await;
    browser.run("window.patience()", vec![]).await;
    widget.find("#waiting:not(:empty)").await;
    camera.take("busy-long").await;
    let silent = "window.answer(Response.json({ code: 'provider_unavailable' }, { status: 503 }))";
    browser.run(silent, vec![]).await;
    widget.find(".offer:nth-child(2)").await;
    camera.take("offers").await;
}

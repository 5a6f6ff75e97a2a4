//! What donors expect beside the amount: meanings, the fee, a name or none, a dedication, the
//! owner's boxes, fixed prices, and a way on when the provider does not answer.

use end_to_end::{Browser, ProviderPage, SHORT, Stage, Widget, eventually_async, settle};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.every_browser("wishes_arrive", Turn::Shared, wishes);
    suite.browser("what_is_missing_is_told_once", Turn::Shared, missing);
    suite.browser("fixed_prices", Turn::Shared, fixed_prices);
    suite.browser("fixed_prices_without_script", Turn::Shared, fixed_by_form);
    suite.browser("another_provider_under_the_same_key", Turn::Alone, failover);
    suite.browser(
        "a_second_page_is_not_opened_unnoticed",
        Turn::Alone,
        open_elsewhere,
    );
    suite.browser(
        "the_last_choice_is_offered_again",
        Turn::Shared,
        last_choice,
    );
    suite.browser("a_campaign_counts_what_was_given", Turn::Alone, campaign);
}

async fn tick(widget: &Widget<'_>, css: &str) {
    let css = format!("label:has({css})");
    widget.find(&css).await.click().await.unwrap();
}

async fn fill(widget: &Widget<'_>, css: &str, text: &str) {
    widget.find(css).await.send_keys(text).await.unwrap();
}

/// The payment as its owner sees it.
fn owner_sees(stage: &Stage, reference: &str) -> Value {
    let found = stage.edge.payments(&format!("reference={reference}"));
    stage.edge.payment(found[0]["id"].as_str().unwrap())
}

async fn wishes(stage: &Stage, browser: &Browser) {
    let page = format!("{}/meals.html", stage.host);
    let widget = Widget::open(browser, &page).await;
    widget.preset("50").await;
    widget.terminal("paypal-test").await;
    widget.says("Give CHF 50.00").await;
    tick(&widget, "[name=cover_fee]").await;
    // 2.9 % and 55: of 52.06 exactly 50.00 is left.
    widget.says("Give CHF 52.06").await;
    fill(&widget, "#name", "Ada Muster").await;
    fill(&widget, "#email", "ada@example.org").await;
    fill(&widget, "#message", "For the soup").await;
    widget.find("summary").await.click().await.unwrap();
    fill(&widget, "#dedication_name", "Grandmother").await;
    tick(&widget, "[value=terms]").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 52.06");
    provider.press("pay").await;
    browser.arrive(&page).await;
    let outcome = widget.outcome("done").await;
    assert!(outcome.text.contains("2.06"), "{}", outcome.text);
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        5206,
        "CHF",
    );
    let seen = owner_sees(stage, &provider.reference);
    let seen = &seen["detail"];
    assert_eq!(seen["name"], "Ada Muster", "{seen}");
    assert_eq!(seen["gift"]["message"], "For the soup");
    assert_eq!(
        seen["gift"]["dedication"],
        json!({ "kind": "memory", "name": "Grandmother" })
    );
    assert_eq!(seen["gift"]["consents"], json!(["terms"]));
    assert_eq!(seen["gift"]["fee_cover"]["value"], "2.06");
}

/// The first thing that is missing has the focus, a text linked to it, and nothing else says it.
async fn missing(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &format!("{}/meals.html", stage.host)).await;
    let told = async || {
        let script = "const root = document.querySelector('obole-checkout').shadowRoot; \
             const field = root.activeElement; \
             const ids = (field?.getAttribute('aria-describedby') ?? '').split(' '); \
             const linked = ids.map(id => root.getElementById(id)?.textContent ?? '').join(''); \
             const all = [...root.querySelectorAll('.trouble')].filter(one => one.textContent); \
             return [field?.name ?? '', field?.getAttribute('aria-invalid'), linked.length > 0, \
                 all.length, all[0]?.textContent ?? '']";
        browser.run(script, vec![]).await
    };
    widget.pay().await;
    widget.trouble().await;
    assert_eq!(told().await[0], "amount", "no amount: {}", told().await);
    widget.preset("20").await;
    widget.pay().await;
    let problem = told().await;
    assert_eq!(
        problem,
        json!(["email", "true", true, 1, "Please fill this in."])
    );
    fill(&widget, "#email", "ada").await;
    assert_eq!(told().await[3], 0, "over as soon as something changes");
    widget.pay().await;
    assert_eq!(told().await[0], "email");
    fill(&widget, "#email", "@example.org").await;
    widget.pay().await;
    let problem = told().await;
    assert_eq!(problem[0], "consent", "{problem}");
    tick(&widget, "[value=terms]").await;
    // Who wants to be unnamed is not asked for a name.
    tick(&widget, "[name=anonymous]").await;
    assert!(!widget.find("#name").await.is_enabled().await.unwrap());
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 20.00");
}

async fn fixed_prices(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &stage.edge.url("/pay/tickets?lang=en")).await;
    assert!(browser.all_inside("#amount").await.is_empty());
    widget.says("Give CHF 30.00").await;
    widget.preset("15").await;
    widget.says("Give CHF 15.00").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 15.00");
}

/// What no form of ours would send is refused by the edge.
async fn fixed_by_form(stage: &Stage, _: &Browser) {
    let key = end_to_end::Order::new_key();
    let body = end_to_end::Order::body("20.00", "CHF", "paypal-test");
    let answer = stage.edge.create("tickets", &key, &body).send();
    assert_eq!(answer.expect(422).json()["code"], "price_not_offered");
}

/// The first provider fails; the donor takes the other one, and it is the same payment.
async fn failover(stage: &Stage, browser: &Browser) {
    let page = format!("{}/", stage.host);
    stage.simulator.faults(&json!([
        { "effect": "server_error", "operation": "PaymentPage/Initialize" }
    ]));
    let widget = Widget::filled(browser, &page, 44, "saferpay-test").await;
    widget.pay().await;
    let offers = eventually_async("other ways", SHORT, async || {
        let offers = browser.all_inside("button.offer").await;
        if offers.len() == 2 {
            Ok(offers)
        } else {
            Err(offers.len())
        }
    })
    .await;
    assert_eq!(offers[0].text().await.unwrap(), "Try again");
    assert_eq!(offers[1].text().await.unwrap(), "Pay with PayPal instead");
    let kept = "return JSON.parse(Object.entries(sessionStorage)[0][1]).key";
    let before = browser.run(kept, vec![]).await;
    offers[1].click().await.unwrap();
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 44.00");
    provider.press("pay").await;
    browser.arrive(&page).await;
    widget.outcome("done").await;
    settle(
        &stage.edge,
        &stage.simulator,
        &provider.reference,
        4400,
        "CHF",
    );
    let seen = owner_sees(stage, &provider.reference);
    assert_eq!(seen["terminal"], "paypal-test", "{seen}");
    assert!(before.as_str().unwrap().len() > 10);
}

/// The first provider opened its page after all: the donor is told, and chooses.
async fn open_elsewhere(stage: &Stage, _: &Browser) {
    let key = end_to_end::Order::new_key();
    let first = end_to_end::Order::body("45.00", "CHF", "paypal-test");
    let other = end_to_end::Order::body("45.00", "CHF", "saferpay-test");
    let sessions = stage.simulator.sessions();
    let opened = stage
        .edge
        .create("demo", &key, &first)
        .send()
        .expect(201)
        .json();
    let refused = stage
        .edge
        .create("demo", &key, &other)
        .send()
        .expect(409)
        .json();
    assert_eq!(refused["code"], "payment_open_elsewhere");
    assert_eq!(refused["provider"], "PayPal");
    assert_eq!(refused["redirect_url"], opened["payment"]["redirect_url"]);
    assert_eq!(stage.simulator.sessions(), sessions + 1);
    let another = end_to_end::Order::body("46.00", "CHF", "saferpay-test");
    let refused = stage
        .edge
        .create("demo", &key, &another)
        .send()
        .expect(409)
        .json();
    assert_eq!(refused["code"], "idempotency_key_reused");
}

async fn last_choice(stage: &Stage, browser: &Browser) {
    browser
        .open(&format!("{}/single-page.html", stage.host))
        .await;
    let put = "document.querySelector('#app').innerHTML = arguments[0]";
    let element = json!("<obole-checkout link=\"demo\"></obole-checkout>");
    browser.run(put, vec![element.clone()]).await;
    let widget = Widget::here(browser);
    widget.ready().await;
    widget.currency("EUR").await;
    widget.amount("37.5").await;
    widget.terminal("paypal-test").await;
    widget.says("Give EUR 37.50").await;
    browser.run(put, vec![json!("")]).await;
    browser.run(put, vec![element]).await;
    widget.find("#amount").await;
    widget.ready().await;
    widget.says("Give EUR 37.50").await;
    let chosen = widget.find("[name=terminal]:checked").await;
    assert_eq!(chosen.prop("value").await.unwrap().unwrap(), "paypal-test");
}

async fn campaign(stage: &Stage, browser: &Browser) {
    let raised = async || {
        browser.open(&stage.edge.url("/pay/meals?lang=en")).await;
        let widget = Widget::here(browser);
        widget.find("progress").await;
        let text = widget.find("#campaign").await.text().await.unwrap();
        assert!(
            text.contains("of CHF 40,000.00 given") || text.contains('\u{a0}'),
            "{text}"
        );
        let value = "return document.querySelector('obole-checkout').shadowRoot \
             .querySelector('progress').value";
        browser.run(value, vec![]).await.as_i64().unwrap()
    };
    let before = raised().await;
    let order = end_to_end::Order::body("25.00", "CHF", "paypal-test");
    let mut body = order;
    body["email"] = json!("ada@example.org");
    body["consents"] = json!(["terms"]);
    let key = end_to_end::Order::new_key();
    let answer = stage.edge.create("meals", &key, &body).send();
    let order = end_to_end::Order::from_answer(&answer);
    order.pay_and_settle(&stage.edge, &stage.simulator, 2500, "CHF");
    eventually_async("the campaign has it", SHORT, async || {
        let now = raised().await;
        if now >= before + 2500 {
            Ok(())
        } else {
            Err(now)
        }
    })
    .await;
}

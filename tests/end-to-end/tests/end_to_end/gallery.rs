//! The gallery of looks, as the Worker publishes it: under its own policy, live, and accessible.

use std::time::Duration;

use end_to_end::{Browser, LONG, SHORT, Stage, Theme, assert_accessible, eventually_async};
use serde_json::json;

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("gallery", Turn::Shared, gallery);
}

/// Less than the page waits for a checkout that tells nothing.
const SOON: Duration = Duration::from_secs(6);

/// Comes near to every place for a checkout; those that hold none yet, or one without a form.
const MISSING: &str = "
    const places = [...document.querySelectorAll('.stage')];
    const missing = places.filter((place) =>
      !place.querySelector('obole-checkout')?.shadowRoot?.querySelector('button.pay'));
    missing[0]?.scrollIntoView();
    return places.length ? missing.map((place) => place.id || place.parentElement.id) : ['all'];";

async fn gallery(stage: &Stage, browser: &Browser) {
    browser.theme(Theme::Light).await;
    browser.open(&stage.edge.url("/gallery/")).await;
    eventually_async("the workbench", SOON, async || {
        let rows = browser.all("#properties .row").await.len();
        if rows > 8 { Ok(()) } else { Err(rows) }
    })
    .await;
    eventually_async("a form at every place", LONG, async || {
        let missing = browser.run(MISSING, vec![]).await;
        if missing == json!([]) {
            Ok(())
        } else {
            Err(missing)
        }
    })
    .await;
    follows_a_property(browser).await;
    shows_a_state(browser).await;
    for theme in [Theme::Light, Theme::Dark] {
        browser.theme(theme).await;
        assert_accessible(browser, &format!("the gallery, {}", theme.word())).await;
    }
    for width in [1280, 320] {
        browser.resize(width, 800).await;
        let wider = "return document.documentElement.scrollWidth - window.innerWidth";
        assert_eq!(browser.run(wider, vec![]).await, 0, "at {width} px");
    }
    assert_eq!(browser.seen().await["violations"], json!([]));
    let said = browser.take_log("browser").await;
    let wrong: Vec<_> = said
        .iter()
        .filter(|line| line["level"] == "SEVERE")
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// What a control is set to is what the checkout looks like, and what the CSS to copy says.
async fn follows_a_property(browser: &Browser) {
    let set = "const control = document.getElementById('set--obole-radius'); \
         control.value = '3'; control.dispatchEvent(new Event('input', { bubbles: true }))";
    browser.one("[id='set--obole-radius']").await;
    browser.run(set, vec![]).await;
    eventually_async("other corners", SHORT, async || {
        let look = "const pay = document.querySelector('#bench-stage obole-checkout') \
             .shadowRoot.querySelector('.pay'); \
             return [getComputedStyle(pay).borderTopLeftRadius, \
                 document.querySelector('#bench-code code').textContent]";
        let look = browser.run(look, vec![]).await;
        let css = "obole-checkout {\n  --obole-radius: 3px;\n}";
        if look == json!(["3px", css]) {
            Ok(())
        } else {
            Err(look)
        }
    })
    .await;
}

/// What a donor can bring the form into, nothing of which is sent.
async fn shows_a_state(browser: &Browser) {
    let readings = "return document.querySelector('#bench-stage obole-checkout').shadowRoot \
         .querySelectorAll('button.reading').length";
    browser
        .click("#bench-state label:has([value='1,000'])")
        .await;
    eventually_async("two readings", SHORT, async || {
        let count = browser.run(readings, vec![]).await;
        if count == 2 { Ok(()) } else { Err(count) }
    })
    .await;
    browser.click("#bench-state label:has([value=''])").await;
    eventually_async("no reading", SHORT, async || {
        let count = browser.run(readings, vec![]).await;
        if count == 0 { Ok(()) } else { Err(count) }
    })
    .await;
}

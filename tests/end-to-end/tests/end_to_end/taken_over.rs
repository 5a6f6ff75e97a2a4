//! The form is there at once, and wasm takes it over in place: nothing moves, nothing is lost.

use end_to_end::{Browser, SHORT, Stage, Widget, eventually_async};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.every_browser("typing_begins_before_wasm", Turn::Shared, typing);
    suite.browser("nothing_moves", Turn::Shared, nothing_moves);
    suite.browser("one_request_before_interaction", Turn::Shared, one_request);
    suite.browser("a_changed_byte_is_refused", Turn::Shared, changed_byte);
    suite.browser("a_form_of_another_version", Turn::Shared, another_version);
    suite.browser(
        "a_slow_module_is_told_and_still_taken",
        Turn::Shared,
        slow_module,
    );
}

const ROOT: &str = "document.querySelector('obole-checkout').shadowRoot";

/// Types while no module has arrived; caret, selection and focus outlive the take-over.
async fn typing(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/element.html", stage.host)).await;
    let widget = Widget::here(browser);
    let field = widget.find("#amount").await;
    field.send_keys("1234").await.unwrap();
    let select = format!("{ROOT}.querySelector('#amount').setSelectionRange(1, 3, 'backward')");
    browser.run(&select, vec![]).await;
    widget.ready().await;
    let read = format!(
        "const field = {ROOT}.activeElement; \
         return [field?.id, field?.value, field?.selectionStart, field?.selectionEnd]"
    );
    let now = browser.run(&read, vec![]).await;
    assert_eq!(now, json!(["amount", "1234", 1, 3]));
    widget.says("Donner 1 234,00 CHF").await;
}

/// From the first paint of the form to the taken-over form no element changes its place.
async fn nothing_moves(stage: &Stage, browser: &Browser) {
    for page in ["element.html", "meals.html"] {
        browser.open(&format!("{}/{page}", stage.host)).await;
        let widget = Widget::here(browser);
        widget.find("#amount").await;
        let places = format!(
            "return [...{ROOT}.querySelectorAll('*')].map(one => {{ \
                const box = one.getBoundingClientRect(); \
                return [one.localName, box.x, box.y, box.width, box.height]; }})"
        );
        let before = browser.run(&places, vec![]).await;
        widget.ready().await;
        assert_eq!(browser.run(&places, vec![]).await, before, "{page}");
        let shift = "return new Promise(done => new PerformanceObserver(list => \
             done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))) \
             .observe({ type: 'layout-shift', buffered: true }) ?? \
             setTimeout(() => done(0), 300))";
        let shift = browser.run(shift, vec![]).await;
        // The form's own arrival in an empty place moves what stands below it, nothing after.
        assert!(shift.as_f64().unwrap() < 0.3, "{page} shifts by {shift}");
    }
}

/// The urls that were asked for since the log was taken last.
async fn asked(browser: &Browser) -> Vec<String> {
    let entries = browser.take_log("performance").await;
    let messages = entries.iter().map(|entry| {
        let text = entry["message"].as_str().unwrap();
        serde_json::from_str::<Value>(text).unwrap()["message"].clone()
    });
    messages
        .filter(|message| message["method"] == "Network.requestWillBeSent")
        .map(|message| {
            message["params"]["request"]["url"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

async fn one_request(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/single.html", stage.host)).await;
    let widget = Widget::here(browser);
    widget.event("ready").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let of_edge = |urls: Vec<String>| -> Vec<String> {
        let edge = urls
            .into_iter()
            .filter(|url| url.starts_with(&stage.edge.origin));
        edge.collect()
    };
    let urls = of_edge(asked(browser).await);
    assert_eq!(urls.len(), 2, "the script and the form: {urls:?}");
    widget.ready().await;
    let urls = of_edge(asked(browser).await);
    assert!(urls.iter().all(|url| url.contains("/v/")), "{urls:?}");
}

/// Everything that a page fetches of the widget goes through this first.
async fn meddle(browser: &Browser, script: &str) {
    let source = format!(
        "{{ const fetched = window.fetch; window.fetch = async (url, init) => {{ {script} }}; }}"
    );
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        )
        .await;
}

async fn changed_byte(stage: &Stage, browser: &Browser) {
    // What the browser checks is the file against the loader's hash: another file is a changed one.
    meddle(
        browser,
        "return fetched(String(url).replace('widget_bg.wasm', 'late.js'), init)",
    )
    .await;
    let page = format!("{}/", stage.host);
    browser.open(&page).await;
    let widget = Widget::here(browser);
    widget.event("ready").await;
    browser
        .run(&format!("{ROOT}.querySelector('#amount').focus()"), vec![])
        .await;
    pays_degraded(stage, browser, "network").await;
}

/// A page that pins an older version keeps its program while the edge's form moves on.
async fn another_version(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/", stage.host)).await;
    Widget::here(browser).event("ready").await;
    let newer = format!(
        "const root = {ROOT}; const data = root.querySelector('script'); \
         data.textContent = data.textContent.replace(/\"shape\":\"\\d/, '$&9'); \
         root.querySelector('#amount').focus()"
    );
    browser.run(&newer, vec![]).await;
    pays_degraded(stage, browser, "version").await;
}

/// The page was told why; the form stays and works.
async fn pays_degraded(stage: &Stage, browser: &Browser, reason: &str) {
    let widget = Widget::here(browser);
    widget.event("degraded").await;
    let seen = browser.seen().await;
    let mut events = seen["events"].as_array().unwrap().iter();
    let degraded = events.find(|one| one["name"] == "degraded").unwrap();
    assert_eq!(degraded["detail"]["reason"], reason, "{seen}");
    widget.amount("62").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = end_to_end::ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 62.00");
}

async fn slow_module(stage: &Stage, browser: &Browser) {
    meddle(
        browser,
        "if (/wasm/.test(url)) await new Promise(done => setTimeout(done, 4600)); \
         return fetched(url, init)",
    )
    .await;
    browser.open(&format!("{}/", stage.host)).await;
    let widget = Widget::here(browser);
    widget.event("ready").await;
    widget.find("#amount").await.send_keys("63").await.unwrap();
    eventually_async("told, then taken over", SHORT, async || {
        let events = browser.events().await;
        let told = events.iter().filter(|name| *name == "degraded").count();
        let ready = events.iter().filter(|name| *name == "ready").count();
        if (told, ready) == (1, 2) {
            Ok(())
        } else {
            Err(events)
        }
    })
    .await;
    widget.says("Give CHF 63.00").await;
}

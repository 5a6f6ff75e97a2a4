//! What happens on other people's pages: mistakes in the tag, hostile styles, several checkouts,
//! pages that come and go. Something useful is shown, and no exception escapes.

use end_to_end::{Browser, SHORT, Stage, Widget, eventually_async};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("mistakes_in_the_tag", Turn::Shared, mistakes);
    suite.browser("the_script_twice_and_two_checkouts", Turn::Shared, twice);
    suite.browser("a_page_without_doctype", Turn::Shared, quirks);
    suite.browser("a_hostile_style", Turn::Shared, hostile);
    suite.browser("put_in_and_taken_out", Turn::Shared, leaks);
    suite.browser("changed_attributes", Turn::Shared, attributes);
    suite.browser("no_storage_no_network", Turn::Shared, nothing_works);
}

/// What the page's console said, and that nothing was thrown.
pub(crate) async fn console(browser: &Browser) -> Vec<String> {
    let lines = browser.take_log("browser").await;
    let said = lines
        .iter()
        .map(|line| line["message"].as_str().unwrap().to_owned());
    let said: Vec<String> = said.collect();
    for line in &said {
        assert!(!line.contains("Uncaught"), "{line}");
    }
    said
}

async fn text_of(browser: &Browser, id: &str) -> String {
    let script = "return document.getElementById(arguments[0]).shadowRoot?.textContent ?? ''";
    let text = browser.run(script, vec![json!(id)]).await;
    text.as_str().unwrap().to_owned()
}

async fn mistakes(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/odd.html", stage.host)).await;
    let said = eventually_async("warnings", SHORT, async || {
        let said = console(browser).await;
        if said.iter().any(|line| line.contains("ammount")) {
            Ok(said)
        } else {
            Err(said)
        }
    })
    .await;
    let said = said.join("\n");
    assert!(said.contains("«ammount». Did you mean «amount»"), "{said}");
    assert!(
        said.contains("«curency». Did you mean «currency»"),
        "{said}"
    );
    let unknown = text_of(browser, "unknown").await;
    assert!(unknown.len() > 10, "what is wrong is told: {unknown:?}");
    let linkless = text_of(browser, "linkless").await;
    assert!(!linkless.is_empty(), "something is shown");
    let seen = browser.seen().await;
    let codes: Vec<&Value> = seen["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["name"] == "degraded")
        .map(|event| &event["detail"]["reason"])
        .collect();
    assert!(codes.contains(&&json!("link_unknown")), "{seen}");
}

async fn twice(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/twice.html", stage.host)).await;
    let ready = async |count: usize| {
        eventually_async("both forms", SHORT, async || {
            let events = browser.events().await;
            let ready = events.iter().filter(|name| *name == "ready").count();
            if ready == count { Ok(()) } else { Err(events) }
        })
        .await;
    };
    ready(2).await;
    let touch = "for (const id of ['first', 'second']) document.getElementById(id).shadowRoot \
         .querySelector('form').dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))";
    browser.run(touch, vec![]).await;
    ready(4).await;
    // Each is its own: what is typed in one changes nothing in the other.
    let type_in = "const field = document.getElementById('second').shadowRoot.querySelector('#amount'); \
         field.value = '31'; field.dispatchEvent(new Event('input', { bubbles: true }))";
    browser.run(type_in, vec![]).await;
    assert!(
        text_of(browser, "second")
            .await
            .contains("Donner 31,00\u{a0}CHF")
    );
    let first =
        "return document.getElementById('first').shadowRoot.querySelector('#pay').textContent";
    assert_eq!(browser.run(first, vec![]).await, "Give");
    let said = console(browser).await.join("\n");
    assert!(said.contains("more than once"), "{said}");
}

async fn quirks(stage: &Stage, browser: &Browser) {
    let widget = Widget::open(browser, &format!("{}/quirks.html", stage.host)).await;
    let mode = browser.run("return document.compatMode", vec![]).await;
    assert_eq!(mode, "BackCompat");
    widget.amount("22").await;
    widget.says("Give CHF 22.00").await;
    console(browser).await;
}

async fn hostile(stage: &Stage, browser: &Browser) {
    let styles = "const root = document.querySelector('obole-checkout').shadowRoot; \
         return ['.obole', '.pay', '#amount'].map(one => { \
             const { color, fontFamily, textTransform, letterSpacing, display, direction } = \
                 getComputedStyle(root.querySelector(one)); \
             return [one, color, fontFamily, textTransform, letterSpacing, display, direction]; })";
    let at = async |page: &str| {
        let widget = Widget::open(browser, &format!("{}/{page}", stage.host)).await;
        widget.amount("24").await;
        widget.says("Give CHF 24.00").await;
        browser.run(styles, vec![]).await
    };
    let (calm, hostile) = (at("single.html").await, at("hostile.html").await);
    assert_eq!(calm, hostile);
}

/// A page that puts the checkout in and takes it out a hundred times keeps nothing of it.
async fn leaks(stage: &Stage, browser: &Browser) {
    browser
        .open(&format!("{}/single-page.html", stage.host))
        .await;
    let round = "const app = document.querySelector('#app'); \
         app.innerHTML = '<obole-checkout link=\"demo\" lang=\"en\"></obole-checkout>'; \
         const host = app.firstChild; \
         return new Promise(async (done) => { \
             const until = async (test) => { while (!test()) await new Promise(r => setTimeout(r, 5)); }; \
             await until(() => host.shadowRoot?.querySelector('form')); \
             host.shadowRoot.querySelector('form') \
                 .dispatchEvent(new PointerEvent('pointerover', { bubbles: true })); \
             await until(() => host.handle); \
             app.replaceChildren(); \
             await until(() => !host.handle); \
             done(true); })";
    let count = async |rounds: u32| {
        for _ in 0..rounds {
            browser.run(round, vec![]).await;
        }
        browser
            .devtools("HeapProfiler.collectGarbage", json!({}))
            .await;
        let counters = browser.devtools("Memory.getDOMCounters", json!({})).await;
        (
            counters["nodes"].as_i64().unwrap(),
            counters["jsEventListeners"].as_i64().unwrap(),
        )
    };
    count(5).await;
    let before = count(1).await;
    let after = count(30).await;
    assert!(after.1 <= before.1 + 3, "listeners: {before:?} {after:?}");
    // The last form may not have been collected yet; each has some 120 nodes.
    assert!(after.0 <= before.0 + 300, "nodes: {before:?} {after:?}");
}

async fn attributes(stage: &Stage, browser: &Browser) {
    let markup = "<obole-checkout link=\"demo\" lang=\"en\"></obole-checkout>";
    let widget = Widget::put(stage, browser, markup).await;
    widget.ready().await;
    widget.says("Give").await;
    let set = "const host = document.querySelector('obole-checkout'); \
         host.setAttribute('lang', 'de'); host.setAttribute('amount', '25.5'); \
         host.setAttribute('theme', 'dark')";
    browser.run(set, vec![]).await;
    eventually_async("the form in German", SHORT, async || {
        let text = widget.find(".pay").await.text().await.unwrap_or_default();
        if text.contains("Spenden") {
            Ok(())
        } else {
            Err(text)
        }
    })
    .await;
    widget.ready().await;
    assert_eq!(widget.typed().await, "25,50");
    let scheme = "return getComputedStyle(document.querySelector('obole-checkout')).colorScheme";
    assert_eq!(browser.run(scheme, vec![]).await, "dark");
}

/// Neither storage nor the edge: the page still gets a way to pay, and no exception.
async fn nothing_works(stage: &Stage, browser: &Browser) {
    let forbid = "Object.defineProperty(window, 'sessionStorage', \
         { get() { throw new DOMException('forbidden', 'SecurityError'); } });";
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": forbid }),
        )
        .await;
    let widget = Widget::open(browser, &format!("{}/", stage.host)).await;
    widget.amount("29").await;
    widget.terminal("paypal-test").await;
    widget.pay().await;
    let provider = end_to_end::ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "CHF 29.00");
    let offline = "window.fetch = () => Promise.reject(new TypeError('offline'));";
    browser
        .devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": offline }),
        )
        .await;
    browser.open(&format!("{}/", stage.host)).await;
    let way = browser.one_inside("a").await;
    let href = way.attr("href").await.unwrap().unwrap();
    assert_eq!(href, stage.edge.url("/pay/demo"));
    console(browser).await;
}

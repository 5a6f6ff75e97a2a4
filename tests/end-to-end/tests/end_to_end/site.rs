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
    suite.browser("a_theme_nobody_could_read", Turn::Shared, themed);
    suite.browser("any_palette_can_be_read", Turn::Shared, palettes);
    suite.browser("put_in_and_taken_out", Turn::Shared, leaks);
    suite.browser("changed_attributes", Turn::Shared, attributes);
    suite.browser("no_storage_no_network", Turn::Shared, nothing_works);
}

/// What the page's console said, and that nothing was thrown.
async fn console(browser: &Browser) -> Vec<String> {
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

/// Contrast of text and ground, as WCAG reckons it, for colours as `rgb(…)`.
const CONTRAST: &str = "
    const luminance = (text) => {
      const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, other) => {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const root = document.querySelector('obole-checkout').shadowRoot;
    const style = (one) => getComputedStyle(root.querySelector(one));
    const surface = style('.obole').backgroundColor;
    return {
      text: ratio(style('.obole').color, surface),
      muted: ratio(style('.hint').color, surface),
      pay: ratio(style('.pay').color, style('.pay').backgroundColor),
      accent: ratio(style('.pay').backgroundColor, surface),
      line: ratio(style('.provider').borderTopColor, surface),
      danger: ratio(style('.trouble').color, surface),
    };";

fn can_be_read(ratios: &Value, what: &str) {
    for (name, least) in [
        // Colours are whole numbers, the reckoning is not: a hundredth below is as good.
        ("text", 4.48),
        ("muted", 4.48),
        ("pay", 4.48),
        ("danger", 4.48),
        ("accent", 2.98),
        ("line", 2.98),
    ] {
        let ratio = ratios[name].as_f64().unwrap();
        assert!(ratio >= least, "{what}: {name} has {ratio} of {least}");
    }
}

async fn themed(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/themed.html", stage.host)).await;
    Widget::here(browser).event("ready").await;
    eventually_async("colours that can be read", SHORT, async || {
        let ratios = browser.run(CONTRAST, vec![]).await;
        // Colours that were moved arrive with a transition.
        let good = |name: &str, least: f64| ratios[name].as_f64().unwrap_or_default() >= least;
        if good("text", 4.5) && good("accent", 2.98) {
            Ok(())
        } else {
            Err(ratios)
        }
    })
    .await;
    can_be_read(&browser.run(CONTRAST, vec![]).await, "the theme");
    let said = console(browser).await.join("\n");
    assert!(said.contains("--obole-text"), "{said}");
    // A page that goes dark by a class of its own is followed.
    let dark = "const sheet = new CSSStyleSheet(); \
         sheet.replaceSync('.night obole-checkout { --obole-surface: #101418; --obole-field: #101418; \
             --obole-text: #223; --obole-accent: #124 }'); \
         document.adoptedStyleSheets = [sheet]; \
         document.documentElement.classList.add('night')";
    browser.run(dark, vec![]).await;
    eventually_async("colours of the night", SHORT, async || {
        let ratios = browser.run(CONTRAST, vec![]).await;
        let ground = "return getComputedStyle(document.querySelector('obole-checkout').shadowRoot \
             .querySelector('.obole')).backgroundColor";
        let ground = browser.run(ground, vec![]).await;
        let text = ratios["text"].as_f64().unwrap_or_default();
        if ground == "rgb(16, 20, 24)" && text >= 4.48 {
            Ok(())
        } else {
            Err((ground, ratios))
        }
    })
    .await;
    // What can be read already stays as it is.
    let radius = "return getComputedStyle(document.querySelector('obole-checkout').shadowRoot \
         .querySelector('.pay')).borderTopLeftRadius";
    assert_eq!(browser.run(radius, vec![]).await, "2px");
}

/// Two hundred palettes from a seed, each put on while the form stands there, as pages do that
/// let people choose.
async fn palettes(stage: &Stage, browser: &Browser) {
    let mut number: u32 = 20_261_128;
    let mut colour = || {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("#{:06x}", number >> 8)
    };
    let names = "text muted surface field accent on-accent danger line";
    let mut theme = || {
        let set = |name| ["--obole-", name, ":", &colour(), ";"].concat();
        names.split(' ').map(set).collect::<String>()
    };
    let first = theme();
    let markup = format!("<obole-checkout link=\"demo\" style=\"{first}\"></obole-checkout>");
    let widget = Widget::put(stage, browser, &markup).await;
    widget.event("ready").await;
    // Colours that are moved would arrive with a transition.
    let still = "const sheet = new CSSStyleSheet(); \
         sheet.replaceSync('* { transition: none !important }'); \
         const root = document.querySelector('obole-checkout').shadowRoot; \
         root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]";
    browser.run(still, vec![]).await;
    let look = format!(
        "const look = () => {{ {CONTRAST} }}; \
         const host = document.querySelector('obole-checkout'); \
         return (async (themes) => {{ \
             const seen = []; \
             for (const theme of themes) {{ \
                 host.setAttribute('style', theme); \
                 await new Promise((done) => setTimeout(done)); \
                 seen.push(look()); \
             }} \
             return seen; }})(arguments[0])"
    );
    // Once it has mended the first, it listens for others.
    eventually_async("a mended palette", SHORT, async || {
        let mended = "return !!document.querySelector('obole-checkout').shadowRoot \
             .querySelector('.obole').style.length";
        match browser.run(mended, vec![]).await {
            Value::Bool(true) => Ok(()),
            other => Err(other),
        }
    })
    .await;
    // In parts, because a script may run only so long.
    for _ in 0..8 {
        let themes: Vec<String> = (0..25).map(|_| theme()).collect();
        let found = browser.run(&look, vec![json!(themes)]).await;
        let found = found.as_array().unwrap();
        assert_eq!(found.len(), themes.len());
        for (ratios, theme) in found.iter().zip(&themes) {
            can_be_read(ratios, theme);
        }
    }
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

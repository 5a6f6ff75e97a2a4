//! The builder: what it shows, what it prints, and that exactly this works in a page.

use end_to_end::{
    Browser, ProviderPage, SHORT, Stage, Theme, Website, Widget, assert_accessible,
    eventually_async,
};
use serde_json::json;

use crate::harness::{Suite, Turn};
use crate::office::{enter, fill, fill_choice, fresh, press, tick};

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("builder_prints_what_works", Turn::Shared, prints);
}

/// What the builder prints.
struct Printed {
    lines: String,
    policy: String,
}

impl Printed {
    async fn on(browser: &Browser) -> Self {
        let text = async |label: &str| {
            let place = browser.one(&format!("pre[aria-label='{label}']")).await;
            let text = place.prop("textContent").await.unwrap();
            text.unwrap().trim().to_owned()
        };
        Self {
            lines: text("The lines for your page").await,
            policy: text("If your page has a content security policy").await,
        }
    }

    /// Nothing is allowed but what was printed, and what the builder says of trusted types.
    fn page(&self, site: &Website, path: &str) -> String {
        let policy = format!(
            "default-src 'none'; {}; trusted-types obole; require-trusted-types-for 'script'",
            self.policy
        );
        site.put(path, Some(&policy), &self.lines)
    }
}

async fn prints(stage: &Stage, browser: &Browser) {
    let site = Website::start();
    let link = fresh("builder");
    let changes = json!({ "name": "A roof <for> all", "return_origins": [site.origin] });
    stage.edge.put_link(&link, &changes);
    browser.resize(320, 800).await;
    let builder = format!("/admin/links/{link}/embed");
    enter(stage, browser, &builder).await;
    for place in ["script", "div"] {
        let address = stage.edge.url(&format!("{builder}?place={place}"));
        browser.open(&address).await;
        let printed = Printed::on(browser).await;
        runs(browser, &printed.page(&site, &format!("/{place}"))).await;
    }
    browser.open(&stage.edge.url(&builder)).await;
    choose(browser).await;
    looks_right(browser).await;
    let printed = Printed::on(browser).await;
    pays(stage, browser, &printed.page(&site, "/give")).await;
    refuses_another_script(browser, &printed, &site).await;
}

/// All choices that a page can make, by hand.
async fn choose(browser: &Browser) {
    tick(browser, "place", "element").await;
    tick(browser, "version", "pinned").await;
    fill_choice(browser, "lang", "fr").await;
    fill_choice(browser, "theme", "dark").await;
    fill_choice(browser, "currency", "EUR").await;
    fill_choice(browser, "provider", "paypal-test").await;
    fill(browser, "amount", "30").await;
    fill(browser, "presets", "15, 30, 1'000").await;
    press(browser, "Show it like this").await;
}

/// The checkout that is shown is the one that was chosen.
async fn looks_right(browser: &Browser) {
    let live = Widget::here(browser);
    browser.one("obole-checkout[amount='30']").await;
    live.ready().await;
    live.says("Donner 30,00 EUR").await;
    let chosen = live.find("[name=terminal]:checked").await;
    assert_eq!(chosen.prop("value").await.unwrap().unwrap(), "paypal-test");
    let presets = browser.all_inside("[name=preset]").await;
    assert_eq!(presets.len(), 3);
    let wider = "return document.documentElement.scrollWidth - window.innerWidth";
    assert_eq!(browser.run(wider, vec![]).await, 0, "at 320 px");
    assert_eq!(browser.seen().await["violations"], json!([]));
    for theme in [Theme::Dark, Theme::Light] {
        browser.theme(theme).await;
        assert_accessible(browser, &format!("the builder, {}", theme.word())).await;
    }
}

/// The form comes and is taken over, and nothing is in its way.
async fn runs<'a>(browser: &'a Browser, page: &str) -> Widget<'a> {
    let widget = Widget::open(browser, page).await;
    let seen = browser.seen().await;
    assert_eq!(seen["violations"], json!([]), "{page}");
    widget
}

async fn pays(stage: &Stage, browser: &Browser, page: &str) {
    let widget = runs(browser, page).await;
    widget.says("Donner 30,00 EUR").await;
    let scheme = "return getComputedStyle(document.querySelector('obole-checkout')).colorScheme";
    assert_eq!(browser.run(scheme, vec![]).await, "dark");
    widget.pay().await;
    let provider = ProviderPage::arrive(stage, browser).await;
    assert_eq!(provider.amount, "EUR 30.00");
    provider.press("pay").await;
    browser.arrive(page).await;
    widget.outcome("done").await;
}

/// With one letter of the hash another the browser takes it for another script.
async fn refuses_another_script(browser: &Browser, printed: &Printed, site: &Website) {
    let (before, hash) = printed.lines.split_once("integrity=\"sha384-").unwrap();
    let mut letters = hash.chars();
    let other = if letters.next() == Some('A') {
        'B'
    } else {
        'A'
    };
    let wrong = Printed {
        lines: format!("{before}integrity=\"sha384-{other}{}", letters.as_str()),
        policy: printed.policy.clone(),
    };
    let page = wrong.page(site, "/wrong");
    browser.take_log("browser").await;
    browser.open(&page).await;
    eventually_async("the script is refused", SHORT, async || {
        let said = browser.take_log("browser").await;
        let refused = said.iter().any(|line| {
            let message = line["message"].as_str().unwrap_or_default();
            message.contains("integrity")
        });
        if refused { Ok(()) } else { Err(said) }
    })
    .await;
    let defined = "return customElements.get('obole-checkout') !== undefined";
    assert_eq!(browser.run(defined, vec![]).await, false);
}

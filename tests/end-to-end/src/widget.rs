//! The checkout, as the donor sees it: in a page of another origin or on the hosted page.

use fantoccini::elements::Element;
use serde_json::Value;

use crate::browser::Browser;
use crate::provider_page::ProviderPage;
use crate::stage::Stage;
use crate::wait::{SHORT, eventually_async};

/// A pointer comes over the form, if it is there; answers whether wasm has taken the form over.
/// Where nothing of ours runs ahead of a page, only the element itself can tell of what was before.
const INTENT: &str = "const host = [...document.querySelectorAll('*')].find(one => one.shadowRoot); \
     const form = host?.shadowRoot.querySelector('form'); \
     form?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true })); \
     return Boolean(host?.handle) || (window.__seen?.events ?? []).some( \
         event => event.name === 'ready' && event.detail?.level === 'wasm');";

/// The checkout on the page that is open.
#[derive(Debug)]
pub struct Widget<'a> {
    browser: &'a Browser,
}

/// What the checkout tells of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// `done`, `open` or `failed`.
    pub tone: String,
    /// Everything it says.
    pub text: String,
}

impl<'a> Widget<'a> {
    /// Opens a page and waits until the script has taken the form over.
    pub async fn open(browser: &'a Browser, url: &str) -> Self {
        browser.open(url).await;
        let widget = Self::here(browser);
        widget.ready().await;
        widget
    }

    /// The checkout of the page that is open, script or not.
    pub fn here(browser: &'a Browser) -> Self {
        Self { browser }
    }

    /// Opens a single-page application that has put this markup in, and waits for nothing.
    pub async fn put(stage: &Stage, browser: &'a Browser, markup: &str) -> Self {
        let page = format!("{}/single-page.html", stage.host);
        browser.open(&page).await;
        let put = "document.querySelector('#app').innerHTML = arguments[0]";
        browser.run(put, vec![markup.into()]).await;
        Self::here(browser)
    }

    /// Opens a page in English and fills in what a gift takes: so many francs, at this terminal.
    pub async fn filled(browser: &'a Browser, url: &str, francs: u32, terminal: &str) -> Self {
        let widget = Self::open(browser, url).await;
        widget.amount(&francs.to_string()).await;
        widget.terminal(terminal).await;
        widget.says(&format!("Give CHF {francs}.00")).await;
        widget
    }

    /// On a page in English: gives by card, has the card declined, and is told so in place.
    pub async fn declined(stage: &Stage, browser: &'a Browser, url: &str, francs: u32) -> Self {
        let widget = Self::filled(browser, url, francs, "saferpay-test").await;
        widget.pay().await;
        let provider = ProviderPage::arrive(stage, browser).await;
        provider.press("decline").await;
        browser.arrive(url).await;
        widget.outcome("failed").await;
        widget
    }

    /// Gives a sign that somebody means to use the form, as a pointer over it does, and waits until
    /// the script has taken it over.
    pub async fn ready(&self) {
        eventually_async("the form is taken over", SHORT, async || {
            // Ahead of the sign, so that what it brings about is seen.
            self.browser.record().await;
            let taken = self.browser.client().execute(INTENT, vec![]).await;
            match taken.unwrap_or_default() {
                Value::Bool(true) => Ok(()),
                _ => Err(self.browser.seen().await),
            }
        })
        .await;
    }

    /// Waits for an event of this page.
    pub async fn event(&self, name: &str) {
        eventually_async(&format!("obole:{name}"), SHORT, async || {
            let events = self.browser.events().await;
            if events.iter().any(|event| event == name) {
                Ok(())
            } else {
                Err(events)
            }
        })
        .await;
    }

    /// Something in the checkout.
    pub async fn find(&self, css: &str) -> Element {
        self.browser.one_inside(css).await
    }

    /// Types an amount in place of what stands there.
    pub async fn amount(&self, text: &str) {
        let field = self.find("input[name=amount]").await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// What stands in the amount field.
    pub async fn typed(&self) -> String {
        let field = self.find("input[name=amount]").await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Chooses a preset.
    pub async fn preset(&self, value: &str) {
        let css = format!("label:has(input[name=preset][value='{value}'])");
        self.browser.click_inside(&css).await;
    }

    /// Chooses a currency.
    pub async fn currency(&self, code: &str) {
        let css = format!("select[name=currency] option[value={code}]");
        self.browser.click_inside(&css).await;
    }

    /// Chooses how to pay.
    pub async fn terminal(&self, id: &str) {
        let css = format!("label:has(input[name=terminal][value='{id}'])");
        self.browser.click_inside(&css).await;
    }

    /// The pay button.
    pub async fn pay_button(&self) -> Element {
        self.find("button.pay").await
    }

    /// Waits until the pay button says this.
    pub async fn says(&self, label: &str) {
        eventually_async(&format!("the button says {label:?}"), SHORT, async || {
            // Numbers are held together by spaces that do not break.
            // A button of a page that is just being replaced has nothing to say.
            let text = self.pay_button().await.text().await.unwrap_or_default();
            let text = text.replace(['\u{a0}', '\u{202f}'], " ");
            if text == label { Ok(()) } else { Err(text) }
        })
        .await;
    }

    /// Pays.
    pub async fn pay(&self) {
        self.browser.click_inside("button.pay").await;
    }

    /// Waits until something is told at the amount.
    pub async fn trouble(&self) -> String {
        eventually_async("a problem beside the amount", SHORT, async || {
            let problem = self.find("#amount-problem").await;
            let text = problem.text().await.unwrap_or_default();
            if text.is_empty() { Err(()) } else { Ok(text) }
        })
        .await
    }

    /// Waits for the two readings of an amount.
    pub async fn readings(&self) -> [Element; 2] {
        eventually_async("two readings", SHORT, async || {
            let found = self.browser.all_inside("button.reading").await;
            <[Element; 2]>::try_from(found).map_err(|found| found.len())
        })
        .await
    }

    /// Waits until the checkout tells how a payment stands, in this tone.
    pub async fn outcome(&self, tone: &str) -> Outcome {
        eventually_async(&format!("a result that is {tone}"), SHORT, async || {
            let mut found = self.browser.all_inside(".result").await;
            found.extend(self.browser.all(".result").await);
            let Some(result) = found.pop() else {
                return Err(None);
            };
            let outcome = Outcome {
                tone: result
                    .attr("data-tone")
                    .await
                    .unwrap_or_default()
                    .unwrap_or_default(),
                text: result.text().await.unwrap_or_default(),
            };
            if outcome.tone == tone {
                Ok(outcome)
            } else {
                Err(Some(outcome))
            }
        })
        .await
    }

    /// Back from the result to the form.
    pub async fn again(&self) {
        self.browser.click_inside("button.again").await;
    }
}

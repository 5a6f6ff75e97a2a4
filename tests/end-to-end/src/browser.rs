//! A browser with a fresh profile.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

use crate::drivers::{Driver, Drivers};
use crate::engine::Engine;
use crate::session;
use crate::wait::{SHORT, eventually_async};

/// Key of an element in WebDriver's JSON (W3C WebDriver, 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Finds the element that holds the form, wherever the page put it, and looks into it.
const INSIDE: &str = "const host = [...document.querySelectorAll('*')].find(one => one.shadowRoot); \
     return host ? [...host.shadowRoot.querySelectorAll(arguments[0])] : [];";

/// Keeps what the checkout tells a page.
const RECORDER: &str = include_str!("../../host-page/recorder.js");

/// What a browser is started with.
#[derive(Debug, Clone, Copy)]
pub struct BrowserOptions {
    /// Which one.
    pub engine: Engine,
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// The language it asks for.
    pub lang: &'static str,
    /// Whether commands wait for a page that is on its way; without, one that never comes is no
    /// hindrance.
    pub waits: bool,
}

impl Default for BrowserOptions {
    fn default() -> Self {
        Self {
            engine: Engine::Chromium,
            scripts: true,
            lang: "en-US",
            waits: true,
        }
    }
}

/// A running browser. [`Browser::close`] ends it; so does the end of its driver.
///
/// What is here WebDriver offers, so every engine can do it; what only Chromium can is in the
/// neighbouring `chromium.rs`.
#[derive(Debug)]
pub struct Browser {
    pub(crate) client: Client,
    engine: Engine,
    driver: Option<Driver>,
}

impl Browser {
    /// Starts a browser.
    pub async fn start(drivers: &Drivers, options: BrowserOptions) -> Self {
        static BROWSERS: AtomicU32 = AtomicU32::new(0);
        let number = BROWSERS.fetch_add(1, Ordering::Relaxed);
        let profile = drivers.profile(&number.to_string());
        let (client, driver) = session::start(drivers, options, &profile).await;
        let browser = Self {
            client,
            engine: options.engine,
            driver,
        };
        if options.engine == Engine::Chromium {
            browser.run_first(RECORDER).await;
        }
        browser
    }

    /// Ends it.
    pub async fn close(self) {
        let closed = self.client.close().await;
        if let Some(mut driver) = self.driver {
            driver.stop();
        }
        closed.unwrap();
    }

    /// The WebDriver client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Which browser it is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens a page.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// The address shown.
    pub async fn url(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap()
    }

    /// Waits until the address begins with this.
    pub async fn arrive(&self, prefix: &str) -> String {
        eventually_async(&format!("arriving at {prefix}"), SHORT, async || {
            let url = self.url().await;
            if url.starts_with(prefix) {
                Ok(url)
            } else {
                Err(url)
            }
        })
        .await
    }

    /// Elements of the page itself.
    pub async fn all(&self, css: &str) -> Vec<Element> {
        let script = "return [...document.querySelectorAll(arguments[0])]";
        self.elements(script, css).await
    }

    /// Elements inside of the checkout's shadow root.
    pub async fn all_inside(&self, css: &str) -> Vec<Element> {
        self.elements(INSIDE, css).await
    }

    async fn elements(&self, script: &str, css: &str) -> Vec<Element> {
        // While a page is being left there is none to ask.
        let found = self.client.execute(script, vec![json!(css)]).await;
        let found = found.unwrap_or_default();
        let ids = found.as_array().cloned().unwrap_or_default();
        ids.iter()
            .filter_map(|one| one[ELEMENT].as_str())
            .map(|id| {
                Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned()))
            })
            .collect()
    }

    /// The one element of the page, as soon as it is there.
    pub async fn one(&self, css: &str) -> Element {
        eventually_async(&format!("one {css} on the page"), SHORT, async || {
            only(self.all(css).await)
        })
        .await
    }

    /// The one element inside of the checkout, as soon as it is there.
    pub async fn one_inside(&self, css: &str) -> Element {
        eventually_async(&format!("one {css} in the checkout"), SHORT, async || {
            only(self.all_inside(css).await)
        })
        .await
    }

    /// Clicks the one element of the page, as soon as it is there.
    pub async fn click(&self, css: &str) {
        clicked(css, async || self.one(css).await).await;
    }

    /// Clicks the one element inside of the checkout, as soon as it is there.
    pub async fn click_inside(&self, css: &str) {
        clicked(css, async || self.one_inside(css).await).await;
    }

    /// Keeps a picture, for people to look at: of the whole page where the browser can, else of
    /// what it shows.
    pub async fn picture(&self, file: &Path) {
        let png = match self.engine {
            Engine::Chromium => self.whole_page().await,
            Engine::Firefox | Engine::WebKit => self.client.screenshot().await.unwrap(),
        };
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, png).unwrap();
    }

    /// Keeps what the checkout tells from here on, on a page that does not do so by itself: the
    /// Worker's own, in browsers where nothing of ours runs ahead of a page.
    pub(crate) async fn record(&self) {
        // While a page is being left there is none to record.
        let _ = self.client.execute(RECORDER, vec![]).await;
    }

    /// The events and policy violations of this page so far. In Firefox and WebKit, all of them on
    /// a host page; on the Worker's pages those since [`Widget::ready`](crate::Widget::ready).
    pub async fn seen(&self) -> Value {
        let seen = self.client.execute("return window.__seen", vec![]).await;
        seen.unwrap_or_default()
    }

    /// The names of the checkout's events of this page so far.
    pub async fn events(&self) -> Vec<String> {
        let seen = self.seen().await;
        let events = seen["events"].as_array().cloned().unwrap_or_default();
        events
            .iter()
            .filter_map(|event| event["name"].as_str().map(str::to_owned))
            .collect()
    }
}

/// An element that was found on a page that is just being replaced is not the one.
async fn clicked(css: &str, mut find: impl AsyncFnMut() -> Element) {
    eventually_async(&format!("clicking {css}"), SHORT, async || {
        match find().await.click().await {
            Err(error) if error.is_stale_element_reference() => Err(error),
            clicked => Ok(clicked),
        }
    })
    .await
    .unwrap();
}

fn only(mut found: Vec<Element>) -> Result<Element, usize> {
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (_, others) => Err(others),
    }
}

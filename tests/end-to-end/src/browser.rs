//! A browser with a fresh profile.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use fantoccini::elements::{Element, ElementRef};
use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};

use crate::cdp::{Devtools, TakeLog};
use crate::driver::Driver;
use crate::wait::{SHORT, eventually_async};

/// Key of an element in WebDriver's JSON (W3C WebDriver, 12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long a page may take to load, in milliseconds.
const PAGE_LIMIT_MS: u32 = 30_000;

/// Finds the element that holds the form, wherever the page put it, and looks into it.
const INSIDE: &str = "const host = [...document.querySelectorAll('*')].find(one => one.shadowRoot); \
     return host ? [...host.shadowRoot.querySelectorAll(arguments[0])] : [];";

/// What a browser is started with.
#[derive(Debug, Clone, Copy)]
pub struct BrowserOptions {
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
            scripts: true,
            lang: "en-US",
            waits: true,
        }
    }
}

/// A running browser. [`Browser::close`] ends it; so does the end of the driver.
#[derive(Debug)]
pub struct Browser {
    client: Client,
}

impl Browser {
    /// Starts a browser.
    pub async fn start(driver: &Driver, options: BrowserOptions) -> Self {
        static BROWSERS: AtomicU32 = AtomicU32::new(0);
        let number = BROWSERS.fetch_add(1, Ordering::Relaxed);
        let profile = driver.profile(&number.to_string());
        let capabilities = json!({
            "browserName": "chrome",
            "pageLoadStrategy": if options.waits { "normal" } else { "none" },
            "timeouts": { "pageLoad": PAGE_LIMIT_MS },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": {
                "binary": driver.chromium(),
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                    "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                    "--window-size=1280,1000",
                    format!("--lang={}", options.lang),
                    format!("--user-data-dir={}", profile.display()),
                ],
                "prefs": {
                    "intl.accept_languages": options.lang,
                    "profile.managed_default_content_settings.javascript":
                        if options.scripts { 1 } else { 2 },
                },
            },
        });
        let capabilities = capabilities.as_object().unwrap().clone();
        let client = ClientBuilder::new(http_connector())
            .capabilities(capabilities)
            .connect(&driver.url())
            .await
            .unwrap();
        let browser = Self { client };
        browser
            .devtools(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": include_str!("recorder.js") }),
            )
            .await;
        browser
    }

    /// Ends it.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// The WebDriver client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        let command = Devtools {
            command,
            parameters,
        };
        self.client.issue_cmd(command).await.unwrap()
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

    /// The events and policy violations of this page so far.
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

    /// Takes the driver's log of what the page said or loaded: `browser`, `performance`.
    pub async fn take_log(&self, kind: &'static str) -> Vec<Value> {
        let log = self.client.issue_cmd(TakeLog(kind)).await.unwrap();
        log.as_array().cloned().unwrap_or_default()
    }

    /// Makes the page so wide, as a phone or a desk would.
    pub async fn resize(&self, width: u32, height: u32) {
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 }),
        )
        .await;
    }

    /// Keeps a picture of the whole page.
    pub async fn picture(&self, file: &Path) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let size = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let height = size["cssContentSize"]["height"].as_f64().unwrap_or(1000.0);
        let width = size["cssLayoutViewport"]["clientWidth"]
            .as_f64()
            .unwrap_or(1280.0);
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let shot = self
            .devtools(
                "Page.captureScreenshot",
                json!({ "captureBeyondViewport": true, "clip": clip }),
            )
            .await;
        let bytes = decode(shot["data"].as_str().unwrap_or_default());
        fs::write(file, bytes).unwrap();
    }
}

fn http_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

fn only(mut found: Vec<Element>) -> Result<Element, usize> {
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (_, others) => Err(others),
    }
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap()
}

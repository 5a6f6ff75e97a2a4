//! What each browser is started with.

use std::path::Path;

use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};

use dev_stack::Program;

use crate::browser::BrowserOptions;
use crate::drivers::{Driver, Drivers};
use crate::engine::Engine;

/// How long a page may take to load, in milliseconds.
const PAGE_LIMIT_MS: u32 = 30_000;

/// A client of a running browser, with its driver where it has one of its own.
pub(crate) async fn start(
    drivers: &Drivers,
    options: BrowserOptions,
    profile: &Path,
) -> (Client, Option<Driver>) {
    match options.engine {
        Engine::Chromium => {
            let wanted = chromium(&drivers.program(Program::CHROMIUM), options, profile);
            (connect(drivers.chromium(), wanted, options).await, None)
        }
        Engine::Firefox => {
            let wanted = firefox(&drivers.program(Program::FIREFOX), options);
            own(drivers.firefox(), wanted, options).await
        }
        Engine::WebKit => {
            let wanted = webkit(&drivers.program(Program::MINI_BROWSER), options);
            own(drivers.webkit(profile, options), wanted, options).await
        }
    }
}

async fn own(driver: Driver, wanted: Value, options: BrowserOptions) -> (Client, Option<Driver>) {
    (connect(&driver, wanted, options).await, Some(driver))
}

async fn connect(driver: &Driver, mut wanted: Value, options: BrowserOptions) -> Client {
    wanted["pageLoadStrategy"] = json!(if options.waits { "normal" } else { "none" });
    wanted["timeouts"] = json!({ "pageLoad": PAGE_LIMIT_MS });
    ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
        .capabilities(wanted.as_object().unwrap().clone())
        .connect(&driver.url())
        .await
        .unwrap_or_else(|error| panic!("{} does not start: {error}", options.engine))
}

fn chromium(binary: &Path, options: BrowserOptions, profile: &Path) -> Value {
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": {
            "binary": binary,
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                // Letters as much alike as can be on two machines: pictures are compared.
                "--font-render-hinting=none", "--disable-lcd-text",
                "--force-color-profile=srgb", "--hide-scrollbars",
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
    })
}

/// The driver makes a fresh profile, and turns most of what a browser does by itself off.
fn firefox(binary: &Path, options: BrowserOptions) -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": binary,
            "args": ["-headless", "--width=1280", "--height=1000"],
            "prefs": {
                "intl.accept_languages": options.lang,
                "javascript.enabled": options.scripts,
                "app.normandy.enabled": false,
                "app.update.disabledForTesting": true,
                "browser.newtabpage.enabled": false,
                "browser.safebrowsing.malware.enabled": false,
                "browser.safebrowsing.phishing.enabled": false,
                "browser.translations.enable": false,
                "datareporting.policy.dataSubmissionEnabled": false,
                "dom.push.connection.enabled": false,
                "extensions.systemAddon.update.enabled": false,
                "media.gmp-manager.updateEnabled": false,
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
                "network.dns.disablePrefetch": true,
                "services.settings.server": "data:,#none/v1",
                "toolkit.telemetry.enabled": false,
                "toolkit.telemetry.unified": false,
            },
        },
    })
}

/// A window of automation keeps nothing by itself. What is not asked for by the protocol is asked
/// for on the command line: each setting of the library is an option there.
fn webkit(binary: &Path, options: BrowserOptions) -> Value {
    json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": {
            "binary": binary,
            "args": ["--automation", format!("--enable-javascript={}", options.scripts)],
        },
    })
}

//! One load of a page that holds a checkout, on a slow phone.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use end_to_end::{Browser, BrowserOptions, Drivers};
use serde_json::{Value, json};

use super::Side;
use crate::error::{Error, Result};
use crate::number::{count, micros};

/// How much slower the processor is made.
pub(super) const SLOWER: u32 = 4;
/// «Slow 4G» of Lighthouse: the round trip, and bytes in a second.
pub(super) const LATENCY_MS: u32 = 150;
pub(super) const DOWN: u32 = 1_600_000 / 8;
pub(super) const UP: u32 = 750_000 / 8;

/// What one load came to; times in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    /// Bytes beside the page itself, headers included, as they travelled.
    pub(super) bytes: u64,
    /// Requests beside the page itself that went over the network.
    pub(super) requests: u64,
    /// Origins asked, other than the page's own.
    pub(super) foreign: u64,
    /// From navigation until the amount can be typed.
    pub(super) typable: u64,
    /// From navigation until the button spells what was typed.
    pub(super) taken: u64,
    /// Processor time of the main thread's tasks meanwhile, and of what they are made of.
    pub(super) tasks: u64,
    pub(super) script: u64,
    pub(super) layout: u64,
    /// Layout shift, in ten-thousandths.
    pub(super) shift: u64,
}

/// Loads the page once, in a browser that has loaded nothing before.
pub(super) async fn load(driver: &Drivers, side: &Side) -> Result<Load> {
    let browser = Browser::start(driver, BrowserOptions::default()).await;
    let loaded = load_in(&browser, side).await;
    browser.close().await;
    loaded
}

async fn load_in(browser: &Browser, side: &Side) -> Result<Load> {
    let origin = side.front.origin();
    // From here the measured page is a navigation within one site, so that its
    // process is there already.
    browser.open(&format!("{origin}/blank")).await;
    record(browser, side).await;
    // Processor time: other programs of the machine must not count.
    let domain = json!({ "timeDomain": "threadTicks" });
    browser.devtools("Performance.enable", domain).await;
    slow_down(browser).await;
    let network = json!({
        "offline": false,
        "latency": LATENCY_MS,
        "downloadThroughput": DOWN,
        "uploadThroughput": UP,
    });
    let command = "Network.emulateNetworkConditions";
    browser.devtools(command, network).await;
    browser.take_log("performance").await;
    let before = metrics(browser).await;
    browser.open(&format!("{origin}/")).await;
    let told = finished(browser, side).await?;
    let after = metrics(browser).await;
    let traffic = Traffic::of(&browser.take_log("performance").await, origin);
    let number = |name: &str| told.get(name).and_then(Value::as_u64).unwrap_or_default();
    let spent = |names: &[&str]| {
        let of = |all: &BTreeMap<String, u64>, name: &str| all.get(name).copied().unwrap_or(0);
        let spent = names
            .iter()
            .map(|name| of(&after, name).saturating_sub(of(&before, name)));
        spent.sum()
    };
    Ok(Load {
        bytes: traffic.bytes,
        requests: traffic.requests,
        foreign: traffic.foreign,
        typable: number("typable"),
        taken: number("taken"),
        tasks: spent(&["TaskDuration"]),
        script: spent(&["ScriptDuration"]),
        layout: spent(&["LayoutDuration", "RecalcStyleDuration"]),
        shift: number("shift"),
    })
}

/// Lets the recorder run before the scripts of every page from now on.
pub(super) async fn record(browser: &Browser, side: &Side) {
    let recorder = include_str!("recorder.js").replace("{{LEVEL}}", side.level);
    let script = json!({ "source": recorder });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", script)
        .await;
}

/// Waits for what the recorder saw of the page that is open.
pub(super) async fn finished(browser: &Browser, side: &Side) -> Result<Value> {
    let told = browser.run("return window.__load.done", vec![]).await;
    if told.get("taken").is_some_and(Value::is_u64) {
        return Ok(told);
    }
    Err(Error::Unreadable {
        page: side.name.to_owned(),
        told: told.to_string(),
    })
}

pub(super) async fn slow_down(browser: &Browser) {
    let rate = json!({ "rate": SLOWER });
    browser
        .devtools("Emulation.setCPUThrottlingRate", rate)
        .await;
}

/// The browser's own counters, times in microseconds.
async fn metrics(browser: &Browser) -> BTreeMap<String, u64> {
    let told = browser.devtools("Performance.getMetrics", json!({})).await;
    let all = told.get("metrics").and_then(Value::as_array);
    let read = |metric: &Value| {
        let name = metric.get("name")?.as_str()?.to_owned();
        let seconds = metric.get("value")?.as_f64()?;
        Some((name, micros(Duration::try_from_secs_f64(seconds).ok()?)))
    };
    all.into_iter().flatten().filter_map(read).collect()
}

/// What was asked for and came, beside the page itself.
#[derive(Debug, Default, PartialEq, Eq)]
struct Traffic {
    bytes: u64,
    requests: u64,
    foreign: u64,
}

impl Traffic {
    /// From the driver's log of the browser's events.
    fn of(log: &[Value], origin: &str) -> Self {
        let mut traffic = Self::default();
        let (mut asked, mut cached) = (BTreeMap::new(), BTreeSet::new());
        for entry in log {
            let text = entry.get("message").and_then(Value::as_str);
            let Some(event) = text.and_then(|text| serde_json::from_str::<Value>(text).ok()) else {
                continue;
            };
            let text = |pointer: &str| {
                event
                    .pointer(pointer)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let request = text("/message/params/requestId").to_owned();
            match text("/message/method") {
                "Network.requestWillBeSent" => {
                    let url = text("/message/params/request/url");
                    let is_page = text("/message/params/type") == "Document";
                    if is_page || !url.starts_with("http") {
                        continue;
                    }
                    let is_own = url
                        .strip_prefix(origin)
                        .is_some_and(|rest| rest.starts_with('/'));
                    asked.insert(request, is_own);
                }
                "Network.requestServedFromCache" => {
                    cached.insert(request);
                }
                "Network.responseReceived" => {
                    let from_disk = event.pointer("/message/params/response/fromDiskCache");
                    if from_disk == Some(&Value::Bool(true)) {
                        cached.insert(request);
                    }
                }
                "Network.loadingFinished" if asked.contains_key(&request) => {
                    let length = event.pointer("/message/params/encodedDataLength");
                    traffic.bytes += length.and_then(whole).unwrap_or_default();
                }
                _ => {}
            }
        }
        asked.retain(|request, _| !cached.contains(request));
        traffic.requests = count(asked.len());
        traffic.foreign = count(asked.values().filter(|is_own| !**is_own).count());
        traffic
    }
}

/// A whole number, however the browser writes it.
fn whole(value: &Value) -> Option<u64> {
    let text = value.to_string();
    text.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(method: &str, params: &Value) -> Value {
        let message = json!({ "message": { "method": method, "params": params } });
        json!({ "message": message.to_string() })
    }

    #[test]
    fn the_page_itself_is_not_counted_and_foreign_origins_are_told() {
        let sent = |id: &str, kind: &str, url: &str| {
            let params = json!({ "requestId": id, "type": kind, "request": { "url": url } });
            event("Network.requestWillBeSent", &params)
        };
        let came = |id: &str, length: Value| {
            let params = json!({ "requestId": id, "encodedDataLength": length });
            event("Network.loadingFinished", &params)
        };
        let log = [
            sent("1", "Document", "http://127.0.0.1:1/"),
            came("1", json!(500)),
            sent("2", "Script", "http://127.0.0.1:1/obole.js"),
            sent("3", "Image", "data:,"),
            came("2", json!(1_700.0)),
            sent("4", "Script", "http://127.0.0.1:10/obole.js"),
            came("4", json!(40)),
            sent("5", "Script", "http://127.0.0.1:1/obole.js"),
            event(
                "Network.requestServedFromCache",
                &json!({ "requestId": "5" }),
            ),
            came("5", json!(0)),
        ];
        let traffic = Traffic::of(&log, "http://127.0.0.1:1");
        let expected = Traffic {
            bytes: 1_740,
            requests: 2,
            foreign: 1,
        };
        assert_eq!(traffic, expected);
    }
}

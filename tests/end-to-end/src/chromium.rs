//! What Chromium alone can do, by its DevTools protocol: run ahead of a page, show it as another
//! screen would, picture the whole of it, tell what went over the network.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cdp::{Devtools, TakeLog};

/// How a page is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// The few colours of a person who chose them: Windows' high contrast.
    ForcedColors,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::ForcedColors];

    /// Its name in the names of pictures.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::ForcedColors => "forced",
        }
    }
}

impl Browser {
    /// A command of the DevTools protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        let command = Devtools {
            command,
            parameters,
        };
        self.client.issue_cmd(command).await.unwrap()
    }

    /// Runs a script ahead of every page from now on.
    pub(crate) async fn run_first(&self, script: &str) {
        self.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await;
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

    /// Shows pages in this theme from now on, and without motion.
    pub async fn theme(&self, theme: Theme) {
        let scheme = if theme == Theme::Dark {
            "dark"
        } else {
            "light"
        };
        let forced = if theme == Theme::ForcedColors {
            "active"
        } else {
            "none"
        };
        self.emulate(&[
            ("prefers-color-scheme", scheme),
            ("forced-colors", forced),
            ("prefers-reduced-motion", "reduce"),
        ])
        .await;
    }

    /// Shows pages as to a person with these media features and no others: names and values such
    /// as `prefers-contrast` and `more`. None ends it.
    pub async fn emulate(&self, features: &[(&str, &str)]) {
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        let parameters = json!({ "features": features });
        self.devtools("Emulation.setEmulatedMedia", parameters)
            .await;
    }

    /// A picture of the whole page, as the bytes of a PNG.
    pub async fn whole_page(&self) -> Vec<u8> {
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
        decode(shot["data"].as_str().unwrap_or_default())
    }
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap()
}

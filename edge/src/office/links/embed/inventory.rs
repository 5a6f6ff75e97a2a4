//! What a page loads with the checkout, as the build wrote it down.

use maud::{Markup, html};
use serde::Deserialize;
use worker::Env;

use super::super::super::parts::table;
use super::super::super::words::{self, say};

/// The newest version and its files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Inventory {
    pub(super) version: String,
    pub(super) files: Vec<File>,
}

/// A file that browsers run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) integrity: String,
    pub(super) bytes: u64,
    pub(super) purpose: String,
}

/// The only script that a page names.
const LOADER: &str = "/obole.js";

impl Inventory {
    /// Reads `/v/latest.json`; nothing where it is not what the build writes, so that no page is
    /// ever given half an address.
    pub(super) fn from_json(text: &str) -> Option<Self> {
        let inventory: Self = serde_json::from_str(text).ok()?;
        let is_version = !inventory.version.is_empty()
            && inventory
                .version
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        (is_version && inventory.loader().is_some()).then_some(inventory)
    }

    /// The inventory of the files that are served beside this Worker.
    pub(super) async fn of(env: &Env, public_origin: &str) -> Option<Self> {
        let assets = env.assets("ASSETS").ok()?;
        let address = format!("{public_origin}/v/latest.json");
        let mut answer = assets.fetch(address, None).await.ok()?;
        if answer.status_code() != 200 {
            return None;
        }
        Self::from_json(&answer.text().await.ok()?)
    }

    /// The script that a page names, of this version.
    pub(super) fn loader(&self) -> Option<&File> {
        let path = format!("/v/{}{LOADER}", self.version);
        self.files.iter().find(|file| file.path == path)
    }

    /// The table that PCI DSS 6.4.3 asks for.
    pub(super) fn table(&self, public_origin: &str) -> Markup {
        let columns = [
            words::FILE,
            words::WHAT_FOR,
            words::INTEGRITY,
            words::ASSURED,
            words::CONNECTS,
            words::BYTES,
        ];
        let rows: Vec<Vec<Markup>> = self
            .files
            .iter()
            .map(|file| {
                let is_loader = file.path.ends_with(LOADER);
                let assured = if is_loader {
                    words::ASSURED_LOADER
                } else {
                    words::ASSURED_FILE
                };
                vec![
                    html! { span.mono { (public_origin) (file.path) } },
                    html! { (file.purpose) },
                    html! { span.mono { (file.integrity) } },
                    html! { (assured) },
                    html! { (say::connects(public_origin)) },
                    html! { (file.bytes) },
                ]
            })
            .collect();
        table(words::INVENTORY, &columns, &rows)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) const JSON: &str = r#"{
        "version": "0.1.0-abc123",
        "files": [
            { "path": "/v/0.1.0-abc123/obole.js", "integrity": "sha384-AAAA", "bytes": 3210,
              "purpose": "Puts the form into the page." },
            { "path": "/v/0.1.0-abc123/widget_bg.wasm", "integrity": "sha384-BBBB", "bytes": 70000,
              "purpose": "Reads <amounts>." }
        ]
    }"#;

    #[test]
    fn the_inventory_is_what_the_build_wrote() {
        let inventory = Inventory::from_json(JSON).unwrap();
        assert_eq!(inventory.loader().unwrap().integrity, "sha384-AAAA");
        let html = inventory.table("https://pay.example.org").into_string();
        assert!(
            html.contains("https://pay.example.org/v/0.1.0-abc123/widget_bg.wasm"),
            "{html}"
        );
        assert!(html.contains("Reads &lt;amounts&gt;.") && html.contains("70000"));
        assert_eq!(html.matches(words::ASSURED_LOADER).count(), 1, "{html}");
    }

    #[test]
    fn what_is_no_inventory_is_none() {
        for wrong in [
            "",
            "<!doctype html>",
            "{}",
            r#"{"version":"1","files":[]}"#,
            &JSON.replace("abc123/obole.js", "other/obole.js"),
            &JSON.replace("0.1.0-abc123", "0.1.0/../x"),
        ] {
            assert_eq!(Inventory::from_json(wrong), None, "{wrong}");
        }
    }
}

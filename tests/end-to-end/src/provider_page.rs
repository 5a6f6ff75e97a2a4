//! The provider's page, as the donor sees it.

use crate::browser::Browser;
use crate::simulator::written;
use crate::stage::Stage;
use crate::wait::{SHORT, eventually_async};

/// The page on which the donor pays, declines or gives up.
#[derive(Debug)]
pub struct ProviderPage<'a> {
    browser: &'a Browser,
    /// Its address.
    pub url: String,
    /// The amount it asks for, as it writes it: `CHF 25.00`.
    pub amount: String,
    /// Our reference.
    pub reference: String,
}

impl<'a> ProviderPage<'a> {
    /// Waits until the donor is there.
    pub async fn arrive(stage: &Stage, browser: &'a Browser) -> Self {
        let url = browser.arrive(&stage.simulator.origin).await;
        let amount = browser.one("#amount").await.text().await.unwrap();
        let reference = eventually_async("a reference", SHORT, async || {
            let mut facts = Vec::new();
            for fact in browser.all("dd").await {
                facts.push(fact.text().await.unwrap_or_default());
            }
            let reference = facts.iter().find_map(|fact| {
                let id = fact.strip_prefix("pay_").map(written);
                id.or_else(|| fact.starts_with("OBL-").then(|| fact.clone()))
            });
            reference.ok_or(facts)
        })
        .await;
        Self {
            browser,
            url,
            amount,
            reference,
        }
    }

    /// Types into the fields of the page, by their names.
    pub async fn fill(&self, fields: &[(&str, &str)]) {
        for (name, text) in fields {
            let field = self.browser.one(&format!("input[name='{name}']")).await;
            field.clear().await.unwrap();
            field.send_keys(text).await.unwrap();
        }
    }

    /// Presses a button: `pay`, `twint`, `decline`, `3ds`, `abort`, `pending`.
    pub async fn press(&self, button: &str) {
        self.browser.click(&format!("button[id='{button}']")).await;
    }
}

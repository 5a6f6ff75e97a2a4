//! The provider's page, as the donor sees it.

use crate::browser::Browser;
use crate::simulator::written;
use crate::stage::Stage;

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
        let mut reference = String::new();
        for fact in browser.all("dd").await {
            let text = fact.text().await.unwrap();
            if text.starts_with("OBL-") {
                reference = text;
            } else if let Some(id) = text.strip_prefix("pay_") {
                reference = written(id);
            }
        }
        assert!(!reference.is_empty(), "no reference at {url}");
        Self {
            browser,
            url,
            amount,
            reference,
        }
    }

    /// Presses a button: `pay`, `twint`, `decline`, `3ds`, `abort`, `pending`.
    pub async fn press(&self, button: &str) {
        let button = self.browser.one(&format!("button[id='{button}']")).await;
        button.click().await.unwrap();
    }
}

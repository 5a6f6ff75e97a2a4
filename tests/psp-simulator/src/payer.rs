//! A payer for tests: acts on the hosted pages as a browser does.

use http::{Method, Request};

use crate::simulator::Simulator;

/// What the payer does on a hosted page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Pays, by card or PayPal balance.
    Pay,
    /// Pays by TWINT (Saferpay, CHF).
    Twint,
    /// Tries means that the provider declines.
    Decline,
    /// Fails 3-D Secure (Saferpay).
    FailThreeDs,
    /// Goes back without paying.
    Abort,
    /// Pays by eCheck: the capture stays pending, then completes (PayPal).
    Pending,
    /// Pays by eCheck that bounces: pending, then denied (PayPal).
    PendingDenied,
}

impl Action {
    /// The id of the page's button, also its form value.
    pub const fn button(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Twint => "twint",
            Self::Decline => "decline",
            Self::FailThreeDs => "3ds",
            Self::Abort => "abort",
            Self::Pending => "pending",
            Self::PendingDenied => "pending-denied",
        }
    }
}

impl Simulator {
    /// Opens the hosted page at `redirect_url`, presses the button, and returns the
    /// address to which the browser is sent, if it is sent anywhere. When opening alone
    /// sends the browser on, as a used address does, that is the address.
    pub fn payer_act(&mut self, redirect_url: &str, action: Action) -> Option<String> {
        let opened = self.browse(Method::GET, redirect_url, "")?;
        if opened.status().is_redirection() {
            return location(&opened);
        }
        if !opened.status().is_success() {
            return None;
        }
        let form = format!("action={}", action.button());
        location(&self.browse(Method::POST, redirect_url, &form)?)
    }

    fn browse(&mut self, method: Method, url: &str, form: &str) -> Option<http::Response<Vec<u8>>> {
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.as_bytes().to_vec())
            .ok()?;
        Some(self.handle(&request).response)
    }
}

fn location(response: &http::Response<Vec<u8>>) -> Option<String> {
    crate::http::header(response.headers(), "location").map(str::to_owned)
}

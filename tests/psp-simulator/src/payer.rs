//! A payer for tests: acts on the hosted pages as a browser does.

use http::{Method, Request};

use crate::payflow::{self, CardBrand, Onward};
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
    /// Pays by card; 3-D Secure was only attempted, so nobody was authenticated (Saferpay).
    Attempt,
    /// Pays by card without liability shift (Saferpay).
    NoShift,
    /// Goes back without paying.
    Abort,
    /// Pays by eCheck, or by bank transfer (Saferpay): pending, then completes.
    Pending,
    /// The same, but it comes to nothing: pending, then denied.
    PendingDenied,
    /// Pays by card without an account, and is not sent back (webscr); see
    /// [`Simulator::payer_continue`].
    Guest,
    /// Pays in a currency that the merchant has to accept first (webscr).
    Unheld,
    /// Pays by a card that the merchant's filters hold for review (Payflow).
    Review,
    /// Goes from the card page to PayPal and pays there (Payflow).
    PayPal,
}

impl Action {
    /// The id of the page's button, also its form value.
    pub const fn button(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Twint => "twint",
            Self::Decline => "decline",
            Self::FailThreeDs => "3ds",
            Self::Attempt => "attempt",
            Self::NoShift => "no-shift",
            Self::Abort => "abort",
            Self::Pending => "pending",
            Self::PendingDenied => "pending-denied",
            Self::Guest => "guest",
            Self::Unheld => "unheld",
            Self::Review => "review",
            Self::PayPal => "paypal",
        }
    }
}

impl Simulator {
    /// Opens the hosted page at `redirect_url`, presses the button, and returns the
    /// address to which the browser is sent, if it is sent anywhere. When opening alone
    /// sends the browser on, as a used address does, that is the address.
    pub fn payer_act(&mut self, redirect_url: &str, action: Action) -> Option<String> {
        let answer = self.press(redirect_url, action)?;
        let onward = answer.extensions().get().map(Onward::address);
        location(&answer).or(onward)
    }

    /// Like [`Simulator::payer_act`], but returns the request that the browser makes
    /// next: where the merchant asked for it, a page of the Payflow gateway sends the
    /// result by a form.
    pub fn payer_leave(&mut self, redirect_url: &str, action: Action) -> Option<Request<Vec<u8>>> {
        let answer = self.press(redirect_url, action)?;
        match answer.extensions().get() {
            Some(onward) => Onward::request(onward),
            None => Request::get(location(&answer)?).body(Vec::new()).ok(),
        }
    }

    fn press(&mut self, redirect_url: &str, action: Action) -> Option<http::Response<Vec<u8>>> {
        let page = self.payer_open(redirect_url)?;
        let opened = self.browse(Method::GET, &page, "")?;
        if opened.status().is_redirection() {
            return Some(opened);
        }
        if !opened.status().is_success() {
            return None;
        }
        let form = self.payer_form(&page, action);
        let answer = self.browse(Method::POST, &page, &form)?;
        match location(&answer) {
            Some(paypal) if action == Action::PayPal => self.press(&paypal, Action::Pay),
            _ => Some(answer),
        }
    }

    /// What the payer types: a card only where the page asks for one.
    fn payer_form(&self, page: &str, action: Action) -> String {
        let asks_card = page
            .parse::<http::Uri>()
            .is_ok_and(|url| payflow::is_page(url.path()));
        let card = if asks_card && action == Action::Pay {
            let expires = payflow::test_expiry(self.now());
            format!(
                "&ACCT={}&EXPDATE={expires}&CVV2=123",
                payflow::test_number(CardBrand::Visa)
            )
        } else {
            String::new()
        };
        format!("action={}{card}", action.button())
    }

    /// The address of the page behind `redirect_url`: a button's address leads to that of
    /// the payment it began.
    pub fn payer_open(&mut self, redirect_url: &str) -> Option<String> {
        if !is_button(redirect_url) {
            return Some(redirect_url.to_owned());
        }
        location(&self.browse(Method::GET, redirect_url, "")?)
    }

    /// Follows the link by which a page that was paid sends the payer back.
    pub fn payer_continue(&mut self, page: &str) -> Option<String> {
        let shown = self.browse(Method::GET, page, "")?;
        let html = String::from_utf8_lossy(shown.body()).into_owned();
        let (_, link) = html.split_once("id=\"continue\" href=\"")?;
        let (link, _) = link.split_once('"')?;
        Some(link.replace("&#39;", "'").replace("&amp;", "&"))
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

/// Whether opening an address begins a payment instead of showing one.
fn is_button(url: &str) -> bool {
    ["_xclick", "_donations", "_cart", "_ext-enter"]
        .iter()
        .any(|cmd| url.contains(&format!("cmd={cmd}")))
}

fn location(response: &http::Response<Vec<u8>>) -> Option<String> {
    crate::http::header(response.headers(), "location").map(str::to_owned)
}

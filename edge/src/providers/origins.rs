//! Where the providers live.

use obole_shared::terminal::Mode;

/// Addresses that stand in for the providers' own while developing; `None`: the real one of the
/// terminal's mode.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origins {
    /// Saferpay.
    pub saferpay: Option<String>,
    /// PayPal REST.
    pub paypal_api: Option<String>,
    /// PayPal NVP.
    pub paypal_nvp: Option<String>,
    /// PayPal's pages (webscr), PDT included.
    pub paypal_web: Option<String>,
    /// PayPal's IPN post-back.
    pub paypal_ipn: Option<String>,
    /// Payflow gateway.
    pub payflow: Option<String>,
    /// Payflow hosted pages.
    pub payflow_link: Option<String>,
}

impl Origins {
    /// Saferpay's origin.
    pub fn saferpay(&self, mode: Mode) -> String {
        choose(
            self.saferpay.as_ref(),
            mode,
            "https://test.saferpay.com",
            "https://www.saferpay.com",
        )
    }

    /// PayPal's REST origin.
    pub fn paypal_api(&self, mode: Mode) -> String {
        choose(
            self.paypal_api.as_ref(),
            mode,
            "https://api-m.sandbox.paypal.com",
            "https://api-m.paypal.com",
        )
    }

    /// PayPal's NVP origin for signature credentials.
    pub fn paypal_nvp(&self, mode: Mode) -> String {
        choose(
            self.paypal_nvp.as_ref(),
            mode,
            "https://api-3t.sandbox.paypal.com",
            "https://api-3t.paypal.com",
        )
    }

    /// Where donors meet PayPal, and PDT is synched.
    pub fn paypal_web(&self, mode: Mode) -> String {
        choose(
            self.paypal_web.as_ref(),
            mode,
            "https://www.sandbox.paypal.com",
            "https://www.paypal.com",
        )
    }

    /// Where a notification is asked back.
    pub fn paypal_ipn(&self, mode: Mode) -> String {
        choose(
            self.paypal_ipn.as_ref(),
            mode,
            "https://ipnpb.sandbox.paypal.com",
            "https://ipnpb.paypal.com",
        )
    }

    /// The Payflow gateway.
    pub fn payflow(&self, mode: Mode) -> String {
        choose(
            self.payflow.as_ref(),
            mode,
            "https://pilot-payflowpro.paypal.com",
            "https://payflowpro.paypal.com",
        )
    }

    /// Payflow's hosted pages; test and live share the host and tell each other by MODE.
    pub fn payflow_link(&self, mode: Mode) -> String {
        let host = "https://payflowlink.paypal.com";
        choose(self.payflow_link.as_ref(), mode, host, host)
    }
}

fn choose(stand_in: Option<&String>, mode: Mode, test: &str, live: &str) -> String {
    match (stand_in, mode) {
        (Some(origin), _) => origin.clone(),
        (None, Mode::Test) => test.to_owned(),
        (None, Mode::Live) => live.to_owned(),
    }
}

//! The parts of PayPal's resources that are read. Unknown fields and values are expected.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::amount::Amount;

#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) id: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) purchase_units: Vec<PurchaseUnit>,
    /// One member, named after the means of payment.
    #[serde(default)]
    pub(super) payment_source: Map<String, Value>,
    #[serde(default)]
    pub(super) links: Vec<Link>,
    pub(super) create_time: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Link {
    pub(super) href: String,
    pub(super) rel: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct PurchaseUnit {
    pub(super) custom_id: Option<String>,
    #[serde(default)]
    pub(super) payments: Payments,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Payments {
    pub(super) captures: Vec<Capture>,
    pub(super) authorizations: Vec<Authorization>,
    pub(super) refunds: Vec<Refund>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Capture {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) amount: Amount,
    pub(super) custom_id: Option<String>,
    pub(super) seller_receivable_breakdown: Option<Breakdown>,
    #[serde(default)]
    pub(super) status_details: StatusDetails,
}

#[derive(Debug, Deserialize)]
pub(super) struct Breakdown {
    pub(super) paypal_fee: Option<Amount>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StatusDetails {
    pub(super) reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Authorization {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) amount: Option<Amount>,
    #[serde(default)]
    pub(super) status_details: StatusDetails,
}

#[derive(Debug, Deserialize)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) amount: Option<Amount>,
    #[serde(default)]
    pub(super) status_details: StatusDetails,
}

/// The error object of every call.
#[derive(Debug, Deserialize)]
pub(super) struct Error {
    name: Option<String>,
    /// OAuth's own form of the name.
    #[serde(rename = "error")]
    oauth_name: Option<String>,
    #[serde(default)]
    details: Vec<Detail>,
}

#[derive(Debug, Deserialize)]
struct Detail {
    issue: Option<String>,
}

impl Error {
    /// The most exact name there is; `None` for JSON that is no error object.
    pub(super) fn code(&self) -> Option<&str> {
        let issue = self
            .details
            .iter()
            .find_map(|detail| detail.issue.as_deref());
        issue
            .or(self.name.as_deref())
            .or(self.oauth_name.as_deref())
    }
}

//! Saferpay JSON API.
use super::{Addresses, Answer, Call, Clock, Http, Payment, Secret};
use serde::Deserialize;

/// What an operator copies from the Saferpay back office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Customer id.
    pub customer_id: String,
    /// Terminal id.
    pub terminal_id: String,
    /// JSON API user.
    pub user: String,
    /// JSON API password.
    pub password: Secret,
}

/// A Saferpay terminal.
#[derive(Debug, Clone)]
pub struct Saferpay {}

impl Saferpay {
    pub(crate) async fn perform(
        &self,
        _ports: &(impl Http + Clock),
        _addresses: &Addresses,
        _payment: &Payment,
        _call: Call,
    ) -> Answer {
        Answer::Unknown { why: String::new() }
    }
}

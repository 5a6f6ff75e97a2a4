//! Controls of PayPal's disputes, below `/_sim/` and in Rust.

use http::{Method, Request};
use serde::Deserialize;
use serde_json::json;

use crate::control::with_body;
use crate::http::Reply;
use crate::paypal::dispute::DisputeOutcome;
use crate::simulator::Simulator;

/// `POST /_sim/dispute/open`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    capture: String,
    #[serde(default)]
    reason: String,
}

/// `POST /_sim/dispute/escalate`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Escalate {
    dispute: String,
}

/// `POST /_sim/dispute/resolve`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resolve {
    dispute: String,
    outcome: DisputeOutcome,
}

/// Answers what is below `/_sim/`; `None` for what is not about disputes.
pub(crate) fn control(
    simulator: &mut Simulator,
    name: &str,
    request: &Request<Vec<u8>>,
) -> Option<Reply> {
    if request.method() != Method::POST {
        return None;
    }
    match name {
        "dispute/open" => Some(with_body(
            request,
            |body: Open| json!({ "dispute": simulator.open_dispute(&body.capture, &body.reason) }),
        )),
        "dispute/escalate" => Some(with_body(
            request,
            |body: Escalate| json!({ "escalated": simulator.escalate_dispute(&body.dispute) }),
        )),
        "dispute/resolve" => Some(with_body(
            request,
            |body: Resolve| json!({ "resolved": simulator.resolve_dispute(&body.dispute, body.outcome) }),
        )),
        _ => None,
    }
}

impl Simulator {
    /// Opens a dispute about a PayPal capture, for a reason of the disputes API (`OTHER`
    /// when it is none). Returns its id; `None` when there is nothing to dispute.
    pub fn open_dispute(&mut self, capture: &str, reason: &str) -> Option<String> {
        self.paypal.open_dispute(&mut self.world, capture, reason)
    }

    /// Makes an inquiry a claim that PayPal reviews. Returns whether it was an inquiry.
    pub fn escalate_dispute(&mut self, dispute: &str) -> bool {
        self.paypal.escalate_dispute(&mut self.world, dispute)
    }

    /// Decides a dispute; a lost one reverses the capture. Returns whether it was open.
    pub fn resolve_dispute(&mut self, dispute: &str, outcome: DisputeOutcome) -> bool {
        self.paypal
            .resolve_dispute(&mut self.world, dispute, outcome)
    }
}

//! Disputes v1: what a payer or a bank questions about a capture.

use http::header::{ACCEPT, AUTHORIZATION};
use obole_shared::ids::Secret;
use obole_shared::payment::{Answer, Case, CaseKind, CaseStage, Payment, Progress, Report};
use serde::Deserialize;

use super::amount::{Amount, decode};
use super::wire::path_part;
use crate::ports::SendError;
use crate::providers::answer::{code, read, unix_ms};

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    items: Vec<Dispute>,
}

#[derive(Deserialize)]
struct Dispute {
    dispute_id: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    status: String,
    dispute_amount: Option<Amount>,
    dispute_life_cycle_stage: Option<String>,
    seller_response_due_date: Option<String>,
    #[serde(default)]
    dispute_outcome: Outcome,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Outcome {
    outcome_code: Option<String>,
}

/// Asks for the disputes about a payment's capture; `None` where nothing was captured yet.
pub(super) fn request(
    origin: &str,
    token: &Secret,
    payment: &Payment,
) -> Option<http::Request<Vec<u8>>> {
    let Progress::Captured(captured) = &payment.progress else {
        return None;
    };
    let capture = path_part(captured.capture.as_deref()?).ok()?;
    http::Request::get(format!(
        "{origin}/v1/customer/disputes?disputed_transaction_id={capture}"
    ))
    .header(AUTHORIZATION, format!("Bearer {}", token.expose()))
    .header(ACCEPT, "application/json")
    .body(Vec::new())
    .ok()
}

/// Adds the disputes to what the order said. An app without the right to read them, or an answer
/// that does not read, adds nothing: the order's answer stands by itself.
pub(super) fn add(answer: Answer, result: Result<http::Response<Vec<u8>>, SendError>) -> Answer {
    let body = match result {
        Ok(response) if response.status() == 200 => response.into_body(),
        _ => return answer,
    };
    let Ok(list) = read::<List>(&body) else {
        return answer;
    };
    let cases: Vec<Case> = list.items.into_iter().map(Dispute::case).collect();
    if cases.is_empty() {
        return answer;
    }
    match answer {
        Answer::Standing(standing) => Answer::Report(Box::new(Report {
            disputes: cases,
            ..standing.into()
        })),
        Answer::Report(report) => Answer::Report(Box::new(Report {
            disputes: cases,
            ..*report
        })),
        other => other,
    }
}

impl Dispute {
    fn case(self) -> Case {
        let outcome = self.dispute_outcome.outcome_code.as_deref();
        Case {
            kind: match self.dispute_life_cycle_stage.as_deref() {
                Some("INQUIRY") => CaseKind::Inquiry,
                Some("CHARGEBACK" | "PRE_ARBITRATION" | "ARBITRATION") => CaseKind::Chargeback,
                _ => CaseKind::Other,
            },
            reason: code(&self.reason),
            stage: match (&*self.status, outcome) {
                ("RESOLVED", Some("RESOLVED_SELLER_FAVOUR" | "CANCELED_BY_BUYER" | "DENIED")) => {
                    CaseStage::Won
                }
                ("RESOLVED", Some("RESOLVED_BUYER_FAVOUR" | "ACCEPTED")) => CaseStage::Lost,
                ("RESOLVED", _) => CaseStage::Closed,
                _ => CaseStage::Open,
            },
            amount: self.dispute_amount.as_ref().and_then(decode),
            respond_by: self.seller_response_due_date.as_deref().and_then(unix_ms),
            id: self.dispute_id,
        }
    }
}

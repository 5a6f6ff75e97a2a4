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
    #[serde(rename = "dispute_id")]
    id: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    status: String,
    #[serde(rename = "dispute_amount")]
    amount: Option<Amount>,
    #[serde(rename = "dispute_life_cycle_stage")]
    life_cycle_stage: Option<String>,
    seller_response_due_date: Option<String>,
    #[serde(default, rename = "dispute_outcome")]
    outcome: Outcome,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Outcome {
    outcome_code: Option<String>,
}

/// Disputes of one capture whose outcome is asked for in one go; more are a case for a person.
const OUTCOMES_MAX: usize = 5;

/// Asks for the disputes about a payment's capture; `None` where nothing was captured yet.
pub(super) fn list_request(
    origin: &str,
    token: &Secret,
    payment: &Payment,
) -> Option<http::Request<Vec<u8>>> {
    let Progress::Captured(captured) = &payment.progress else {
        return None;
    };
    let capture = path_part(captured.capture.as_deref()?).ok()?;
    get(
        token,
        format!("{origin}/v1/customer/disputes?disputed_transaction_id={capture}"),
    )
}

/// Asks for one dispute: only this tells how it ended (Disputes API 1.10).
pub(super) fn request(origin: &str, token: &Secret, id: &str) -> Option<http::Request<Vec<u8>>> {
    let id = path_part(id).ok()?;
    get(token, format!("{origin}/v1/customer/disputes/{id}"))
}

fn get(token: &Secret, url: String) -> Option<http::Request<Vec<u8>>> {
    http::Request::get(url)
        .header(AUTHORIZATION, format!("Bearer {}", token.expose()))
        .header(ACCEPT, "application/json")
        .body(Vec::new())
        .ok()
}

/// What a list told: cases that are open, and names of those that ended since.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) open: Vec<Case>,
    pub(super) ended: Vec<String>,
}

/// Reads a list. An app without the right to read disputes, or an answer that does not read, tells
/// nothing: the order's answer stands by itself.
pub(super) fn listed(
    payment: &Payment,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Listed {
    let list = body(result).and_then(|body| read::<List>(&body).ok());
    let mut listed = Listed::default();
    for dispute in list.map(|list| list.items).unwrap_or_default() {
        let known = payment.disputes.iter().find(|case| case.id == dispute.id);
        if dispute.status != RESOLVED {
            listed.open.push(dispute.case());
        } else if known.is_none_or(|case| case.stage == CaseStage::Open)
            && listed.ended.len() < OUTCOMES_MAX
        {
            listed.ended.push(dispute.id);
        }
    }
    listed
}

/// Reads one dispute; what does not read is asked for again with the next notice.
pub(super) fn ended(result: Result<http::Response<Vec<u8>>, SendError>) -> Option<Case> {
    let body = body(result)?;
    read::<Dispute>(&body).ok().map(Dispute::case)
}

fn body(result: Result<http::Response<Vec<u8>>, SendError>) -> Option<Vec<u8>> {
    result
        .ok()
        .filter(|response| response.status() == 200)
        .map(http::Response::into_body)
}

/// Adds disputes to what the order said.
pub(super) fn add(answer: Answer, cases: Vec<Case>) -> Answer {
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

const RESOLVED: &str = "RESOLVED";

impl Dispute {
    fn case(self) -> Case {
        let outcome = self.outcome.outcome_code.as_deref();
        Case {
            kind: match self.life_cycle_stage.as_deref() {
                Some("INQUIRY") => CaseKind::Inquiry,
                Some("CHARGEBACK" | "PRE_ARBITRATION" | "ARBITRATION") => CaseKind::Chargeback,
                _ => CaseKind::Other,
            },
            reason: code(&self.reason),
            stage: match (&*self.status, outcome) {
                (RESOLVED, Some("RESOLVED_SELLER_FAVOUR" | "CANCELED_BY_BUYER" | "DENIED")) => {
                    CaseStage::Won
                }
                (RESOLVED, Some("RESOLVED_BUYER_FAVOUR" | "ACCEPTED")) => CaseStage::Lost,
                (RESOLVED, _) => CaseStage::Closed,
                _ => CaseStage::Open,
            },
            amount: self.amount.as_ref().and_then(decode),
            respond_by: self.seller_response_due_date.as_deref().and_then(unix_ms),
            id: self.id,
        }
    }
}

//! What the page's policies forbid. Every policy must allow what the checkout does.

mod addresses;
mod judge;

use super::Case;
use crate::page::Script;
use crate::policy::{Origin, Policy};
use crate::report::{Code, Finding, Severity};
use addresses::Addresses;
use judge::Judge;

/// What the policies say.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    /// The policies that have to change, as they should be.
    pub(super) lines: Vec<String>,
    pub(super) wants_nonce: bool,
    pub(super) wants_integrity: bool,
}

pub(super) fn check(case: &Case<'_>) -> Judged {
    let mut judged = Judged::default();
    // Without the address of the installation nothing can be held against a policy.
    let (Some(edge), Some(addresses)) = (&case.edge, Addresses::of(case)) else {
        return judged;
    };
    let policies = policies(case);
    let mut enforced: Vec<Judge<'_>> = Vec::new();
    let mut reporting: Vec<Judge<'_>> = Vec::new();
    for policy in policies {
        let is_reporting = policy.origin == Origin::ReportOnly;
        let judge = Judge::new(case, edge, &addresses, policy);
        (if is_reporting {
            &mut reporting
        } else {
            &mut enforced
        })
        .push(judge);
    }
    // Where the wasm never runs, everybody sends the plain form.
    let is_plain = enforced
        .iter()
        .any(|judge| judge.stops_wasm() || judge.stops_glue());
    for judge in &mut enforced {
        judge.all(is_plain);
    }
    for judge in enforced {
        judged.wants_nonce |= judge.wants_nonce;
        judged.wants_integrity |= judge.wants_integrity;
        if judge.is_changed() {
            judged.lines.push(judge.right.line());
        }
        judged.findings.extend(judge.found);
    }
    judged.findings.extend(integrity_policy(case));
    judged.wants_integrity |= judged
        .findings
        .iter()
        .any(|it| it.code == Code::SriRequired);
    for mut judge in reporting {
        judge.all(is_plain);
        judged.findings.extend(judge.announced());
    }
    judged
}

fn policies(case: &Case<'_>) -> Vec<Policy> {
    let visit = case.visit;
    let header = |name, origin| {
        let values = visit.header(name);
        values.flat_map(move |value| Policy::of_header(value, origin))
    };
    let metas = case.page.policies.iter();
    header("content-security-policy", Origin::Header)
        .chain(metas.map(|text| Policy::read(text, Origin::Meta)))
        .chain(header(
            "content-security-policy-report-only",
            Origin::ReportOnly,
        ))
        .collect()
}

/// `Integrity-Policy`, a header of its own.
fn integrity_policy(case: &Case<'_>) -> Option<Finding> {
    let mut values = case.visit.header("integrity-policy");
    let wants = values.any(|value| {
        let blocked = value
            .split_once("blocked-destinations")
            .map(|(_, rest)| rest);
        let list = blocked.and_then(|rest| rest.split_once('(')?.1.split_once(')'));
        list.is_some_and(|(list, _)| list.split_ascii_whitespace().any(|one| one == "script"))
    });
    if !wants {
        return None;
    }
    let has_integrity = |script: &Script| {
        script.attributes.filled("integrity").is_some() && script.attributes.has("crossorigin")
    };
    let (severity, sentence) = if case.page.loaders().all(has_integrity) {
        (
            Severity::Warning,
            "The page's Integrity-Policy wants integrity on every script, which the second script \
             cannot have: the plain form stays. It works, with less comfort.",
        )
    } else {
        (
            Severity::Error,
            "The page's Integrity-Policy wants integrity on every script: browsers refuse the tag \
             without it.",
        )
    };
    Some(Finding::new(Code::SriRequired, severity, sentence))
}

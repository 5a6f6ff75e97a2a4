//! From test to live and back: what is demanded, and what changes.

use obole_shared::ids::LinkId;
use obole_shared::terminal::Mode;
use serde::Serialize;

use super::record::Record;
use crate::providers::{Check, Finding};
use crate::timestamp::timestamp;

/// A change of mode, in sentences for the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ModeChange {
    /// How it stood.
    pub(crate) from: Mode,
    /// How it will stand.
    pub(crate) to: Mode,
    /// Whether it was done, or only shown.
    pub(crate) applied: bool,
    /// What changes.
    pub(crate) changes: Vec<String>,
    /// The links that offer the terminal.
    pub(crate) links: Vec<LinkId>,
}

/// Whether real money may move through the terminal.
///
/// # Errors
/// A sentence that tells what is missing.
pub(crate) fn ready(record: &Record) -> Result<(), String> {
    let Some(account) = record.account(Mode::Live) else {
        return Err("no live credentials are entered".to_owned());
    };
    let Some(last) = record.valid_check(Mode::Live) else {
        let why = match account.check {
            Some(_) => {
                "something was edited after the last check of the live account: check it again"
            }
            None => "the live account was not checked yet",
        };
        return Err(why.to_owned());
    };
    if last.check.passed() {
        return Ok(());
    }
    let found = against(&last.check);
    Err(format!(
        "the check of the live account did not pass. {found}"
    ))
}

/// Whether an edit would let real money go through what no check has seen: then it is checked
/// before it is stored.
pub(crate) fn needs_check(known: Option<&Record>, edited: &Record) -> bool {
    edited.terminal.mode == Mode::Live
        && edited.fingerprint(Mode::Live) != known.and_then(|known| known.fingerprint(Mode::Live))
}

/// Whether an edit takes away the credentials of a mode.
pub(crate) fn takes_away(known: Option<&Record>, edited: &Record, mode: Mode) -> bool {
    let had = known.is_some_and(|known| known.account(mode).is_some());
    had && edited.account(mode).is_none()
}

/// What a check found against payments.
pub(crate) fn against(check: &Check) -> String {
    let findings = check.findings.iter();
    let found: Vec<String> = findings
        .filter(|finding| !finding.is_harmless())
        .map(Finding::sentence)
        .collect();
    found.join(" ")
}

/// What a change of mode means.
pub(crate) fn change(record: &Record, to: Mode, links: Vec<LinkId>, applied: bool) -> ModeChange {
    let from = record.terminal.mode;
    let mut changes = Vec::new();
    if from == to {
        changes.push(format!(
            "Nothing: the terminal is in {} already.",
            to.as_str()
        ));
    } else {
        changes.extend(match to {
            Mode::Live => to_live(record),
            Mode::Test => to_test(record),
        });
        changes.push(offered_by(record, to, &links));
    }
    ModeChange {
        from,
        to,
        applied,
        changes,
        links,
    }
}

fn to_live(record: &Record) -> Vec<String> {
    let provider = record.terminal.kind.provider_name();
    let name = &record.terminal.name;
    let mut changes = vec![
        format!(
            "New payments with «{name}» go to the live system of {provider} and move real money."
        ),
        "Test payments made until now stay marked as tests and are never counted with live ones."
            .to_owned(),
    ];
    if let Some(last) = record.valid_check(Mode::Live) {
        let at = timestamp(last.at);
        changes.push(format!("The live account passed its check at {at}."));
    }
    changes
}

fn to_test(record: &Record) -> Vec<String> {
    let provider = record.terminal.kind.provider_name();
    let name = &record.terminal.name;
    vec![
        format!("New payments with «{name}» go to the test system of {provider} and move no money."),
        "Live payments made until now stay live: they are captured, canceled and refunded with the \
         live account."
            .to_owned(),
    ]
}

fn offered_by(record: &Record, to: Mode, links: &[LinkId]) -> String {
    if !record.enabled {
        return "It is disabled: no link offers it until it is enabled.".to_owned();
    }
    if record.account(to).is_none() {
        let mode = to.as_str();
        return format!("No {mode} credentials are entered: no link offers it until they are.");
    }
    let names: Vec<&str> = links.iter().map(LinkId::as_str).collect();
    match names.as_slice() {
        [] => "No link offers it yet.".to_owned(),
        [one] => format!("The link {one} offers it."),
        several => format!("{} links offer it: {}.", several.len(), several.join(", ")),
    }
}

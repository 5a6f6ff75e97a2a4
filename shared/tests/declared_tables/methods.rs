//! The methods, and how long money stays reserved.

use std::collections::BTreeMap;

use obole_shared::terminal::{AuthorizationType, Capabilities, MethodRule, TerminalKind};
use obole_shared::time::Millis;

use super::{length, list, table as write, texts};

pub(super) fn table() -> String {
    let rows: Vec<Vec<String>> = TerminalKind::ALL
        .into_iter()
        .map(|kind| {
            let declared = kind.capabilities();
            let (on, off): (Vec<_>, Vec<_>) =
                declared.methods.iter().partition(|rule| rule.by_default);
            vec![
                format!("`{}`", kind.as_str()),
                if declared.accounts.is_empty() {
                    list(&on.into_iter().map(named).collect::<Vec<_>>())
                } else {
                    "those of the account type".to_owned()
                },
                list(&off.into_iter().map(named).collect::<Vec<_>>()),
                reserved(declared),
                pre_authorized(declared),
            ]
        })
        .collect();
    let head = [
        "Kind",
        "On from the start",
        "Off until you switch them on",
        "Reserved for",
        "Pre-authorized for",
    ];
    write(&texts(&head), &rows)
}

/// With its currencies, where it takes only some.
fn named(rule: &MethodRule) -> String {
    let name = rule.method.name();
    match rule.currencies {
        Some(only) => {
            let codes: Vec<&str> = only.iter().map(|one| one.code()).collect();
            format!("{name} ({})", codes.join(", "))
        }
        None => name.to_owned(),
    }
}

/// The lengths, longest first, each with its methods.
fn reserved(declared: &Capabilities) -> String {
    if !declared.operations.authorize {
        return list::<&str>(&[]);
    }
    let default = declared.authorization_lifetime;
    let mut lengths: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for rule in declared.methods {
        let lifetime =
            declared.authorization_lifetime(AuthorizationType::AuthorizeOnly, Some(rule.wire));
        if lifetime != default {
            let names = lengths.entry(lifetime.0).or_default();
            names.push(rule.method.name());
        }
    }
    let mut parts: Vec<String> = lengths
        .into_iter()
        .rev()
        .map(|(ms, names)| format!("{} ({})", length(Millis(ms)), names.join(", ")))
        .collect();
    let others = if parts.is_empty() { "" } else { " (others)" };
    parts.push(format!("{}{others}", length(default)));
    parts.join(", ")
}

fn pre_authorized(declared: &Capabilities) -> String {
    if !declared.operations.pre_authorize {
        return list::<&str>(&[]);
    }
    let names: Vec<&str> = declared
        .methods
        .iter()
        .filter(|rule| rule.pre_authorize)
        .map(|rule| rule.method.name())
        .collect();
    let lifetime = length(declared.pre_authorization_lifetime);
    format!("{lifetime} ({})", names.join(", "))
}

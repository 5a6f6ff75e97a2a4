//! The table of adapters and scenarios.

use std::fmt::Write as _;

use crate::adapter::ADAPTERS;
use crate::error::KitError;
use crate::scenario::{SCENARIOS, Verdict};
use crate::wire::Medium;

/// Plays every scenario with every adapter, in process, and writes down what came of it, as
/// Markdown.
pub fn table() -> String {
    let mut text = String::from("| Scenario |");
    for adapter in ADAPTERS {
        let _ = write!(text, " {} |", adapter.name);
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(ADAPTERS.len()));
    text.push('\n');
    for scenario in SCENARIOS {
        let _ = write!(text, "| {} |", scenario.name);
        for adapter in ADAPTERS {
            let cell = match crate::run(adapter, scenario, Medium::Direct) {
                Ok(Verdict::Passed) => "✓".to_owned(),
                Ok(Verdict::NotApplicable(reason)) => format!("– {reason}"),
                Err(KitError::Unmet(_) | KitError::Broken(_)) => "**✗**".to_owned(),
            };
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    }
    text
}

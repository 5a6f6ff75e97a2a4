//! What the worlds have reached: a simulation that tests nothing shows here.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use obole_shared::payment::{Call, Event, Status};

use crate::weather::Fault;

/// Counts over any number of worlds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    counts: BTreeMap<(&'static str, String), u64>,
}

impl Coverage {
    /// One more of `name` in the chapter `chapter`.
    pub fn add(&mut self, chapter: &'static str, name: impl Into<String>) {
        *self.counts.entry((chapter, name.into())).or_default() += 1;
    }

    /// How often `name` was seen.
    pub fn count(&self, chapter: &'static str, name: &str) -> u64 {
        self.counts
            .get(&(chapter, name.to_owned()))
            .copied()
            .unwrap_or(0)
    }

    /// Adds what others have seen.
    pub fn merge(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(key.clone()).or_default() += count;
        }
    }

    /// All counts, as lines to read.
    pub fn table(&self) -> String {
        let mut table = String::new();
        let mut chapter = "";
        for ((name, row), count) in &self.counts {
            if *name != chapter {
                chapter = name;
                table.push_str(name);
                table.push('\n');
            }
            // Writing to a text cannot fail.
            let _ = writeln!(table, "  {row:<28} {count:>10}");
        }
        table
    }

    /// Counts a failure that struck.
    pub fn fault(&mut self, fault: Fault) {
        self.add("fault", format!("{fault:?}"));
    }

    /// Counts a status that a payment was in.
    pub fn status(&mut self, status: Status) {
        self.add("status", status.as_str());
    }

    /// Counts a journal entry.
    pub fn event(&mut self, event: &Event) {
        let text = format!("{event:?}");
        let name = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        self.add("event", name);
        if let Event::Attempted { call } = event {
            self.add("call", call_name(*call));
        }
    }
}

/// A call's name, without its number.
pub const fn call_name(call: Call) -> &'static str {
    match call {
        Call::OpenSession => "OpenSession",
        Call::AskSession => "AskSession",
        Call::AskBooks => "AskBooks",
        Call::Authorize => "Authorize",
        Call::Capture => "Capture",
        Call::Cancel => "Cancel",
        Call::Refund(_) => "Refund",
        Call::CaptureRefund(_) => "CaptureRefund",
        Call::AskRefund(_) => "AskRefund",
    }
}

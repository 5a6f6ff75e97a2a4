//! Progress in plain sentences, and how long each step took.

use std::fmt;
use std::time::{Duration, Instant};

use crate::error::Result;

/// Tells what happens next.
pub(crate) fn tell(sentence: impl fmt::Display) {
    println!("{sentence}");
}

/// Steps that run one after the other; the first failure ends them.
#[derive(Default)]
pub(crate) struct Steps {
    taken: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs one step. A failure prints what was done until here.
    pub(crate) fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        tell(format_args!("\n── {name}"));
        let begun = Instant::now();
        let outcome = step();
        let mark = if outcome.is_ok() { "" } else { "  FAILED" };
        self.taken.push((format!("{name}{mark}"), begun.elapsed()));
        if outcome.is_err() {
            self.summarize();
        }
        outcome
    }

    /// Prints the steps and their times.
    pub(crate) fn summarize(&self) {
        tell(format_args!("\n{self}"));
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, time) in &self.taken {
            writeln!(formatter, "{:>8}  {name}", clock(*time))?;
        }
        let total = self.taken.iter().map(|(_, time)| *time).sum();
        write!(formatter, "{:>8}  in all", clock(total))
    }
}

/// Minutes and seconds, or seconds with a tenth.
pub(crate) fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds >= 60 {
        format!("{}m {:02}s", seconds / 60, seconds % 60)
    } else {
        format!("{seconds}.{}s", time.subsec_millis() / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn times_are_readable() {
        assert_eq!(clock(Duration::from_millis(1_290)), "1.2s");
        assert_eq!(clock(Duration::from_millis(59_999)), "59.9s");
        assert_eq!(clock(Duration::from_secs(125)), "2m 05s");
    }

    #[test]
    fn a_failed_step_is_marked() {
        let mut steps = Steps::default();
        steps.run("first", || Ok(())).unwrap();
        let failed: Result<()> = steps.run("second", || Err(Error::Missing("x".into())));
        assert!(failed.is_err());
        let summary = steps.to_string();
        assert!(summary.contains("first\n"));
        assert!(summary.contains("second  FAILED"));
    }
}

//! What happened in a world, as lines to read and as a number to compare.

use std::cell::{Cell, RefCell};
use std::collections::hash_map::DefaultHasher;
use std::fmt::{Arguments, Write as _};
use std::hash::Hasher as _;

/// The story of one world.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    hasher: RefCell<DefaultHasher>,
    line: RefCell<String>,
    lines: Cell<u64>,
    echo: bool,
    start: i64,
}

impl Trace {
    /// An empty story that begins at `start`; with `echo` each line is printed.
    pub(crate) fn new(start: i64, echo: bool) -> Self {
        Self {
            echo,
            start,
            ..Self::default()
        }
    }

    /// Adds a line.
    pub(crate) fn line(&self, now: i64, what: Arguments<'_>) {
        let mut line = self.line.borrow_mut();
        line.clear();
        let past = now.saturating_sub(self.start);
        let (seconds, ms) = (past / 1000, past % 1000);
        let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3600 % 24, seconds / 86_400);
        let written = write!(
            line,
            "{days:>2}d {hours:02}:{minutes:02}:{:02}.{ms:03}  {what}",
            seconds % 60
        );
        if written.is_err() {
            return;
        }
        self.hasher.borrow_mut().write(line.as_bytes());
        self.lines.set(self.lines.get() + 1);
        if self.echo {
            println!("{line}");
        }
    }

    /// The same story has the same number.
    pub(crate) fn hash(&self) -> u64 {
        self.hasher.borrow().finish()
    }

    /// How long the story is.
    pub(crate) fn lines(&self) -> u64 {
        self.lines.get()
    }
}

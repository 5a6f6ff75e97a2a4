//! What was typed, and how much is measured.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const USAGE: &str = "\
cargo xtask bench                   measure all
cargo xtask bench --quick           the same with few requests: proves that it runs, measures nothing
cargo xtask bench --disk            keep the Workers' state on disk instead of in memory
cargo xtask bench --only PART       one part: sizes, widget, create, added, stored; can be repeated";

/// A part of the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Bytes of what the donor loads and of the Worker.
    Sizes,
    /// The widget on a slow phone, beside its peers.
    Widget,
    /// Creating payments, beside the TypeScript Worker.
    Create,
    /// What is added to the provider's own time.
    Added,
    /// Creating payments beside many that are stored.
    Stored,
}

const PARTS: [(&str, Part); 5] = [
    ("sizes", Part::Sizes),
    ("widget", Part::Widget),
    ("create", Part::Create),
    ("added", Part::Added),
    ("stored", Part::Stored),
];

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Measure(Options),
    Help,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) quick: bool,
    /// The Workers' state is on disk, where it is in memory otherwise.
    pub(crate) disk: bool,
    /// All parts, if none is named.
    only: Vec<Part>,
}

impl Options {
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// What was typed, for the reader of a table.
    pub(crate) fn command(&self) -> String {
        let quick = if self.quick { " --quick" } else { "" };
        let named = PARTS.iter().filter(|(_, part)| self.only.contains(part));
        let only = named.fold(String::new(), |text, (name, _)| text + " --only " + name);
        let disk = if self.disk { " --disk" } else { "" };
        format!("cargo xtask bench{quick}{disk}{only}")
    }

    pub(crate) fn scale(&self) -> &'static Scale {
        if self.quick { &QUICK } else { &FULL }
    }
}

/// How many of everything.
#[derive(Debug)]
pub(crate) struct Scale {
    /// Requests to each side before anything is counted.
    pub(crate) warm_up: usize,
    /// Times that all sides are measured forth and back (A B B A).
    pub(crate) blocks: usize,
    /// Requests in flight, and requests in one round.
    pub(crate) rounds: [(usize, usize); 3],
    /// Requests in one round of one request at a time.
    pub(crate) single: usize,
    /// Payments stored on the side with few.
    pub(crate) few_objects: usize,
    /// Payments stored on the side with many.
    pub(crate) many_objects: usize,
    /// Rows in the index of the side with many.
    pub(crate) many_rows: usize,
    /// Times that a page with the widget is loaded, for each side.
    pub(crate) page_loads: usize,
}

const FULL: Scale = Scale {
    warm_up: 400,
    blocks: 4,
    rounds: [(1, 100), (8, 200), (32, 400)],
    single: 40,
    few_objects: 1_000,
    many_objects: 10_000,
    many_rows: 1_000_000,
    page_loads: 9,
};

const QUICK: Scale = Scale {
    warm_up: 10,
    blocks: 1,
    rounds: [(1, 10), (8, 20), (32, 40)],
    single: 10,
    few_objects: 20,
    many_objects: 100,
    many_rows: 10_000,
    page_loads: 1,
};

pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = Parser::from_iter(arguments);
    let mut options = Options {
        quick: false,
        disk: false,
        only: Vec::new(),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("quick") => options.quick = true,
            Arg::Long("disk") => options.disk = true,
            Arg::Long("only") => options.only.push(part(&parser.value()?.string()?)?),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Measure(options))
}

fn part(name: &str) -> Result<Part, lexopt::Error> {
    PARTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, part)| *part)
        .ok_or_else(|| format!("there is no part {name:?}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options, String> {
        let words = line.split_whitespace().map(OsString::from);
        match parse(words) {
            Ok(Command::Measure(options)) => Ok(options),
            Ok(Command::Help) => Err("help".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn all_parts_unless_some_are_named() {
        let all = parsed("load").unwrap();
        assert!(PARTS.iter().all(|(_, part)| all.wants(*part)));
        let some = parsed("load --disk --only sizes --only stored --quick").unwrap();
        assert!(some.wants(Part::Sizes) && some.wants(Part::Stored));
        assert!(!some.wants(Part::Create) && !some.wants(Part::Added));
        assert_eq!(
            some.command(),
            "cargo xtask bench --quick --disk --only sizes --only stored"
        );
        assert_eq!(some.scale().blocks, 1);
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "load --only speed",
            "load --only",
            "load now",
            "load --fast",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}

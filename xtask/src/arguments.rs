//! What was typed after `cargo xtask`.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const USAGE: &str = "\
cargo xtask start [--fresh] [--port-base N]   build what is missing and serve
cargo xtask test                              run all tests, browsers included
cargo xtask bench [-- ARGUMENTS]              print the measured tables
cargo xtask build [--no-dry-run]              build for release";

/// The first port of the outside contract.
const PORT_BASE: u16 = 8787;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Start(StartOptions),
    Test,
    Bench { arguments: Vec<OsString> },
    Build { dry_run: bool },
    Help,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StartOptions {
    pub(crate) fresh: bool,
    pub(crate) port_base: u16,
}

pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = Parser::from_args(arguments);
    let name = match parser.next()? {
        Some(Arg::Value(name)) => name.string()?,
        Some(Arg::Long("help") | Arg::Short('h')) | None => return Ok(Command::Help),
        Some(other) => return Err(other.unexpected()),
    };
    match name.as_str() {
        "start" => start(&mut parser),
        "test" => last(&mut parser, Command::Test),
        "bench" => Ok(Command::Bench {
            arguments: parser.raw_args()?.filter(|it| it != "--").collect(),
        }),
        "build" => build(&mut parser),
        "help" => Ok(Command::Help),
        other => Err(format!("there is no command {other:?}").into()),
    }
}

fn start(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let mut options = StartOptions {
        fresh: false,
        port_base: PORT_BASE,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("fresh") => options.fresh = true,
            Arg::Long("port-base") => options.port_base = parser.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Start(options))
}

fn build(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let mut dry_run = true;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("no-dry-run") => dry_run = false,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Build { dry_run })
}

fn last(parser: &mut Parser, command: Command) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        Some(argument) => Err(argument.unexpected()),
        None => Ok(command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn commands_and_options() {
        let start = |fresh, port_base| Ok(Command::Start(StartOptions { fresh, port_base }));
        assert_eq!(parsed("start"), start(false, 8787));
        assert_eq!(parsed("start --fresh --port-base 9000"), start(true, 9000));
        assert_eq!(parsed("start --port-base=9000"), start(false, 9000));
        assert_eq!(parsed("test"), Ok(Command::Test));
        assert_eq!(parsed("build"), Ok(Command::Build { dry_run: true }));
        assert_eq!(
            parsed("build --no-dry-run"),
            Ok(Command::Build { dry_run: false })
        );
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(
            parsed("bench -- --payments 10"),
            Ok(Command::Bench {
                arguments: vec!["--payments".into(), "10".into()]
            })
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "stat",
            "start --port-base",
            "start --port-base 70000",
            "start --port-base x",
            "start now",
            "test --fast",
            "--fresh",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}

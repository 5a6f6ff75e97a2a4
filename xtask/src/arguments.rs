//! What was typed after `cargo xtask`.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};
use obole_doctor::{is_loopback, origin_of};
use url::Url;

pub(crate) const USAGE: &str = "\
cargo xtask start [--fresh] [--port-base N]   build what is missing and serve
cargo xtask test                              run all tests, browsers included
cargo xtask bench [-- ARGUMENTS]              print the measured tables
cargo xtask build [--no-dry-run] [--keep ORIGIN]
                                              build for release, with the versions published there
cargo xtask doctor URL [--edge ORIGIN]        say what is wrong with a page that holds the tag";

/// The first port of the outside contract.
const PORT_BASE: u16 = 8787;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Start(StartOptions),
    Test,
    Bench { arguments: Vec<OsString> },
    Build(BuildOptions),
    Doctor(DoctorOptions),
    Help,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StartOptions {
    pub(crate) fresh: bool,
    pub(crate) port_base: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BuildOptions {
    /// Whether wrangler checks what would be deployed.
    pub(crate) dry_run: bool,
    /// Where Obole is deployed: the versions published there are published again.
    pub(crate) keep: Option<Url>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DoctorOptions {
    /// The page.
    pub(crate) url: Url,
    /// The Worker; `None`: where the page's script comes from.
    pub(crate) edge: Option<Url>,
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
        "doctor" => doctor(&mut parser),
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
    let mut options = BuildOptions {
        dry_run: true,
        keep: None,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("no-dry-run") => options.dry_run = false,
            Arg::Long("keep") => options.keep = Some(origin(&parser.value()?.string()?)?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Build(options))
}

fn doctor(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let (mut url, mut edge) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(value) if url.is_none() => url = Some(address(&value.string()?)?),
            Arg::Long("edge") => edge = Some(address(&parser.value()?.string()?)?),
            other => return Err(other.unexpected()),
        }
    }
    let url = url.ok_or("doctor wants the address of a page")?;
    Ok(Command::Doctor(DoctorOptions { url, edge }))
}

/// A web address, as people type one: without a scheme it is https.
fn address(text: &str) -> Result<Url, lexopt::Error> {
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let url = Url::parse(&whole).ok();
    url.filter(|url| ["http", "https"].contains(&url.scheme()))
        .ok_or_else(|| format!("{text:?} is not the address of a page").into())
}

/// Where Obole is deployed. What comes from there is published again, so nobody on the way may
/// change it.
fn origin(text: &str) -> Result<Url, lexopt::Error> {
    let url = address(text)?;
    if url.as_str() != format!("{}/", origin_of(&url)) {
        return Err(format!(
            "{text:?} is more than an origin; write it as https://pay.example.org"
        )
        .into());
    }
    if url.scheme() != "https" && !is_loopback(&url) {
        return Err(format!("{text:?} is without TLS; write it with https").into());
    }
    Ok(url)
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
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(
            parsed("bench -- --payments 10"),
            Ok(Command::Bench {
                arguments: vec!["--payments".into(), "10".into()]
            })
        );
    }

    #[test]
    fn a_build_keeps_what_an_origin_publishes() {
        let build = |dry_run, keep: Option<&str>| {
            let keep = keep.map(|keep| Url::parse(keep).unwrap());
            Ok(Command::Build(BuildOptions { dry_run, keep }))
        };
        let edge = Some("https://pay.example.org");
        assert_eq!(parsed("build"), build(true, None));
        assert_eq!(parsed("build --no-dry-run"), build(false, None));
        assert_eq!(
            parsed("build --keep https://pay.example.org"),
            build(true, edge)
        );
        assert_eq!(
            parsed("build --keep pay.example.org/ --no-dry-run"),
            build(false, edge)
        );
        assert_eq!(
            parsed("build --keep=http://127.0.0.1:8787"),
            build(true, Some("http://127.0.0.1:8787"))
        );
    }

    #[test]
    fn a_page_is_named_as_people_type_it() {
        let doctor = |url: &str, edge: Option<&str>| {
            let edge = edge.map(|edge| Url::parse(edge).unwrap());
            let url = Url::parse(url).unwrap();
            Ok(Command::Doctor(DoctorOptions { url, edge }))
        };
        assert_eq!(
            parsed("doctor www.example.org/give"),
            doctor("https://www.example.org/give", None)
        );
        assert_eq!(
            parsed("doctor http://127.0.0.1:8789 --edge http://127.0.0.1:8787"),
            doctor("http://127.0.0.1:8789", Some("http://127.0.0.1:8787"))
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
            "doctor",
            "doctor --edge https://pay.example.org",
            "doctor ftp://www.example.org",
            "doctor https://a.example https://b.example",
            "doctor https://",
            "build now",
            "build --keep",
            "build --keep http://pay.example.org",
            "build --keep https://pay.example.org/v",
            "build --keep https://pay.example.org/?x",
            "build --keep https://me@pay.example.org",
            "build --keep ftp://pay.example.org",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}

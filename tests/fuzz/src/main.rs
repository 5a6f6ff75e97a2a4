//! Feeds targets for as long as one likes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use fuzz::corpus;
use fuzz::hang::keep;
use fuzz::run::{Until, attempt, run};
use fuzz::targets::{TARGETS, Target, by_name};

const USAGE: &str = "\
Usage: cargo run -p fuzz -- [--target NAME] [--seconds N] [--seed S]
       cargo run -p fuzz -- --target NAME --replay FILE

Without --target every target is fed, N seconds each (10 unless told otherwise).";

/// Seconds for one target where nothing else is said.
const SECONDS: u64 = 10;

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{0}\n\n{USAGE}")]
    Usage(String),
    #[error("the corpus: {0}")]
    Corpus(io::Error),
    #[error("the input was not kept: {0}")]
    Keep(io::Error),
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
}

#[derive(Debug)]
struct Arguments {
    targets: Vec<&'static Target>,
    seconds: u64,
    seed: u64,
    replay: Option<PathBuf>,
}

fn main() -> ExitCode {
    match arguments(std::env::args().skip(1)).and_then(|arguments| feed(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, Error> {
    let mut arguments = Arguments {
        targets: TARGETS.iter().collect(),
        seconds: SECONDS,
        seed: 1,
        replay: None,
    };
    while let Some(name) = given.next() {
        let usage = |what: &str| Error::Usage(format!("{name}: {what}"));
        let mut value = || given.next().ok_or_else(|| usage("a value is missing"));
        let number = |text: String| text.parse().map_err(|_| usage("not a number"));
        match name.as_str() {
            "--target" => {
                let wanted = value()?;
                let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
                let unknown = || usage(&format!("one of {}", names.join(", ")));
                arguments.targets = vec![by_name(&wanted).ok_or_else(unknown)?];
            }
            "--seconds" => arguments.seconds = number(value()?)?,
            "--seed" => arguments.seed = number(value()?)?,
            "--replay" => arguments.replay = Some(value()?.into()),
            _ => return Err(usage("not understood")),
        }
    }
    Ok(arguments)
}

/// Whether nothing failed.
fn feed(arguments: &Arguments) -> Result<bool, Error> {
    // What panics is caught and told once.
    std::panic::set_hook(Box::new(|_| {}));
    let mut good = true;
    for target in &arguments.targets {
        good &= match &arguments.replay {
            Some(file) => replay(target, file)?,
            None => feed_one(target, arguments)?,
        };
    }
    Ok(good)
}

fn replay(target: &Target, file: &Path) -> Result<bool, Error> {
    let input = fs::read(file).map_err(|error| Error::File(file.to_owned(), error))?;
    match attempt(target, &input) {
        Ok(_) => println!("{}: this input breaks no rule", target.name),
        Err(why) => println!("{}: {why}", target.name),
    }
    Ok(attempt(target, &input).is_ok())
}

fn feed_one(target: &Target, arguments: &Arguments) -> Result<bool, Error> {
    let texts = corpus::read(target.name).map_err(Error::Corpus)?;
    let until = Until::Time(Duration::from_secs(arguments.seconds));
    match run(target, &texts, arguments.seed, until) {
        Ok(ran) => {
            let millis = ran.took.as_millis().max(1);
            println!(
                "{:16} {:9} inputs {:7}/s {:5} shapes {:6} KiB at most",
                target.name,
                ran.inputs,
                u128::from(ran.inputs) * 1_000 / millis,
                ran.shapes,
                ran.peak / 1024,
            );
            Ok(true)
        }
        Err(failure) => {
            let file = keep(target.name, &failure.input).map_err(Error::Keep)?;
            println!(
                "{}: {}\n  {} bytes, kept; again by\n  cargo run -p fuzz -- --target {} --replay {}",
                target.name,
                failure.why,
                failure.input.len(),
                target.name,
                file.display(),
            );
            Ok(false)
        }
    }
}

//! `cargo xtask start | test | bench | build | doctor`: installs what is missing
//! into the repository's own folders, builds, and runs; or looks at a page.

mod arguments;
mod bench;
mod beside;
mod build;
mod doctor;
mod error;
mod fetch;
mod progress;
mod run;
mod start;
mod test;
mod tools;

use std::env;
use std::process::ExitCode;

use dev_stack::Repository;

use arguments::{Command, USAGE};
use error::Result;

fn main() -> ExitCode {
    let command = match arguments::parse(env::args_os().skip(1)) {
        Ok(command) => command,
        Err(error) => {
            eprintln!("{error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match execute(command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n{error}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<ExitCode> {
    let repository = Repository::find();
    match command {
        Command::Start(options) => start::start(&repository, options)?,
        Command::Test => test::test(&repository)?,
        Command::Bench { arguments } => bench::bench(&repository, &arguments)?,
        Command::Build(options) => build::build(&repository, &options)?,
        Command::Doctor(options) => return doctor::doctor(&options),
        Command::Help => println!("{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}

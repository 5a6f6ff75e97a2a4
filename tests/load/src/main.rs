//! The bench: what a donor loads, how soon the form can be used beside the same
//! form written with Preact, and how fast payments are created beside a
//! TypeScript Worker that does the same job. Run it by `cargo xtask bench`.
//!
//! Tables go to the standard output as Markdown, ready for
//! `docs/measurements.md`; progress goes to the standard error.

mod client;
mod compare;
mod error;
mod fill;
mod forms;
mod front;
mod number;
mod options;
mod part;
mod peer;
mod round;
mod series;
mod size;
mod state;
mod table;
mod target;

use std::process::ExitCode;

use dev_stack::Repository;

use crate::error::Result;
use crate::options::{Command, Options};

fn main() -> ExitCode {
    let options = match options::parse(std::env::args_os()) {
        Ok(Command::Measure(options)) => options,
        Ok(Command::Help) => {
            println!("{}", options::USAGE);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{error}\n{}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    match measure(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Result<()> {
    let repository = Repository::find();
    part::build(&repository)?;
    part::machine::print(options);
    part::run(&repository, options)
}

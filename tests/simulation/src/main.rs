//! `simulation --seed N [--trace]` replays one seed; `simulation --seeds N [--from M]` lives many.

use std::process::ExitCode;
use std::time::Instant;

use simulation::{simulate, simulate_many};

/// What the command line asks for.
#[derive(Default)]
struct Options {
    seed: Option<u64>,
    trace: bool,
    seeds: Option<u64>,
    from: u64,
}

fn options() -> Option<Options> {
    let mut options = Options::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--trace" => options.trace = true,
            "--seed" => options.seed = Some(words.next()?.parse().ok()?),
            "--seeds" => options.seeds = Some(words.next()?.parse().ok()?),
            "--from" => options.from = words.next()?.parse().ok()?,
            _ => return None,
        }
    }
    Some(options)
}

fn replay(seed: u64, trace: bool) -> ExitCode {
    let report = simulate(seed, trace);
    println!(
        "seed {seed}: {} lines, hash {:016x}",
        report.lines, report.hash
    );
    for violation in &report.violations {
        println!("VIOLATED: {violation}");
    }
    if report.violations.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// How many seeds between two words of progress.
const STRIDE: u64 = 10_000;

fn many(from: u64, count: u64) -> ExitCode {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let began = Instant::now();
    let pace = |done: u64| {
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        done.saturating_mul(1000) / ms.max(1)
    };
    let summary = simulate_many(from, count, threads, &|done| {
        if done % STRIDE == 0 {
            eprintln!("{done} of {count} seeds, {} seeds/s", pace(done));
        }
    });
    print!("{}", summary.coverage.table());
    println!(
        "{} seeds, {} seeds/s, {threads} threads",
        summary.seeds,
        pace(summary.seeds)
    );
    match summary.failed() {
        None => ExitCode::SUCCESS,
        Some(text) => {
            println!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn main() -> ExitCode {
    match options() {
        Some(Options {
            seed: Some(seed),
            trace,
            ..
        }) => replay(seed, trace),
        Some(Options {
            seeds: Some(count),
            from,
            ..
        }) => many(from, count),
        _ => {
            eprintln!("usage: simulation --seed N [--trace] | --seeds N [--from M]");
            ExitCode::from(2)
        }
    }
}

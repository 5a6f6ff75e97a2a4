//! Where and when: a figure without them says nothing.

use std::{env, fs, thread};

use time::OffsetDateTime;

use crate::options::Options;
use crate::state;

/// Prints the lines that stand above the tables.
pub(crate) fn print(options: &Options) {
    let processors = thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{}, {processors} processors, {} {}; `{}`\n",
        OffsetDateTime::now_utc().date(),
        env::consts::OS,
        env::consts::ARCH,
        options.command()
    );
    let place = if options.disk || !state::is_in_memory() {
        "on disk"
    } else {
        "in memory"
    };
    println!("The Workers keep their state {place}.\n");
    if options.quick {
        println!("A quick run: it proves that the bench works, its figures mean nothing.\n");
    }
    if let Some(load) = load() {
        println!("Load of the machine before: {load}.\n");
    }
}

/// Runnable processes over the last minute, where the system tells it.
fn load() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next().map(str::to_owned)
}

//! What never ends cannot be caught: it is told and kept, and the process ends.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Longest time anything may take before it counts as endless.
const LIMIT: Duration = Duration::from_secs(20);

/// How often is looked.
const PERIOD: Duration = Duration::from_millis(500);

/// What is being read, and since when.
type Reading = Option<(Instant, &'static str, Vec<u8>)>;

static READING: Mutex<Reading> = Mutex::new(None);

/// The thread that looks lives as long as this.
static WATCH: LazyLock<Sender<()>> = LazyLock::new(|| {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        while receiver.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
            look();
        }
    });
    sender
});

/// The reading is over when this is dropped.
pub(crate) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        *READING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Watches over the reading of an input.
pub(crate) fn watch(target: &'static str, input: &[u8]) -> Guard {
    LazyLock::force(&WATCH);
    let reading = Some((Instant::now(), target, input.to_vec()));
    *READING.lock().unwrap_or_else(PoisonError::into_inner) = reading;
    Guard
}

fn look() {
    let reading = READING.lock().unwrap_or_else(PoisonError::into_inner);
    let Some((since, target, input)) = &*reading else {
        return;
    };
    if since.elapsed() < LIMIT {
        return;
    }
    let file = keep(target, input);
    eprintln!(
        "{target}: it does not end\n  {} bytes, kept: {file:?}",
        input.len()
    );
    std::process::exit(1);
}

/// Keeps an input among what is built, named after its target.
///
/// # Errors
/// When it cannot be written.
pub fn keep(target: &str, input: &[u8]) -> std::io::Result<PathBuf> {
    let build = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    let folder = build.join("fuzz");
    let file = folder.join(format!("{target}-{:08x}", crc32fast::hash(input)));
    fs::create_dir_all(&folder)?;
    fs::write(&file, input)?;
    Ok(file)
}

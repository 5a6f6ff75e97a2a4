//! Waiting for a condition instead of for a time.

use std::fmt::Debug;
use std::thread;
use std::time::{Duration, Instant};

/// For what a page or a request does by itself.
pub const SHORT: Duration = Duration::from_secs(15);

/// For what an alarm or a repeated notice brings about.
pub const LONG: Duration = Duration::from_secs(90);

const POLL: Duration = Duration::from_millis(40);

/// Looks until it sees what was awaited; `look` tells what it sees instead.
pub fn eventually<T, E: Debug>(
    what: &str,
    limit: Duration,
    mut look: impl FnMut() -> Result<T, E>,
) -> T {
    let deadline = Instant::now() + limit;
    loop {
        match look() {
            Ok(seen) => return seen,
            Err(instead) if Instant::now() >= deadline => {
                panic!("{what}: not within {limit:?}; seen instead: {instead:?}")
            }
            Err(_) => thread::sleep(POLL),
        }
    }
}

/// As [`eventually`], for what only a browser can tell.
pub async fn eventually_async<T, E: Debug>(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Result<T, E>,
) -> T {
    let deadline = Instant::now() + limit;
    loop {
        match look().await {
            Ok(seen) => return seen,
            Err(instead) if Instant::now() >= deadline => {
                panic!("{what}: not within {limit:?}; seen instead: {instead:?}")
            }
            Err(_) => tokio::time::sleep(POLL).await,
        }
    }
}

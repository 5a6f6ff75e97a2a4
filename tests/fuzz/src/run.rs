//! One target, fed until it fails or its time is over.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

use crate::hang;
use crate::mutate::Mutator;
use crate::targets::Target;

/// What the process holds; the only allocator there is.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Longest time for one input.
const TIME_MAX: Duration = Duration::from_secs(2);

/// Memory one input may take beside what grows with it.
const BYTES_FREE: usize = 4 << 20;

/// Memory each byte of an input may take.
const BYTES_PER_BYTE: usize = 256;

/// Inputs that led to something new and are kept to go on from.
const POOL_MAX: usize = 3_000;

/// Longest input that is kept: longer ones slow everything down.
const KEPT_BYTES_MAX: usize = 16 * 1024;

/// How long a run takes.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// So many inputs.
    Inputs(u64),
    /// So much time.
    Time(Duration),
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Inputs that were tried.
    pub inputs: u64,
    /// Different things that came of them.
    pub shapes: usize,
    /// How long it took.
    pub took: Duration,
    /// Most memory one input took, in bytes.
    pub peak: usize,
}

/// An input that broke a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Failure {
    /// Which rule.
    pub why: String,
    /// The input.
    pub input: Vec<u8>,
}

/// Feeds a target.
///
/// # Errors
/// [`Failure`]: the first input that broke a rule, made as short as it can be.
pub fn run(target: &Target, corpus: &[Vec<u8>], seed: u64, until: Until) -> Result<Ran, Failure> {
    let begun = Instant::now();
    let mut mutator = Mutator::new(seed, target.bytes_max);
    let mut pool: Vec<Vec<u8>> = corpus.to_vec();
    let mut shapes = HashSet::new();
    let mut ran = Ran {
        inputs: 0,
        shapes: 0,
        took: Duration::ZERO,
        peak: 0,
    };
    let mut fresh = corpus.iter().cloned();
    loop {
        let over = match until {
            Until::Inputs(most) => ran.inputs >= most,
            Until::Time(most) => begun.elapsed() >= most,
        };
        let seeded = fresh.next();
        if over && seeded.is_none() {
            break;
        }
        let input = seeded.unwrap_or_else(|| mutator.input(&pool));
        let (shape, peak) = attempt(target, &input).map_err(|why| shorten(target, why, &input))?;
        ran.inputs += 1;
        ran.peak = ran.peak.max(peak);
        let is_new = shapes.insert(shape);
        if is_new && pool.len() < POOL_MAX && input.len() <= KEPT_BYTES_MAX {
            pool.push(input);
        }
    }
    ran.shapes = shapes.len();
    ran.took = begun.elapsed();
    Ok(ran)
}

/// Tries one input: what came of it, and how much memory it took.
///
/// # Errors
/// Which rule it broke.
pub fn attempt(target: &Target, input: &[u8]) -> Result<(u64, usize), String> {
    let held = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let begun = Instant::now();
    let guard = hang::watch(target.name, input);
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    drop(guard);
    let took = begun.elapsed();
    let peak = MEMORY.peak_usage().saturating_sub(held);
    let shape = match outcome {
        Ok(outcome) => outcome?,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            return Err(format!("it panicked: {}", text.unwrap_or("without a word")));
        }
    };
    if took > TIME_MAX {
        return Err(format!("it took {took:?} for {} bytes", input.len()));
    }
    if peak > BYTES_FREE + BYTES_PER_BYTE * input.len() {
        return Err(format!("it took {peak} bytes for {} bytes", input.len()));
    }
    let mut hasher = DefaultHasher::new();
    shape.hash(&mut hasher);
    Ok((hasher.finish(), peak))
}

/// Takes pieces away as long as the input still breaks a rule.
fn shorten(target: &Target, why: String, input: &[u8]) -> Failure {
    let mut failure = Failure {
        why,
        input: input.to_vec(),
    };
    let begun = Instant::now();
    let mut piece = input.len() / 2;
    while piece > 0 && begun.elapsed() < Duration::from_secs(10) {
        let mut at = 0;
        while at < failure.input.len() {
            let end = (at + piece).min(failure.input.len());
            let mut shorter = failure.input.clone();
            shorter.drain(at..end);
            match attempt(target, &shorter) {
                Err(why) => {
                    failure = Failure {
                        why,
                        input: shorter,
                    }
                }
                Ok(_) => at += piece,
            }
        }
        piece /= 2;
    }
    failure
}

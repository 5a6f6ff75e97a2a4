//! One seed from beginning to end, and many seeds on many threads.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::audit::audit;
use crate::coverage::Coverage;
use crate::donor::Donor;
use crate::executor::{End, Group};
use crate::operator;
use crate::world::{START, World};

/// How long a world lasts: longer than any provider keeps anything open.
const LIFETIME_MS: i64 = 60 * 24 * 3_600_000;

/// More steps than any sensible world takes.
const STEPS_MAX: u64 = 200_000;

/// What became of one seed.
#[derive(Debug, Clone)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// The same story has the same number.
    pub hash: u64,
    /// How many lines the story has.
    pub lines: u64,
    /// What must not have been.
    pub violations: Vec<String>,
    /// What was reached.
    pub coverage: Coverage,
}

/// Lives the world of a seed; with `echo` the story is printed.
pub fn simulate(seed: u64, echo: bool) -> Report {
    let world = World::new(seed, echo);
    if let Some(donor) = Donor::new(&world) {
        let donor = Rc::new(donor);
        world
            .executor
            .spawn(Group::OUTSIDE, Rc::clone(&donor).visit(Rc::clone(&world)));
        world.executor.spawn(
            Group::OUTSIDE,
            operator::work(Rc::clone(&world), Rc::clone(&donor)),
        );
        let until = START + LIFETIME_MS;
        let end = world
            .executor
            .run(until, STEPS_MAX, |group| world.crashes(group));
        if end != End::Idle {
            world.violate(format!("the world does not come to rest: {end:?}"));
        }
        audit(&world, &donor);
    } else {
        world.violate("the scenario is malformed".to_owned());
    }
    world.end();
    Report {
        seed,
        hash: world.trace.hash(),
        lines: world.trace.lines(),
        violations: world.violations.take(),
        coverage: world.coverage.take(),
    }
}

/// What became of many seeds.
#[derive(Debug, Default)]
pub struct Summary {
    /// How many were lived.
    pub seeds: u64,
    /// The first violation of each seed that failed.
    pub failures: BTreeMap<u64, String>,
    /// What was reached in all of them.
    pub coverage: Coverage,
}

impl Summary {
    /// The failures, and the command that replays the first of them.
    pub fn failed(&self) -> Option<String> {
        let (first, _) = self.failures.first_key_value()?;
        let shown: Vec<String> = self
            .failures
            .iter()
            .take(10)
            .map(|(seed, why)| format!("  seed {seed}: {why}"))
            .collect();
        Some(format!(
            "{} of {} seeds failed:\n{}\nreplay: cargo run -p simulation -- --seed {first} --trace",
            self.failures.len(),
            self.seeds,
            shown.join("\n")
        ))
    }
}

/// Lives the worlds of `count` seeds from `first` on, each on one of `threads` threads; `progress`
/// is told how many are done.
pub fn simulate_many(
    first: u64,
    count: u64,
    threads: usize,
    progress: &(dyn Fn(u64) + Sync),
) -> Summary {
    let next = AtomicU64::new(0);
    let summary = Mutex::new(Summary::default());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let mut own = Summary::default();
                loop {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    if turn >= count {
                        break;
                    }
                    let report = simulate(first + turn, false);
                    own.seeds += 1;
                    own.coverage.merge(&report.coverage);
                    if let Some(why) = report.violations.into_iter().next() {
                        own.failures.insert(report.seed, why);
                    }
                    progress(turn + 1);
                }
                let mut all = summary.lock().unwrap_or_else(PoisonError::into_inner);
                all.seeds += own.seeds;
                all.coverage.merge(&own.coverage);
                all.failures.append(&mut own.failures);
            });
        }
    });
    summary.into_inner().unwrap_or_else(PoisonError::into_inner)
}

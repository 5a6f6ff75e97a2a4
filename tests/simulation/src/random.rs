//! Everything that looks like chance comes from the seed.

use std::cell::RefCell;

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// The one source of choices of a world.
#[derive(Debug)]
pub(crate) struct Random(RefCell<ChaCha8Rng>);

impl Random {
    /// The choices that this seed makes.
    pub(crate) fn new(seed: u64) -> Self {
        Self(RefCell::new(ChaCha8Rng::seed_from_u64(seed)))
    }

    /// Any number.
    pub(crate) fn next(&self) -> u64 {
        self.0.borrow_mut().next_u64()
    }

    /// A number below `limit`; 0 when `limit` is 0.
    pub(crate) fn below(&self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// `true` in `permille` of 1000 cases; draws in every case.
    pub(crate) fn chance(&self, permille: u16) -> bool {
        self.below(1000) < u64::from(permille)
    }

    /// A number from `low` up to, but not including, `high`.
    pub(crate) fn between(&self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        low.saturating_add(i64::try_from(self.below(width)).unwrap_or(0))
    }

    /// One of `choices`; `fallback` only if there are none.
    pub(crate) fn pick<T: Copy>(&self, choices: &[T], fallback: T) -> T {
        let size = u64::try_from(choices.len()).unwrap_or(0);
        let at = usize::try_from(self.below(size)).unwrap_or(0);
        choices.get(at).copied().unwrap_or(fallback)
    }

    /// 16 bytes nobody can guess.
    pub(crate) fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.borrow_mut().fill_bytes(&mut bytes);
        bytes
    }
}

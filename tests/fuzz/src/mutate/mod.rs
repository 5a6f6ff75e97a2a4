//! What a message is turned into: small damage, values at the edges, and pieces of other messages.
//!
//! The same seed makes the same inputs.

mod json;
mod text;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::script;

/// Most changes to one input.
const CHANGES_MAX: usize = 5;

/// Numbers at which readers stumble.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "00",
    "1e9",
    "1E400",
    "0.1",
    ".5",
    "5.",
    "+1",
    "1_0",
    "1,000.00",
    "99",
    "100",
    "255",
    "256",
    "32768",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "79228162514264337593543950335",
    "79228162514264337593543950336",
    "0.0000000000000000000000000001",
    "999999999999999999999999999999999999999999",
    "NaN",
    "Infinity",
    "25.00",
    "25.000",
    "2500",
    "-25.00",
    "25,00",
    " 25.00",
    "\u{ff12}\u{ff15}",
];

/// Bytes that mean something to some reader.
const BYTES: &[u8] = b"\0\t\n\r \"%&'+,-./:;<=>[\\]_{}\x7f\x80\xbf\xc3\xe2\xf0\xff09AZaz";

/// A source of inputs.
#[derive(Debug, Clone)]
pub(crate) struct Mutator {
    rng: ChaCha8Rng,
    bytes_max: usize,
}

impl Mutator {
    /// A source; no input is longer than `bytes_max`.
    pub(crate) fn new(seed: u64, bytes_max: usize) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            bytes_max,
        }
    }

    /// A number below `end`; 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.rng.next_u64() % end).unwrap_or(0)
    }

    /// Whether something with a chance of one in `n` happens.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len());
        of.get(at)
    }

    /// A new input, made of one message and pieces of others.
    pub(crate) fn input(&mut self, pool: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.pick(pool).cloned().unwrap_or_default();
        let changes = 1 + self.below(CHANGES_MAX);
        for _ in 0..changes {
            let other = self.pick(pool).cloned().unwrap_or_default();
            input = self.change(&input, &other);
        }
        // Rarely, so that nothing slow hides behind short inputs.
        if self.one_in(2_000) {
            input = self.repeat(&input);
        }
        input.truncate(self.bytes_max);
        input
    }

    /// One change to one answer of the conversation, or rarely to the whole text.
    fn change(&mut self, input: &[u8], other: &[u8]) -> Vec<u8> {
        let starts = script::starts(input);
        if starts.is_empty() || self.one_in(12) {
            return self.damage(input, other);
        }
        let at = self.below(starts.len());
        let start = starts.get(at).copied().unwrap_or(0);
        let end = starts.get(at + 1).copied().unwrap_or(input.len());
        let (before, rest) = input.split_at(start);
        let (part, after) = rest.split_at(end.saturating_sub(start).min(rest.len()));
        let head = part.iter().position(|&byte| byte == b'\n');
        let (head, body) = part.split_at(head.map_or(part.len(), |at| at + 1));
        let other_parts = script::parts(other);
        let other = self.pick(&other_parts).map_or(other, |part| part.body);
        let body = self.damage(body.strip_suffix(b"\n").unwrap_or(body), other);
        [
            before,
            head,
            &body,
            if after.is_empty() { b"" } else { b"\n" },
            after,
        ]
        .concat()
    }

    fn damage(&mut self, text: &[u8], other: &[u8]) -> Vec<u8> {
        let is_json = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
        if is_json
            && self.below(3) < 2
            && let Some(changed) = self.json(text, other)
        {
            return changed;
        }
        match self.below(14) {
            0 => self.flip(text),
            1 => self.byte(text),
            2 => self.insert(text),
            3 => self.delete(text),
            4 => self.double(text),
            5 => self.splice(text, other),
            6 | 7 => self.token(text, other),
            8 | 9 => self.number(text),
            10 => self.length_tag(text),
            11 => self.escape(text),
            _ => self.pair(text, other),
        }
    }

    fn flip(&mut self, text: &[u8]) -> Vec<u8> {
        let (at, bit) = (self.below(text.len()), self.below(8));
        let mut text = text.to_vec();
        if let Some(byte) = text.get_mut(at) {
            *byte ^= 1 << bit;
        }
        text
    }

    fn byte(&mut self, text: &[u8]) -> Vec<u8> {
        let at = self.below(text.len());
        let new = self.pick(BYTES).copied().unwrap_or(0);
        let mut text = text.to_vec();
        if let Some(byte) = text.get_mut(at) {
            *byte = new;
        }
        text
    }

    fn insert(&mut self, text: &[u8]) -> Vec<u8> {
        let at = self.below(text.len() + 1);
        let count = 1 + self.below(8);
        let new: Vec<u8> = (0..count)
            .filter_map(|_| self.pick(BYTES).copied())
            .collect();
        replace(text, at, at, &new)
    }

    fn delete(&mut self, text: &[u8]) -> Vec<u8> {
        let (start, end) = self.range(text.len());
        replace(text, start, end, b"")
    }

    fn double(&mut self, text: &[u8]) -> Vec<u8> {
        let (start, end) = self.range(text.len());
        let piece = text.get(start..end).unwrap_or_default().to_vec();
        let at = self.below(text.len() + 1);
        replace(text, at, at, &piece)
    }

    fn splice(&mut self, text: &[u8], other: &[u8]) -> Vec<u8> {
        let (head, tail) = (self.below(text.len() + 1), self.below(other.len() + 1));
        let head = text.get(..head).unwrap_or_default();
        [head, other.get(tail..).unwrap_or_default()].concat()
    }

    /// The whole, over and over, up to the longest input.
    fn repeat(&mut self, text: &[u8]) -> Vec<u8> {
        let wanted = self.below(self.bytes_max);
        let mut long = Vec::with_capacity(wanted);
        while long.len() < wanted && !text.is_empty() {
            long.extend_from_slice(text);
        }
        long
    }

    fn range(&mut self, len: usize) -> (usize, usize) {
        let start = self.below(len);
        let most = if self.one_in(4) { len } else { 16 };
        let end = start + 1 + self.below(most);
        (start, end.min(len))
    }
}

/// The text with another piece in place of a range.
fn replace(text: &[u8], start: usize, end: usize, new: &[u8]) -> Vec<u8> {
    let before = text.get(..start).unwrap_or(text);
    let after = text.get(end.max(start)..).unwrap_or_default();
    [before, new, after].concat()
}

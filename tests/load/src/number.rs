//! Whole numbers: how they are written, divided and ranked. No fraction is
//! kept: times are microseconds, ratios thousandths.

use std::time::Duration;

/// A ratio in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ratio(u64);

impl Ratio {
    /// `a` for each `b`, rounded; nothing for each nothing is one.
    pub(crate) fn of(a: u64, b: u64) -> Self {
        if b == 0 {
            return Self(if a == 0 { 1_000 } else { u64::MAX });
        }
        let thousandths = (u128::from(a) * 1_000 + u128::from(b) / 2) / u128::from(b);
        Self(u64::try_from(thousandths).unwrap_or(u64::MAX))
    }

    /// Two decimals.
    pub(crate) fn text(self) -> String {
        let hundredths = self.0.saturating_add(5) / 10;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// Microseconds as milliseconds with two decimals.
pub(crate) fn milliseconds(micros: u64) -> String {
    let hundredths = (micros + 5) / 10;
    format!("{}.{:02} ms", hundredths / 100, hundredths % 100)
}

/// The same of a difference, with its sign.
pub(crate) fn milliseconds_between(from: u64, to: u64) -> String {
    let sign = if to < from { "−" } else { "+" };
    format!("{sign}{}", milliseconds(from.abs_diff(to)))
}

/// Digits in groups of three.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A length as a number that tables take.
pub(crate) fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Whole microseconds.
pub(crate) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// How many in a second.
pub(crate) fn per_second(count: u64, micros: u64) -> u64 {
    count.saturating_mul(1_000_000) / micros.max(1)
}

/// The smallest of the sorted values that this many thousandths of them do
/// not exceed; 0 where there is none.
pub(crate) fn percentile(sorted: &[u64], thousandths: usize) -> u64 {
    let rank = (sorted.len() * thousandths).div_ceil(1_000);
    sorted
        .get(rank.saturating_sub(1))
        .or(sorted.last())
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let hundred: Vec<u64> = (1..=100).collect();
        assert_eq!(percentile(&hundred, 500), 50);
        assert_eq!(percentile(&hundred, 990), 99);
        assert_eq!(percentile(&hundred, 1_000), 100);
        assert_eq!(percentile(&[7], 500), 7);
        assert_eq!(percentile(&[1, 9], 500), 1);
        assert_eq!(percentile(&[1, 5, 9], 500), 5);
        assert_eq!(percentile(&[], 500), 0);
    }

    #[test]
    fn one_slow_request_in_a_hundred_is_not_in_p99_but_two_are() {
        let mut values = vec![1; 99];
        values.push(1_000);
        assert_eq!(percentile(&values, 990), 1);
        if let Some(last) = values.get_mut(98) {
            *last = 1_000;
        }
        assert_eq!(percentile(&values, 990), 1_000);
    }

    #[test]
    fn ratios_are_rounded_not_cut() {
        assert_eq!(Ratio::of(1, 3).text(), "0.33");
        assert_eq!(Ratio::of(2, 3).text(), "0.67");
        assert_eq!(Ratio::of(300, 100).text(), "3.00");
        assert_eq!(Ratio::of(0, 0).text(), "1.00");
        assert!(Ratio::of(1, 0) > Ratio::of(1_000_000, 1));
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(milliseconds(12_345), "12.35 ms");
        assert_eq!(milliseconds(4), "0.00 ms");
        assert_eq!(milliseconds_between(1_000, 3_500), "+2.50 ms");
        assert_eq!(milliseconds_between(3_500, 1_000), "−2.50 ms");
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(per_second(500, 2_000_000), 250);
        assert_eq!(per_second(1, 0), 1_000_000);
    }
}

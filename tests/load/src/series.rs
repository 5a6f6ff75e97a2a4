//! One figure in every round of a side.

use crate::compare::Spread;
use crate::number::Ratio;

/// The figures, in the order of the rounds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Series(Vec<u64>);

impl Series {
    /// The middle one, and the least and the greatest where they differ.
    pub(crate) fn text(&self, write: fn(u64) -> String) -> String {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let (Some(least), Some(greatest)) = (sorted.first(), sorted.last()) else {
            return String::new();
        };
        let middle = sorted.get(sorted.len() / 2).unwrap_or(least);
        if least == greatest {
            return write(*middle);
        }
        format!(
            "{} ({}–{})",
            write(*middle),
            write(*least),
            write(*greatest)
        )
    }

    /// What this comes to for each of the other, round by round.
    pub(crate) fn ratio(&self, other: &Self) -> Option<Spread> {
        let rounds = self.0.iter().zip(&other.0);
        Spread::of(rounds.map(|(one, other)| Ratio::of(*one, *other)).collect())
    }
}

impl FromIterator<u64> for Series {
    fn from_iter<T: IntoIterator<Item = u64>>(figures: T) -> Self {
        Self(figures.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::grouped;

    #[test]
    fn rounds_stay_together() {
        let (ours, other): (Series, Series) = (
            [30, 10, 20].into_iter().collect(),
            [30, 20, 10].into_iter().collect(),
        );
        assert_eq!(ours.text(grouped), "20 (10–30)");
        assert_eq!(ours.ratio(&other).unwrap().text(), "1.00 (0.50–2.00)");
        assert_eq!(Series::default().ratio(&other), None);
        assert_eq!([7, 7].into_iter().collect::<Series>().text(grouped), "7");
    }
}

//! Sides measured in turns, forth and back, so that a machine that grows
//! slower or faster meanwhile favours none of them.

use crate::client::Client;
use crate::error::Result;
use crate::number::Ratio;
use crate::round::{self, Round};
use crate::target::Target;

/// The rounds of all sides: blocks, and in each one sum for each side.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    blocks: Vec<Vec<Round>>,
}

/// A ratio of the blocks: the middle one, the least and the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spread {
    pub(crate) middle: Ratio,
    pub(crate) least: Ratio,
    pub(crate) greatest: Ratio,
}

impl Spread {
    /// The spread of some ratios; `None` of none.
    pub(crate) fn of(mut ratios: Vec<Ratio>) -> Option<Self> {
        ratios.sort_unstable();
        Some(Self {
            middle: *ratios.get(ratios.len() / 2)?,
            least: *ratios.first()?,
            greatest: *ratios.last()?,
        })
    }

    pub(crate) fn text(self) -> String {
        format!(
            "{} ({}–{})",
            self.middle.text(),
            self.least.text(),
            self.greatest.text()
        )
    }
}

impl Comparison {
    /// All rounds of one side.
    pub(crate) fn side(&self, side: usize) -> Round {
        Round::sum(self.blocks.iter().filter_map(|block| block.get(side)))
    }

    /// How much one side gets done for what the other does in the same time.
    pub(crate) fn throughput(&self, side: usize, other: usize) -> Option<Spread> {
        self.spread(side, other, |side, other| {
            Ratio::of(other.elapsed(), side.elapsed())
        })
    }

    /// How long one side takes for what the other takes.
    pub(crate) fn time(&self, side: usize, other: usize, thousandths: usize) -> Option<Spread> {
        self.spread(side, other, |side, other| {
            Ratio::of(side.percentile(thousandths), other.percentile(thousandths))
        })
    }

    fn spread(
        &self,
        side: usize,
        other: usize,
        ratio: impl Fn(&Round, &Round) -> Ratio,
    ) -> Option<Spread> {
        let blocks = self.blocks.iter();
        let ratios = blocks.filter_map(|block| Some(ratio(block.get(side)?, block.get(other)?)));
        Spread::of(ratios.collect())
    }
}

/// Measures the sides in turns: in each block A B … B A.
pub(crate) async fn run(
    client: &Client,
    sides: &[&Target],
    blocks: usize,
    requests: usize,
    in_flight: usize,
) -> Result<Comparison> {
    let mut comparison = Comparison::default();
    for _ in 0..blocks {
        let mut forth = Vec::new();
        for side in sides {
            forth.push(round::run(client, side, requests, in_flight).await?);
        }
        let mut back = Vec::new();
        for side in sides.iter().rev() {
            back.push(round::run(client, side, requests, in_flight).await?);
        }
        back.reverse();
        let block = forth.iter().zip(&back);
        let block = block.map(|(forth, back)| Round::sum([forth, back]));
        comparison.blocks.push(block.collect());
    }
    Ok(comparison)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison() -> Comparison {
        let block = |a: u64, b: u64| vec![Round::sample(&[a], a), Round::sample(&[b], b)];
        Comparison {
            blocks: vec![block(10, 20), block(10, 10), block(10, 15)],
        }
    }

    #[test]
    fn a_ratio_above_one_means_more_done_and_below_one_less_time() {
        let comparison = comparison();
        let done = comparison.throughput(0, 1).unwrap();
        assert_eq!(done.text(), "1.50 (1.00–2.00)");
        let time = comparison.time(0, 1, 500).unwrap();
        assert_eq!(time.text(), "0.67 (0.50–1.00)");
        assert_eq!(comparison.throughput(0, 2), None);
    }

    #[test]
    fn a_side_is_the_sum_of_its_rounds() {
        assert_eq!(comparison().side(1).elapsed(), 45);
        assert_eq!(comparison().side(1).requests(), 3);
    }
}

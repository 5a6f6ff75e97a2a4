//! One round: a fixed number of requests, a fixed number of them in flight.

use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt, stream};
use http::Request;
use http_body_util::Full;
use hyper::body::Bytes;

use crate::client::{Client, Exchange};
use crate::error::{Error, Result};
use crate::number::{micros, percentile};
use crate::target::Target;

/// What a round, or several, came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Round {
    /// Of each request, sorted, in microseconds.
    times: Vec<u64>,
    /// From the first request to the last answer, in microseconds.
    elapsed: u64,
}

impl Round {
    fn new(mut times: Vec<u64>, elapsed: u64) -> Self {
        times.sort_unstable();
        Self { times, elapsed }
    }

    /// Several rounds as if they were one.
    pub(crate) fn sum<'a>(rounds: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut times = Vec::new();
        let mut elapsed = 0;
        for round in rounds {
            times.extend_from_slice(&round.times);
            elapsed += round.elapsed;
        }
        Self::new(times, elapsed)
    }

    pub(crate) fn requests(&self) -> usize {
        self.times.len()
    }

    /// In microseconds.
    pub(crate) fn elapsed(&self) -> u64 {
        self.elapsed
    }

    /// The time that this many thousandths of the requests did not exceed, in
    /// microseconds.
    pub(crate) fn percentile(&self, thousandths: usize) -> u64 {
        percentile(&self.times, thousandths)
    }

    #[cfg(test)]
    pub(crate) fn sample(times: &[u64], elapsed: u64) -> Self {
        Self::new(times.to_vec(), elapsed)
    }
}

/// Runs one round; the first request that fails ends it.
pub(crate) async fn run(
    client: &Client,
    target: &Target,
    requests: usize,
    in_flight: usize,
) -> Result<Round> {
    let exchanges = stream::iter(0..requests).map(|_| exchange(client, target));
    let begun = Instant::now();
    let times = exchanges.buffer_unordered(in_flight).try_collect().await?;
    Ok(Round::new(times, micros(begun.elapsed())))
}

async fn exchange(client: &Client, target: &Target) -> Result<u64> {
    let answer = send(client, target, target.request()?).await?;
    target.check(&answer)?;
    Ok(answer.micros)
}

/// Sends one request to the target; whatever it answers is an answer.
pub(crate) async fn send(
    client: &Client,
    target: &Target,
    request: Request<Full<Bytes>>,
) -> Result<Exchange> {
    client.send(request).await.map_err(|why| Error::Silent {
        target: target.name().to_owned(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_add_up() {
        let sum = Round::sum(&[Round::sample(&[3, 1], 10), Round::sample(&[2], 5)]);
        assert_eq!(sum, Round::sample(&[1, 2, 3], 15));
        assert_eq!(sum.requests(), 3);
        assert_eq!(sum.percentile(500), 2);
    }
}

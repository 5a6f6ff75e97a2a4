//! Creating payments, ours beside the TypeScript Worker.

use dev_stack::Stack;

use super::{Bench, section, tell};
use crate::compare::Comparison;
use crate::error::Result;
use crate::number::{count, grouped, milliseconds, per_second};
use crate::options::Scale;
use crate::peer::Peer;
use crate::round::Round;
use crate::table::Table;
use crate::target::Target;

const MEDIAN: usize = 500;
const P99: usize = 990;

/// One line for each side and number of requests in flight, and what the
/// first side comes to for each of the second.
pub(super) struct Report {
    figures: Table,
    ratios: Table,
}

impl Report {
    pub(super) fn new(ratio: &str) -> Self {
        Self {
            figures: Table::new(["in flight", "side", "requests", "per second", "p50", "p99"]),
            ratios: Table::new([ratio, "throughput", "p50", "p99"]),
        }
    }

    pub(super) fn add(&mut self, in_flight: usize, sides: &[&Target], comparison: &Comparison) {
        for (side, target) in sides.iter().enumerate() {
            self.figure(in_flight, target.name(), &comparison.side(side));
        }
        let text = |spread: Option<crate::compare::Spread>| {
            spread.map_or_else(String::new, crate::compare::Spread::text)
        };
        self.ratios.row([
            format!("{in_flight} in flight"),
            text(comparison.throughput(0, 1)),
            text(comparison.time(0, 1, MEDIAN)),
            text(comparison.time(0, 1, P99)),
        ]);
    }

    fn figure(&mut self, in_flight: usize, name: &str, all: &Round) {
        let requests = count(all.requests());
        self.figures.row([
            in_flight.to_string(),
            name.to_owned(),
            grouped(requests),
            grouped(per_second(requests, all.elapsed())),
            milliseconds(all.percentile(MEDIAN)),
            milliseconds(all.percentile(P99)),
        ]);
    }

    pub(super) fn print(&self, title: &str, note: &str) {
        println!("## {title}\n\n{}\n{}\n{note}\n", self.figures, self.ratios);
    }
}

pub(super) fn print(bench: &Bench, scale: &Scale, sides: &[Target; 2]) -> Result<()> {
    let [ours, peer] = sides;
    let sides = [ours, peer];
    let mut report = Report::new("ours / TypeScript");
    for (in_flight, requests) in scale.rounds {
        tell(&format!("Creating payments, {in_flight} in flight."));
        let comparison = bench.compare(&sides, scale.blocks, requests, in_flight)?;
        report.add(in_flight, &sides, &comparison);
    }
    report.print(
        "Creating payments, beside a TypeScript Worker",
        "The middle of all blocks A B B A (least–greatest). Throughput above 1 and times below 1 \
         are in our favour.",
    );
    Ok(())
}

/// What the local runtime takes by itself: an answer without any work.
pub(super) fn print_floor(bench: &Bench, scale: &Scale, stack: &Stack, peer: &Peer) -> Result<()> {
    tell("Asking for answers without work.");
    let edge = stack.edge_url();
    let targets = [
        Target::get("ours, `/healthz`", &format!("{edge}/healthz"), None)?,
        Target::get(
            "TypeScript, `/healthz`",
            &format!("{}/healthz", peer.url()),
            None,
        )?,
        Target::get(
            "ours, `/v1/links/demo`",
            &format!("{edge}/v1/links/demo"),
            None,
        )?,
    ];
    let sides: Vec<&Target> = targets.iter().collect();
    let comparison = bench.compare(&sides, scale.blocks, scale.single, 1)?;
    let mut table = Table::new(["one request at a time", "p50", "p99"]);
    for (side, target) in targets.iter().enumerate() {
        let all = comparison.side(side);
        table.row([
            target.name().to_owned(),
            milliseconds(all.percentile(MEDIAN)),
            milliseconds(all.percentile(P99)),
        ]);
    }
    section(
        "The floor",
        &table,
        "What the local runtime and its proxy take of each request above; a link adds one query \
         to D1.",
    );
    Ok(())
}

//! Creating payments beside few and beside many that are stored.

use dev_stack::{ADMIN_TOKEN, Repository, Stack};

use super::create::Report;
use super::{Bench, HURRY, Site, section, tell};
use crate::error::Result;
use crate::fill;
use crate::number::{count, grouped, milliseconds};
use crate::options::{Options, Scale};
use crate::table::Table;
use crate::target::Target;

const MEDIAN: usize = 500;
const P99: usize = 990;

pub(super) fn print(repository: &Repository, options: &Options) -> Result<()> {
    let scale = options.scale();
    tell("Starting two stacks.");
    let mut few = Site::start(repository, options.disk)?;
    let mut many = Site::start(repository, options.disk)?;
    let few_side = side("few", &few.stack)?;
    let many_side = side("many", &many.stack)?;
    tell(&format!(
        "Creating {} payments in one and {} in the other.",
        scale.few_objects, scale.many_objects
    ));
    let filling = Bench::new()?;
    filling.round(&few_side, scale.few_objects, HURRY)?;
    filling.round(&many_side, scale.many_objects, HURRY)?;
    tell(&format!("Writing {} rows into the index.", scale.many_rows));
    fill::index_rows(repository, many.stack.state_dir(), scale.many_rows)?;
    // Both begin anew: nothing is left in memory, and no connection is open.
    few.stack.restart_worker()?;
    many.stack.restart_worker()?;
    let bench = Bench::new()?;
    let sides = [&many_side, &few_side];
    for side in sides {
        bench.round(side, scale.warm_up, HURRY)?;
    }
    let mut report = Report::new("many / few");
    for (in_flight, requests) in scale.rounds {
        tell(&format!("Creating payments, {in_flight} in flight."));
        let comparison = bench.compare(&sides, scale.blocks, requests, in_flight)?;
        report.add(in_flight, &sides, &comparison);
    }
    report.print(
        "Creating payments beside many",
        &format!(
            "Few: {} payments stored before; many: {} payments and {} rows in the index. \
             The goal is no difference: 1.",
            grouped(count(scale.few_objects)),
            grouped(count(scale.many_objects)),
            grouped(count(scale.many_rows)),
        ),
    );
    listing(&bench, scale, &many.stack, &few.stack)
}

fn side(name: &str, stack: &Stack) -> Result<Target> {
    Target::create(name, &stack.edge_url(), &format!("{}/", stack.host_url()))
}

/// The back office's first page, newest first.
fn listing(bench: &Bench, scale: &Scale, many: &Stack, few: &Stack) -> Result<()> {
    let list = |name, stack: &Stack| {
        let url = format!("{}/v1/admin/payments?limit=50", stack.edge_url());
        Target::get(name, &url, Some(ADMIN_TOKEN))
    };
    let targets = [list("many", many)?, list("few", few)?];
    let sides: Vec<&Target> = targets.iter().collect();
    let comparison = bench.compare(&sides, scale.blocks, scale.single, 1)?;
    let mut table = Table::new(["the newest 50 payments", "p50", "p99"]);
    for (side, target) in targets.iter().enumerate() {
        let all = comparison.side(side);
        table.row([
            target.name().to_owned(),
            milliseconds(all.percentile(MEDIAN)),
            milliseconds(all.percentile(P99)),
        ]);
    }
    section(
        "Listing payments beside many",
        &table,
        "`GET /v1/admin/payments?limit=50`, one request at a time.",
    );
    Ok(())
}

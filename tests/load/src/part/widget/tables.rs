//! The table of page loads.

use dev_stack::Repository;

use super::Side;
use super::load::{self, Load};
use crate::error::Result;
use crate::forms;
use crate::number::{grouped, milliseconds};
use crate::part::section;
use crate::series::Series;
use crate::table::Table;

type Row = (&'static str, fn(&Load) -> u64, fn(u64) -> String);

const ROWS: [Row; 9] = [
    ("bytes transferred", |load| load.bytes, grouped),
    ("requests", |load| load.requests, grouped),
    ("foreign origins", |load| load.foreign, grouped),
    (
        "until the donor can type",
        |load| load.typable,
        milliseconds,
    ),
    ("until taken over", |load| load.taken, milliseconds),
    (
        "main thread, processor time",
        |load| load.tasks,
        milliseconds,
    ),
    ("… of this script", |load| load.script, milliseconds),
    (
        "… of this style and layout",
        |load| load.layout,
        milliseconds,
    ),
    ("layout shift", |load| load.shift, ten_thousandths),
];

pub(super) fn loads(
    repository: &Repository,
    sides: &[Side; 2],
    loads: &[Vec<Load>; 2],
) -> Result<()> {
    let [ours, peer] = sides.each_ref().map(|side| side.name);
    let mut table = Table::new(["until the form is taken over", ours, peer, "ours / Preact"]);
    for (name, figure, write) in ROWS {
        let [ours, peer] = loads
            .each_ref()
            .map(|loads| loads.iter().map(figure).collect::<Series>());
        let ratio = ours
            .ratio(&peer)
            .filter(|_| !matches!(name, "foreign origins" | "layout shift"));
        table.row([
            name.to_owned(),
            ours.text(write),
            peer.text(write),
            ratio.map_or_else(String::new, crate::compare::Spread::text),
        ]);
    }
    let [rounds, _] = loads.each_ref().map(Vec::len);
    section(
        "The widget on a slow phone, beside the same form in Preact",
        &table,
        &format!(
            "The middle of {rounds} loads of each side, in turns A B B A, each in a browser that has \
             loaded nothing before (least–greatest); ratios are of loads in the same round, below 1 \
             in our favour. Chromium through DevTools: processor slowed {} times; «Slow 4G», {} ms \
             for each request, {} kbit/s down, {} kbit/s up. Bytes as they travelled, headers \
             included, the page itself not. The donor types as soon as the field can be typed in; \
             taken over is when the button spells what was typed. Preact {}.",
            load::SLOWER,
            load::LATENCY_MS,
            load::DOWN * 8 / 1_000,
            load::UP * 8 / 1_000,
            forms::version(repository, "preact")?,
        ),
    );
    Ok(())
}

/// A sum of layout shifts.
fn ten_thousandths(shift: u64) -> String {
    if shift == 0 {
        return "0".to_owned();
    }
    format!("{}.{:04}", shift / 10_000, shift % 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_are_read_as_browsers_write_them() {
        assert_eq!(ten_thousandths(0), "0");
        assert_eq!(ten_thousandths(1_234), "0.1234");
        assert_eq!(ten_thousandths(20_001), "2.0001");
    }
}

//! What a picture looks like, coarsely, as text: small enough for git, and readable.
//!
//! The picture is laid out in square cells. Of each the mean lightness is written, and two
//! hints of its colour: green to red, and blue to yellow. Letters that another machine draws a
//! little differently hardly change the mean of a cell; something that moved, grew, vanished or
//! changed its colour does.

use std::fmt;
use std::str::FromStr;

/// Side of a cell in pixels: about a line of text, so that a word that changes fills one. A phone
/// has 24 in a row.
const CELL: u32 = 15;

/// Steps of lightness from black to white.
const LIGHTS: i64 = 62;
/// Steps of a hint of colour to either side.
const HUES: i64 = 18;

/// Steps that a cell may differ by without being counted.
const STEPS: u32 = 1;
/// Steps by which one cell alone is too much.
const LOUD: u32 = 4;
/// Cells that may differ by something between, of ten thousand.
const SHARE: usize = 2;

/// The digits of steps; the capitals of a hint of colour are steps to the other side.
const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Where the capitals begin.
const CAPITALS: usize = 36;
/// No hint of colour.
const NEUTRAL: u8 = b'.';

/// The first word of each block, and of the lines before.
const SIZE: &str = "size";
const BLOCKS: [&str; 3] = ["lightness", "green-red", "blue-yellow"];

/// A picture, coarsely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Width of the picture in pixels.
    pub width: u32,
    /// Height of the picture in pixels.
    pub height: u32,
    /// Rows of cells; of each lightness, green to red, blue to yellow.
    rows: Vec<Vec<[i64; 3]>>,
}

/// What differs between two pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The sizes, where they are too far apart: of this picture, and of the kept one.
    pub sizes: Option<[(u32, u32); 2]>,
    /// The cells of this picture that differ, with the pixels they cover.
    pub cells: Vec<Area>,
    /// The steps by which the worst of them does.
    pub worst: u32,
    /// How many cells were compared.
    pub compared: usize,
}

/// A part of a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// To the right.
    pub width: u32,
    /// To the bottom.
    pub height: u32,
}

impl Fingerprint {
    /// Of an image: three bytes a pixel, row by row.
    pub fn of(width: u32, height: u32, rgb: &[u8]) -> Self {
        let grid = Grid::over(width, height);
        let rows = (0..grid.rows)
            .map(|row| {
                (0..grid.columns)
                    .map(|column| mean(grid.area(column, row), width, rgb))
                    .collect()
            })
            .collect();
        Self {
            width,
            height,
            rows,
        }
    }

    /// What differs from a kept one by more than fonts and chance do.
    pub fn difference(&self, kept: &Self) -> Option<Difference> {
        let grid = Grid::over(self.width, self.height);
        let near = self.height.abs_diff(kept.height) <= CELL / 2;
        if self.width != kept.width || !near {
            let size = |one: &Self| (one.width, one.height);
            let sizes = Some([size(self), size(kept)]);
            // Where only the height differs, it helps to see from where on.
            let mut difference = self.cells_apart(kept, &grid);
            difference.sizes = sizes;
            return Some(difference);
        }
        let difference = self.cells_apart(kept, &grid);
        let many = difference.cells.len() * 10_000 > difference.compared * SHARE;
        (many || difference.worst >= LOUD).then_some(difference)
    }

    fn cells_apart(&self, kept: &Self, grid: &Grid) -> Difference {
        let mut difference = Difference {
            sizes: None,
            cells: Vec::new(),
            worst: 0,
            compared: 0,
        };
        if self.width != kept.width {
            return difference;
        }
        for (row, pair) in (0..).zip(self.rows.iter().zip(&kept.rows)) {
            // The last row is cut where the picture ends, which may be some pixels further.
            let last = self.height != kept.height && row + 1 == grid.rows;
            for (column, (ours, theirs)) in (0..).zip(pair.0.iter().zip(pair.1)) {
                if last {
                    continue;
                }
                difference.compared += 1;
                let apart = apart(*ours, *theirs);
                difference.worst = difference.worst.max(apart);
                if apart > STEPS {
                    difference.cells.push(grid.area(column, row));
                }
            }
        }
        difference
    }
}

/// How many steps two cells are apart, where they are most.
fn apart(one: [i64; 3], other: [i64; 3]) -> u32 {
    let steps = one.into_iter().zip(other).map(|(a, b)| a.abs_diff(b));
    u32::try_from(steps.max().unwrap_or_default()).unwrap_or(u32::MAX)
}

/// How a picture is laid out in cells.
struct Grid {
    width: u32,
    height: u32,
    columns: u32,
    rows: u32,
}

impl Grid {
    fn over(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            columns: width.div_ceil(CELL),
            rows: height.div_ceil(CELL),
        }
    }

    fn area(&self, column: u32, row: u32) -> Area {
        let (x, y) = (column * CELL, row * CELL);
        Area {
            x,
            y,
            width: CELL.min(self.width - x),
            height: CELL.min(self.height - y),
        }
    }
}

fn mean(area: Area, width: u32, rgb: &[u8]) -> [i64; 3] {
    let index = |number: u32| usize::try_from(number).unwrap();
    let mut sums = [0_i64; 3];
    for y in area.y..area.y + area.height {
        let from = (index(y) * index(width) + index(area.x)) * 3;
        for pixel in rgb[from..from + index(area.width) * 3].chunks_exact(3) {
            for (sum, part) in sums.iter_mut().zip(pixel) {
                *sum += i64::from(*part);
            }
        }
    }
    let pixels = i64::from(area.width) * i64::from(area.height);
    // The eye's weights of the three (ITU-R BT.709), of ten thousand.
    let light = (2126 * sums[0] + 7152 * sums[1] + 722 * sums[2]) / 10_000;
    let hue = |sum: i64| (sum * HUES / (pixels * 256)).clamp(-HUES, HUES);
    [
        light * LIGHTS / (pixels * 256),
        hue(sums[0] - sums[1]),
        hue(i64::midpoint(sums[0], sums[1]) - sums[2]),
    ]
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{SIZE} {} {}", self.width, self.height)?;
        for (which, name) in BLOCKS.into_iter().enumerate() {
            writeln!(formatter, "{name}")?;
            let lines: Vec<String> = self.rows.iter().map(|row| line(row, which)).collect();
            for same in lines.chunk_by(PartialEq::eq) {
                writeln!(formatter, "{:>3} {}", same.len(), same[0])?;
            }
        }
        Ok(())
    }
}

/// A row as a line: lightness as a digit of 62; a hint of colour as a digit or, to the other side, as a capital.
fn line(row: &[[i64; 3]], which: usize) -> String {
    let digit = |step: i64| {
        let at = usize::try_from(step.unsigned_abs()).unwrap();
        char::from(match step {
            0 if which > 0 => NEUTRAL,
            step if step < 0 => DIGITS[CAPITALS + at - 1],
            _ => DIGITS[at],
        })
    };
    row.iter().map(|cell| digit(cell[which])).collect()
}

impl FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let (width, height) = first
            .strip_prefix(SIZE)
            .and_then(|sizes| sizes.trim().split_once(' '))
            .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)))
            .ok_or_else(|| format!("no size: {first:?}"))?;
        let grid = Grid::over(width, height);
        let cells = |number: u32| usize::try_from(number).unwrap();
        let mut rows = vec![vec![[0; 3]; cells(grid.columns)]; cells(grid.rows)];
        let mut block = None;
        let mut at = 0;
        for line in lines {
            if let Some(found) = BLOCKS.iter().position(|name| *name == line) {
                (block, at) = (Some(found), 0);
                continue;
            }
            let wrong = || format!("not a line of a fingerprint: {line:?}");
            let (count, digits) = line.trim_start().split_once(' ').ok_or_else(wrong)?;
            let count: usize = count.parse().map_err(|_| wrong())?;
            let which = block.ok_or_else(wrong)?;
            let steps: Option<Vec<i64>> = digits.bytes().map(|digit| step(digit, which)).collect();
            let steps = steps.filter(|steps| steps.len() == cells(grid.columns));
            let steps = steps.ok_or_else(wrong)?;
            for row in rows.get_mut(at..at + count).ok_or_else(wrong)? {
                for (cell, step) in row.iter_mut().zip(&steps) {
                    cell[which] = *step;
                }
            }
            at += count;
        }
        if block == Some(BLOCKS.len() - 1) && at == rows.len() {
            Ok(Self {
                width,
                height,
                rows,
            })
        } else {
            Err("it ends too early".into())
        }
    }
}

fn step(digit: u8, which: usize) -> Option<i64> {
    if digit == NEUTRAL {
        return Some(0);
    }
    let at = DIGITS.iter().position(|one| *one == digit)?;
    let steps = |at: usize| i64::try_from(at).ok();
    match at.checked_sub(CAPITALS) {
        Some(below) if which > 0 => steps(below + 1).map(|step| -step),
        _ => steps(at),
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some([ours, kept]) = self.sizes {
            write!(
                formatter,
                "it is {}x{} pixels, the kept one {}x{}; ",
                ours.0, ours.1, kept.0, kept.1
            )?;
        }
        write!(
            formatter,
            "{} of {} cells differ, by up to {} steps",
            self.cells.len(),
            self.compared,
            self.worst
        )?;
        if let (Some(first), Some(last)) = (self.cells.first(), self.cells.last()) {
            let bottom = last.y + last.height;
            write!(formatter, ", from {} to {bottom} px below the top", first.y)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

//! Markdown tables whose columns also line up in a terminal.

use std::fmt;

/// A table; every column but the first is set to the right.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<const N: usize>(head: [&str; N]) -> Self {
        Self {
            rows: vec![Vec::from(head.map(str::to_owned))],
        }
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(Vec::from(cells));
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        (0..columns)
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells
                    .map(|cell| cell.chars().count())
                    .max()
                    .unwrap_or(0)
                    .max(3)
            })
            .collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for (number, row) in self.rows.iter().enumerate() {
            for (column, width) in widths.iter().enumerate() {
                let cell = row.get(column).map_or("", String::as_str);
                let space = " ".repeat(width.saturating_sub(cell.chars().count()));
                if column == 0 {
                    write!(formatter, "| {cell}{space} ")?;
                } else {
                    write!(formatter, "| {space}{cell} ")?;
                }
            }
            writeln!(formatter, "|")?;
            if number == 0 {
                for (column, width) in widths.iter().enumerate() {
                    let end = if column == 0 { "-" } else { ":" };
                    write!(formatter, "|{}{end}", "-".repeat(width + 1))?;
                }
                writeln!(formatter, "|")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(["file", "bytes"]);
        table.row(["obole.js".into(), "1,234".into()]);
        table.row(["«é»".into(), "7".into()]);
        assert_eq!(
            table.to_string(),
            "| file     | bytes |\n\
             |----------|------:|\n\
             | obole.js | 1,234 |\n\
             | «é»      |     7 |\n"
        );
    }
}

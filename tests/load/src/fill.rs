//! Many rows in the index, as if their payments had been made long ago.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use dev_stack::Repository;

use crate::error::{Error, Result};
use crate::part::step;

/// Rows written by one statement.
const STATEMENT_ROWS: usize = 100_000;

/// Writes the rows straight into the local D1 whose state is kept here.
pub(crate) fn index_rows(repository: &Repository, state: &Path, rows: usize) -> Result<()> {
    let file = state.join("rows.sql");
    fs::write(&file, sql(rows)).map_err(Error::file(&file))?;
    step(
        "wrangler d1 execute",
        repository
            .wrangler()
            .args(["d1", "execute", "DB", "--local", "--yes", "--persist-to"])
            .arg(state)
            .arg("--file")
            .arg(&file),
    )
}

fn sql(rows: usize) -> String {
    let mut sql = String::new();
    let mut written = 0;
    while written < rows {
        let until = rows.min(written + STATEMENT_ROWS);
        let _ = writeln!(sql, "{}", statement(written, until));
        written = until;
    }
    sql
}

/// Ids are random, as real ones are: the index is entered at random places.
fn statement(after: usize, until: usize) -> String {
    format!(
        "INSERT INTO payments (id, version, link, terminal, mode, reference, status, currency, \
         amount_minor, captured_minor, refunded_minor, mismatch, created_at, updated_at) \
         WITH RECURSIVE number(n) AS \
         (SELECT {after} + 1 UNION ALL SELECT n + 1 FROM number WHERE n < {until}), \
         named(n, name) AS MATERIALIZED (SELECT n, hex(randomblob(13)) FROM number) \
         SELECT 'pay_' || lower(name), 5, 'demo', \
         iif(n % 3, 'saferpay-test', 'paypal-test'), 'test', 'OBL-' || name, \
         CASE n % 10 WHEN 0 THEN 'expired' WHEN 1 THEN 'declined' WHEN 2 THEN 'refunded' \
         ELSE 'captured' END, 'CHF', 2500, iif(n % 10 > 1, 2500, 0), iif(n % 10 = 2, 2500, 0), 0, \
         1700000000000 + n * 1000, 1700000060000 + n * 1000 FROM named;"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rows_are_written_in_steps() {
        let sql = sql(250_000);
        let statements: Vec<&str> = sql.lines().collect();
        assert_eq!(statements.len(), 3);
        assert!(statements[0].contains("SELECT 0 + 1") && statements[0].contains("n < 100000"));
        assert!(
            statements[2].contains("SELECT 200000 + 1") && statements[2].contains("n < 250000")
        );
        assert!(super::sql(0).is_empty());
    }
}

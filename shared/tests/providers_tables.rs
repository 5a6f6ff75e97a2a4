//! The tables of docs/providers.md are those of the declarations.
//!
//! `UPDATE_DOCS=1 cargo test -p obole-shared --test providers_tables` writes them anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod declared_tables;

use std::fmt::Write as _;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/providers.md");

/// The page with what stands between the marks of a table replaced.
fn with_table(page: &str, name: &str, table: &str) -> String {
    let begin = format!("<!-- {name}: from the declarations -->\n");
    let end = format!("<!-- {name}: end -->");
    let (before, rest) = page
        .split_once(&begin)
        .unwrap_or_else(|| panic!("docs/providers.md has no place for the table {name}"));
    let (_, after) = rest
        .split_once(&end)
        .unwrap_or_else(|| panic!("the table {name} has no end"));
    assert!(!after.contains(&begin), "the table {name} stands twice");
    let mut whole = before.to_owned();
    write!(whole, "{begin}\n{table}\n{end}{after}").unwrap();
    whole
}

#[test]
fn the_tables_in_the_docs_are_those_of_the_declarations() {
    let kept = std::fs::read_to_string(PATH).unwrap();
    let wanted = declared_tables::all()
        .into_iter()
        .fold(kept.clone(), |page, (name, table)| {
            with_table(&page, name, &table)
        });
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PATH, wanted).unwrap();
        return;
    }
    let differs = wanted
        .lines()
        .zip(kept.lines())
        .find(|(wanted, kept)| wanted != kept);
    assert!(
        wanted == kept,
        "write them again: UPDATE_DOCS=1 cargo test -p obole-shared --test providers_tables\n{differs:#?}"
    );
}

#[test]
fn a_table_takes_the_place_of_the_one_before() {
    let page = "A\n<!-- x: from the declarations -->\nold\n<!-- x: end -->\nB\n";
    let once = with_table(page, "x", "| new |");
    assert!(once.contains("\n\n| new |\n\n") || once.contains("\n| new |\n"));
    assert!(!once.contains("old") && once.starts_with("A\n") && once.ends_with("\nB\n"));
    assert_eq!(with_table(&once, "x", "| new |"), once);
}

//! What the declarations say, as Markdown.

mod abilities;
mod accounts;
mod credentials;
mod methods;

use obole_shared::time::Millis;

/// Every table, with its name in the page.
pub(crate) fn all() -> [(&'static str, String); 4] {
    [
        ("abilities", abilities::table()),
        ("accounts", accounts::table()),
        ("methods", methods::table()),
        ("credentials", credentials::table()),
    ]
}

/// A table with this head.
fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{rule}{rows}", line(head))
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// A list, or a dash for none.
fn list<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    if words.is_empty() {
        "–".to_owned()
    } else {
        words.join(", ")
    }
}

/// Whole days where they are, else hours.
fn length(length: Millis) -> String {
    let hours = length.0 / Millis::hours(1).0;
    assert_eq!(Millis::hours(hours), length, "a whole number of hours");
    match (hours % 24, hours / 24) {
        (0, days) if days > 2 => format!("{days} days"),
        _ => format!("{hours} hours"),
    }
}

//! What people read, in each language a file that is written without knowledge of Rust:
//! `shared/texts/<tag>.toml`, which the build turns into constants. A missing text does not
//! compile.
//!
//! Placeholders in braces (`{amount}`) are filled with [`fill`].

mod lang;
mod which;
mod written;

pub use lang::Lang;
pub use written::Texts;

/// Everything of one language, one field for each section of its file.
struct Words {
    alone: written::Alone,
    form: Texts,
    problem: written::Problems,
    why: written::Whys,
    status: written::Statuses,
    receipt: written::Receipts,
}

/// Fills `{name}` placeholders.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&["{", name, "}"].concat(), value)
    })
}

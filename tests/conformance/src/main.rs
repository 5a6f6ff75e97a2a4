//! `cargo run -p conformance`: prints the table of adapters and scenarios.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(conformance::table().as_bytes())
}

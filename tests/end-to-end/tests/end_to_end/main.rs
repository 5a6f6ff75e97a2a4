//! Whole payments: a real browser, the Worker in workerd, the provider simulator. One stack and
//! one driver serve all tests; those that let things go wrong have it to themselves.
//!
//! `cargo test -p end-to-end -- decline` runs the tests with this word in their names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

fn main() {}

//! Payflow: every request as it is sent, and what every answer means.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::too_many_lines,
    reason = "a test stops at what it did not expect"
)]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod answers;
mod check;
mod codec;
mod inquiries;
mod repeats;
mod requests;
mod result;
mod simulator;

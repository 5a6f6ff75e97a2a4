//! PayPal's messages: bytes, words, sums, who sent them, and what they teach.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "a test stops at what it did not expect"
)]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod bytes;
mod check;
mod dates;
mod figures;
mod inbox;
mod matching;
mod messages;
mod pdt;
mod report;
mod shop;
mod simulator;
mod standard;
mod summary;
mod verify;
mod world;
mod write;

//! The classic NVP interface: every request as it is sent, what every answer means, and whole
//! payments against the simulator.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::too_many_lines,
    clippy::wildcard_imports,
    unreachable_pub,
    reason = "a test stops at what it did not expect"
)]

#[path = "../support/mod.rs"]
mod support;

mod account_check;
mod captures;
mod express_complete;
mod express_session;
mod hosted_wire;
mod messages;
mod odd_answers;
mod refunds;
mod simulated_accounts;
mod simulated_money;
mod simulated_payments;
mod statuses;
mod world;

//! The edge's own payment code in a simulated world.
//!
//! Clock, network, storage, provider and browser are simulated and driven by a seed: the same
//! seed lives the same story. After each story our books must equal the provider's.

mod audit;
mod checks;
mod coverage;
mod donor;
mod executor;
mod index;
mod network;
mod notices;
mod object;
mod operator;
mod ports;
mod random;
mod run;
mod setup;
mod store;
mod trace;
mod weather;
mod world;

pub use crate::coverage::{Coverage, call_name};
pub use crate::run::{Report, Summary, simulate, simulate_many};
pub use crate::weather::Fault;

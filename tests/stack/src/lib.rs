//! The local stack as a library: the Worker in `wrangler dev`, the provider
//! simulator and a host page of another origin, on chosen ports and with a
//! state folder of their own. `cargo xtask start`, the end-to-end tests and
//! the load bench all run this one stack.
//!
//! ```no_run
//! # fn main() -> Result<(), dev_stack::Error> {
//! dev_stack::Stack::build()?;
//! let stack = dev_stack::Stack::start(&dev_stack::StackOptions::temporary()?)?;
//! println!("{}/pay/demo", stack.edge_url());
//! # Ok(())
//! # }
//! ```
//!
//! Dropping a [`Stack`] ends everything it started. A watchdog does the same
//! when the owning process is killed and cannot drop anything.

mod error;
mod host;
pub mod http;
mod ports;
mod process;
mod programs;
mod repository;
mod seed;
mod simulator;
mod stack;
mod variables;
mod worker;

pub use error::{Error, Result};
pub use ports::{Ports, free_port};
pub use process::Process;
pub use programs::Program;
pub use repository::Repository;
pub use stack::{BUILT_VARIABLE, Stack, StackOptions, StateDir};
pub use variables::{ADMIN_TOKEN, Variables};
pub use worker::{Worker, WorkerOptions};

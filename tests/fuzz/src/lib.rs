//! Fuzz targets: everything that reads what others send is fed with damaged messages.
//!
//! The rules, for every input of a length its route takes:
//! - nothing panics, nothing takes long, nothing takes much more memory than the input;
//! - reading twice gives the same;
//! - no answer claims that money was reserved, taken or paid back unless a message that was
//!   delivered says so, with its name and its sum, and does not speak of another payment. What a
//!   message says is read a second time for this, by plain code of its own;
//! - what was read never stops the payment core, and told twice it moves no more money.
//!
//! Inputs come from the messages in `corpus/`. They are damaged by a generator that is driven by
//! a seed alone, so every run can be repeated; inputs that lead to something new are kept to go
//! on from. There is no instrumentation, so all of this runs on the stable toolchain, inside of
//! `cargo test`, without a build of its own.
//!
//! ```sh
//! cargo test -p fuzz                                            # a few thousand inputs for each
//! cargo run -p fuzz -- --target ipn --seconds 600 --seed 7      # one target for longer
//! cargo run -p fuzz -- --target ipn --replay target/fuzz/ipn-01234567
//! ```

mod claims;
pub mod corpus;
mod evidence;
pub mod hang;
mod mutate;
mod payments;
pub mod run;
mod script;
pub mod targets;

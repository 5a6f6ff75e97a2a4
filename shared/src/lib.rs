//! Obole's pure core: money, amounts, links, payments and the words of the API.
//!
//! No I/O, no clock, no randomness: what varies is an argument. Builds natively and for wasm.

pub mod amount;
pub mod api;
pub mod currency;
pub mod fee;
pub mod gift;
pub mod ids;
pub mod link;
pub mod money;
pub mod payment;
pub mod problem;
pub mod terminal;
pub mod texts;
pub mod time;
#[cfg(feature = "serde")]
mod wire;
pub mod wording;

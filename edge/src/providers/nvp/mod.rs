//! The classic NVP interface: what Express Checkout and the hosted card page share.

mod amount;
mod check;
mod client;
mod codec;
mod inquiry;
mod locale;
mod operations;
mod refusal;
mod reply;
mod search;
mod transaction;

pub use client::Credentials;
pub use codec::Fields;

pub(crate) use amount::push;
pub(crate) use check::check;
pub(crate) use client::{Client, name};
pub(crate) use inquiry::{Inquiry, told};
pub(crate) use locale::locale;
pub(crate) use operations::message_id;
pub(crate) use refusal::Meaning;
pub(crate) use reply::Failure;
pub(crate) use transaction::Transaction;

//! Instant Payment Notification: PayPal's messages to an address of ours.
//!
//! The bytes are kept as they came, checked with PayPal ([`verify`]), read in their own encoding
//! ([`Message`]), checked to be for us ([`Account`]) and put into the payment's words ([`told`]).

mod account;
mod charset;
mod date;
mod figures;
mod message;
mod report;
mod summary;
pub mod verify;
pub mod words;

pub use account::{Account, Rejection};
pub use charset::{charset, decode};
pub use date::pacific;
pub use figures::{Conversion, Figures, Signed};
pub use message::Message;
pub use report::{Names, Told, fingerprint, told};
pub use summary::{Line, Summary, summary};

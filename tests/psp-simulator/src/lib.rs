//! A stand-in for the payment providers.
//!
//! Two layers. The core ([`Simulator`]) is synchronous, has no clock, no
//! network and no chance of its own: requests, time and a seed go in; answers,
//! latencies and notices come out. The same seed and the same requests give
//! the same bytes. [`serve`] puts the core behind a real listener.
//!
//! The simulator refuses what the providers refuse, and keeps [`Books`] of the
//! money that really moved, to compare one's own books with.
//!
//! # Controls
//!
//! Below `/_sim/`, in JSON. A GET shows, a POST acts; amounts are whole minor units of
//! ISO 4217. Most are methods of [`Simulator`] too.
//!
//! | path | shows or does |
//! |---|---|
//! | `books`, `calls`, `notices` | money that moved, what was called, what is still to be sent |
//! | `faults`, `clock`, `accounts`, `strict` | failures, time, accounts by `provider`, strictness |
//! | `reverse` | `{capture}`: takes a payment back |
//! | `dispute/open`, `dispute/escalate`, `dispute/resolve` | PayPal: `{capture, reason}`, `{dispute}`, `{dispute, outcome: won, lost or withdrawn}` |
//! | `transactions` | the history of the classic accounts |
//! | `transaction/refund`, `transaction/reverse` | `{transaction, amount_minor, reason_code}`, all that is left without an amount |
//! | `transaction/cancel-reversal`, `transaction/accept`, `transaction/deny` | `{transaction, converted}` |
//! | `case/open`, `case/close` | `{transaction, case_type, reason_code, note}`, `{case}` |
//! | `ipn` | messages that were sent; sends `{account, notify_url, sample, fields}` |
//! | `ipn/resend` | `{track_id, marked}`: the same bytes, or with `resend=true` |

mod books;
mod calls;
mod classic;
mod clock;
mod config;
mod control;
mod error;
mod faults;
mod html;
mod http;
mod money;
mod notice;
mod payer;
mod payflow;
mod paypal;
mod random;
mod saferpay;
mod schema;
mod server;
mod signer;
mod simulator;
mod world;

pub use crate::books::{Books, Movement, MovementKind, OpenAuthorization, Provider};
pub use crate::calls::{Calls, TokenCalls};
pub use crate::clock::UnixMs;
pub use crate::config::{
    ApiCredential, CaptureIdStyle, ClassicAccount, Config, PayPalAccount, SaferpayTerminal, Unheld,
};
pub use crate::error::SimulatorError;
pub use crate::faults::{Effect, Fault, Faults};
pub use crate::http::{Delivery, Reply};
pub use crate::notice::Outbound;
pub use crate::payer::Action;
pub use crate::payflow::{CardBrand, PayflowAccount};
pub use crate::paypal::DisputeOutcome;
pub use crate::server::serve;
pub use crate::signer::WebhookSigner;
pub use crate::simulator::Simulator;

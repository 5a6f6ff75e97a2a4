//! The life of one payment, as pure functions.
//!
//! - [`decide`] turns a command into events, or refuses it;
//! - [`Payment::apply`] folds an event into the state;
//! - [`plan`] says what to do next: call the provider, conclude something from time alone, or wait.
//!
//! The code around it stores each event before it acts on it. A provider call is preceded by
//! [`Event::Attempted`], so a crash at any point leaves a journal from which `plan` goes on.

mod ask;
mod command;
mod decide;
mod event;
mod learn;
mod moving;
mod plan;
mod progress;
mod refund;
mod report;
mod reversal;
mod state;
mod status;

pub use command::{Answer, Call, Command, Refused, Standing};
pub use decide::decide;
pub use event::{Entry, Event, Hint, Move, Opened, Source};
pub use plan::{Step, plan};
pub use progress::{Attempts, Authorization, CancelState, Capture, Failure, Progress, Session};
pub use refund::{Refund, RefundState};
pub use report::{
    Case, CaseKind, CaseStage, Receipt, ReceiptPart, Report, Reversal, Security, Settled,
};
pub use state::Payment;
pub use status::{Status, Why};

//! Whether a genuine message is for us: the checks the Order Management Integration Guide asks
//! for besides the post-back.

use obole_shared::terminal::Mode;

use super::message::Message;

/// The account a message must be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its e-mail addresses and its id, as an operator entered them.
    pub receivers: Vec<String>,
    /// Test or live.
    pub mode: Mode,
}

/// Why a genuine message is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// From PayPal's sandbox.
    #[error("a test message for a live terminal")]
    TestAtLive,
    /// From the live PayPal.
    #[error("a live message for a test terminal")]
    LiveAtTest,
    /// The money went to somebody else.
    #[error("the receiver is another account")]
    ForeignReceiver,
    /// It does not say whom the money went to.
    #[error("the message names no receiver")]
    NoReceiver,
}

/// Where the receiver of a payment stands. `receiver_email` is always the primary address,
/// `business` the one that was paid to.
const RECEIVER: [&str; 3] = ["receiver_id", "receiver_email", "business"];

/// Where the account stands in messages about money it sent out itself.
const SENDER: [&str; 2] = ["payer_id", "payer_email"];

impl Account {
    /// Takes the message, or says why not.
    ///
    /// # Errors
    /// [`Rejection`]
    pub fn check(&self, message: &Message) -> Result<(), Rejection> {
        match (message.is_test(), self.mode) {
            (true, Mode::Live) => return Err(Rejection::TestAtLive),
            (false, Mode::Test) => return Err(Rejection::LiveAtTest),
            _ => {}
        }
        self.check_receiver(message)
    }

    /// Whether the money went to this account.
    ///
    /// # Errors
    /// [`Rejection::ForeignReceiver`], [`Rejection::NoReceiver`].
    pub fn check_receiver(&self, message: &Message) -> Result<(), Rejection> {
        let txn_type = message.get("txn_type").unwrap_or_default();
        let places: &[&str] = match txn_type {
            "masspay" | "merch_pmt" => &SENDER,
            _ => &RECEIVER,
        };
        let mut named = places
            .iter()
            .filter_map(|name| message.get(name))
            .peekable();
        if named.peek().is_none() {
            // A dispute names the payment, which must be one of this terminal's.
            let is_case = message.get("case_id").is_some() && message.get("mc_gross").is_none();
            return if is_case {
                Ok(())
            } else {
                Err(Rejection::NoReceiver)
            };
        }
        if named.any(|name| self.is_ours(name)) {
            Ok(())
        } else {
            Err(Rejection::ForeignReceiver)
        }
    }

    fn is_ours(&self, name: &str) -> bool {
        self.receivers
            .iter()
            .any(|receiver| receiver.trim().eq_ignore_ascii_case(name.trim()))
    }
}

//! Saferpay JSON API 1.53: Payment Page and the calls that follow it.

mod check;
mod outcome;
mod wire;

use obole_shared::payment::{Answer, Call, Payment};
use obole_shared::terminal::Terminal;
use serde::Deserialize;

use super::check::Check;
use super::{Addresses, LOOK_UP_LIMIT, Secret, limit};
use crate::ports::{Clock, Http};

pub use outcome::outcome;

/// What an operator copies from the Saferpay back office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Customer id.
    pub customer_id: String,
    /// Terminal id.
    pub terminal_id: String,
    /// JSON API user.
    pub user: String,
    /// JSON API password.
    pub password: Secret,
}

/// A Saferpay terminal.
#[derive(Debug, Clone)]
pub struct Saferpay {
    credentials: Credentials,
    origin: String,
}

impl Saferpay {
    /// A terminal; the API is at `{origin}/api`, the payment pages are somewhere on `origin`.
    pub const fn new(credentials: Credentials, origin: String) -> Self {
        Self {
            credentials,
            origin,
        }
    }

    /// The request for a call.
    ///
    /// # Errors
    /// The answer, where the call cannot be made as the payment stands.
    pub fn request(
        &self,
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Result<http::Request<Vec<u8>>, Answer> {
        wire::request(&self.credentials, &self.origin, addresses, payment, call)
    }

    /// Whether the account works, by one call that changes nothing.
    pub(crate) async fn check(&self, ports: &(impl Http + Clock), terminal: &Terminal) -> Check {
        match check::request(&self.credentials, &self.origin) {
            Ok(request) => check::findings(terminal, ports.send(request, LOOK_UP_LIMIT).await),
            Err(finding) => Check::of(finding),
        }
    }

    pub(crate) async fn perform(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Answer {
        let request = match self.request(addresses, payment, call) {
            Ok(request) => request,
            Err(answer) => return answer,
        };
        let result = ports.send(request, limit(call)).await;
        let answer = outcome(&self.origin, payment, call, result);
        if !outcome::needs_books(call, &answer) {
            return answer;
        }
        // The state is not the one we know; the books say which.
        let look_up = wire::look_up_transaction(&self.credentials, &self.origin, payment, call);
        let books = match look_up {
            Ok(request) => {
                let result = ports.send(request, LOOK_UP_LIMIT).await;
                outcome(&self.origin, payment, Call::AskBooks, result)
            }
            Err(answer) => answer,
        };
        outcome::after_wrong_state(payment, call, answer, books)
    }
}

//! PayPal Payments Standard: a filled-in form at PayPal, messages and PDT. There is no interface
//! to capture, cancel or pay back: that is done at PayPal, and messages tell of it.

mod check;
pub mod pdt;
mod redirect;

use obole_shared::ids::Secret;
use obole_shared::payment::{Answer, Call, Payment, Progress, Receipt, Report, Standing};
use obole_shared::time::{Millis, UnixMs};
use serde::Deserialize;

use super::ipn::{Account, Message, Names, Told, told};
use super::{Addresses, LOOK_UP_LIMIT, answer, cannot};
use crate::ports::{Clock, Http, SendError};
use pdt::Synch;

/// How long a donor may take to get to PayPal; the form itself has no end.
const SESSION_LIFETIME: Millis = Millis::hours(3);

/// Longest name of a transaction a browser may bring, in characters.
const TRANSACTION_CHARS_MAX: usize = 64;

/// What an operator copies from the account's profile.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Whom the money goes to: a confirmed e-mail address, or the account's id.
    pub business: String,
    /// The account's primary e-mail address, where `business` is another one.
    #[serde(default)]
    pub receiver: Option<String>,
    /// Lets us ask what became of a transaction the donor's browser names.
    #[serde(default)]
    pub identity_token: Option<Secret>,
    /// Stands in the address for messages in the account's profile.
    #[serde(default)]
    pub ipn_secret: Option<Secret>,
}

impl Credentials {
    /// The names under which the account may be told as the receiver.
    pub fn receivers(&self) -> Vec<String> {
        let receivers = [Some(&self.business), self.receiver.as_ref()];
        receivers.into_iter().flatten().cloned().collect()
    }
}

/// An account with buttons.
#[derive(Debug, Clone)]
pub struct Standard {
    credentials: Credentials,
    web_origin: String,
}

impl Standard {
    /// An account; its form is at `{web_origin}/cgi-bin/webscr`.
    pub const fn new(credentials: Credentials, web_origin: String) -> Self {
        Self {
            credentials,
            web_origin,
        }
    }

    /// The session: an address, made without a call.
    ///
    /// # Errors
    /// The answer, where there is no such address.
    pub fn session(
        &self,
        addresses: &Addresses,
        payment: &Payment,
        now: UnixMs,
    ) -> Result<Answer, Answer> {
        let redirect_url =
            redirect::redirect_url(&self.web_origin, &self.credentials, addresses, payment)?;
        Ok(Answer::Session {
            handle: payment.opened.reference.clone(),
            redirect_url,
            expires_at: now + SESSION_LIFETIME,
        })
    }

    pub(crate) async fn perform(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Answer {
        match call {
            Call::OpenSession => match self.session(addresses, payment, ports.now()) {
                Ok(answer) | Err(answer) => answer,
            },
            Call::AskSession => match self.synch_request(payment) {
                Ok(request) => {
                    let result = ports.send(request, LOOK_UP_LIMIT).await;
                    self.synch_outcome(payment, result)
                }
                Err(answer) => answer,
            },
            _ => cannot("not_possible_by_api"),
        }
    }

    /// Asks what became of the transaction the donor's browser named.
    ///
    /// # Errors
    /// The answer, where there is nothing to ask with.
    pub fn synch_request(&self, payment: &Payment) -> Result<http::Request<Vec<u8>>, Answer> {
        let nothing = || Answer::Standing(Standing::NotStarted);
        let named = |name: &&str| (1..=TRANSACTION_CHARS_MAX).contains(&name.chars().count());
        let transaction = payment.transaction_hint.as_deref().filter(named);
        let token = self.credentials.identity_token.as_ref();
        let (transaction, token) = transaction.zip(token).ok_or_else(nothing)?;
        pdt::request(&self.web_origin, transaction, token)
            .map_err(|_| cannot("bad_origin_or_token"))
    }

    /// What the answer to [`Self::synch_request`] says of this payment.
    pub fn synch_outcome(
        &self,
        payment: &Payment,
        result: Result<http::Response<Vec<u8>>, SendError>,
    ) -> Answer {
        let response = match result {
            Ok(response) => response,
            Err(error) => return answer::unknown(error.to_string()),
        };
        if response.status() != 200 {
            return answer::unknown(format!("status {}", response.status().as_u16()));
        }
        match pdt::read(response.body()) {
            Some(Synch::Success(message)) => self.standing(payment, &message),
            Some(Synch::Fail { error }) if error.as_deref() == Some(pdt::WRONG_TOKEN) => {
                answer::later("wrong_identity_token".to_owned())
            }
            // The browser may have brought anything: that says nothing about the money.
            Some(Synch::Fail { .. }) => Answer::Standing(Standing::NotStarted),
            None => answer::unknown("neither SUCCESS nor FAIL was answered".to_owned()),
        }
    }

    fn standing(&self, payment: &Payment, message: &Message) -> Answer {
        let account = Account {
            receivers: self.credentials.receivers(),
            mode: payment.opened.terminal.mode,
        };
        let foreign = account.check_receiver(message).is_err() || !names(message, payment);
        match told(message) {
            // Paid twice: the browser of whoever paid again must not lose the first payment.
            Told::Payment(report) if is_second(payment, &report) => {
                Answer::Standing(Standing::NotStarted)
            }
            Told::Payment(mut report) if !foreign => {
                report.receipt = Some(receipt(message));
                Answer::Report(report)
            }
            // Another payment's transaction: nothing is known of this one.
            _ => Answer::Standing(Standing::NotStarted),
        }
    }
}

/// Whether it tells of money taken by another transaction than the one that paid.
fn is_second(payment: &Payment, report: &Report) -> bool {
    let paid = match &payment.progress {
        Progress::Captured(known) => known.capture.as_ref(),
        _ => None,
    };
    match (paid, &report.standing) {
        (Some(paid), Some(Standing::Captured { capture, .. })) => paid != capture,
        _ => false,
    }
}

/// What the guide asks to tell the payer who comes back: the sum is the payment's own.
fn receipt(message: &Message) -> Receipt {
    let text = |name: &str| message.get(name).map(str::trim).map(str::to_owned);
    let street = text("address_street").unwrap_or_default();
    let place = [text("address_zip"), text("address_city")];
    let place: Vec<String> = place.into_iter().flatten().collect();
    let lines = text("address_name")
        .into_iter()
        .chain(street.lines().map(|line| line.trim().to_owned()))
        .chain([place.join(" ")])
        .chain(text("address_state"))
        .chain(text("address_country"));
    Receipt {
        item: text("item_name").or_else(|| text("item_name1")),
        email: text("payer_email"),
        address: lines.filter(|line| !line.is_empty()).collect(),
    }
}

/// Whether the message is about this payment.
fn names(message: &Message, payment: &Payment) -> bool {
    let names = Names::of(message);
    match message.get("custom") {
        Some(_) => names.payment.as_ref() == Some(&payment.opened.id),
        None => names.reference.as_deref() == Some(payment.opened.reference.as_str()),
    }
}

//! PayPal: Orders v2, Payments v2 and webhooks.

pub(crate) mod amount;
mod check;
mod dispute;
mod outcome;
mod refusal;
mod resource;
mod token;
pub mod webhook;
mod wire;

use obole_shared::payment::{Answer, Call, Payment};
use obole_shared::terminal::Terminal;
use obole_shared::time::Millis;
use serde::Deserialize;

use super::check::Check;
use super::{Addresses, LOOK_UP_LIMIT, Secret, limit};
use crate::ports::{Clock, Http};

pub use outcome::outcome;
pub use token::TokenCache;

/// What an operator copies from the PayPal developer pages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub secret: Secret,
    /// Id of the webhook registered for this installation.
    pub webhook_id: String,
}

/// A PayPal account.
#[derive(Debug, Clone)]
pub struct Paypal {
    credentials: Credentials,
    api_origin: String,
    tokens: TokenCache,
}

impl Paypal {
    /// An account; orders are at `{api_origin}/v2/checkout/orders`.
    pub const fn new(credentials: Credentials, api_origin: String, tokens: TokenCache) -> Self {
        Self {
            credentials,
            api_origin,
            tokens,
        }
    }

    /// The request for a call, with an access token.
    ///
    /// # Errors
    /// The answer, where the call cannot be made as the payment stands.
    pub fn request(
        &self,
        token: &Secret,
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Result<http::Request<Vec<u8>>, Answer> {
        wire::request(&self.api_origin, token, addresses, payment, call)
    }

    /// Whether the app works and its webhook leads to us.
    pub(crate) async fn check(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        terminal: &Terminal,
    ) -> Check {
        let token = match self.token(ports).await {
            Ok(token) => token,
            Err(answer) => return Check::of(check::no_token(&answer)),
        };
        match check::request(&self.api_origin, &token, &self.credentials.webhook_id) {
            Ok(request) => {
                let wanted = addresses.account_notify_url(&terminal.id);
                check::findings(&wanted, ports.send(request, LOOK_UP_LIMIT).await)
            }
            Err(finding) => Check::of(finding),
        }
    }

    /// What the order said, with the disputes about its capture.
    async fn with_disputes(
        &self,
        ports: &(impl Http + Clock),
        payment: &Payment,
        answer: Answer,
    ) -> Answer {
        let Ok(token) = self.token(ports).await else {
            return answer;
        };
        let origin = &self.api_origin;
        let Some(request) = dispute::list_request(origin, &token, payment) else {
            return answer;
        };
        let result = ports.send(request, LOOK_UP_LIMIT).await;
        let dispute::Listed {
            open: mut cases,
            ended,
        } = dispute::listed(payment, result);
        for id in ended {
            if let Some(request) = dispute::request(origin, &token, &id) {
                let result = ports.send(request, LOOK_UP_LIMIT).await;
                cases.extend(dispute::ended(result));
            }
        }
        dispute::add(answer, cases)
    }

    pub(crate) async fn perform(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Answer {
        let answer = self
            .exchange(ports, payment, call, limit(call), |token| {
                self.request(token, addresses, payment, call)
            })
            .await;
        if call == Call::AskSession && matches!(answer, Answer::Standing(_) | Answer::Report(_)) {
            return self.with_disputes(ports, payment, answer).await;
        }
        if !refusal::needs_order(call, &answer) {
            return answer;
        }
        let order = self
            .exchange(ports, payment, Call::AskSession, LOOK_UP_LIMIT, |token| {
                wire::look_up(&self.api_origin, token, payment)
            })
            .await;
        refusal::after_look_up(payment, call, answer, order)
    }

    /// One request and its answer; a token that PayPal no longer knows is replaced once.
    async fn exchange(
        &self,
        ports: &(impl Http + Clock),
        payment: &Payment,
        call: Call,
        limit: Millis,
        request: impl Fn(&Secret) -> Result<http::Request<Vec<u8>>, Answer>,
    ) -> Answer {
        let mut renewed = false;
        loop {
            let token = match self.token(ports).await {
                Ok(token) => token,
                Err(answer) => return answer,
            };
            let request = match request(&token) {
                Ok(request) => request,
                Err(answer) => return answer,
            };
            let result = ports.send(request, limit).await;
            let unauthorized = matches!(&result, Ok(response) if response.status() == 401);
            if unauthorized && !renewed {
                self.tokens
                    .forget(&self.credentials, &self.api_origin, &token);
                renewed = true;
                continue;
            }
            return outcome(&self.api_origin, payment, call, ports.now(), result);
        }
    }

    async fn token(&self, ports: &(impl Http + Clock)) -> Result<Secret, Answer> {
        self.tokens
            .token(ports, &self.credentials, &self.api_origin)
            .await
    }
}

//! Payflow: the gateway behind PayPal's older card accounts (Payflow Gateway guide).
//!
//! Cards are typed on the gateway's hosted page, which a secure token opens; accounts without a
//! card page send the donor to PayPal (Express Checkout over Payflow). What a browser or a silent
//! post brings back is only a hint: an inquiry tells.
//!
//! The gateway repeats its first answer to every request id, refusals included, for thirty days.
//! So an unheard request is repeated under its own id, and one that is known to have done
//! nothing is asked again under the next.

mod check;
pub mod codec;
mod keys;
mod outcome;
mod reply;
pub mod result;
mod standing;
mod wire;

use http::{Request, Response};
use obole_shared::payment::{Answer, Call, Payment, Progress, Standing};
use obole_shared::terminal::AuthorizationType;
use obole_shared::time::{Millis, UnixMs};
use serde::Deserialize;

use self::outcome::{Next, Pages};
use self::wire::{About, Gateway};
use super::answer::later;
use super::check::{Check, Finding};
use super::{Addresses, LOOK_UP_LIMIT, Secret, cannot, limit};
use crate::ports::{Clock, Http, SendError};

/// An Express session that has ended.
const GONE: Answer = Answer::Standing(Standing::Gone);

/// Most requests of one completion that are looked up.
const LOOK_UPS_MAX: u16 = 6;

/// What an operator signs in to PayPal Manager with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Who sold the account: `PayPal`, `PayPalUK`, or a reseller.
    pub partner: String,
    /// Merchant login.
    pub vendor: String,
    /// User; the merchant login where there is no other.
    pub user: String,
    /// That user's password.
    pub password: Secret,
}

/// A Payflow account.
#[derive(Debug, Clone)]
pub struct Payflow {
    credentials: Credentials,
    gateway_origin: String,
    link_origin: String,
    web_origin: String,
}

impl Payflow {
    /// An account: the gateway, its hosted pages, and PayPal's own pages.
    pub const fn new(
        credentials: Credentials,
        gateway_origin: String,
        link_origin: String,
        web_origin: String,
    ) -> Self {
        Self {
            credentials,
            gateway_origin,
            link_origin,
            web_origin,
        }
    }

    /// The first request of a call.
    ///
    /// # Errors
    /// The answer, where the call cannot be made as the payment stands.
    pub fn request(
        &self,
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Result<Request<Vec<u8>>, Answer> {
        match First::of(payment, call)? {
            First::Act => self
                .gateway()
                .act(addresses, payment, call, 0, None, limit(call)),
            First::Details => self.gateway().details(payment, call, limit(call)),
            First::Inquire(about) => self
                .gateway()
                .inquire(payment, call, 0, &about, limit(call)),
        }
    }

    /// What an answer to the first request of a call means, where nothing more is asked; `now` is
    /// the time of the answer.
    pub fn outcome(
        &self,
        payment: &Payment,
        call: Call,
        now: UnixMs,
        result: Result<Response<Vec<u8>>, SendError>,
    ) -> Answer {
        match First::of(payment, call) {
            Err(answer) => answer,
            Ok(First::Act) => {
                outcome::acted(self.pages(), payment, call, now, result).into_answer()
            }
            Ok(First::Details) => approval(result),
            Ok(First::Inquire(about)) => inquired(payment, call, &about, now, result),
        }
    }

    pub(crate) async fn perform(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Answer {
        let answered = match First::of(payment, call) {
            Err(answer) => Err(answer),
            Ok(First::Act) => self.act(ports, addresses, payment, call, None).await,
            Ok(First::Details) => self.complete(ports, addresses, payment, call).await,
            Ok(First::Inquire(about)) => self
                .inquire(ports, payment, call, 0, &about, limit(call))
                .await
                .map(|result| inquired(payment, call, &about, ports.now(), result)),
        };
        answered.unwrap_or_else(|answer| answer)
    }

    /// Asks about a transaction that cannot exist: whether the login works.
    pub async fn check(&self, ports: &(impl Http + Clock)) -> Check {
        match self.gateway().check(ports.now().0, LOOK_UP_LIMIT) {
            Ok(request) => {
                let result = ports.send(request, LOOK_UP_LIMIT).await;
                check::outcome(&self.credentials.vendor, result)
            }
            // The only values of the request that can be wrong are the owner's.
            Err(_) => Check::of(Finding::WrongCredentials),
        }
    }

    /// Asks who approved an Express session, and completes it where that is the call.
    async fn complete(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Result<Answer, Answer> {
        let request = self.gateway().details(payment, call, LOOK_UP_LIMIT)?;
        let payer = match standing::payer(ports.send(request, LOOK_UP_LIMIT).await) {
            Ok(_) if call == Call::AskSession => return Ok(Answer::Standing(Standing::Approved)),
            Ok(payer) => payer,
            Err(Answer::Standing(Standing::Gone)) => {
                return self.unheard(ports, payment, call).await;
            }
            Err(answer) => return Err(answer),
        };
        self.act(ports, addresses, payment, call, Some(&payer))
            .await
    }

    /// An Express session has ended; a completion of it whose answer was lost may have taken the
    /// money before.
    async fn unheard(
        &self,
        ports: &(impl Http + Clock),
        payment: &Payment,
        call: Call,
    ) -> Result<Answer, Answer> {
        let completes = match payment.opened.authorization {
            AuthorizationType::CaptureAtOnce => Call::Capture,
            AuthorizationType::AuthorizeOnly | AuthorizationType::PreAuthorize => Call::Authorize,
        };
        let attempts = payment.attempts(completes);
        // The present call has sent nothing yet.
        let sent = attempts.tries.saturating_sub(u16::from(call == completes));
        let sent = if attempts.open { sent } else { 0 };
        for generation in 0..sent.min(LOOK_UPS_MAX) {
            let key = keys::Key::of(payment, completes, generation);
            let about = About::Reference(key.reference());
            let step = generation + 1;
            let result = self
                .inquire(ports, payment, call, step, &about, LOOK_UP_LIMIT)
                .await?;
            match outcome::looked_up(payment, completes, GONE, None, result) {
                Answer::Standing(Standing::Gone) => {}
                answer => return Ok(answer),
            }
        }
        Ok(GONE)
    }

    /// Sends what moves something, and looks up what the answer leaves open.
    async fn act(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
        payer: Option<&str>,
    ) -> Result<Answer, Answer> {
        if let Some(answer) = outcome::refuse_to_send(payment, call) {
            return Ok(answer);
        }
        let mut last = later("NOT_SENT".to_owned());
        // Each try adds at most one refusal, so there are at most as many as tries before.
        for generation in 0..payment.attempts(call).tries.max(1) {
            let limit = limit(call);
            let gateway = self.gateway();
            let request = gateway.act(addresses, payment, call, generation, payer, limit)?;
            let result = ports.send(request, limit).await;
            match outcome::acted(self.pages(), payment, call, ports.now(), result) {
                Next::Done(answer) => return Ok(answer),
                Next::Again(answer) => last = answer,
                Next::LookUp { otherwise, named } => {
                    let about =
                        About::Reference(keys::Key::of(payment, call, generation).reference());
                    let result = self
                        .inquire(ports, payment, call, 1, &about, LOOK_UP_LIMIT)
                        .await?;
                    let named = named.as_deref();
                    return Ok(outcome::looked_up(payment, call, otherwise, named, result));
                }
                Next::Original(refused) => {
                    let Some(about) = original(payment) else {
                        return Ok(refused);
                    };
                    let result = self
                        .inquire(ports, payment, call, 1, &about, LOOK_UP_LIMIT)
                        .await?;
                    return Ok(outcome::after_original(call, refused, result));
                }
            }
        }
        Ok(last)
    }

    /// One inquiry; its answer, or that of the call where it cannot be made.
    async fn inquire(
        &self,
        ports: &(impl Http + Clock),
        payment: &Payment,
        call: Call,
        step: u16,
        about: &About,
        limit: Millis,
    ) -> Result<Result<Response<Vec<u8>>, SendError>, Answer> {
        let request = self.gateway().inquire(payment, call, step, about, limit)?;
        Ok(ports.send(request, limit).await)
    }

    fn gateway(&self) -> Gateway<'_> {
        Gateway {
            credentials: &self.credentials,
            origin: &self.gateway_origin,
        }
    }

    fn pages(&self) -> Pages<'_> {
        Pages {
            link: &self.link_origin,
            web: &self.web_origin,
        }
    }
}

/// How a call begins.
enum First {
    /// With a request that moves something.
    Act,
    /// With the question who approved an Express session.
    Details,
    /// With an inquiry.
    Inquire(About),
}

impl First {
    fn of(payment: &Payment, call: Call) -> Result<Self, Answer> {
        let completes = payment.progress == Progress::Approved;
        match call {
            Call::Authorize | Call::Capture if completes => Ok(Self::Details),
            Call::Authorize | Call::CaptureRefund(_) => Err(cannot("not_supported")),
            Call::OpenSession | Call::Capture | Call::Cancel | Call::Refund(_) => Ok(Self::Act),
            Call::AskSession => Ok(standing::about(payment)?.map_or(Self::Details, Self::Inquire)),
            Call::AskBooks => Ok(Self::Inquire(About::Reference(
                keys::Key::of_opened(payment).reference(),
            ))),
            Call::AskRefund(number) => {
                let refund = payment.refund(number).ok_or_else(|| cannot("no_refund"))?;
                // Its name was never learned: sent again under its first id it is made once.
                let name = refund.transaction.clone().ok_or(Answer::RefundMissing)?;
                Ok(Self::Inquire(About::Transaction(name)))
            }
        }
    }
}

fn approval(result: Result<Response<Vec<u8>>, SendError>) -> Answer {
    match standing::payer(result) {
        Ok(_) => Answer::Standing(Standing::Approved),
        Err(answer) => answer,
    }
}

fn inquired(
    payment: &Payment,
    call: Call,
    about: &About,
    now: UnixMs,
    result: Result<Response<Vec<u8>>, SendError>,
) -> Answer {
    match (call, about) {
        (Call::AskRefund(_), About::Transaction(name)) => standing::refund_inquired(name, result),
        _ => standing::inquired(payment, about, now, result),
    }
}

/// The transaction that a capture, a cancellation or a refund is about.
fn original(payment: &Payment) -> Option<About> {
    let name = match &payment.progress {
        Progress::Authorized(known) => Some(known.transaction.clone()),
        Progress::Captured(known) => known.capture.clone(),
        _ => None,
    };
    name.map(About::Transaction)
}

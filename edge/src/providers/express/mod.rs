//! PayPal Express Checkout over NVP: the donor approves on PayPal's page, then our call takes or
//! reserves the money.

mod checkout;
mod wire;

use obole_shared::ids::Secret;
use obole_shared::payment::{Answer, Call, Payment, Progress, Report, Standing};
use obole_shared::terminal::Terminal;
use obole_shared::time::{Millis, UnixMs};

use super::answer::{later, unknown};
use super::nvp::{
    Client, Credentials, Failure, Fields, Inquiry, Meaning, Transaction, check, name, told,
};
use super::{Addresses, CALL_LIMIT, Check, LOOK_UP_LIMIT, cannot};
use crate::ports::{Clock, Http};
use checkout::Checkout;

/// What the donor pays with.
const METHOD: Option<&str> = Some("paypal");

/// Nothing is known of the session (any more).
const GONE: Answer = Answer::Standing(Standing::Gone);

/// How long a token lives ("about three hours").
const TOKEN_LIFETIME: Millis = Millis::hours(3);

/// When a search shows for certain what was done with a token before it ended.
const HISTORY_LAG: Millis = Millis::hours(1);

/// An account with Express Checkout.
#[derive(Debug, Clone)]
pub struct Express {
    client: Client,
    /// Where the donor approves: scheme, host, port and what comes before `/cgi-bin/webscr`.
    web_origin: String,
}

impl Express {
    /// An account; calls go to `{nvp_origin}/nvp`, donors to `{web_origin}/cgi-bin/webscr`.
    pub const fn new(credentials: Credentials, nvp_origin: String, web_origin: String) -> Self {
        Self {
            client: Client::new(credentials, nvp_origin),
            web_origin,
        }
    }

    /// Whether the account works, by calls that change nothing.
    pub(crate) async fn check(&self, ports: &impl Http, terminal: &Terminal) -> Check {
        check(&self.client, ports, terminal).await
    }

    pub(crate) async fn perform(
        &self,
        ports: &(impl Http + Clock),
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
    ) -> Answer {
        let inquiry = Inquiry {
            client: &self.client,
            ports,
            payment,
            method: METHOD,
        };
        let answer = match call {
            Call::OpenSession => {
                let fields = wire::set(addresses, payment);
                let session = |fields: &Fields, now| self.session(fields, now);
                self.client
                    .open(ports, "SetExpressCheckout", fields, session)
                    .await
            }
            Call::AskSession => self.ask(&inquiry).await,
            Call::AskBooks => inquiry.by_reference_or(GONE).await,
            Call::Capture if matches!(payment.progress, Progress::Authorized(_)) => {
                inquiry.capture().await
            }
            Call::Authorize | Call::Capture => self.complete(&inquiry, addresses, call).await,
            Call::Cancel => inquiry.cancel().await,
            Call::Refund(number) => inquiry.refund(number).await,
            Call::AskRefund(number) => inquiry.ask_refund(number).await,
            Call::CaptureRefund(_) => cannot("not_supported"),
        };
        match answer {
            Answer::Standing(Standing::Gone) if is_unheard(payment, call, ports.now()) => {
                unknown("the session has ended, and a completion was not heard".to_owned())
            }
            answer => answer,
        }
    }

    fn session(&self, fields: &Fields, now: UnixMs) -> Result<Answer, String> {
        let token = fields.get("TOKEN").ok_or("no token")?;
        let token = name(token).map_err(|_| "a malformed token")?;
        Ok(Answer::Session {
            handle: token.to_owned(),
            // The donor's click on PayPal's page is final.
            redirect_url: format!(
                "{}/cgi-bin/webscr?cmd=_express-checkout&useraction=commit&token={token}",
                self.web_origin
            ),
            expires_at: now + TOKEN_LIFETIME,
        })
    }

    async fn ask<P: Http>(&self, inquiry: &Inquiry<'_, P>) -> Answer {
        if let Some(id) = inquiry.known_transaction() {
            return inquiry.of_transaction(id).await;
        }
        if let Some(answer) = inquiry.of_hint().await {
            return answer;
        }
        match self.checkout(inquiry).await {
            Ok(Checkout::Open) => Answer::Standing(Standing::NotStarted),
            Ok(Checkout::Approved(_)) => Answer::Standing(Standing::Approved),
            Ok(Checkout::InProgress) => later(IN_PROGRESS.to_owned()),
            Ok(Checkout::Paid(transaction)) => self.paid(inquiry, transaction).await,
            Err(failure) if failure.means(Meaning::StartOver) => {
                inquiry.by_reference_or(GONE).await
            }
            Err(failure) => failure.answer(),
        }
    }

    /// How far the session got.
    async fn checkout<P: Http>(&self, inquiry: &Inquiry<'_, P>) -> Result<Checkout, Failure> {
        let token = wire::token(inquiry.payment)?;
        let fields = Fields::new().with("TOKEN", token);
        let fields = self
            .client
            .call(
                inquiry.ports,
                "GetExpressCheckoutDetails",
                fields,
                LOOK_UP_LIMIT,
            )
            .await?;
        checkout::read(inquiry.payment, token, &fields).map_err(Failure::Unknown)
    }

    async fn paid<P: Http>(&self, inquiry: &Inquiry<'_, P>, transaction: Option<String>) -> Answer {
        if let Some(id) = transaction {
            return not_refused(inquiry.of_transaction(&id).await);
        }
        match inquiry.by_reference().await {
            Ok(Some(report)) => told(report),
            Ok(None) => unknown("completed, and nothing is listed yet".to_owned()),
            Err(failure) => not_refused(failure.answer()),
        }
    }

    /// Takes or reserves the money of an approved session. PayPal is asked first: an earlier try
    /// whose answer was lost may have done it.
    async fn complete<P: Http>(
        &self,
        inquiry: &Inquiry<'_, P>,
        addresses: &Addresses,
        call: Call,
    ) -> Answer {
        let payer = match self.checkout(inquiry).await {
            Ok(Checkout::Approved(payer)) => payer,
            Ok(Checkout::Open) => return later(NOT_APPROVED.to_owned()),
            Ok(Checkout::InProgress) => return later(IN_PROGRESS.to_owned()),
            Ok(Checkout::Paid(transaction)) => return self.paid(inquiry, transaction).await,
            Err(failure) if failure.means(Meaning::StartOver) => {
                return not_refused(inquiry.by_reference_or(GONE).await);
            }
            Err(failure) => return failure.answer(),
        };
        match self.charge(inquiry, addresses, call, &payer).await {
            Ok(report) => told(report),
            Err(Failure::Refused(refusal)) => match refusal.meaning {
                Meaning::ChooseAgain => Answer::PayerMustChooseAgain,
                Meaning::Declined => Answer::Standing(Standing::Declined { code: refusal.code }),
                Meaning::DoneBefore | Meaning::StartOver | Meaning::DuplicateInvoice => {
                    self.done_before(inquiry, Failure::Refused(refusal)).await
                }
                _ => refusal.answer(),
            },
            Err(failure) => failure.answer(),
        }
    }

    async fn charge<P: Http>(
        &self,
        inquiry: &Inquiry<'_, P>,
        addresses: &Addresses,
        call: Call,
        payer: &Secret,
    ) -> Result<Report, Failure> {
        let fields = wire::complete(addresses, inquiry.payment, call, payer)?;
        let method = "DoExpressCheckoutPayment";
        let fields = self
            .client
            .call(inquiry.ports, method, fields, CALL_LIMIT)
            .await?;
        Transaction::read(&fields, "PAYMENTINFO_0_")
            .and_then(|transaction| transaction.report(inquiry.payment, METHOD))
            .map_err(Failure::Unknown)
    }

    /// The session or the reference was paid before: whatever is there is what counts.
    async fn done_before<P: Http>(&self, inquiry: &Inquiry<'_, P>, failure: Failure) -> Answer {
        if let Ok(Checkout::Paid(Some(id))) = self.checkout(inquiry).await {
            return not_refused(inquiry.of_transaction(&id).await);
        }
        match inquiry.by_reference().await {
            Ok(Some(report)) => told(report),
            Ok(None) if failure.means(Meaning::StartOver) => Answer::Standing(Standing::Gone),
            // Paid, but not listed yet.
            Ok(None) if failure.means(Meaning::DoneBefore) => {
                unknown("paid before, and nothing is listed yet".to_owned())
            }
            Ok(None) => failure.answer(),
            Err(_) => unknown("paid before, and the history did not answer".to_owned()),
        }
    }
}

/// Whether a completion whose answer was lost may have taken the money although the history does
/// not list it yet.
fn is_unheard(payment: &Payment, call: Call, now: UnixMs) -> bool {
    let sent = |completes: Call| {
        let attempts = payment.attempts(completes);
        // The present call has sent nothing.
        attempts.open && attempts.tries > u16::from(call == completes)
    };
    let session = payment.session.as_ref();
    let may_lag = session.is_some_and(|session| now < session.expires_at + HISTORY_LAG);
    may_lag && [Call::Authorize, Call::Capture].into_iter().any(sent)
}

/// A look-up that is refused says nothing of the payment: it is made again.
fn not_refused(answer: Answer) -> Answer {
    match answer {
        Answer::Refused { code, .. } => later(code),
        other => other,
    }
}

/// A completion of the session is at work at PayPal.
const IN_PROGRESS: &str = "PaymentActionInProgress";

/// The payer has not approved after all.
const NOT_APPROVED: &str = "10485";

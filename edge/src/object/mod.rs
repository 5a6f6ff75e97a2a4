//! The durable object: one for each payment, the only place where it changes.

mod message;
mod ports;
mod sql;
mod whole;

use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::config::Config;
use crate::desk::{Desk, DeskError};
use crate::providers::paypal::TokenCache;
use crate::providers::paypal::webhook::CertificateCache;
use crate::settings::Accounts;

pub(crate) use message::{Ask, Reply, Snapshot};
use ports::WorkerPorts;
pub(crate) use ports::{WorkerHttp, now};

thread_local! {
    // Payments of one isolate share their access tokens.
    static TOKENS: TokenCache = TokenCache::default();
    // Signing certificates change once in a year or two.
    static CERTIFICATES: CertificateCache = CertificateCache::default();
}

/// The access tokens of this isolate.
pub(crate) fn token_cache() -> TokenCache {
    TOKENS.with(Clone::clone)
}

/// The signing certificates this isolate has fetched.
pub(crate) fn certificate_cache() -> CertificateCache {
    CERTIFICATES.with(Clone::clone)
}

/// When an alarm that came to nothing rings again, in milliseconds.
const REARM_MS: i64 = 60_000;

type PaymentDesk = Desk<WorkerPorts, Accounts>;

/// One payment.
#[durable_object(alarm)]
pub(crate) struct PaymentObject {
    state: Rc<State>,
    env: Env,
    desk: std::cell::OnceCell<Rc<PaymentDesk>>,
}

impl DurableObject for PaymentObject {
    fn new(state: State, env: Env) -> Self {
        Self {
            state: Rc::new(state),
            env,
            desk: std::cell::OnceCell::new(),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let ask: Ask = request.json().await?;
        let reply = match self.desk() {
            Ok(desk) => self.answer(desk, ask).await,
            Err(why) => Reply::Failed { why },
        };
        Response::from_json(&reply)
    }

    async fn alarm(&self) -> Result<Response> {
        let woken = match self.desk() {
            Ok(desk) => desk.wake().await.map_err(|error| error.to_string()),
            Err(why) => Err(why),
        };
        if let Err(error) = woken {
            // The runtime rings again a few times and then never: this payment must not be
            // forgotten, however long its storage or settings fail.
            worker::console_error!("alarm failed, will ring again: {error}");
            self.state.storage().set_alarm(REARM_MS).await?;
        }
        Response::empty()
    }
}

impl PaymentObject {
    fn desk(&self) -> std::result::Result<Rc<PaymentDesk>, String> {
        if let Some(desk) = self.desk.get() {
            return Ok(Rc::clone(desk));
        }
        let config = Config::of(&self.env).map_err(|error| error.to_string())?;
        let ports = WorkerPorts::new(Rc::clone(&self.state), &self.env)
            .map_err(|error| error.to_string())?;
        let database = self.env.d1("DB").map_err(|error| error.to_string())?;
        let desk = Rc::new(Desk::new(ports, Accounts::new(config, database)));
        Ok(Rc::clone(self.desk.get_or_init(|| desk)))
    }

    /// Works on the ask; what takes longer than the asker can wait goes on without him.
    async fn answer(&self, desk: Rc<PaymentDesk>, ask: Ask) -> Reply {
        let journal_wanted = matches!(ask, Ask::Read { journal: true });
        let patience = ask.patience();
        if let Some(command) = ask.into_command() {
            let (done, outcome) = oneshot::channel();
            let worker = Rc::clone(&desk);
            self.state.wait_until(async move {
                let result = worker.command(command).await;
                // The asker may have gone.
                let _ = done.send(result);
                // What fails here is tried again by the alarm.
                let _ = worker.deliver().await;
            });
            let limit = worker::Delay::from(Duration::from_secs(patience));
            match select(outcome, limit).await {
                Either::Left((Ok(Ok(payment)), _)) => {
                    return Reply::Payment(Box::new(Snapshot::new(&payment, None)));
                }
                Either::Left((Ok(Err(error)), _)) => return error.into(),
                Either::Left((Err(_), _)) => return Reply::Busy,
                // It goes on; the asker gets what is stored so far.
                Either::Right(_) => {}
            }
        }
        match desk.read().await {
            Ok((payment, journal)) => Reply::Payment(Box::new(Snapshot::new(
                &payment,
                journal_wanted.then_some(journal),
            ))),
            Err(error) => error.into(),
        }
    }
}

impl From<DeskError> for Reply {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Refused(refused) => Self::Refused {
                reason: refused.into(),
            },
            DeskError::Store(error) => Self::Failed {
                why: error.to_string(),
            },
        }
    }
}

//! The ports of a payment, over workerd.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::{Either, select};
use obole_shared::payment::Entry;
use obole_shared::time::{Millis, UnixMs};
use worker::{
    AbortController, D1Database, Env, Fetch, Headers, Method, Request, RequestInit,
    RequestRedirect, State,
};

use super::sql;
use super::sql::{Tables, store_error};
use super::whole::body_of;
use crate::index;
use crate::outbox::{Action, Effect};
use crate::ports::{Clock, Commit, Effects, Http, SendError, Store, StoreError};

/// Most bytes of a provider's answer that are read.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// workerd's clock, as a function.
pub(crate) fn now() -> UnixMs {
    UnixMs(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}

/// workerd's clock and network.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WorkerHttp;

impl Clock for WorkerHttp {
    fn now(&self) -> UnixMs {
        now()
    }
}

impl Http for WorkerHttp {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<http::Response<Vec<u8>>, SendError> {
        let broken = |error: worker::Error| SendError::Connection(error.to_string());
        let request = convert(&request).map_err(broken)?;
        let abort = AbortController::default();
        let signal = abort.signal();
        let exchange = Box::pin(async move {
            let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
            let body = body_of(&mut response).await?;
            let mut answer = http::Response::builder().status(response.status_code());
            for (name, value) in response.headers().entries() {
                answer = answer.header(name, value);
            }
            Ok((answer, body))
        });
        let limit = Duration::from_millis(u64::try_from(limit.0).unwrap_or(0));
        match select(exchange, worker::Delay::from(limit)).await {
            Either::Left((Ok((answer, body)), _)) if body.len() <= ANSWER_BYTES_MAX => answer
                .body(body)
                .map_err(|error| SendError::Connection(error.to_string())),
            Either::Left((Ok(_), _)) => Err(SendError::Connection("answer too large".to_owned())),
            Either::Left((Err(error), _)) => Err(broken(error)),
            Either::Right(_) => {
                abort.abort();
                Err(SendError::TimedOut)
            }
        }
    }
}

fn convert(request: &http::Request<Vec<u8>>) -> worker::Result<Request> {
    let headers = Headers::new();
    for (name, value) in request.headers() {
        let value = value
            .to_str()
            .map_err(|error| worker::Error::RustError(error.to_string()))?;
        headers.set(name.as_str(), value)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::from(request.method().as_str().to_owned()))
        .with_headers(headers)
        // A provider that redirects an API call is not the provider.
        .with_redirect(RequestRedirect::Manual);
    if !request.body().is_empty() {
        init.with_body(Some(
            js_sys::Uint8Array::from(request.body().as_slice()).into(),
        ));
    }
    Request::new_with_init(&request.uri().to_string(), &init)
}

/// The ports of one payment's object.
pub(crate) struct WorkerPorts {
    http: WorkerHttp,
    state: Rc<State>,
    tables: Rc<Tables>,
    database: D1Database,
}

impl WorkerPorts {
    pub(super) fn new(state: Rc<State>, env: &Env) -> worker::Result<Self> {
        Ok(Self {
            http: WorkerHttp,
            state,
            tables: Rc::default(),
            database: env.d1("DB")?,
        })
    }
}

impl Clock for WorkerPorts {
    fn now(&self) -> UnixMs {
        now()
    }
}

impl Http for WorkerPorts {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<http::Response<Vec<u8>>, SendError> {
        self.http.send(request, limit).await
    }
}

impl Store for WorkerPorts {
    async fn journal(&self) -> Result<Vec<Entry>, StoreError> {
        sql::journal(&self.state.storage().sql(), &self.tables)
    }

    async fn outbox(&self) -> Result<Vec<Effect>, StoreError> {
        sql::outbox(&self.state.storage().sql(), &self.tables)
    }

    async fn commit(&self, commit: Commit) -> Result<(), StoreError> {
        let sql = self.state.storage().sql();
        let delay = commit
            .wake_at
            .map(|at| at - now())
            .map(|Millis(delay)| delay.max(0));
        // The alarm lives in the same database: it is part of the transaction, so no journal is
        // ever without the alarm that goes on from it.
        let (state, tables) = (Rc::clone(&self.state), Rc::clone(&self.tables));
        let written = self
            .state
            .storage()
            .transaction(move |_| async move {
                sql::write(&sql, &tables, &commit)
                    .map_err(|error| worker::Error::RustError(error.to_string()))?;
                match delay {
                    Some(delay) => state.storage().set_alarm(delay).await,
                    None => state.storage().delete_alarm().await,
                }
            })
            .await;
        if written.is_err() {
            self.tables.forget();
        }
        written.map_err(store_error)
    }
}

impl Effects for WorkerPorts {
    async fn deliver(&self, effect: &Effect) -> Result<(), String> {
        let Action::Index(row) = &effect.action;
        index::upsert(&self.database, row, effect.version)
            .await
            .map_err(|error| error.to_string())
    }
}

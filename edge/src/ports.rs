//! What the payment code needs of the world. The Worker gives it workerd's clock, network and
//! storage; the simulation gives it its own.

use std::future::Future;

use obole_shared::payment::Entry;
use obole_shared::time::{Millis, UnixMs};

use crate::outbox::{Delivered, Effect};

/// The time.
pub trait Clock {
    /// Now.
    fn now(&self) -> UnixMs;
}

/// A request came to no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No answer within the limit; the other side may have acted.
    #[error("no answer in time")]
    TimedOut,
    /// The connection failed; the other side may have acted.
    #[error("connection failed: {0}")]
    Connection(String),
}

/// Requests to providers.
pub trait Http {
    /// Sends one request. An answer of any status is an answer.
    ///
    /// # Errors
    /// [`SendError`]: no answer; whether the other side acted is unknown.
    fn send(
        &self,
        request: http::Request<Vec<u8>>,
        limit: Millis,
    ) -> impl Future<Output = Result<http::Response<Vec<u8>>, SendError>>;
}

/// The storage of one payment failed; nothing of the commit was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("storage: {0}")]
pub struct StoreError(pub String);

/// One atomic write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commit {
    /// Appended to the journal.
    pub entries: Vec<Entry>,
    /// Put into the outbox; an effect with a known key replaces the older one.
    pub effects: Vec<Effect>,
    /// Taken out of the outbox, unless replaced meanwhile.
    pub delivered: Vec<Delivered>,
    /// Wake the payment then; `None`: not before something happens.
    pub wake_at: Option<UnixMs>,
}

/// The storage of one payment.
pub trait Store {
    /// The whole journal, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be read.
    fn journal(&self) -> impl Future<Output = Result<Vec<Entry>, StoreError>>;

    /// The effects that wait.
    ///
    /// # Errors
    /// [`StoreError`] when they cannot be read.
    fn outbox(&self) -> impl Future<Output = Result<Vec<Effect>, StoreError>>;

    /// Writes all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError`]: nothing was written.
    fn commit(&self, commit: Commit) -> impl Future<Output = Result<(), StoreError>>;
}

/// Where effects go.
pub trait Effects {
    /// Delivers one effect; delivering it twice must do no harm.
    ///
    /// # Errors
    /// A sentence for the operator; the effect stays in the outbox.
    fn deliver(&self, effect: &Effect) -> impl Future<Output = Result<(), String>>;
}

/// All of it.
pub trait Ports: Clock + Http + Store + Effects {}

impl<T: Clock + Http + Store + Effects> Ports for T {}

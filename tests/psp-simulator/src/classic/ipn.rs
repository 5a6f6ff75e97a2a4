//! Notifications: written from the ledger's events, sent, and validated.

use http::{Request, StatusCode};

use crate::classic::State;
use crate::http::Reply;
use crate::world::World;

/// What a request is called in faults and counts.
pub(crate) fn operation_name(_request: &Request<Vec<u8>>) -> &'static str {
    "validate"
}

pub(crate) fn handle(_state: &mut State, _world: &mut World, _request: &Request<Vec<u8>>) -> Reply {
    Reply::empty(StatusCode::NOT_FOUND)
}

/// Writes and queues what the ledger has to tell. Returns how long a browser is kept back.
pub(crate) fn announce(_state: &mut State, _world: &mut World) -> u64 {
    0
}

//! The NVP API.

use http::{Request, StatusCode};

use crate::classic::State;
use crate::http::Reply;
use crate::world::World;

/// What a request is called in faults and counts.
pub(crate) fn operation_name(_request: &Request<Vec<u8>>) -> &'static str {
    "unknown"
}

pub(crate) fn handle(_state: &mut State, _world: &mut World, _request: &Request<Vec<u8>>) -> Reply {
    Reply::empty(StatusCode::NOT_FOUND)
}

/// Error 10001 as the API answers it.
pub(crate) fn server_error() -> Reply {
    Reply::new(
        StatusCode::OK,
        "text/plain; charset=utf-8",
        b"ACK=Failure&L_ERRORCODE0=10001&L_SHORTMESSAGE0=Internal%20Error\
&L_LONGMESSAGE0=Internal%20Error&L_SEVERITYCODE0=Error&VERSION=124%2e0&BUILD=58843379"
            .to_vec(),
    )
}

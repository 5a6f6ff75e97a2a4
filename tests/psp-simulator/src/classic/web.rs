//! The pages below webscr, by their `cmd`.

use http::{Request, StatusCode};

use crate::classic::State;
use crate::html;
use crate::http::{Reply, form_value};
use crate::world::World;

const TITLE: &str = "PayPal simulator";

/// What a request is called in faults and counts.
pub(crate) fn operation_name(_request: &Request<Vec<u8>>) -> &'static str {
    "page"
}

pub(crate) fn handle(_state: &mut State, _world: &mut World, request: &Request<Vec<u8>>) -> Reply {
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let cmd = form_value(query, "cmd").or_else(|| form_value(request.body(), "cmd"));
    match cmd.as_deref() {
        Some(_) | None => not_found(),
    }
}

fn not_found() -> Reply {
    let text = "There is nothing at this address.";
    Reply::html(
        StatusCode::NOT_FOUND,
        html::dead_end(TITLE, "Not found", text),
    )
}

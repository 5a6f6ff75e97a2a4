//! The pages below webscr, by their `cmd`.

use http::{Request, StatusCode};

use crate::classic::State;
use crate::classic::{express, hosted, standard};
use crate::html;
use crate::http::{Reply, form_value};
use crate::world::World;

/// The name of all pages in faults and counts.
pub(crate) const PAGE: &str = "page";
/// The `cmd` of payment data transfer, and its name in faults and counts.
pub(crate) const DATA_TRANSFER: &str = "_notify-synch";

const TITLE: &str = "PayPal simulator";

/// What a request is called in faults and counts.
pub(crate) fn operation_name(request: &Request<Vec<u8>>) -> &'static str {
    match command(request).as_deref() {
        Some(DATA_TRANSFER) => DATA_TRANSFER,
        Some(_) | None => PAGE,
    }
}

pub(crate) fn handle(state: &mut State, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
    match command(request).as_deref() {
        Some(DATA_TRANSFER) => standard::transfer(state, world, request),
        Some("_express-checkout" | "_express-checkout-mobile") => {
            express::page(state, world, request)
        }
        Some("_hosted-payment") => hosted::page(state, world, request),
        Some(standard::FLOW) => standard::flow(state, world, request),
        Some(
            "_xclick"
            | "_donations"
            | "_cart"
            | "_ext-enter"
            | "_s-xclick"
            | "_xclick-subscriptions"
            | "_xclick-auto-billing"
            | "_xclick-payment-plan",
        ) => standard::open(state, world, request),
        Some(_) | None => not_found(),
    }
}

fn command(request: &Request<Vec<u8>>) -> Option<String> {
    let query = request.uri().query().unwrap_or_default().as_bytes();
    form_value(query, "cmd").or_else(|| form_value(request.body(), "cmd"))
}

fn not_found() -> Reply {
    let text = "There is nothing at this address.";
    Reply::html(
        StatusCode::NOT_FOUND,
        html::dead_end(TITLE, "Not found", text),
    )
}

//! One or more classic PayPal accounts behind the NVP API, the payment pages of webscr,
//! notifications and their validation.

mod checkout;
mod control;
mod express;
mod fee;
mod hosted;
mod ipn;
mod ledger;
mod merchant;
mod nvp;
mod payer;
mod purchase;
mod settings;
mod standard;
mod transaction;
mod web;

use std::collections::BTreeMap;

use http::{Request, StatusCode};

use crate::classic::checkout::Checkout;
use crate::classic::hosted::HostedButton;
use crate::classic::ipn::Outbox;
use crate::classic::ledger::Ledger;
use crate::classic::nvp::Repeats;
use crate::classic::standard::Flows;
use crate::clock::UnixMs;
use crate::http::Reply;
use crate::world::World;

pub(crate) use crate::classic::control::control;
pub(crate) use crate::classic::fee::convert;
pub(crate) use crate::classic::nvp::add_unknown_field;
pub(crate) use crate::classic::settings::AccountSettings;
pub(crate) use crate::classic::transaction::Settled;

/// Path of the NVP API.
const NVP: &str = "/paypal-nvp/";
/// Path of the pages a browser opens, and of payment data transfer.
const WEB: &str = "/paypal-web/";
/// Path of the validation of notifications.
const IPN: &str = "/paypal-ipn/";

/// Where a request to a classic account goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    Nvp,
    Web,
    Ipn,
}

impl Door {
    pub(crate) fn of(path: &str) -> Option<Self> {
        if path.starts_with(NVP) {
            Some(Self::Nvp)
        } else if path.starts_with(WEB) {
            Some(Self::Web)
        } else if path.starts_with(IPN) {
            Some(Self::Ipn)
        } else {
            None
        }
    }

    /// What a request is called in faults and counts.
    pub(crate) fn operation(self, request: &Request<Vec<u8>>) -> &'static str {
        match self {
            Self::Nvp => nvp::operation_name(request),
            Self::Web => web::operation_name(request),
            Self::Ipn => ipn::operation_name(request),
        }
    }
}

/// What the classic accounts remember.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) ledger: Ledger,
    pub(crate) outbox: Outbox,
    pub(crate) standard: Flows,
    /// Express Checkout sessions by token.
    pub(crate) checkouts: BTreeMap<String, Checkout>,
    /// Hosted card pages by token.
    pub(crate) buttons: BTreeMap<String, HostedButton>,
    pub(crate) repeats: Repeats,
}

impl State {
    pub(crate) fn handle(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        let Some(door) = Door::of(request.uri().path()) else {
            return Reply::empty(StatusCode::NOT_FOUND);
        };
        let mut reply = match door {
            Door::Nvp => nvp::handle(self, world, request),
            Door::Web => web::handle(self, world, request),
            Door::Ipn => ipn::handle(self, world, request),
        };
        let hold_ms = ipn::announce(self, world);
        if door == Door::Web {
            reply.latency_ms = reply.latency_ms.saturating_add(hold_ms);
        }
        reply
    }

    /// Lets pass what the time decides.
    pub(crate) fn settle(&mut self, world: &mut World) {
        self.ledger.settle(world);
        ipn::announce(self, world);
    }

    /// When [`State::settle`] has something to do next.
    pub(crate) fn next_settlement(&self) -> Option<UnixMs> {
        self.ledger.next_settlement()
    }
}

/// What is answered when nothing works: below webscr what any web server answers, at the
/// NVP API an error like any other, with status 200.
pub(crate) fn server_error(operation: &str) -> Reply {
    match operation {
        web::PAGE | web::DATA_TRANSFER | ipn::VALIDATION => Reply::html(
            StatusCode::INTERNAL_SERVER_ERROR,
            "<html><body><h1>500 Internal Server Error</h1></body></html>".to_owned(),
        ),
        _ => nvp::server_error(),
    }
}

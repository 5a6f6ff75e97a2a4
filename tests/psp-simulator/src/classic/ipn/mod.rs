//! Notifications: written from the ledger's events, sent, and validated.

mod body;
mod case;
mod charset;
mod outbox;
mod pacific;
mod payment;
mod samples;
mod validate;

use http::Request;

use crate::classic::State;
use crate::classic::ledger::{Change, LedgerEvent};
use crate::config::ClassicAccount;
use crate::http::Reply;
use crate::world::World;

pub(crate) use crate::classic::ipn::body::{Fields, Style, shuffle, write};
pub(crate) use crate::classic::ipn::charset::Charset;
pub(crate) use crate::classic::ipn::outbox::Outbox;
pub(crate) use crate::classic::ipn::payment::{fields, status};
pub(crate) use crate::classic::ipn::samples::sample;
pub(crate) use crate::classic::ipn::validate::OPERATION as VALIDATION;

/// What a request is called in faults and counts.
pub(crate) fn operation_name(_request: &Request<Vec<u8>>) -> &'static str {
    VALIDATION
}

pub(crate) fn handle(state: &mut State, _world: &mut World, request: &Request<Vec<u8>>) -> Reply {
    validate::handle(&mut state.outbox, request)
}

/// Writes and queues what the ledger has to tell. Returns how long a browser is kept back.
pub(crate) fn announce(state: &mut State, world: &mut World) -> u64 {
    let mut hold_ms = 0;
    for event in state.ledger.take_events() {
        let account = &event.transaction.account;
        let Some(account) = account_of(world, account).cloned() else {
            continue;
        };
        let Some(fields) = told(state, &account, &event) else {
            continue;
        };
        let target = event.transaction.notify_url.as_deref();
        let sent = state.outbox.send(world, &account, target, fields);
        hold_ms = sent.map_or(0, |(_, hold_ms)| hold_ms).max(hold_ms);
    }
    hold_ms
}

/// The variables of the message about an event.
fn told(state: &State, account: &ClassicAccount, event: &LedgerEvent) -> Option<Fields> {
    let one = &event.transaction;
    match &event.change {
        Change::Recorded | Change::Updated => Some(fields(&state.ledger, account, one)),
        Change::CaseOpened(id) | Change::CaseClosed(id) => {
            let case = one.cases.iter().find(|case| &case.id == id)?;
            Some(case::fields(account, one, case))
        }
    }
}

/// An account by its primary e-mail or its merchant id.
pub(crate) fn account_of<'a>(world: &'a World, name: &str) -> Option<&'a ClassicAccount> {
    world
        .config
        .classic
        .iter()
        .find(|one| one.email.eq_ignore_ascii_case(name) || one.id == name)
}

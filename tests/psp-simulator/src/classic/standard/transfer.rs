//! Payment data transfer: the merchant fetches what the payer came back with.

use http::{Method, Request, StatusCode};

use crate::classic::State;
use crate::classic::ipn::{Charset, Style, fields, shuffle, write};
use crate::classic::transaction::{Kind, Transaction};
use crate::config::ClassicAccount;
use crate::http::{Reply, form_value, header};
use crate::random::Random;
use crate::world::World;

/// Answers `_notify-synch`: `SUCCESS` and the payment's variables line by line, or `FAIL`.
/// The same question has the same answer as long as nothing happens to the payment.
pub(crate) fn transfer(state: &State, world: &World, request: &Request<Vec<u8>>) -> Reply {
    if header(request.headers(), "user-agent").is_none_or(str::is_empty) {
        return Reply::html(
            StatusCode::FORBIDDEN,
            "<html><body><h1>403 Forbidden</h1></body></html>".to_owned(),
        );
    }
    let asked = |name| form_value(request.body(), name).unwrap_or_default();
    let (transaction, identity) = (asked("tx"), asked("at"));
    let account = world
        .config
        .classic
        .iter()
        .find(|one| one.data_transfer && one.identity_token == identity);
    let Some(account) = account.filter(|_| !identity.is_empty()) else {
        return text(b"FAIL\nError: 4020\n".to_vec());
    };
    let known = state
        .ledger
        .transaction(&transaction)
        .filter(|one| *request.method() == Method::POST && is_open(world, account, one));
    match known {
        Some(one) => text(success(state, account, one)),
        None => text(b"FAIL\n".to_vec()),
    }
}

/// Whether the payment is this account's and its token still lives.
fn is_open(world: &World, account: &ClassicAccount, one: &Transaction) -> bool {
    one.account == account.email
        && matches!(one.kind, Kind::Sale | Kind::Authorization)
        && world.now() < one.ordered_ms.saturating_add(account.data_transfer_ms)
}

fn success(state: &State, account: &ClassicAccount, one: &Transaction) -> Vec<u8> {
    let mut fields = fields(&state.ledger, account, one);
    fields.push(("charset".to_owned(), account.charset.clone()));
    let seed = crc32fast::hash(one.id.as_bytes());
    shuffle(&mut fields, &mut Random::new(u64::from(seed)));
    let charset = Charset::named_or_default(&account.charset);
    let mut body = b"SUCCESS\n".to_vec();
    for field in fields {
        body.extend(write(&[field], &charset, Style::PLAIN));
        body.push(b'\n');
    }
    body
}

fn text(body: Vec<u8>) -> Reply {
    Reply::new(StatusCode::OK, "text/html; charset=utf-8", body)
}

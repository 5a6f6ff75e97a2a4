//! Website Payments Standard: a button, the page where it is paid, the way back, and
//! payment data transfer.

mod back;
mod button;
mod flaw;
mod form;
mod item;
mod page;
mod transfer;

use std::collections::BTreeMap;

use http::{Method, Request, StatusCode};

use crate::classic::State;
use crate::classic::ipn;
use crate::classic::ledger::Ledger;
use crate::classic::purchase::{Funding, Purchase};
use crate::classic::standard::button::{Button, Command};
use crate::classic::standard::flaw::Flaw;
use crate::classic::standard::form::Form;
use crate::classic::transaction::{Payer, TxnType};
use crate::clock::{HOUR, UnixMs};
use crate::config::ClassicAccount;
use crate::http::{Reply, form_value};
use crate::random::MIXED;
use crate::world::World;

pub(crate) use crate::classic::standard::transfer::transfer;

/// The `cmd` of a payment that was begun.
pub(crate) const FLOW: &str = "_flow";

/// How long a payer may take.
const FLOW_MS: i64 = 3 * HOUR;

/// What became of a payment that was begun.
#[derive(Debug, Clone)]
struct Paid {
    transaction: String,
    /// By somebody without an account, who is not sent back automatically.
    guest: bool,
    /// Part of the way back, and sometimes missing there.
    signature: Option<String>,
}

/// A payment that was begun by pressing a button.
#[derive(Debug, Clone)]
struct Flow {
    button: Button,
    /// The receiving account's e-mail.
    account: String,
    payer: Payer,
    expires_ms: UnixMs,
    paid: Option<Paid>,
}

/// The payments that were begun, by session.
#[derive(Debug, Default)]
pub(crate) struct Flows(BTreeMap<String, Flow>);

/// Answers a pressed button: with the address of its payment, or with what is wrong.
pub(crate) fn open(state: &mut State, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
    let query = request.uri().query().unwrap_or_default();
    let form = Form::read(query, request.body());
    match begin(state, world, &form) {
        Ok(session) => {
            let origin = &world.config.origin;
            let target = format!("{origin}/paypal-web/cgi-bin/webscr?cmd={FLOW}&SESSION={session}");
            Reply::see_other(&target)
        }
        Err(flaw) => page::refused(&flaw),
    }
}

fn begin(state: &mut State, world: &mut World, form: &Form) -> Result<String, Flaw> {
    let button = Button::read(form)?;
    let account = ipn::account_of(world, &button.business)
        .cloned()
        .ok_or(Flaw::Business)?;
    check_invoice(&state.ledger, &account, &button)?;
    let mut payer = Payer::somebody(&mut world.random, button.ships);
    payer.first_name = button.first_name.clone().unwrap_or(payer.first_name);
    payer.last_name = button.last_name.clone().unwrap_or(payer.last_name);
    payer.email = button.email.clone().unwrap_or(payer.email);
    let session = world.random.text(MIXED, 40);
    let flow = Flow {
        button,
        account: account.email,
        payer,
        expires_ms: world.now().saturating_add(FLOW_MS),
        paid: None,
    };
    state.standard.0.insert(session.clone(), flow);
    Ok(session)
}

/// An account may be set to take each invoice once. What came to nothing does not count.
fn check_invoice(ledger: &Ledger, account: &ClassicAccount, button: &Button) -> Result<(), Flaw> {
    let Some(invoice) = button
        .invoice
        .as_deref()
        .filter(|_| account.unique_invoices)
    else {
        return Ok(());
    };
    if ledger.is_paid(&account.email, invoice) {
        return Err(Flaw::Invoice);
    }
    Ok(())
}

/// The page of a payment that was begun, and what the payer does there.
pub(crate) fn flow(state: &mut State, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
    let query = request.uri().query().unwrap_or_default();
    let session = form_value(query.as_bytes(), "SESSION").unwrap_or_default();
    let flow = state.standard.0.get(&session).cloned();
    let known = flow.and_then(|flow| {
        let account = ipn::account_of(world, &flow.account)?.clone();
        Some((flow, account))
    });
    let Some((flow, account)) = known.filter(|(flow, _)| world.now() < flow.expires_ms) else {
        return page::over();
    };
    if let Some(before) = &flow.paid {
        return back::after(state, &account, &flow.button, before);
    }
    if *request.method() == Method::GET {
        return page::offered(&flow.button, &flow.payer, &account, None);
    }
    let action = form_value(request.body(), "action").unwrap_or_default();
    let (funding, guest) = match action.as_str() {
        "pay" => (Funding::Instant, false),
        "guest" if account.account_optional => (Funding::Instant, true),
        "pending" => (Funding::ECheck { clears: true }, false),
        "pending-denied" => (Funding::ECheck { clears: false }, false),
        "unheld" => (Funding::Unheld, false),
        "decline" => {
            let note = "Your bank declined this payment. Please choose other means.";
            return page::offered(&flow.button, &flow.payer, &account, Some(note));
        }
        "abort" => return back::canceled(&flow.button),
        _ => return Reply::empty(StatusCode::BAD_REQUEST),
    };
    let typed = form_value(request.body(), "amount").unwrap_or_default();
    let button = match priced(flow.button.clone(), &typed)
        .and_then(|button| check_invoice(&state.ledger, &account, &button).map(|()| button))
    {
        Ok(button) => button,
        // What the payer typed can be typed again.
        Err(Flaw::Amount(_)) => {
            let note = "Please type the amount with a point and no more decimals than usual.";
            return page::offered(&flow.button, &flow.payer, &account, Some(note));
        }
        Err(problem) => return page::refused(&problem),
    };
    let transaction = pay(state, world, &flow, &button, funding);
    let signature = world
        .random
        .chance(500)
        .then(|| world.random.text(MIXED, 86));
    let receipt = Paid {
        transaction,
        guest,
        signature,
    };
    if let Some(kept) = state.standard.0.get_mut(&session) {
        kept.button = button.clone();
        kept.paid = Some(receipt.clone());
    }
    back::after(state, &account, &button, &receipt)
}

/// The button with its price, which the payer may have had to say.
fn priced(button: Button, typed: &str) -> Result<Button, Flaw> {
    if button.total().is_some() {
        return Ok(button);
    }
    button.with_amount(typed)
}

fn pay(
    state: &mut State,
    world: &mut World,
    flow: &Flow,
    button: &Button,
    funding: Funding,
) -> String {
    let purchase = Purchase {
        account: flow.account.clone(),
        txn_type: match button.command {
            Command::Cart => TxnType::Cart,
            Command::BuyNow | Command::Donate => TxnType::WebAccept,
        },
        authorize: button.authorizes,
        funding,
        amount_minor: button.total().unwrap_or(0),
        currency: button.currency.clone(),
        payer: flow.payer.clone(),
        items: button.lines(),
        description: None,
        custom: button.custom.clone(),
        invoice: button.invoice.clone(),
        memo: None,
        notify_url: button.notify_url.clone(),
    };
    purchase.record(&mut state.ledger, world)
}

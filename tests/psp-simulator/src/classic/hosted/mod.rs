//! The hosted card page: the payer types a test card number on the provider's side.

mod card;
mod view;

use http::{Method, Request, StatusCode};

use crate::classic::State;
use crate::classic::nvp::{Action, Order, error_by_amount};
use crate::classic::purchase::{Funding, Purchase};
use crate::classic::transaction::{Payer, TxnType};
use crate::clock::UnixMs;
use crate::html;
use crate::http::{Reply, form_value, with_query};
use crate::world::World;

use card::Verdict;

const TITLE: &str = "PayPal simulator";

/// What a button token leads to.
#[derive(Debug, Clone)]
pub(crate) struct HostedButton {
    pub(crate) token: String,
    /// The receiving account's e-mail.
    pub(crate) account: String,
    pub(crate) order: Order,
    pub(crate) return_url: Option<String>,
    pub(crate) cancel_url: Option<String>,
    /// Whether the payer sees a page of thanks before going back.
    pub(crate) thanks: bool,
    pub(crate) payer: Payer,
    /// The transaction id.
    pub(crate) paid: Option<String>,
    pub(crate) expires_ms: UnixMs,
}

/// Answers at `webscr?cmd=_hosted-payment&hosted_button_id=`.
pub(crate) fn page(state: &mut State, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let token = form_value(query, "hosted_button_id")
        .or_else(|| form_value(request.body(), "hosted_button_id"))
        .unwrap_or_default();
    let now = world.now();
    let known = state.buttons.get(&token).cloned();
    let Some(button) = known.filter(|one| one.paid.is_some() || now < one.expires_ms) else {
        let text = "This payment does not exist, or its time is over.";
        let page = html::dead_end(TITLE, "Nothing to pay", text);
        return Reply::html(StatusCode::NOT_FOUND, page);
    };
    // A second click, or the back button: nothing is left to decide.
    if let Some(id) = &button.paid {
        return back(&button, id);
    }
    match *request.method() {
        Method::GET => Reply::html(StatusCode::OK, view::form(&button, None)),
        Method::POST => act(state, world, &button, request.body()),
        _ => Reply::empty(StatusCode::METHOD_NOT_ALLOWED),
    }
}

fn act(state: &mut State, world: &mut World, button: &HostedButton, form: &[u8]) -> Reply {
    let again = |why| Reply::html(StatusCode::OK, view::form(button, Some(why)));
    match form_value(form, "action").as_deref() {
        // Without card fields, as from a payer who is a program, the card is a good one.
        Some("pay") => match card::judge(form, world.now()) {
            Verdict::Good => {}
            Verdict::Declined => return again("Your card was declined. Try another one."),
            Verdict::Invalid(why) => return again(why),
        },
        Some("decline") => return again("Your card was declined. Try another one."),
        Some("abort") => {
            return button.cancel_url.as_deref().map_or_else(
                || Reply::html(StatusCode::OK, view::canceled()),
                Reply::see_other,
            );
        }
        _ => return Reply::empty(StatusCode::BAD_REQUEST),
    }
    let account = world
        .config
        .classic
        .iter()
        .find(|one| one.email == button.account);
    let (negative, unique) = account.map_or((false, false), |one| {
        (one.negative_testing, one.unique_invoices)
    });
    if negative && error_by_amount(button.order.amount_minor).is_some() {
        return again("Your card was declined. Try another one.");
    }
    let used = button
        .order
        .invoice
        .as_deref()
        .is_some_and(|invoice| unique && state.ledger.is_paid(&button.account, invoice));
    if used {
        return again("This invoice was already paid.");
    }
    let id = purchase(button).record(&mut state.ledger, world);
    if let Some(kept) = state.buttons.get_mut(&button.token) {
        kept.paid = Some(id.clone());
    }
    back(button, &id)
}

fn purchase(button: &HostedButton) -> Purchase {
    let order = &button.order;
    Purchase {
        account: button.account.clone(),
        txn_type: TxnType::ProHosted,
        authorize: order.action == Action::Authorization,
        funding: Funding::Instant,
        amount_minor: order.amount_minor,
        currency: order.currency.clone(),
        payer: button.payer.clone(),
        items: order.items.clone(),
        description: order.description.clone(),
        custom: order.custom.clone(),
        invoice: order.invoice.clone(),
        memo: None,
        notify_url: order.notify_url.clone(),
    }
}

/// Sends back who paid, by way of a page of thanks if that is wanted or all there is.
fn back(button: &HostedButton, id: &str) -> Reply {
    let target = button
        .return_url
        .as_deref()
        .map(|url| with_query(url, &[("tx", id), ("CSCMATCH", "M"), ("AVS", "Y")]));
    match target {
        Some(target) if !button.thanks => Reply::see_other(&target),
        target => Reply::html(StatusCode::OK, view::thanks(id, target.as_deref())),
    }
}

//! The page where a payer logs in and approves an Express Checkout. The same address can
//! be opened again, to choose other means after the first ones failed.

use http::{Method, Request, StatusCode};

use crate::classic::State;
use crate::classic::checkout::{Checkout, Choice, Progress};
use crate::classic::nvp::{Action, shown_amount};
use crate::classic::purchase::Funding;
use crate::html;
use crate::http::{Reply, form_value, with_query};
use crate::world::World;

const TITLE: &str = "PayPal simulator";

/// Answers at `webscr?cmd=_express-checkout&token=`.
pub(crate) fn page(state: &mut State, world: &World, request: &Request<Vec<u8>>) -> Reply {
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let token = form_value(query, "token").unwrap_or_default();
    let now = world.now();
    let known = state.checkouts.get_mut(&token);
    let Some(checkout) = known.filter(|one| now < one.expires_ms) else {
        let text = "This payment does not exist, or its time is over.";
        let page = html::dead_end(TITLE, "Nothing to pay", text);
        return Reply::html(StatusCode::NOT_FOUND, page);
    };
    let target = with_query(
        &checkout.return_url,
        &[("token", &checkout.token), ("PayerID", &checkout.payer.id)],
    );
    // A second click, or the back button: nothing is left to decide.
    if matches!(checkout.progress, Progress::Completed(_)) {
        return Reply::see_other(&target);
    }
    match *request.method() {
        Method::GET => {
            let commits = form_value(query, "useraction").as_deref() == Some("commit");
            Reply::html(StatusCode::OK, form(checkout, commits))
        }
        Method::POST => match form_value(request.body(), "action").as_deref() {
            Some("abort") => {
                Reply::see_other(&with_query(&checkout.cancel_url, &[("token", &token)]))
            }
            Some(action) => match choice(checkout, action) {
                Some(choice) => {
                    checkout.choice = Some(choice);
                    Reply::see_other(&target)
                }
                None => Reply::empty(StatusCode::BAD_REQUEST),
            },
            None => Reply::empty(StatusCode::BAD_REQUEST),
        },
        _ => Reply::empty(StatusCode::METHOD_NOT_ALLOWED),
    }
}

fn choice(checkout: &Checkout, action: &str) -> Option<Choice> {
    match action {
        "pay" => Some(Choice::Pays(Funding::Instant)),
        "decline" => Some(Choice::Fails),
        "pending" | "pending-denied" if takes_echecks(checkout) => {
            let clears = action == "pending";
            Some(Choice::Pays(Funding::ECheck { clears }))
        }
        _ => None,
    }
}

fn takes_echecks(checkout: &Checkout) -> bool {
    !checkout.order.instant_only && checkout.order.action == Action::Sale
}

fn form(checkout: &Checkout, commits: bool) -> String {
    let order = &checkout.order;
    let payer = format!(
        "{} {} <{}>",
        checkout.payer.first_name, checkout.payer.last_name, checkout.payer.email
    );
    let merchant = checkout.brand.as_deref().unwrap_or(&checkout.account);
    let mut facts = vec![("Pay to", merchant), ("Logged in as", payer.as_str())];
    if let Some(description) = &order.description {
        facts.push(("Description", description));
    }
    for item in &order.items {
        facts.push(("Item", &item.name));
    }
    if let Some(invoice) = &order.invoice {
        facts.push(("Invoice", invoice));
    }
    if checkout.progress == Progress::Failed {
        facts.push((
            "Your last choice failed",
            "Choose another way to pay. The merchant was not paid.",
        ));
    }
    let first = if commits {
        "Pay now by balance or card"
    } else {
        "Continue with balance or card"
    };
    let mut buttons = vec![("pay", first), ("decline", "Choose means that will fail")];
    if takes_echecks(checkout) {
        buttons.push(("pending", "Pay by eCheck that clears later"));
        buttons.push(("pending-denied", "Pay by eCheck that bounces later"));
    }
    buttons.push(("abort", "Cancel and go back"));
    let amount = shown_amount(order.amount_minor, &order.currency);
    html::payment(TITLE, &amount, &facts, &buttons)
}

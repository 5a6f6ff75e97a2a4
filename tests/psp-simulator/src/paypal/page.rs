//! The approval page. Unlike Saferpay's it can be opened again, so that a payer whose
//! means were declined can choose others on the same order.

use http::{Method, Request, StatusCode};

use crate::html;
use crate::http::{Reply, form_value, with_query};
use crate::money::write_decimal;
use crate::paypal::idempotency::Made;
use crate::paypal::order::ORDER_MS;
use crate::paypal::state::{Funding, Order, OrderStatus, PayPal};
use crate::world::World;

const TITLE: &str = "PayPal simulator";

impl PayPal {
    pub(crate) fn page(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        let query = request.uri().query().unwrap_or_default();
        let id = form_value(query.as_bytes(), "token").unwrap_or_default();
        let known = self
            .orders
            .get(&id)
            .filter(|order| !order.is_forgotten(world.now()));
        let Some(order) = known.cloned() else {
            let text = "This payment does not exist, or its time is over.";
            return Reply::html(
                StatusCode::NOT_FOUND,
                html::dead_end(TITLE, "Nothing to pay", text),
            );
        };
        let (Some(return_url), Some(cancel_url)) = (&order.return_url, &order.cancel_url) else {
            let text = "The merchant gave no address to return to.";
            return Reply::html(
                StatusCode::BAD_REQUEST,
                html::dead_end(TITLE, "Things do not work", text),
            );
        };
        let target = with_query(
            return_url,
            &[("token", &order.id), ("PayerID", &order.payer_id)],
        );
        // A second click, or the back button: nothing is left to decide.
        if order.status == OrderStatus::Completed {
            return Reply::see_other(&target);
        }
        if *request.method() == Method::GET {
            return Reply::html(StatusCode::OK, form(&order));
        }
        let funding = match form_value(request.body(), "action").as_deref() {
            Some("pay") => Funding::Pays,
            Some("decline") => Funding::Declines,
            Some("pending") if !order.immediate => Funding::ECheck { clears: true },
            Some("pending-denied") if !order.immediate => Funding::ECheck { clears: false },
            Some("abort") => {
                return Reply::see_other(&with_query(cancel_url, &[("token", &order.id)]));
            }
            _ => return Reply::empty(StatusCode::BAD_REQUEST),
        };
        let hold = self.approve(world, &order.id, funding);
        let mut reply = Reply::see_other(&target);
        reply.latency_ms = hold;
        reply
    }

    /// Returns how long the browser is kept back.
    fn approve(&mut self, world: &mut World, id: &str, funding: Funding) -> u64 {
        let now = world.now();
        let Some(order) = self.orders.get_mut(id) else {
            return 0;
        };
        order.status = OrderStatus::Approved;
        order.funding = funding;
        order.updated_ms = now;
        order.expires_ms = now.saturating_add(ORDER_MS);
        self.announce(
            world,
            "CHECKOUT.ORDER.APPROVED",
            &Made::Order(id.to_owned()),
        )
    }
}

fn form(order: &Order) -> String {
    let amount = format!(
        "{} {}",
        order.amount.currency,
        write_decimal(order.amount.minor, &order.amount.currency)
    );
    let mut facts = Vec::new();
    if let Some(brand) = &order.brand {
        facts.push(("Pay to", brand.as_str()));
    }
    if let Some(description) = &order.description {
        facts.push(("Description", description.as_str()));
    }
    if let Some(reference) = order
        .labels
        .custom_id
        .as_ref()
        .or(order.labels.invoice_id.as_ref())
    {
        facts.push(("Reference", reference.as_str()));
    }
    let mut buttons = vec![
        ("pay", "Pay with PayPal"),
        ("decline", "Pay by means that are declined"),
    ];
    if !order.immediate {
        buttons.push(("pending", "Pay by eCheck that clears later"));
        buttons.push(("pending-denied", "Pay by eCheck that bounces later"));
    }
    buttons.push(("abort", "Cancel and go back"));
    html::payment(TITLE, &amount, &facts, &buttons)
}

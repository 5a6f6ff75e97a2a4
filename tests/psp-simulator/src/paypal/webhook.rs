//! Webhook events, and the certificate that proves them.

use http::StatusCode;
use serde_json::json;

use crate::books::Provider;
use crate::clock::utc;
use crate::http::Reply;
use crate::notice::Payload;
use crate::paypal::check::Call;
use crate::paypal::idempotency::Made;
use crate::paypal::refusal::{Refusal, not_found};
use crate::paypal::render::link;
use crate::paypal::state::PayPal;
use crate::random::UPPER;
use crate::world::World;

impl PayPal {
    /// Sends an event about a resource, as it is now, to the webhook of its app.
    /// Returns how long a browser is kept back meanwhile.
    pub(crate) fn announce(&self, world: &mut World, event: &str, made: &Made) -> u64 {
        let (client, kind, summary) = match made {
            Made::Order(id) => (
                self.orders.get(id).map(|one| &one.client),
                "checkout-order",
                "An order has been approved",
            ),
            Made::Capture(id) => (
                self.captures.get(id).map(|one| &one.client),
                "capture",
                "A capture has changed",
            ),
            Made::Authorization(id) | Made::Void(id) => (
                self.authorizations.get(id).map(|one| &one.client),
                "authorization",
                "An authorization has changed",
            ),
            Made::Refund(id) => (
                self.refunds.get(id).map(|one| &one.client),
                "refund",
                "A capture has been refunded",
            ),
            Made::Dispute(id) => (
                self.disputes.get(id).map(|one| &one.client),
                "dispute",
                "A dispute has changed",
            ),
        };
        let account = client.and_then(|client| {
            world
                .config
                .paypal
                .iter()
                .find(|one| &one.client_id == client)
        });
        let Some((target, webhook_id)) =
            account.and_then(|one| Some((one.webhook_url.clone()?, one.webhook_id.clone())))
        else {
            return 0;
        };
        let now = world.now();
        let id = format!(
            "WH-{}-{}",
            world.random.text(UPPER, 17),
            world.random.text(UPPER, 17)
        );
        let origin = &world.config.origin;
        let link = format!("{origin}/paypal/v1/notifications/webhooks-events/{id}");
        let body = json!({
            "id": id, "event_version": "1.0", "create_time": utc(now), "resource_type": kind,
            "resource_version": "2.0", "event_type": event, "summary": summary,
            "resource": self.render(made, true, origin),
            "links": [
                { "href": link, "rel": "self", "method": "GET" },
                { "href": format!("{link}/resend"), "rel": "resend", "method": "POST" },
            ],
        });
        let body = body.to_string().into_bytes();
        let spread = world.config.notice_spread_ms;
        let plan = world
            .faults
            .for_notice(&mut world.random, Provider::PayPal, event, spread);
        for delay in &plan.delays_ms {
            let due = now.saturating_add(i64::try_from(*delay).unwrap_or(0));
            let payload = Payload::Webhook {
                webhook_id: webhook_id.clone(),
                body: body.clone(),
                forgery: plan.forgery,
            };
            world
                .notices
                .enqueue(Provider::PayPal, event, &target, payload, due);
        }
        plan.hold_return_ms
    }
}

/// The events that are sent.
const EVENTS: [&str; 11] = [
    "CHECKOUT.ORDER.APPROVED",
    "PAYMENT.AUTHORIZATION.CREATED",
    "PAYMENT.AUTHORIZATION.VOIDED",
    "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.DENIED",
    "PAYMENT.CAPTURE.PENDING",
    "PAYMENT.CAPTURE.REFUNDED",
    "PAYMENT.CAPTURE.REVERSED",
    "CUSTOMER.DISPUTE.CREATED",
    "CUSTOMER.DISPUTE.UPDATED",
    "CUSTOMER.DISPUTE.RESOLVED",
];

/// The webhook of the caller's app, if it is the one that is asked for.
pub(crate) fn shown(world: &World, call: &Call) -> Result<Reply, Refusal> {
    let account = world
        .config
        .paypal
        .iter()
        .find(|one| one.client_id == call.client && one.webhook_id == call.id);
    let url = account
        .and_then(|one| one.webhook_url.as_ref())
        .ok_or_else(not_found)?;
    let events: Vec<_> = EVENTS
        .iter()
        .map(|name| json!({ "name": name, "status": "ENABLED" }))
        .collect();
    let own = format!("v1/notifications/webhooks/{}", call.id);
    let link = link(&world.config.origin, &own, "self", "GET");
    let body = json!({ "id": call.id, "url": url, "event_types": events, "links": [link] });
    Ok(Reply::json(StatusCode::OK, &body))
}

/// The certificate chain in PEM.
pub(crate) fn certificate(world: &World, id: &str) -> Reply {
    match world.config.signer.as_deref() {
        Some(signer) if signer.certificate_id() == id => Reply::new(
            StatusCode::OK,
            "application/x-pem-file",
            signer.chain_pem().as_bytes().to_vec(),
        ),
        _ => Reply::empty(StatusCode::NOT_FOUND),
    }
}

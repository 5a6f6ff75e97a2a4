//! Webhook events, and the certificate that proves them.

use http::StatusCode;
use serde_json::json;

use crate::books::Provider;
use crate::clock::utc;
use crate::http::Reply;
use crate::notice::Payload;
use crate::paypal::idempotency::Made;
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

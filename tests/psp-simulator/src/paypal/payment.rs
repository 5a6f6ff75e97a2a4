//! Capturing and authorizing an approved order.

use crate::books::{Movement, MovementKind, OpenAuthorization, Provider};
use crate::clock::DAY;
use crate::paypal::check::Call;
use crate::paypal::idempotency::Made;
use crate::paypal::refusal::{Refusal, cannot};
use crate::paypal::state::{
    Amount, Authorization, AuthorizationStatus, Capture, CaptureStatus, Funding, Intent, Labels,
    Order, OrderStatus, PayPal,
};
use crate::random::UPPER;
use crate::world::World;

/// How long an authorization can be captured.
const AUTHORIZATION_MS: i64 = 29 * DAY;

/// What a new capture is made from.
pub(crate) struct Drawing {
    pub(crate) client: String,
    pub(crate) order: String,
    pub(crate) authorization: Option<String>,
    pub(crate) amount: Amount,
    pub(crate) labels: Labels,
    pub(crate) funding: Funding,
    pub(crate) is_final: bool,
}

impl PayPal {
    pub(crate) fn capture_order(
        &mut self,
        world: &mut World,
        call: &Call,
    ) -> Result<Made, Refusal> {
        let order = self.payable(world, call, Intent::Capture)?;
        let capture = self.draw(
            world,
            Drawing {
                client: order.client,
                order: order.id.clone(),
                authorization: None,
                amount: order.amount,
                labels: order.labels,
                funding: order.funding,
                is_final: true,
            },
        );
        if let Some(kept) = self.orders.get_mut(&order.id) {
            kept.status = OrderStatus::Completed;
            kept.updated_ms = world.now();
            kept.captures.push(capture);
        }
        Ok(Made::Order(order.id))
    }

    pub(crate) fn authorize_order(
        &mut self,
        world: &mut World,
        call: &Call,
    ) -> Result<Made, Refusal> {
        let order = self.payable(world, call, Intent::Authorize)?;
        let authorization = self.hold(
            world,
            &order.client,
            &order.id,
            order.amount.clone(),
            &order.labels,
            false,
        );
        if let Some(kept) = self.orders.get_mut(&order.id) {
            kept.status = OrderStatus::Completed;
            kept.updated_ms = world.now();
            kept.authorizations.push(authorization.clone());
        }
        self.announce(
            world,
            "PAYMENT.AUTHORIZATION.CREATED",
            &Made::Authorization(authorization),
        );
        Ok(Made::Order(order.id))
    }

    /// The order, if it can be captured or authorized now.
    fn payable(&self, world: &World, call: &Call, intent: Intent) -> Result<Order, Refusal> {
        self.owned(call, &Made::Order(call.id.clone()), world)?;
        let order = self
            .orders
            .get(&call.id)
            .ok_or_else(|| cannot("ORDER_NOT_APPROVED"))?;
        if order.intent != intent {
            return Err(cannot("ACTION_DOES_NOT_MATCH_INTENT"));
        }
        match order.status {
            OrderStatus::Completed if intent == Intent::Capture => {
                return Err(cannot("ORDER_ALREADY_CAPTURED"));
            }
            OrderStatus::Completed => return Err(cannot("ORDER_ALREADY_AUTHORIZED")),
            OrderStatus::Created | OrderStatus::PayerActionRequired => {
                return Err(cannot("ORDER_NOT_APPROVED"));
            }
            OrderStatus::Approved => {}
        }
        if order.funding == Funding::Declines {
            return Err(cannot("INSTRUMENT_DECLINED").redirect_to(approve_url(world, &order.id)));
        }
        self.check_invoice(world, &order.client, order.labels.invoice_id.as_deref())?;
        Ok(order.clone())
    }

    /// An account may be set to take each `invoice_id` once.
    fn check_invoice(
        &self,
        world: &World,
        client: &str,
        invoice: Option<&str>,
    ) -> Result<(), Refusal> {
        let Some(invoice) = invoice else {
            return Ok(());
        };
        let strict = world
            .config
            .paypal
            .iter()
            .any(|one| one.client_id == client && one.unique_invoices);
        if strict
            && self
                .invoices
                .contains(&(client.to_owned(), invoice.to_owned()))
        {
            return Err(cannot("DUPLICATE_INVOICE_ID"));
        }
        Ok(())
    }

    /// Makes a capture, books it unless it is pending, and announces it.
    pub(crate) fn draw(&mut self, world: &mut World, from: Drawing) -> String {
        let now = world.now();
        let status = match from.funding {
            Funding::ECheck { clears } => {
                let decided_ms = now.saturating_add(world.config.echeck_ms);
                CaptureStatus::Pending { decided_ms, clears }
            }
            Funding::Pays | Funding::Declines => CaptureStatus::Completed,
        };
        if let Some(invoice) = &from.labels.invoice_id {
            self.invoices.insert((from.client.clone(), invoice.clone()));
        }
        let capture = Capture {
            id: world.random.text(UPPER, 17),
            client: from.client,
            order: from.order,
            authorization: from.authorization,
            amount: from.amount,
            labels: from.labels,
            status,
            is_final: from.is_final,
            refunded_minor: 0,
            created_ms: now,
            updated_ms: now,
        };
        let id = capture.id.clone();
        let event = if status == CaptureStatus::Completed {
            world.books.book(movement(
                &capture,
                MovementKind::Capture,
                &id,
                capture.amount.minor,
                now,
            ));
            "PAYMENT.CAPTURE.COMPLETED"
        } else {
            "PAYMENT.CAPTURE.PENDING"
        };
        self.captures.insert(id.clone(), capture);
        self.announce(world, event, &Made::Capture(id.clone()));
        id
    }

    /// Makes an authorization and holds its money.
    pub(crate) fn hold(
        &mut self,
        world: &mut World,
        client: &str,
        order: &str,
        amount: Amount,
        labels: &Labels,
        renewed: bool,
    ) -> String {
        let now = world.now();
        let id = world.random.text(UPPER, 17);
        let expires_ms = now.saturating_add(AUTHORIZATION_MS);
        world.books.hold(OpenAuthorization {
            provider: Provider::PayPal,
            id: id.clone(),
            payment: order.to_owned(),
            reference: labels.reference(),
            amount_minor: amount.minor,
            currency: amount.currency.clone(),
            expires_ms,
        });
        self.authorizations.insert(
            id.clone(),
            Authorization {
                id: id.clone(),
                client: client.to_owned(),
                order: order.to_owned(),
                amount,
                labels: labels.clone(),
                status: AuthorizationStatus::Created,
                captured_minor: 0,
                renewed,
                created_ms: now,
                updated_ms: now,
                expires_ms,
            },
        );
        id
    }
}

/// Where the payer approves an order.
pub(crate) fn approve_url(world: &World, order: &str) -> String {
    format!("{}/paypal/checkoutnow?token={order}", world.config.origin)
}

/// A movement under a capture; `id` is the capture's or the refund's.
pub(crate) fn movement(
    of: &Capture,
    kind: MovementKind,
    id: &str,
    amount_minor: i64,
    at_ms: i64,
) -> Movement {
    Movement {
        provider: Provider::PayPal,
        account: of.client.clone(),
        kind,
        id: id.to_owned(),
        payment: of.order.clone(),
        reference: of.labels.reference(),
        amount_minor,
        currency: of.amount.currency.clone(),
        at_ms,
    }
}

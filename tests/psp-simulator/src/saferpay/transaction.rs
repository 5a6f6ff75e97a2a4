//! `Transaction/Capture`, `Cancel` and `Inquire`.

use serde_json::{Value, json};

use crate::books::{Movement, MovementKind, Provider};
use crate::clock::{UnixMs, swiss};
use crate::config::{CaptureIdStyle, SaferpayTerminal};
use crate::saferpay::answer::containers;
use crate::saferpay::check::amount_minor;
use crate::saferpay::refusal::{
    Refusal, already_captured, amount_invalid, currency_invalid, invalid, not_found, wrong_state,
};
use crate::saferpay::state::{Kind, Saferpay, Status, Transaction};
use crate::schema::text_at;
use crate::world::World;

impl Saferpay {
    /// The transaction a reference names: exactly one of id and order id.
    fn referenced(
        &self,
        account: &SaferpayTerminal,
        body: &Value,
    ) -> Result<&Transaction, Refusal> {
        let by_id = text_at(body, "/TransactionReference/TransactionId");
        let by_order = text_at(body, "/TransactionReference/OrderId");
        let id = match (by_id, by_order) {
            (Some(id), None) => id,
            (None, Some(order)) => self
                .by_order
                .get(order)
                .and_then(|ids| ids.last())
                .ok_or_else(not_found)?
                .as_str(),
            _ => {
                return Err(invalid(vec![
                    "TransactionReference: exactly one reference is needed".into(),
                ]));
            }
        };
        self.transactions
            .get(id)
            .filter(|one| one.customer == account.customer)
            .ok_or_else(not_found)
    }

    pub(crate) fn capture(
        &mut self,
        world: &mut World,
        account: &SaferpayTerminal,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let one = self.referenced(account, body)?.clone();
        let now = world.now();
        match one.status {
            Status::Captured { .. } => return Err(already_captured()),
            Status::Canceled => return Err(wrong_state()),
            Status::Authorized if now >= one.lapses_ms() => return Err(wrong_state()),
            Status::Authorized => {}
        }
        let amount = match body.get("Amount") {
            None => one.amount_minor,
            Some(amount) => {
                if text_at(amount, "/CurrencyCode") != Some(one.currency.as_str()) {
                    return Err(currency_invalid());
                }
                amount_minor(amount, world.config.strict_amount_type)
                    .filter(|minor| *minor <= one.amount_minor)
                    .ok_or_else(amount_invalid)?
            }
        };
        let capture_id = capture_id(world, &one.id);
        self.captures.insert(capture_id.clone(), one.id.clone());
        if let Some(kept) = self.transactions.get_mut(&one.id) {
            kept.status = Status::Captured {
                capture_id: capture_id.clone(),
                amount_minor: amount,
            };
        }
        world.books.release(&one.id);
        let movement = self.movement(&one, &capture_id, amount, now);
        world.books.book(movement);
        Ok(json!({ "CaptureId": capture_id, "Status": "CAPTURED", "Date": swiss(now) }))
    }

    /// A refund is booked under the payment it pays back.
    fn movement(
        &self,
        one: &Transaction,
        capture_id: &str,
        amount_minor: i64,
        at_ms: UnixMs,
    ) -> Movement {
        let (kind, payment) = match &one.kind {
            Kind::Payment => (MovementKind::Capture, &one.id),
            Kind::Refund { of } => (MovementKind::Refund, of),
        };
        let reference = self
            .transactions
            .get(payment)
            .and_then(|payment| payment.order_id.clone());
        Movement {
            provider: Provider::Saferpay,
            account: format!("{}-{}", one.customer, one.terminal),
            kind,
            id: capture_id.to_owned(),
            payment: payment.clone(),
            reference,
            amount_minor,
            currency: one.currency.clone(),
            at_ms,
        }
    }

    pub(crate) fn cancel(
        &mut self,
        world: &mut World,
        account: &SaferpayTerminal,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let one = self.referenced(account, body)?.clone();
        match one.status {
            Status::Authorized => {}
            Status::Canceled => return Err(wrong_state()),
            // Both names are seen for this; a client has to know either.
            Status::Captured { .. } if world.random.chance(500) => return Err(wrong_state()),
            Status::Captured { .. } => return Err(already_captured()),
        }
        if let Some(kept) = self.transactions.get_mut(&one.id) {
            kept.status = Status::Canceled;
        }
        world.books.release(&one.id);
        let mut answer = json!({ "TransactionId": one.id, "Date": swiss(world.now()) });
        if let (Some(map), Some(order)) = (answer.as_object_mut(), &one.order_id) {
            map.insert("OrderId".into(), json!(order));
        }
        Ok(answer)
    }

    /// Knows only transactions that succeeded, and those only after a while.
    pub(crate) fn inquire(
        &mut self,
        world: &mut World,
        account: &SaferpayTerminal,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let one = self.referenced(account, body)?;
        if world.now() < one.created_ms.saturating_add(world.config.inquire_lag_ms) {
            return Err(not_found());
        }
        Ok(containers(one))
    }
}

fn capture_id(world: &mut World, transaction: &str) -> String {
    let suffixed = match world.config.capture_id {
        CaptureIdStyle::Plain => false,
        CaptureIdStyle::Suffixed => true,
        CaptureIdStyle::Random => world.random.chance(500),
    };
    if suffixed {
        format!("{transaction}_c")
    } else {
        transaction.to_owned()
    }
}

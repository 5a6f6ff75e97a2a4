//! `Transaction/Refund`: a transaction of its own, which pays nothing until captured.

use serde_json::Value;

use crate::config::SaferpayTerminal;
use crate::random::{DIGITS, MIXED};
use crate::saferpay::answer::containers;
use crate::saferpay::check::amount_minor;
use crate::saferpay::refusal::{
    Refusal, amount_invalid, currency_invalid, invalid, not_found, wrong_state,
};
use crate::saferpay::state::{Kind, Saferpay, Status, Transaction};
use crate::schema::text_at;
use crate::world::World;

impl Saferpay {
    /// The payment a capture reference names: exactly one of the three.
    fn refundable(
        &self,
        account: &SaferpayTerminal,
        body: &Value,
    ) -> Result<&Transaction, Refusal> {
        let at = |name: &str| text_at(body, &format!("/CaptureReference/{name}"));
        let id = match (at("CaptureId"), at("TransactionId"), at("OrderId")) {
            (Some(capture), None, None) => {
                self.captures.get(capture).ok_or_else(not_found)?.as_str()
            }
            (None, Some(id), None) => id,
            (None, None, Some(order)) => self
                .by_order
                .get(order)
                .and_then(|ids| ids.last())
                .ok_or_else(not_found)?
                .as_str(),
            _ => {
                return Err(invalid(vec![
                    "CaptureReference: exactly one reference is needed".into(),
                ]));
            }
        };
        self.transactions
            .get(id)
            .filter(|one| one.customer == account.customer)
            .ok_or_else(not_found)
    }

    pub(crate) fn refund(
        &mut self,
        world: &mut World,
        account: &SaferpayTerminal,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let payment = self.refundable(account, body)?;
        let Status::Captured {
            amount_minor: captured,
            ..
        } = payment.status
        else {
            return Err(wrong_state());
        };
        if payment.kind != Kind::Payment {
            return Err(wrong_state());
        }
        if text_at(body, "/Refund/Amount/CurrencyCode") != Some(payment.currency.as_str()) {
            return Err(currency_invalid());
        }
        let amount = body
            .pointer("/Refund/Amount")
            .and_then(|amount| amount_minor(amount, world.config.strict_amount_type))
            .ok_or_else(amount_invalid)?;
        let restricted = body
            .pointer("/Refund/RestrictRefundAmountToCapturedAmount")
            .and_then(Value::as_bool);
        if restricted == Some(true) && self.refunded(&payment.id).saturating_add(amount) > captured
        {
            return Err(amount_invalid());
        }
        let refund = Transaction {
            id: world.random.text(MIXED, 28),
            kind: Kind::Refund {
                of: payment.id.clone(),
            },
            customer: payment.customer.clone(),
            terminal: payment.terminal.clone(),
            order_id: text_at(body, "/Refund/OrderId").map(str::to_owned),
            amount_minor: amount,
            currency: payment.currency.clone(),
            means: payment.means,
            pre_authorized: false,
            approval: world.random.text(DIGITS, 6),
            created_ms: world.now(),
            status: Status::Authorized,
        };
        let answer = containers(&refund);
        self.keep(refund);
        Ok(answer)
    }

    /// All refunds of a payment that are not cancelled, captured or not.
    fn refunded(&self, payment: &str) -> i64 {
        self.transactions
            .values()
            .filter(|one| matches!(&one.kind, Kind::Refund { of } if of == payment))
            .filter(|one| one.status != Status::Canceled)
            .map(|one| one.amount_minor)
            .sum()
    }
}

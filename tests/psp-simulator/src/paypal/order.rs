//! `POST /v2/checkout/orders`, and how long an order lives.

use serde_json::Value;

use crate::clock::{HOUR, UnixMs};
use crate::money::{paypal_decimals, read_decimal};
use crate::paypal::check::{Call, amount};
use crate::paypal::idempotency::Made;
use crate::paypal::refusal::{Refusal, cannot_take};
use crate::paypal::state::{Amount, Funding, Intent, Labels, Order, OrderStatus, PayPal};
use crate::random::{ACCOUNT, UPPER};
use crate::schema::text_at;
use crate::world::World;

/// How long the payer has to approve, and then the merchant to capture.
pub(crate) const ORDER_MS: i64 = 3 * HOUR;

const UNIT: &str = "/purchase_units/0";

impl Order {
    /// An order that nobody completed in time is answered as if it never was.
    pub(crate) fn is_forgotten(&self, now: UnixMs) -> bool {
        self.status != OrderStatus::Completed && now >= self.expires_ms
    }
}

impl PayPal {
    pub(crate) fn create_order(&mut self, world: &mut World, call: &Call) -> Result<Made, Refusal> {
        let amount = amount(&call.body, "/purchase_units/0/amount")?;
        check_breakdown(&call.body, &amount)?;
        let unit = |name: &str| call.text(&format!("{UNIT}/{name}"));
        let context = |name: &str| {
            call.text(&format!("/payment_source/paypal/experience_context/{name}"))
                .or_else(|| call.text(&format!("/application_context/{name}")))
        };
        let with_source = call.body.get("payment_source").is_some();
        let now = world.now();
        let id = world.random.text(UPPER, 17);
        let order = Order {
            id: id.clone(),
            client: call.client.clone(),
            intent: match call.text("/intent").as_deref() {
                Some("AUTHORIZE") => Intent::Authorize,
                _ => Intent::Capture,
            },
            status: if with_source {
                OrderStatus::PayerActionRequired
            } else {
                OrderStatus::Created
            },
            amount,
            reference_id: unit("reference_id").unwrap_or_else(|| "default".into()),
            labels: Labels {
                custom_id: unit("custom_id"),
                invoice_id: unit("invoice_id"),
            },
            description: unit("description"),
            brand: context("brand_name"),
            return_url: context("return_url"),
            cancel_url: context("cancel_url"),
            with_source,
            funding: Funding::Pays,
            immediate: context("payment_method_preference").as_deref()
                == Some("IMMEDIATE_PAYMENT_REQUIRED"),
            payer_id: world.random.text(ACCOUNT, 13),
            created_ms: now,
            updated_ms: now,
            expires_ms: now.saturating_add(ORDER_MS),
            captures: Vec::new(),
            authorizations: Vec::new(),
        };
        self.orders.insert(id.clone(), order);
        Ok(Made::Order(id))
    }
}

/// The parts must add up to the whole, in one currency, and the items to their part.
fn check_breakdown(body: &Value, whole: &Amount) -> Result<(), Refusal> {
    let part = |pointer: &str| part_minor(body, pointer, &whole.currency);
    let breakdown = format!("{UNIT}/amount/breakdown");
    let items = body
        .pointer(&format!("{UNIT}/items"))
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let item_total = part(&format!("{breakdown}/item_total"))?;
    if items > 0 {
        let Some(total) = item_total else {
            return Err(cannot_take("ITEM_TOTAL_REQUIRED", &breakdown, ""));
        };
        let mut sum = 0_i64;
        for at in 0..items {
            let each = part(&format!("{UNIT}/items/{at}/unit_amount"))?.unwrap_or(0);
            let quantity = text_at(body, &format!("{UNIT}/items/{at}/quantity"));
            let quantity: i64 = quantity.and_then(|text| text.parse().ok()).unwrap_or(0);
            sum = sum.saturating_add(each.saturating_mul(quantity));
        }
        if sum != total {
            return Err(cannot_take(
                "ITEM_TOTAL_MISMATCH",
                &format!("{breakdown}/item_total"),
                "",
            ));
        }
    }
    if body.pointer(&breakdown).is_none() {
        return Ok(());
    }
    let mut sum = item_total.unwrap_or(0);
    for name in ["shipping", "handling", "tax_total", "insurance"] {
        sum = sum.saturating_add(part(&format!("{breakdown}/{name}"))?.unwrap_or(0));
    }
    for name in ["shipping_discount", "discount"] {
        sum = sum.saturating_sub(part(&format!("{breakdown}/{name}"))?.unwrap_or(0));
    }
    if sum == whole.minor {
        Ok(())
    } else {
        Err(cannot_take(
            "AMOUNT_MISMATCH",
            &format!("{UNIT}/amount/value"),
            "",
        ))
    }
}

fn part_minor(body: &Value, pointer: &str, currency: &str) -> Result<Option<i64>, Refusal> {
    let Some(part) = body.pointer(pointer) else {
        return Ok(None);
    };
    let value = text_at(part, "/value").unwrap_or_default();
    if text_at(part, "/currency_code") != Some(currency) {
        return Err(cannot_take("MULTI_CURRENCY_ORDER", pointer, value));
    }
    let decimals = paypal_decimals(currency).unwrap_or(2);
    read_decimal(value, currency, decimals)
        .map(Some)
        .map_err(|_| cannot_take("DECIMAL_PRECISION", &format!("{pointer}/value"), value))
}

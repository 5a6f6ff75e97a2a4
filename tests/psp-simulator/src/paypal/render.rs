//! Resources as JSON: whole, or `id`, `status` and `links`.

use serde_json::{Map, Value, json};

use crate::clock::utc;
use crate::money::write_decimal;
use crate::paypal::idempotency::Made;
use crate::paypal::state::{
    Amount, Authorization, AuthorizationStatus, Capture, CaptureStatus, Intent, Labels, Order,
    OrderStatus, PayPal, Refund,
};

impl PayPal {
    /// A resource as it is now.
    pub(crate) fn render(&self, made: &Made, full: bool, origin: &str) -> Value {
        let whole = match made {
            Made::Order(id) => self.orders.get(id).map(|one| self.order(one, origin)),
            Made::Capture(id) => self.captures.get(id).map(|one| capture(one, origin)),
            Made::Authorization(id) | Made::Void(id) => self
                .authorizations
                .get(id)
                .map(|one| authorization(one, origin)),
            Made::Refund(id) => self
                .refunds
                .get(id)
                .map(|one| self.refund_body(one, origin)),
            Made::Dispute(id) => self
                .disputes
                .get(id)
                .map(|one| self.dispute_body(one, origin)),
        };
        let whole = whole.unwrap_or_default();
        if full {
            return whole;
        }
        let kept = ["id", "status", "links"];
        let minimal: Map<String, Value> = kept
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), whole.get(*name)?.clone())))
            .collect();
        Value::Object(minimal)
    }

    fn order(&self, one: &Order, origin: &str) -> Value {
        let mut unit = json!({
            "reference_id": one.reference_id, "amount": money(&one.amount),
            "payee": { "email_address": "merchant@example.com", "merchant_id": "SM2ULATED2345" },
        });
        put_labels(&mut unit, &one.labels);
        put(
            &mut unit,
            "description",
            one.description.as_deref().map(Value::from),
        );
        let captures: Vec<Value> = one
            .captures
            .iter()
            .filter_map(|id| Some(capture(self.captures.get(id)?, origin)))
            .collect();
        let authorizations: Vec<Value> = one
            .authorizations
            .iter()
            .filter_map(|id| Some(authorization(self.authorizations.get(id)?, origin)))
            .collect();
        let mut payments = json!({});
        put(
            &mut payments,
            "captures",
            (!captures.is_empty()).then(|| captures.into()),
        );
        put(
            &mut payments,
            "authorizations",
            (!authorizations.is_empty()).then(|| authorizations.into()),
        );
        let paid = payments.as_object().is_some_and(|map| !map.is_empty());
        put(&mut unit, "payments", paid.then_some(payments));
        let mut body = json!({
            "id": one.id,
            "intent": match one.intent { Intent::Capture => "CAPTURE", Intent::Authorize => "AUTHORIZE" },
            "status": status(one), "create_time": utc(one.created_ms), "update_time": utc(one.updated_ms),
            "purchase_units": [unit], "links": order_links(one, origin),
        });
        if matches!(one.status, OrderStatus::Approved | OrderStatus::Completed) {
            let name = json!({ "given_name": "Simulated", "surname": "Payer" });
            let source = json!({
                "email_address": "payer@example.com", "account_id": one.payer_id, "account_status": "VERIFIED",
                "name": name,
            });
            put(
                &mut body,
                "payment_source",
                Some(json!({ "paypal": source })),
            );
            let payer = json!({
                "email_address": "payer@example.com", "payer_id": one.payer_id, "name": name,
                "address": { "country_code": "CH" },
            });
            put(&mut body, "payer", Some(payer));
        }
        body
    }

    fn refund_body(&self, one: &Refund, origin: &str) -> Value {
        let mut body = json!({
            "id": one.id, "status": "COMPLETED", "amount": money(&one.amount),
            "seller_payable_breakdown": {
                "gross_amount": money(&one.amount), "net_amount": money(&one.amount),
                "paypal_fee": money(&Amount { minor: 0, currency: one.amount.currency.clone() }),
                "total_refunded_amount":
                    money(&Amount { minor: one.total_refunded_minor, currency: one.amount.currency.clone() }),
            },
            "create_time": utc(one.created_ms), "update_time": utc(one.created_ms),
            "links": [
                link(origin, &format!("v2/payments/refunds/{}", one.id), "self", "GET"),
                link(origin, &format!("v2/payments/captures/{}", one.capture), "up", "GET"),
            ],
        });
        put_labels(&mut body, &one.labels);
        put(
            &mut body,
            "note_to_payer",
            one.note.as_deref().map(Value::from),
        );
        let order = self
            .captures
            .get(&one.capture)
            .map(|capture| capture.order.as_str());
        put(
            &mut body,
            "supplementary_data",
            order.map(
                |order| json!({ "related_ids": { "order_id": order, "capture_id": one.capture } }),
            ),
        );
        body
    }
}

fn status(one: &Order) -> &'static str {
    match one.status {
        OrderStatus::Created => "CREATED",
        OrderStatus::PayerActionRequired => "PAYER_ACTION_REQUIRED",
        OrderStatus::Approved => "APPROVED",
        OrderStatus::Completed => "COMPLETED",
    }
}

fn order_links(one: &Order, origin: &str) -> Vec<Value> {
    let own = format!("v2/checkout/orders/{}", one.id);
    let approve = format!("checkoutnow?token={}", one.id);
    let action = match one.intent {
        Intent::Capture => "capture",
        Intent::Authorize => "authorize",
    };
    let mut links = vec![link(origin, &own, "self", "GET")];
    match one.status {
        OrderStatus::Completed => {}
        _ if one.with_source => links.push(link(origin, &approve, "payer-action", "GET")),
        _ => {
            links.push(link(origin, &approve, "approve", "GET"));
            links.push(link(origin, &own, "update", "PATCH"));
        }
    }
    let acts = one.status == OrderStatus::Approved
        || (one.status == OrderStatus::Created && !one.with_source);
    if acts {
        links.push(link(origin, &format!("{own}/{action}"), action, "POST"));
    }
    links
}

fn capture(one: &Capture, origin: &str) -> Value {
    let (status, reason) = match one.status {
        CaptureStatus::Pending { .. } => ("PENDING", Some("ECHECK")),
        CaptureStatus::Declined => ("DECLINED", Some("ECHECK")),
        CaptureStatus::Reversed => ("REFUNDED", Some("CHARGEBACK")),
        CaptureStatus::Completed if one.refunded_minor >= one.amount.minor => ("REFUNDED", None),
        CaptureStatus::Completed if one.refunded_minor > 0 => ("PARTIALLY_REFUNDED", None),
        CaptureStatus::Completed => ("COMPLETED", None),
    };
    let own = format!("v2/payments/captures/{}", one.id);
    let up = match &one.authorization {
        Some(id) => format!("v2/payments/authorizations/{id}"),
        None => format!("v2/checkout/orders/{}", one.order),
    };
    let mut related = json!({ "order_id": one.order });
    put(
        &mut related,
        "authorization_id",
        one.authorization.as_deref().map(Value::from),
    );
    let mut body = json!({
        "id": one.id, "status": status, "amount": money(&one.amount), "final_capture": one.is_final,
        "seller_protection": {
            "status": "ELIGIBLE", "dispute_categories": ["ITEM_NOT_RECEIVED", "UNAUTHORIZED_TRANSACTION"],
        },
        "supplementary_data": { "related_ids": related },
        "create_time": utc(one.created_ms), "update_time": utc(one.updated_ms),
        "links": [
            link(origin, &own, "self", "GET"), link(origin, &format!("{own}/refund"), "refund", "POST"),
            link(origin, &up, "up", "GET"),
        ],
    });
    put_labels(&mut body, &one.labels);
    put(
        &mut body,
        "status_details",
        reason.map(|reason| json!({ "reason": reason })),
    );
    // Nothing is received as long as it is pending, so there is nothing to break down.
    if one.status == CaptureStatus::Completed {
        let fee = fee_minor(one.amount.minor);
        let part = |minor| {
            money(&Amount {
                minor,
                currency: one.amount.currency.clone(),
            })
        };
        let breakdown = json!({
            "gross_amount": money(&one.amount), "paypal_fee": part(fee),
            "net_amount": part(one.amount.minor.saturating_sub(fee)),
        });
        put(&mut body, "seller_receivable_breakdown", Some(breakdown));
    }
    body
}

fn authorization(one: &Authorization, origin: &str) -> Value {
    let own = format!("v2/payments/authorizations/{}", one.id);
    let mut body = json!({
        "id": one.id,
        "status": match one.status {
            AuthorizationStatus::Created => "CREATED",
            AuthorizationStatus::PartiallyCaptured => "PARTIALLY_CAPTURED",
            AuthorizationStatus::Captured => "CAPTURED",
            AuthorizationStatus::Voided => "VOIDED",
        },
        "amount": money(&one.amount), "expiration_time": utc(one.expires_ms),
        "seller_protection": { "status": "ELIGIBLE" },
        "supplementary_data": { "related_ids": { "order_id": one.order } },
        "create_time": utc(one.created_ms), "update_time": utc(one.updated_ms),
        "links": [
            link(origin, &own, "self", "GET"), link(origin, &format!("{own}/capture"), "capture", "POST"),
            link(origin, &format!("{own}/void"), "void", "POST"),
            link(origin, &format!("{own}/reauthorize"), "reauthorize", "POST"),
            link(origin, &format!("v2/checkout/orders/{}", one.order), "up", "GET"),
        ],
    });
    put_labels(&mut body, &one.labels);
    body
}

/// 3.4 percent and 35 minor units, at most everything.
fn fee_minor(gross: i64) -> i64 {
    gross
        .saturating_mul(34)
        .saturating_div(1000)
        .saturating_add(35)
        .min(gross)
}

pub(crate) fn money(amount: &Amount) -> Value {
    json!({ "currency_code": amount.currency, "value": write_decimal(amount.minor, &amount.currency) })
}

pub(crate) fn link(origin: &str, path: &str, rel: &str, method: &str) -> Value {
    json!({ "href": format!("{origin}/paypal/{path}"), "rel": rel, "method": method })
}

fn put_labels(body: &mut Value, labels: &Labels) {
    put(
        body,
        "custom_id",
        labels.custom_id.as_deref().map(Value::from),
    );
    put(
        body,
        "invoice_id",
        labels.invoice_id.as_deref().map(Value::from),
    );
}

pub(crate) fn put(body: &mut Value, name: &str, value: Option<Value>) {
    if let (Some(map), Some(value)) = (body.as_object_mut(), value) {
        map.insert(name.to_owned(), value);
    }
}

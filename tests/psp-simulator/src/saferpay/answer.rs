//! The answer containers that several operations share.

use http::StatusCode;
use serde_json::{Value, json};

use crate::clock::swiss;
use crate::http::Reply;
use crate::saferpay::check::Echo;
use crate::saferpay::state::{Kind, Means, Session, Status, ThreeDs, Transaction};

/// A 200 with its response header.
pub(crate) fn success(echo: &Echo, mut body: Value) -> Reply {
    if let Some(map) = body.as_object_mut() {
        map.insert("ResponseHeader".into(), echo.header());
    }
    Reply::json(StatusCode::OK, &body)
}

/// Transaction, payment means, payer and, for cards, liability.
pub(crate) fn containers(one: &Transaction) -> Value {
    let mut body = json!({ "Transaction": transaction(one), "PaymentMeans": means(one.means) });
    if let (Kind::Payment, Some(map)) = (&one.kind, body.as_object_mut()) {
        map.insert(
            "Payer".into(),
            json!({ "IpAddress": "192.0.2.10", "IpLocation": "CH" }),
        );
        // TWINT knows no 3-D Secure, so its answers carry no liability.
        if let Means::Visa(shown) = one.means {
            map.insert("Liability".into(), liability(&one.id, shown));
        }
    }
    body
}

fn liability(id: &str, shown: ThreeDs) -> Value {
    let shift = shown != ThreeDs::NotShown;
    json!({
        "LiabilityShift": shift,
        "LiableEntity": if shift { "THREEDS" } else { "MERCHANT" },
        "InPsd2Scope": "YES",
        "ThreeDs": {
            "Authenticated": shown == ThreeDs::Challenged, "Xid": id, "Version": "2",
            "AuthenticationType": match shown {
                ThreeDs::Challenged => "STRONG_CUSTOMER_AUTHENTICATION",
                ThreeDs::Attempted => "ATTEMPT",
                ThreeDs::NotShown => "NONE",
            },
        },
    })
}

/// What is known of a bank transfer that is under way.
pub(crate) fn pending(session: &Session, id: &str) -> Value {
    let mut body = json!({
        "Transaction": {
            "Type": "PAYMENT", "Status": "PENDING", "Id": id, "Date": swiss(session.created_ms),
            "Amount": {
                "Value": session.amount_minor.to_string(), "CurrencyCode": session.currency,
            },
            "AcquirerName": "Bank transfer", "AcquirerReference": "0000000000",
            "SixTransactionReference": format!("0:0:3:{id}"), "ApprovalCode": "000000",
        },
        "PaymentMeans": means(Means::AccountToAccount),
    });
    if let (Some(order), Some(map)) = (
        &session.order_id,
        body.pointer_mut("/Transaction")
            .and_then(Value::as_object_mut),
    ) {
        map.insert("OrderId".into(), json!(order));
    }
    body
}

fn transaction(one: &Transaction) -> Value {
    let acquirer = match one.means {
        Means::Visa(_) => "VISA Saferpay Test",
        Means::Twint => "TWINT Acquirer Test",
        Means::AccountToAccount => "Bank transfer",
    };
    let mut body = json!({
        "Type": match one.kind { Kind::Payment => "PAYMENT", Kind::Refund { .. } => "REFUND" },
        "Status": match one.status {
            Status::Authorized => "AUTHORIZED",
            Status::Captured { .. } => "CAPTURED",
            Status::Canceled => "CANCELED",
        },
        "Id": one.id,
        "Date": swiss(one.created_ms),
        "Amount": { "Value": one.amount_minor.to_string(), "CurrencyCode": one.currency },
        "AcquirerName": acquirer,
        "AcquirerReference": format!("000000{}", one.approval),
        "SixTransactionReference": format!("0:0:3:{}", one.id),
        "ApprovalCode": one.approval,
    });
    if let Some(map) = body.as_object_mut() {
        if let Some(order) = &one.order_id {
            map.insert("OrderId".into(), json!(order));
        }
        if let Status::Captured { capture_id, .. } = &one.status {
            map.insert("CaptureId".into(), json!(capture_id));
        }
    }
    body
}

fn means(means: Means) -> Value {
    match means {
        Means::AccountToAccount => json!({
            "Brand": { "PaymentMethod": "ACCOUNTTOACCOUNT", "Name": "Account-to-account" },
            "DisplayText": "Bank account",
        }),
        Means::Visa(_) => json!({
            "Brand": { "PaymentMethod": "VISA", "Name": "VISA" },
            "DisplayText": "xxxx xxxx xxxx 0001",
            "Card": {
                "MaskedNumber": "90100031xxxx0001", "ExpYear": 2029, "ExpMonth": 12, "CountryCode": "CH",
            },
        }),
        Means::Twint => json!({
            "Brand": { "PaymentMethod": "TWINT", "Name": "TWINT" },
            "DisplayText": "TWINT",
        }),
    }
}

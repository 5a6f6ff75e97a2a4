//! What PayPal says of a checkout session.

use obole_shared::ids::Secret;
use obole_shared::payment::Payment;

use super::wire::PREFIX;
use crate::providers::nvp::{Fields, name};

/// How far a session got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Checkout {
    /// The payer has not approved.
    Open,
    /// The payer approved; PayPal's name for the payer is needed to complete it.
    Approved(Secret),
    /// A completion is at work.
    InProgress,
    /// Completed; the transaction, where it is told.
    Paid(Option<String>),
}

/// Reads the answer to `GetExpressCheckoutDetails`.
pub(super) fn read(payment: &Payment, token: &str, fields: &Fields) -> Result<Checkout, String> {
    if fields.get("TOKEN") != Some(token) {
        return Err("another session".to_owned());
    }
    let either = |field: &str| {
        let prefixed = fields.get(&format!("{PREFIX}{field}"));
        prefixed.or_else(|| fields.get(field))
    };
    let is_other = |field: &str, ours: &str| either(field).is_some_and(|told| told != ours);
    if is_other("CUSTOM", payment.opened.id.as_str())
        || is_other("INVNUM", &payment.opened.reference)
    {
        return Err("the session is another payment's".to_owned());
    }
    let transaction = either("TRANSACTIONID").and_then(|id| name(id).ok());
    let payer = fields.get("PAYERID").and_then(|id| name(id).ok());
    match (fields.get("CHECKOUTSTATUS"), transaction) {
        (Some("PaymentActionCompleted" | "PaymentCompleted"), id) => {
            Ok(Checkout::Paid(id.map(str::to_owned)))
        }
        // Money outranks a status.
        (_, Some(id)) => Ok(Checkout::Paid(Some(id.to_owned()))),
        (Some("PaymentActionInProgress"), None) => Ok(Checkout::InProgress),
        // After a failure the payer may be back with other means; only trying tells.
        (None | Some("PaymentActionNotInitiated" | "PaymentActionFailed"), None) => Ok(payer
            .map_or(Checkout::Open, |payer| {
                Checkout::Approved(Secret::new(payer))
            })),
        (Some(other), None) => Err(format!(
            "checkout status {}",
            crate::providers::answer::code(other)
        )),
    }
}

//! The requests of a checkout, as the NVP API guide wants them.

use obole_shared::ids::Secret;
use obole_shared::payment::{Call, Payment};
use obole_shared::terminal::AuthorizationType;

use crate::providers::nvp::{Failure, Fields, locale, message_id, name, push};
use crate::providers::{Addresses, cannot};

/// Everything about the one payment of a checkout begins with this.
pub(super) const PREFIX: &str = "PAYMENTREQUEST_0_";

/// The session's name, for a request.
pub(super) fn token(payment: &Payment) -> Result<&str, Failure> {
    let session = payment.session.as_ref();
    let session = session.ok_or_else(|| Failure::NotSent(cannot("no_session")))?;
    name(&session.handle).map_err(Failure::NotSent)
}

/// `SetExpressCheckout`: opens a session.
pub(super) fn set(addresses: &Addresses, payment: &Payment) -> Result<Fields, Failure> {
    let opened = &payment.opened;
    let limits = &payment.capabilities().text;
    let email = opened
        .email
        .as_deref()
        .filter(|email| email.chars().count() <= usize::from(limits.email));
    let mut fields = Fields::new()
        .with("RETURNURL", addresses.return_url(payment, "success"))
        .with("CANCELURL", addresses.return_url(payment, "cancel"))
        .with("NOSHIPPING", "1")
        .with("ALLOWNOTE", "0")
        // The donor needs no PayPal account.
        .with("SOLUTIONTYPE", "Sole")
        .with_some("LOCALECODE", locale(&opened.lang))
        .with_some("EMAIL", email);
    let action = match opened.authorization {
        AuthorizationType::CaptureAtOnce => "Sale",
        AuthorizationType::AuthorizeOnly | AuthorizationType::PreAuthorize => "Authorization",
    };
    fields.extend(details(addresses, payment, action)?);
    Ok(fields)
}

/// `DoExpressCheckoutPayment`: takes or reserves the money of an approved session.
pub(super) fn complete(
    addresses: &Addresses,
    payment: &Payment,
    call: Call,
    payer: &Secret,
) -> Result<Fields, Failure> {
    let action = match call {
        Call::Authorize => "Authorization",
        _ => "Sale",
    };
    let mut fields = Fields::new()
        .with("TOKEN", token(payment)?)
        .with("PAYERID", payer.expose())
        .with("MSGSUBID", message_id(payment, call));
    fields.extend(details(addresses, payment, action)?);
    Ok(fields)
}

/// What both calls say of the payment: only what the second repeats is recorded.
fn details(addresses: &Addresses, payment: &Payment, action: &str) -> Result<Fields, Failure> {
    let opened = &payment.opened;
    let mut fields = Fields::new().with(format!("{PREFIX}PAYMENTACTION"), action);
    push(&mut fields, PREFIX, opened.amount)?;
    Ok(fields
        .with_some(&format!("{PREFIX}DESC"), payment.description())
        .with(format!("{PREFIX}INVNUM"), &opened.reference)
        .with(format!("{PREFIX}CUSTOM"), opened.id.as_str())
        .with(format!("{PREFIX}NOTIFYURL"), addresses.notify_url(payment)))
}

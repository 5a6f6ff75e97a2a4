//! `GET /v1/payments/{id}`: the payment as its donor may see it.

use obole_shared::api::PaymentView;
use obole_shared::ids::PaymentId;
use obole_shared::payment::{Receipt, Status};
use obole_shared::problem::Code;
use obole_shared::texts::Lang;
use serde_json::{Value, json};
use worker::{Request, Response};

use super::{Context, hosted, id, json as answer, lang_of, query};
use crate::error::Error;
use crate::keys::same_secret;
use crate::object::{Ask, Snapshot};
use crate::timestamp::timestamp;

pub(super) async fn show(request: Request, context: Context) -> Result<Response, Error> {
    let snapshot = load(&request, &context).await?;
    let lang = lang_of(&request);
    let mut body = json!({ "payment": view(&snapshot, lang) });
    // For the page that the donor comes back to: the same in markup, ready to be put there.
    if let (Some(form), Some(members)) = (query(&request, "form"), body.as_object_mut()) {
        let updates = form != "last" && may_change(&snapshot);
        let html = hosted::result_in_place(&context.data, &snapshot, lang, updates);
        members.insert("result".to_owned(), html.into());
    }
    answer(&body)
}

/// Whether a look some seconds later may tell something else.
fn may_change(snapshot: &Snapshot) -> bool {
    let status = snapshot.view.status;
    matches!(
        status,
        Status::Created | Status::Pending | Status::Authorized
    )
}

/// The payment of the path, if the secret of the query is its own.
pub(super) async fn load(request: &Request, context: &Context) -> Result<Snapshot, Error> {
    let payment: PaymentId = id(context, "payment", Code::PaymentUnknown)?;
    let given = query(request, "secret").unwrap_or_default();
    // Derived, not loaded: guessing wakes no payment.
    let secret = context.data.keys.payment_secret(&payment);
    if !same_secret(&given, secret.expose()) {
        return Err(Code::PaymentUnknown.into());
    }
    Ask::Read { journal: false }
        .send(&context.env, &payment)
        .await
}

/// What the provider told the donor who came back: labels in the donor's language, and values.
pub(super) fn receipt(view: &PaymentView, lang: Lang) -> Vec<(&'static str, String)> {
    let parts = view.receipt.iter().flat_map(Receipt::parts);
    parts
        .map(|(part, value)| (lang.receipt(part), value))
        .collect()
}

/// The donor's view with its sentences.
pub(super) fn view(snapshot: &Snapshot, lang: Lang) -> Value {
    let view = &snapshot.view;
    json!({
        "id": view.id,
        "status": view.status,
        "status_text": lang.status(view.status),
        "why": view.why,
        "sentence": lang.why(view.why),
        "link": view.link,
        "amount": view.amount,
        "captured": view.captured,
        "refunded": view.refunded,
        "terminal": view.terminal,
        "reference": view.reference,
        "test": view.test,
        "redirect_url": view.redirect_url,
        "expires_at": view.expires_at.map(timestamp),
        "created_at": timestamp(view.created_at),
        "updated_at": timestamp(view.updated_at),
        "receipt": receipt(view, lang)
            .into_iter()
            .map(|(label, value)| json!({ "label": label, "value": value }))
            .collect::<Vec<_>>(),
    })
}

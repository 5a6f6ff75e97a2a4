//! The donor's way back: from the provider to the page the gift began on, or to our own.

use obole_shared::ids::PaymentId;
use obole_shared::payment::{Hint, Source, Status};
use obole_shared::problem::Code;
use obole_shared::texts::Lang;
use obole_shared::time::Millis;
use worker::{Request, Response};

use super::{Context, hosted, id, payments, query, see_other};
use crate::config::Config;
use crate::error::Error;
use crate::object::{Ask, Snapshot, now};

/// How long a result page that may still change reloads itself.
const REFRESH_FOR: Millis = Millis::minutes(10);

/// How long a browser that comes back is taken for the donor's. The address holds nothing secret,
/// and a reference in old papers must not open a receipt.
const RETURN_FOR: Millis = Millis::days(2);

/// `GET /return/{payment}/{outcome}`: asks what came of it, then sends the donor on. The outcome
/// in the address decides nothing about the money.
pub(super) async fn come_back(request: Request, context: Context) -> Result<Response, Error> {
    let payment: PaymentId = id(&context, "payment", Code::PaymentUnknown)?;
    let outcome = context
        .param("outcome")
        .map(String::as_str)
        .unwrap_or_default();
    let hint = Hint {
        source: Source::Return,
        transaction: query(&request, "tx").filter(|name| is_transaction(name)),
    };
    let snapshot = Ask::Hint(hint).send(&context.env, &payment).await?;
    let gave_up = outcome == "cancel";
    match &snapshot.view.redirect_url {
        // The means was declined: the same session takes another one.
        Some(url) if snapshot.choose_again && !gave_up => see_other(url),
        _ if now() - snapshot.view.created_at > RETURN_FOR => {
            see_other(&without_secret(&context.data.config, &snapshot))
        }
        _ => see_other(&destination(&context.data.config, &snapshot)),
    }
}

/// What a provider may call a transaction: anything else in an address is no hint.
fn is_transaction(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Where the donor goes in the end: the page the gift began on, which learns from the fragment
/// what to show, or our result page.
pub(super) fn destination(config: &Config, snapshot: &Snapshot) -> String {
    let (payment, secret) = (&snapshot.view.id, snapshot.secret.expose());
    if let Some(url) = &snapshot.return_to {
        let page = url.split('#').next().unwrap_or_default();
        format!("{page}#obole={payment}.{secret}")
    } else {
        let origin = &config.addresses.public_origin;
        format!("{origin}/result/{payment}?secret={secret}")
    }
}

/// The same page, without what lets it show the payment.
fn without_secret(config: &Config, snapshot: &Snapshot) -> String {
    let page = snapshot.return_to.as_ref().and_then(|url| {
        let page = url.split('#').next()?;
        Some(page.to_owned())
    });
    page.unwrap_or_else(|| {
        let origin = &config.addresses.public_origin;
        format!("{origin}/pay/{}", snapshot.view.link)
    })
}

/// `GET /result/{payment}?secret=`: how the payment stands, for the donor.
pub(super) async fn result(request: Request, context: Context) -> Result<Response, Error> {
    let snapshot = payments::load(&request, &context).await?;
    let asked = query(&request, "lang").and_then(|tag| Lang::from_tag(&tag));
    let lang = asked
        .or_else(|| Lang::from_tag(&snapshot.view.lang))
        .unwrap_or(Lang::En);
    let status = snapshot.view.status;
    let fresh = now() - snapshot.view.updated_at < REFRESH_FOR;
    let may_change = matches!(status, Status::Pending | Status::Authorized);
    let refresh_seconds = (fresh && may_change).then_some(4);
    hosted::result_of(&snapshot, lang, refresh_seconds)
}

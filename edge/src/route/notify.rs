//! Notices from providers. Each is only a hint: it wakes the payment, which asks.

use obole_shared::ids::{PaymentId, TerminalId};
use obole_shared::payment::Source;
use obole_shared::problem::Code;
use obole_shared::terminal::Mode;
use std::rc::Rc;
use worker::{Request, Response};

use super::{Context, body, id};
use crate::error::Error;
use crate::keys::same_secret;
use crate::object::{Ask, WorkerHttp, certificate_cache, now};
use crate::providers::Credentials;
use crate::providers::paypal::webhook::{self, Event};
use crate::settings::Accounts;

/// `ANY /notify/{terminal}/{payment}/{token}`: news of one payment.
pub(super) async fn one(_: Request, context: Context) -> Result<Response, Error> {
    let terminal: TerminalId = id(&context, "terminal", Code::NotFound)?;
    let payment: PaymentId = id(&context, "payment", Code::NotFound)?;
    let token = context
        .param("token")
        .map(String::as_str)
        .unwrap_or_default();
    // Derived, not loaded: a forged notice wakes no payment.
    if !same_secret(token, context.data.keys.notify_token(&payment).expose()) {
        worker::console_warn!("notice refused: wrong token, terminal {terminal}");
        return Err(Code::NotFound.into());
    }
    let snapshot = Ask::Hint(Source::Notify.into())
        .send(&context.env, &payment)
        .await?;
    worker::console_log!(
        "notice taken: payment {payment} is {}",
        snapshot.view.status.as_str()
    );
    Ok(Response::ok("ok")?)
}

/// `POST /notify/{terminal}`: a signed message for the whole account.
pub(super) async fn account(mut request: Request, context: Context) -> Result<Response, Error> {
    let terminal: TerminalId = id(&context, "terminal", Code::NotFound)?;
    let config = &context.data.config;
    let accounts = Accounts::new(Rc::clone(config), context.env.d1("DB")?);
    let known = accounts.of_both_modes(&terminal).await;
    let ids = webhook_ids(known.map_err(Error::internal)?);
    if ids.is_empty() {
        return Err(Code::NotFound.into());
    }
    let raw = body::read(&mut request).await?;
    let headers = http::HeaderMap::from(request.headers());
    let (certificates, hosts) = (certificate_cache(), config.certificate_hosts());
    let mut received = None;
    for (webhook_id, modes) in &ids {
        let event = webhook::receive(
            &WorkerHttp,
            &certificates,
            &hosts,
            &headers,
            &raw,
            webhook_id,
            now(),
        );
        match event.await {
            Ok(event) => {
                received = Some((event, modes));
                break;
            }
            // An error makes the provider send it again.
            Err(error) if error.is_temporary() => return Err(Error::internal(error)),
            Err(error) => {
                worker::console_warn!("webhook refused: {error}, terminal {terminal}");
            }
        }
    }
    let Some((event, modes)) = received else {
        return Ok(Response::ok("refused")?.with_status(400));
    };
    let Event {
        id, kind, payment, ..
    } = event;
    let Some(payment) = payment else {
        worker::console_log!("webhook {id} ({kind}) names no payment of ours");
        return Ok(Response::ok("ignored")?);
    };
    // A test message moves no live payment, nor the other way round.
    let stands = Ask::Read { journal: false }
        .send(&context.env, &payment)
        .await;
    if let Ok(snapshot) = &stands
        && !modes.contains(&snapshot.mode())
    {
        worker::console_warn!(
            "webhook {id} ({kind}) refused: payment {payment} is of another mode"
        );
        return Ok(Response::ok("refused")?.with_status(400));
    }
    match Ask::Hint(Source::Webhook.into())
        .send(&context.env, &payment)
        .await
    {
        Ok(snapshot) => {
            let status = snapshot.view.status.as_str();
            worker::console_log!("webhook {id} ({kind}): payment {payment} is {status}");
            Ok(Response::ok("ok")?)
        }
        Err(Error::Problem(_)) => {
            worker::console_log!("webhook {id} ({kind}) names a payment we do not have");
            Ok(Response::ok("ignored")?)
        }
        Err(error) => Err(error),
    }
}

/// The webhooks registered for a terminal, each with the modes it speaks for.
fn webhook_ids(accounts: Vec<(Mode, Credentials)>) -> Vec<(String, Vec<Mode>)> {
    let mut ids: Vec<(String, Vec<Mode>)> = Vec::new();
    for (mode, credentials) in accounts {
        let Credentials::Paypal(credentials) = credentials else {
            continue;
        };
        let id = credentials.webhook_id;
        match ids.iter_mut().find(|(known, _)| *known == id) {
            Some((_, modes)) => modes.push(mode),
            None => ids.push((id, vec![mode])),
        }
    }
    ids
}

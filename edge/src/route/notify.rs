//! Notices from providers. Each is only a hint, or proves that it is more: it is kept first, then
//! checked and handed to its payment.

use obole_shared::ids::{PaymentId, TerminalId};
use obole_shared::payment::Source;
use obole_shared::problem::Code;
use obole_shared::terminal::TerminalKind;
use worker::{Method, Request, Response};

use super::{Context, body, id, query};
use crate::error::Error;
use crate::keys::same_secret;
use crate::notices::ports::{Accounts, Failed};
use crate::notices::{
    Arrived, Channel, NOTICE_BYTES_MAX, NoticeAccounts, NoticeDesk, State, without_card,
};
use crate::object::{Ask, now};

const FORM: &str = "application/x-www-form-urlencoded";

/// What a check of a webhook needs besides its body.
const WEBHOOK_HEADERS: &[&str] = &[
    "paypal-transmission-id",
    "paypal-transmission-time",
    "paypal-transmission-sig",
    "paypal-cert-url",
    "paypal-auth-algo",
];

/// `ANY /notify/{terminal}/{payment}/{token}`: news of one payment.
pub(super) async fn one(mut request: Request, context: Context) -> Result<Response, Error> {
    let terminal: TerminalId = id(&context, "terminal", Code::NotFound)?;
    let payment: PaymentId = id(&context, "payment", Code::NotFound)?;
    let token = context
        .param("token")
        .map(String::as_str)
        .unwrap_or_default();
    // Derived, not loaded: a forged notice wakes no payment.
    let is_ours = same_secret(token, context.data.keys.notify_token(&payment).expose());
    let is_form = request.method() == Method::Post && body::media_type(&request) == FORM;
    if is_form {
        let desk = NoticeDesk::new(&context.env, &context.data.config)?;
        let accounts = accounts(&desk, &terminal).await?;
        let channel = match accounts.kind {
            _ if accounts.takes_ipn() => Some(Channel::Ipn),
            TerminalKind::Payflow if is_ours => Some(Channel::SilentPost),
            _ => None,
        };
        if let Some(channel) = channel {
            let mut arrived = arrived(&mut request, terminal, channel, &[]).await?;
            // Sent to a wrong address, a message of PayPal's can still prove itself.
            arrived.addressed = is_ours.then_some(payment);
            if channel == Channel::SilentPost {
                // Only the address proves it; a message of PayPal's proves itself.
                arrived.is_proven = true;
                arrived.body = without_card(&arrived.body);
            }
            return respond(desk.take(arrived).await?.standing.state);
        }
    }
    if !is_ours {
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

/// `POST /notify/{terminal}`: a message for the whole account.
pub(super) async fn account(mut request: Request, context: Context) -> Result<Response, Error> {
    let terminal: TerminalId = id(&context, "terminal", Code::NotFound)?;
    let desk = NoticeDesk::new(&context.env, &context.data.config)?;
    let accounts = accounts(&desk, &terminal).await?;
    let is_form = body::media_type(&request) == FORM;
    let (channel, headers) = match is_form {
        true if accounts.takes_ipn() => (Channel::Ipn, [].as_slice()),
        false if accounts.takes_webhooks() => (Channel::Webhook, WEBHOOK_HEADERS),
        _ => return Err(Code::NotFound.into()),
    };
    let given = query(&request, "secret");
    let mut arrived = arrived(&mut request, terminal, channel, headers).await?;
    if let (Some(given), true) = (given, accounts.secrets().next().is_some()) {
        let is_right = accounts
            .secrets()
            .any(|secret| same_secret(&given, secret.expose()));
        arrived.is_proven = is_right;
        arrived.refused = (!is_right).then(|| "the secret in the address is wrong".to_owned());
    }
    let state = desk.take(arrived).await?.standing.state;
    if (channel, state) == (Channel::Webhook, State::Refused) {
        return Ok(Response::ok("refused")?.with_status(400));
    }
    respond(state)
}

/// The message is kept: only what could not be checked is worth sending again.
fn respond(state: State) -> Result<Response, Error> {
    match state {
        State::Unverified => Ok(Response::ok("try again later")?.with_status(503)),
        _ => Ok(Response::ok("ok")?),
    }
}

async fn accounts(desk: &NoticeDesk, terminal: &TerminalId) -> Result<NoticeAccounts, Error> {
    match desk.accounts(terminal).await {
        Ok(Some(accounts)) => Ok(accounts),
        Ok(None) => Err(Code::NotFound.into()),
        // The provider sends it again.
        Err(Failed(why)) => Err(Error::Internal(why)),
    }
}

async fn arrived(
    request: &mut Request,
    terminal: TerminalId,
    channel: Channel,
    headers: &[&str],
) -> Result<Arrived, Error> {
    let mut kept = Vec::new();
    for name in headers {
        if let Some(value) = request.headers().get(name)? {
            kept.push(((*name).to_owned(), value));
        }
    }
    let content_type = request.headers().get("content-type")?.unwrap_or_default();
    Ok(Arrived {
        terminal,
        channel,
        addressed: None,
        at: now(),
        content_type,
        headers: kept,
        body: body::read_at_most(request, NOTICE_BYTES_MAX).await?,
        is_proven: false,
        refused: None,
    })
}

//! Notices from providers. Each is only a hint: it wakes the payment, which asks.

use obole_shared::ids::{PaymentId, TerminalId};
use obole_shared::payment::Source;
use obole_shared::problem::Code;
use worker::{Request, Response};

use super::{Context, body, id};
use crate::error::Error;
use crate::keys::same_secret;
use crate::object::Ask;

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
    let snapshot = Ask::Hint(Source::Notify)
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
    let raw = body::read(&mut request).await?;
    let bytes = raw.len();
    Err(Error::Internal(format!("webhook for {terminal} of {bytes} bytes")))
}

//! The post-back: a listener returns a message unchanged, and is told whether it came
//! from here.

use http::{Method, Request, StatusCode};

use crate::classic::ipn::outbox::Outbox;
use crate::http::{Reply, form_value, header};

/// The `cmd`, and its name in faults and counts.
pub(crate) const OPERATION: &str = "_notify-validate";
/// What the message is prefixed with in the body.
const PREFIX: &[u8] = b"cmd=_notify-validate&";

pub(crate) fn handle(outbox: &mut Outbox, request: &Request<Vec<u8>>) -> Reply {
    if request.uri().path() != "/paypal-ipn/cgi-bin/webscr" {
        return Reply::empty(StatusCode::NOT_FOUND);
    }
    if header(request.headers(), "user-agent").is_none_or(str::is_empty) {
        return Reply::html(
            StatusCode::FORBIDDEN,
            "<html><body><h1>403 Forbidden</h1></body></html>".to_owned(),
        );
    }
    let query = request.uri().query().unwrap_or_default();
    let named = form_value(query.as_bytes(), "cmd");
    let message = match named.as_deref() {
        Some(OPERATION) => Some(request.body().as_slice()),
        Some(_) => None,
        None => request.body().strip_prefix(PREFIX),
    };
    let genuine =
        request.method() == Method::POST && message.is_some_and(|message| outbox.verify(message));
    let verdict = if genuine { "VERIFIED" } else { "INVALID" };
    Reply::html(StatusCode::OK, verdict.to_owned())
}

//! What the provider sends us, and what the edge's routes make of it.

use http::Request;
use http::header::CONTENT_TYPE;
use obole_shared::payment::{Command, Source};

use crate::world::World;

/// One request to our address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inbound {
    /// Path and query.
    pub(crate) path: String,
    /// As declared.
    pub(crate) content_type: String,
    /// As it came.
    pub(crate) body: Vec<u8>,
}

impl From<Request<Vec<u8>>> for Inbound {
    fn from(request: Request<Vec<u8>>) -> Self {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).map(str::to_owned);
        let path = request.uri().path_and_query().map(ToString::to_string);
        Self {
            path: path.unwrap_or_default(),
            content_type: kind.unwrap_or_default(),
            body: request.into_body(),
        }
    }
}

/// Takes a notice as the edge does. Signatures of webhooks have tests of their own.
pub(crate) fn deliver(world: &World, notice: &Inbound) {
    let source = if notice.content_type.starts_with("application/json") {
        Source::Webhook
    } else {
        Source::Notify
    };
    // A notice for a payment that does not exist yet changes nothing.
    let _ = world.command(Command::Hint(source.into()));
}

//! What the provider sends us, and what the edge's routes make of it.

use http::Request;
use http::header::CONTENT_TYPE;
use obole_edge::notices::{Arrived, Channel, take, without_card};
use obole_shared::ids::PaymentId;
use obole_shared::payment::{Command, Source};
use obole_shared::terminal::TerminalKind;
use obole_shared::time::UnixMs;

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
    let is_form = notice
        .content_type
        .starts_with("application/x-www-form-urlencoded");
    let channel = match world.adapter.kind {
        TerminalKind::Saferpay | TerminalKind::PaypalOrders => None,
        TerminalKind::Payflow => Some(Channel::SilentPost),
        TerminalKind::PaypalExpress | TerminalKind::PaypalHosted | TerminalKind::PaypalStandard => {
            Some(Channel::Ipn)
        }
    };
    if let (Some(channel), true) = (channel, is_form) {
        // What could not be checked is sent again by the provider, or tried again by the cron.
        let _ = pollster::block_on(take(world, arrived(world, notice, channel)));
        return;
    }
    let source = if notice.content_type.starts_with("application/json") {
        Source::Webhook
    } else {
        Source::Notify
    };
    // A notice for a payment that does not exist yet changes nothing.
    let _ = world.command(Command::Hint(source.into()));
}

fn arrived(world: &World, notice: &Inbound, channel: Channel) -> Arrived {
    let path = notice.path.split('?').next().unwrap_or_default();
    let addressed: Option<PaymentId> = path.split('/').nth(3).and_then(|id| id.parse().ok());
    let silent = channel == Channel::SilentPost;
    Arrived {
        terminal: world.terminal.id.clone(),
        channel,
        addressed,
        at: UnixMs(world.wire.now()),
        content_type: notice.content_type.clone(),
        headers: Vec::new(),
        body: if silent {
            without_card(&notice.body)
        } else {
            notice.body.clone()
        },
        is_proven: silent,
        refused: None,
    }
}

//! Two ways to reach the simulator.

mod direct;
mod loopback;

use http::{Request, Response};
use obole_edge::ports::SendError;
use obole_shared::time::Millis;

use crate::error::KitError;
use crate::inbound::Inbound;

/// How a scenario reaches the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// In this process, on simulated time: the same every time.
    Direct,
    /// Over HTTP on loopback; only the provider's clock is moved.
    Loopback,
}

/// The provider, as it is reached.
pub(crate) trait Wire {
    /// Now, in milliseconds since 1970.
    fn now(&self) -> i64;

    /// Lets time pass, for us and for the provider.
    fn advance(&self, by_ms: i64);

    /// Sends a request; no answer within `limit` takes that long.
    fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError>;

    /// The provider's notices that are due now.
    fn notices(&self) -> Vec<Inbound>;

    /// When the provider has something to send next, where that can be told; else when to look
    /// again.
    fn next_notice_at(&self) -> Option<i64>;

    /// Where the provider is.
    fn provider_origin(&self) -> &str;

    /// Where we are.
    fn public_origin(&self) -> &str;
}

/// The wire of a medium.
pub(crate) fn open(medium: Medium, webhook_path: &str) -> Result<Box<dyn Wire>, KitError> {
    Ok(match medium {
        Medium::Direct => Box::new(direct::Direct::new(webhook_path)),
        Medium::Loopback => Box::new(loopback::Loopback::new(webhook_path)?),
    })
}

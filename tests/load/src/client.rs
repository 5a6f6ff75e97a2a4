//! An HTTP client that keeps its connections and measures one exchange.

use std::time::Instant;

use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client as Pool;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::number::micros;

/// More than any round has in flight.
const IDLE_CONNECTIONS_MAX: usize = 64;

pub(crate) struct Client {
    pool: Pool<HttpConnector, Full<Bytes>>,
}

/// One exchange, from the first byte sent to the last byte read.
pub(crate) struct Exchange {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    pub(crate) micros: u64,
}

impl Client {
    /// To be made and used within a runtime.
    pub(crate) fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self {
            pool: Pool::builder(TokioExecutor::new())
                .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
                .build(connector),
        }
    }

    /// The reason of a failure is a text, because nothing follows from its kind.
    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Result<Exchange, String> {
        let begun = Instant::now();
        let answer = self.pool.request(request).await;
        let answer = answer.map_err(|error| chain(&error))?;
        let status = answer.status();
        let body = answer.into_body().collect().await;
        let body = body.map_err(|error| chain(&error))?.to_bytes();
        Ok(Exchange {
            status,
            body,
            micros: micros(begun.elapsed()),
        })
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

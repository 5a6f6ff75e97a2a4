//! The core behind a listener: latency, broken connections, and notices that go out.

use std::convert::Infallible;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use crate::error::SimulatorError;
use crate::http::Delivery;
use crate::notice::Outbound;
use crate::simulator::Simulator;

/// Larger requests are refused; no real one comes near.
const BODY_BYTES_MAX: usize = 1 << 20;
/// How long a receiver of notices may take.
const NOTICE_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest the notice loop sleeps without looking at the clock.
const LOOK_INTERVAL_MS: i64 = 1_000;

struct Shared {
    core: Mutex<Simulator>,
    changed: Notify,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Shared {
    /// The core, at the present time. A poisoned lock still holds the books.
    fn core(&self) -> MutexGuard<'_, Simulator> {
        let mut core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        core.set_now(wall_ms());
        core
    }
}

/// Marks an answer that the caller shall not get.
#[derive(Clone, Copy)]
struct BrokenAnswer;

/// Why a connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the answer is lost on command")]
struct Lost;

fn wall_ms() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Serves a simulator on a listener until the task is dropped.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, simulator: Simulator) -> Result<(), SimulatorError> {
    let shared = Arc::new(Shared {
        core: Mutex::new(simulator),
        changed: Notify::new(),
        client: Client::builder(TokioExecutor::new()).build_http(),
    });
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::clone(&shared));
    let accepting = async {
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(connection(stream, router.clone()));
        }
    };
    tokio::select! {
        ended = accepting => ended,
        () = send_notices(shared) => Ok(()),
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = router
                .oneshot(request)
                .await
                .unwrap_or_else(|never: Infallible| match never {});
            let lost = response.extensions().get::<BrokenAnswer>().is_some();
            if lost { Err(Lost) } else { Ok(response) }
        }
    });
    // An error here is a caller that went away, or an answer lost on command.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = Limited::new(body, BODY_BYTES_MAX).collect().await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = Request::from_parts(parts, body.to_bytes().to_vec());
    let reply = shared.core().handle(&request);
    shared.changed.notify_one();
    if reply.latency_ms > 0 {
        sleep(Duration::from_millis(reply.latency_ms)).await;
    }
    let mut response = reply.response.map(Body::from);
    match reply.delivery {
        Delivery::Answered => {}
        Delivery::Broken => {
            response.extensions_mut().insert(BrokenAnswer);
        }
        Delivery::Held => pending().await,
    }
    response
}

async fn send_notices(shared: Arc<Shared>) {
    loop {
        let (ready, wait_ms) = {
            let mut core = shared.core();
            let ready = core.due();
            let wait = core
                .next_due()
                .map_or(LOOK_INTERVAL_MS, |due| due.saturating_sub(core.now()));
            (ready, wait.clamp(1, LOOK_INTERVAL_MS))
        };
        for notice in ready {
            tokio::spawn(send(Arc::clone(&shared), notice));
        }
        let wait = Duration::from_millis(u64::try_from(wait_ms).unwrap_or(1));
        tokio::select! {
            () = sleep(wait) => {}
            () = shared.changed.notified() => {}
        }
    }
}

async fn send(shared: Arc<Shared>, notice: Outbound) {
    let status = if is_loopback(notice.request.uri()) {
        let request = notice.request.map(|body| Full::new(Bytes::from(body)));
        match timeout(NOTICE_TIMEOUT, shared.client.request(request)).await {
            Ok(Ok(response)) => Some(response.status().as_u16()),
            Ok(Err(_)) | Err(_) => None,
        }
    } else {
        eprintln!(
            "notice to {} not sent: not on this machine",
            notice.request.uri()
        );
        None
    };
    shared.core().notice_answered(notice.id, status);
    shared.changed.notify_one();
}

/// The simulator calls nobody but this machine.
fn is_loopback(uri: &Uri) -> bool {
    uri.scheme_str() == Some("http")
        && uri
            .host()
            .is_some_and(|host| matches!(host, "127.0.0.1" | "localhost" | "[::1]" | "::1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_stay_on_this_machine() {
        for (target, allowed) in [
            ("http://127.0.0.1:8787/notify", true),
            ("http://localhost/notify", true),
            ("http://[::1]:80/", true),
            ("https://127.0.0.1/", false),
            ("http://127.0.0.1.example.org/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_loopback(&target.parse().unwrap()), allowed, "{target}");
        }
    }
}

//! The simulator behind a listener, and a listener of ours for its notices.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::CONTENT_TYPE;
use http::{Request, Response};
use obole_edge::ports::SendError;
use obole_shared::time::Millis;
use psp_simulator::{Config, PayPalAccount, Simulator};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use ureq::Agent;

use super::Wire;
use crate::error::KitError;
use crate::inbound::Inbound;

/// How long an answer is awaited really; silence then counts as the whole limit.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// How long notices are awaited that set off just now.
const NOTICE_PATIENCE: Duration = Duration::from_millis(120);

/// Time does not leap farther than this: what is sent meanwhile must arrive meanwhile.
const LOOK_AGAIN_MS: i64 = 12 * 3_600_000;

/// Real time, moved ahead at will.
pub(crate) struct Loopback {
    // Ends the simulator when the scenario ends.
    _runtime: Runtime,
    merchant: Arc<tiny_http::Server>,
    heard: Receiver<Inbound>,
    agent: Agent,
    provider: String,
    public: String,
    ahead_ms: Cell<i64>,
}

impl Loopback {
    pub(crate) fn new(webhook_path: &str) -> Result<Self, KitError> {
        let merchant = tiny_http::Server::http("127.0.0.1:0").map_err(KitError::broken)?;
        let merchant = Arc::new(merchant);
        let address = merchant.server_addr().to_ip();
        let address = address.ok_or_else(|| KitError::broken("no address"))?;
        let public = format!("http://{address}");
        let (tell, heard) = channel();
        let listening = Arc::clone(&merchant);
        std::thread::spawn(move || listen(&listening, &tell));

        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(KitError::broken)?;
        let listener = runtime
            .block_on(TcpListener::bind("127.0.0.1:0"))
            .map_err(KitError::broken)?;
        let provider = format!(
            "http://{}",
            listener.local_addr().map_err(KitError::broken)?
        );
        let account = PayPalAccount {
            webhook_url: Some(format!("{public}{webhook_path}")),
            ..PayPalAccount::default()
        };
        let config = Config {
            origin: provider.clone(),
            paypal: vec![account],
            notice_spread_ms: 20,
            ..Config::default()
        };
        let simulator = Simulator::new(config, 7);
        runtime.spawn(async move {
            // It runs until the runtime ends.
            let _ = psp_simulator::serve(listener, simulator).await;
        });
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        Ok(Self {
            _runtime: runtime,
            merchant,
            heard,
            agent,
            provider,
            public,
            ahead_ms: Cell::new(0),
        })
    }

    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ureq::Error> {
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let body = body.read_to_vec()?;
        Ok(Response::from_parts(parts, body))
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.merchant.unblock();
    }
}

/// Writes down what the provider posts, and accepts it.
fn listen(server: &tiny_http::Server, tell: &Sender<Inbound>) {
    for mut request in server.incoming_requests() {
        let mut body = Vec::new();
        if request.as_reader().read_to_end(&mut body).is_err() {
            continue;
        }
        let kind = request
            .headers()
            .iter()
            .find(|header| header.field.equiv("content-type"))
            .map(|header| header.value.as_str().to_owned());
        let inbound = Inbound {
            path: request.url().to_owned(),
            content_type: kind.unwrap_or_default(),
            body,
        };
        // The scenario may have ended.
        let _ = tell.send(inbound);
        let _ = request.respond(tiny_http::Response::empty(200));
    }
}

impl Wire for Loopback {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let wall = since.unwrap_or_default().as_millis();
        i64::try_from(wall).unwrap_or(i64::MAX) + self.ahead_ms.get()
    }

    fn advance(&self, by_ms: i64) {
        if by_ms <= 0 {
            return;
        }
        let body = serde_json::json!({ "advance_ms": by_ms }).to_string();
        let moved = Request::post(format!("{}/_sim/clock", self.provider))
            .header(CONTENT_TYPE, "application/json")
            .body(body.into_bytes())
            .map(|request| self.send(request));
        if matches!(moved, Ok(Ok(_))) {
            self.ahead_ms.set(self.ahead_ms.get() + by_ms);
        }
    }

    fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        match self.send(request) {
            Ok(response) => Ok(response),
            Err(ureq::Error::Timeout(_)) => {
                self.advance(limit.0);
                Err(SendError::TimedOut)
            }
            Err(error) => Err(SendError::Connection(error.to_string())),
        }
    }

    fn notices(&self) -> Vec<Inbound> {
        let mut heard = Vec::new();
        while let Ok(inbound) = self.heard.recv_timeout(NOTICE_PATIENCE) {
            heard.push(inbound);
        }
        heard
    }

    fn next_notice_at(&self) -> Option<i64> {
        Some(self.now() + LOOK_AGAIN_MS)
    }

    fn provider_origin(&self) -> &str {
        &self.provider
    }

    fn public_origin(&self) -> &str {
        &self.public
    }
}

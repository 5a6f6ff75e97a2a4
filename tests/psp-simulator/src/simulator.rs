//! The core: requests, time and a seed in; answers and notices out.

use http::{Method, Request, StatusCode};

use crate::books::{Books, Provider};
use crate::calls::Calls;
use crate::classic::Door;
use crate::clock::{Clock, UnixMs};
use crate::config::{Config, PayPalAccount, SaferpayTerminal};
use crate::control;
use crate::faults::{Effect, Faults};
use crate::html;
use crate::http::{Delivery, Reply};
use crate::notice::{Notices, Outbound};
use crate::payflow::{self, PayflowAccount};
use crate::random::Random;
use crate::world::World;
use crate::{classic, paypal, saferpay};

/// The providers, their hosted pages, their books and their failures.
///
/// Without I/O and without threads: the caller carries requests in and notices out,
/// and says what time it is.
#[derive(Debug)]
pub struct Simulator {
    pub(crate) world: World,
    pub(crate) saferpay: saferpay::State,
    pub(crate) paypal: paypal::State,
    pub(crate) classic: classic::State,
    pub(crate) payflow: payflow::State,
}

impl Simulator {
    /// A simulator at time 0; see [`Simulator::set_now`].
    pub fn new(config: Config, seed: u64) -> Self {
        Self {
            world: World {
                clock: Clock::default(),
                random: Random::new(seed),
                books: Books::default(),
                calls: Calls::default(),
                faults: Faults::default(),
                notices: Notices::default(),
                config,
            },
            saferpay: saferpay::State::default(),
            paypal: paypal::State::default(),
            classic: classic::State::default(),
            payflow: payflow::State::default(),
        }
    }

    /// Tells the time. Going back has no effect; `/_sim/clock` and
    /// [`Simulator::advance`] add to it.
    pub fn set_now(&mut self, unix_ms: UnixMs) {
        self.world.clock.set_base(unix_ms);
        self.settle();
    }

    /// Moves the simulator's clock ahead of the caller's.
    pub fn advance(&mut self, by_ms: u64) {
        self.world.clock.advance(by_ms);
        self.settle();
    }

    fn settle(&mut self) {
        self.saferpay.settle(&mut self.world);
        self.paypal.settle(&mut self.world);
        self.classic.settle(&mut self.world);
        self.payflow.settle(&mut self.world);
    }

    /// The simulated now.
    pub fn now(&self) -> UnixMs {
        self.world.now()
    }

    /// How far [`Simulator::now`] is ahead of what [`Simulator::set_now`] told.
    pub fn ahead_ms(&self) -> i64 {
        self.world.clock.ahead()
    }

    /// Money that moved and money that is held.
    pub fn books(&self) -> &Books {
        &self.world.books
    }

    /// What was called how often.
    pub fn calls(&self) -> &Calls {
        &self.world.calls
    }

    /// The failures in force.
    pub fn faults_mut(&mut self) -> &mut Faults {
        &mut self.world.faults
    }

    /// Adds a terminal, or replaces the one with the same customer and number.
    pub fn put_terminal(&mut self, terminal: SaferpayTerminal) {
        let all = &mut self.world.config.saferpay;
        all.retain(|one| {
            (&one.customer, &one.terminal) != (&terminal.customer, &terminal.terminal)
        });
        all.push(terminal);
    }

    /// Adds an app, or replaces the one with the same client id.
    pub fn put_account(&mut self, account: PayPalAccount) {
        let all = &mut self.world.config.paypal;
        all.retain(|one| one.client_id != account.client_id);
        all.push(account);
    }

    /// Adds a merchant of the Payflow gateway, or replaces the one with the same vendor.
    pub fn put_payflow_account(&mut self, account: PayflowAccount) {
        let all = &mut self.world.config.payflow;
        all.retain(|one| one.vendor != account.vendor);
        all.push(account);
    }

    /// Whether request fields that nobody knows are refused, see [`Config::strict_fields`].
    pub fn refuse_unknown_fields(&mut self, refuse: bool) {
        self.world.config.strict_fields = refuse;
    }

    /// The settings in force.
    pub fn config(&self) -> &Config {
        &self.world.config
    }

    /// Takes money back from the merchant, as after a chargeback. `capture` is a PayPal
    /// capture id, a classic transaction id or a `PNREF`. Returns whether there was
    /// something to reverse.
    pub fn reverse(&mut self, capture: &str) -> bool {
        self.paypal.reverse(&mut self.world, capture)
            || self.payflow.reverse(&mut self.world, capture)
            || self
                .reverse_transaction(capture, "chargeback", None)
                .is_some()
    }

    /// Answers one request: API, hosted page or control.
    pub fn handle(&mut self, request: &Request<Vec<u8>>) -> Reply {
        let path = request.uri().path();
        if path.starts_with("/saferpay/") {
            self.serve_provider(Provider::Saferpay, saferpay::operation_name(path), request)
        } else if path.starts_with("/paypal/") {
            let operation = paypal::operation_name(request.method(), path);
            self.serve_provider(Provider::PayPal, operation, request)
        } else if self.payflow.serves(request) {
            let operation = payflow::operation_name(request);
            self.serve_provider(Provider::Payflow, operation, request)
        } else if let Some(door) = Door::of(path) {
            self.serve_provider(Provider::PayPalClassic, door.operation(request), request)
        } else if let Some(name) = path.strip_prefix("/_sim/") {
            control::handle(self, name, request)
        } else if path == "/" && request.method() == Method::GET {
            Reply::html(StatusCode::OK, control::index())
        } else {
            let page = html::dead_end(
                "Provider simulator",
                "Not found",
                "There is nothing at this address.",
            );
            Reply::html(StatusCode::NOT_FOUND, page)
        }
    }

    fn serve_provider(
        &mut self,
        provider: Provider,
        operation: &str,
        request: &Request<Vec<u8>>,
    ) -> Reply {
        self.world.calls.called(provider, operation);
        let plan = self
            .world
            .faults
            .for_call(&mut self.world.random, provider, operation);
        let mut reply = match plan
            .effect
            .and_then(|effect| prevented(provider, operation, effect))
        {
            Some(reply) => reply,
            None => match provider {
                Provider::Saferpay => self.saferpay.handle(&mut self.world, request),
                Provider::PayPal => self.paypal.handle(&mut self.world, request),
                Provider::PayPalClassic => self.classic.handle(&mut self.world, request),
                Provider::Payflow => self.payflow.handle(&mut self.world, request),
            },
        };
        match plan.effect {
            Some(Effect::LostAnswer) => reply.delivery = Delivery::Broken,
            Some(Effect::HeldAnswer) => reply.delivery = Delivery::Held,
            Some(Effect::ServerErrorAfter) => reply = server_error(provider, operation),
            Some(Effect::OddAnswer) => add_unknown(provider, reply.response.body_mut()),
            _ => {}
        }
        reply.latency_ms = reply.latency_ms.saturating_add(plan.latency_ms);
        reply
    }

    /// Takes the notices that are to be sent now. Tell the outcome of each with
    /// [`Simulator::notice_answered`].
    pub fn due(&mut self) -> Vec<Outbound> {
        let now = self.world.now();
        let World {
            notices,
            random,
            config,
            ..
        } = &mut self.world;
        notices.due(now, random, config.signer.as_deref(), &config.origin)
    }

    /// When [`Simulator::due`] has something next, in simulated time.
    pub fn next_due(&self) -> Option<UnixMs> {
        [
            self.world.notices.next_due(),
            self.saferpay.next_settlement(),
            self.paypal.next_settlement(),
            self.classic.next_settlement(),
            self.payflow.next_settlement(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Tells how a notice was answered: its HTTP status, or `None` when nobody answered.
    /// What is not accepted with a 2xx is tried again later.
    pub fn notice_answered(&mut self, id: u64, status: Option<u16>) {
        let now = self.world.now();
        self.world.notices.answered(id, status, now);
        self.payflow
            .silent_post_answered(&mut self.world, id, status);
    }
}

/// The answer when nothing happens.
fn prevented(provider: Provider, operation: &str, effect: Effect) -> Option<Reply> {
    match effect {
        Effect::LostRequest => {
            let mut reply = Reply::empty(StatusCode::OK);
            reply.delivery = Delivery::Broken;
            Some(reply)
        }
        Effect::ServerError => Some(server_error(provider, operation)),
        Effect::Unavailable => Some(Reply::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "text/html",
            b"<html><body><h1>503 Service Unavailable</h1></body></html>".to_vec(),
        )),
        Effect::Html403 => Some(Reply::new(
            StatusCode::FORBIDDEN,
            "text/html",
            b"<html><head><title>Request rejected</title></head><body>The requested URL was rejected.</body></html>"
                .to_vec(),
        )),
        _ => None,
    }
}

fn server_error(provider: Provider, operation: &str) -> Reply {
    let body = match provider {
        Provider::Saferpay => saferpay::server_error_body(),
        Provider::PayPal => paypal::server_error_body(),
        Provider::PayPalClassic => return classic::server_error(operation),
        Provider::Payflow => return payflow::server_error(operation),
    };
    Reply::json(StatusCode::INTERNAL_SERVER_ERROR, &body)
}

/// Providers add members without notice; a client has to live with it.
fn add_unknown(provider: Provider, body: &mut Vec<u8>) {
    match provider {
        Provider::PayPalClassic => classic::add_unknown_field(body),
        Provider::Payflow => payflow::add_unknown_field(body),
        _ => add_unknown_member(body),
    }
}

fn add_unknown_member(body: &mut Vec<u8>) {
    if let Ok(serde_json::Value::Object(mut map)) = serde_json::from_slice(body) {
        map.insert(
            "SimulatedAddition".into(),
            serde_json::json!({ "Of": [1, "x", null] }),
        );
        *body = serde_json::Value::Object(map).to_string().into_bytes();
    }
}

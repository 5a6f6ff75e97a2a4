//! Saferpay: JSON API 1.53, the payment page and its notifications.

mod answer;
mod assert;
mod check;
mod fields;
mod initialize;
mod page;
mod refund;
mod refusal;
mod settlement;
mod state;
mod terminal;
mod transaction;

use http::{Method, Request, StatusCode};
use serde_json::Value;

use crate::books::Provider;
use crate::config::SaferpayTerminal;
use crate::http::Reply;
use crate::saferpay::check::Echo;
use crate::saferpay::refusal::Refusal;
use crate::saferpay::state::Saferpay;
use crate::world::World;

pub(crate) use crate::saferpay::refusal::server_error_body;
pub(crate) use crate::saferpay::state::Saferpay as State;

const API: &str = "/saferpay/api/Payment/v1/";
const REST: &str = "/saferpay/api/rest/customers/";
const PAGE: &str = "/saferpay/vt2/api/PaymentPage/";

/// The calls of the API that exist here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Initialize,
    Assert,
    Capture,
    Cancel,
    Refund,
    Inquire,
}

impl Operation {
    fn from_path(path: &str) -> Option<Self> {
        Some(match path.strip_prefix(API)? {
            "PaymentPage/Initialize" => Self::Initialize,
            "PaymentPage/Assert" => Self::Assert,
            "Transaction/Capture" => Self::Capture,
            "Transaction/Cancel" => Self::Cancel,
            "Transaction/Refund" => Self::Refund,
            "Transaction/Inquire" => Self::Inquire,
            _ => return None,
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Initialize => "PaymentPage/Initialize",
            Self::Assert => "PaymentPage/Assert",
            Self::Capture => "Transaction/Capture",
            Self::Cancel => "Transaction/Cancel",
            Self::Refund => "Transaction/Refund",
            Self::Inquire => "Transaction/Inquire",
        }
    }
}

/// What a request is called in faults and counts.
pub(crate) fn operation_name(path: &str) -> &'static str {
    match Operation::from_path(path) {
        Some(operation) => operation.name(),
        None if path.starts_with(PAGE) => "page",
        None if path.starts_with(REST) => "terminal",
        None => "unknown",
    }
}

impl Saferpay {
    pub(crate) fn handle(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        let path = request.uri().path();
        if let Some(rest) = path.strip_prefix(PAGE) {
            return self.page(world, request, rest);
        }
        if let Some(rest) = path.strip_prefix(REST) {
            return terminal::get(world, request, rest);
        }
        let Some(operation) = Operation::from_path(path) else {
            return Reply::new(
                StatusCode::NOT_FOUND,
                "text/html",
                b"<h1>404 Not Found</h1>".to_vec(),
            );
        };
        if request.method() != Method::POST {
            return Reply::empty(StatusCode::METHOD_NOT_ALLOWED);
        }
        self.api(world, operation, request)
    }

    fn api(
        &mut self,
        world: &mut World,
        operation: Operation,
        request: &Request<Vec<u8>>,
    ) -> Reply {
        if let Some(reply) = check::transport(request.headers()) {
            return reply;
        }
        let mut echo = Echo::default();
        let replay_key =
            |echo: &Echo| format!("{} {} {}", operation.name(), echo.customer, echo.request_id);
        match self.decide(world, operation, request, &mut echo) {
            Ok(Outcome::Stored(reply)) => reply,
            Ok(Outcome::Fresh(body)) => {
                let reply = answer::success(&echo, body);
                if world.config.replay_retries {
                    self.replays.insert(replay_key(&echo), reply.clone());
                }
                reply
            }
            Err(refusal) => refusal.reply(&echo),
        }
    }

    fn decide(
        &mut self,
        world: &mut World,
        operation: Operation,
        request: &Request<Vec<u8>>,
        echo: &mut Echo,
    ) -> Result<Outcome, Refusal> {
        let account = check::account(&world.config, request.headers())?;
        let body = check::body(world, operation, request.body(), echo)?;
        if account.customer != echo.customer {
            return Err(refusal::not_authenticated());
        }
        if world.config.replay_retries && echo.retry > 0 {
            let key = format!("{} {} {}", operation.name(), echo.customer, echo.request_id);
            if let Some(reply) = self.replays.get(&key) {
                return Ok(Outcome::Stored(reply.clone()));
            }
        }
        self.perform(world, operation, &account, &body, echo)
            .map(Outcome::Fresh)
    }

    fn perform(
        &mut self,
        world: &mut World,
        operation: Operation,
        account: &SaferpayTerminal,
        body: &Value,
        echo: &Echo,
    ) -> Result<Value, Refusal> {
        match operation {
            Operation::Initialize => self.initialize(world, account, body, echo),
            Operation::Assert => self.assert(world, account, body),
            Operation::Capture => self.capture(world, account, body),
            Operation::Cancel => self.cancel(world, account, body),
            Operation::Refund => self.refund(world, account, body),
            Operation::Inquire => self.inquire(world, account, body),
        }
    }
}

enum Outcome {
    Fresh(Value),
    Stored(Reply),
}

/// Calls a notification URL, when the merchant gave one.
fn notify(world: &mut World, target: Option<&str>) -> u64 {
    let spread = world.config.notice_spread_ms;
    let plan = world
        .faults
        .for_notice(&mut world.random, Provider::Saferpay, "notice", spread);
    if let Some(target) = target {
        let now = world.now();
        for delay in &plan.delays_ms {
            let due = now.saturating_add(i64::try_from(*delay).unwrap_or(0));
            world.notices.enqueue(
                Provider::Saferpay,
                "notice",
                target,
                crate::notice::Payload::Call,
                due,
            );
        }
    }
    plan.hold_return_ms
}

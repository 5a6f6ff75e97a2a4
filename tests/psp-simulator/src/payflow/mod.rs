//! The Payflow gateway: its parameter lists, its hosted pages below `/payflow-link/`,
//! and Express Checkout through it.

mod access;
mod answer;
mod card;
mod charge;
mod control;
mod express;
mod express_page;
mod follow_up;
mod form;
mod inquiry;
mod link;
mod merchant;
mod onward;
mod params;
mod result;
mod review;
mod settlement;
mod silent_post;
mod state;
mod token;
mod wire;

use http::{Method, Request, StatusCode};

use crate::clock::DAY;
use crate::http::{Reply, form_value};
use crate::payflow::access::Call;
use crate::payflow::result::{APPROVED, REVIEW, Refusal};
use crate::payflow::state::{Payflow, Seen};
use crate::payflow::wire::Answer;
use crate::world::World;

pub use crate::payflow::merchant::{CardBrand, PayflowAccount};

pub(crate) use crate::payflow::card::{test_expiry, test_number};
pub(crate) use crate::payflow::control::AccountSettings;
pub(crate) use crate::payflow::onward::Onward;
pub(crate) use crate::payflow::state::Payflow as State;

const API: &str = "/payflow";
const LINK: &str = "/payflow-link";
const WEB: &str = "/paypal-web/cgi-bin/webscr";
/// How long a request id is remembered. Source: HTTPS Interface guide.
const REQUEST_ID_MS: i64 = 30 * DAY;
/// How long an order id is remembered. Source: Payflow Gateway guide, `ORDERID`.
const ORDER_ID_MS: i64 = 3 * 365 * DAY;

/// Whether a path is `root` or below it.
fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a path belongs to the hosted pages.
pub(crate) fn is_page(path: &str) -> bool {
    is_below(path, LINK)
}

/// What a request is called in faults and counts.
pub(crate) fn operation_name(request: &Request<Vec<u8>>) -> &'static str {
    let path = request.uri().path();
    if is_below(path, LINK) {
        "page"
    } else if path == WEB {
        "express-page"
    } else {
        access::operation_name(request)
    }
}

/// What is answered when the gateway did not hear from the processor in time. Pages
/// break instead.
pub(crate) fn server_error(operation: &str) -> Reply {
    if operation.ends_with("page") {
        let body = b"<html><body><h1>500 Internal Server Error</h1></body></html>";
        return Reply::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/html",
            body.to_vec(),
        );
    }
    reply(&Answer::of(104, result::message(104)))
}

/// Adds a field that nobody knows to an answer of the gateway.
pub(crate) fn add_unknown_field(body: &mut Vec<u8>) {
    if body.starts_with(b"RESULT=") {
        body.extend_from_slice(b"&SIMULATEDADDITION[3]=A&B");
    }
}

fn reply(answer: &Answer) -> Reply {
    Reply::new(StatusCode::OK, "text/namevalue", answer.line().into_bytes())
}

impl Payflow {
    /// Whether a request is for this gateway. An Express Checkout that was begun here
    /// goes on at PayPal's own address.
    pub(crate) fn serves(&self, request: &Request<Vec<u8>>) -> bool {
        let path = request.uri().path();
        let token = || {
            let query = request.uri().query().unwrap_or_default();
            form_value(query.as_bytes(), "token")
        };
        is_below(path, API)
            || is_below(path, LINK)
            || (path == WEB && token().is_some_and(|token| self.express.contains_key(&token)))
    }

    pub(crate) fn handle(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        let path = request.uri().path();
        if is_below(path, LINK) {
            self.link(world, request)
        } else if path == WEB {
            self.express_page(world, request)
        } else if request.method() == Method::POST {
            let answer = self.api(world, request);
            reply(&answer.unwrap_or_else(|refusal| refused(&refusal)))
        } else {
            Reply::empty(StatusCode::METHOD_NOT_ALLOWED)
        }
    }

    /// Answers a call once. Its repeat gets the same answer, whatever it says itself:
    /// the gateway looks at nothing but the request id.
    fn api(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Result<Answer, Refusal> {
        let now = world.now();
        let call = Call::read(world, request)?;
        let key = (call.account.vendor.clone(), call.request_id.clone());
        if let Some(seen) = self.seen.get(&key).filter(|seen| seen.until_ms > now) {
            let mut answer = seen.answer.clone();
            answer.add("DUPLICATE", "1");
            return Ok(answer);
        }
        let answer = self
            .perform(world, &call, access::operation_name(request))
            .unwrap_or_else(|refusal| refused(&refusal));
        let seen = Seen {
            answer: answer.clone(),
            until_ms: now.saturating_add(REQUEST_ID_MS),
        };
        self.seen.insert(key, seen);
        Ok(answer)
    }

    fn perform(
        &mut self,
        world: &mut World,
        call: &Call,
        operation: &str,
    ) -> Result<Answer, Refusal> {
        let Call {
            account, params, ..
        } = call;
        params.check(operation, world.config.strict_fields, &mut world.calls)?;
        if !matches!(
            params.get("VERBOSITY"),
            None | Some("LOW" | "MEDIUM" | "HIGH" | "L" | "M" | "H")
        ) {
            return Err(Refusal::field("VERBOSITY"));
        }
        if params.is("CREATESECURETOKEN", "Y") {
            return self.create_token(world, account, params);
        }
        match params.get("TRXTYPE") {
            Some("I") => return self.inquire(world, account, params),
            Some("U") => return self.decide_review(world, account, params),
            Some("S" | "A" | "D" | "V" | "C") => {}
            Some("R") => return Err(Refusal::new(121)),
            Some("F" | "N" | "B" | "L" | "O" | "E" | "Z") => return Err(Refusal::new(100)),
            _ => return Err(Refusal::new(3)),
        }
        // A follow-up that names no tender is of the tender of its original.
        let follows =
            params.get("ORIGID").is_some() || matches!(params.get("TRXTYPE"), Some("D" | "C"));
        match (params.get("TENDER"), params.get("ACTION")) {
            (None, _) if follows => Ok(self.transact_once(world, call)),
            (Some("P"), _) if !account.express => Err(Refusal::new(2)),
            (Some("P"), Some("S")) => self.set_express(world, account, params),
            (Some("P"), Some("G")) => self.get_express(world, account, params),
            (Some("P"), Some("D") | None) | (Some("C"), _) => Ok(self.transact_once(world, call)),
            (Some("P"), Some(_)) => Err(Refusal::field("ACTION")),
            _ => Err(Refusal::new(2)),
        }
    }

    /// Executes a transaction unless its `ORDERID` was paid before.
    fn transact_once(&mut self, world: &mut World, call: &Call) -> Answer {
        let Call {
            account, params, ..
        } = call;
        let now = world.now();
        let pays = matches!(params.get("TRXTYPE"), Some("S" | "A"));
        let order = params.text("ORDERID").filter(|_| pays);
        let key = order.map(|order| (account.vendor.clone(), order));
        let paid = key.as_ref().and_then(|key| self.orders.get(key));
        if let (Some(seen), Some((_, order))) = (paid.filter(|one| one.until_ms > now), &key) {
            let mut answer = seen.answer.clone();
            answer.add("DUPLICATE", "2");
            answer.add("ORDERID", order.as_str());
            return answer;
        }
        let pnref = self.transact(world, account, params, None);
        let answer = self.tell(&pnref, params, now);
        let code = answer.get("RESULT").and_then(|code| code.parse().ok());
        if let (Some(key), Some(APPROVED | REVIEW)) = (key, code) {
            let seen = Seen {
                answer: answer.clone(),
                until_ms: now.saturating_add(ORDER_ID_MS),
            };
            self.orders.insert(key, seen);
        }
        answer
    }
}

fn refused(refusal: &Refusal) -> Answer {
    Answer::of(refusal.code, &refusal.message())
}

//! The NVP API: form-encoded requests and answers, errors by number with status 200 (NVP
//! API guide).

mod amount;
mod answer;
mod arguments;
mod authorization;
mod balance;
mod button;
mod call;
mod capture;
mod credential;
mod details;
mod do_express;
mod fields;
mod get_express;
mod messages;
mod negative;
mod order;
mod problem;
mod refund;
mod repeat;
mod search;
mod set_express;
mod shown;

use http::{Method, Request, StatusCode};

use crate::classic::State;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::arguments::Arguments;
use crate::classic::nvp::call::Call;
use crate::classic::nvp::problem::Refusal;
use crate::config::ClassicAccount;
use crate::http::Reply;
use crate::world::World;

pub(crate) use crate::classic::nvp::amount::shown_amount;
pub(crate) use crate::classic::nvp::answer::{add_unknown_field, internal_error as server_error};
pub(crate) use crate::classic::nvp::negative::error_by_amount;
pub(crate) use crate::classic::nvp::order::{Action, Order};
pub(crate) use crate::classic::nvp::repeat::Repeats;

/// A request whose caller is known.
pub(crate) struct Asked {
    pub(crate) call: Call,
    pub(crate) arguments: Arguments,
    /// On whose account the call acts.
    pub(crate) account: ClassicAccount,
}

/// What a request is called in faults and counts: its `METHOD`.
pub(crate) fn operation_name(request: &Request<Vec<u8>>) -> &'static str {
    Arguments::read(request.body(), false)
        .ok()
        .and_then(|arguments| Call::named(arguments.text("METHOD")?))
        .map_or("unknown", Call::name)
}

pub(crate) fn handle(state: &mut State, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
    if !matches!(request.uri().path(), "/paypal-nvp/nvp" | "/paypal-nvp/nvp/") {
        return Reply::empty(StatusCode::NOT_FOUND);
    }
    if *request.method() != Method::POST {
        return Reply::empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let mut version = String::new();
    let said = decide(state, world, request.body(), &mut version);
    answer::write(world, said, &version)
}

fn decide(
    state: &mut State,
    world: &mut World,
    body: &[u8],
    version: &mut String,
) -> Result<Answer, Refusal> {
    let mut arguments = Arguments::read(body, world.config.strict_fields)?;
    arguments
        .text("VERSION")
        .unwrap_or_default()
        .clone_into(version);
    let method = arguments
        .text("METHOD")
        .ok_or_else(|| Refusal::new(81003))?;
    let call = Call::named(method).ok_or_else(|| Refusal::new(81002))?;
    arguments.read_version()?;
    let account = credential::account(world, &arguments)?;
    let warnings = fields::check(world, call, &mut arguments)?;
    if let Some((_, code)) = account.refuses.iter().find(|(name, _)| name == call.name()) {
        return Err(Refusal::new(*code));
    }
    let asked = Asked {
        call,
        arguments,
        account,
    };
    negative::check(&asked)?;
    let mut answer = once(state, world, &asked)?;
    answer.warnings.extend(warnings);
    Ok(answer)
}

/// Answers a repeated `MSGSUBID` with what was answered first.
fn once(state: &mut State, world: &mut World, asked: &Asked) -> Result<Answer, Refusal> {
    let Some(key) = repeat::key(asked)? else {
        return perform(state, world, asked);
    };
    if let Some(first) = state.repeats.get(&key) {
        return Ok(first.clone());
    }
    let mut answer = perform(state, world, asked)?;
    answer.set(
        "MSGSUBID",
        asked.arguments.text("MSGSUBID").unwrap_or_default(),
    );
    state.repeats.put(key, answer.clone());
    Ok(answer)
}

fn perform(state: &mut State, world: &mut World, asked: &Asked) -> Result<Answer, Refusal> {
    match asked.call {
        Call::SetExpressCheckout => set_express::perform(state, world, asked),
        Call::GetExpressCheckoutDetails => get_express::perform(state, world, asked),
        Call::DoExpressCheckoutPayment => do_express::perform(state, world, asked),
        Call::DoCapture => capture::perform(state, world, asked),
        Call::DoVoid => authorization::void(state, world, asked),
        Call::DoReauthorization => authorization::renew(state, world, asked),
        Call::RefundTransaction => refund::perform(state, world, asked),
        Call::GetTransactionDetails => details::perform(state, asked),
        Call::TransactionSearch => search::perform(state, asked),
        Call::GetBalance => balance::perform(state, world, asked),
        Call::GetPalDetails => Ok(balance::pal(asked)),
        Call::BMCreateButton => button::perform(state, world, asked),
    }
}

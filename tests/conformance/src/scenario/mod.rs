//! The scenarios.

mod disputes;
mod failures;
mod money;
mod notices;
mod ordinary;
mod terms;

use crate::adapter::Adapter;
use crate::error::KitError;
use crate::world::World;

/// What a scenario came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// It cannot happen with this adapter; why.
    NotApplicable(&'static str),
}

/// A story of one payment.
#[derive(Debug)]
pub struct Scenario {
    /// Its name in the table.
    pub name: &'static str,
    pub(crate) needs: fn(&Adapter) -> Option<&'static str>,
    pub(crate) play: fn(&World) -> Result<(), KitError>,
}

impl Scenario {
    /// Why it cannot happen with this adapter.
    pub fn excuse(&self, adapter: &Adapter) -> Option<&'static str> {
        (self.needs)(adapter)
    }
}

/// Nothing special is needed.
fn nothing(_: &Adapter) -> Option<&'static str> {
    None
}

fn a_refund(adapter: &Adapter) -> Option<&'static str> {
    let can = adapter.kind.capabilities().operations.refund;
    (!can).then_some("refunds are made at the provider")
}

fn an_authorization(adapter: &Adapter) -> Option<&'static str> {
    let can = adapter.kind.capabilities().operations.authorize;
    (!can).then_some("captures at once only")
}

fn a_dispute(adapter: &Adapter) -> Option<&'static str> {
    let none = adapter.disputes.is_none();
    none.then_some("disputes are told by letter")
}

fn a_proof(adapter: &Adapter) -> Option<&'static str> {
    let can = adapter.kind.capabilities().operations.liability_shift;
    (!can).then_some("proves nothing of 3-D Secure")
}

fn a_pre_authorization(adapter: &Adapter) -> Option<&'static str> {
    let can = adapter.kind.capabilities().operations.pre_authorize;
    (!can).then_some("no pre-authorization")
}

fn slow_means(adapter: &Adapter) -> Option<&'static str> {
    (!adapter.pends).then_some("paid at once or not at all")
}

fn a_classic_account(adapter: &Adapter) -> Option<&'static str> {
    let other = adapter.provider != psp_simulator::Provider::PayPalClassic;
    other.then_some("sends no notification of this kind")
}

fn a_call_to_open(adapter: &Adapter) -> Option<&'static str> {
    let none = adapter.operations.open.is_none();
    none.then_some("opens without a call")
}

fn a_call_to_ask(adapter: &Adapter) -> Option<&'static str> {
    let none = adapter.operations.ask.is_none();
    none.then_some("nobody can be asked")
}

const fn scenario(
    name: &'static str,
    needs: fn(&Adapter) -> Option<&'static str>,
    play: fn(&World) -> Result<(), KitError>,
) -> Scenario {
    Scenario { name, needs, play }
}

/// Every scenario.
pub const SCENARIOS: &[Scenario] = &[
    scenario("success", nothing, ordinary::success),
    scenario("decline", nothing, ordinary::decline),
    scenario("abort", nothing, ordinary::abort),
    scenario("expired session", nothing, ordinary::expired_session),
    scenario("wrong currency", nothing, ordinary::wrong_currency),
    scenario(
        "lost answer to the opening",
        a_call_to_open,
        failures::lost_opening,
    ),
    scenario(
        "lost answer after the provider acted",
        a_call_to_ask,
        failures::lost_answer,
    ),
    scenario("100-second hang", a_call_to_ask, failures::hang),
    scenario(
        "5xx, HTML and nothing",
        a_call_to_ask,
        failures::odd_answers,
    ),
    scenario("notice before return", nothing, notices::before_return),
    scenario("browser never returns", nothing, notices::never_returns),
    scenario("duplicate notices", nothing, notices::duplicate),
    scenario("notices out of order", nothing, notices::out_of_order),
    scenario(
        "notices cannot be checked for an hour",
        a_classic_account,
        notices::unchecked,
    ),
    scenario(
        "refund made at the provider",
        a_classic_account,
        money::refund_elsewhere,
    ),
    scenario(
        "authorize, then capture",
        an_authorization,
        money::authorize_and_capture,
    ),
    scenario("capture of a part", an_authorization, money::capture_part),
    scenario(
        "authorize, then cancel",
        an_authorization,
        money::authorize_and_cancel,
    ),
    scenario(
        "pre-authorize, capture less on day 20",
        a_pre_authorization,
        terms::pre_authorize,
    ),
    scenario("condition not met", a_proof, terms::condition),
    scenario("pending, then paid", slow_means, terms::pending),
    scenario("pending, then denied", slow_means, terms::pending_denied),
    scenario("partial refunds to zero", a_refund, money::refund_to_zero),
    scenario("refund race", a_refund, money::refund_race),
    scenario("lost answer to a refund", a_refund, money::lost_refund),
    scenario("dispute won", a_dispute, disputes::won),
    scenario("dispute lost", a_dispute, disputes::lost),
];

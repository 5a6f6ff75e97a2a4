//! Answers of providers: one text is the answer to every call of an adapter, in every state.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::Request;
use obole_edge::providers::paypal::TokenCache;
use obole_edge::providers::{Credentials, Origins, Provider};
use obole_shared::payment::{Answer, Call, Command, Payment};
use serde_json::Value;

use crate::claims::{Claim, claims, shape};
use crate::payments::{NOW, Untold, addresses, settle};
use crate::script::{Delivered, Network};

/// A call, and the payment it is made for.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) payment: Payment,
    pub(super) call: Call,
}

/// An adapter under test.
pub(super) struct Setup {
    /// Credentials of the account.
    pub(super) credentials: Value,
    /// Names requests, so that a conversation can say which it answers.
    pub(super) label: fn(&Request<Vec<u8>>) -> String,
    /// Whether a claim stands in what was delivered.
    pub(super) stands: fn(&Case, &Claim, &[Delivered]) -> bool,
}

/// Plays a text to every case.
pub(super) fn play(
    setup: &Setup,
    cases: &Result<Vec<Case>, Untold>,
    input: &[u8],
) -> Result<String, String> {
    let cases = cases.as_ref().map_err(ToString::to_string)?;
    // Deeper than the plain reader follows.
    if depth(input) > DEPTH_MAX {
        return Ok("deep".to_owned());
    }
    let mut shapes = String::new();
    for case in cases {
        let told = |why: String| format!("{:?}: {why}", case.call);
        let (answer, delivered) = answer(setup, case, input).map_err(told)?;
        let (again, _) = self::answer(setup, case, input).map_err(told)?;
        if again != answer {
            return Err(told(format!("first {answer:?}, then {again:?}")));
        }
        for claim in claims(&answer) {
            if !(setup.stands)(case, &claim, &delivered) {
                return Err(told(format!("nothing says {claim:?}")));
            }
        }
        settle(&case.payment, &Command::Answer(case.call, answer.clone())).map_err(told)?;
        shapes.push_str(&shape(&answer));
    }
    Ok(shapes)
}

/// Deepest nesting of a text whose claims are looked for.
const DEPTH_MAX: usize = 100;

/// How many brackets are open at once, at most; those in texts count too.
fn depth(input: &[u8]) -> usize {
    let mut open = 0_usize;
    let depths = input.iter().map(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open
    });
    depths.max().unwrap_or(0)
}

fn answer(setup: &Setup, case: &Case, input: &[u8]) -> Result<(Answer, Vec<Delivered>), String> {
    let terminal = &case.payment.opened.terminal;
    let credentials = Credentials::read(terminal.kind, setup.credentials.clone())
        .map_err(|error| error.to_string())?;
    let (origins, tokens) = (Origins::default(), TokenCache::default());
    let provider = Provider::new(terminal, credentials, &origins, tokens)
        .map_err(|error| error.to_string())?;
    let network = Network::new(input, setup.label, NOW);
    let answer = at_once(provider.perform(&network, &addresses(), &case.payment, case.call))?;
    if network.endless.get() {
        return Err("it asks and asks".to_owned());
    }
    Ok((answer, network.delivered.into_inner()))
}

/// Runs a future that never really waits.
pub(super) fn at_once<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err("it waits".to_owned()),
    }
}

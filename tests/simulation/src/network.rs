//! Between us and the providers: requests and answers travel apart from whoever waits for them.

use std::rc::Rc;

use futures_channel::oneshot;
use http::{Request, Response};
use obole_edge::ports::SendError;
use psp_simulator::{Delivery, Effect, Fault as ProviderFault};

use crate::executor::Group;
use crate::notices;
use crate::weather::Fault;
use crate::world::World;

/// Longest delay of a message: longer than anybody waits for an answer.
const DELAY_MAX_MS: i64 = 150_000;

type Answer = Result<Response<Vec<u8>>, SendError>;

/// Sends a request on its way. It goes on if its sender dies.
pub(crate) fn post(world: &Rc<World>, request: Request<Vec<u8>>, tell: oneshot::Sender<Answer>) {
    let own = Rc::clone(world);
    world.executor.spawn(Group::OUTSIDE, async move {
        if let Some(answer) = travel(&own, request).await {
            // Whoever waited may have given up.
            let _ = tell.send(answer);
        } else {
            // Silence: the sender's own limit ends it.
            own.executor.sleep(DELAY_MAX_MS).await;
            drop(tell);
        }
    });
}

/// There and back; `None` if nothing comes back.
async fn travel(world: &Rc<World>, mut request: Request<Vec<u8>>) -> Option<Answer> {
    let name = request.uri().path().to_owned();
    let broken = || Some(Err(SendError::Connection("reset".to_owned())));
    if world.strikes(Fault::RequestLate) {
        world.pause(5_000, DELAY_MAX_MS).await;
    } else {
        world.pause(5, 120).await;
    }
    if world.strikes(Fault::RequestLost) {
        world.tell(format_args!("lost on the way: {name}"));
        return if world.random.chance(500) {
            broken()
        } else {
            None
        };
    }
    tamper(world, &mut request);
    let reply = {
        let mut simulator = world.simulator.borrow_mut();
        simulator.set_now(world.now());
        simulator.faults_mut().reset();
        for (fault, effect) in [
            (Fault::ServerError, Effect::ServerError),
            (Fault::ServerErrorAfter, Effect::ServerErrorAfter),
            (Fault::Unavailable, Effect::Unavailable),
            (Fault::Firewall, Effect::Html403),
        ] {
            if world.strikes(fault) {
                simulator
                    .faults_mut()
                    .add(ProviderFault::new(effect).times(1));
                break;
            }
        }
        let reply = simulator.handle(&request);
        simulator.faults_mut().reset();
        reply
    };
    let status = reply.response.status().as_u16();
    world.tell(format_args!(
        "provider {name} {status}{}",
        problem(&reply.response)
    ));
    if name.ends_with("/Transaction/Refund") && status == 200 {
        world.refunds_made.set(world.refunds_made.get() + 1);
    }
    notices::look(world);
    if world.strikes(Fault::AnswerLost) {
        world.tell(format_args!("answer lost: {name}"));
        return None;
    }
    if reply.delivery == Delivery::Broken || world.strikes(Fault::ConnectionBroken) {
        world.tell(format_args!("connection broken: {name}"));
        return broken();
    }
    if reply.delivery == Delivery::Held {
        return None;
    }
    if world.strikes(Fault::AnswerLate) {
        world.pause(5_000, DELAY_MAX_MS).await;
    } else {
        world.pause(20, 400).await;
    }
    Some(Ok(reply.response))
}

/// The provider's name for a refusal, for the story.
fn problem(response: &Response<Vec<u8>>) -> String {
    if response.status().is_success() {
        return String::new();
    }
    let body: Option<serde_json::Value> = serde_json::from_slice(response.body()).ok();
    let find = |pointer: &str| {
        body.as_ref()
            .and_then(|body| body.pointer(pointer))
            .and_then(serde_json::Value::as_str)
            .map(|text| format!(" {text}"))
            .unwrap_or_default()
    };
    format!(
        "{}{}{}{}",
        find("/ErrorName"),
        find("/ErrorDetail/0"),
        find("/name"),
        find("/details/0/issue")
    )
}

/// Makes the provider open a session over another amount than it was asked for.
fn tamper(world: &Rc<World>, request: &mut Request<Vec<u8>>) {
    let path = request.uri().path();
    let opens = path.ends_with("/PaymentPage/Initialize") || path.ends_with("/v2/checkout/orders");
    if !opens || !world.strikes(Fault::OtherAmount) {
        return;
    }
    let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(request.body()) else {
        return;
    };
    for pointer in ["/Payment/Amount/Value", "/purchase_units/0/amount/value"] {
        if let Some(value) = body.pointer_mut(pointer)
            && let Some(text) = value.as_str()
        {
            // The last digit but one may be absent only in amounts nobody opens.
            let other = if text.contains('.') {
                "11.00".to_owned()
            } else {
                "1100".to_owned()
            };
            *value = serde_json::Value::String(other);
        }
    }
    if let Some(unit) = body
        .pointer_mut("/purchase_units/0/amount")
        .and_then(serde_json::Value::as_object_mut)
    {
        unit.remove("breakdown");
    }
    world.tell(format_args!("the provider is told another amount"));
    *request.body_mut() = body.to_string().into_bytes();
}

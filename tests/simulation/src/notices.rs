//! What the providers send us, and what others pretend they send.

use std::rc::Rc;

use http::Request;
use obole_shared::ids::PaymentId;
use obole_shared::payment::{Command, Source};
use psp_simulator::Outbound;

use crate::executor::Group;
use crate::object::Object;
use crate::weather::Fault;
use crate::world::World;

/// Sends what is due, and looks again when more is.
pub(crate) fn look(world: &Rc<World>) {
    let now = world.now();
    let (due, next) = {
        let mut simulator = world.simulator.borrow_mut();
        simulator.set_now(now);
        (simulator.due(), simulator.next_due())
    };
    for notice in due {
        let own = Rc::clone(world);
        world
            .executor
            .spawn(Group::OUTSIDE, async move { deliver(&own, notice).await });
    }
    let Some(next) = next else { return };
    let known = world.notices_at.get();
    if known.is_some_and(|at| at > now && at <= next) {
        return;
    }
    let next = next.max(now + 1);
    world.notices_at.set(Some(next));
    let own = Rc::clone(world);
    world.executor.at(next, move || {
        if own.notices_at.get() == Some(next) {
            own.notices_at.set(None);
        }
        look(&own);
    });
}

async fn deliver(world: &Rc<World>, notice: Outbound) {
    let Outbound {
        id, kind, request, ..
    } = notice;
    if world.strikes(Fault::NoticeLate) {
        world.pause(1_000, 3 * 3_600_000).await;
    } else {
        world.pause(10, 3_000).await;
    }
    let status = if world.strikes(Fault::NoticeLost) {
        world.tell(format_args!("notice {kind} lost"));
        // Half of the lost ones are believed to have arrived.
        world.random.chance(500).then_some(200)
    } else {
        if world.strikes(Fault::NoticeTwice) {
            let (own, again) = (Rc::clone(world), request.clone());
            world.executor.spawn(Group::OUTSIDE, async move {
                own.pause(0, 20_000).await;
                let _ = route(&own, &again).await;
            });
        }
        Some(route(world, &request).await)
    };
    {
        let mut simulator = world.simulator.borrow_mut();
        simulator.set_now(world.now());
        simulator.notice_answered(id, status);
    }
    look(world);
}

/// What our own address answers: the edge's router, without its checks of signatures, which have
/// tests of their own.
pub(crate) async fn route(world: &Rc<World>, request: &Request<Vec<u8>>) -> u16 {
    let path = request.uri().path();
    let mut parts = path.strip_prefix("/notify/").unwrap_or_default().split('/');
    let (_terminal, payment, token) = (parts.next(), parts.next(), parts.next());
    let (id, source) = if let Some(payment) = payment {
        (payment.parse().ok(), Source::Notify)
    } else {
        (payment_named(request.body()), Source::Webhook)
    };
    let object = id.and_then(|id: PaymentId| world.object(&id));
    let Some(object) = object else { return 404 };
    let known = object
        .disk
        .payment
        .borrow()
        .as_ref()
        .map(|payment| payment.opened.notify_token.expose().to_owned());
    if source == Source::Notify && known.as_deref() != token {
        world.violate(format!("a notice came to {path}, which is not our address"));
        return 404;
    }
    hint(&object, source).await
}

async fn hint(object: &Rc<Object>, source: Source) -> u16 {
    match object.command(Command::Hint(source.into())).await {
        Ok(Ok(_)) => 200,
        Ok(Err(_)) => 503,
        Err(_) => 502,
    }
}

/// The payment a webhook is about.
fn payment_named(body: &[u8]) -> Option<PaymentId> {
    let event: serde_json::Value = serde_json::from_slice(body).ok()?;
    [
        "/resource/custom_id",
        "/resource/purchase_units/0/custom_id",
    ]
    .into_iter()
    .find_map(|pointer| event.pointer(pointer)?.as_str()?.parse().ok())
}

/// Somebody who knows the address calls although nothing happened.
pub(crate) async fn forge(world: &Rc<World>, object: &Rc<Object>) {
    let calls = world.random.between(1, 6);
    for _ in 0..calls {
        world.pause(100, 20 * 60_000).await;
        let source = world.random.pick(
            &[Source::Notify, Source::Return, Source::Webhook],
            Source::Return,
        );
        world.tell(format_args!("forged {source:?}"));
        let _ = hint(object, source).await;
    }
}

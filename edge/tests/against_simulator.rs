//! Both adapters against a provider that refuses what the real one refuses, and keeps books.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::too_many_lines,
    reason = "a test stops at what it did not expect"
)]

mod support;

use std::cell::RefCell;

use http::{Request, Response};
use obole_edge::ports::{Clock, Http, SendError};
use obole_edge::providers::paypal::{self, Paypal, TokenCache, webhook};
use obole_edge::providers::saferpay::{self, Saferpay};
use obole_edge::providers::{Addresses, Provider};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::money::Money;
use obole_shared::payment::{
    Answer, Call, Command, Entry, Payment, Progress, RefundState, Standing, Status, decide,
};
use obole_shared::terminal::AuthorizationType;
use obole_shared::terminal::TerminalKind;
use obole_shared::time::{Millis, UnixMs};
use psp_simulator::{
    Action, Config, Delivery, Effect, Fault, MovementKind, Simulator, WebhookSigner,
};
use support::{NOW, addresses, chf, money, now_or_never, opened};

/// The simulator behind the ports of the payment code.
struct World {
    simulator: RefCell<Simulator>,
    payment: RefCell<Payment>,
    provider: Provider,
}

impl Http for World {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        _limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        let reply = self.simulator.borrow_mut().handle(&request);
        match reply.delivery {
            Delivery::Answered => Ok(reply.response),
            Delivery::Broken => Err(SendError::Connection("reset".into())),
            Delivery::Held => Err(SendError::TimedOut),
        }
    }
}

impl Clock for World {
    fn now(&self) -> UnixMs {
        UnixMs(self.simulator.borrow().now())
    }
}

fn saferpay() -> Provider {
    let terminal = psp_simulator::SaferpayTerminal::default();
    let credentials = saferpay::Credentials {
        customer_id: terminal.customer,
        terminal_id: terminal.terminal,
        user: terminal.username,
        password: Secret::new(terminal.password),
    };
    let origin = "http://127.0.0.1:8788/saferpay".to_owned();
    Provider::Saferpay(Saferpay::new(credentials, origin))
}

fn paypal() -> Provider {
    let account = psp_simulator::PayPalAccount::default();
    let credentials = paypal::Credentials {
        client_id: account.client_id,
        secret: Secret::new(account.secret),
        webhook_id: account.webhook_id,
    };
    let origin = "http://127.0.0.1:8788/paypal".to_owned();
    Provider::Paypal(Paypal::new(credentials, origin, TokenCache::default()))
}

impl World {
    fn new(provider: Provider, amount: Money, capture: AuthorizationType) -> Self {
        let kind = provider.kind();
        let config = Config {
            signer: Some(WebhookSigner::shared_small().unwrap()),
            ..Config::default()
        };
        let mut simulator = Simulator::new(config, 1);
        simulator.set_now(NOW.0);
        let mut asked = opened(kind, amount, capture);
        asked.lang = "fr-CH".into();
        let events = decide(None, Command::Open(Box::new(asked))).unwrap();
        let first = Entry {
            at: NOW,
            event: events.into_iter().next().unwrap(),
        };
        Self {
            simulator: RefCell::new(simulator),
            payment: RefCell::new(Payment::begin(&first).unwrap()),
            provider,
        }
    }

    fn command(&self, command: Command) {
        let mut payment = self.payment.borrow_mut();
        for event in decide(Some(&payment), command).unwrap() {
            payment.apply(&Entry {
                at: self.now(),
                event,
            });
        }
    }

    /// Makes a call as the desk does: written down, made, learned from.
    fn call(&self, call: Call) -> Answer {
        self.command(Command::Attempt(call));
        let payment = self.payment.borrow().clone();
        let here: Addresses = addresses();
        let answer = now_or_never(self.provider.perform(self, &here, &payment, call));
        self.command(Command::Answer(call, answer.clone()));
        answer
    }

    fn open(&self) -> String {
        match self.call(Call::OpenSession) {
            Answer::Session { redirect_url, .. } => redirect_url,
            other => panic!("{other:?}"),
        }
    }

    fn open_and(&self, action: Action) {
        let url = self.open();
        let back = self.simulator.borrow_mut().payer_act(&url, action);
        assert!(back.is_some(), "the payer is sent nowhere");
    }

    fn fail_once(&self, operation: &str, effect: Effect) {
        let rule = fault(Some(operation), effect, Some(1));
        self.simulator.borrow_mut().faults_mut().add(rule);
    }

    fn advance(&self, by: Millis) {
        self.simulator.borrow_mut().advance(by.0.unsigned_abs());
    }

    fn status(&self) -> Status {
        self.payment.borrow().status()
    }

    /// Captured and refunded minor units in the provider's books.
    fn books(&self) -> (i64, i64) {
        let simulator = self.simulator.borrow();
        let sum = |kind| {
            let movements = simulator.books().movements().iter();
            movements
                .filter(|one| one.kind == kind)
                .map(|one| one.amount_minor)
                .sum()
        };
        (sum(MovementKind::Capture), sum(MovementKind::Refund))
    }

    fn refund(&self, amount: Option<Money>) {
        let key = "operator-key-0001".parse().unwrap();
        self.command(Command::Refund { key, amount });
    }

    /// Nothing was sent that the provider does not know.
    fn assert_clean(&self) {
        let simulator = self.simulator.borrow();
        let calls = serde_json::to_value(simulator.calls()).unwrap();
        assert_eq!(calls["unknown_fields"], serde_json::json!({}), "{calls}");
    }
}

fn fault(operation: Option<&str>, effect: Effect, count: Option<u32>) -> Fault {
    Fault {
        provider: None,
        operation: operation.map(str::to_owned),
        effect,
        count,
        permille: None,
        ms: None,
        times: None,
    }
}

fn both(capture: AuthorizationType) -> [World; 2] {
    [
        World::new(saferpay(), chf(12_050), capture),
        World::new(paypal(), chf(12_050), capture),
    ]
}

#[test]
fn an_open_session_waits_for_the_payer() {
    for world in both(AuthorizationType::CaptureAtOnce) {
        world.open();
        assert_eq!(
            world.call(Call::AskSession),
            Answer::Standing(Standing::NotStarted)
        );
        assert_eq!(world.status(), Status::Created);
        assert_eq!(world.books(), (0, 0));
        world.assert_clean();
    }
}

#[test]
fn a_payment_is_captured_once() {
    for world in both(AuthorizationType::CaptureAtOnce) {
        world.open_and(Action::Pay);
        world.call(Call::AskSession);
        world.call(Call::Capture);
        assert_eq!(world.status(), Status::Captured);
        assert_eq!(world.books(), (12_050, 0));
        let payment = world.payment.borrow().clone();
        let Progress::Captured(captured) = &payment.progress else {
            panic!("{payment:?}")
        };
        assert!(captured.capture.is_some());
        let told = payment.opened.terminal.kind == TerminalKind::PaypalOrders;
        assert_eq!(captured.fee.is_some(), told);
        assert!(payment.mismatch.is_none());
        // Asked again, it is still the same money.
        world.call(Call::AskSession);
        assert_eq!(world.books(), (12_050, 0));
        world.assert_clean();
    }
}

#[test]
fn a_capture_whose_answer_was_lost_is_found() {
    for effect in [
        Effect::LostAnswer,
        Effect::HeldAnswer,
        Effect::ServerErrorAfter,
    ] {
        for (world, operation) in both(AuthorizationType::CaptureAtOnce)
            .into_iter()
            .zip(["Transaction/Capture", "order.capture"])
        {
            world.open_and(Action::Pay);
            world.call(Call::AskSession);
            world.fail_once(operation, effect);
            let answer = world.call(Call::Capture);
            assert!(matches!(answer, Answer::Unknown { .. }), "{answer:?}");
            assert_eq!(world.books(), (12_050, 0));
            world.call(Call::Capture);
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, (12_050, 0))
            );
        }
    }
}

#[test]
fn a_capture_that_never_arrived_is_made_by_its_repeat() {
    for effect in [
        Effect::LostRequest,
        Effect::ServerError,
        Effect::Unavailable,
        Effect::Html403,
    ] {
        for (world, operation) in both(AuthorizationType::CaptureAtOnce)
            .into_iter()
            .zip(["Transaction/Capture", "order.capture"])
        {
            world.open_and(Action::Pay);
            world.call(Call::AskSession);
            world.fail_once(operation, effect);
            world.call(Call::Capture);
            assert_ne!(world.status(), Status::Captured);
            assert_eq!(world.books(), (0, 0));
            world.call(Call::Capture);
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, (12_050, 0))
            );
        }
    }
}

#[test]
fn answers_with_members_nobody_knows_are_read() {
    for world in both(AuthorizationType::CaptureAtOnce) {
        world
            .simulator
            .borrow_mut()
            .faults_mut()
            .add(fault(None, Effect::OddAnswer, None));
        world.open_and(Action::Pay);
        world.call(Call::AskSession);
        world.call(Call::Capture);
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, (12_050, 0))
        );
    }
}

#[test]
fn another_amount_than_agreed_is_told() {
    let world = World::new(saferpay(), chf(12_050), AuthorizationType::CaptureAtOnce);
    world.fail_once("page", Effect::OtherAmount);
    world.open_and(Action::Pay);
    world.call(Call::AskSession);
    assert_eq!(world.payment.borrow().mismatch, Some(chf(12_049)));
    assert_eq!(world.call(Call::Cancel), Answer::Canceled);
    assert_eq!((world.status(), world.books()), (Status::Canceled, (0, 0)));
}

#[test]
fn a_new_question_after_a_capture_finds_it_too() {
    for world in both(AuthorizationType::CaptureAtOnce) {
        world.open_and(Action::Pay);
        world.call(Call::AskSession);
        let before = world.payment.borrow().clone();
        world.call(Call::Capture);
        // As if the journal had lost it all: another key, the same order.
        let mut forgotten = before;
        forgotten.attempts.entry(Call::Capture).or_default().round = 7;
        *world.payment.borrow_mut() = forgotten;
        world.call(Call::Capture);
        assert_eq!(world.status(), Status::Captured);
        assert_eq!(world.books(), (12_050, 0));
    }
}

#[test]
fn a_payer_who_goes_back_pays_nothing() {
    let world = World::new(saferpay(), chf(12_050), AuthorizationType::CaptureAtOnce);
    world.open_and(Action::Abort);
    assert_eq!(
        world.call(Call::AskSession),
        Answer::Standing(Standing::Aborted)
    );
    assert_eq!(world.status(), Status::Canceled);

    let world = World::new(paypal(), chf(12_050), AuthorizationType::CaptureAtOnce);
    world.open_and(Action::Abort);
    assert_eq!(
        world.call(Call::AskSession),
        Answer::Standing(Standing::NotStarted)
    );
    world.advance(Millis::hours(7));
    assert_eq!(
        world.call(Call::AskSession),
        Answer::Standing(Standing::Gone)
    );
    assert_eq!(world.books(), (0, 0));
}

#[test]
fn a_decline_takes_nothing() {
    for (action, code) in [
        (Action::Decline, "TRANSACTION_DECLINED"),
        (Action::FailThreeDs, "3DS_AUTHENTICATION_FAILED"),
    ] {
        let world = World::new(saferpay(), chf(12_050), AuthorizationType::CaptureAtOnce);
        world.open_and(action);
        let declined = Standing::Declined { code: code.into() };
        assert_eq!(world.call(Call::AskSession), Answer::Standing(declined));
        assert_eq!(world.status(), Status::Declined);
    }

    // With PayPal the payer may choose again, in the same order.
    let world = World::new(paypal(), chf(12_050), AuthorizationType::CaptureAtOnce);
    let url = world.open();
    world
        .simulator
        .borrow_mut()
        .payer_act(&url, Action::Decline);
    assert_eq!(
        world.call(Call::AskSession),
        Answer::Standing(Standing::Approved)
    );
    assert_eq!(world.call(Call::Capture), Answer::PayerMustChooseAgain);
    assert_eq!((world.status(), world.books()), (Status::Pending, (0, 0)));
    world.simulator.borrow_mut().payer_act(&url, Action::Pay);
    world.call(Call::AskSession);
    world.call(Call::Capture);
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, (12_050, 0))
    );
}

/// Reserves the money of a payment that is captured by hand.
fn reserve(world: &World) {
    world.open_and(Action::Pay);
    world.call(Call::AskSession);
    if world.payment.borrow().progress == Progress::Approved {
        world.call(Call::Authorize);
    }
    assert_eq!(
        (world.status(), world.books()),
        (Status::Authorized, (0, 0))
    );
}

#[test]
fn reserved_money_is_captured_when_an_operator_says_so() {
    for world in both(AuthorizationType::AuthorizeOnly) {
        reserve(&world);
        world.command(Command::Capture { amount: None });
        world.call(Call::Capture);
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, (12_050, 0))
        );
        world.call(Call::AskSession);
        assert_eq!(world.status(), Status::Captured);
        world.assert_clean();
    }
}

#[test]
fn reserved_money_is_given_up() {
    for world in both(AuthorizationType::AuthorizeOnly) {
        reserve(&world);
        world.command(Command::Cancel);
        assert_eq!(world.call(Call::Cancel), Answer::Canceled);
        assert_eq!((world.status(), world.books()), (Status::Canceled, (0, 0)));
        let simulator = world.simulator.borrow();
        assert_eq!(
            simulator
                .books()
                .open_authorizations(simulator.now())
                .count(),
            0
        );
    }
}

#[test]
fn a_cancel_whose_answer_was_lost_is_found() {
    for world in both(AuthorizationType::AuthorizeOnly) {
        reserve(&world);
        world.advance(Millis::minutes(5));
        world.command(Command::Cancel);
        let reserved = world.payment.borrow().clone();
        world.call(Call::Cancel);
        *world.payment.borrow_mut() = reserved;
        world.call(Call::Cancel);
        assert_eq!((world.status(), world.books()), (Status::Canceled, (0, 0)));
    }
}

#[test]
fn refunds_are_paid_back_in_full_and_in_part() {
    for part in [Some(chf(2_050)), None] {
        for world in both(AuthorizationType::CaptureAtOnce) {
            world.open_and(Action::Pay);
            world.call(Call::AskSession);
            world.call(Call::Capture);
            world.refund(part);
            world.call(Call::Refund(1));
            if world.payment.borrow().refund(1).unwrap().state == RefundState::Authorized {
                assert_eq!(world.books(), (12_050, 0));
                assert_eq!(
                    world.call(Call::CaptureRefund(1)),
                    Answer::Refunded { transaction: None }
                );
                // Its answer lost, the second one says the same.
                assert_eq!(
                    world.call(Call::CaptureRefund(1)),
                    Answer::Refunded { transaction: None }
                );
            }
            let back = part.map_or(12_050, Money::minor);
            assert_eq!(world.books(), (12_050, back));
            assert_eq!(world.payment.borrow().refunded().minor(), back);
            world.assert_clean();
        }
    }
}

#[test]
fn a_refund_whose_answer_was_lost_is_found() {
    let world = World::new(saferpay(), chf(12_050), AuthorizationType::CaptureAtOnce);
    world.open_and(Action::Twint);
    world.call(Call::AskSession);
    world.call(Call::Capture);
    world.refund(None);
    assert_eq!(world.call(Call::AskRefund(1)), Answer::RefundMissing);
    let before = world.payment.borrow().clone();
    world.call(Call::Refund(1));
    *world.payment.borrow_mut() = before;
    world.advance(Millis::minutes(10));
    assert!(matches!(
        world.call(Call::AskRefund(1)),
        Answer::RefundAuthorized { .. }
    ));
    world.call(Call::CaptureRefund(1));
    assert_eq!(world.books(), (12_050, 12_050));

    // PayPal knows its key again, and pays once.
    let world = World::new(paypal(), chf(12_050), AuthorizationType::CaptureAtOnce);
    world.open_and(Action::Pay);
    world.call(Call::AskSession);
    world.call(Call::Capture);
    world.refund(Some(chf(50)));
    let before = world.payment.borrow().clone();
    world.call(Call::Refund(1));
    *world.payment.borrow_mut() = before;
    assert!(matches!(
        world.call(Call::Refund(1)),
        Answer::Refunded {
            transaction: Some(_)
        }
    ));
    assert!(matches!(
        world.call(Call::AskRefund(1)),
        Answer::Refunded {
            transaction: Some(_)
        }
    ));
    assert_eq!(world.books(), (12_050, 50));
}

#[test]
fn an_echeck_waits_and_then_clears_or_bounces() {
    for (action, last, taken) in [
        (Action::Pending, Status::Captured, 12_050),
        (Action::PendingDenied, Status::Declined, 0),
    ] {
        let world = World::new(paypal(), chf(12_050), AuthorizationType::CaptureAtOnce);
        world.open_and(action);
        world.call(Call::AskSession);
        let answer = world.call(Call::Capture);
        let waits = matches!(
            &answer,
            Answer::Standing(Standing::Pending { capture: Some(_) })
        );
        assert!(waits, "{answer:?}");
        assert_eq!((world.status(), world.books()), (Status::Pending, (0, 0)));
        world.advance(Millis::hours(73));
        world.call(Call::AskSession);
        assert_eq!((world.status(), world.books()), (last, (taken, 0)));
    }
}

#[test]
fn money_in_the_books_is_found_without_the_session() {
    let world = World::new(saferpay(), chf(12_050), AuthorizationType::CaptureAtOnce);
    world.open_and(Action::Twint);
    assert_eq!(world.call(Call::AskBooks), Answer::Standing(Standing::Gone));
    world.advance(Millis::minutes(5));
    assert!(matches!(
        world.call(Call::AskBooks),
        Answer::Standing(Standing::Authorized { .. })
    ));
    world.advance(Millis::hours(24));
    assert_eq!(
        world.call(Call::AskSession),
        Answer::Standing(Standing::Gone)
    );
}

#[test]
fn paypals_own_decimals_arrive_as_the_same_money() {
    for (minor, currency) in [
        (150_000, Currency::HUF),
        (1_500, Currency::JPY),
        (30_000, Currency::TWD),
    ] {
        let world = World::new(
            paypal(),
            money(minor, currency),
            AuthorizationType::CaptureAtOnce,
        );
        world.open_and(Action::Pay);
        world.call(Call::AskSession);
        world.call(Call::Capture);
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, (minor, 0))
        );
        assert!(world.payment.borrow().mismatch.is_none());
    }
}

#[test]
fn a_signed_webhook_of_the_simulator_is_believed() {
    let world = World::new(paypal(), chf(12_050), AuthorizationType::CaptureAtOnce);
    world.open_and(Action::Pay);
    world.call(Call::AskSession);
    world.call(Call::Capture);
    world.advance(Millis::minutes(1));
    let notices = world.simulator.borrow_mut().due();
    let cache = webhook::CertificateCache::default();
    let hosts = webhook::Hosts::paypal().with_development_origin("http://127.0.0.1:8788/paypal");
    let mut kinds = Vec::new();
    for notice in notices {
        let (headers, body) = (notice.request.headers(), notice.request.body());
        let take = |id| {
            let taken = webhook::receive(&world, &cache, &hosts, headers, body, id, world.now());
            now_or_never(taken)
        };
        let event = take("8WH00000000000001").unwrap();
        assert_eq!(
            event.payment.as_ref(),
            Some(&world.payment.borrow().opened.id)
        );
        assert!(event.order.is_some());
        assert_eq!(
            take("8WH00000000000002"),
            Err(webhook::WebhookError::Signature)
        );
        kinds.push(event.kind);
    }
    kinds.sort();
    assert_eq!(
        kinds,
        ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]
    );
}

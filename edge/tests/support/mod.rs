//! Payments in every state, and a network that answers from a list.

// Each test file uses its own part of this.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unnecessary_wraps)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use http::{Request, Response};
use obole_edge::ports::{Clock, Http, SendError};
use obole_edge::providers::Addresses;
use obole_shared::currency::Currency;
use obole_shared::ids::{PaymentId, Secret};
use obole_shared::money::Money;
use obole_shared::payment::{Call, Entry, Event, Opened, Payment, Security};
use obole_shared::terminal::{AuthorizationType, Condition, Mode, Terminal, TerminalKind};
use obole_shared::time::{Millis, UnixMs};
use serde_json::Value;

pub const NOW: UnixMs = UnixMs(1_784_541_600_000);

pub fn chf(minor: i64) -> Money {
    money(minor, Currency::CHF)
}

pub fn money(minor: i64, currency: Currency) -> Money {
    Money::new(minor, currency).unwrap()
}

pub fn addresses() -> Addresses {
    Addresses {
        public_origin: "https://pay.example.org".into(),
    }
}

pub fn opened(kind: TerminalKind, amount: Money, authorization: AuthorizationType) -> Opened {
    let id = PaymentId::from_bytes([7; 16]);
    Opened {
        reference: id.reference(),
        id,
        link: "demo".parse().unwrap(),
        description: "Spende für das Tierheim".into(),
        terminal: Terminal::new(
            "terminal-test".parse().unwrap(),
            kind,
            "Card".into(),
            Mode::Test,
            vec![amount.currency()],
        ),
        amount,
        lang: "de-CH".into(),
        authorization,
        condition: Condition::None,
        return_to: None,
        email: None,
        name: None,
        body_hash: "hash".into(),
        gift: obole_shared::gift::Gift::default(),
        gift_hash: String::new(),
        secret: Secret::new("donor-secret"),
        notify_token: Secret::new("notify-token"),
    }
}

/// A payment whose session is being opened for the first time.
pub fn new_payment(kind: TerminalKind, amount: Money, capture: AuthorizationType) -> Payment {
    let event = Event::Opened(Box::new(opened(kind, amount, capture)));
    let mut payment = Payment::begin(&Entry { at: NOW, event }).unwrap();
    attempt(&mut payment, Call::OpenSession);
    payment
}

pub fn apply(payment: &mut Payment, event: Event) {
    payment.apply(&Entry { at: NOW, event });
}

pub fn attempt(payment: &mut Payment, call: Call) {
    apply(payment, Event::Attempted { call });
}

/// A payment whose session is open.
pub fn waiting(
    kind: TerminalKind,
    amount: Money,
    capture: AuthorizationType,
    handle: &str,
) -> Payment {
    let mut payment = new_payment(kind, amount, capture);
    apply(
        &mut payment,
        Event::SessionOpened {
            handle: handle.into(),
            redirect_url: "https://example.org/".into(),
            expires_at: NOW + Millis::hours(1),
        },
    );
    payment
}

pub fn authorize(payment: &mut Payment, transaction: &str) {
    let amount = payment.opened.amount;
    apply(
        payment,
        Event::Authorized {
            transaction: transaction.into(),
            amount,
            method: None,
            security: Security::default(),
            expires_at: None,
        },
    );
}

pub fn capture(payment: &mut Payment, name: Option<&str>) {
    let amount = payment.opened.amount;
    apply(
        payment,
        Event::Captured {
            capture: name.map(str::to_owned),
            amount,
            fee: None,
            method: None,
        },
    );
}

/// Asks for a refund; the first has number 1.
pub fn request_refund(payment: &mut Payment, number: u16, amount: Money) {
    apply(
        payment,
        Event::RefundRequested {
            number,
            key: "operator-key-0001".parse().unwrap(),
            amount,
        },
    );
}

pub type Answered = Result<Response<Vec<u8>>, SendError>;

pub fn json(status: u16, body: &Value) -> Answered {
    raw(status, body.to_string())
}

pub fn raw(status: u16, body: impl Into<Vec<u8>>) -> Answered {
    Ok(Response::builder()
        .status(status)
        .body(body.into())
        .unwrap())
}

/// Answers from a list, and keeps what was sent.
#[derive(Default)]
pub struct Network {
    pub answers: RefCell<VecDeque<Answered>>,
    pub sent: RefCell<Vec<Request<Vec<u8>>>>,
    pub now: RefCell<UnixMs>,
}

impl Network {
    pub fn answering(answers: impl IntoIterator<Item = Answered>) -> Self {
        Self {
            answers: RefCell::new(answers.into_iter().collect()),
            now: RefCell::new(NOW),
            ..Self::default()
        }
    }

    /// Method and path of everything that was sent.
    pub fn lines(&self) -> Vec<String> {
        let sent = self.sent.borrow();
        sent.iter()
            .map(|request| format!("{} {}", request.method(), request.uri().path()))
            .collect()
    }

    pub fn header(&self, at: usize, name: &str) -> String {
        header(&self.sent.borrow()[at], name)
    }
}

impl Http for Network {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        _limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        self.sent.borrow_mut().push(request);
        let next = self.answers.borrow_mut().pop_front();
        next.expect("one answer for each request")
    }
}

impl Clock for Network {
    fn now(&self) -> UnixMs {
        *self.now.borrow()
    }
}

pub fn header(request: &Request<Vec<u8>>, name: &str) -> String {
    let value = request.headers().get(name);
    value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

pub fn body(request: &Request<Vec<u8>>) -> Value {
    if request.body().is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(request.body()).unwrap()
}

/// Runs a future that never really waits.
pub fn now_or_never<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

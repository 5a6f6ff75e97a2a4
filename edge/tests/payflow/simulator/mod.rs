//! Whole payments against a gateway that refuses what the real one refuses, and keeps books.

mod lost;
mod ordinary;
mod outside;

use std::cell::RefCell;

use http::{Request, Response};
use obole_edge::ports::{Clock, Http, SendError};
use obole_edge::providers::payflow::codec::{Fields, Writer};
use obole_edge::providers::{Credentials, Finding, Origins, Provider, paypal};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{
    Answer, Call, Command, Entry, Payment, Progress, RefundState, Standing, Status, Step, Why,
    decide, plan,
};
use obole_shared::terminal::{AccountType, AuthorizationType, Terminal, TerminalKind};
use obole_shared::time::{Millis, UnixMs};
use psp_simulator::{
    Action, Config, Delivery, Effect, Fault, MovementKind, PayflowAccount, Simulator,
};
use serde_json::json;

use crate::account::{AuthorizeOnly, CaptureAtOnce};
use crate::support::{NOW, addresses, header, money, now_or_never, opened};

const SIMULATOR: &str = "http://127.0.0.1:8788";
const PASSWORD: &str = "simulator-pwd1";

const EVERY_TYPE: [AccountType; 5] = [
    AccountType::PayflowProUs,
    AccountType::PayflowPaymentsProUs,
    AccountType::PayflowExpressUs,
    AccountType::PayflowEditionGb,
    AccountType::PayflowExpressGb,
];

/// The gateway behind the ports of the payment code.
struct World {
    simulator: RefCell<Simulator>,
    payment: RefCell<Payment>,
    provider: Provider,
    terminal: Terminal,
}

impl Http for World {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        _limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        assert!(Fields::read(request.body()).is_ok());
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

fn vendor(account: AccountType) -> (&'static str, &'static str, Currency) {
    match account {
        AccountType::PayflowPaymentsProUs => ("PayPal", "obolepaymentspro", Currency::USD),
        AccountType::PayflowExpressUs => ("PayPal", "oboleexpress", Currency::USD),
        AccountType::PayflowEditionGb => ("PayPalUK", "obolegb", Currency::GBP),
        AccountType::PayflowExpressGb => ("PayPalUK", "obolegbexpress", Currency::GBP),
        _ => ("PayPal", "obolevendor", Currency::USD),
    }
}

fn origins() -> Origins {
    let at = |path: &str| Some(format!("{SIMULATOR}/{path}"));
    Origins {
        payflow: at("payflow"),
        payflow_link: at("payflow-link"),
        paypal_web: at("paypal-web"),
        ..Origins::default()
    }
}

fn credentials(account: AccountType, password: &str) -> Credentials {
    let (partner, vendor, _) = vendor(account);
    let fields = json!({
        "partner": partner, "vendor": vendor, "user": vendor, "password": password,
    });
    Credentials::read(TerminalKind::Payflow, fields).unwrap()
}

impl World {
    fn new(account: AccountType, authorization: AuthorizationType) -> Self {
        Self::with(account, authorization, |_| {})
    }

    fn with(
        account: AccountType,
        authorization: AuthorizationType,
        set: impl Fn(&mut PayflowAccount),
    ) -> Self {
        let (_, vendor, currency) = vendor(account);
        let mut merchants = PayflowAccount::of_every_type();
        merchants
            .iter_mut()
            .filter(|one| one.vendor == vendor)
            .for_each(set);
        let config = Config {
            payflow: merchants,
            ..Config::default()
        };
        let mut simulator = Simulator::new(config, 1);
        simulator.set_now(NOW.0);
        let amount = money(12_050, currency);
        let mut asked = opened(TerminalKind::Payflow, amount, authorization);
        asked.terminal.account = Some(account);
        assert_eq!(asked.terminal.check(), Ok(()));
        let terminal = asked.terminal.clone();
        let tokens = paypal::TokenCache::default();
        let login = credentials(account, PASSWORD);
        let provider = Provider::new(&terminal, login, &origins(), tokens).unwrap();
        let events = decide(None, Command::Open(Box::new(asked))).unwrap();
        let first = Entry {
            at: NOW,
            event: events.into_iter().next().unwrap(),
        };
        Self {
            simulator: RefCell::new(simulator),
            payment: RefCell::new(Payment::begin(&first).unwrap()),
            provider,
            terminal,
        }
    }

    fn amount(&self) -> Money {
        self.payment.borrow().opened.amount
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
        let answer = now_or_never(self.provider.perform(self, &addresses(), &payment, call));
        self.command(Command::Answer(call, answer.clone()));
        answer
    }

    /// Lets the plan decide for so long.
    fn run(&self, length: Millis) {
        let end = self.now() + length;
        for _ in 0..200 {
            let step = plan(&self.payment.borrow(), self.now());
            match step {
                Step::Call(call) => {
                    self.call(call);
                }
                Step::Conclude(event) => self.command(Command::Conclude(event)),
                Step::Wait(at) => {
                    let at = at.unwrap_or(end).min(end);
                    self.advance(at - self.now());
                    if at == end {
                        return;
                    }
                }
            }
        }
        panic!("it goes round in circles: {:?}", self.payment.borrow());
    }

    fn open(&self) -> String {
        match self.call(Call::OpenSession) {
            Answer::Session { redirect_url, .. } => redirect_url,
            other => panic!("{other:?}"),
        }
    }

    fn act(&self, url: &str, action: Action) -> String {
        let back = self.simulator.borrow_mut().payer_act(url, action);
        back.expect("the payer is sent somewhere")
    }

    fn open_and(&self, action: Action) -> String {
        let url = self.open();
        self.act(&url, action)
    }

    /// What a browser's return sets off.
    fn come_back(&self) {
        self.command(Command::Hint(obole_shared::payment::Source::Return.into()));
        self.run(Millis::seconds(10));
    }

    fn fault(&self, operation: &str, effect: Effect, count: u32) {
        let rule = Fault {
            provider: None,
            operation: Some(operation.to_owned()),
            effect,
            count: Some(count),
            permille: None,
            ms: None,
            times: None,
        };
        self.simulator.borrow_mut().faults_mut().add(rule);
    }

    fn advance(&self, by: Millis) {
        self.simulator.borrow_mut().advance(by.0.unsigned_abs());
    }

    fn status(&self) -> Status {
        self.payment.borrow().status()
    }

    /// Minor units in the gateway's books: captured, paid back, reversed.
    fn books(&self) -> [i64; 3] {
        let simulator = self.simulator.borrow();
        [
            MovementKind::Capture,
            MovementKind::Refund,
            MovementKind::Reversal,
        ]
        .map(|kind| {
            let movements = simulator.books().movements().iter();
            movements
                .filter(|one| one.kind == kind)
                .map(|one| one.amount_minor)
                .sum()
        })
    }

    fn held(&self) -> usize {
        let simulator = self.simulator.borrow();
        simulator
            .books()
            .open_authorizations(simulator.now())
            .count()
    }

    fn refund(&self, key: &str, amount: Option<Money>) {
        let key = key.parse().unwrap();
        self.command(Command::Refund { key, amount });
    }

    /// The name of the transaction that the payment knows.
    fn pnref(&self) -> String {
        match &self.payment.borrow().progress {
            Progress::Captured(known) => known.capture.clone().unwrap(),
            Progress::Authorized(known) => known.transaction.clone(),
            Progress::Pending { capture, .. } => capture.clone().unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// What somebody does in PayPal Manager; the RESULT.
    fn manager(&self, parameters: &[(&'static str, &str)]) -> i32 {
        let (partner, vendor, _) = vendor(self.terminal.account.unwrap());
        let mut form = Writer::default();
        let login = [
            ("PARTNER", partner),
            ("VENDOR", vendor),
            ("USER", vendor),
            ("PWD", PASSWORD),
        ];
        for (name, value) in login.iter().chain(parameters) {
            form.put(name, value).unwrap();
        }
        let request = Request::post(format!("{SIMULATOR}/payflow/"))
            .header("content-type", "text/namevalue")
            .header("x-vps-request-id", format!("manager{}", self.now().0))
            .body(form.into_body())
            .unwrap();
        let reply = self.simulator.borrow_mut().handle(&request);
        let fields = Fields::read(reply.response.body()).unwrap();
        fields.number("RESULT").unwrap()
    }

    /// Nothing was sent that the gateway does not know.
    fn assert_clean(&self) {
        let simulator = self.simulator.borrow();
        let calls = serde_json::to_value(simulator.calls()).unwrap();
        assert_eq!(calls["unknown_fields"], json!({}), "{calls}");
    }
}

fn paid(account: AccountType) -> World {
    let world = World::new(account, CaptureAtOnce);
    world.open_and(Action::Pay);
    world.come_back();
    assert_eq!(world.status(), Status::Captured, "{account:?}");
    world
}

fn reserved(account: AccountType) -> World {
    let world = World::new(account, AuthorizeOnly);
    world.open_and(Action::Pay);
    world.come_back();
    assert_eq!(world.status(), Status::Authorized, "{account:?}");
    world
}

//! Whole payments against a gateway that refuses what the real one refuses, and keeps books.

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

#[test]
fn an_open_session_waits_for_the_payer() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        world.open();
        assert_eq!(
            world.call(Call::AskSession),
            Answer::Standing(Standing::NotStarted)
        );
        assert_eq!(
            (world.status(), world.books()),
            (Status::Created, [0, 0, 0])
        );
        world.assert_clean();
    }
}

#[test]
fn every_type_of_account_takes_a_payment_once() {
    for account in EVERY_TYPE {
        let world = paid(account);
        assert_eq!(world.books(), [12_050, 0, 0]);
        assert!(world.payment.borrow().mismatch.is_none());
        // Asked again, it is still the same money.
        world.come_back();
        world.run(Millis::days(1));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0])
        );
        world.assert_clean();
    }
}

#[test]
fn reserved_money_is_captured_in_whole_or_in_part() {
    for account in EVERY_TYPE {
        for part in [None, Some(5_000)] {
            let world = reserved(account);
            assert_eq!((world.books(), world.held()), ([0, 0, 0], 1));
            let currency = world.amount().currency();
            let amount = part.map(|minor| money(minor, currency));
            world.command(Command::Capture { amount });
            world.run(Millis::minutes(1));
            assert_eq!(world.status(), Status::Captured, "{account:?}");
            assert_eq!(world.books(), [part.unwrap_or(12_050), 0, 0]);
            assert_eq!(world.held(), 0);
            world.assert_clean();
        }
    }
}

#[test]
fn reserved_money_is_given_up() {
    for account in EVERY_TYPE {
        let world = reserved(account);
        world.command(Command::Cancel);
        world.run(Millis::minutes(1));
        assert_eq!(world.status(), Status::Canceled, "{account:?}");
        assert_eq!((world.books(), world.held()), ([0, 0, 0], 0));
        world.assert_clean();
    }
}

#[test]
fn money_is_paid_back_in_parts_until_nothing_is_left() {
    for account in EVERY_TYPE {
        let world = paid(account);
        let currency = world.amount().currency();
        world.refund("operator-key-0001", Some(money(5_000, currency)));
        world.run(Millis::minutes(1));
        assert_eq!(world.status(), Status::PartiallyRefunded, "{account:?}");
        world.refund("operator-key-0002", None);
        world.run(Millis::minutes(1));
        assert_eq!(world.status(), Status::Refunded);
        assert_eq!(world.books(), [12_050, 12_050, 0]);
        world.assert_clean();
    }
}

#[test]
fn what_the_payer_gave_up_ends_without_money() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        let back = world.open_and(Action::Abort);
        assert!(back.contains("/cancel"), "{back}");
        world.come_back();
        assert_eq!(world.status(), Status::Created);
        world.run(Millis::hours(12));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Expired, [0, 0, 0])
        );
    }
}

#[test]
fn a_declined_payer_chooses_other_means_in_the_same_session() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        let url = world.open();
        world.act(&url, Action::Decline);
        world.come_back();
        let why = world.payment.borrow().why();
        assert_eq!((why, world.books()), (Why::ChooseAnotherMeans, [0, 0, 0]));
        world.act(&url, Action::Pay);
        world.come_back();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0]),
            "{account:?}"
        );
    }
}

#[test]
fn a_payer_who_was_declined_and_left_is_declined_in_the_end() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        world.open_and(Action::Decline);
        world.come_back();
        world.run(Millis::hours(12));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Declined, [0, 0, 0])
        );
    }
}

#[test]
fn a_card_that_is_held_for_review_waits_for_the_merchant() {
    for (action, status, books) in [
        ("APPROVE", Status::Captured, [12_050, 0, 0]),
        ("DECLINE", Status::Declined, [0, 0, 0]),
    ] {
        let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
        world.open_and(Action::Review);
        world.come_back();
        assert_eq!(world.status(), Status::Pending);
        assert_eq!(world.books(), [0, 0, 0]);
        let name = world.pnref();
        let decided = world.manager(&[
            ("TRXTYPE", "U"),
            ("TENDER", "C"),
            ("ORIGID", &name),
            ("UPDATEACTION", action),
        ]);
        assert!(matches!(decided, 0 | 128), "{decided}");
        world.run(Millis::days(2));
        assert_eq!((world.status(), world.books()), (status, books));
    }
}

#[test]
fn an_echeck_clears_or_bounces() {
    for (action, status, captured) in [
        (Action::Pending, Status::Captured, 12_050),
        (Action::PendingDenied, Status::Declined, 0),
    ] {
        let world = World::new(AccountType::PayflowExpressUs, CaptureAtOnce);
        world.open_and(action);
        world.come_back();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Pending, [0, 0, 0])
        );
        world.run(Millis::days(20));
        assert_eq!((world.status(), world.books()), (status, [captured, 0, 0]));
    }
}

#[test]
fn a_donor_pays_with_paypal_from_the_card_page() {
    let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
    world.open_and(Action::PayPal);
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, [12_050, 0, 0])
    );
    world.refund("operator-key-0001", None);
    world.run(Millis::minutes(1));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Refunded, [12_050, 12_050, 0])
    );
}

const AFTER: [Effect; 3] = [
    Effect::LostAnswer,
    Effect::HeldAnswer,
    Effect::ServerErrorAfter,
];

const BEFORE: [Effect; 4] = [
    Effect::LostRequest,
    Effect::ServerError,
    Effect::Unavailable,
    Effect::Html403,
];

fn every_effect() -> impl Iterator<Item = Effect> {
    AFTER.into_iter().chain(BEFORE)
}

#[test]
fn a_session_whose_answer_was_lost_is_opened_by_the_donors_next_try() {
    for effect in every_effect() {
        for (account, operation) in [
            (AccountType::PayflowProUs, "CREATESECURETOKEN"),
            (AccountType::PayflowExpressUs, "ACTION:S"),
        ] {
            let world = World::new(account, CaptureAtOnce);
            world.fault(operation, effect, 1);
            let answer = world.call(Call::OpenSession);
            assert!(
                matches!(answer, Answer::Unknown { .. }),
                "{effect:?} {answer:?}"
            );
            world.advance(Millis::minutes(8));
            let url = world.open();
            let expires_at = world.payment.borrow().session.as_ref().unwrap().expires_at;
            world.act(&url, Action::Pay);
            world.come_back();
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, [12_050, 0, 0])
            );
            let lifetime = expires_at - NOW;
            assert!(lifetime <= Millis::minutes(188), "{lifetime:?}");
            world.assert_clean();
        }
    }
}

#[test]
fn a_capture_is_made_once_whatever_gets_lost() {
    for effect in every_effect() {
        for times in [1, 3] {
            let world = reserved(AccountType::PayflowProUs);
            world.fault("TRXTYPE:D", effect, times);
            world.command(Command::Capture { amount: None });
            world.run(Millis::days(1));
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, [12_050, 0, 0]),
                "{effect:?}"
            );
            // Its name is known, so that it can be paid back.
            assert!(!world.pnref().is_empty());
        }
    }
}

#[test]
fn an_approval_is_completed_once_whatever_gets_lost() {
    for effect in every_effect() {
        for operation in ["ACTION:G", "ACTION:D"] {
            let world = World::new(AccountType::PayflowExpressUs, CaptureAtOnce);
            world.open_and(Action::Pay);
            world.fault(operation, effect, 2);
            world.come_back();
            world.run(Millis::hours(3));
            assert_eq!(
                (world.status(), world.books()),
                (Status::Captured, [12_050, 0, 0]),
                "{effect:?} {operation}"
            );
        }
    }
}

#[test]
fn an_authorization_is_given_up_once_whatever_gets_lost() {
    for effect in every_effect() {
        let world = reserved(AccountType::PayflowProUs);
        world.fault("TRXTYPE:V", effect, 2);
        world.command(Command::Cancel);
        world.run(Millis::days(1));
        assert_eq!(world.status(), Status::Canceled, "{effect:?}");
        assert_eq!((world.books(), world.held()), ([0, 0, 0], 0));
    }
}

#[test]
fn money_is_paid_back_once_whatever_gets_lost() {
    for effect in every_effect() {
        for lost_look_up in [false, true] {
            let world = paid(AccountType::PayflowProUs);
            world.fault("TRXTYPE:C", effect, 3);
            if lost_look_up {
                world.fault("TRXTYPE:I", Effect::LostRequest, 2);
            }
            world.refund("operator-key-0001", None);
            world.run(Millis::days(2));
            assert_eq!(
                (world.status(), world.books()),
                (Status::Refunded, [12_050, 12_050, 0]),
                "{effect:?}"
            );
        }
    }
}

#[test]
fn an_ask_that_is_lost_is_asked_again() {
    for effect in every_effect() {
        let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
        world.open_and(Action::Pay);
        world.fault("TRXTYPE:I", effect, 2);
        world.come_back();
        world.run(Millis::hours(1));
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0]),
            "{effect:?}"
        );
    }
}

#[test]
fn money_is_paid_back_once_it_has_settled() {
    let world = World::with(AccountType::PayflowProUs, CaptureAtOnce, |merchant| {
        merchant.credit_after_settlement = true;
    });
    world.open_and(Action::Pay);
    world.come_back();
    world.refund("operator-key-0001", None);
    world.run(Millis::minutes(30));
    let waiting = world.payment.borrow().refund(1).unwrap().state.clone();
    assert_eq!(
        (waiting, world.books()),
        (RefundState::Requested, [12_050, 0, 0])
    );
    world.run(Millis::days(3));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Refunded, [12_050, 12_050, 0])
    );
}

#[test]
fn money_that_was_taken_back_is_told_of() {
    let world = paid(AccountType::PayflowProUs);
    let name = world.pnref();
    world.run(Millis::days(2));
    assert!(world.simulator.borrow_mut().reverse(&name));
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Reversed, [12_050, 0, 12_050])
    );
}

#[test]
fn what_was_done_in_paypal_manager_is_seen() {
    let world = reserved(AccountType::PayflowProUs);
    let name = world.pnref();
    let about = |kind: &'static str| [("TRXTYPE", kind), ("TENDER", "C")];
    let voided = [about("V").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&voided), 0);
    world.advance(Millis::minutes(1));
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Canceled, [0, 0, 0])
    );

    let world = reserved(AccountType::PayflowProUs);
    let name = world.pnref();
    let captured = [about("D").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&captured), 0);
    world.advance(Millis::minutes(1));
    world.come_back();
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, [12_050, 0, 0])
    );

    let world = paid(AccountType::PayflowProUs);
    let name = world.pnref();
    let voided = [about("V").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&voided), 0);
    world.advance(Millis::minutes(1));
    world.come_back();
    assert_eq!(world.status(), Status::Reversed);

    // A cancellation that comes too late says what became of the money.
    let world = reserved(AccountType::PayflowProUs);
    let name = world.pnref();
    let captured = [about("D").as_slice(), &[("ORIGID", &name)]].concat();
    assert_eq!(world.manager(&captured), 0);
    world.command(Command::Cancel);
    world.run(Millis::minutes(1));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Captured, [12_050, 0, 0])
    );
}

#[test]
fn a_silent_post_comes_to_the_payments_own_address() {
    let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
    world.open_and(Action::Pay);
    world.advance(Millis::minutes(5));
    let posts = world.simulator.borrow_mut().due();
    let payment = world.payment.borrow().clone();
    let notify = addresses().notify_url(&payment);
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].request.uri().to_string(), notify);
    let kind = header(&posts[0].request, "content-type");
    assert!(
        kind.starts_with("application/x-www-form-urlencoded"),
        "{kind}"
    );
}

#[test]
fn a_token_that_ended_ends_the_payment() {
    let world = World::new(AccountType::PayflowProUs, CaptureAtOnce);
    let url = world.open();
    world.advance(Millis::minutes(31));
    let back = world.act(&url, Action::Pay);
    assert!(back.contains("/fail"), "{back}");
    world.come_back();
    world.run(Millis::hours(12));
    assert_eq!(
        (world.status(), world.books()),
        (Status::Expired, [0, 0, 0])
    );
}

#[test]
fn answers_with_fields_nobody_knows_are_read() {
    for account in EVERY_TYPE {
        let world = World::new(account, CaptureAtOnce);
        let rule = Fault {
            provider: None,
            operation: None,
            effect: Effect::OddAnswer,
            count: None,
            permille: None,
            ms: None,
            times: None,
        };
        world.simulator.borrow_mut().faults_mut().add(rule);
        world.open_and(Action::Pay);
        world.come_back();
        assert_eq!(
            (world.status(), world.books()),
            (Status::Captured, [12_050, 0, 0])
        );
    }
}

#[test]
fn a_check_says_whether_the_login_works() {
    let checked = |account: AccountType, password: &str| {
        let world = World::new(account, CaptureAtOnce);
        let login = credentials(account, password);
        let check = now_or_never(check_terminal(&world, &login));
        world.assert_clean();
        (check.passed(), check.findings[0].clone())
    };
    for account in EVERY_TYPE {
        let (_, vendor, _) = vendor(account);
        assert_eq!(
            checked(account, PASSWORD),
            (true, Finding::Works(vendor.into()))
        );
        assert_eq!(
            checked(account, "wrong"),
            (false, Finding::WrongCredentials)
        );
    }
}

async fn check_terminal(world: &World, login: &Credentials) -> obole_edge::providers::Check {
    obole_edge::providers::check(world, &addresses(), &origins(), &world.terminal, login)
        .await
        .unwrap()
}

#[test]
fn a_wrong_password_refuses_the_donor_for_now() {
    let account = AccountType::PayflowProUs;
    let mut world = World::new(account, CaptureAtOnce);
    let tokens = paypal::TokenCache::default();
    let wrong = credentials(account, "wrong");
    let right = std::mem::replace(
        &mut world.provider,
        Provider::new(&world.terminal, wrong, &origins(), tokens).unwrap(),
    );
    assert_eq!(
        world.call(Call::OpenSession),
        Answer::Refused {
            code: "RESULT_1".into(),
            later: true
        }
    );
    assert_eq!(world.status(), Status::Created);
    world.provider = right;
    world.open_and(Action::Pay);
    world.come_back();
    assert_eq!(world.status(), Status::Captured);
}

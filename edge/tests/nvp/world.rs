//! One payment, driven by its own plan against the simulator.

use std::cell::RefCell;

use http::{Request, Response};
use obole_edge::ports::{Clock, Http, SendError};
use obole_edge::providers::nvp::Fields;
use obole_edge::providers::paypal::TokenCache;
use obole_edge::providers::{Credentials, Origins, Provider};
use obole_shared::currency::Currency;
use obole_shared::money::Money;
use obole_shared::payment::{
    Answer, Call, Command, Entry, Hint, Payment, Source, Status, Step, decide, plan,
};
use obole_shared::terminal::{AccountType, AuthorizationType, Mode, TerminalKind};
use obole_shared::time::{Millis, UnixMs};
use psp_simulator::{
    Action, ClassicAccount, Config, Delivery, Effect, Fault, MovementKind, Provider as Psp,
    Simulator,
};
use serde_json::json;

use crate::messages::terminal;
use crate::support::{NOW, addresses, money, now_or_never, opened};

/// More calls at one moment than any plan makes.
const CALLS_MAX: usize = 60;

/// Both kinds that speak NVP.
pub const BOTH: [TerminalKind; 2] = [TerminalKind::PaypalExpress, TerminalKind::PaypalHosted];

/// Every way in which an answer can be lost, with and without the effect.
pub const EVERY_LOSS: [Effect; 7] = [
    Effect::LostAnswer,
    Effect::HeldAnswer,
    Effect::ServerErrorAfter,
    Effect::LostRequest,
    Effect::ServerError,
    Effect::Unavailable,
    Effect::Html403,
];

pub fn both(authorization: AuthorizationType) -> [World; 2] {
    BOTH.map(|kind| World::new(kind, authorization))
}

pub struct World {
    pub simulator: RefCell<Simulator>,
    pub payment: RefCell<Payment>,
    pub provider: Provider,
    /// Methods that were called, in order.
    pub methods: RefCell<Vec<String>>,
}

impl Http for World {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        _limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        let method = Fields::decode(request.body());
        let method = method.get("METHOD").unwrap().to_owned();
        self.methods.borrow_mut().push(method);
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

pub fn origins() -> Origins {
    Origins {
        paypal_nvp: Some("http://127.0.0.1:8788/paypal-nvp".into()),
        paypal_web: Some("http://127.0.0.1:8788/paypal-web".into()),
        ..Origins::default()
    }
}

/// The account's own signature, or its partner's.
pub fn credentials(kind: TerminalKind, partner: bool) -> Credentials {
    let account = ClassicAccount::default();
    let fields = if partner {
        let partner = Config::default().classic_partners.remove(0);
        json!({
            "user": partner.user, "password": partner.password, "signature": partner.signature,
            "subject": account.email, "receiver": account.id,
        })
    } else {
        json!({
            "user": account.api.user, "password": account.api.password,
            "signature": account.api.signature, "receiver": account.email,
        })
    };
    Credentials::read(kind, fields).unwrap()
}

impl World {
    pub fn new(kind: TerminalKind, authorization: AuthorizationType) -> Self {
        let amount = money(12_050, Currency::USD);
        Self::paying(kind, authorization, amount, ClassicAccount::default())
    }

    pub fn paying(
        kind: TerminalKind,
        authorization: AuthorizationType,
        amount: Money,
        account: ClassicAccount,
    ) -> Self {
        Self::with(
            amount,
            authorization,
            account,
            credentials(kind, false),
            kind,
        )
    }

    pub fn with(
        amount: Money,
        authorization: AuthorizationType,
        account: ClassicAccount,
        credentials: Credentials,
        kind: TerminalKind,
    ) -> Self {
        let config = Config {
            classic: vec![account],
            ..Config::default()
        };
        let mut simulator = Simulator::new(config, 1);
        simulator.set_now(NOW.0);
        let mut asked = opened(kind, amount, authorization);
        asked.lang = "fr-CH".into();
        asked.email = Some("donor@example.org".into());
        asked.terminal = terminal(kind, Mode::Test);
        asked.terminal.account = Some(match kind {
            TerminalKind::PaypalHosted => AccountType::PaymentsPro,
            _ => AccountType::ExpressUs,
        });
        let provider = Provider::new(
            &asked.terminal,
            credentials,
            &origins(),
            TokenCache::default(),
        );
        let events = decide(None, Command::Open(Box::new(asked))).unwrap();
        let first = Entry {
            at: NOW,
            event: events.into_iter().next().unwrap(),
        };
        Self {
            simulator: RefCell::new(simulator),
            payment: RefCell::new(Payment::begin(&first).unwrap()),
            provider: provider.unwrap(),
            methods: RefCell::default(),
        }
    }

    pub fn command(&self, command: Command) {
        let mut payment = self.payment.borrow_mut();
        for event in decide(Some(&payment), command).unwrap() {
            payment.apply(&Entry {
                at: self.now(),
                event,
            });
        }
    }

    /// Makes a call as the desk does: written down, made, learned from.
    pub fn call(&self, call: Call) -> Answer {
        self.command(Command::Attempt(call));
        let payment = self.payment.borrow().clone();
        let here = addresses();
        let answer = now_or_never(self.provider.perform(self, &here, &payment, call));
        self.command(Command::Answer(call, answer.clone()));
        answer
    }

    /// Does what the plan wants at this moment; returns when it wants to be woken.
    pub fn settle(&self) -> Option<UnixMs> {
        for _ in 0..CALLS_MAX {
            let step = plan(&self.payment.borrow(), self.now());
            match step {
                Step::Call(call) => {
                    self.call(call);
                }
                Step::Conclude(event) => self.command(Command::Conclude(event)),
                Step::Wait(at) => return at,
            }
        }
        panic!("the plan does not come to rest: {:?}", self.payment)
    }

    /// Lets time pass, with everything the plan wants meanwhile.
    pub fn sleep(&self, length: Millis) {
        let end = self.now() + length;
        loop {
            let wake = self.settle().filter(|at| *at <= end).unwrap_or(end);
            let by = (wake - self.now()).0.max(0);
            self.simulator.borrow_mut().advance(by.unsigned_abs());
            if wake == end {
                self.settle();
                return;
            }
        }
    }

    /// Opens the session and returns where the donor goes.
    pub fn open(&self) -> String {
        self.settle();
        let payment = self.payment.borrow();
        payment.session.as_ref().unwrap().redirect_url.clone()
    }

    /// The donor does something on PayPal's page; where the browser goes then.
    pub fn donor(&self, action: Action) -> Option<String> {
        let url = self.open();
        self.simulator.borrow_mut().payer_act(&url, action)
    }

    /// The browser is back.
    pub fn come_back(&self, target: Option<String>) {
        assert!(target.is_some(), "the donor is sent nowhere");
        self.hint(Source::Return, None);
        self.settle();
    }

    pub fn pay(&self) {
        let back = self.donor(Action::Pay);
        self.come_back(back);
    }

    pub fn hint(&self, source: Source, transaction: Option<String>) {
        self.command(Command::Hint(Hint {
            source,
            transaction,
        }));
    }

    /// News by notification: whatever is on its way arrives now, as hints.
    pub fn notices(&self) -> usize {
        self.simulator.borrow_mut().advance(60_000);
        let due = self.simulator.borrow_mut().due();
        for notice in &due {
            let fields = Fields::decode(notice.request.body());
            self.hint(Source::Ipn, fields.get("txn_id").map(str::to_owned));
            let mut simulator = self.simulator.borrow_mut();
            simulator.notice_answered(notice.id, Some(200));
        }
        self.settle();
        due.len()
    }

    pub fn fail(&self, method: &str, effect: Effect, count: u32) {
        let rule = Fault::new(effect)
            .at(Psp::PayPalClassic, method)
            .times(count);
        self.simulator.borrow_mut().faults_mut().add(rule);
    }

    pub fn status(&self) -> Status {
        self.payment.borrow().status()
    }

    /// Minor units of one kind of movement in PayPal's books.
    pub fn moved(&self, kind: MovementKind) -> i64 {
        let simulator = self.simulator.borrow();
        let movements = simulator.books().movements().iter();
        movements
            .filter(|one| one.kind == kind)
            .map(|one| one.amount_minor)
            .sum()
    }

    /// Captured and refunded minor units in PayPal's books.
    pub fn books(&self) -> (i64, i64) {
        (
            self.moved(MovementKind::Capture),
            self.moved(MovementKind::Refund),
        )
    }

    /// The transaction that PayPal's books show as the capture.
    pub fn captured(&self) -> String {
        let simulator = self.simulator.borrow();
        let mut movements = simulator.books().movements().iter();
        let found = movements.find(|one| one.kind == MovementKind::Capture);
        found.unwrap().id.clone()
    }

    pub fn reserved(&self) -> usize {
        let simulator = self.simulator.borrow();
        simulator
            .books()
            .open_authorizations(simulator.now())
            .count()
    }

    pub fn refund(&self, key: &str, amount: Option<Money>) {
        let key = key.parse().unwrap();
        self.command(Command::Refund { key, amount });
        self.settle();
    }

    /// How often a method was called.
    pub fn count(&self, method: &str) -> usize {
        let methods = self.methods.borrow();
        methods.iter().filter(|one| *one == method).count()
    }

    /// Our books agree with PayPal's, and nothing was sent that PayPal does not know.
    pub fn assert_true(&self) {
        let payment = self.payment.borrow();
        assert!(payment.mismatch.is_none(), "{payment:?}");
        let ours = (payment.captured().minor(), payment.refunded().minor());
        assert_eq!(ours, self.books());
        let reversed =
            self.moved(MovementKind::Reversal) - self.moved(MovementKind::CanceledReversal);
        assert_eq!(payment.reversed().minor(), reversed);
        let simulator = self.simulator.borrow();
        let calls = serde_json::to_value(simulator.calls()).unwrap();
        assert_eq!(calls["unknown_fields"], json!({}), "{calls}");
    }
}

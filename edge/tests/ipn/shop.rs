//! A terminal with Payments Standard, and a provider that keeps books beside it.

use http::Request;
use obole_edge::notices::NoticeAccount;
use obole_edge::notices::{Arrived, Channel, Notice, NoticeAccounts, Proof, State, take};
use obole_edge::ports::Clock as _;
use obole_edge::providers::Provider;
use obole_edge::providers::standard::{Credentials, Standard};
use obole_shared::ids::{PaymentId, Secret};
use obole_shared::payment::{Answer, Call, Command, Entry, Hint, Source, Status, decide};
use obole_shared::terminal::{Mode, TerminalKind};
use obole_shared::time::{Millis, UnixMs};
use psp_simulator::{Action, ClassicAccount, Config, MovementKind, Simulator};
use url::Url;

use crate::support::{NOW, addresses, now_or_never};
use crate::world::{World, terminal};

const WEB: &str = "http://127.0.0.1:8788/paypal-web";
const IPN: &str = "http://127.0.0.1:8788/paypal-ipn";

/// A terminal with Payments Standard, and PayPal beside it.
pub(crate) struct Shop {
    pub(crate) world: World,
    pub(crate) provider: Provider,
    pub(crate) payment: PaymentId,
}

impl Shop {
    pub(crate) fn new(account: ClassicAccount) -> Self {
        let world = World::new([]);
        let credentials = Credentials {
            business: account.email.clone(),
            receiver: Some(account.id.clone()),
            identity_token: Some(Secret::new(account.identity_token.clone())),
            ipn_secret: None,
        };
        let mut simulator = Simulator::new(
            Config {
                classic: vec![account],
                ..Config::default()
            },
            7,
        );
        simulator.set_now(NOW.0);
        *world.simulator.borrow_mut() = Some(simulator);
        let proof = Proof::Ipn {
            receivers: credentials.receivers(),
            origin: IPN.to_owned(),
            secret: None,
        };
        let accounts = NoticeAccounts {
            kind: TerminalKind::PaypalStandard,
            mode: Mode::Test,
            accounts: vec![NoticeAccount {
                mode: Mode::Test,
                proof,
            }],
            locked: vec![],
        };
        world.accounts.borrow_mut().insert(terminal(), accounts);
        let payment = world.payment(TerminalKind::PaypalStandard, 1);
        Self {
            world,
            provider: Provider::Standard(Standard::new(credentials, WEB.to_owned())),
            payment,
        }
    }

    pub(crate) fn usual() -> Self {
        Self::new(ClassicAccount::default())
    }

    pub(crate) fn sim<T>(&self, act: impl FnOnce(&mut Simulator) -> T) -> T {
        act(self.world.simulator.borrow_mut().as_mut().unwrap())
    }

    pub(crate) fn advance(&self, by: Millis) {
        self.sim(|sim| sim.advance(by.0.unsigned_abs()));
        let now = self.sim(|sim| sim.now());
        *self.world.network.now.borrow_mut() = UnixMs(now);
    }

    pub(crate) fn open(&self) -> String {
        let payment = self.world.state_of(&self.payment);
        let answer = self.perform(Call::OpenSession, &payment);
        match answer {
            Answer::Session { redirect_url, .. } => redirect_url,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn perform(&self, call: Call, payment: &obole_shared::payment::Payment) -> Answer {
        now_or_never(
            self.provider
                .perform(&self.world, &addresses(), payment, call),
        )
    }

    /// The donor acts on PayPal's page; where the browser goes then.
    pub(crate) fn act(&self, action: Action) -> Option<String> {
        let url = self.open();
        self.sim(|sim| sim.payer_act(&url, action))
    }

    pub(crate) fn command(&self, command: Command) {
        let mut payments = self.world.payments.borrow_mut();
        let payment = payments.get_mut(&self.payment).unwrap();
        let at = self.world.now();
        for event in decide(Some(payment), command).unwrap() {
            payment.apply(&Entry { at, event });
        }
    }

    /// The browser comes back: the transaction it names is asked about.
    pub(crate) fn come_back(&self, url: &str) -> Answer {
        let url = Url::parse(url).unwrap();
        let transaction = url
            .query_pairs()
            .find(|(name, _)| name == "tx")
            .map(|(_, value)| value.into_owned());
        self.command(Command::Hint(Hint {
            source: Source::Return,
            transaction,
        }));
        self.command(Command::Attempt(Call::AskSession));
        let payment = self.world.state_of(&self.payment);
        let answer = self.perform(Call::AskSession, &payment);
        self.command(Command::Answer(Call::AskSession, answer.clone()));
        answer
    }

    /// Everything PayPal sends within a minute, taken as the route takes it.
    pub(crate) fn deliver(&self) -> Vec<Notice> {
        self.advance(Millis::minutes(1));
        let mut due = self.sim(Simulator::due);
        due.sort_by_key(|one| one.id);
        due.into_iter()
            .map(|one| {
                let notice = now_or_never(take(&self.world, self.arrived(&one.request))).unwrap();
                let status = match notice.standing.state {
                    State::Unverified => 503,
                    _ => 200,
                };
                self.sim(|sim| sim.notice_answered(one.id, Some(status)));
                notice
            })
            .collect()
    }

    pub(crate) fn arrived(&self, request: &Request<Vec<u8>>) -> Arrived {
        let path = request.uri().path();
        let addressed = path
            .strip_prefix("/notify/terminal-test/")
            .and_then(|rest| rest.split('/').next())
            .and_then(|id| id.parse().ok());
        Arrived {
            terminal: terminal(),
            channel: Channel::Ipn,
            addressed,
            at: self.world.now(),
            content_type: "application/x-www-form-urlencoded".to_owned(),
            headers: Vec::new(),
            body: request.body().clone(),
            is_proven: false,
            refused: None,
        }
    }

    pub(crate) fn states(&self) -> Vec<State> {
        let notices = self.deliver();
        notices.iter().map(|one| one.standing.state).collect()
    }

    pub(crate) fn status(&self) -> Status {
        self.world.state_of(&self.payment).status()
    }

    pub(crate) fn books(&self, kind: MovementKind) -> i64 {
        let id = self.payment.as_str().to_owned();
        self.sim(|sim| sim.books().total(&id, kind))
    }

    /// Our sums are PayPal's.
    pub(crate) fn agree(&self) {
        let payment = self.world.state_of(&self.payment);
        let ours = payment.captured().minor();
        assert_eq!(ours, self.books(MovementKind::Capture), "captured");
        let back = payment.refunded().minor();
        assert_eq!(back, self.books(MovementKind::Refund), "refunded");
        assert_eq!(payment.mismatch, None);
    }

    pub(crate) fn transaction(&self) -> String {
        self.world.state_of(&self.payment).transactions()[0].to_owned()
    }
}

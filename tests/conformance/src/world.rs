//! One payment, its provider, and the time both live in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use http::{Method, Request, Response};
use obole_edge::desk::{Desk, DeskError, Setup};
use obole_edge::notices::{Notice, sweep};
use obole_edge::providers::paypal::TokenCache;
use obole_edge::providers::{Addresses, Credentials, Origins, Provider, SetupError};
use obole_shared::currency::Currency;
use obole_shared::ids::{PaymentId, Secret};
use obole_shared::money::Money;
use obole_shared::payment::{Command, Hint, Opened, Payment, Source};
use obole_shared::terminal::{AuthorizationType, Condition, Mode, Terminal};
use obole_shared::time::{Millis, UnixMs};
use psp_simulator::Action;
use serde_json::{Value, json};

use crate::adapter::Adapter;
use crate::error::KitError;
use crate::inbound::{self, Inbound};
use crate::inbox::Rows;
use crate::ports::{Disk, KitPorts};
use crate::wire::{self, Medium, Wire};

/// 25.00, in whichever currency of two decimals.
pub(crate) const AMOUNT: i64 = 2_500;

/// The most steps one scenario lets time take: more means that something goes round in circles.
const STEPS_MAX: usize = 2_000;

/// A test card.
const CARD: &str = "&ACCT=4111111111111111&EXPDATE=1230&CVV2=123";

struct KitSetup {
    addresses: Addresses,
    provider: Provider,
}

impl Setup for KitSetup {
    fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    async fn provider(&self, _: &Payment) -> Result<Provider, SetupError> {
        Ok(self.provider.clone())
    }
}

/// A payment that is about to be opened.
pub(crate) struct World {
    pub(crate) adapter: &'static Adapter,
    pub(crate) wire: Rc<dyn Wire>,
    pub(crate) origins: Origins,
    pub(crate) terminal: Terminal,
    disk: Rc<Disk>,
    desk: Desk<KitPorts, KitSetup>,
    request: RefCell<Opened>,
    /// Notices are kept back.
    holding: Cell<bool>,
    held: RefCell<Vec<Inbound>>,
    /// Messages that were taken.
    pub(crate) rows: RefCell<Rows>,
}

impl World {
    pub(crate) fn new(adapter: &'static Adapter, medium: Medium) -> Result<Self, KitError> {
        let id = PaymentId::from_bytes([9; 16]);
        let terminal = Terminal {
            account: adapter.account,
            ..Terminal::new(
                "kit".parse().map_err(KitError::broken)?,
                adapter.kind,
                adapter.name.to_owned(),
                Mode::Test,
                vec![adapter.currency],
            )
        };
        let wire: Rc<dyn Wire> = Rc::from(wire::open(medium, "/notify/kit")?);
        let at = |path: &str| Some(format!("{}/{path}", wire.provider_origin()));
        let origins = Origins {
            saferpay: at("saferpay"),
            paypal_api: at("paypal"),
            paypal_nvp: at("paypal-nvp"),
            paypal_web: at("paypal-web"),
            paypal_ipn: at("paypal-ipn"),
            payflow: at("payflow"),
            payflow_link: at("payflow-link"),
        };
        let credentials = Credentials::read(adapter.kind, (adapter.credentials)());
        let provider = Provider::new(
            &terminal,
            credentials.map_err(KitError::broken)?,
            &origins,
            TokenCache::default(),
        );
        let setup = KitSetup {
            addresses: Addresses {
                public_origin: wire.public_origin().to_owned(),
            },
            provider: provider.map_err(KitError::broken)?,
        };
        let disk = Rc::<Disk>::default();
        let ports = KitPorts {
            wire: Rc::clone(&wire),
            disk: Rc::clone(&disk),
        };
        let request = Opened {
            reference: id.reference(),
            id,
            link: "kit".parse().map_err(KitError::broken)?,
            description: "A gift".to_owned(),
            amount: Money::new(AMOUNT, adapter.currency).map_err(KitError::broken)?,
            terminal: terminal.clone(),
            lang: "en".to_owned(),
            authorization: AuthorizationType::CaptureAtOnce,
            condition: Condition::None,
            return_to: None,
            email: None,
            name: None,
            body_hash: "body".to_owned(),
            gift: obole_shared::gift::Gift::default(),
            gift_hash: String::new(),
            secret: Secret::new("secret"),
            notify_token: Secret::new("token"),
        };
        Ok(Self {
            adapter,
            wire,
            origins,
            terminal,
            disk,
            desk: Desk::new(ports, setup),
            request: RefCell::new(request),
            holding: Cell::new(false),
            held: RefCell::default(),
            rows: RefCell::default(),
        })
    }

    /// Changes what is going to be asked for.
    pub(crate) fn wish(&self, change: impl FnOnce(&mut Opened)) {
        change(&mut self.request.borrow_mut());
    }

    /// An amount in the payment's currency.
    pub(crate) fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.adapter.currency).unwrap_or(Money::zero(self.adapter.currency))
    }

    /// The same amount in a currency that the account does not take.
    pub(crate) fn wish_foreign(&self) {
        let foreign: Currency = self.adapter.foreign;
        self.wish(|request| {
            request.amount = Money::new(AMOUNT, foreign).unwrap_or(Money::zero(foreign));
            request.terminal.currencies.push(foreign);
        });
    }

    /// The donor sends the form; sent again it is the same payment.
    pub(crate) fn open(&self) -> Result<Payment, KitError> {
        let request = self.request.borrow().clone();
        self.finish(self.command(Command::Open(Box::new(request))))
    }

    /// Carries out a command.
    pub(crate) fn command(&self, command: Command) -> Result<Payment, DeskError> {
        pollster::block_on(self.carry_out(command))
    }

    /// The same, for whoever waits already.
    pub(crate) async fn carry_out(&self, command: Command) -> Result<Payment, DeskError> {
        self.desk.command(command).await
    }

    fn finish(&self, result: Result<Payment, DeskError>) -> Result<Payment, KitError> {
        let payment = result.map_err(KitError::broken)?;
        self.hear();
        Ok(payment)
    }

    /// The donor goes to the provider and does this; where the browser is sent then.
    pub(crate) fn pay(&self, action: Action) -> Result<Option<String>, KitError> {
        let payment = self.payment()?;
        let session = payment.session.as_ref();
        let session = session.ok_or_else(|| KitError::Unmet("there is no session".to_owned()))?;
        let sent = self.browse(&session.redirect_url, action)?;
        // Whoever comes back later than the notice finds it delivered.
        if !self.holding.get() {
            self.hear();
        }
        Ok(sent)
    }

    fn browse(&self, url: &str, action: Action) -> Result<Option<String>, KitError> {
        let mut page = url.to_owned();
        for _ in 0..4 {
            let shown = self.request(Method::GET, &page, "")?;
            match location(&shown) {
                Some(next) if next.starts_with(self.wire.provider_origin()) => page = next,
                Some(next) => return Ok(Some(next)),
                None => break,
            }
        }
        let mut form = format!("action={}", action.button());
        if page.contains("/payflow-link/") {
            // The one page on which a card is really typed.
            form.push_str(CARD);
        }
        let pressed = self.request(Method::POST, &page, &form)?;
        Ok(location(&pressed))
    }

    fn request(
        &self,
        method: Method,
        url: &str,
        form: &str,
    ) -> Result<Response<Vec<u8>>, KitError> {
        let request = Request::builder()
            .method(method)
            .uri(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.as_bytes().to_vec())
            .map_err(KitError::broken)?;
        self.wire
            .exchange(request, Millis::seconds(30))
            .map_err(KitError::broken)
    }

    /// The donor's browser arrives at our return address.
    pub(crate) fn come_back(&self, sent_to: Option<&str>) -> Result<Payment, KitError> {
        let query = sent_to.and_then(|url| url.split_once('?'));
        let transaction = query.and_then(|(_, query)| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(name, _)| *name == "tx")
        });
        let hint = Hint {
            source: Source::Return,
            transaction: transaction.map(|(_, value)| value.to_owned()),
        };
        self.finish(self.command(Command::Hint(hint)))
    }

    /// Pays, comes back, and lets everything that follows happen.
    pub(crate) fn pay_through(&self) -> Result<Payment, KitError> {
        self.open()?;
        let sent_to = self.pay(Action::Pay)?;
        self.come_back(sent_to.as_deref())?;
        self.run_for(Millis::minutes(30))
    }

    /// Lets time pass: alarms ring, notices arrive.
    pub(crate) fn run_for(&self, length: Millis) -> Result<Payment, KitError> {
        let end = UnixMs(self.wire.now()) + length;
        for _ in 0..STEPS_MAX {
            self.hear();
            let now = UnixMs(self.wire.now());
            let alarm = self.disk.wake_at.get().filter(|at| *at <= end);
            if alarm.is_some_and(|at| at <= now) {
                self.disk.wake_at.set(None);
                pollster::block_on(self.desk.wake()).map_err(KitError::broken)?;
                continue;
            }
            self.sweep(now);
            let notice = self.wire.next_notice_at().map(UnixMs);
            let notice = notice.filter(|at| *at <= end && *at > now);
            let retry = self.next_sweep_at().filter(|at| *at <= end && *at > now);
            let Some(next) = [alarm, notice, retry].into_iter().flatten().min() else {
                self.wire.advance((end - now).0);
                self.hear();
                return self.payment();
            };
            self.wire.advance((next - now).0);
        }
        Err(KitError::Unmet("it never comes to rest".to_owned()))
    }

    /// What the cron does: messages that could not be checked are tried again.
    fn sweep(&self, now: UnixMs) {
        let is_due = |row: &Notice| row.standing.next_at.is_some_and(|at| at <= now);
        if self.rows.borrow().values().any(is_due) {
            // What fails now is tried again.
            let _ = pollster::block_on(sweep(self));
        }
    }

    /// When a message is tried again next.
    fn next_sweep_at(&self) -> Option<UnixMs> {
        let rows = self.rows.borrow();
        rows.values().filter_map(|row| row.standing.next_at).min()
    }

    /// From now on notices are kept back.
    pub(crate) fn hold_notices(&self) {
        self.holding.set(true);
    }

    /// Delivers what was kept back, the last first, and each twice.
    pub(crate) fn release_notices_reversed(&self) {
        self.hear();
        self.holding.set(false);
        let mut held = self.held.take();
        held.reverse();
        for notice in held {
            for _ in 0..2 {
                inbound::deliver(self, &notice);
            }
        }
    }

    /// Takes the notices that have arrived.
    pub(crate) fn hear(&self) {
        for notice in self.wire.notices() {
            if self.holding.get() {
                self.held.borrow_mut().push(notice);
            } else {
                inbound::deliver(self, &notice);
            }
        }
    }

    /// The payment as it is stored.
    pub(crate) fn payment(&self) -> Result<Payment, KitError> {
        Payment::replay(&self.disk.journal.borrow())
            .ok_or_else(|| KitError::Unmet("there is no payment".to_owned()))
    }

    /// Something goes wrong at the provider, the next `count` times.
    pub(crate) fn fault(&self, operation: &str, effect: &str, count: u32) -> Result<(), KitError> {
        self.control(
            "faults",
            &json!({ "faults": [{
                "provider": self.adapter.provider, "operation": operation,
                "effect": effect, "count": count,
            }] }),
        )
        .map(|_| ())
    }

    /// Tells the simulator something.
    pub(crate) fn control(&self, name: &str, body: &Value) -> Result<Value, KitError> {
        let url = format!("{}/_sim/{name}", self.wire.provider_origin());
        let request = Request::post(url)
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes())
            .map_err(KitError::broken)?;
        let answer = self.wire.exchange(request, Millis::seconds(30));
        let answer = answer.map_err(KitError::broken)?;
        if !answer.status().is_success() {
            let text = String::from_utf8_lossy(answer.body()).into_owned();
            return Err(KitError::broken(format!("{name}: {text}")));
        }
        serde_json::from_slice(answer.body()).map_err(KitError::broken)
    }

    /// What really moved, in minor units: `capture`, `refund` or `reversal`.
    pub(crate) fn moved(&self, kind: &str) -> Result<i64, KitError> {
        let url = format!("{}/_sim/books", self.wire.provider_origin());
        let request = Request::get(url)
            .body(Vec::new())
            .map_err(KitError::broken)?;
        let answer = self.wire.exchange(request, Millis::seconds(30));
        let answer = answer.map_err(KitError::broken)?;
        let books: Value = serde_json::from_slice(answer.body()).map_err(KitError::broken)?;
        let movements = books.get("movements").and_then(Value::as_array);
        Ok(movements
            .into_iter()
            .flatten()
            .filter(|movement| movement.get("kind").is_some_and(|one| one == kind))
            .filter_map(|movement| movement.get("amount_minor")?.as_i64())
            .sum())
    }

    /// What happened so far, line by line.
    pub(crate) fn story(&self) -> String {
        let journal = self.disk.journal.borrow();
        let start = journal.first().map(|entry| entry.at).unwrap_or_default();
        journal
            .iter()
            .map(|entry| {
                let since = (entry.at - start).0;
                match &entry.event {
                    obole_shared::payment::Event::Opened(_) => format!("{since:>10} ms  Opened\n"),
                    event => format!("{since:>10} ms  {event:?}\n"),
                }
            })
            .collect()
    }
}

fn location(response: &Response<Vec<u8>>) -> Option<String> {
    let header = response.headers().get("location")?;
    header.to_str().ok().map(str::to_owned)
}

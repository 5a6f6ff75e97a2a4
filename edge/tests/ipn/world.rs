//! An inbox in memory, payments that really take what they are told, and a network by list.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use http::{Request, Response};
use obole_edge::notices::ports::{Accounts, Failed, Inbox, Known, Payments, Tell};
use obole_edge::notices::{
    Arrived, Channel, Notice, NoticeAccount, NoticeAccounts, NoticeId, Proof, Standing, State, take,
};
use obole_edge::ports::{Clock, Http, SendError};
use obole_shared::ids::{PaymentId, Secret, TerminalId};
use obole_shared::payment::{Command, Entry, Event, Hint, Payment, Progress, decide};
use obole_shared::terminal::{AuthorizationType, Mode, TerminalKind};
use obole_shared::time::{Millis, UnixMs};

use psp_simulator::{Delivery, Simulator};

use crate::support::{NOW, Network, money, now_or_never, opened, raw};

pub(crate) const ORIGIN: &str = "https://ipnpb.sandbox.paypal.com";

pub(crate) struct World {
    pub(crate) network: Network,
    /// Answers instead of the network, where there is one.
    pub(crate) simulator: RefCell<Option<Simulator>>,
    pub(crate) rows: RefCell<BTreeMap<NoticeId, Notice>>,
    pub(crate) payments: RefCell<BTreeMap<PaymentId, Payment>>,
    pub(crate) accounts: RefCell<BTreeMap<TerminalId, NoticeAccounts>>,
    pub(crate) told: RefCell<Vec<(PaymentId, Tell)>>,
    /// Payments cannot be reached.
    pub(crate) is_cut_off: Cell<bool>,
    /// Nothing can be stored.
    pub(crate) is_full: Cell<bool>,
    /// What became of this one cannot be stored.
    pub(crate) stuck: RefCell<Option<NoticeId>>,
    /// How long it takes to look at a terminal.
    pub(crate) slow: Cell<Millis>,
}

pub(crate) fn terminal() -> TerminalId {
    "terminal-test".parse().unwrap()
}

pub(crate) fn account(mode: Mode, secret: Option<&str>) -> NoticeAccount {
    NoticeAccount {
        mode,
        proof: Proof::Ipn {
            receivers: vec!["caisse@obole.test".to_owned()],
            origin: ORIGIN.to_owned(),
            secret: secret.map(Secret::new),
        },
    }
}

impl World {
    /// One test terminal with one account, and PayPal's answers to post-backs.
    pub(crate) fn new<const N: usize>(verdicts: [&str; N]) -> Self {
        let accounts = NoticeAccounts {
            kind: TerminalKind::PaypalStandard,
            mode: Mode::Test,
            accounts: vec![account(Mode::Test, None)],
            locked: vec![],
        };
        Self {
            network: Network::answering(verdicts.map(|verdict| raw(200, verdict))),
            simulator: RefCell::default(),
            rows: RefCell::default(),
            payments: RefCell::default(),
            accounts: RefCell::new([(terminal(), accounts)].into()),
            told: RefCell::default(),
            is_cut_off: Cell::new(false),
            is_full: Cell::new(false),
            stuck: RefCell::default(),
            slow: Cell::new(Millis(0)),
        }
    }

    pub(crate) fn set_accounts(&self, mode: Mode, accounts: Vec<NoticeAccount>) {
        let kind = TerminalKind::PaypalStandard;
        let accounts = NoticeAccounts {
            kind,
            mode,
            accounts,
            locked: vec![],
        };
        self.accounts.borrow_mut().insert(terminal(), accounts);
    }

    /// The credentials of a mode cannot be opened.
    pub(crate) fn lock(&self, mode: Mode) {
        let mut terminals = self.accounts.borrow_mut();
        let known = terminals.get_mut(&terminal()).unwrap();
        known.accounts.retain(|account| account.mode != mode);
        known.locked.push(mode);
    }

    pub(crate) fn verdict(&self, text: &str) {
        self.network.answers.borrow_mut().push_back(raw(200, text));
    }

    /// A payment of 25 euros whose session is open; `name` tells them apart.
    pub(crate) fn payment(&self, kind: TerminalKind, name: u8) -> PaymentId {
        self.payment_of(kind, name, Mode::Test)
    }

    pub(crate) fn payment_of(&self, kind: TerminalKind, name: u8, mode: Mode) -> PaymentId {
        let amount = money(2_500, obole_shared::currency::Currency::EUR);
        let mut fixed = opened(kind, amount, AuthorizationType::CaptureAtOnce);
        fixed.id = PaymentId::from_bytes([name; 16]);
        fixed.reference = fixed.id.reference();
        fixed.terminal.mode = mode;
        let id = fixed.id.clone();
        let at = NOW;
        let event = Event::Opened(Box::new(fixed));
        let mut payment = Payment::begin(&Entry { at, event }).unwrap();
        let event = Event::SessionOpened {
            handle: format!("handle-{name}"),
            redirect_url: "https://example.org/".to_owned(),
            expires_at: NOW + Millis::hours(3),
        };
        payment.apply(&Entry { at, event });
        self.payments.borrow_mut().insert(id.clone(), payment);
        id
    }

    pub(crate) fn state_of(&self, id: &PaymentId) -> Payment {
        self.payments.borrow()[id].clone()
    }

    /// What arrives at the account's address.
    pub(crate) fn arrived(&self, body: &str) -> Arrived {
        Arrived {
            terminal: terminal(),
            channel: Channel::Ipn,
            addressed: None,
            at: self.now(),
            content_type: "application/x-www-form-urlencoded".to_owned(),
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            is_proven: false,
            refused: None,
        }
    }

    pub(crate) fn take(&self, body: &str) -> Notice {
        self.try_take(self.arrived(body)).unwrap()
    }

    pub(crate) fn try_take(&self, arrived: Arrived) -> Result<Notice, Failed> {
        now_or_never(take(self, arrived))
    }

    pub(crate) fn stored(&self, id: &NoticeId) -> Notice {
        self.rows.borrow()[id].clone()
    }

    pub(crate) fn advance(&self, by: Millis) {
        let now = self.now();
        *self.network.now.borrow_mut() = now + by;
    }

    pub(crate) fn post_backs(&self) -> usize {
        self.network.sent.borrow().len()
    }

    fn available(&self) -> Result<(), Failed> {
        if self.is_full.get() {
            Err(Failed("the disk is full".to_owned()))
        } else {
            Ok(())
        }
    }
}

impl Clock for World {
    fn now(&self) -> UnixMs {
        self.network.now()
    }
}

impl Http for World {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        let Some(simulator) = &mut *self.simulator.borrow_mut() else {
            return self.network.send(request, limit).await;
        };
        let reply = simulator.handle(&request);
        match reply.delivery {
            Delivery::Answered => Ok(reply.response),
            Delivery::Broken => Err(SendError::Connection("reset".to_owned())),
            Delivery::Held => Err(SendError::TimedOut),
        }
    }
}

impl Inbox for World {
    async fn keep(&self, arrived: &Arrived) -> Result<Notice, Failed> {
        self.available()?;
        let mut rows = self.rows.borrow_mut();
        let notice = rows
            .entry(arrived.id())
            .and_modify(|known| known.arrived_again(arrived))
            .or_insert_with(|| Notice::of(arrived));
        Ok(notice.clone())
    }

    async fn load(&self, id: &NoticeId) -> Result<Option<Notice>, Failed> {
        Ok(self.rows.borrow().get(id).cloned())
    }

    async fn mark(&self, id: &NoticeId, standing: &Standing) -> Result<(), Failed> {
        self.available()?;
        if self.stuck.borrow().as_ref() == Some(id) {
            return Err(Failed("this row cannot be written".to_owned()));
        }
        self.rows.borrow_mut().get_mut(id).unwrap().standing = standing.clone();
        Ok(())
    }

    async fn due(&self, now: UnixMs, limit: u32) -> Result<Vec<Notice>, Failed> {
        let rows = self.rows.borrow();
        let due = rows
            .values()
            .filter(|row| row.standing.next_at.is_some_and(|at| at <= now));
        Ok(due.take(usize::try_from(limit).unwrap()).cloned().collect())
    }

    async fn was_told(&self, notice: &Notice, event: &str) -> Result<Option<PaymentId>, Failed> {
        let rows = self.rows.borrow();
        let same = rows.values().find(|row| {
            row.id != notice.id
                && row.terminal == notice.terminal
                && row.standing.state == State::Applied
                && row.standing.event.as_deref() == Some(event)
        });
        Ok(same.and_then(|row| row.standing.payment.clone()))
    }

    async fn by_reference(
        &self,
        terminal: &TerminalId,
        reference: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        let payments = self.payments.borrow();
        let found = payments.values().find(|payment| {
            payment.opened.reference == reference && payment.opened.terminal.id == *terminal
        });
        Ok(found.map(|payment| payment.opened.id.clone()))
    }

    async fn by_transaction(
        &self,
        terminal: &TerminalId,
        name: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        let payments = self.payments.borrow();
        let found = payments.values().find(|payment| {
            payment.transactions().contains(&name) && payment.opened.terminal.id == *terminal
        });
        Ok(found.map(|payment| payment.opened.id.clone()))
    }

    async fn purge(&self, before: UnixMs) -> Result<(), Failed> {
        self.rows
            .borrow_mut()
            .retain(|_, row| row.standing.state != State::Refused || row.last_at >= before);
        Ok(())
    }
}

impl Payments for World {
    async fn payment(&self, id: &PaymentId) -> Result<Option<Known>, Failed> {
        if self.is_cut_off.get() {
            return Err(Failed("cut off".to_owned()));
        }
        Ok(self.payments.borrow().get(id).map(|payment| Known {
            terminal: payment.opened.terminal.id.clone(),
            mode: payment.opened.terminal.mode,
            can_be_asked: !payment.capabilities().ask.needs_transaction,
            is_captured: matches!(payment.progress, Progress::Captured(_)),
            transactions: payment
                .transactions()
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }))
    }

    async fn tell(&self, id: &PaymentId, tell: Tell) -> Result<(), Failed> {
        let command = match tell.clone() {
            Tell::Hint(source, transaction) => Command::Hint(Hint {
                source,
                transaction,
            }),
            Tell::Report(source, report) => Command::Notice(source, report),
        };
        let mut payments = self.payments.borrow_mut();
        let payment = payments.get_mut(id).unwrap();
        let at = self.now();
        for event in decide(Some(payment), command).unwrap() {
            payment.apply(&Entry { at, event });
        }
        self.told.borrow_mut().push((id.clone(), tell));
        Ok(())
    }
}

impl Accounts for World {
    async fn accounts(&self, terminal: &TerminalId) -> Result<Option<NoticeAccounts>, Failed> {
        self.advance(self.slow.get());
        Ok(self.accounts.borrow().get(terminal).cloned())
    }
}

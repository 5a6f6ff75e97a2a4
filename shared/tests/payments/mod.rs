//! Payments to try things on: stories told event by event.

#![allow(dead_code, reason = "each test file uses its own part")]
#![expect(clippy::expect_used, clippy::panic, reason = "only tests come here")]

use obole_shared::currency::Currency;
use obole_shared::ids::{IdempotencyKey, PaymentId, Secret};
use obole_shared::money::Money;
use obole_shared::payment::{
    Answer, Call, Command, Entry, Event, Opened, Payment, Report, Security, Source, Step, decide,
    plan,
};
use obole_shared::terminal::{AuthorizationType, Condition, Mode, Terminal, TerminalKind};
use obole_shared::time::{Millis, UnixMs};

/// When every story begins.
pub(crate) const START: UnixMs = UnixMs(1_800_000_000_000);

pub(crate) fn money(minor: i64) -> Money {
    Money::new(minor, Currency::CHF).expect("an amount")
}

pub(crate) fn euros(minor: i64) -> Option<Money> {
    Money::new(minor, Currency::EUR).ok()
}

pub(crate) fn refund_key(text: &str) -> IdempotencyKey {
    text.parse().expect("a key")
}

/// A payment's journal so far.
#[derive(Debug, Clone)]
pub(crate) struct Story {
    request: Opened,
    journal: Vec<Entry>,
    now: UnixMs,
}

impl Story {
    /// 25.00 francs that a donor wants to pay.
    pub(crate) fn new(kind: TerminalKind, authorization: AuthorizationType) -> Self {
        let id = PaymentId::from_bytes([7; 16]);
        let request = Opened {
            reference: id.reference(),
            id,
            link: "demo".parse().expect("a link"),
            description: "Demo".to_owned(),
            terminal: Terminal::new(
                "terminal".parse().expect("a terminal"),
                kind,
                "Cards".to_owned(),
                Mode::Test,
                vec![Currency::CHF],
            ),
            amount: money(2_500),
            lang: "en".to_owned(),
            authorization,
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
        let journal = vec![Entry {
            at: START,
            event: Event::Opened(Box::new(request.clone())),
        }];
        Self {
            request,
            journal,
            now: START,
        }
    }

    /// The same wish, changed before the payment is opened.
    pub(crate) fn wishing(self, change: impl FnOnce(&mut Opened)) -> Self {
        let mut request = self.request;
        change(&mut request);
        let journal = vec![Entry {
            at: START,
            event: Event::Opened(Box::new(request.clone())),
        }];
        Self {
            request,
            journal,
            now: START,
        }
    }

    /// An authenticated notice arrives.
    pub(crate) fn told(self, report: Report) -> Self {
        let command = Command::Notice(Source::Ipn, Box::new(report));
        let learned = decide(Some(&self.payment()), command);
        learned
            .expect("notices are never refused")
            .into_iter()
            .fold(self, Self::event)
    }

    pub(crate) fn request(&self) -> Opened {
        self.request.clone()
    }

    pub(crate) fn payment(&self) -> Payment {
        Payment::replay(&self.journal).expect("a journal that begins with its opening")
    }

    /// Time passes, counted from the start.
    pub(crate) fn at(mut self, since: Millis) -> Self {
        self.now = START + since;
        self
    }

    pub(crate) fn event(mut self, event: Event) -> Self {
        self.journal.push(Entry {
            at: self.now,
            event,
        });
        self
    }

    /// A call is made and answered.
    pub(crate) fn answer(self, call: Call, answer: Answer) -> Self {
        let asked = self.event(Event::Attempted { call });
        let learned = decide(Some(&asked.payment()), Command::Answer(call, answer));
        learned
            .expect("answers are never refused")
            .into_iter()
            .fold(asked, Self::event)
    }

    /// A call is made and nothing comes back.
    pub(crate) fn lost(self, call: Call) -> Self {
        let why = "no answer in time".to_owned();
        self.answer(call, Answer::Unknown { why })
    }

    pub(crate) fn step(&self) -> Step {
        plan(&self.payment(), self.now)
    }

    /// The next call, now or later.
    pub(crate) fn next_call(&self) -> Option<Call> {
        self.next().and_then(|(_, step)| match step {
            Step::Call(call) => Some(call),
            _ => None,
        })
    }

    /// What happens next if nobody does anything, and when, counted from the start.
    pub(crate) fn next(&self) -> Option<(Millis, Step)> {
        let mut story = self.clone();
        for _ in 0..10 {
            match story.step() {
                Step::Wait(Some(at)) => story.now = at,
                Step::Wait(None) => return None,
                step => return Some((story.now - START, step)),
            }
        }
        panic!("the plan waits for what has come")
    }

    pub(crate) fn opened(self) -> Self {
        let expires_at = self.now + Millis::hours(1);
        self.answer(
            Call::OpenSession,
            Answer::Session {
                handle: "H1".to_owned(),
                redirect_url: "https://psp.example/H1".to_owned(),
                expires_at,
            },
        )
    }

    pub(crate) fn pending(self) -> Self {
        self.event(Event::Pending { capture: None })
    }

    pub(crate) fn authorized(self) -> Self {
        self.event(Event::Authorized {
            transaction: "T1".to_owned(),
            amount: money(2_500),
            method: None,
            security: Security::default(),
            expires_at: None,
        })
    }

    pub(crate) fn captured(self) -> Self {
        self.event(Event::Captured {
            capture: Some("C1".to_owned()),
            amount: money(2_500),
            fee: None,
            method: None,
        })
    }

    /// A refund with the key `operator-key-000N`, asked for and done.
    pub(crate) fn refunded(self, number: u16, minor: i64) -> Self {
        let amount = money(minor);
        self.event(Event::RefundRequested {
            number,
            key: refund_key(&format!("operator-key-{number:04}")),
            amount,
        })
        .event(Event::Refunded {
            number,
            transaction: Some(format!("R{number}")),
            amount,
        })
    }

    pub(crate) fn declined(self) -> Self {
        self.event(Event::Declined {
            code: "51".to_owned(),
        })
    }

    pub(crate) fn aborted(self) -> Self {
        self.event(Event::Aborted)
    }

    pub(crate) fn canceled(self) -> Self {
        self.event(Event::CancelRequested).event(Event::Canceled)
    }

    pub(crate) fn expired(self) -> Self {
        self.event(Event::Expired)
    }
}

//! Payments in every state, and what an answer makes of them.

use obole_edge::providers::Addresses;
use obole_shared::currency::Currency;
use obole_shared::ids::{PaymentId, Secret};
use obole_shared::money::Money;
use obole_shared::payment::{
    Answer, Call, Command, Entry, Event, Hint, Opened, Payment, Security, Source, decide, plan,
};
use obole_shared::terminal::{
    AccountType, AuthorizationType, Condition, Mode, Terminal, TerminalKind,
};
use obole_shared::time::{Millis, UnixMs};

/// When every conversation takes place: 2026-07-20, 10:00 UTC.
pub(crate) const NOW: UnixMs = UnixMs(1_784_541_600_000);

/// The payment every message in the corpus speaks of.
pub(crate) const PAYMENT: &str = "pay_0w3ge1r70w3ge1r70w3ge1r70w";

/// Its reference.
pub(crate) const REFERENCE: &str = "OBL-0W3GE1R70W3GE1R70W3GE1R70W";

/// What it pays, in minor units: 25.00.
pub(crate) const MINOR: i64 = 2_500;

/// What is asked back of it: 5.00.
pub(crate) const REFUND_MINOR: i64 = 500;

/// A story that did not fit the core: a mistake in this crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the payment cannot be told: {0}")]
pub(crate) struct Untold(pub String);

/// A payment that is being told.
#[derive(Debug, Clone)]
pub(crate) struct Story(Payment);

impl Story {
    /// A payment that a donor has just asked for.
    ///
    /// # Errors
    /// [`Untold`]
    pub(crate) fn new(
        kind: TerminalKind,
        account: Option<AccountType>,
        currency: Currency,
        authorization: AuthorizationType,
    ) -> Result<Self, Untold> {
        let untold = |what: String| Untold(what);
        let terminal = Terminal::new(
            "terminal-test".parse().map_err(|_| untold("id".into()))?,
            kind,
            "Card".to_owned(),
            Mode::Test,
            vec![currency],
        );
        let id = PaymentId::from_bytes([7; 16]);
        let opened = Opened {
            reference: id.reference(),
            id,
            link: "demo".parse().map_err(|_| untold("link".into()))?,
            description: "A gift".to_owned(),
            terminal: Terminal {
                account,
                ..terminal
            },
            amount: Money::new(MINOR, currency).map_err(|error| untold(error.to_string()))?,
            lang: "en".to_owned(),
            authorization,
            condition: Condition::None,
            return_to: None,
            email: None,
            name: None,
            body_hash: "hash".to_owned(),
            gift: obole_shared::gift::Gift::default(),
            gift_hash: String::new(),
            secret: Secret::new("donor-secret"),
            notify_token: Secret::new("notify-token"),
        };
        let event = Event::Opened(Box::new(opened));
        Payment::begin(&Entry { at: NOW, event })
            .map(Self)
            .ok_or_else(|| untold("no beginning".into()))
    }

    /// One more event.
    #[must_use]
    pub(crate) fn then(mut self, event: Event) -> Self {
        self.0.apply(&Entry { at: NOW, event });
        self
    }

    /// Its session opens.
    #[must_use]
    pub(crate) fn waiting(self, handle: &str) -> Self {
        self.then(Event::SessionOpened {
            handle: handle.to_owned(),
            redirect_url: "https://example.org/".to_owned(),
            expires_at: NOW + Millis::hours(1),
        })
    }

    /// The donor's browser names a transaction.
    #[must_use]
    pub(crate) fn hinted(mut self, transaction: &str) -> Self {
        let hint = Hint {
            source: Source::Return,
            transaction: Some(transaction.to_owned()),
        };
        let events = decide(Some(&self.0), Command::Hint(hint)).unwrap_or_default();
        for event in events {
            self = self.then(event);
        }
        self
    }

    /// Money is reserved.
    #[must_use]
    pub(crate) fn authorized(self, transaction: &str) -> Self {
        let amount = self.0.opened.amount;
        self.then(Event::Authorized {
            transaction: transaction.to_owned(),
            amount,
            method: None,
            security: Security::default(),
            expires_at: None,
        })
    }

    /// Money is taken.
    #[must_use]
    pub(crate) fn captured(self, capture: &str) -> Self {
        let amount = self.0.opened.amount;
        self.then(Event::Captured {
            capture: Some(capture.to_owned()),
            amount,
            fee: None,
            method: None,
        })
    }

    /// An operator asks for money back.
    ///
    /// # Errors
    /// [`Untold`]
    pub(crate) fn refunding(self) -> Result<Self, Untold> {
        let currency = self.0.opened.amount.currency();
        let untold = |what: &str| Untold(what.to_owned());
        let key = "operator-key-0001".parse().map_err(|_| untold("key"))?;
        let amount = Money::new(REFUND_MINOR, currency).map_err(|_| untold("amount"))?;
        Ok(self.then(Event::RefundRequested {
            number: 1,
            key,
            amount,
        }))
    }

    /// The payment while a call is under way.
    #[must_use]
    pub(crate) fn calling(self, call: Call) -> Payment {
        self.then(Event::Attempted { call }).0
    }

    /// The payment as it stands.
    pub(crate) fn payment(self) -> Payment {
        self.0
    }
}

/// Where we are reached.
pub(crate) fn addresses() -> Addresses {
    Addresses {
        public_origin: "https://pay.example.org".to_owned(),
    }
}

/// Hands news to a payment twice. What a provider says must never stop the core, and saying it
/// again must move no more money.
///
/// # Errors
/// A sentence, where it does.
pub(crate) fn settle(payment: &Payment, command: &Command) -> Result<(), String> {
    let once = follow(payment, command)?;
    let _ = plan(&once, NOW);
    let again = Command::Answer(Call::AskSession, answer_of(command));
    let twice = follow(&once, &again)?;
    let sums = |payment: &Payment| {
        let captured = payment.captured();
        (captured, payment.refunded(), payment.reversed())
    };
    if sums(&once) != sums(&twice) {
        return Err(format!(
            "told again it moves more money: {:?}, then {:?}",
            sums(&once),
            sums(&twice)
        ));
    }
    let expected = payment.opened.amount;
    let captured = once.captured();
    if payment.captured().is_zero()
        && !captured.is_zero()
        && captured != expected
        && once.mismatch.is_none()
    {
        return Err("another amount was captured, and nobody is told".to_owned());
    }
    Ok(())
}

fn answer_of(command: &Command) -> Answer {
    match command {
        Command::Answer(_, answer) => answer.clone(),
        Command::Notice(_, report) => Answer::Report(report.clone()),
        _ => Answer::Unknown { why: String::new() },
    }
}

fn follow(payment: &Payment, command: &Command) -> Result<Payment, String> {
    let events = decide(Some(payment), command.clone())
        .map_err(|refused| format!("the core refuses an answer: {refused}"))?;
    let mut after = payment.clone();
    for event in events {
        after.apply(&Entry { at: NOW, event });
    }
    Ok(after)
}

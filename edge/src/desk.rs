//! The driver of one payment: it stores what was decided, then does what the plan says.
//!
//! One desk works on one payment, one thing at a time. Whatever it is in the middle of, dropping
//! it loses nothing: the journal says what was intended, and the next desk goes on from there.

use std::cell::Cell;
use std::future::Future;

use futures_util::lock::{Mutex, MutexGuard};
use obole_shared::payment::{
    Answer, Command, Entry, Event, Opened, Payment, Refused, Source, Step, decide, plan,
};
use obole_shared::time::{Millis, UnixMs};

use crate::outbox::{Delivered, effects};
use crate::ports::{Commit, Ports, StoreError};
use crate::providers::{Addresses, Provider, SetupError, limit};

/// Provider calls in one go; a payment needs three, more means a provider talks in circles.
const CALLS_MAX: usize = 12;

/// After a call was made and nothing came of it, not even a failure, the payment wakes this much
/// later than the call may take.
const CALL_MARGIN: Millis = Millis::seconds(20);

/// When effects are delivered at the latest, should the one who caused them not get to it.
const DELIVERY_DELAY: Millis = Millis::seconds(5);

/// When a failed delivery is tried again.
const REDELIVERY_DELAY: Millis = Millis::minutes(1);

/// What a desk works with, shared by all payments of an installation.
pub trait Setup {
    /// Our own addresses.
    fn addresses(&self) -> &Addresses;

    /// The provider account behind a payment: that of its terminal, in the payment's own mode.
    ///
    /// # Errors
    /// [`SetupError`] when its credentials are missing, cannot be opened or are of another kind.
    fn provider(&self, payment: &Payment) -> impl Future<Output = Result<Provider, SetupError>>;
}

/// Why a payment could not be worked on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// What was asked for cannot be.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The storage failed; nothing changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The driver of one payment.
pub struct Desk<P, S> {
    ports: P,
    setup: S,
    slot: Mutex<Option<Payment>>,
    loaded: Cell<bool>,
    undelivered: Cell<bool>,
}

type Slot<'a> = MutexGuard<'a, Option<Payment>>;

impl<P: Ports, S: Setup> Desk<P, S> {
    /// A desk for the payment behind these ports.
    pub fn new(ports: P, setup: S) -> Self {
        Self {
            ports,
            setup,
            slot: Mutex::new(None),
            loaded: Cell::new(false),
            undelivered: Cell::new(false),
        }
    }

    /// What it works with.
    pub const fn ports(&self) -> &P {
        &self.ports
    }

    /// Opens the payment, or finds it open: the same request gets the same payment.
    ///
    /// # Errors
    /// [`Refused::KeyReused`] where the body differs; [`StoreError`].
    pub async fn open(&self, opened: Opened) -> Result<Payment, DeskError> {
        self.command(Command::Open(Box::new(opened))).await
    }

    /// Takes a notice: asks the provider where that may teach something.
    ///
    /// # Errors
    /// [`Refused::Unknown`] where there is no such payment; [`StoreError`].
    pub async fn hint(&self, source: Source) -> Result<Payment, DeskError> {
        self.command(Command::Hint(source.into())).await
    }

    /// Carries out a command and all that follows from it.
    ///
    /// # Errors
    /// [`DeskError::Refused`] and nothing has changed; [`StoreError`].
    pub async fn command(&self, command: Command) -> Result<Payment, DeskError> {
        let mut slot = self.slot().await?;
        let events = decide(slot.as_ref(), command)?;
        self.run(&mut slot, events).await?;
        slot.clone().ok_or(DeskError::Refused(Refused::Unknown))
    }

    /// Goes on where the payment stands: what an alarm does.
    ///
    /// # Errors
    /// [`StoreError`]; the alarm should come again.
    pub async fn wake(&self) -> Result<(), DeskError> {
        {
            let mut slot = self.slot().await?;
            self.run(&mut slot, Vec::new()).await?;
        }
        self.deliver().await
    }

    /// Delivers the effects that wait.
    ///
    /// # Errors
    /// [`StoreError`]; a failed delivery is no error, it is tried again.
    pub async fn deliver(&self) -> Result<(), DeskError> {
        let slot = self.slot().await?;
        if !self.undelivered.get() {
            return Ok(());
        }
        let Some(payment) = slot.as_ref() else {
            return Ok(());
        };
        let waiting = self.ports.outbox().await?;
        let mut delivered = Vec::new();
        for effect in &waiting {
            if self.ports.deliver(effect).await.is_ok() {
                delivered.push(Delivered {
                    key: effect.key.clone(),
                    version: effect.version,
                });
            }
        }
        let left = delivered.len() < waiting.len();
        let now = self.ports.now();
        let retry_at = left.then(|| now + REDELIVERY_DELAY);
        let wake_at = earliest(next_wake(payment, now), retry_at);
        self.ports
            .commit(Commit {
                delivered,
                wake_at,
                ..Commit::default()
            })
            .await?;
        self.undelivered.set(left);
        Ok(())
    }

    /// The payment as it is stored, without waiting for what is under way.
    ///
    /// # Errors
    /// [`Refused::Unknown`] where there is none; [`StoreError`].
    pub async fn read(&self) -> Result<(Payment, Vec<Entry>), DeskError> {
        let journal = self.ports.journal().await?;
        let payment = Payment::replay(&journal).ok_or(Refused::Unknown)?;
        Ok((payment, journal))
    }

    async fn slot(&self) -> Result<Slot<'_>, DeskError> {
        let mut slot = self.slot.lock().await;
        if !self.loaded.get() {
            *slot = Payment::replay(&self.ports.journal().await?);
            self.undelivered
                .set(slot.is_some() && !self.ports.outbox().await?.is_empty());
            self.loaded.set(true);
        }
        Ok(slot)
    }

    /// Stores the events, then follows the plan: each answer, and the intent of the next call,
    /// is one write.
    async fn run(&self, slot: &mut Slot<'_>, mut events: Vec<Event>) -> Result<(), DeskError> {
        for _ in 0..CALLS_MAX {
            let now = self.ports.now();
            let (next, entries, step) = follow(slot.as_ref(), events, now);
            let Some(next) = next else { return Ok(()) };
            self.store(slot, next, entries, &step, now).await?;
            let Step::Call(call) = step else {
                return Ok(());
            };
            let Some(payment) = slot.as_ref() else {
                return Ok(());
            };
            let answer = match self.setup.provider(payment).await {
                Ok(provider) => {
                    provider
                        .perform(&self.ports, self.setup.addresses(), payment, call)
                        .await
                }
                Err(error) => Answer::Refused {
                    code: error.to_string(),
                    later: true,
                },
            };
            events = decide(slot.as_ref(), Command::Answer(call, answer))?;
        }
        // The last answer is stored; the alarm goes on.
        let now = self.ports.now();
        let (next, mut entries, _) = follow(slot.as_ref(), events, now);
        if let Some(Entry {
            event: Event::Attempted { .. },
            ..
        }) = entries.last()
        {
            entries.pop();
        }
        let next = next.and_then(|_| apply(slot.as_ref(), &entries));
        if let Some(next) = next {
            self.store(
                slot,
                next,
                entries,
                &Step::Wait(Some(now + CALL_MARGIN)),
                now,
            )
            .await?;
        }
        Ok(())
    }

    async fn store(
        &self,
        slot: &mut Slot<'_>,
        next: Payment,
        entries: Vec<Entry>,
        step: &Step,
        now: UnixMs,
    ) -> Result<(), StoreError> {
        if entries.is_empty() {
            return self.rearm(step).await;
        }
        let effects = effects(slot.as_ref(), &next);
        let undelivered = self.undelivered.get() || !effects.is_empty();
        let delivery_at = undelivered.then(|| now + DELIVERY_DELAY);
        let wake_at = match step {
            Step::Call(call) => Some(now + limit(*call) + CALL_MARGIN),
            Step::Wait(at) => *at,
            Step::Conclude(_) => Some(now),
        };
        let wake_at = earliest(wake_at, delivery_at);
        self.ports
            .commit(Commit {
                entries,
                effects,
                wake_at,
                ..Commit::default()
            })
            .await?;
        self.undelivered.set(undelivered);
        **slot = Some(next);
        Ok(())
    }

    /// Nothing happened, but the alarm that led here is spent.
    async fn rearm(&self, step: &Step) -> Result<(), StoreError> {
        match step {
            Step::Wait(Some(at)) if !self.undelivered.get() => {
                self.ports
                    .commit(Commit {
                        wake_at: Some(*at),
                        ..Commit::default()
                    })
                    .await
            }
            _ => Ok(()),
        }
    }
}

/// Folds the events, and what time alone concludes, into the state; the intent of the next call
/// is the last entry.
fn follow(
    payment: Option<&Payment>,
    events: Vec<Event>,
    now: UnixMs,
) -> (Option<Payment>, Vec<Entry>, Step) {
    let mut entries: Vec<Entry> = events
        .into_iter()
        .map(|event| Entry { at: now, event })
        .collect();
    let Some(mut next) = apply(payment, &entries) else {
        return (None, entries, Step::Wait(None));
    };
    let mut step = plan(&next, now);
    if let Step::Conclude(event) = step {
        let entry = Entry { at: now, event };
        next.apply(&entry);
        entries.push(entry);
        step = plan(&next, now);
    }
    if let Step::Call(call) = step {
        let entry = Entry {
            at: now,
            event: Event::Attempted { call },
        };
        next.apply(&entry);
        entries.push(entry);
    }
    (Some(next), entries, step)
}

fn apply(payment: Option<&Payment>, entries: &[Entry]) -> Option<Payment> {
    let (mut next, rest) = if let Some(payment) = payment {
        (payment.clone(), entries)
    } else {
        let (first, rest) = entries.split_first()?;
        (Payment::begin(first)?, rest)
    };
    for entry in rest {
        next.apply(entry);
    }
    Some(next)
}

fn next_wake(payment: &Payment, now: UnixMs) -> Option<UnixMs> {
    match plan(payment, now) {
        Step::Wait(at) => at,
        Step::Call(_) | Step::Conclude(_) => Some(now),
    }
}

fn earliest(a: Option<UnixMs>, b: Option<UnixMs>) -> Option<UnixMs> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

//! The storage of one payment: what survives a crash.

use std::cell::{Cell, RefCell};

use obole_edge::outbox::Effect;
use obole_edge::ports::Commit;
use obole_shared::payment::{Entry, Payment};
use obole_shared::time::UnixMs;

/// Journal, outbox and alarm.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// The journal, oldest first.
    pub journal: RefCell<Vec<Entry>>,
    /// The effects that wait.
    pub outbox: RefCell<Vec<Effect>>,
    /// When the payment wants to be woken.
    pub alarm: Cell<Option<UnixMs>>,
    /// What the journal amounts to, kept beside it to compare with.
    pub payment: RefCell<Option<Payment>>,
}

impl Disk {
    /// Writes all of a commit.
    pub(crate) fn write(&self, commit: Commit) {
        let mut outbox = self.outbox.borrow_mut();
        for done in &commit.delivered {
            outbox.retain(|effect| effect.key != done.key || effect.version != done.version);
        }
        for effect in commit.effects {
            outbox.retain(|known| known.key != effect.key);
            outbox.push(effect);
        }
        let mut payment = self.payment.borrow_mut();
        for entry in &commit.entries {
            match payment.as_mut() {
                Some(payment) => payment.apply(entry),
                None => *payment = Payment::begin(entry),
            }
        }
        self.journal.borrow_mut().extend(commit.entries);
        self.alarm.set(commit.wake_at);
    }
}

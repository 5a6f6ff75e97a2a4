//! The ports of the payment code, over a wire and a memory.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use obole_edge::outbox::Effect;
use obole_edge::ports::{Clock, Commit, Effects, Http, SendError, Store, StoreError};
use obole_shared::payment::Entry;
use obole_shared::time::{Millis, UnixMs};

use crate::wire::Wire;

/// What a payment's object keeps.
#[derive(Default)]
pub(crate) struct Disk {
    pub(crate) journal: RefCell<Vec<Entry>>,
    outbox: RefCell<Vec<Effect>>,
    pub(crate) wake_at: Cell<Option<UnixMs>>,
}

/// Clock and network of the wire, storage in memory; effects go nowhere.
#[derive(Clone)]
pub(crate) struct KitPorts {
    pub(crate) wire: Rc<dyn Wire>,
    pub(crate) disk: Rc<Disk>,
}

impl Clock for KitPorts {
    fn now(&self) -> UnixMs {
        UnixMs(self.wire.now())
    }
}

impl Http for KitPorts {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<http::Response<Vec<u8>>, SendError> {
        self.wire.exchange(request, limit)
    }
}

impl Store for KitPorts {
    async fn journal(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.disk.journal.borrow().clone())
    }

    async fn outbox(&self) -> Result<Vec<Effect>, StoreError> {
        Ok(self.disk.outbox.borrow().clone())
    }

    async fn commit(&self, commit: Commit) -> Result<(), StoreError> {
        self.disk.journal.borrow_mut().extend(commit.entries);
        let mut outbox = self.disk.outbox.borrow_mut();
        for effect in commit.effects {
            outbox.retain(|known| known.key != effect.key);
            outbox.push(effect);
        }
        for done in commit.delivered {
            outbox.retain(|known| known.key != done.key || known.version > done.version);
        }
        self.disk.wake_at.set(commit.wake_at);
        Ok(())
    }
}

impl Effects for KitPorts {
    async fn deliver(&self, _: &Effect) -> Result<(), String> {
        Ok(())
    }
}

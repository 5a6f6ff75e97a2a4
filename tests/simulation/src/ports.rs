//! The ports of the payment code, on the simulated world.

use std::rc::{Rc, Weak};

use futures_channel::oneshot;
use futures_util::FutureExt as _;
use obole_edge::outbox::Effect;
use obole_edge::ports::{Clock, Commit, Effects, Http, SendError, Store, StoreError};
use obole_shared::payment::Entry;
use obole_shared::time::{Millis, UnixMs};

use crate::checks;
use crate::network;
use crate::object::Object;
use crate::store::Disk;
use crate::weather::Fault;
use crate::world::World;

/// Clock, network, storage and effects of one payment.
pub(crate) struct SimPorts {
    world: Rc<World>,
    object: Weak<Object>,
    disk: Rc<Disk>,
}

impl SimPorts {
    /// The ports of this payment.
    pub(crate) fn new(world: &Rc<World>, object: &Rc<Object>) -> Self {
        Self {
            world: Rc::clone(world),
            object: Rc::downgrade(object),
            disk: Rc::clone(&object.disk),
        }
    }

    async fn read(&self) -> Result<(), StoreError> {
        self.world.pause(0, 3).await;
        if self.world.strikes(Fault::ReadFailed) {
            return Err(StoreError("cannot be read now".to_owned()));
        }
        Ok(())
    }
}

impl Clock for SimPorts {
    fn now(&self) -> UnixMs {
        UnixMs(self.world.now())
    }
}

impl Http for SimPorts {
    async fn send(
        &self,
        request: http::Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<http::Response<Vec<u8>>, SendError> {
        if let Some(object) = self.object.upgrade() {
            checks::sent(&self.world, &object, request.uri().path());
        }
        let (tell, answer) = oneshot::channel();
        network::post(&self.world, request, tell);
        let mut silence = self.world.executor.sleep(limit.0).fuse();
        let mut answer = answer.fuse();
        futures_util::select_biased! {
            answer = answer => answer.unwrap_or(Err(SendError::Connection("closed".to_owned()))),
            () = silence => Err(SendError::TimedOut),
        }
    }
}

impl Store for SimPorts {
    async fn journal(&self) -> Result<Vec<Entry>, StoreError> {
        self.read().await?;
        Ok(self.disk.journal.borrow().clone())
    }

    async fn outbox(&self) -> Result<Vec<Effect>, StoreError> {
        self.read().await?;
        Ok(self.disk.outbox.borrow().clone())
    }

    async fn commit(&self, commit: Commit) -> Result<(), StoreError> {
        self.world.pause(0, 4).await;
        let Some(object) = self.object.upgrade() else {
            return Err(StoreError("closed".to_owned()));
        };
        if self.world.strikes(Fault::CommitFailed) {
            self.world
                .tell(format_args!("{} commit fails", object.name()));
            return Err(StoreError("cannot be written now".to_owned()));
        }
        checks::committed(&self.world, &object, &commit);
        self.disk.write(commit);
        object.arm();
        self.world.pause(0, 4).await;
        Ok(())
    }
}

impl Effects for SimPorts {
    async fn deliver(&self, effect: &Effect) -> Result<(), String> {
        self.world.pause(1, 40).await;
        if self.world.strikes(Fault::DeliveryFailed) {
            return Err("the index is away".to_owned());
        }
        self.world.index.take(effect);
        self.world.pause(0, 20).await;
        if self.world.strikes(Fault::DeliveryUnsure) {
            return Err("the index did not answer".to_owned());
        }
        Ok(())
    }
}

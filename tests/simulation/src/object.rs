//! Where a payment lives: a process that can end at any moment, and a disk that stays.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::{Rc, Weak};

use futures_channel::oneshot;
use obole_edge::desk::{Desk, DeskError};
use obole_shared::ids::PaymentId;
use obole_shared::payment::{Command, Payment};

use crate::checks;
use crate::executor::Group;
use crate::ports::SimPorts;
use crate::setup::SimSetup;
use crate::store::Disk;
use crate::weather::Fault;
use crate::world::World;

/// The edge's driver, on simulated ports.
pub(crate) type SimDesk = Desk<SimPorts, SimSetup>;

/// The process ended before it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gone;

/// What a command came to.
pub(crate) type Outcome = Result<Result<Payment, DeskError>, Gone>;

/// One payment's process and disk.
pub(crate) struct Object {
    world: Weak<World>,
    id: PaymentId,
    /// What stays.
    pub disk: Rc<Disk>,
    desk: RefCell<Option<Rc<SimDesk>>>,
    group: Cell<Group>,
    alarm_turn: Cell<u64>,
    alarm_tries: Cell<u32>,
}

/// How long after a failed alarm the next one comes.
const ALARM_RETRY_MS: i64 = 2_000;

impl Object {
    /// The payment with this id; made when it is first asked for, as the platform does.
    pub(crate) fn find(world: &Rc<World>, id: &PaymentId) -> Rc<Self> {
        if let Some(known) = world.object(id) {
            return known;
        }
        let made = Rc::new(Self {
            world: Rc::downgrade(world),
            id: id.clone(),
            disk: Rc::default(),
            desk: RefCell::default(),
            group: Cell::new(world.new_group()),
            alarm_turn: Cell::new(0),
            alarm_tries: Cell::new(0),
        });
        world
            .objects
            .borrow_mut()
            .insert(id.clone(), Rc::clone(&made));
        made
    }

    /// The payment's id.
    pub(crate) const fn id(&self) -> &PaymentId {
        &self.id
    }

    /// A short name for the story.
    pub(crate) fn name(&self) -> &str {
        let text = self.id.as_str();
        text.get(..9).unwrap_or(text)
    }

    /// Whether the process is this group.
    pub(crate) fn is(&self, group: Group) -> bool {
        self.group.get() == group
    }

    /// Forgets everything but the disk.
    pub(crate) fn lose_memory(&self) {
        let desk = self.desk.borrow_mut().take();
        drop(desk);
        if let Some(world) = self.world.upgrade() {
            self.group.set(world.new_group());
        }
    }

    fn desk(self: &Rc<Self>, world: &Rc<World>) -> Rc<SimDesk> {
        let idle = !world.executor.is_busy(self.group.get());
        if self.desk.borrow().is_some() && idle && world.strikes(Fault::Eviction) {
            world.tell(format_args!("{} is put out of memory", self.name()));
            self.lose_memory();
        }
        let mut desk = self.desk.borrow_mut();
        let live = desk.get_or_insert_with(|| {
            let ports = SimPorts::new(world, self);
            Rc::new(Desk::new(ports, SimSetup::default()))
        });
        Rc::clone(live)
    }

    /// Works with the payment; the work dies with the process.
    pub(crate) async fn call<T, F, Fut>(self: &Rc<Self>, work: F) -> Result<T, Gone>
    where
        T: 'static,
        F: FnOnce(Rc<SimDesk>) -> Fut,
        Fut: Future<Output = T> + 'static,
    {
        let answer = {
            let world = self.world.upgrade().ok_or(Gone)?;
            let (tell, answer) = oneshot::channel();
            let running = work(self.desk(&world));
            world.executor.spawn(self.group.get(), async move {
                // Whoever asked may have gone.
                let _ = tell.send(running.await);
            });
            answer
        };
        answer.await.map_err(|_| Gone)
    }

    /// Carries out a command; what it caused is delivered at once, or left to the alarm.
    pub(crate) async fn command(self: &Rc<Self>, command: Command) -> Outcome {
        let told = format!("{command:?}");
        let world = self.world.upgrade().ok_or(Gone)?;
        let brief: String = told.chars().take(60).collect();
        world.tell(format_args!("{} <- {brief}", self.name()));
        let outcome = self
            .call(|desk| async move { desk.command(command).await })
            .await;
        match &outcome {
            Ok(Ok(payment)) => {
                world.tell(format_args!(
                    "{} -> {} v{}",
                    self.name(),
                    payment.status().as_str(),
                    payment.version
                ));
                checks::answered(&world, self, payment);
                if world.random.chance(700) {
                    let object = Rc::clone(self);
                    world.executor.spawn(Group::OUTSIDE, async move {
                        // A failure leaves the effects to the alarm.
                        let _ = object
                            .call(|desk| async move { desk.deliver().await })
                            .await;
                    });
                }
            }
            Ok(Err(error)) => world.tell(format_args!("{} -> {error}", self.name())),
            Err(Gone) => world.tell(format_args!("{} -> no answer", self.name())),
        }
        outcome
    }

    /// Sets the alarm of the last commit.
    pub(crate) fn arm(self: &Rc<Self>) {
        let Some(world) = self.world.upgrade() else {
            return;
        };
        let turn = self.alarm_turn.get() + 1;
        self.alarm_turn.set(turn);
        let Some(at) = self.disk.alarm.get() else {
            return;
        };
        let late = if world.strikes(Fault::AlarmLate) {
            world.random.between(1_000, 10 * 60_000)
        } else {
            world.random.between(0, 50)
        };
        let object = Rc::clone(self);
        world.executor.at(at.0.saturating_add(late), move || {
            if object.alarm_turn.get() == turn {
                object.ring();
            }
        });
    }

    /// The alarm: at least once, again if it failed.
    fn ring(self: &Rc<Self>) {
        let Some(world) = self.world.upgrade() else {
            return;
        };
        self.disk.alarm.set(None);
        world.tell(format_args!("{} alarm", self.name()));
        let object = Rc::clone(self);
        let outside = Rc::clone(&world);
        world.executor.spawn(Group::OUTSIDE, async move {
            let rung = object.call(|desk| async move { desk.wake().await }).await;
            if matches!(rung, Ok(Ok(()))) {
                object.alarm_tries.set(0);
                return;
            }
            let tries = object.alarm_tries.get();
            object.alarm_tries.set(tries + 1);
            let retry_ms = ALARM_RETRY_MS << tries.min(8);
            outside.tell(format_args!("{} alarm failed: {rung:?}", object.name()));
            // An alarm that was set meanwhile may stand for the retry.
            if object.disk.alarm.get().is_none() || outside.random.chance(500) {
                outside.executor.sleep(retry_ms).await;
                object.ring();
            }
        });
    }
}

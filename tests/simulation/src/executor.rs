//! A single-threaded executor on virtual time.
//!
//! Jobs run in the order of their time; among jobs of the same moment the seed chooses. A future
//! is polled only after it was woken.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::random::Random;

/// Tasks that live and die together; [`Group::OUTSIDE`] never dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group(pub u32);

impl Group {
    /// The world outside of our own code: browsers, networks, providers.
    pub(crate) const OUTSIDE: Self = Self(0);
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing is left to do.
    Idle,
    /// The time is over.
    Time,
    /// More steps than anything sensible needs.
    Steps,
}

type Local = Pin<Box<dyn Future<Output = ()>>>;

struct Task {
    group: Group,
    future: Option<Local>,
    waker: Waker,
}

enum Job {
    Poll(u64),
    Wake(Waker),
    Run(Box<dyn FnOnce()>),
}

struct Item {
    at: i64,
    tie: u64,
    sequence: u64,
    job: Job,
}

impl Item {
    const fn order(&self) -> (i64, u64, u64) {
        (self.at, self.tie, self.sequence)
    }
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.order() == other.order()
    }
}
impl Eq for Item {}
impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Item {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order())
    }
}

/// Wakers must be `Send`, so the list of woken tasks is shared by a mutex that is never contended.
type Ready = Arc<Mutex<Vec<u64>>>;

struct TaskWaker {
    task: u64,
    ready: Ready,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if !ready.contains(&self.task) {
            ready.push(self.task);
        }
    }
}

/// Tasks, timers and the time.
pub(crate) struct Executor {
    now: Cell<i64>,
    sequence: Cell<u64>,
    queue: RefCell<BinaryHeap<Reverse<Item>>>,
    tasks: RefCell<BTreeMap<u64, Task>>,
    ready: Ready,
    random: Rc<Random>,
}

impl Executor {
    /// An executor at the moment `start`, in Unix milliseconds.
    pub(crate) fn new(start: i64, random: Rc<Random>) -> Self {
        Self {
            now: Cell::new(start),
            sequence: Cell::new(0),
            queue: RefCell::default(),
            tasks: RefCell::default(),
            ready: Arc::default(),
            random,
        }
    }

    /// Now, in Unix milliseconds.
    pub(crate) const fn now(&self) -> i64 {
        self.now.get()
    }

    /// Starts a future.
    pub(crate) fn spawn(&self, group: Group, future: impl Future<Output = ()> + 'static) {
        let task = self.count();
        let waker = Waker::from(Arc::new(TaskWaker {
            task,
            ready: Arc::clone(&self.ready),
        }));
        self.tasks.borrow_mut().insert(
            task,
            Task {
                group,
                future: Some(Box::pin(future)),
                waker,
            },
        );
        self.push(self.now(), Job::Poll(task));
    }

    /// Runs `work` at the moment `at`, or now if that has passed.
    pub(crate) fn at(&self, at: i64, work: impl FnOnce() + 'static) {
        self.push(at, Job::Run(Box::new(work)));
    }

    /// Ends after `ms` milliseconds of virtual time.
    pub(crate) fn sleep(self: &Rc<Self>, ms: i64) -> Sleep {
        Sleep {
            executor: Rc::clone(self),
            until: self.now().saturating_add(ms),
            armed: false,
        }
    }

    /// Drops all tasks of a group, wherever they are.
    pub(crate) fn kill(&self, group: Group) {
        let mut tasks = self.tasks.borrow_mut();
        let doomed: Vec<u64> = tasks
            .iter()
            .filter(|(_, task)| task.group == group)
            .map(|(id, _)| *id)
            .collect();
        let dropped: Vec<_> = doomed.iter().filter_map(|id| tasks.remove(id)).collect();
        drop(tasks);
        drop(dropped);
    }

    /// Whether a group has tasks that have not ended.
    pub(crate) fn is_busy(&self, group: Group) -> bool {
        self.tasks.borrow().values().any(|task| task.group == group)
    }

    /// Forgets everything, so that nothing keeps the world alive.
    pub(crate) fn clear(&self) {
        let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
        drop(tasks);
        let queue = std::mem::take(&mut *self.queue.borrow_mut());
        drop(queue);
    }

    /// Runs until nothing is left, `until` has come or `steps` were taken. Before a future is
    /// polled, `fails` says whether its whole group dies instead.
    pub(crate) fn run(&self, until: i64, steps: u64, mut fails: impl FnMut(Group) -> bool) -> End {
        for _ in 0..steps {
            self.take_ready();
            let next = {
                let mut queue = self.queue.borrow_mut();
                match queue.peek() {
                    None => return End::Idle,
                    Some(Reverse(item)) if item.at > until => return End::Time,
                    Some(_) => queue.pop(),
                }
            };
            let Some(Reverse(item)) = next else {
                return End::Idle;
            };
            self.now.set(self.now().max(item.at));
            match item.job {
                Job::Poll(task) => self.poll(task, &mut fails),
                Job::Wake(waker) => waker.wake(),
                Job::Run(work) => work(),
            }
        }
        End::Steps
    }

    fn poll(&self, task: u64, fails: &mut impl FnMut(Group) -> bool) {
        let group = self.tasks.borrow().get(&task).map(|task| task.group);
        let Some(group) = group else { return };
        if group != Group::OUTSIDE && fails(group) {
            self.kill(group);
            return;
        }
        let taken = self
            .tasks
            .borrow_mut()
            .get_mut(&task)
            .and_then(|task| Some((task.future.take()?, task.waker.clone())));
        let Some((mut future, waker)) = taken else {
            return;
        };
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        let mut tasks = self.tasks.borrow_mut();
        if polled == Poll::Pending {
            // A task may have been killed by what its own poll caused.
            if let Some(task) = tasks.get_mut(&task) {
                task.future = Some(future);
            }
        } else {
            let ended = tasks.remove(&task);
            drop(tasks);
            drop(ended);
        }
    }

    fn take_ready(&self) {
        let woken = std::mem::take(&mut *self.ready.lock().unwrap_or_else(PoisonError::into_inner));
        for task in woken {
            self.push(self.now(), Job::Poll(task));
        }
    }

    fn push(&self, at: i64, job: Job) {
        let item = Item {
            at: at.max(self.now()),
            tie: self.random.next(),
            sequence: self.count(),
            job,
        };
        self.queue.borrow_mut().push(Reverse(item));
    }

    fn count(&self) -> u64 {
        let next = self.sequence.get() + 1;
        self.sequence.set(next);
        next
    }
}

/// See [`Executor::sleep`].
pub(crate) struct Sleep {
    executor: Rc<Executor>,
    until: i64,
    armed: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.executor.now() >= self.until {
            return Poll::Ready(());
        }
        if !self.armed {
            self.armed = true;
            let waker = context.waker().clone();
            self.executor.push(self.until, Job::Wake(waker));
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(seed: u64) -> Vec<u32> {
        let clock = Rc::new(Executor::new(0, Rc::new(Random::new(seed))));
        let list = Rc::new(RefCell::new(Vec::new()));
        for name in 0..6 {
            let (own, names) = (Rc::clone(&clock), Rc::clone(&list));
            clock.spawn(Group::OUTSIDE, async move {
                own.sleep(10).await;
                names.borrow_mut().push(name);
            });
        }
        assert_eq!(clock.run(100, 1000, |_| false), End::Idle);
        list.take()
    }

    #[test]
    fn the_seed_orders_what_happens_at_once() {
        assert_eq!(order(1), order(1));
        assert!((2..20).any(|seed| order(seed) != order(1)));
    }

    #[test]
    fn a_dead_group_never_goes_on() {
        let runner = Rc::new(Executor::new(0, Rc::new(Random::new(1))));
        let reached = Rc::new(Cell::new(false));
        let (own, mark) = (Rc::clone(&runner), Rc::clone(&reached));
        runner.spawn(Group(1), async move {
            own.sleep(10).await;
            mark.set(true);
        });
        let mut count = 0;
        runner.run(100, 1000, |_| {
            count += 1;
            count == 2
        });
        assert!(!reached.get());
        assert!(!runner.is_busy(Group(1)));
    }
}

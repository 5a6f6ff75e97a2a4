//! One world: a seed, its weather, a provider, and the payments of one donor.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Arguments;
use std::rc::Rc;

use obole_shared::ids::PaymentId;
use psp_simulator::{Config, Simulator};

use crate::coverage::Coverage;
use crate::executor::{Executor, Group};
use crate::index::Index;
use crate::object::Object;
use crate::random::Random;
use crate::trace::Trace;
use crate::weather::{Fault, Weather};

/// Every world begins here: 2026-11-02 08:00 UTC.
pub(crate) const START: i64 = 1_793_606_400_000;

/// Where the provider is reached.
pub(crate) const PROVIDER_ORIGIN: &str = "http://127.0.0.1:8788";

/// Where we are reached.
pub(crate) const PUBLIC_ORIGIN: &str = "http://127.0.0.1:8787";

/// Most crashes in a world; with more, nothing ever ends.
const CRASHES_MAX: u32 = 40;

/// What all parts of a world share.
pub(crate) struct World {
    /// Tasks and time.
    pub executor: Rc<Executor>,
    /// Choices.
    pub random: Rc<Random>,
    /// Failures.
    pub weather: Weather,
    /// The providers.
    pub simulator: RefCell<Simulator>,
    /// The searchable index.
    pub index: Index,
    /// The payments.
    pub objects: RefCell<BTreeMap<PaymentId, Rc<Object>>>,
    /// What happened.
    pub trace: Trace,
    /// What was reached.
    pub coverage: RefCell<Coverage>,
    /// What must not be, as sentences.
    pub violations: RefCell<Vec<String>>,
    /// The next moment at which notices are looked for.
    pub(crate) notices_at: Cell<Option<i64>>,
    /// Refunds that the provider made, settled or not.
    pub(crate) refunds_made: Cell<usize>,
    groups: Cell<u32>,
    crashes: Cell<u32>,
}

impl World {
    /// The world of a seed; with `echo` it tells its story as it happens.
    pub(crate) fn new(seed: u64, echo: bool) -> Rc<Self> {
        let random = Rc::new(Random::new(seed));
        let weather = Weather::new(&random, START);
        let config = Config {
            origin: PROVIDER_ORIGIN.to_owned(),
            signer: None,
            ..Config::default()
        };
        let mut simulator = Simulator::new(config, seed);
        simulator.set_now(START);
        Rc::new(Self {
            executor: Rc::new(Executor::new(START, Rc::clone(&random))),
            random,
            weather,
            simulator: RefCell::new(simulator),
            index: Index::default(),
            objects: RefCell::default(),
            trace: Trace::new(START, echo),
            coverage: RefCell::default(),
            violations: RefCell::default(),
            notices_at: Cell::new(None),
            refunds_made: Cell::new(0),
            groups: Cell::new(0),
            crashes: Cell::new(0),
        })
    }

    /// Now, in Unix milliseconds.
    pub(crate) fn now(&self) -> i64 {
        self.executor.now()
    }

    /// Adds a line to the story.
    pub(crate) fn tell(&self, what: Arguments<'_>) {
        self.trace.line(self.now(), what);
    }

    /// Something that must not be.
    pub(crate) fn violate(&self, what: String) {
        self.tell(format_args!("VIOLATED: {what}"));
        self.violations.borrow_mut().push(what);
    }

    /// Whether a failure of this kind strikes now.
    pub(crate) fn strikes(&self, fault: Fault) -> bool {
        let struck = self.random.chance(self.weather.rate(fault, self.now()));
        if struck {
            self.coverage.borrow_mut().fault(fault);
        }
        struck
    }

    /// Pauses for a length between two, in milliseconds.
    pub(crate) async fn pause(&self, low: i64, high: i64) {
        let ms = self.random.between(low, high);
        self.executor.sleep(ms).await;
    }

    /// A group of tasks that nobody else is in.
    pub(crate) fn new_group(&self) -> Group {
        self.groups.set(self.groups.get() + 1);
        Group(self.groups.get())
    }

    /// The payment with this id, if anybody opened it.
    pub(crate) fn object(&self, id: &PaymentId) -> Option<Rc<Object>> {
        self.objects.borrow().get(id).cloned()
    }

    /// Whether the process of this group ends before its next step.
    pub(crate) fn crashes(&self, group: Group) -> bool {
        if self.crashes.get() >= CRASHES_MAX || !self.strikes(Fault::Crash) {
            return false;
        }
        self.crashes.set(self.crashes.get() + 1);
        let owner = self
            .objects
            .borrow()
            .values()
            .find(|object| object.is(group))
            .cloned();
        if let Some(object) = owner {
            self.tell(format_args!("crash of {}", object.name()));
            object.lose_memory();
        }
        true
    }

    /// Ends the world: nothing in it keeps anything else alive.
    pub(crate) fn end(&self) {
        self.executor.clear();
        self.objects.borrow_mut().clear();
    }
}

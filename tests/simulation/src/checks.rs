//! What must hold at every step.

use std::rc::Rc;

use obole_edge::ports::Commit;
use obole_shared::payment::{Event, Payment};

use crate::object::Object;
use crate::world::World;

/// Looks at a commit before it is written.
pub(crate) fn committed(world: &Rc<World>, object: &Rc<Object>, commit: &Commit) {
    let mut payment = object.disk.payment.borrow().clone();
    for entry in &commit.entries {
        world.tell(format_args!("{} ++ {}", object.name(), brief(&entry.event)));
        world.coverage.borrow_mut().event(&entry.event);
        let before = payment.as_ref().map(Payment::status);
        match payment.as_mut() {
            Some(payment) => payment.apply(entry),
            None => payment = Payment::begin(entry),
        }
        let after = payment.as_ref().map(Payment::status);
        if let (Some(before), Some(after)) = (before, after)
            && !before.may_become(after)
        {
            world.violate(format!(
                "{} went from {} to {} by {:?}",
                object.name(),
                before.as_str(),
                after.as_str(),
                entry.event
            ));
        }
        if before != after
            && let Some(after) = after
        {
            world.coverage.borrow_mut().status(after);
        }
    }
    if let Some(payment) = &payment
        && payment.refunded().minor() > payment.captured().minor()
    {
        world.violate(format!("{} paid back more than it took", object.name()));
    }
}

/// Looks at what a command answered: it must be what the journal says.
pub(crate) fn answered(world: &Rc<World>, object: &Rc<Object>, payment: &Payment) {
    let journal = object.disk.journal.borrow();
    let length = usize::try_from(payment.version).unwrap_or(usize::MAX);
    let told = journal.get(..length).and_then(Payment::replay);
    if told.as_ref() != Some(payment) {
        world.violate(format!(
            "{} answered what its journal does not say",
            object.name()
        ));
    }
}

/// Looks at a request before it leaves: its intent must be written.
pub(crate) fn sent(world: &Rc<World>, object: &Rc<Object>, path: &str) {
    let journal = object.disk.journal.borrow();
    let intended = journal
        .last()
        .is_some_and(|entry| matches!(entry.event, Event::Attempted { .. }));
    if !intended {
        world.violate(format!("{path} was called before that was written down"));
    }
}

fn brief(event: &Event) -> String {
    match event {
        Event::Opened(opened) => format!(
            "Opened {:?} {} {:?}",
            opened.terminal.kind,
            opened.amount.minor(),
            opened.authorization
        ),
        other => format!("{other:?}"),
    }
}

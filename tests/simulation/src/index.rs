//! The searchable index: rows only ever grow in version.

use std::cell::RefCell;
use std::collections::BTreeMap;

use obole_edge::outbox::{Action, Effect, IndexRow};
use obole_shared::ids::PaymentId;

/// The rows, each with the version that wrote it.
#[derive(Debug, Default)]
pub(crate) struct Index(RefCell<BTreeMap<PaymentId, (u32, IndexRow)>>);

impl Index {
    /// Takes an effect in, unless a newer one was there already.
    pub(crate) fn take(&self, effect: &Effect) {
        let Action::Index(row) = &effect.action;
        let mut rows = self.0.borrow_mut();
        let known = rows.get(&row.id).map_or(0, |(version, _)| *version);
        if effect.version > known {
            rows.insert(row.id.clone(), (effect.version, (**row).clone()));
        }
    }

    /// The row of a payment.
    pub(crate) fn row(&self, id: &PaymentId) -> Option<IndexRow> {
        self.0.borrow().get(id).map(|(_, row)| row.clone())
    }
}

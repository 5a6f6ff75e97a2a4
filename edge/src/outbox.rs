//! Side effects, written in the transaction of the event that caused them and delivered at least
//! once.

use obole_shared::ids::{LinkId, PaymentId, TerminalId};
use obole_shared::money::Money;
use obole_shared::payment::{Payment, Status};
use obole_shared::terminal::Mode;
use obole_shared::time::UnixMs;
use serde::{Deserialize, Serialize};

/// One side effect that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Unique within the payment; a newer effect with the same key replaces an older one.
    pub key: String,
    /// The payment's version that caused it.
    pub version: u32,
    /// What to do.
    pub action: Action,
}

/// What an effect does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Action {
    /// Brings the searchable index up to date.
    Index(Box<IndexRow>),
}

/// An effect that was delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its key.
    pub key: String,
    /// Its version: a newer one under the same key stays.
    pub version: u32,
}

/// What the index knows of a payment; rows only ever grow in version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexRow {
    /// The payment.
    pub id: PaymentId,
    /// The link it paid through.
    pub link: LinkId,
    /// The terminal.
    pub terminal: TerminalId,
    /// Test or live: never counted together.
    pub mode: Mode,
    /// Our reference in the provider's books.
    pub reference: String,
    /// How it stands.
    pub status: Status,
    /// What the donor agreed to pay.
    pub amount: Money,
    /// What was captured.
    pub captured: Money,
    /// What was paid back.
    pub refunded: Money,
    /// What was taken back without an order of ours.
    pub reversed: Money,
    /// An operator should look: the provider reported another amount.
    pub mismatch: bool,
    /// A dispute is undecided.
    pub disputed: bool,
    /// Until when authorized money must be captured.
    pub capture_before: Option<UnixMs>,
    /// The provider's names for the transactions.
    pub transactions: Vec<String>,
    /// When the donor asked.
    pub created_at: UnixMs,
    /// When something last happened.
    pub updated_at: UnixMs,
}

/// The effects that follow from `after` being the new state; `before` is the state until now.
pub fn effects(before: Option<&Payment>, after: &Payment) -> Vec<Effect> {
    let row = index_row(after);
    let unchanged = before.map(index_row).is_some_and(|before| {
        IndexRow {
            updated_at: row.updated_at,
            ..before
        } == row
    });
    if unchanged {
        return Vec::new();
    }
    vec![Effect {
        key: "index".to_owned(),
        version: after.version,
        action: Action::Index(Box::new(row)),
    }]
}

fn index_row(payment: &Payment) -> IndexRow {
    let opened = &payment.opened;
    IndexRow {
        id: opened.id.clone(),
        link: opened.link.clone(),
        terminal: opened.terminal.id.clone(),
        mode: opened.terminal.mode,
        reference: opened.reference.clone(),
        status: payment.status(),
        amount: opened.amount,
        captured: payment.captured(),
        refunded: payment.refunded(),
        reversed: payment.reversed(),
        mismatch: payment.mismatch.is_some(),
        disputed: payment.open_dispute().is_some(),
        capture_before: payment.capture_before(),
        transactions: payment
            .transactions()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        created_at: payment.created_at,
        updated_at: payment.updated_at,
    }
}

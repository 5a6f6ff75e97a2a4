//! The settlement clock: one batch a day, and eChecks that are decided later.
//!
//! Source: Payflow Pro Developer's guide, "Verbosity: viewing processor-specific
//! transaction results" (`TRANSSTATE` and its increments).

use time::{OffsetDateTime, UtcOffset};

use crate::books::MovementKind;
use crate::clock::{DAY, HOUR, MINUTE, UnixMs};
use crate::payflow::state::{Kind, Payflow, Status, Tender, Transaction};
use crate::world::World;

/// The batch starts at midnight Pacific standard time.
const BATCH_MS: i64 = 8 * HOUR;
/// How long a batch is under way.
const BATCH_TAKES_MS: i64 = 10 * MINUTE;
/// What a void adds to `TRANSSTATE`.
const VOIDED: u16 = 1_000;

/// The batch that settles a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Batch {
    /// `BATCHID`.
    pub(crate) id: i64,
    /// `DATE_TO_SETTLE`.
    pub(crate) starts_ms: UnixMs,
    /// `SETTLE_DATE`.
    pub(crate) ends_ms: UnixMs,
}

impl Batch {
    /// The first batch after a moment.
    fn after(booked_ms: UnixMs) -> Self {
        let id = booked_ms.saturating_sub(BATCH_MS).div_euclid(DAY) + 1;
        let starts_ms = id.saturating_mul(DAY).saturating_add(BATCH_MS);
        Self {
            id,
            starts_ms,
            ends_ms: starts_ms.saturating_add(BATCH_TAKES_MS),
        }
    }
}

impl Transaction {
    /// The batch of a transaction that moves money by card. PayPal settles at once.
    pub(crate) fn batch(&self) -> Option<Batch> {
        let settles = matches!(self.status, Status::Booked | Status::ChargedBack);
        (settles && self.tender == Tender::Card).then(|| Batch::after(self.booked_ms))
    }

    /// Whether it can no longer be voided.
    pub(crate) fn is_settling(&self, now: UnixMs) -> bool {
        matches!(self.state(now), 7 | 8 | 15)
    }

    /// `TRANSSTATE`.
    pub(crate) fn state(&self, now: UnixMs) -> u16 {
        match self.status {
            Status::Failed => 1,
            Status::Verified => 0,
            Status::Authorized | Status::Review => 3,
            Status::Captured => 9,
            Status::Booked if self.kind == Kind::Void => 0,
            Status::Booked => match self.batch() {
                Some(batch) if now < batch.starts_ms => 6,
                Some(batch) if now < batch.ends_ms => 7,
                _ => 8,
            },
            Status::Pending { .. } => 7,
            Status::Bounced => 11,
            Status::Voided { from } => from.saturating_add(VOIDED),
            Status::ChargedBack => 15,
        }
    }
}

impl Payflow {
    /// When the next eCheck is decided.
    pub(crate) fn next_settlement(&self) -> Option<UnixMs> {
        self.pending().map(|(_, decided_ms, _)| decided_ms).min()
    }

    /// Decides the eChecks whose time has come.
    pub(crate) fn settle(&mut self, world: &mut World) {
        let now = world.now();
        let ready: Vec<(String, UnixMs, bool)> = self
            .pending()
            .filter(|(_, decided_ms, _)| *decided_ms <= now)
            .map(|(pnref, decided_ms, clears)| (pnref.to_owned(), decided_ms, clears))
            .collect();
        for (pnref, decided_ms, clears) in ready {
            let Some(transaction) = self.transactions.get_mut(&pnref) else {
                continue;
            };
            transaction.booked_ms = decided_ms;
            if clears {
                transaction.status = Status::Booked;
                let moved = transaction.movement(MovementKind::Capture, &pnref, decided_ms);
                world.books.book(moved);
            } else {
                transaction.status = Status::Bounced;
            }
        }
    }

    /// Takes back what is left of a payment, as after a chargeback. Returns whether there
    /// was something to take.
    pub(crate) fn reverse(&mut self, world: &mut World, pnref: &str) -> bool {
        let now = world.now();
        let Some(transaction) = self.transactions.get_mut(pnref) else {
            return false;
        };
        let left = transaction
            .amount
            .minor
            .saturating_sub(transaction.credited_minor);
        let is_money = matches!(transaction.kind, Kind::Sale | Kind::Capture);
        if !is_money || transaction.status != Status::Booked || left <= 0 {
            return false;
        }
        transaction.status = Status::ChargedBack;
        let mut moved = transaction.movement(MovementKind::Reversal, &format!("{pnref}-CB"), now);
        moved.amount_minor = left;
        world.books.book(moved);
        true
    }

    fn pending(&self) -> impl Iterator<Item = (&str, UnixMs, bool)> {
        self.transactions
            .values()
            .filter_map(|one| match one.status {
                Status::Pending { decided_ms, clears } => {
                    Some((one.pnref.as_str(), decided_ms, clears))
                }
                _ => None,
            })
    }
}

/// `YYYY-MM-DD hh:mm:ss` in Pacific standard time, as the gateway writes dates.
pub(crate) fn pacific(ms: UnixMs) -> String {
    let offset = UtcOffset::from_hms(-8, 0, 0).unwrap_or(UtcOffset::UTC);
    let t = OffsetDateTime::from_unix_timestamp(ms / 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(offset);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        t.year(),
        u8::from(t.month()),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_batch_is_the_next_midnight_in_california() {
        let batch = Batch::after(1_784_556_607_033);
        assert_eq!(pacific(1_784_556_607_033), "2026-07-20 06:10:07");
        assert_eq!(pacific(batch.starts_ms), "2026-07-21 00:00:00");
        assert_eq!(pacific(batch.ends_ms), "2026-07-21 00:10:00");
        assert_eq!(Batch::after(batch.starts_ms - 1), batch);
        assert_eq!(Batch::after(batch.starts_ms).id, batch.id + 1);
    }
}

//! A payer's agreement to pay, whatever page it was given on.

use crate::classic::ledger::{AUTHORIZATION_MS, Ledger};
use crate::classic::transaction::{
    Decision, Hold, Item, Kind, Payer, PaymentStatus, PaymentType, PendingReason, Transaction,
    TxnType,
};
use crate::world::World;

/// What the payer pays with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Funding {
    /// Balance or card.
    Instant,
    /// Pending first; then it clears or fails.
    ECheck { clears: bool },
    /// A currency that the merchant has to accept first, whatever the account holds.
    Unheld,
}

/// What was agreed to. The amount is in whole minor units of ISO 4217.
#[derive(Debug, Clone)]
pub(crate) struct Purchase {
    /// The receiving account's e-mail.
    pub(crate) account: String,
    pub(crate) txn_type: TxnType,
    /// Whether the money is only reserved.
    pub(crate) authorize: bool,
    pub(crate) funding: Funding,
    pub(crate) amount_minor: i64,
    pub(crate) currency: String,
    pub(crate) payer: Payer,
    pub(crate) items: Vec<Item>,
    pub(crate) description: Option<String>,
    pub(crate) custom: Option<String>,
    pub(crate) invoice: Option<String>,
    pub(crate) memo: Option<String>,
    pub(crate) notify_url: Option<String>,
}

impl Purchase {
    /// Enters it into the ledger; returns the transaction id.
    pub(crate) fn record(self, ledger: &mut Ledger, world: &mut World) -> String {
        let entry = self.entry(world);
        ledger.record(world, entry)
    }

    fn entry(self, world: &World) -> Transaction {
        let now = world.now();
        let (status, pending_reason) = match (self.authorize, self.funding) {
            (true, _) => (PaymentStatus::Pending, Some(PendingReason::Authorization)),
            (false, Funding::ECheck { .. }) => {
                (PaymentStatus::Pending, Some(PendingReason::ECheck))
            }
            (false, Funding::Unheld) => {
                (PaymentStatus::Pending, Some(PendingReason::MultiCurrency))
            }
            (false, Funding::Instant) => (PaymentStatus::Completed, None),
        };
        let decision = match self.funding {
            Funding::ECheck { clears } if !self.authorize => Some(Decision {
                at_ms: now.saturating_add(world.config.echeck_ms),
                clears,
            }),
            _ => None,
        };
        let hold = self.authorize.then(|| Hold {
            captured_minor: 0,
            captures: 0,
            expires_ms: now.saturating_add(AUTHORIZATION_MS),
            renewed_by: None,
        });
        let account = world
            .config
            .classic
            .iter()
            .find(|one| one.email == self.account);
        Transaction {
            id: String::new(),
            parent: None,
            kind: if self.authorize {
                Kind::Authorization
            } else {
                Kind::Sale
            },
            txn_type: Some(self.txn_type),
            status,
            pending_reason,
            reason_code: None,
            payment_type: if decision.is_some() {
                PaymentType::ECheck
            } else {
                PaymentType::Instant
            },
            gross_minor: self.amount_minor,
            fee_minor: None,
            currency: self.currency,
            settled: None,
            payer: self.payer,
            items: self.items,
            description: self.description,
            custom: self.custom,
            invoice: self.invoice,
            memo: self.memo,
            notify_url: self.notify_url,
            ordered_ms: now,
            updated_ms: now,
            test: account.is_none_or(|one| one.test),
            account: self.account,
            refunded_minor: 0,
            reversed_minor: 0,
            hold,
            decision,
            cases: Vec::new(),
        }
    }
}

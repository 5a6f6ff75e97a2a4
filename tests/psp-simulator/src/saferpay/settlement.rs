//! What is decided later: bank transfers.

use crate::books::{Movement, MovementKind, Provider};
use crate::clock::UnixMs;
use crate::random::DIGITS;
use crate::saferpay::notify;
use crate::saferpay::refusal::Failure;
use crate::saferpay::state::{Kind, Means, Outcome, Saferpay, Session, Status, Transaction};
use crate::world::World;

impl Saferpay {
    /// When the next transfer is decided.
    pub(crate) fn next_settlement(&self) -> Option<UnixMs> {
        let ends = self.sessions.values().map(|session| match session.outcome {
            Outcome::Pending { ends_ms, .. } => Some(ends_ms),
            _ => None,
        });
        ends.flatten().min()
    }

    /// Decides the transfers whose time has come, and tells of it.
    pub(crate) fn settle(&mut self, world: &mut World) {
        let now = world.now();
        let due: Vec<(String, String, bool)> = self
            .sessions
            .iter()
            .filter_map(|(token, session)| match &session.outcome {
                Outcome::Pending {
                    transaction,
                    ends_ms,
                    arrives,
                } if *ends_ms <= now => Some((token.clone(), transaction.clone(), *arrives)),
                _ => None,
            })
            .collect();
        for (token, id, arrives) in due {
            let Some(session) = self.sessions.get(&token).cloned() else {
                continue;
            };
            let (outcome, target) = if arrives {
                self.arrive(world, &session, &id);
                let outcome = Outcome::Authorized { transaction: id };
                (outcome, session.notify_success.as_deref())
            } else {
                let failed = Outcome::Failed {
                    failure: Failure::Declined,
                    transaction: id,
                };
                (failed, session.notify_fail.as_deref())
            };
            notify(world, target);
            if let Some(kept) = self.sessions.get_mut(&token) {
                kept.outcome = outcome;
            }
        }
    }

    /// The money is there: such a transfer needs no capture.
    fn arrive(&mut self, world: &mut World, session: &Session, id: &str) {
        let now = world.now();
        world.books.book(Movement {
            provider: Provider::Saferpay,
            account: format!("{}-{}", session.customer, session.terminal),
            kind: MovementKind::Capture,
            id: id.to_owned(),
            payment: id.to_owned(),
            reference: session.order_id.clone(),
            amount_minor: session.amount_minor,
            currency: session.currency.clone(),
            at_ms: now,
        });
        self.captures.insert(id.to_owned(), id.to_owned());
        self.keep(Transaction {
            id: id.to_owned(),
            kind: Kind::Payment,
            customer: session.customer.clone(),
            terminal: session.terminal.clone(),
            order_id: session.order_id.clone(),
            amount_minor: session.amount_minor,
            currency: session.currency.clone(),
            means: Means::AccountToAccount,
            pre_authorized: false,
            approval: world.random.text(DIGITS, 6),
            created_ms: now,
            status: Status::Captured {
                capture_id: id.to_owned(),
                amount_minor: session.amount_minor,
            },
        });
    }
}

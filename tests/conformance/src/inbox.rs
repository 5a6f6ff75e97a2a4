//! The edge's inbox, in memory: what a provider sends is judged and matched by the same code.

use std::collections::BTreeMap;

use http::{Request, Response};
use obole_edge::notices::ports::{Accounts, Failed, Inbox, Known, Payments, Tell};
use obole_edge::notices::{
    Arrived, Notice, NoticeAccount, NoticeAccounts, NoticeId, Proof, Standing, State,
};
use obole_edge::ports::{Clock, Http, SendError};
use obole_shared::ids::{PaymentId, TerminalId};
use obole_shared::payment::{Command, Hint, Payment, Progress};
use obole_shared::time::{Millis, UnixMs};

use crate::world::World;

/// The kept messages.
pub(crate) type Rows = BTreeMap<NoticeId, Notice>;

/// The account that both classic kinds name as the receiver.
const RECEIVER: &str = "caisse@obole.test";

impl Clock for World {
    fn now(&self) -> UnixMs {
        UnixMs(self.wire.now())
    }
}

impl Http for World {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        self.wire.exchange(request, limit)
    }
}

impl Inbox for World {
    async fn keep(&self, arrived: &Arrived) -> Result<Notice, Failed> {
        let mut rows = self.rows.borrow_mut();
        let notice = rows
            .entry(arrived.id())
            .and_modify(|known| known.arrived_again(arrived))
            .or_insert_with(|| Notice::of(arrived));
        Ok(notice.clone())
    }

    async fn load(&self, id: &NoticeId) -> Result<Option<Notice>, Failed> {
        Ok(self.rows.borrow().get(id).cloned())
    }

    async fn mark(&self, id: &NoticeId, standing: &Standing) -> Result<(), Failed> {
        if let Some(row) = self.rows.borrow_mut().get_mut(id) {
            row.standing = standing.clone();
        }
        Ok(())
    }

    async fn due(&self, now: UnixMs, limit: u32) -> Result<Vec<Notice>, Failed> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let rows = self.rows.borrow();
        let due = rows
            .values()
            .filter(|row| row.standing.next_at.is_some_and(|at| at <= now));
        Ok(due.take(limit).cloned().collect())
    }

    async fn was_told(&self, notice: &Notice, event: &str) -> Result<Option<PaymentId>, Failed> {
        let rows = self.rows.borrow();
        let same = rows.values().find(|row| {
            row.id != notice.id
                && row.standing.state == State::Applied
                && row.standing.event.as_deref() == Some(event)
        });
        Ok(same.and_then(|row| row.standing.payment.clone()))
    }

    async fn by_reference(
        &self,
        _: &TerminalId,
        reference: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        let payment = self.payment().ok();
        let named = payment.filter(|payment| payment.opened.reference == reference);
        Ok(named.map(|payment| payment.opened.id))
    }

    async fn by_transaction(
        &self,
        _: &TerminalId,
        name: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        let payment = self.payment().ok();
        let named = payment.filter(|payment| payment.transactions().contains(&name));
        Ok(named.map(|payment| payment.opened.id))
    }

    async fn purge(&self, before: UnixMs) -> Result<(), Failed> {
        let keep = |row: &Notice| row.standing.state != State::Refused || row.last_at >= before;
        self.rows.borrow_mut().retain(|_, row| keep(row));
        Ok(())
    }
}

impl Payments for World {
    async fn payment(&self, id: &PaymentId) -> Result<Option<Known>, Failed> {
        let payment = World::payment(self).ok();
        Ok(payment.filter(|known| known.opened.id == *id).map(known))
    }

    async fn tell(&self, _: &PaymentId, tell: Tell) -> Result<(), Failed> {
        let command = match tell {
            Tell::Hint(source, transaction) => Command::Hint(Hint {
                source,
                transaction,
            }),
            Tell::Report(source, report) => Command::Notice(source, report),
        };
        let told = self.carry_out(command).await;
        told.map(|_| ()).map_err(|error| Failed(error.to_string()))
    }
}

fn known(payment: Payment) -> Known {
    Known {
        can_be_asked: !payment.capabilities().ask.needs_transaction,
        is_captured: matches!(payment.progress, Progress::Captured(_)),
        transactions: payment
            .transactions()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        mode: payment.opened.terminal.mode,
        terminal: payment.opened.terminal.id,
    }
}

impl Accounts for World {
    async fn accounts(&self, _: &TerminalId) -> Result<Option<NoticeAccounts>, Failed> {
        let mode = self.terminal.mode;
        Ok(Some(NoticeAccounts {
            kind: self.adapter.kind,
            mode,
            accounts: vec![NoticeAccount {
                mode,
                proof: Proof::Ipn {
                    receivers: vec![RECEIVER.to_owned()],
                    origin: self.origins.paypal_ipn(mode),
                    secret: None,
                },
            }],
            locked: vec![],
        }))
    }
}

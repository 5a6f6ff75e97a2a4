//! The inbox of the Worker: D1, the payments' objects and the settings of terminals.

use std::rc::Rc;

use http::{Request, Response};
use obole_shared::ids::{PaymentId, TerminalId};
use obole_shared::payment::Hint;
use obole_shared::problem::{Code, Problem};
use obole_shared::time::{Millis, UnixMs};
use worker::{D1Database, Env};

use super::ports::{Accounts, Failed, Inbox, Known, Payments, Tell};
use super::store::{Filter, Table};
use super::{
    Arrived, AttachError, Notice, NoticeAccounts, NoticeId, Standing, attach, retry, sweep, take,
};
use crate::config::Config;
use crate::error::Error;
use crate::object::{Ask, WorkerHttp, now};
use crate::ports::{Clock, Http, SendError};

/// The inbox of one installation: what the routes, the cron and the pages of the back office
/// call.
pub(crate) struct NoticeDesk {
    env: Env,
    config: Rc<Config>,
    database: D1Database,
}

impl NoticeDesk {
    /// Over the Worker's database.
    ///
    /// # Errors
    /// [`Error::Internal`] without a database.
    pub(crate) fn new(env: &Env, config: &Rc<Config>) -> Result<Self, Error> {
        Ok(Self {
            env: env.clone(),
            config: Rc::clone(config),
            database: env.d1("DB")?,
        })
    }

    /// Takes a message that arrived.
    ///
    /// # Errors
    /// [`Error::Internal`]: it may not have been kept.
    pub(crate) async fn take(&self, arrived: Arrived) -> Result<Notice, Error> {
        let notice = take(self, arrived).await.map_err(Error::internal)?;
        log(&notice);
        Ok(notice)
    }

    /// Messages without their bodies, newest first.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub(crate) async fn list(&self, filter: &Filter) -> Result<Vec<Notice>, Error> {
        Ok(Table(&self.database).list(filter).await?)
    }

    /// One message with its body.
    ///
    /// # Errors
    /// [`Code::NoticeUnknown`].
    pub(crate) async fn show(&self, id: &NoticeId) -> Result<Notice, Error> {
        let found = self.load(id).await.map_err(Error::internal)?;
        found.ok_or_else(|| Code::NoticeUnknown.into())
    }

    /// Works on a message once more.
    ///
    /// # Errors
    /// [`Code::NoticeUnknown`].
    pub(crate) async fn retry(&self, id: &NoticeId) -> Result<Notice, Error> {
        let tried = retry(self, id).await.map_err(Error::internal)?;
        let notice = tried.ok_or(Code::NoticeUnknown)?;
        log(&notice);
        Ok(notice)
    }

    /// Hands a genuine message to a payment.
    ///
    /// # Errors
    /// [`Code::NoticeUnknown`], [`Code::PaymentUnknown`], [`Code::NoticeNotAttachable`].
    pub(crate) async fn attach(&self, id: &NoticeId, payment: &PaymentId) -> Result<Notice, Error> {
        let attached = attach(self, id, payment).await;
        let notice = attached.map_err(|error| match error {
            AttachError::UnknownNotice => Code::NoticeUnknown.into(),
            AttachError::UnknownPayment => Code::PaymentUnknown.into(),
            AttachError::NotGenuine | AttachError::OtherMode | AttachError::Taken(_) => {
                Problem::with_detail(Code::NoticeNotAttachable, error.to_string()).into()
            }
            AttachError::Failed(error) => Error::internal(error),
        })?;
        log(&notice);
        Ok(notice)
    }

    /// What the cron does.
    ///
    /// # Errors
    /// [`Error::Internal`]; the next run goes on.
    pub(crate) async fn sweep(&self) -> Result<(), Error> {
        let tried = sweep(self).await.map_err(Error::internal)?;
        if tried > 0 {
            worker::console_log!("notices tried again: {tried}");
        }
        Ok(())
    }
}

fn log(notice: &Notice) {
    let Standing {
        state,
        reason,
        payment,
        ..
    } = &notice.standing;
    let payment = payment.as_ref().map_or("none", PaymentId::as_str);
    let line = format!(
        "notice {} ({}) of terminal {}: {}, payment {payment}, {reason}",
        notice.id,
        notice.channel.as_str(),
        notice.terminal,
        state.as_str(),
    );
    if *state == super::State::Refused {
        worker::console_warn!("{line}");
    } else {
        worker::console_log!("{line}");
    }
}

impl Clock for NoticeDesk {
    fn now(&self) -> UnixMs {
        now()
    }
}

impl Http for NoticeDesk {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        limit: Millis,
    ) -> Result<Response<Vec<u8>>, SendError> {
        WorkerHttp.send(request, limit).await
    }
}

impl Inbox for NoticeDesk {
    async fn keep(&self, arrived: &Arrived) -> Result<Notice, Failed> {
        Table(&self.database).keep(arrived).await
    }

    async fn load(&self, id: &NoticeId) -> Result<Option<Notice>, Failed> {
        Table(&self.database).load(id).await
    }

    async fn mark(&self, id: &NoticeId, standing: &Standing) -> Result<(), Failed> {
        Table(&self.database).mark(id, standing).await
    }

    async fn due(&self, now: UnixMs, limit: u32) -> Result<Vec<Notice>, Failed> {
        Table(&self.database).due(now, limit).await
    }

    async fn was_told(&self, notice: &Notice, event: &str) -> Result<Option<PaymentId>, Failed> {
        Table(&self.database).was_told(notice, event).await
    }

    async fn by_reference(
        &self,
        terminal: &TerminalId,
        reference: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        Table(&self.database)
            .by_reference(terminal, reference)
            .await
    }

    async fn by_transaction(
        &self,
        terminal: &TerminalId,
        name: &str,
    ) -> Result<Option<PaymentId>, Failed> {
        Table(&self.database).by_transaction(terminal, name).await
    }

    async fn purge(&self, before: UnixMs) -> Result<(), Failed> {
        Table(&self.database).purge(before).await
    }
}

impl Payments for NoticeDesk {
    async fn payment(&self, id: &PaymentId) -> Result<Option<Known>, Failed> {
        match (Ask::Read { journal: false }).send(&self.env, id).await {
            Ok(snapshot) => Ok(Some(Known {
                terminal: snapshot.view.terminal.clone(),
                mode: snapshot.mode(),
                can_be_asked: snapshot.can_be_asked,
                is_captured: !snapshot.view.captured.is_zero(),
                transactions: snapshot.detail.transactions.clone(),
            })),
            Err(Error::Problem(_)) => Ok(None),
            Err(Error::Internal(why)) => Err(Failed(why)),
        }
    }

    async fn tell(&self, id: &PaymentId, tell: Tell) -> Result<(), Failed> {
        let ask = match tell {
            Tell::Hint(source, transaction) => Ask::Hint(Hint {
                source,
                transaction,
            }),
            Tell::Report(source, report) => Ask::Notice(source, report),
        };
        let told = ask.send(&self.env, id).await;
        told.map(|_| ()).map_err(|error| Failed(error.to_string()))
    }
}

impl Accounts for NoticeDesk {
    async fn accounts(&self, terminal: &TerminalId) -> Result<Option<NoticeAccounts>, Failed> {
        super::settings::accounts(&self.config, &self.env, terminal).await
    }
}

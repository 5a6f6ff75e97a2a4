//! The settings of terminals: what the admin API and the pages under `/admin` both call.
//!
//! Credentials come in here and go out nowhere: they are sealed before they are stored, and only
//! the payments' objects and the check open them.

mod accounts;
pub(crate) mod entered;
mod input;
mod inspect;
mod invalid;
mod live;
mod record;
mod reseal;
pub(crate) mod view;

use std::rc::Rc;

use obole_shared::ids::TerminalId;
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::{Mode, Terminal};
use obole_shared::time::Millis;
use worker::{D1Database, Env};

use crate::catalog::terminals as table;
use crate::config::Config;
use crate::error::Error;
use crate::keys::Keys;
use crate::object::now;
use crate::vault::{Place, VaultError};
use entered::{Change, Entered};

pub(crate) use accounts::Accounts;
pub(crate) use entered::CredentialsInput;
pub(crate) use input::TerminalInput;
pub(crate) use invalid::Invalid;
pub(crate) use live::ModeChange;
pub(crate) use record::{Account, LastCheck, Note, Record};
pub(crate) use view::{AccountView, CheckView, TerminalView};
#[cfg(test)]
pub(crate) use view::{AccountsView, FindingView};

/// How long credentials outlive their terminal at least: the index may lag behind payments that
/// have only just begun or moved.
const KEPT_AFTER_DELETION: Millis = Millis::hours(1);

/// The settings of one installation.
pub(crate) struct Settings {
    config: Rc<Config>,
    database: D1Database,
    keys: Keys,
}

impl Settings {
    /// Over the Worker's database.
    ///
    /// # Errors
    /// [`Error::Internal`] without a database.
    pub(crate) fn new(env: &Env, config: &Rc<Config>) -> Result<Self, Error> {
        Ok(Self {
            database: env.d1("DB")?,
            keys: Keys::new(config.signing_key.clone()),
            config: Rc::clone(config),
        })
    }

    /// All terminals that are not deleted, by id.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub(crate) async fn terminals(&self) -> Result<Vec<TerminalView>, Error> {
        let records = table::all(&self.database).await?;
        Ok(records.iter().map(|record| self.view(record)).collect())
    }

    /// One terminal, deleted or not.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`].
    pub(crate) async fn terminal(&self, id: &TerminalId) -> Result<TerminalView, Error> {
        Ok(self.view(&self.record(id).await?))
    }

    /// Makes a terminal; its id must be new.
    ///
    /// # Errors
    /// [`Code::BodyInvalid`] with the field.
    pub(crate) async fn create(
        &self,
        id: &TerminalId,
        input: &TerminalInput,
    ) -> Result<TerminalView, Error> {
        let taken = || Invalid::new("id", "this id is taken; choose another");
        if table::one(&self.database, id).await?.is_some() {
            return Err(taken().into());
        }
        if self.store(id, None, input).await? {
            self.terminal(id).await
        } else {
            // Somebody else was faster.
            Err(taken().into())
        }
    }

    /// Makes a terminal or edits it. Credentials that are not entered stay as they are.
    ///
    /// # Errors
    /// [`Code::BodyInvalid`] with the field; [`Code::SettingChanged`]; [`Code::TerminalInUse`]
    /// where credentials are taken away that open payments need; [`Code::TerminalNotReady`] where
    /// the terminal is live and the account would not work.
    pub(crate) async fn put(
        &self,
        id: &TerminalId,
        input: &TerminalInput,
    ) -> Result<TerminalView, Error> {
        let known = table::one(&self.database, id).await?;
        if known
            .as_ref()
            .is_some_and(|known| known.deleted_at.is_some())
        {
            let why = "this id belonged to a terminal that was deleted; choose another";
            return Err(Invalid::new("id", why).into());
        }
        let seen = known.as_ref().map(|known| known.revision);
        if input.revision.is_some() && input.revision != seen {
            return Err(Code::SettingChanged.into());
        }
        if self.store(id, known.as_ref(), input).await? {
            self.terminal(id).await
        } else {
            Err(Code::SettingChanged.into())
        }
    }

    /// Stores what was entered; `false` where another one was faster.
    async fn store(
        &self,
        id: &TerminalId,
        known: Option<&Record>,
        input: &TerminalInput,
    ) -> Result<bool, Error> {
        let terminal = input.describe(id, known.map(|known| &known.terminal))?;
        let changes = input.credentials.changes()?;
        let mut record = Record::edited(known, terminal, now());
        for (mode, change) in changes {
            if let Some(change) = change {
                self.change_credentials(&mut record, mode, change)?;
            }
            if live::takes_away(known, &record, mode) {
                self.refuse_while_open(id, mode).await?;
            }
        }
        record.check()?;
        let check = if live::needs_check(known, &record) {
            Some(self.check_what_goes_live(&record).await?)
        } else {
            None
        };
        let stored = if known.is_none() {
            table::insert(&self.database, &record).await?
        } else {
            table::update(&self.database, &record).await?
        };
        if stored {
            accounts::forget(id);
            if let Some(check) = check {
                table::set_check(&self.database, id, Mode::Live, &check).await?;
            }
        }
        Ok(stored)
    }

    async fn refuse_while_open(&self, id: &TerminalId, mode: Mode) -> Result<(), Error> {
        let open = table::open_payments(&self.database, id, Some(mode)).await?;
        if open == 0 {
            return Ok(());
        }
        let mode = mode.as_str();
        let why = format!("{open} {mode} payments are open and need these credentials");
        Err(Problem::with_detail(Code::TerminalInUse, why).into())
    }

    /// Lets links offer the terminal, or not. Its payments go on either way.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`].
    pub(crate) async fn set_enabled(
        &self,
        id: &TerminalId,
        enabled: bool,
    ) -> Result<TerminalView, Error> {
        table::set_enabled(&self.database, id, enabled, now()).await?;
        self.existing(id).await
    }

    /// Gives the terminal to new links that name none.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`]; [`Code::BodyInvalid`] where it is disabled.
    pub(crate) async fn set_default(&self, id: &TerminalId) -> Result<TerminalView, Error> {
        if !self.existing(id).await?.enabled {
            let why = "a disabled terminal cannot be the default one";
            return Err(Invalid::new("is_default", why).into());
        }
        table::set_default(&self.database, id, now()).await?;
        self.existing(id).await
    }

    /// Deletes the terminal: its id stays taken, its credentials are erased when its last
    /// payments are done.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`]; [`Code::TerminalInUse`] while payments with it are open.
    pub(crate) async fn delete(&self, id: &TerminalId) -> Result<(), Error> {
        self.existing(id).await?;
        if !table::delete(&self.database, id, now()).await? {
            let open = table::open_payments(&self.database, id, None).await?;
            let detail = format!("{open} payments are open; disable it until they are done");
            return Err(Problem::with_detail(Code::TerminalInUse, detail).into());
        }
        worker::console_log!("terminal {id} was deleted");
        Ok(())
    }

    /// Erases the credentials of deleted terminals that no payment needs any more: what the cron
    /// does.
    ///
    /// # Errors
    /// [`Error::Internal`]; the next run goes on.
    pub(crate) async fn erase_deleted(&self) -> Result<(), Error> {
        let before = now() + Millis(KEPT_AFTER_DELETION.0.saturating_neg());
        if table::erase(&self.database, before).await? {
            worker::console_log!("credentials of deleted terminals were erased");
        }
        Ok(())
    }

    /// Changes the mode, or only shows what that would change.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`]; [`Code::TerminalNotReady`]; [`Code::SettingChanged`].
    pub(crate) async fn set_mode(
        &self,
        id: &TerminalId,
        to: Mode,
        apply: bool,
    ) -> Result<ModeChange, Error> {
        let record = self.existing_record(id).await?;
        if to == Mode::Live && record.terminal.mode != Mode::Live {
            live::ready(&record)
                .map_err(|why| Problem::with_detail(Code::TerminalNotReady, why))?;
            if let Some(account) = record.account(Mode::Live) {
                self.open(&record.terminal, Mode::Live, account)?;
            }
        }
        let links = table::links(&self.database, id).await?;
        let change = live::change(&record, to, links, apply);
        if apply && change.from != change.to {
            let mut edited = record;
            edited.terminal.mode = to;
            edited.updated_at = now();
            if !table::update(&self.database, &edited).await? {
                return Err(Code::SettingChanged.into());
            }
            worker::console_log!("terminal {id} is now in {}", to.as_str());
        }
        Ok(change)
    }

    fn change_credentials(
        &self,
        record: &mut Record,
        mode: Mode,
        change: Change,
    ) -> Result<(), Error> {
        let kept = match record.account(mode) {
            // What cannot be opened any more is entered anew as a whole.
            Some(account) => self.open(&record.terminal, mode, account).ok(),
            None => None,
        };
        let Some(entered) = change.apply(record.terminal.kind, mode, kept)? else {
            record.set_account(mode, None);
            return Ok(());
        };
        let sealed = self
            .config
            .vault
            .seal(place(&record.terminal, mode), &entered.to_bytes())
            .map_err(Error::internal)?;
        let check = record
            .account(mode)
            .and_then(|account| account.check.clone());
        let account = Account {
            sealed,
            note: Note {
                fields: entered.names(),
                since: now(),
                fingerprint: entered.fingerprint(&self.keys),
            },
            check,
        };
        record.set_account(mode, Some(account));
        Ok(())
    }

    fn open(&self, terminal: &Terminal, mode: Mode, account: &Account) -> Result<Entered, Error> {
        let opened = self
            .config
            .vault
            .open(place(terminal, mode), &account.sealed);
        opened
            .and_then(|bytes| Entered::from_bytes(&bytes).ok_or(VaultError::Damaged))
            .map_err(|error| {
                let field = format!("credentials.{}", mode.as_str());
                Invalid::new(field, format!("{error}; enter them again")).into()
            })
    }

    fn view(&self, record: &Record) -> TerminalView {
        TerminalView::new(record, |mode, account| {
            self.open(&record.terminal, mode, account).is_ok()
        })
    }

    async fn record(&self, id: &TerminalId) -> Result<Record, Error> {
        let record = table::one(&self.database, id).await?;
        record.ok_or_else(|| Code::TerminalUnknown.into())
    }

    async fn existing_record(&self, id: &TerminalId) -> Result<Record, Error> {
        let record = self.record(id).await?;
        match record.deleted_at {
            None => Ok(record),
            Some(_) => Err(Code::TerminalUnknown.into()),
        }
    }

    async fn existing(&self, id: &TerminalId) -> Result<TerminalView, Error> {
        Ok(self.view(&self.existing_record(id).await?))
    }
}

/// Where the credentials of a terminal belong.
pub(crate) const fn place(terminal: &Terminal, mode: Mode) -> Place<'_> {
    Place {
        terminal: &terminal.id,
        kind: terminal.kind,
        mode,
    }
}

#[cfg(test)]
mod tests;

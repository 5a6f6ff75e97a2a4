//! The settings of terminals: what the admin API and the pages under `/admin` both call.
//!
//! Credentials come in here and go out nowhere: they are sealed before they are stored, and only
//! the payments' objects and the check open them.

mod accounts;
pub(crate) mod entered;
mod input;
mod invalid;
mod live;
mod record;
pub(crate) mod view;

use std::rc::Rc;

use obole_shared::ids::TerminalId;
use obole_shared::problem::{Code, Problem};
use obole_shared::terminal::{Mode, Terminal};
use serde::Serialize;
use worker::{D1Database, Env};

use crate::catalog::terminals as table;
use crate::config::Config;
use crate::error::Error;
use crate::keys::Keys;
use crate::object::{WorkerHttp, now};
use crate::providers::check;
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

/// What became of all sealed texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Resealed {
    /// Sealed anew under the current key.
    #[serde(rename = "resealed")]
    pub(crate) anew: u32,
    /// Were under the current key already.
    pub(crate) current: u32,
    /// Could not be opened, or changed meanwhile: `{terminal}/{mode}`.
    pub(crate) failed: Vec<String>,
}

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
        Ok(records.iter().map(TerminalView::new).collect())
    }

    /// One terminal, deleted or not.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`].
    pub(crate) async fn terminal(&self, id: &TerminalId) -> Result<TerminalView, Error> {
        Ok(TerminalView::new(&self.record(id).await?))
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
        if table::one(&self.database, id).await?.is_some() {
            return Err(Invalid::new("id", "this id is taken; choose another").into());
        }
        self.put(id, input).await
    }

    /// Makes a terminal or edits it. Credentials that are not entered stay as they are.
    ///
    /// # Errors
    /// [`Code::BodyInvalid`] with the field; [`Code::SettingChanged`].
    pub(crate) async fn put(
        &self,
        id: &TerminalId,
        input: &TerminalInput,
    ) -> Result<TerminalView, Error> {
        let known = table::one(&self.database, id).await?;
        let deleted = known.as_ref().and_then(|known| known.deleted_at);
        if deleted.is_some() {
            let why = "this id belonged to a terminal that was deleted; choose another";
            return Err(Invalid::new("id", why).into());
        }
        let terminal = input.describe(id, known.as_ref().map(|known| &known.terminal))?;
        let changes = input.credentials.changes()?;
        let mut record = Record::edited(known.as_ref(), terminal, now());
        for (mode, change) in changes {
            if let Some(change) = change {
                self.change_credentials(&mut record, mode, change)?;
            }
        }
        record.check()?;
        let stored = if known.is_none() {
            table::insert(&self.database, &record).await?
        } else {
            table::update(&self.database, &record).await?
        };
        if !stored {
            return Err(Code::SettingChanged.into());
        }
        accounts::forget(id);
        self.terminal(id).await
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

    /// Deletes the terminal: its credentials are erased, its id stays taken.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`]; [`Code::TerminalInUse`] while payments with it are open.
    pub(crate) async fn delete(&self, id: &TerminalId) -> Result<(), Error> {
        self.existing(id).await?;
        if !table::delete(&self.database, id, now()).await? {
            let open = table::open_payments(&self.database, id).await?;
            let detail = format!("{open} payments are open; disable it until they are done");
            return Err(Problem::with_detail(Code::TerminalInUse, detail).into());
        }
        accounts::forget(id);
        worker::console_log!("terminal {id} was deleted");
        Ok(())
    }

    /// Asks the provider, harmlessly, whether the account would work; stores what it found.
    ///
    /// # Errors
    /// [`Code::TerminalUnknown`]; [`Code::BodyInvalid`] where the mode has no credentials.
    pub(crate) async fn check(
        &self,
        id: &TerminalId,
        mode: Option<Mode>,
    ) -> Result<TerminalView, Error> {
        let record = self.existing_record(id).await?;
        let mode = mode.unwrap_or(record.terminal.mode);
        let field = format!("credentials.{}", mode.as_str());
        let (Some(account), Some(fingerprint)) = (record.account(mode), record.fingerprint(mode))
        else {
            return Err(Invalid::new(field, "nothing is entered yet").into());
        };
        let entered = self.open(&record.terminal, mode, account)?;
        let credentials = entered
            .credentials(record.terminal.kind)
            .map_err(|why| Invalid::new(field.as_str(), why))?;
        let terminal = Terminal {
            mode,
            ..record.terminal.clone()
        };
        let Config {
            addresses, origins, ..
        } = &*self.config;
        let check = check(&WorkerHttp, addresses, origins, &terminal, &credentials)
            .await
            .map_err(|error| Invalid::new(field.as_str(), error.to_string()))?;
        let outcome = if check.passed() { "passed" } else { "failed" };
        let last = LastCheck {
            at: now(),
            check,
            fingerprint,
        };
        table::set_check(&self.database, id, mode, &last).await?;
        worker::console_log!("check of terminal {id} in {} {outcome}", mode.as_str());
        self.terminal(id).await
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

    /// Seals everything under the current key; then the previous one is no longer needed.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub(crate) async fn reseal(&self) -> Result<Resealed, Error> {
        let mut resealed = Resealed::default();
        for record in table::all(&self.database).await? {
            for mode in [Mode::Test, Mode::Live] {
                let Some(account) = record.account(mode) else {
                    continue;
                };
                let place = place(&record.terminal, mode);
                let done = match self.config.vault.reseal(place, &account.sealed) {
                    Ok(None) => {
                        resealed.current += 1;
                        continue;
                    }
                    Ok(Some(sealed)) => {
                        let id = &record.terminal.id;
                        table::swap_sealed(&self.database, id, mode, &account.sealed, &sealed)
                            .await?
                    }
                    Err(error) => {
                        worker::console_error!("{} is not resealed: {error}", record.terminal.id);
                        false
                    }
                };
                if done {
                    resealed.anew += 1;
                } else {
                    let name = format!("{}/{}", record.terminal.id, mode.as_str());
                    resealed.failed.push(name);
                }
            }
        }
        Ok(resealed)
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
        Ok(TerminalView::new(&self.existing_record(id).await?))
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

//! The accounts behind terminals, opened for those who call a provider.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use obole_shared::ids::TerminalId;
use obole_shared::payment::Payment;
use obole_shared::terminal::{Mode, TerminalKind};
use obole_shared::time::{Millis, UnixMs};
use serde::Deserialize;
use worker::D1Database;

use super::entered::Entered;
use crate::config::Config;
use crate::desk::Setup;
use crate::object::{now, token_cache};
use crate::providers::{Addresses, Credentials, Provider, SetupError};
use crate::vault::Place;

/// How long credentials are used without a look at the database. An edit takes effect within it.
const FRESH_FOR: Millis = Millis::seconds(30);

thread_local! {
    // Payments of one isolate share what was opened.
    static CACHE: RefCell<AccountCache> = RefCell::default();
}

/// Forgets what was opened of a terminal: it was edited here.
pub(super) fn forget(terminal: &TerminalId) {
    CACHE.with_borrow_mut(|cache| cache.forget(terminal));
}

/// Credentials that were opened a short while ago.
#[derive(Debug, Default)]
pub(super) struct AccountCache {
    opened: BTreeMap<(TerminalId, &'static str), Opened>,
}

/// The credentials of one account.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    /// The kind of its terminal.
    pub(super) kind: TerminalKind,
    /// What was entered.
    pub(super) credentials: Credentials,
    /// When the database was asked.
    pub(super) read_at: UnixMs,
}

impl AccountCache {
    /// What was opened not long ago.
    pub(super) fn get(&self, terminal: &TerminalId, mode: Mode, now: UnixMs) -> Option<&Opened> {
        let opened = self.opened.get(&(terminal.clone(), mode.as_str()))?;
        // A clock that went back makes nothing fresh.
        let age = now - opened.read_at;
        (Millis(0)..FRESH_FOR).contains(&age).then_some(opened)
    }

    pub(super) fn put(&mut self, terminal: &TerminalId, mode: Mode, opened: Opened) {
        self.opened
            .insert((terminal.clone(), mode.as_str()), opened);
    }

    pub(super) fn forget(&mut self, terminal: &TerminalId) {
        self.opened.retain(|(known, _), _| known != terminal);
    }
}

/// Opens the accounts behind terminals.
pub(crate) struct Accounts {
    config: Rc<Config>,
    database: D1Database,
}

/// Both accounts of a terminal.
#[derive(Debug, Default)]
pub(crate) struct BothModes {
    /// Those that were opened.
    pub(crate) opened: Vec<(Mode, Credentials)>,
    /// Those that are entered and cannot be opened.
    pub(crate) locked: Vec<Mode>,
}

#[derive(Deserialize)]
struct Row {
    kind: TerminalKind,
    sealed: Option<String>,
}

impl Accounts {
    /// Over the Worker's database.
    pub(crate) fn new(config: Rc<Config>, database: D1Database) -> Self {
        Self { config, database }
    }

    /// The credentials of a terminal for one mode. Those of a disabled terminal are found too:
    /// its payments go on.
    ///
    /// # Errors
    /// [`SetupError`]: there are none, they cannot be opened, or the database did not answer.
    pub(crate) async fn credentials(
        &self,
        terminal: &TerminalId,
        mode: Mode,
    ) -> Result<(TerminalKind, Credentials), SetupError> {
        let known = CACHE.with_borrow(|cache| cache.get(terminal, mode, now()).cloned());
        if let Some(known) = known {
            return Ok((known.kind, known.credentials));
        }
        let row = self.row(terminal, mode).await;
        let row = row.map_err(|error| SetupError::NotLoaded(error.to_string()))?;
        let Some(Row {
            kind,
            sealed: Some(sealed),
        }) = row
        else {
            return Err(SetupError::NoCredentials(terminal.clone()));
        };
        let place = Place {
            terminal,
            kind,
            mode,
        };
        let sealed = self.config.vault.open(place, &sealed);
        let entered = sealed.ok().and_then(|bytes| Entered::from_bytes(&bytes));
        let entered = entered.ok_or_else(|| SetupError::Sealed(terminal.clone()))?;
        let credentials = entered
            .credentials(kind)
            .map_err(|_| SetupError::WrongKind(terminal.clone()))?;
        let opened = Opened {
            kind,
            credentials: credentials.clone(),
            read_at: now(),
        };
        CACHE.with_borrow_mut(|cache| cache.put(terminal, mode, opened));
        Ok((kind, credentials))
    }

    /// The accounts behind a terminal that have credentials, with their mode: notices for a whole
    /// account tell neither.
    ///
    /// # Errors
    /// [`SetupError::NotLoaded`].
    pub(crate) async fn of_both_modes(
        &self,
        terminal: &TerminalId,
    ) -> Result<BothModes, SetupError> {
        let mut both = BothModes::default();
        for mode in [Mode::Test, Mode::Live] {
            match self.credentials(terminal, mode).await {
                Ok((_, credentials)) => both.opened.push((mode, credentials)),
                Err(SetupError::NoCredentials(_)) => {}
                Err(SetupError::Sealed(_) | SetupError::WrongKind(_)) => both.locked.push(mode),
                Err(error @ SetupError::NotLoaded(_)) => return Err(error),
            }
        }
        Ok(both)
    }

    async fn row(&self, terminal: &TerminalId, mode: Mode) -> worker::Result<Option<Row>> {
        let query = match mode {
            Mode::Test => "SELECT kind, sealed_test AS sealed FROM terminals WHERE id = ?",
            Mode::Live => "SELECT kind, sealed_live AS sealed FROM terminals WHERE id = ?",
        };
        let query = self.database.prepare(query);
        query.bind(&[terminal.as_str().into()])?.first(None).await
    }
}

impl Setup for Accounts {
    fn addresses(&self) -> &Addresses {
        &self.config.addresses
    }

    async fn provider(&self, payment: &Payment) -> Result<Provider, SetupError> {
        let terminal = &payment.opened.terminal;
        let (_, credentials) = self.credentials(&terminal.id, terminal.mode).await?;
        Provider::new(terminal, credentials, &self.config.origins, token_cache())
    }
}

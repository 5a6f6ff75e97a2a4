//! A terminal with all that is kept of it.

use obole_shared::terminal::{Mode, Terminal};
use obole_shared::time::UnixMs;
use serde::{Deserialize, Serialize};

use super::Invalid;
use crate::keys::hash_of;
use crate::providers::Check;

/// A terminal as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its description and mode.
    pub(crate) terminal: Terminal,
    /// Links may offer it.
    pub(crate) enabled: bool,
    /// New links get it.
    pub(crate) is_default: bool,
    /// The account for test payments.
    pub(crate) test: Option<Account>,
    /// The account for real money.
    pub(crate) live: Option<Account>,
    /// Grows with every edit.
    pub(crate) revision: i64,
    /// When it was made.
    pub(crate) created_at: UnixMs,
    /// When it was last edited.
    pub(crate) updated_at: UnixMs,
    /// When it was deleted; then only its name is known.
    pub(crate) deleted_at: Option<UnixMs>,
}

/// The credentials of one mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// As they are kept.
    pub(crate) sealed: String,
    /// What may be told of them.
    pub(crate) note: Note,
    /// What the last check found; it may have been made with others.
    pub(crate) check: Option<LastCheck>,
}

/// What may be told of credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// The names of the fields that were entered.
    pub(crate) fields: Vec<String>,
    /// When they were entered.
    pub(crate) since: UnixMs,
    /// Tells them from others.
    pub(crate) fingerprint: String,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LastCheck {
    /// When it was made.
    pub(crate) at: UnixMs,
    /// What it found.
    pub(crate) check: Check,
    /// What it was made with: credentials, and the part of the description that it looked at.
    pub(crate) fingerprint: String,
}

impl Record {
    /// The credentials of a mode.
    pub(crate) const fn account(&self, mode: Mode) -> Option<&Account> {
        match mode {
            Mode::Test => self.test.as_ref(),
            Mode::Live => self.live.as_ref(),
        }
    }

    /// Puts the credentials of a mode.
    pub(crate) fn set_account(&mut self, mode: Mode, account: Option<Account>) {
        match mode {
            Mode::Test => self.test = account,
            Mode::Live => self.live = account,
        }
    }

    /// Whether links can offer it as it stands.
    pub(crate) const fn is_offered(&self) -> bool {
        self.enabled && self.deleted_at.is_none() && self.account(self.terminal.mode).is_some()
    }

    /// What a check of this mode is made with.
    pub(crate) fn fingerprint(&self, mode: Mode) -> Option<String> {
        let note = &self.account(mode)?.note;
        let terminal = &self.terminal;
        let mut parts = vec![
            note.fingerprint.as_str(),
            terminal.account.map_or("", |account| account.as_str()),
            terminal.authorization.as_str(),
            terminal.condition.as_str(),
            "currencies",
        ];
        parts.extend(terminal.currencies.iter().map(|currency| currency.code()));
        parts.push("methods");
        parts.extend(terminal.methods.iter().map(|method| method.as_str()));
        Some(hash_of(&parts))
    }

    /// The last check of a mode, if it was made with what is entered now.
    pub(crate) fn valid_check(&self, mode: Mode) -> Option<&LastCheck> {
        let fingerprint = self.fingerprint(mode)?;
        let check = self.account(mode)?.check.as_ref()?;
        (check.fingerprint == fingerprint).then_some(check)
    }
}

impl Record {
    /// The record after an edit of the description; a new one where none is known.
    pub(crate) fn edited(known: Option<&Self>, terminal: Terminal, at: UnixMs) -> Self {
        match known {
            Some(known) => Self {
                terminal,
                updated_at: at,
                ..known.clone()
            },
            None => Self {
                terminal,
                enabled: true,
                is_default: false,
                test: None,
                live: None,
                revision: 1,
                created_at: at,
                updated_at: at,
                deleted_at: None,
            },
        }
    }

    /// Whether the record may stand as it is.
    ///
    /// # Errors
    /// [`Invalid`] where credentials are missing: a terminal has some, and a live one has live
    /// ones.
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        let missing = "credentials are missing";
        if self.test.is_none() && self.live.is_none() {
            return Err(Invalid::new("credentials", missing));
        }
        if self.terminal.mode == Mode::Live && self.live.is_none() {
            let why = format!("{missing}; put the terminal back to test first");
            return Err(Invalid::new("credentials.live", why));
        }
        Ok(())
    }
}

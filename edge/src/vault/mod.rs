//! Seals what an operator entered, so that a copy of the database opens no provider account.
//!
//! AES-256-GCM with a random nonce. What a text is for goes into the tag: a sealed text that is
//! moved to another terminal, kind or mode does not open.

mod envelope;
mod key;

use obole_shared::ids::{Secret, TerminalId};
use obole_shared::terminal::{Mode, TerminalKind};

use envelope::Envelope;
use key::SealingKey;

/// Why something could not be sealed or opened. Never tells a key or what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The key is not 64 hexadecimal characters.
    #[error("a sealing key is 64 hexadecimal characters")]
    Key,
    /// The text is no envelope of ours.
    #[error("the sealed text is damaged")]
    Damaged,
    /// The text was sealed with a key that is neither the current nor the previous one.
    #[error("the text was sealed with a key that is not known here")]
    UnknownKey,
    /// The text was altered, or sealed for another terminal, kind or mode.
    #[error("the sealed text was altered, or belongs elsewhere")]
    Refused,
    /// The platform gave no random bytes, or the text is longer than the cipher takes.
    #[error("the text could not be sealed")]
    NotSealed,
}

/// What a sealed text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The terminal.
    pub terminal: &'a TerminalId,
    /// Its kind.
    pub kind: TerminalKind,
    /// Which of its two accounts.
    pub mode: Mode,
}

/// Seals with the current key; opens with it and with the one before.
#[derive(Debug, Clone)]
pub struct Vault {
    current: SealingKey,
    previous: Option<SealingKey>,
}

impl Vault {
    /// Over these keys, each 64 hexadecimal characters.
    ///
    /// # Errors
    /// [`VaultError::Key`] when one of them is anything else.
    pub fn new(current: &Secret, previous: Option<&Secret>) -> Result<Self, VaultError> {
        Ok(Self {
            current: SealingKey::read(current)?,
            previous: previous.map(SealingKey::read).transpose()?,
        })
    }

    /// Seals a text for one place.
    ///
    /// # Errors
    /// [`VaultError::NotSealed`].
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<String, VaultError> {
        let nonce = random_nonce()?;
        let bytes = self.current.seal(place, nonce, plain)?;
        Ok(Envelope::write(self.current.id(), &bytes))
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::UnknownKey`] or [`VaultError::Refused`].
    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<Vec<u8>, VaultError> {
        let envelope = Envelope::read(sealed)?;
        let keys = [Some(&self.current), self.previous.as_ref()];
        let key = keys
            .into_iter()
            .flatten()
            .find(|key| key.id() == envelope.key_id)
            .ok_or(VaultError::UnknownKey)?;
        key.open(place, &envelope.bytes)
    }

    /// The same text under the current key; `None` where it is already.
    ///
    /// # Errors
    /// As [`Vault::open`] and [`Vault::seal`].
    pub fn reseal(&self, place: Place<'_>, sealed: &str) -> Result<Option<String>, VaultError> {
        // Opened even where nothing has to change: a reseal tells what is lost.
        let plain = self.open(place, sealed)?;
        if Envelope::read(sealed)?.key_id == self.current.id() {
            return Ok(None);
        }
        self.seal(place, &plain).map(Some)
    }
}

fn random_nonce() -> Result<[u8; key::NONCE_BYTES], VaultError> {
    let mut nonce = [0; key::NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| VaultError::NotSealed)?;
    Ok(nonce)
}

#[cfg(test)]
mod tests;

//! One key, and what it binds a text to.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use hmac::{Hmac, Mac};
use obole_shared::ids::{Secret, base32};
use obole_shared::terminal::Mode;
use sha2::Sha256;
use std::fmt;

use super::envelope::VERSION;
use super::{Place, VaultError};

/// The nonce the cipher is made for, in bytes.
pub(super) const NONCE_BYTES: usize = 12;

const KEY_BYTES: usize = 32;

/// Bytes of a key's id: enough to tell two keys apart, too few to be of use to anybody.
const ID_BYTES: usize = 5;

#[derive(Clone)]
pub(super) struct SealingKey {
    id: String,
    cipher: Aes256Gcm,
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.id)
    }
}

impl SealingKey {
    pub(super) fn read(text: &Secret) -> Result<Self, VaultError> {
        let bytes = hexadecimal(text.expose()).ok_or(VaultError::Key)?;
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&bytes).map_err(|_| VaultError::Key)?;
        mac.update(b"sealing key id");
        let digest = mac.finalize().into_bytes();
        Ok(Self {
            id: base32(digest.get(..ID_BYTES).unwrap_or_default()),
            cipher: Aes256Gcm::new(&bytes.into()),
        })
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Nonce, text and tag.
    pub(super) fn seal(
        &self,
        place: Place<'_>,
        nonce: [u8; NONCE_BYTES],
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let payload = Payload {
            msg: plain,
            aad: &self.bound_to(place),
        };
        let sealed = self
            .cipher
            .encrypt(Nonce::from_slice(&nonce), payload)
            .map_err(|_| VaultError::NotSealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    pub(super) fn open(&self, place: Place<'_>, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (nonce, sealed) = bytes
            .split_at_checked(NONCE_BYTES)
            .ok_or(VaultError::Damaged)?;
        let payload = Payload {
            msg: sealed,
            aad: &self.bound_to(place),
        };
        self.cipher
            .decrypt(Nonce::from_slice(nonce), payload)
            .map_err(|_| VaultError::Refused)
    }

    /// Everything the tag protects besides the text; each part is bounded from the next.
    fn bound_to(&self, place: Place<'_>) -> Vec<u8> {
        let kind = serde_json::to_string(&place.kind).unwrap_or_default();
        let mode = match place.mode {
            Mode::Test => "test",
            Mode::Live => "live",
        };
        let parts = [VERSION, &self.id, place.terminal.as_str(), &kind, mode];
        let mut bound = b"obole credentials".to_vec();
        for part in parts {
            bound.push(0);
            bound.extend_from_slice(part.as_bytes());
        }
        bound
    }
}

fn hexadecimal(text: &str) -> Option<[u8; KEY_BYTES]> {
    if text.len() != 2 * KEY_BYTES {
        return None;
    }
    let mut bytes = [0; KEY_BYTES];
    let mut digits = text.chars().map(|digit| digit.to_digit(16));
    for byte in &mut bytes {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(bytes)
}

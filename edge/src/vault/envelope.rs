//! How a sealed text is written: `v1.{key id}.{nonce, text and tag in base64url}`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::VaultError;

/// The version that is written and read; it is part of what the tag protects.
pub(super) const VERSION: &str = "v1";

pub(super) struct Envelope<'a> {
    pub(super) key_id: &'a str,
    pub(super) bytes: Vec<u8>,
}

impl<'a> Envelope<'a> {
    pub(super) fn write(key_id: &str, bytes: &[u8]) -> String {
        format!("{VERSION}.{key_id}.{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    pub(super) fn read(text: &'a str) -> Result<Self, VaultError> {
        let mut parts = text.split('.');
        let (Some(VERSION), Some(key_id), Some(encoded), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(VaultError::Damaged);
        };
        let bytes = URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| VaultError::Damaged)?;
        Ok(Self { key_id, bytes })
    }
}

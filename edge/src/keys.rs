//! Ids and secrets derived from the signing key: nothing random has to be stored before it is
//! needed, and the same request always leads to the same payment.

use hmac::{Hmac, Mac};
use obole_shared::ids::{IdempotencyKey, LinkId, PaymentId, Secret, base32};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Derives ids and secrets.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    key: Secret,
}

/// What the back office signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OfficeSeal {
    /// The cookie of a session.
    Session,
    /// The token in the forms of a session.
    Form,
}

impl OfficeSeal {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "office session",
            Self::Form => "office form",
        }
    }
}

impl Keys {
    /// Over this signing key.
    pub(crate) const fn new(key: Secret) -> Self {
        Self { key }
    }

    /// The payment a donor's key stands for; nobody without the signing key can compute it.
    pub(crate) fn payment_id(&self, link: &LinkId, key: &IdempotencyKey) -> PaymentId {
        PaymentId::from_bytes(self.derive("payment", &[link.as_str(), key.as_str()]))
    }

    /// Lets the donor, and nobody else, see the payment.
    pub(crate) fn payment_secret(&self, payment: &PaymentId) -> Secret {
        Secret::new(base32(&self.derive("secret", &[payment.as_str()])))
    }

    /// The unguessable part of the payment's notify address.
    pub(crate) fn notify_token(&self, payment: &PaymentId) -> Secret {
        Secret::new(base32(&self.derive("notify", &[payment.as_str()])))
    }

    /// Signs what the back office hands to a browser; each purpose has its own signatures.
    pub(crate) fn office(&self, purpose: OfficeSeal, parts: &[&str]) -> Secret {
        Secret::new(base32(&self.derive(purpose.as_str(), parts)))
    }

    /// Tells secret texts apart without telling anything of them. No part holds a zero byte.
    pub(crate) fn fingerprint(&self, parts: &[&str]) -> String {
        base32(&self.derive("fingerprint", parts))
    }

    fn derive(&self, purpose: &str, parts: &[&str]) -> [u8; 16] {
        let mut bytes = [0; 16];
        // HMAC takes keys of any length, so this is never an error.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.expose().as_bytes()) else {
            return bytes;
        };
        mac.update(purpose.as_bytes());
        for part in parts {
            mac.update(&[0]);
            mac.update(part.as_bytes());
        }
        for (to, from) in bytes.iter_mut().zip(mac.finalize().into_bytes()) {
            *to = from;
        }
        bytes
    }
}

/// Compares two secrets in a time that tells nothing of where they differ, or how long they are.
pub(crate) fn same_secret(a: &str, b: &str) -> bool {
    let digest = |text: &str| Sha256::digest(text.as_bytes());
    digest(a).ct_eq(&digest(b)).into()
}

/// A hash of texts, each bounded from the next.
pub(crate) fn hash_of(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_string());
        hash.update([0]);
        hash.update(part.as_bytes());
    }
    base32(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_one_payment() {
        let keys = Keys::new(Secret::new("0123456789abcdef"));
        let link: LinkId = "demo".parse().unwrap();
        let key = |text: &str| text.parse::<IdempotencyKey>().unwrap();
        let id = keys.payment_id(&link, &key("aaaaaaaaaaaaaaaa"));
        assert_eq!(id, keys.payment_id(&link, &key("aaaaaaaaaaaaaaaa")));
        assert_ne!(id, keys.payment_id(&link, &key("aaaaaaaaaaaaaaab")));
        assert_ne!(
            id,
            keys.payment_id(&"other".parse().unwrap(), &key("aaaaaaaaaaaaaaaa"))
        );
        let other = Keys::new(Secret::new("0123456789abcdeg"));
        assert_ne!(id, other.payment_id(&link, &key("aaaaaaaaaaaaaaaa")));
        assert_ne!(keys.payment_secret(&id), keys.notify_token(&id));
    }

    #[test]
    fn secrets_are_compared_whole() {
        assert!(same_secret("dev-admin-token", "dev-admin-token"));
        for wrong in ["", "dev-admin-toke", "dev-admin-token ", "Dev-admin-token"] {
            assert!(!same_secret("dev-admin-token", wrong), "{wrong:?}");
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(hash_of(&["ab", "c"]), hash_of(&["a", "bc"]));
    }
}

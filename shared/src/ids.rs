//! Typed identifiers. Text becomes an identifier in one place: its `FromStr`.

use core::fmt;
use core::str::FromStr;

/// Text that is not an identifier of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct InvalidId(pub &'static str);

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId($kind)) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// Characters after the prefix of a payment id: 128 bits and more in base 32.
const PAYMENT_ID_CHARS: usize = 26;

text_id!(
    /// One attempt to pay: `pay_` and 26 characters of Crockford's base 32 in lower case.
    PaymentId,
    "payment id",
    |text| text
        .strip_prefix("pay_")
        .is_some_and(|rest| rest.len() == PAYMENT_ID_CHARS && rest.bytes().all(is_base32))
);
text_id!(
    /// A link a donor opens: lower-case letters, digits and dashes, at most 64.
    LinkId,
    "link id",
    is_slug
);
text_id!(
    /// One provider account: lower-case letters, digits and dashes, at most 64.
    TerminalId,
    "terminal id",
    is_slug
);
text_id!(
    /// Made by the browser before its first request: 16 to 64 letters, digits, `-` or `_`.
    /// Short keys are refused so that two donors cannot collide by accident.
    IdempotencyKey,
    "idempotency key",
    |text| (16..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
);

const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn is_base32(byte: u8) -> bool {
    BASE32.contains(&byte)
}

fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
}

/// Writes bytes in Crockford's base 32, lower case, without padding; five bits a character.
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let mut buffer: u32 = 0;
    let mut bits = 0;
    for &byte in bytes {
        buffer = (buffer << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push_digit(&mut out, buffer >> bits);
        }
        buffer &= (1 << bits) - 1;
    }
    if bits > 0 {
        push_digit(&mut out, buffer << (5 - bits));
    }
    out
}

fn push_digit(out: &mut String, value: u32) {
    let digit = usize::try_from(value & 31)
        .ok()
        .and_then(|index| BASE32.get(index));
    if let Some(&digit) = digit {
        out.push(char::from(digit));
    }
}

impl PaymentId {
    /// The payment id for 16 or more bytes that nobody can guess; the first 128 bits count.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(format!("pay_{}", base32(&bytes)))
    }

    /// The order reference the provider shows and the books are matched by: short, upper case,
    /// unique in its first 50 characters because some methods cut it there.
    pub fn reference(&self) -> String {
        let rest = self.0.strip_prefix("pay_").unwrap_or(&self.0);
        format!("OBL-{}", rest.to_ascii_uppercase())
    }
}

/// A text that must not appear in logs or debug output.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. The name is what a reviewer searches for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_kind() {
        let id = PaymentId::from_bytes([7; 16]);
        assert_eq!(id.as_str().parse(), Ok(id.clone()));
        assert!("pay_short".parse::<PaymentId>().is_err());
        assert!(
            "att_00000000000000000000000000"
                .parse::<PaymentId>()
                .is_err()
        );
        assert!("Demo".parse::<LinkId>().is_err());
        assert!("-demo".parse::<LinkId>().is_err());
        assert!("short".parse::<IdempotencyKey>().is_err());
        assert!("0123456789abcdef".parse::<IdempotencyKey>().is_ok());
    }

    #[test]
    fn a_secret_is_not_printed() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "[secret]");
    }

    #[test]
    fn base32_is_injective_on_its_last_bits() {
        assert_ne!(
            base32(&[0; 16]),
            base32(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        );
        assert_eq!(base32(&[0xff; 5]), "zzzzzzzz");
    }
}

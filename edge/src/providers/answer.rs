//! Words and checks that both adapters use when they read an answer.

use chrono::{DateTime, NaiveDateTime};
use obole_shared::payment::Answer;
use obole_shared::time::UnixMs;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use url::Url;

/// Longest reason kept from a provider, in characters.
const CODE_MAX: usize = 64;

/// Refused; the same call may succeed later.
pub(crate) const fn later(code: String) -> Answer {
    Answer::Refused { code, later: true }
}

/// Refused for good.
pub(crate) const fn never(code: String) -> Answer {
    Answer::Refused { code, later: false }
}

/// Not understood; the effect may have happened.
pub(crate) const fn unknown(why: String) -> Answer {
    Answer::Unknown { why }
}

/// A provider's name for a reason, safe to keep and to show: only what such names are made of.
pub(crate) fn code(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .take(CODE_MAX)
        .collect()
}

/// A page of the provider a donor may be sent to: on the configured origin, or over https on the
/// provider's own domain. `None` for anything else.
pub(crate) fn provider_url(text: &str, origin: &str, domain: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let configured = Url::parse(origin).ok()?;
    let own_origin =
        matches!(url.scheme(), "http" | "https") && url.origin() == configured.origin();
    let host = url.host_str()?;
    let own_domain = host
        .strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let https = url.scheme() == "https" && url.port().is_none();
    (own_origin || (https && own_domain)).then(|| url.into())
}

/// An ISO 8601 moment; one without an offset is UTC.
pub(crate) fn unix_ms(text: &str) -> Option<UnixMs> {
    DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.timestamp_millis())
        .or_else(|_| {
            NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
                .map(|moment| moment.and_utc().timestamp_millis())
        })
        .map(UnixMs)
        .ok()
}

/// Longest number that is read, in characters.
const NUMBER_CHARS_MAX: usize = 24;

/// A number as providers write one: digits, and digits after a point, perhaps after a minus. The
/// library also reads signs, blanks and separators that nobody writes.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let plain = match unsigned.split_once('.') {
        Some((whole, rest)) => digits(whole) && digits(rest),
        None => digits(unsigned),
    };
    if plain && text.len() <= NUMBER_CHARS_MAX {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    }
}

/// Reads a body; the sentence says where it stopped, and quotes nothing.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| {
        format!(
            "the answer does not read: {:?} at {}:{}",
            error.classify(),
            error.line(),
            error.column()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_only_as_providers_write_it() {
        for (text, fine) in [
            ("12.00", true),
            ("12", true),
            ("-0.66", true),
            ("0.00", true),
            ("1_2.00", false),
            ("1,200.00", false),
            ("+12.00", false),
            (" 12.00", false),
            ("12.", false),
            (".5", false),
            ("1e3", false),
            ("--1", false),
            ("", false),
            ("-", false),
        ] {
            assert_eq!(decimal(text).is_some(), fine, "{text:?}");
        }
    }
}

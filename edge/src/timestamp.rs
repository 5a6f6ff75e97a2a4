//! Moments as texts.

use chrono::{DateTime, SecondsFormat};
use obole_shared::time::UnixMs;

/// RFC 3339 in UTC with milliseconds; empty for a moment no calendar holds.
pub(crate) fn timestamp(at: UnixMs) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map(|moment| moment.to_rfc3339_opts(SecondsFormat::Millis, true))
        .unwrap_or_default()
}

/// The day in UTC, as ISO 8601 writes it: the one way that no country reads as another day.
pub(crate) fn day(at: UnixMs) -> String {
    DateTime::from_timestamp_millis(at.0)
        .map(|moment| moment.format("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(
            timestamp(UnixMs(1_784_541_731_417)),
            "2026-07-20T10:02:11.417Z"
        );
        assert_eq!(timestamp(UnixMs(i64::MAX)), "");
    }
}

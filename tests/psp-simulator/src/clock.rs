//! Simulated time: what the caller says it is, plus what `/_sim/clock` added.

use time::{OffsetDateTime, UtcOffset};

/// Milliseconds since the Unix epoch.
pub type UnixMs = i64;

/// One second in [`UnixMs`].
pub(crate) const SECOND: i64 = 1_000;
/// One minute in [`UnixMs`].
pub(crate) const MINUTE: i64 = 60 * SECOND;
/// One hour in [`UnixMs`].
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// One day in [`UnixMs`].
pub(crate) const DAY: i64 = 24 * HOUR;

/// A clock that never runs backwards.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    base: UnixMs,
    ahead: i64,
}

impl Clock {
    /// The simulated now.
    pub(crate) fn now(&self) -> UnixMs {
        self.base.saturating_add(self.ahead)
    }

    /// How far the simulated now is ahead of the caller's clock.
    pub(crate) fn ahead(&self) -> i64 {
        self.ahead
    }

    pub(crate) fn set_base(&mut self, now: UnixMs) {
        self.base = self.base.max(now);
    }

    pub(crate) fn advance(&mut self, by_ms: u64) {
        let by = i64::try_from(by_ms).unwrap_or(i64::MAX);
        self.ahead = self.ahead.saturating_add(by);
    }
}

fn at(ms: UnixMs) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms).saturating_mul(1_000_000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// RFC 3339 in UTC with whole seconds, as the Orders v2 API writes it.
pub(crate) fn utc(ms: UnixMs) -> String {
    let t = at(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        t.year(),
        u8::from(t.month()),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// ISO 8601 with milliseconds and a `+01:00` offset, as the JSON API writes it.
pub(crate) fn swiss(ms: UnixMs) -> String {
    let offset = UtcOffset::from_hms(1, 0, 0).unwrap_or(UtcOffset::UTC);
    let t = at(ms).to_offset(offset);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+01:00",
        t.year(),
        u8::from(t.month()),
        t.day(),
        t.hour(),
        t.minute(),
        t.second(),
        t.millisecond()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_each_provider_writes_them() {
        assert_eq!(utc(1_784_556_607_033), "2026-07-20T14:10:07Z");
        assert_eq!(swiss(1_784_556_607_033), "2026-07-20T15:10:07.033+01:00");
    }

    #[test]
    fn the_clock_never_runs_backwards() {
        let mut clock = Clock::default();
        clock.set_base(50);
        clock.set_base(20);
        clock.advance(5);
        assert_eq!(clock.now(), 55);
    }
}

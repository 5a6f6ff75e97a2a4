//! Dates as messages write them: US Pacific time with its winter or summer name.

use time::{Date, Duration, Month, OffsetDateTime, UtcOffset};

use crate::clock::UnixMs;

/// `HH:MM:SS Mmm DD, YYYY PST` or `PDT` ("IPN Guide").
pub(crate) fn pacific(ms: UnixMs) -> String {
    let utc = OffsetDateTime::from_unix_timestamp(ms.div_euclid(1_000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (hours, name) = if is_summer(utc) {
        (-7, "PDT")
    } else {
        (-8, "PST")
    };
    let at = utc.to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC));
    format!(
        "{:02}:{:02}:{:02} {} {:02}, {:04} {name}",
        at.hour(),
        at.minute(),
        at.second(),
        month_name(at.month()),
        at.day(),
        at.year()
    )
}

const fn month_name(month: Month) -> &'static str {
    match month {
        Month::January => "Jan",
        Month::February => "Feb",
        Month::March => "Mar",
        Month::April => "Apr",
        Month::May => "May",
        Month::June => "Jun",
        Month::July => "Jul",
        Month::August => "Aug",
        Month::September => "Sep",
        Month::October => "Oct",
        Month::November => "Nov",
        Month::December => "Dec",
    }
}

/// From the second Sunday in March to the first in November, changing at 2 in the morning
/// of the time that ends.
fn is_summer(utc: OffsetDateTime) -> bool {
    let change = |month, nth, utc_hour| {
        sunday(utc.year(), month, nth).and_then(|date| date.with_hms(utc_hour, 0, 0).ok())
    };
    match (change(Month::March, 2, 10), change(Month::November, 1, 9)) {
        (Some(from), Some(until)) => utc >= from.assume_utc() && utc < until.assume_utc(),
        _ => false,
    }
}

fn sunday(year: i32, month: Month, nth: i64) -> Option<Date> {
    let first = Date::from_calendar_date(year, month, 1).ok()?;
    let to_first = 6 - i64::from(first.weekday().number_days_from_monday());
    first.checked_add(Duration::days(to_first + 7 * (nth - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_begins_and_ends_with_the_pacific_clocks() {
        for (ms, text) in [
            (1_709_660_467_000, "09:41:07 Mar 05, 2024 PST"),
            (1_784_556_607_033, "07:10:07 Jul 20, 2026 PDT"),
            // 8 March 2026, 2:00 PST becomes 3:00 PDT.
            (1_772_963_999_000, "01:59:59 Mar 08, 2026 PST"),
            (1_772_964_000_000, "03:00:00 Mar 08, 2026 PDT"),
            // 1 November 2026, 2:00 PDT becomes 1:00 PST.
            (1_793_523_599_000, "01:59:59 Nov 01, 2026 PDT"),
            (1_793_523_600_000, "01:00:00 Nov 01, 2026 PST"),
            // The year that changes elsewhere first.
            (1_767_254_400_000, "00:00:00 Jan 01, 2026 PST"),
        ] {
            assert_eq!(pacific(ms), text);
        }
    }
}

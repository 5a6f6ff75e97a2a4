//! PayPal's dates: Pacific time in words.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use obole_shared::time::UnixMs;

use crate::providers::answer::unix_ms;

const HOUR_SECONDS: i32 = 3600;
const PST: i32 = -8 * HOUR_SECONDS;
const PDT: i32 = -7 * HOUR_SECONDS;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Longest text that is looked at: the guide's 28 characters, JavaScript's shape, and room.
const CHARS_MAX: usize = 80;

/// The moment a date names: `09:41:07 Mar 05, 2024 PST`, the shapes the guide prints by mistake,
/// the month with a dot, JavaScript's shape of PayPal's own IPN tester, and ISO 8601. `None` for
/// `N/A` and everything else; a date never fails a message.
pub fn pacific(text: &str) -> Option<UnixMs> {
    let text = text.trim();
    if text.len() > CHARS_MAX {
        return None;
    }
    unix_ms(text).or_else(|| in_words(text))
}

#[derive(Default)]
struct Parts {
    time: Option<NaiveTime>,
    month: Option<u32>,
    day: Option<u32>,
    year: Option<i32>,
    offset_seconds: Option<i32>,
}

fn in_words(text: &str) -> Option<UnixMs> {
    let mut parts = Parts::default();
    let mut words = text
        .split([' ', ',', '\t'])
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        // A plus sign that was not encoded arrives as a blank.
        let next_is_offset =
            |next: &&str| next.len() == 4 && next.bytes().all(|b| b.is_ascii_digit());
        if word == "GMT" && parts.year.is_some() {
            let offset = words.next_if(next_is_offset).and_then(hours_minutes);
            parts.offset_seconds = Some(offset.unwrap_or(0));
        } else {
            parts.take(word);
        }
    }
    parts.moment()
}

impl Parts {
    fn take(&mut self, word: &str) {
        let lower = word.trim_end_matches('.').to_ascii_lowercase();
        let month = MONTHS
            .iter()
            .position(|month| lower.starts_with(month))
            .filter(|_| lower.bytes().all(|byte| byte.is_ascii_alphabetic()));
        if word.contains(':') {
            self.time = self
                .time
                .or_else(|| NaiveTime::parse_from_str(word, "%H:%M:%S").ok());
        } else if let Some(index) = month {
            self.month = self
                .month
                .or_else(|| u32::try_from(index).ok().map(|index| index + 1));
        } else if let Some(offset) = offset(&lower) {
            self.offset_seconds = self.offset_seconds.or(Some(offset));
        } else if let Ok(number) = word.parse::<u32>() {
            match word.len() {
                // A second one is the guide's misprint of the year.
                1 | 2 => self.day = self.day.or(Some(number)),
                4 => self.year = self.year.or_else(|| i32::try_from(number).ok()),
                _ => {}
            }
        }
    }

    fn moment(&self) -> Option<UnixMs> {
        let date = NaiveDate::from_ymd_opt(self.year?, self.month?, self.day?)?;
        let local = date.and_time(self.time?);
        let offset = self.offset_seconds.unwrap_or_else(|| zone(local));
        let moment: DateTime<FixedOffset> = local
            .and_local_timezone(FixedOffset::east_opt(offset)?)
            .single()?;
        Some(UnixMs(moment.timestamp_millis()))
    }
}

/// Seconds east of Greenwich.
fn offset(lower: &str) -> Option<i32> {
    match lower {
        "pst" => Some(PST),
        "pdt" => Some(PDT),
        "utc" | "z" => Some(0),
        _ => {
            let signed = lower.strip_prefix("gmt").unwrap_or(lower);
            let (sign, digits) = match signed.split_at_checked(1)? {
                ("+", digits) => (1, digits),
                ("-", digits) => (-1, digits),
                _ => return None,
            };
            hours_minutes(digits).map(|seconds| sign * seconds)
        }
    }
}

fn hours_minutes(digits: &str) -> Option<i32> {
    let (hours, minutes) = digits.split_at_checked(2).filter(|_| digits.len() == 4)?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 15 && minutes < 60).then_some(hours * HOUR_SECONDS + minutes * 60)
}

/// Pacific time where the message names no zone: daylight time from the second Sunday of March
/// to the first of November, as since 2007.
fn zone(local: NaiveDateTime) -> i32 {
    let change = |month, week| {
        NaiveDate::from_weekday_of_month_opt(local.year(), month, Weekday::Sun, week)
            .and_then(|day| day.and_hms_opt(2, 0, 0))
    };
    let summer = change(3, 2).is_some_and(|from| local >= from)
        && change(11, 1).is_some_and(|until| local < until);
    if summer { PDT } else { PST }
}

//! Inquiries: by transaction, by customer reference, or by secure token.
//!
//! Source: Payflow Gateway guide, "Submitting inquiry transactions".

use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

use crate::clock::{DAY, UnixMs};
use crate::payflow::charge::pnref;
use crate::payflow::merchant::PayflowAccount;
use crate::payflow::params::Params;
use crate::payflow::result::Refusal;
use crate::payflow::state::{Payflow, Transaction};
use crate::payflow::wire::Answer;
use crate::world::World;

/// The longest time over which a customer reference is looked up.
const LOOK_BACK_MS: i64 = 30 * DAY;

impl Payflow {
    /// Says what became of a transaction; of several under one reference or token, of
    /// the last.
    pub(crate) fn inquire(
        &mut self,
        world: &mut World,
        account: &PayflowAccount,
        params: &Params,
    ) -> Result<Answer, Refusal> {
        let now = world.now();
        let own = pnref(world, account.pilot);
        let vendor = &account.vendor;
        let found: &Transaction = if let Some(origin) = params.get("ORIGID") {
            self.owned(vendor, origin).ok_or_else(|| Refusal::new(19))?
        } else if let Some(token) = params.get("SECURETOKEN") {
            self.newest(vendor, |one| one.token.as_deref() == Some(token))
                .ok_or_else(|| Refusal::new(19))?
        } else if let Some(reference) = params.get("CUSTREF") {
            let (from, until) = period(params, now)?;
            self.newest(vendor, |one| {
                one.params.get("CUSTREF") == Some(reference)
                    && (from..=until).contains(&one.created_ms)
            })
            .ok_or_else(|| Refusal::new(20))?
        } else {
            return Err(Refusal::field("ORIGID"));
        };
        Ok(Self::tell_state(found, &own, params, now))
    }
}

/// `STARTTIME` to `ENDTIME`; the last 30 days when neither is given.
fn period(params: &Params, now: UnixMs) -> Result<(UnixMs, UnixMs), Refusal> {
    let read = |name: &str| match params.get(name) {
        Some(text) => moment(text).map(Some).ok_or_else(|| Refusal::field(name)),
        None => Ok(None),
    };
    let (start, end) = (read("STARTTIME")?, read("ENDTIME")?);
    let until = end.unwrap_or(now);
    let from = start.unwrap_or_else(|| until.saturating_sub(LOOK_BACK_MS));
    if until.saturating_sub(from) > LOOK_BACK_MS && start.is_some() {
        return Err(Refusal::field("STARTTIME"));
    }
    Ok((from, until))
}

/// `yyyymmddhhmmss` in Pacific standard time.
fn moment(text: &str) -> Option<UnixMs> {
    if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |range| {
        text.get(range)
            .and_then(|part: &str| part.parse::<u8>().ok())
    };
    let year: i32 = text.get(..4)?.parse().ok()?;
    let month = Month::try_from(part(4..6)?).ok()?;
    let date = Date::from_calendar_date(year, month, part(6..8)?).ok()?;
    let time = Time::from_hms(part(8..10)?, part(10..12)?, part(12..14)?).ok()?;
    let offset = UtcOffset::from_hms(-8, 0, 0).ok()?;
    let at = PrimitiveDateTime::new(date, time).assume_offset(offset);
    at.unix_timestamp().checked_mul(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_in_california() {
        assert_eq!(moment("20260720061007"), Some(1_784_556_607_000));
        assert_eq!(moment("20260732061007"), None);
        assert_eq!(moment("2026072006100"), None);
    }
}

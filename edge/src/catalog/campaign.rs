//! What was given for a campaign.

use obole_shared::currency::Currency;
use obole_shared::ids::LinkId;
use obole_shared::money::Money;
use obole_shared::terminal::Mode;
use serde::Deserialize;
use worker::D1Database;

use crate::error::Error;

/// The sum of what was captured through a link in one currency and mode, less what went back.
/// Read from the index, so it may lag some seconds.
///
/// # Errors
/// What D1 reports.
pub(super) async fn raised(
    database: &D1Database,
    link: &LinkId,
    currency: Currency,
    mode: Mode,
) -> Result<Money, Error> {
    #[derive(Deserialize)]
    struct Row {
        minor: Option<i64>,
    }
    let query = "SELECT SUM(captured_minor - refunded_minor - reversed_minor) AS minor \
         FROM payments WHERE link = ? AND currency = ? AND mode = ? AND captured_minor > 0";
    let values = [
        link.as_str().into(),
        currency.code().into(),
        mode.as_str().into(),
    ];
    let row: Option<Row> = database.prepare(query).bind(&values)?.first(None).await?;
    let minor = row.and_then(|row| row.minor).unwrap_or_default();
    Ok(Money::new(minor.max(0), currency).unwrap_or(Money::zero(currency)))
}

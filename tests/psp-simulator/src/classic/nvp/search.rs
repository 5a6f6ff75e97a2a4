//! `TransactionSearch`.

use time::PrimitiveDateTime;
use time::macros::format_description;

use crate::classic::State;
use crate::classic::nvp::Asked;
use crate::classic::nvp::amount::{Currency, write};
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::arguments::Arguments;
use crate::classic::nvp::problem::{Problem, Refusal};
use crate::classic::transaction::{Kind, PaymentStatus, Transaction};
use crate::clock::{UnixMs, utc};

/// The most rows of an answer (NVP API guide, `TransactionSearch`).
const ROWS_MAX: usize = 100;

/// The classes of transactions; those that never occur here find nothing.
const CLASSES: [&str; 22] = [
    "All",
    "Sent",
    "Received",
    "MassPay",
    "MoneyRequest",
    "FundsAdded",
    "FundsWithdrawn",
    "PayPalDebitCard",
    "Referral",
    "Fee",
    "Subscription",
    "Dividend",
    "Billpay",
    "Refund",
    "CurrencyConversions",
    "BalanceTransfer",
    "Reversal",
    "Shipping",
    "BalanceAffecting",
    "ECheck",
    "ForcedPostTransaction",
    "NonReferencedRefunds",
];

const STATES: [&str; 5] = ["Pending", "Processing", "Success", "Denied", "Reversed"];

/// What is searched for; nothing said is anything.
struct Wanted<'a> {
    arguments: &'a Arguments,
    from_ms: UnixMs,
    to_ms: UnixMs,
    amount_minor: Option<i64>,
}

pub(crate) fn perform(state: &State, asked: &Asked) -> Result<Answer, Refusal> {
    let arguments = &asked.arguments;
    let own = state.ledger.of_account(&asked.account.email).rev();
    // An id overrides everything else, the required start included.
    let found: Vec<&Transaction> = if let Some(id) = arguments.text("TRANSACTIONID") {
        own.filter(|one| one.id == id).collect()
    } else {
        let wanted = Wanted::read(asked)?;
        own.filter(|one| wanted.fits(one)).collect()
    };
    let mut answer = Answer::default();
    for (at, one) in found.iter().take(ROWS_MAX).enumerate() {
        row(&mut answer, at, one);
    }
    if found.len() > ROWS_MAX {
        answer.warnings.push(Problem::new(11002));
    }
    Ok(answer)
}

impl<'a> Wanted<'a> {
    fn read(asked: &'a Asked) -> Result<Self, Refusal> {
        let arguments = &asked.arguments;
        let start = arguments.required("STARTDATE", 81144)?;
        let from_ms = moment(start).ok_or_else(|| Refusal::about(81244, "STARTDATE"))?;
        let to_ms = match arguments.text("ENDDATE") {
            None => UnixMs::MAX,
            Some(end) => moment(end).ok_or_else(|| Refusal::about(81245, "ENDDATE"))?,
        };
        if arguments
            .text("TRANSACTIONCLASS")
            .is_some_and(|one| !CLASSES.contains(&one))
        {
            return Err(Refusal::new(11001));
        }
        if arguments
            .text("STATUS")
            .is_some_and(|one| !STATES.contains(&one))
        {
            return Err(Refusal::about(10004, "STATUS"));
        }
        let currency = Currency::read(arguments.text("CURRENCYCODE"), &asked.account)?;
        let amount_minor = match arguments.text("AMT") {
            None => None,
            Some(text) => Some(
                currency
                    .amount(text)
                    .ok_or_else(|| Refusal::about(81226, "AMT"))?,
            ),
        };
        Ok(Self {
            arguments,
            from_ms,
            to_ms,
            amount_minor,
        })
    }

    fn fits(&self, one: &Transaction) -> bool {
        let asked = |name, have: &str| self.arguments.text(name).is_none_or(|want| want == have);
        let part = |name, have: &str| {
            self.arguments
                .text(name)
                .is_none_or(|want| have.to_lowercase().contains(&want.to_lowercase()))
        };
        // Times are written, and so compared, in whole seconds.
        let second = one.ordered_ms - one.ordered_ms.rem_euclid(1000);
        (self.from_ms..=self.to_ms).contains(&second)
            && asked("INVNUM", one.invoice.as_deref().unwrap_or_default())
            && asked("EMAIL", &one.payer.email)
            && asked("CURRENCYCODE", &one.currency)
            && part("FIRSTNAME", &one.payer.first_name)
            && part("LASTNAME", &one.payer.last_name)
            && self
                .amount_minor
                .is_none_or(|minor| minor == one.gross_minor)
            && self
                .arguments
                .text("TRANSACTIONCLASS")
                .is_none_or(|class| in_class(one, class))
            && self
                .arguments
                .text("STATUS")
                .is_none_or(|status| in_state(one, status))
            && !["RECEIPTID", "ACCT", "AUCTIONITEMNUMBER"]
                .iter()
                .any(|name| self.arguments.text(name).is_some())
            && self
                .arguments
                .text("RECEIVER")
                .is_none_or(|want| want == one.account)
    }
}

fn in_class(one: &Transaction, class: &str) -> bool {
    match class {
        "All" => true,
        "Received" => matches!(
            one.kind,
            Kind::Sale | Kind::Capture { .. } | Kind::Authorization
        ),
        "Refund" => one.kind == Kind::Refund,
        "Reversal" => matches!(one.kind, Kind::Reversal | Kind::CanceledReversal),
        "BalanceAffecting" => one.has_moved(),
        "ECheck" => one.payment_type.name() == "echeck",
        _ => false,
    }
}

fn in_state(one: &Transaction, status: &str) -> bool {
    match status {
        "Pending" => one.status == PaymentStatus::Pending,
        "Denied" => matches!(one.status, PaymentStatus::Denied | PaymentStatus::Failed),
        "Reversed" => one.status == PaymentStatus::Reversed,
        "Success" => one.has_moved() && one.status != PaymentStatus::Reversed,
        _ => false,
    }
}

fn row(answer: &mut Answer, at: usize, one: &Transaction) {
    let net = one.gross_minor.saturating_sub(one.fee_minor.unwrap_or(0));
    let fee = one.fee_minor.unwrap_or(0).saturating_neg();
    let kind = match one.kind {
        Kind::Sale | Kind::Capture { .. } => "Payment",
        Kind::Authorization => "Authorization",
        Kind::Refund => "Refund",
        Kind::Reversal => "Reversal",
        Kind::CanceledReversal => "Canceled Reversal",
    };
    let status = match (one.kind, one.status) {
        (Kind::Refund | Kind::Reversal | Kind::CanceledReversal, _) => "Completed",
        (_, PaymentStatus::PartiallyRefunded) => "Partially Refunded",
        (_, status) => status.nvp(),
    };
    let mut set = |name: &str, value: String| answer.set(format!("L_{name}{at}"), value);
    set("TIMESTAMP", utc(one.ordered_ms));
    set("TIMEZONE", "GMT".into());
    set("TYPE", kind.into());
    set("EMAIL", one.payer.email.clone());
    set(
        "NAME",
        format!("{} {}", one.payer.first_name, one.payer.last_name),
    );
    set("TRANSACTIONID", one.id.clone());
    set("STATUS", status.into());
    set("AMT", write(one.gross_minor, &one.currency));
    set("CURRENCYCODE", one.currency.clone());
    set("FEEAMT", write(fee, &one.currency));
    set("NETAMT", write(net, &one.currency));
}

/// Reads `YYYY-MM-DDThh:mm:ssZ`, with or without a fraction.
fn moment(text: &str) -> Option<UnixMs> {
    let whole = text.strip_suffix('Z')?;
    let whole = match whole.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b.is_ascii_digit()) => whole,
        Some(_) => return None,
        None => whole,
    };
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]");
    let moment = PrimitiveDateTime::parse(whole, format).ok()?;
    moment.assume_utc().unix_timestamp().checked_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_in_utc() {
        assert_eq!(moment("2026-07-20T14:10:07Z"), Some(1_784_556_607_000));
        assert_eq!(moment("2026-07-20T14:10:07.25Z"), Some(1_784_556_607_000));
        for text in [
            "2026-07-20",
            "2026-07-20T14:10:07",
            "2026-07-20T14:10:07+00:00",
            "Z",
            "",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}

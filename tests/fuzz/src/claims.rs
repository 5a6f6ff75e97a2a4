//! What an answer claims of money, whatever its shape.

use obole_shared::money::Money;
use obole_shared::payment::{Answer, Report, Standing};

/// One claim. `None` where the answer leaves it to what we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Money is reserved.
    Authorized(String, Money),
    /// Money was taken.
    Captured(Option<String>, Option<Money>),
    /// The refund that was asked for is made.
    Refunded(Option<String>),
    /// A refund is listed.
    Listed(String, Money),
    /// Money stands taken back.
    Reversed(Money),
    /// The authorization was given up.
    Canceled,
}

/// Every claim of an answer.
pub(crate) fn claims(answer: &Answer) -> Vec<Claim> {
    match answer {
        Answer::Standing(standing) => of_standing(standing),
        Answer::Report(report) => of_report(report),
        Answer::Captured {
            capture, amount, ..
        } => vec![Claim::Captured(capture.clone(), *amount)],
        Answer::Refunded { transaction } => vec![Claim::Refunded(transaction.clone())],
        Answer::Canceled => vec![Claim::Canceled],
        _ => Vec::new(),
    }
}

/// Every claim of a report.
pub(crate) fn of_report(report: &Report) -> Vec<Claim> {
    let listed = |(name, amount): &(String, Money)| Claim::Listed(name.clone(), *amount);
    let mut claims: Vec<Claim> = report.refunds.iter().map(listed).collect();
    claims.extend(report.standing.iter().flat_map(of_standing));
    claims.extend(report.reversed.map(Claim::Reversed));
    let movements = report.reversals.iter().filter(|one| !one.undone);
    claims.extend(movements.map(|one| Claim::Reversed(one.amount)));
    claims
}

fn of_standing(standing: &Standing) -> Vec<Claim> {
    match standing {
        Standing::Authorized {
            transaction,
            amount,
            ..
        } => vec![Claim::Authorized(transaction.clone(), *amount)],
        Standing::Captured {
            capture,
            amount,
            refunds,
            ..
        } => {
            let mut claims = vec![Claim::Captured(Some(capture.clone()), Some(*amount))];
            let listed = refunds.iter();
            claims.extend(listed.map(|(name, sum)| Claim::Listed(name.clone(), *sum)));
            claims
        }
        _ => Vec::new(),
    }
}

/// A name for the shape of an answer, without its figures.
pub(crate) fn shape(answer: &Answer) -> String {
    let text = format!("{answer:?}");
    // Names and figures differ endlessly; words do not.
    let quoted = text.split('"').step_by(2).collect::<String>();
    let why = match answer {
        Answer::Unknown { why } => why.as_str(),
        Answer::Refused { code, .. } => code.as_str(),
        _ => "",
    };
    quoted
        .chars()
        .chain(why.chars())
        .filter(|c| !c.is_ascii_digit())
        .collect()
}

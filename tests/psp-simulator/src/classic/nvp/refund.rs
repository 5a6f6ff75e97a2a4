//! `RefundTransaction`.

use crate::classic::State;
use crate::classic::nvp::Asked;
use crate::classic::nvp::amount::{Currency, write};
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::problem::Refusal;
use crate::classic::transaction::{Kind, PaymentStatus, Transaction};
use crate::clock::DAY;
use crate::world::World;

/// How long a payment can be refunded, as the Payments API has it.
const REFUNDABLE_MS: i64 = 180 * DAY;

pub(crate) fn perform(
    state: &mut State,
    world: &mut World,
    asked: &Asked,
) -> Result<Answer, Refusal> {
    let arguments = &asked.arguments;
    let id = arguments.required("TRANSACTIONID", 81131)?;
    let full = match arguments.required("REFUNDTYPE", 81143)? {
        "Full" => true,
        "Partial" => false,
        "Other" | "ExternalDispute" => return Err(Refusal::about(10005, "REFUNDTYPE")),
        _ => return Err(Refusal::about(81243, "REFUNDTYPE")),
    };
    let source = arguments.text("REFUNDSOURCE");
    if source.is_some_and(|one| !["any", "default", "instant", "eCheck"].contains(&one)) {
        return Err(Refusal::about(10004, "REFUNDSOURCE"));
    }
    let from = state
        .ledger
        .transaction(id)
        .cloned()
        .ok_or_else(|| Refusal::about(10004, "TRANSACTIONID"))?;
    if from.account != asked.account.email
        || !matches!(from.kind, Kind::Sale | Kind::Capture { .. })
    {
        return Err(Refusal::new(10007));
    }
    let back = if full {
        if arguments.text("AMT").is_some() {
            return Err(Refusal::about(10004, "AMT"));
        }
        from.gross_minor
    } else {
        partial(asked, &from)?
    };
    check(world, &from, full, back)?;
    let refund = Transaction {
        parent: Some(from.id.clone()),
        kind: Kind::Refund,
        txn_type: None,
        status: PaymentStatus::Completed,
        pending_reason: None,
        reason_code: Some("refund".into()),
        gross_minor: back.saturating_neg(),
        fee_minor: None,
        settled: None,
        invoice: arguments
            .text("INVOICEID")
            .map(str::to_owned)
            .or_else(|| from.invoice.clone()),
        memo: arguments.text("NOTE").map(str::to_owned),
        refunded_minor: 0,
        reversed_minor: 0,
        decision: None,
        cases: Vec::new(),
        ..from.clone()
    };
    let id = state.ledger.record(world, refund);
    tell(state, &id, &from.id)
}

fn partial(asked: &Asked, from: &Transaction) -> Result<i64, Refusal> {
    let text = asked.arguments.required("AMT", 81126)?;
    let currency = Currency::read(asked.arguments.text("CURRENCYCODE"), &asked.account)?;
    if currency.code != from.currency {
        return Err(Refusal::about(10009, "CURRENCYCODE"));
    }
    currency
        .amount(text)
        .filter(|minor| *minor > 0)
        .ok_or_else(|| Refusal::about(10004, "AMT"))
}

/// The many reasons of error 10009.
fn check(world: &World, from: &Transaction, full: bool, back: i64) -> Result<(), Refusal> {
    let late = world.now() >= from.ordered_ms.saturating_add(REFUNDABLE_MS);
    let disputed = from.cases.iter().any(|case| case.closed_ms.is_none());
    let state_allows = matches!(
        from.status,
        PaymentStatus::Completed | PaymentStatus::PartiallyRefunded
    );
    let full_after_partial = full && from.refunded_minor > 0;
    let only_full = disputed && !full;
    if late || !state_allows || full_after_partial || only_full || back > from.left_minor() {
        return Err(Refusal::new(10009));
    }
    Ok(())
}

fn tell(state: &State, id: &str, parent: &str) -> Result<Answer, Refusal> {
    let found = state
        .ledger
        .transaction(id)
        .zip(state.ledger.transaction(parent));
    let (refund, parent) = found.ok_or_else(|| Refusal::new(10001))?;
    let gross = refund.gross_minor.saturating_neg();
    let fee = refund.fee_minor.unwrap_or(0).saturating_neg();
    let shown = |minor| write(minor, &refund.currency);
    let mut answer = Answer::default();
    answer.set("REFUNDTRANSACTIONID", id);
    answer.set("GROSSREFUNDAMT", shown(gross));
    answer.set("FEEREFUNDAMT", shown(fee));
    answer.set("NETREFUNDAMT", shown(gross.saturating_sub(fee)));
    answer.set("TOTALREFUNDEDAMOUNT", shown(parent.refunded_minor));
    answer.set("CURRENCYCODE", &refund.currency);
    answer.set("REFUNDSTATUS", "Instant");
    answer.set("PENDINGREASON", "None");
    Ok(answer)
}

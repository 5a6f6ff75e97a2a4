//! How a transaction is told.

use crate::classic::nvp::amount::write;
use crate::classic::nvp::answer::Answer;
use crate::classic::transaction::{Kind, Transaction};
use crate::clock::utc;

/// What sort of entry it is, in the words of the API.
pub(crate) fn transaction_type(of: &Transaction) -> &'static str {
    match of.kind {
        Kind::Refund => "refund",
        Kind::Reversal | Kind::CanceledReversal => "reversal",
        Kind::Sale | Kind::Authorization | Kind::Capture { .. } => {
            of.txn_type.map_or("none", |one| one.nvp())
        }
    }
}

/// The facts of a payment, each name with `prefix` before it.
pub(crate) fn payment(answer: &mut Answer, prefix: &str, of: &Transaction) {
    let mut set = |name: &str, value: String| answer.set(format!("{prefix}{name}"), value);
    set("TRANSACTIONID", of.id.clone());
    set("TRANSACTIONTYPE", transaction_type(of).into());
    set("PAYMENTTYPE", of.payment_type.name().into());
    set("ORDERTIME", utc(of.ordered_ms));
    set("AMT", write(of.gross_minor, &of.currency));
    set("TAXAMT", write(0, &of.currency));
    set("CURRENCYCODE", of.currency.clone());
    set("PAYMENTSTATUS", of.status.nvp().into());
    let pending = of.pending_reason.map_or("None", |one| one.nvp());
    set("PENDINGREASON", pending.into());
    set(
        "REASONCODE",
        match (&of.reason_code, of.kind) {
            (Some(reason), _) => reason.replace('_', "-"),
            (None, Kind::Refund) => "refund".into(),
            (None, _) => "None".into(),
        },
    );
    set("PROTECTIONELIGIBILITY", "Ineligible".into());
    set("PROTECTIONELIGIBILITYTYPE", "None".into());
    if let Some(fee) = of.fee_minor {
        set("FEEAMT", write(fee, &of.currency));
    }
    if let Some(settled) = &of.settled {
        set("SETTLEAMT", write(settled.amount_minor, &settled.currency));
        set("EXCHANGERATE", settled.rate.clone());
    }
}

//! The variables of a case: a complaint, dispute or chargeback about a payment.

use crate::classic::ipn::body::Fields;
use crate::classic::ipn::pacific::pacific;
use crate::classic::transaction::{Case, Transaction};
use crate::config::ClassicAccount;

/// What is told when a case is opened or closed. It names the payment by its own
/// `txn_id`, and no amount.
pub(crate) fn fields(account: &ClassicAccount, payment: &Transaction, case: &Case) -> Fields {
    let txn_type = match case.closed_ms {
        Some(_) => Some("adjustment"),
        // The "IPN Guide" gives an opened chargeback no type: `case_type` says it.
        None if case.case_type == "chargeback" => None,
        None => Some("new_case"),
    };
    let mut fields: Vec<(&str, &str)> = vec![
        ("txn_id", &payment.id),
        ("case_id", &case.id),
        ("case_type", &case.case_type),
        ("reason_code", &case.reason_code),
        ("business", &account.email),
        ("receiver_email", &account.email),
        ("receiver_id", &account.id),
        ("payer_email", &payment.payer.email),
        ("payer_id", &payment.payer.id),
        ("custom", payment.custom.as_deref().unwrap_or_default()),
        (
            "buyer_additional_information",
            case.note.as_deref().unwrap_or_default(),
        ),
    ];
    fields.extend(txn_type.map(|name| ("txn_type", name)));
    fields.extend(payment.invoice.as_deref().map(|one| ("invoice", one)));
    let mut fields: Fields = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    fields.push(("case_creation_date".to_owned(), pacific(case.opened_ms)));
    fields.push(("payment_date".to_owned(), pacific(payment.ordered_ms)));
    fields
}

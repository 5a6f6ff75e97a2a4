//! The variables of a payment, refund, reversal or authorization.

use crate::classic::ipn::body::Fields;
use crate::classic::ipn::pacific::pacific;
use crate::classic::ledger::Ledger;
use crate::classic::transaction::{Kind, Payer, PaymentStatus, PaymentType, Transaction, TxnType};
use crate::config::ClassicAccount;
use crate::money::write_decimal;

/// The status as messages write it. What gives money back is told by what it is, whatever
/// the history calls its status.
pub(crate) const fn status(one: &Transaction) -> &'static str {
    match one.kind {
        Kind::Refund => "Refunded",
        Kind::Reversal => "Reversed",
        Kind::CanceledReversal => "Canceled_Reversal",
        Kind::Sale | Kind::Authorization | Kind::Capture { .. } => one.status.ipn(),
    }
}

/// All variables of an entry as it is now, without those of the envelope.
pub(crate) fn fields(ledger: &Ledger, account: &ClassicAccount, one: &Transaction) -> Fields {
    let mut fields = Fields::new();
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    // Refunds, reversals and bounced eChecks say by their status alone what they are.
    let is_payment = matches!(
        one.kind,
        Kind::Sale | Kind::Authorization | Kind::Capture { .. }
    );
    if let Some(kind) = one
        .txn_type
        .filter(|_| is_payment && one.status != PaymentStatus::Failed)
    {
        put("txn_type", kind.ipn().to_owned());
    }
    put("txn_id", one.id.clone());
    put("payment_status", status(one).to_owned());
    put("payment_date", pacific(one.ordered_ms));
    put("payment_type", one.payment_type.name().to_owned());
    put("business", account.email.clone());
    put("receiver_email", account.email.clone());
    put("receiver_id", account.id.clone());
    if let Some(reason) = one
        .pending_reason
        .filter(|_| one.status == PaymentStatus::Pending)
    {
        put("pending_reason", reason.ipn().to_owned());
    }
    if let Some(reason) = reason_code(one) {
        put("reason_code", reason.to_owned());
    }
    if let Some(parent) = &one.parent {
        put("parent_txn_id", parent.clone());
    }
    let eligible = one.status == PaymentStatus::Completed && is_payment;
    let eligibility = if eligible { "Eligible" } else { "Ineligible" };
    put("protection_eligibility", eligibility.to_owned());
    // Both are legal ways to say nothing, and both occur.
    put("custom", one.custom.clone().unwrap_or_default());
    for (name, value) in [("invoice", &one.invoice), ("memo", &one.memo)] {
        if let Some(value) = value {
            put(name, value.clone());
        }
    }
    if one.payment_type == PaymentType::ECheck && one.status == PaymentStatus::Completed {
        put("echeck_time_processed", pacific(one.updated_ms));
    }
    fields.extend(amounts(one));
    fields.extend(items(one));
    fields.extend(payer(&one.payer));
    fields.extend(authorization(ledger, one));
    fields
}

fn reason_code(one: &Transaction) -> Option<&str> {
    let fallback = matches!(one.kind, Kind::Refund).then_some("refund");
    let said = one.reason_code.as_deref().filter(|_| {
        // The payment keeps the reason for which a part of it was taken back; only a
        // denied one tells its own.
        !matches!(one.kind, Kind::Sale | Kind::Capture { .. })
            || one.status == PaymentStatus::Denied
    });
    said.or(fallback)
}

/// Gross, fee and what a conversion left ("IPN Guide", currency variables).
fn amounts(one: &Transaction) -> Fields {
    let text = |minor| write_decimal(minor, &one.currency);
    let mut fields = vec![
        ("mc_gross".to_owned(), text(one.gross_minor)),
        ("mc_currency".to_owned(), one.currency.clone()),
    ];
    let mut put = |name: &str, value: String| fields.push((name.to_owned(), value));
    // The older pair is in US dollars only, and present but empty otherwise.
    let usd = one.currency == "USD";
    let in_usd = |value: String| if usd { value } else { String::new() };
    put("payment_gross", in_usd(text(one.gross_minor)));
    if let Some(fee) = one.fee_minor {
        put("mc_fee", text(fee));
        put("payment_fee", in_usd(text(fee)));
    } else if !usd {
        put("payment_fee", String::new());
    }
    if let Some(settled) = &one.settled {
        put(
            "settle_amount",
            write_decimal(settled.amount_minor, &settled.currency),
        );
        put("settle_currency", settled.currency.clone());
        put("exchange_rate", settled.rate.clone());
    }
    fields
}

fn items(one: &Transaction) -> Fields {
    let mut fields = Fields::new();
    let mut put = |name: String, value: String| fields.push((name, value));
    if one.txn_type == Some(TxnType::Cart) {
        put("num_cart_items".to_owned(), one.items.len().to_string());
        for (at, item) in one.items.iter().enumerate() {
            let number = at.saturating_add(1);
            let gross = item.amount_minor.saturating_mul(i64::from(item.quantity));
            put(format!("item_name{number}"), item.name.clone());
            put(format!("item_number{number}"), item.number.clone());
            put(format!("quantity{number}"), item.quantity.to_string());
            put(
                format!("mc_gross_{number}"),
                write_decimal(gross, &one.currency),
            );
        }
    } else if let Some(item) = one.items.first() {
        put("item_name".to_owned(), item.name.clone());
        put("item_number".to_owned(), item.number.clone());
        put("quantity".to_owned(), item.quantity.to_string());
    } else {
        put(
            "item_name".to_owned(),
            one.description.clone().unwrap_or_default(),
        );
        put("item_number".to_owned(), String::new());
        put("quantity".to_owned(), "1".to_owned());
    }
    let subject = one.custom.clone().or_else(|| one.description.clone());
    put(
        "transaction_subject".to_owned(),
        subject.unwrap_or_default(),
    );
    fields
}

pub(crate) fn payer(payer: &Payer) -> Fields {
    let status = if payer.verified {
        "verified"
    } else {
        "unverified"
    };
    let mut fields: Vec<(&str, &str)> = vec![
        ("payer_email", &payer.email),
        ("payer_id", &payer.id),
        ("payer_status", status),
        ("first_name", &payer.first_name),
        ("last_name", &payer.last_name),
        ("residence_country", &payer.country),
    ];
    if let Some(address) = &payer.address {
        let status = if address.confirmed {
            "confirmed"
        } else {
            "unconfirmed"
        };
        fields.extend([
            ("address_name", address.name.as_str()),
            ("address_street", &address.street),
            ("address_city", &address.city),
            ("address_state", &address.state),
            ("address_zip", &address.zip),
            ("address_country", &address.country_name),
            ("address_country_code", &address.country),
            ("address_status", status),
        ]);
    }
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Of an authorization, or of what was captured from one.
fn authorization(ledger: &Ledger, one: &Transaction) -> Fields {
    let source = match one.kind {
        Kind::Authorization => Some(one),
        Kind::Capture { .. } => one.parent.as_deref().and_then(|id| ledger.transaction(id)),
        Kind::Sale | Kind::Refund | Kind::Reversal | Kind::CanceledReversal => None,
    };
    let Some((source, hold)) = source.and_then(|source| Some((source, source.hold.as_ref()?)))
    else {
        return Fields::new();
    };
    let status = match source.status {
        PaymentStatus::Voided | PaymentStatus::Expired => "Voided",
        _ if matches!(one.kind, Kind::Capture { .. }) => "Completed",
        _ => "Pending",
    };
    let entity = match one.kind {
        Kind::Capture { .. } => "payment",
        _ if one.parent.is_some() => "reauth",
        _ => "auth",
    };
    let left = match source.status {
        PaymentStatus::Pending => source
            .gross_minor
            .saturating_sub(hold.captured_minor)
            .max(0),
        _ => 0,
    };
    [
        ("auth_id", source.id.clone()),
        (
            "auth_amount",
            write_decimal(source.gross_minor, &source.currency),
        ),
        ("auth_exp", pacific(hold.expires_ms)),
        ("auth_status", status.to_owned()),
        ("remaining_settle", write_decimal(left, &source.currency)),
        ("transaction_entity", entity.to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}

//! Messages about what these accounts do not do themselves: subscriptions, recurring
//! profiles, billing agreements and mass payments. Each event has its variables filled
//! with something; a caller may replace any of them.

use crate::classic::ipn::body::Fields;
use crate::classic::ipn::pacific::pacific;
use crate::clock::{DAY, UnixMs};

/// Variables that go together.
type Group = &'static [(&'static str, &'static str)];

const SUBSCRIPTION: Group = &[
    ("subscr_id", "I-0SIMULATED01"),
    ("item_name", "Monthly gift"),
    ("item_number", "MONTHLY"),
    ("custom", ""),
    ("payer_email", "payer@example.com"),
    ("payer_id", "K7MPQ3XYZ9ABC"),
    ("payer_status", "verified"),
    ("first_name", "Léa"),
    ("last_name", "Tremblay"),
    ("residence_country", "CA"),
    ("mc_currency", "USD"),
];

const TERMS: Group = &[
    ("period3", "1 M"),
    ("amount3", "15.00"),
    ("mc_amount3", "15.00"),
    ("recurring", "1"),
    ("reattempt", "1"),
    ("recur_times", ""),
];

const PAID: Group = &[
    ("txn_id", "5SUBSCRPAYMENT001"),
    ("payment_status", "Completed"),
    ("payment_type", "instant"),
    ("mc_gross", "15.00"),
    ("mc_fee", "0.45"),
    ("payment_gross", "15.00"),
    ("payment_fee", "0.45"),
];

const REFUNDED: Group = &[
    ("txn_id", "5SUBSCRREFUND0001"),
    ("parent_txn_id", "5SUBSCRPAYMENT001"),
    ("payment_status", "Refunded"),
    ("reason_code", "refund"),
    ("payment_type", "instant"),
    ("mc_gross", "-15.00"),
    ("mc_fee", "-0.45"),
    ("payment_gross", "-15.00"),
    ("payment_fee", "-0.45"),
];

const PROFILE: Group = &[
    ("recurring_payment_id", "I-0SIMULATED02"),
    ("amount", "15.00"),
    ("amount_per_cycle", "15.00"),
    ("initial_payment_amount", "0.00"),
    ("next_payment_date", "N/A"),
    ("outstanding_balance", "0.00"),
    ("payment_cycle", "Monthly"),
    // The leading blank is what really arrives.
    ("period_type", " Regular"),
    ("product_name", "Monthly gift"),
    ("product_type", "1"),
    ("profile_status", "Active"),
    ("rp_invoice_id", ""),
    ("currency_code", "USD"),
    ("payer_email", "payer@example.com"),
    ("payer_id", "K7MPQ3XYZ9ABC"),
];

const AGREEMENT: Group = &[
    ("mp_id", "B-0SIMULATED0000001"),
    ("mp_desc", "Gifts"),
    ("mp_status", "0"),
    ("mp_custom", ""),
    ("mp_currency", "USD"),
    ("payer_email", "payer@example.com"),
    ("payer_id", "K7MPQ3XYZ9ABC"),
];

const MASS_PAYMENT: Group = &[
    ("payment_status", "Completed"),
    ("payer_email", "caisse@obole.test"),
    ("masspay_txn_id_1", "7MASSPAYRECORD001"),
    ("receiver_email_1", "helper@example.com"),
    ("mc_gross_1", "20.00"),
    ("mc_fee_1", "0.40"),
    ("mc_currency_1", "USD"),
    ("payment_gross_1", "20.00"),
    ("payment_fee_1", "0.40"),
    ("unique_id_1", "H-1"),
    ("status_1", "Completed"),
    ("masspay_txn_id_2", "7MASSPAYRECORD002"),
    ("receiver_email_2", "gone@example.com"),
    ("mc_gross_2", "30.00"),
    ("mc_fee_2", "0.00"),
    ("mc_currency_2", "EUR"),
    ("payment_gross_2", ""),
    ("payment_fee_2", ""),
    ("unique_id_2", "H-2"),
    ("status_2", "Failed"),
    ("reason_code_2", "1001"),
];

/// The variables of an event, by its `txn_type`; a subscription's refund is called
/// `subscr_refund` here and carries no type. `None` for an event without a sample.
pub(crate) fn sample(name: &str, now: UnixMs) -> Option<Fields> {
    let (groups, dates): (&[Group], &[(&str, i64)]) = match name {
        "subscr_signup" | "subscr_cancel" => (&[SUBSCRIPTION, TERMS], &[("subscr_date", 0)]),
        "subscr_modify" => (
            &[SUBSCRIPTION, TERMS],
            &[("subscr_date", 0), ("subscr_effective", 30)],
        ),
        "subscr_payment" => (&[SUBSCRIPTION, PAID], &[("payment_date", 0)]),
        "subscr_refund" => (&[SUBSCRIPTION, REFUNDED], &[("payment_date", 0)]),
        "subscr_failed" => (&[SUBSCRIPTION], &[("retry_at", 5)]),
        "subscr_eot" => (&[SUBSCRIPTION], &[]),
        "recurring_payment" => (
            &[PROFILE, PAID],
            &[("payment_date", 0), ("time_created", -30)],
        ),
        "recurring_payment_profile_created"
        | "recurring_payment_profile_cancel"
        | "recurring_payment_expired"
        | "recurring_payment_failed"
        | "recurring_payment_skipped"
        | "recurring_payment_suspended"
        | "recurring_payment_suspended_due_to_max_failed_payment" => {
            (&[PROFILE], &[("time_created", -30)])
        }
        "mp_signup" | "mp_cancel" => (&[AGREEMENT], &[]),
        "masspay" => (&[MASS_PAYMENT], &[("payment_date", 0)]),
        _ => return None,
    };
    let mut fields: Fields = groups
        .iter()
        .flat_map(|group| group.iter())
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    fields.extend(dates.iter().map(|(name, days)| {
        let at = now.saturating_add(days.saturating_mul(DAY));
        ((*name).to_owned(), pacific(at))
    }));
    if name != "subscr_refund" {
        fields.push(("txn_type".to_owned(), name.to_owned()));
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_moves_money_has_an_amount_and_a_status() {
        for (name, moves) in [
            ("subscr_signup", false),
            ("subscr_cancel", false),
            ("subscr_modify", false),
            ("subscr_failed", false),
            ("subscr_eot", false),
            ("subscr_payment", true),
            ("subscr_refund", true),
            ("recurring_payment", true),
            ("recurring_payment_skipped", false),
        ] {
            let fields = sample(name, 0).unwrap();
            let has = |wanted: &str| fields.iter().any(|(name, _)| name == wanted);
            assert_eq!(has("mc_gross"), moves, "{name}");
            assert_eq!(has("payment_status"), moves, "{name}");
            assert_eq!(has("txn_type"), name != "subscr_refund");
        }
        assert_eq!(sample("web_accept", 0), None);
    }
}

//! What an operator reads of a message, whatever it is about.

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use super::message::Message;
use super::words::{
    CaseReason, CaseType, PaymentStatus, PendingReason, ReasonCode, RecordStatus, TransactionType,
    fraud_filter, mass_pay_reason,
};

/// Most records and filters of one message that are told apart.
const NUMBERED_MAX: usize = 250;

/// One thing a message tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// PayPal's name for it; a name of our own where it was worked out.
    pub name: String,
    /// As it came, or exact.
    pub value: String,
    /// What a word means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

/// A message in lines, the most telling first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// What it is about, in a sentence.
    pub subject: String,
    /// What it tells.
    pub lines: Vec<Line>,
}

/// Fields told as they came, after the words and the sums.
const PLAIN: &[&str] = &[
    "txn_id",
    "parent_txn_id",
    "auth_id",
    "case_id",
    "invoice",
    "custom",
    "item_name",
    "item_number",
    "payment_date",
    "payer_email",
    "first_name",
    "last_name",
    "memo",
    "buyer_additional_information",
    "receiver_email",
    "receiver_id",
    "auth_status",
    "auth_amount",
    "auth_exp",
    "remaining_settle",
    "protection_eligibility",
    "subscr_id",
    "subscr_date",
    "subscr_effective",
    "period1",
    "period2",
    "period3",
    "mc_amount1",
    "mc_amount2",
    "mc_amount3",
    "recurring",
    "reattempt",
    "retry_at",
    "recur_times",
    "recurring_payment_id",
    "profile_status",
    "payment_cycle",
    "next_payment_date",
    "outstanding_balance",
    "amount_per_cycle",
    "mp_id",
    "case_creation_date",
    "receipt_id",
    "resend",
    "test_ipn",
    "ipn_track_id",
];

/// What an operator reads of a message.
pub fn summary(message: &Message) -> Summary {
    let kind = message.get("txn_type").map(TransactionType::read);
    let status = message.get("payment_status").map(PaymentStatus::read);
    let subject = match (&kind, &status) {
        (Some(TransactionType::Other(_)) | None, Some(status)) => status.sentence(),
        (Some(kind), _) => kind.sentence(),
        (None, None) => "A message of PayPal's.",
    };
    let mut lines = words(message);
    lines.extend(sums(message));
    lines.extend(
        PLAIN
            .iter()
            .filter_map(|name| line(message, name, |_| None)),
    );
    lines.extend(filters(message));
    lines.extend(records(message));
    Summary {
        subject: subject.to_owned(),
        lines,
    }
}

fn words(message: &Message) -> Vec<Line> {
    let is_case = message.get("case_id").is_some() && message.get("payment_status").is_none();
    let lines = [
        line(message, "txn_type", |word| {
            Some(TransactionType::read(word).sentence().to_owned())
        }),
        line(message, "payment_status", |word| {
            Some(PaymentStatus::read(word).sentence().to_owned())
        }),
        line(message, "pending_reason", |word| {
            Some(PendingReason::read(word).sentence().to_owned())
        }),
        line(message, "case_type", |word| {
            Some(CaseType::read(word).sentence().to_owned())
        }),
        line(message, "reason_code", |word| {
            Some(if is_case {
                CaseReason::read(word).sentence().to_owned()
            } else {
                ReasonCode::read(word).sentence().to_owned()
            })
        }),
    ];
    lines.into_iter().flatten().collect()
}

fn line(message: &Message, name: &str, meaning: impl Fn(&str) -> Option<String>) -> Option<Line> {
    let value = message.get(name)?;
    Some(Line {
        name: name.to_owned(),
        value: value.to_owned(),
        meaning: meaning(value),
    })
}

fn sums(message: &Message) -> Vec<Line> {
    let Some(figures) = Figures::of(message) else {
        return Vec::new();
    };
    let told = |name: &str, value: Option<String>| {
        value.map(|value| Line {
            name: name.to_owned(),
            value,
            meaning: None,
        })
    };
    let conversion = figures.conversion;
    [
        told("gross", Some(figures.gross.to_string())),
        told("fee", figures.fee.map(|fee| fee.to_string())),
        told("net", figures.net().map(|net| net.to_string())),
        told("settled", conversion.map(|told| told.amount.to_string())),
        told("rate", conversion.map(|told| told.rate.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn filters(message: &Message) -> impl Iterator<Item = Line> {
    (1..=NUMBERED_MAX).map_while(|index| {
        let name = format!("fraud_management_pending_filters_{index}");
        line(message, &name, |number| {
            fraud_filter(number).map(str::to_owned)
        })
    })
}

/// The records of a mass payment, one line each.
fn records(message: &Message) -> impl Iterator<Item = Line> {
    (1..=NUMBERED_MAX).map_while(|index| {
        let of = |name: &str| message.get(&format!("{name}_{index}"));
        let status = of("status")?;
        let parts = [
            Some(status),
            of("receiver_email"),
            of("mc_gross"),
            of("mc_currency"),
            of("masspay_txn_id"),
            of("unique_id"),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let reason = of("reason_code")
            .and_then(mass_pay_reason)
            .map(str::to_owned);
        Some(Line {
            name: format!("record_{index}"),
            value: parts.join(" "),
            meaning: reason.or_else(|| Some(RecordStatus::read(status).sentence().to_owned())),
        })
    })
}

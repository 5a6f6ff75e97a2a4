//! What a genuine message teaches of one payment.

use obole_shared::ids::PaymentId;
use obole_shared::money::{Money, Rate};
use obole_shared::payment::{Case, CaseKind, CaseStage, Report, Reversal, Settled, Standing};

use super::figures::Figures;
use super::message::Message;
use super::words::{
    CaseReason, CaseType, PaymentStatus, PendingReason, ReasonCode, TransactionType,
};
use crate::providers::answer::code;

/// What a message tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// News of one payment.
    Payment(Box<Report>),
    /// Nothing that acts on a payment; the sentence says what it is.
    Nothing(String),
}

/// The names by which a message's payment can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Our own name for it: `custom`.
    pub payment: Option<PaymentId>,
    /// Our reference: `invoice`.
    pub reference: Option<String>,
    /// PayPal's names for it and for what it came from, the nearest first: `txn_id`,
    /// `parent_txn_id`, `auth_id`.
    pub transactions: Vec<String>,
    /// It says whose it is: then the address it was sent to says nothing. Whoever pays chooses
    /// that address, and sends one message to as many as he likes.
    pub is_labelled: bool,
}

impl Names {
    /// The names in a message.
    pub fn of(message: &Message) -> Self {
        Self {
            payment: message.get("custom").and_then(|text| text.parse().ok()),
            reference: message.get("invoice").map(str::to_owned),
            transactions: ["txn_id", "parent_txn_id", "auth_id"]
                .into_iter()
                .filter_map(|name| message.get(name))
                .map(str::to_owned)
                .collect(),
            is_labelled: ["custom", "invoice"]
                .into_iter()
                .any(|name| message.get(name).is_some()),
        }
    }
}

/// What makes a message a repeat of another: the transaction and its status; where there is none,
/// what the message is about, when, and PayPal's name for the event.
pub fn fingerprint(message: &Message) -> String {
    let parts: &[&str] =
        if message.get("txn_id").is_some() && message.get("payment_status").is_some() {
            &["txn_id", "payment_status"]
        } else {
            &[
                "txn_type",
                "txn_id",
                "subscr_id",
                "recurring_payment_id",
                "mp_id",
                "case_id",
                "case_type",
                "reason_code",
                "payment_date",
                "subscr_date",
                "case_creation_date",
                "payment_status",
                "ipn_track_id",
            ]
        };
    let values: Vec<&str> = parts
        .iter()
        .map(|name| message.get(name).unwrap_or_default())
        .collect();
    values.join("|")
}

/// What a genuine message of our account teaches.
pub fn told(message: &Message) -> Told {
    use TransactionType as T;
    let status = message.get("payment_status").map(PaymentStatus::read);
    let kind = message.get("txn_type").map(T::read);
    let is_case = message.get("case_id").is_some();
    match (&kind, status) {
        (Some(T::NewCase | T::Adjustment), _) => case_alone(message),
        (None, None) if is_case => case_alone(message),
        (None, Some(_)) if is_recurring(message) => {
            Told::Nothing("Money of a subscription went back.".to_owned())
        }
        (
            None
            | Some(
                T::WebAccept
                | T::Cart
                | T::ExpressCheckout
                | T::SendMoney
                | T::VirtualTerminal
                | T::ProHosted
                | T::ProApi,
            ),
            Some(status),
        ) => payment(message, &status),
        (None, None) => Told::Nothing("The message names neither a type nor a status.".to_owned()),
        (Some(kind), _) => Told::Nothing(kind.sentence().to_owned()),
    }
}

fn is_recurring(message: &Message) -> bool {
    message.get("subscr_id").is_some() || message.get("recurring_payment_id").is_some()
}

fn payment(message: &Message, status: &PaymentStatus) -> Told {
    use PaymentStatus as S;
    let Some(transaction) = message.get("txn_id").map(str::to_owned) else {
        return Told::Nothing("The message names no transaction.".to_owned());
    };
    let reason = message.get("reason_code").map(ReasonCode::read);
    let standing = match status {
        S::Pending => pending(message, transaction),
        S::Created | S::Processed | S::InProgress | S::FundsHeld => Some(Standing::Pending {
            capture: Some(transaction),
        }),
        S::Completed => return completed(message, transaction),
        S::Denied | S::Failed => {
            let why = reason.as_ref().map_or(status.as_str(), ReasonCode::as_str);
            Some(Standing::Declined { code: code(why) })
        }
        S::Voided => Some(Standing::Voided),
        S::Expired => {
            // Not given up by anybody: the end of its time says it.
            let expires_at = message.date("auth_exp").or(message.date("payment_date"));
            return expires_at.map_or_else(
                || Told::Nothing(status.sentence().to_owned()),
                |at| {
                    payment_told(Report {
                        expires_at: Some(at),
                        ..Report::default()
                    })
                },
            );
        }
        S::Refunded | S::PartiallyRefunded | S::Reversed | S::CanceledReversal => {
            return money_back(message, status, transaction, reason.as_ref());
        }
        S::NoStatus | S::Other(_) => None,
    };
    match standing {
        Some(standing) => payment_told(Report {
            expires_at: message.date("auth_exp"),
            ..Report::from(standing)
        }),
        None => Told::Nothing(status.sentence().to_owned()),
    }
}

fn payment_told(report: Report) -> Told {
    Told::Payment(Box::new(report))
}

fn pending(message: &Message, transaction: String) -> Option<Standing> {
    let reason = message.get("pending_reason").map(PendingReason::read);
    Some(match reason {
        Some(PendingReason::Authorization) => Standing::Authorized {
            transaction,
            amount: reserved(message)?,
            method: method(message),
        },
        // An order is a promise: no transaction of it takes money.
        Some(PendingReason::Order) => Standing::Pending { capture: None },
        _ => Standing::Pending {
            capture: Some(transaction),
        },
    })
}

/// What is reserved: `auth_amount` where the message tells it apart from the gross sum.
fn reserved(message: &Message) -> Option<Money> {
    let gross = Figures::of(message)?.gross.positive()?;
    let told = message.amount("auth_amount", gross.currency());
    Some(
        told.and_then(super::figures::Signed::positive)
            .unwrap_or(gross),
    )
}

fn method(message: &Message) -> Option<String> {
    message
        .get("payment_type")
        .filter(|kind| *kind != "instant")
        .map(code)
}

fn completed(message: &Message, transaction: String) -> Told {
    if matches!(
        message.get("transaction_entity"),
        Some("auth" | "reauth" | "order")
    ) {
        return Told::Nothing(
            "An authorization was used up; the capture's own message tells the sum.".to_owned(),
        );
    }
    let Some(figures) = Figures::of(message) else {
        return Told::Nothing("The message names no sum that can be read.".to_owned());
    };
    let Some(amount) = figures.gross.positive().filter(|gross| !gross.is_zero()) else {
        return Told::Nothing("Money went out of the account.".to_owned());
    };
    let settled = figures.conversion.and_then(|conversion| {
        Some(Settled {
            amount: conversion.amount.positive()?,
            rate: Rate::new(conversion.rate)?,
        })
    });
    payment_told(Report {
        settled,
        ..Report::from(Standing::Captured {
            capture: transaction,
            amount,
            fee: figures.fee.and_then(super::figures::Signed::positive),
            method: method(message),
            refunds: Vec::new(),
        })
    })
}

/// Refunds, reversals and canceled reversals: each has a transaction of its own.
fn money_back(
    message: &Message,
    status: &PaymentStatus,
    transaction: String,
    reason: Option<&ReasonCode>,
) -> Told {
    // The payment's own record may say the same word: how much went back, only the movement tells.
    if message.get("parent_txn_id").is_none() {
        return Told::Nothing("The message names no payment the money came from.".to_owned());
    }
    let Some(figures) = Figures::of(message) else {
        return Told::Nothing("The message names no sum that can be read.".to_owned());
    };
    let amount = figures.gross.amount;
    if matches!(
        status,
        PaymentStatus::Refunded | PaymentStatus::PartiallyRefunded
    ) {
        return payment_told(Report {
            refunds: vec![(transaction, amount)],
            ..Report::default()
        });
    }
    let undone = *status == PaymentStatus::CanceledReversal;
    let stage = match (undone, reason) {
        (true, _) => CaseStage::Won,
        (false, Some(ReasonCode::ChargebackSettlement)) => CaseStage::Lost,
        (false, _) => CaseStage::Open,
    };
    payment_told(Report {
        reversals: vec![Reversal {
            transaction,
            amount,
            reason: code(reason.map_or("", ReasonCode::as_str)),
            undone,
        }],
        disputes: case(message, stage).into_iter().collect(),
        ..Report::default()
    })
}

/// `new_case` opens, `adjustment` closes; PayPal does not say who won.
fn case_alone(message: &Message) -> Told {
    let stage = match message.get("txn_type") {
        Some("adjustment") => CaseStage::Closed,
        _ => CaseStage::Open,
    };
    match case(message, stage) {
        Some(case) => payment_told(Report {
            disputes: vec![case],
            ..Report::default()
        }),
        None => Told::Nothing("A dispute without a number.".to_owned()),
    }
}

fn case(message: &Message, stage: CaseStage) -> Option<Case> {
    let id = message.get("case_id")?.to_owned();
    let kind = match message.get("case_type").map(CaseType::read) {
        Some(CaseType::Dispute) => CaseKind::Inquiry,
        Some(CaseType::Complaint) => CaseKind::Complaint,
        Some(CaseType::Chargeback) => CaseKind::Chargeback,
        Some(CaseType::BankReturn | CaseType::Other(_)) | None => CaseKind::Other,
    };
    let reason = message.get("reason_code").map(CaseReason::read);
    Some(Case {
        id,
        kind,
        reason: code(reason.as_ref().map_or("", CaseReason::as_str)),
        stage,
        amount: None,
        respond_by: None,
    })
}

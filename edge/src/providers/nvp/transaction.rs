//! One entry of the account's history, and what it says of a payment.

use obole_shared::currency::Currency;
use obole_shared::money::{Money, Rate};
use obole_shared::payment::{Payment, Report, Settled, Standing};

use super::amount::{Signed, parse};
use super::codec::Fields;
use crate::providers::answer::{code, decimal, unix_ms};

/// What PayPal says of one of its transactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transaction {
    pub(crate) id: String,
    /// The authorization of a capture; the payment of a refund or reversal.
    pub(crate) parent: Option<String>,
    pub(crate) amount: Signed,
    pub(crate) status: PaymentStatus,
    fee: Option<Money>,
    /// Net amount in the account's currency and the rate, as written.
    settled: Option<(String, String)>,
    pending_reason: Option<String>,
    reason: Option<String>,
    ordered_at: Option<String>,
    custom: Option<String>,
    invoice: Option<String>,
    receivers: Vec<String>,
}

/// `PAYMENTSTATUS`, as far as it makes a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PaymentStatus {
    /// The money is there, perhaps held back for a while.
    Completed,
    PartiallyRefunded,
    Refunded,
    /// Taken back by a chargeback or a complaint.
    Reversed,
    /// A reversal was canceled: the money is there again.
    CanceledReversal,
    /// Not decided; or only reserved, see `PENDINGREASON`.
    Pending,
    Denied,
    /// An eCheck bounced.
    Failed,
    /// An authorization ran out.
    Expired,
    /// An authorization was given up.
    Voided,
    /// None we know.
    Other(String),
}

impl PaymentStatus {
    fn read(text: &str) -> Self {
        match &*word(text) {
            "completed" | "completed-funds-held" => Self::Completed,
            "partially-refunded" => Self::PartiallyRefunded,
            "refunded" => Self::Refunded,
            "reversed" => Self::Reversed,
            "canceled-reversal" => Self::CanceledReversal,
            // Accepted is not paid.
            "pending" | "created" | "processed" | "in-progress" => Self::Pending,
            "denied" => Self::Denied,
            "failed" => Self::Failed,
            "expired" => Self::Expired,
            "voided" => Self::Voided,
            other => Self::Other(code(other)),
        }
    }

    /// Whether the money was taken, whatever became of it afterwards.
    pub(crate) const fn is_taken(&self) -> bool {
        matches!(
            self,
            Self::Completed
                | Self::PartiallyRefunded
                | Self::Refunded
                | Self::Reversed
                | Self::CanceledReversal
        )
    }
}

/// An enumeration's value in one spelling: interfaces differ in case, hyphens, underscores and
/// blanks.
pub(super) fn word(text: &str) -> String {
    text.trim().to_ascii_lowercase().replace(['_', ' '], "-")
}

impl Transaction {
    /// Reads a transaction whose fields all begin with `prefix`.
    pub(crate) fn read(fields: &Fields, prefix: &str) -> Result<Self, String> {
        let get = |name: &str| fields.get(&format!("{prefix}{name}"));
        let text = |name: &str| get(name).map(str::to_owned);
        let id = get("TRANSACTIONID").ok_or("no transaction id")?;
        let currency = get("CURRENCYCODE").and_then(Currency::from_code);
        let currency = currency.ok_or("no currency")?;
        let amount = get("AMT").and_then(|text| parse(text, currency));
        let status = get("PAYMENTSTATUS").ok_or("no payment status")?;
        Ok(Self {
            id: super::client::name(id)
                .map_err(|_| "a malformed transaction id")?
                .to_owned(),
            // Some interfaces write «none» for nothing.
            parent: text("PARENTTRANSACTIONID").filter(|parent| word(parent) != "none"),
            amount: amount.ok_or("no amount")?,
            status: PaymentStatus::read(status),
            fee: get("FEEAMT")
                .and_then(|text| parse(text, currency))
                .map(|fee| fee.amount),
            settled: text("SETTLEAMT").zip(text("EXCHANGERATE")),
            pending_reason: get("PENDINGREASON").map(word),
            reason: get("REASONCODE")
                .filter(|reason| word(reason) != "none")
                .map(code),
            ordered_at: text("ORDERTIME"),
            custom: text("CUSTOM"),
            invoice: text("INVNUM"),
            receivers: ["RECEIVEREMAIL", "RECEIVERID", "RECEIVERBUSINESS"]
                .into_iter()
                .filter_map(text)
                .collect(),
        })
    }

    /// Whether it belongs to the payment; `None` where it does not say.
    pub(crate) fn belongs_to(&self, payment: &Payment) -> Option<bool> {
        let id = payment.opened.id.as_str();
        let custom = self.custom.as_deref().map(|custom| custom == id);
        let invoice = self
            .invoice
            .as_deref()
            .map(|invoice| invoice == payment.opened.reference);
        match (custom, invoice) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (None, None) => None,
            _ => Some(true),
        }
    }

    /// Whether the money went to this account, as far as the answer tells.
    pub(crate) fn was_received_by(&self, receiver: Option<&str>) -> bool {
        let Some(receiver) = receiver else {
            return true;
        };
        let mut known = self.receivers.iter();
        self.receivers.is_empty() || known.any(|one| one.eq_ignore_ascii_case(receiver))
    }

    /// Why it was refused or taken back: PayPal's reason, or else its status.
    pub(crate) fn reason(&self) -> String {
        self.reason.clone().unwrap_or_else(|| match &self.status {
            PaymentStatus::Denied => "Denied".to_owned(),
            PaymentStatus::Failed => "Failed".to_owned(),
            PaymentStatus::Expired => "Expired".to_owned(),
            PaymentStatus::Voided => "Voided".to_owned(),
            _ => "none".to_owned(),
        })
    }

    /// How the payment stands if this is all there is.
    pub(crate) fn standing(&self, method: Option<&str>) -> Result<Standing, String> {
        if self.amount.negative {
            return Err("a payment of a negative amount".to_owned());
        }
        let method = method.map(str::to_owned);
        Ok(match &self.status {
            status if status.is_taken() => Standing::Captured {
                capture: self.id.clone(),
                amount: self.amount.amount,
                fee: self.fee,
                method,
                refunds: Vec::new(),
            },
            PaymentStatus::Pending if self.pending_reason.as_deref() == Some("authorization") => {
                Standing::Authorized {
                    transaction: self.id.clone(),
                    amount: self.amount.amount,
                    method,
                }
            }
            PaymentStatus::Pending => Standing::Pending {
                capture: Some(self.id.clone()),
            },
            PaymentStatus::Denied | PaymentStatus::Failed => Standing::Declined {
                code: self.reason(),
            },
            PaymentStatus::Expired | PaymentStatus::Voided => Standing::Voided,
            PaymentStatus::Other(status) => return Err(format!("payment status {status}")),
            _ => return Err("a payment status out of place".to_owned()),
        })
    }

    /// Everything it says of the payment.
    pub(crate) fn report(&self, payment: &Payment, method: Option<&str>) -> Result<Report, String> {
        let standing = self.standing(method)?;
        let expires_at = match &standing {
            Standing::Authorized { .. } => {
                let lifetime = payment.capabilities().authorization_lifetime;
                let ordered_at = self.ordered_at.as_deref().and_then(unix_ms);
                ordered_at.map(|at| at + lifetime)
            }
            _ => None,
        };
        Ok(Report {
            standing: Some(standing),
            expires_at,
            settled: self.settled(payment),
            reversed: self.reversed(payment),
            ..Report::default()
        })
    }

    /// The sum that stands taken back. A reversal takes what was not refunded before.
    fn reversed(&self, payment: &Payment) -> Option<Money> {
        match &self.status {
            PaymentStatus::Reversed => {
                let amount = self.amount.amount;
                Some(amount.checked_sub(payment.refunded()).unwrap_or(amount))
            }
            status if status.is_taken() => Some(Money::zero(self.amount.amount.currency())),
            _ => None,
        }
    }

    /// What a conversion left. The interface does not name the currency: it is the account's own.
    fn settled(&self, payment: &Payment) -> Option<Settled> {
        let (amount, rate) = self.settled.as_ref()?;
        let currency = payment.opened.terminal.account()?.default_currency;
        let rate = Rate::new(decimal(rate)?)?;
        let amount = parse(amount, currency).filter(|signed| !signed.negative)?;
        let converted = currency != self.amount.amount.currency();
        converted.then_some(Settled {
            amount: amount.amount,
            rate,
        })
    }
}

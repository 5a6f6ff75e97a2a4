//! What a provider tells of a payment: an answer to a question, or an authenticated notice.

use crate::money::{Money, Rate};
use crate::terminal::Condition;
use crate::time::UnixMs;

use super::command::Standing;

/// Facts about one payment. What is absent was not told, and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Report {
    /// How it stands.
    pub standing: Option<Standing>,
    /// What the authorization proved.
    pub security: Option<Security>,
    /// Until when the authorization can be captured.
    pub expires_at: Option<UnixMs>,
    /// What a conversion left in the account's own currency.
    pub settled: Option<Settled>,
    /// Refunds that are done, told on their own: name and amount.
    pub refunds: Vec<(String, Money)>,
    /// The sum that stands taken back, where the provider tells a sum.
    pub reversed: Option<Money>,
    /// Single movements, where the provider tells only these.
    pub reversals: Vec<Reversal>,
    /// Disputes, as they stand now.
    pub disputes: Vec<Case>,
    /// For the payer who has just come back.
    pub receipt: Option<Receipt>,
}

/// What a provider tells the payer who comes back, as the payer wrote it there: shown to the
/// payer, and used for nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Receipt {
    /// What was paid for.
    pub item: Option<String>,
    /// Where the provider sends its own confirmation.
    pub email: Option<String>,
    /// The lines of a postal address.
    pub address: Vec<String>,
}

/// A part of a [`Receipt`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptPart {
    /// What was paid for.
    Item,
    /// The payer's mail address at the provider.
    Email,
    /// The payer's postal address at the provider.
    Address,
}

impl Receipt {
    /// The parts that were told, in the order in which they are shown.
    pub fn parts(&self) -> impl Iterator<Item = (ReceiptPart, String)> {
        let address = (!self.address.is_empty()).then(|| self.address.join(", "));
        [
            (ReceiptPart::Item, self.item.clone()),
            (ReceiptPart::Email, self.email.clone()),
            (ReceiptPart::Address, address),
        ]
        .into_iter()
        .filter_map(|(part, text)| Some((part, text?)))
    }
}

impl From<Standing> for Report {
    fn from(standing: Standing) -> Self {
        Self {
            standing: Some(standing),
            ..Self::default()
        }
    }
}

/// What an authorization proved; `None` where the provider or the method does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Security {
    /// The issuer is liable for fraud.
    pub liability_shift: Option<bool>,
    /// The payer was authenticated by 3-D Secure.
    pub authenticated: Option<bool>,
}

impl Security {
    /// Whether nothing speaks against the condition: methods that cannot say are let through, as
    /// providers do.
    pub const fn meets(self, condition: Condition) -> bool {
        match condition {
            Condition::None => true,
            Condition::LiabilityShift => !matches!(self.liability_shift, Some(false)),
            Condition::Authentication => !matches!(self.authenticated, Some(false)),
        }
    }
}

/// What a conversion left in the account's own currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Settled {
    /// Net amount after the fee, in the account's currency.
    pub amount: Money,
    /// Units of the account's currency for one of the payment's.
    pub rate: Rate,
}

/// Money that was taken back, or came back after all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Reversal {
    /// The provider's name for the movement.
    pub transaction: String,
    /// How much, never negative.
    pub amount: Money,
    /// The provider's reason.
    pub reason: String,
    /// It came back: an earlier reversal was canceled.
    pub undone: bool,
}

/// A dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Case {
    /// The provider's name for it.
    pub id: String,
    /// What it is.
    pub kind: CaseKind,
    /// The provider's reason.
    pub reason: String,
    /// How far it got.
    pub stage: CaseStage,
    /// How much is in question, where told.
    pub amount: Option<Money>,
    /// Until when the merchant can answer, where told.
    pub respond_by: Option<UnixMs>,
}

/// What a dispute is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CaseKind {
    /// The payer asks.
    Inquiry,
    /// The payer complained to the provider.
    Complaint,
    /// The payer's bank took it up.
    Chargeback,
    /// Something else.
    Other,
}

/// How far a dispute got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CaseStage {
    /// Undecided.
    Open,
    /// Decided for the merchant.
    Won,
    /// Decided for the payer.
    Lost,
    /// Closed; the movements of money tell for whom.
    Closed,
}

//! What one entry of the account's history holds.

use crate::clock::UnixMs;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Money taken at once.
    Sale,
    /// Money reserved; see [`Transaction::hold`].
    Authorization,
    /// Money taken from an authorization, its parent. The last one ends it.
    Capture { last: bool },
    /// Money given back by the merchant; the parent is the sale or capture.
    Refund,
    /// Money taken back by PayPal; the parent is the sale or capture.
    Reversal,
    /// Money that PayPal returns to the merchant; the parent is the sale or capture.
    CanceledReversal,
}

/// Through which door the money came, as the notification guide names it. Refunds and
/// reversals carry none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TxnType {
    /// Buy Now and Donate buttons.
    WebAccept,
    /// Several items.
    Cart,
    /// Express Checkout, one item.
    ExpressCheckout,
    /// Hosted card page.
    ProHosted,
}

impl TxnType {
    /// The name in notifications.
    pub(crate) const fn ipn(self) -> &'static str {
        match self {
            Self::WebAccept => "web_accept",
            Self::Cart => "cart",
            Self::ExpressCheckout => "express_checkout",
            Self::ProHosted => "pro_hosted",
        }
    }

    /// The name in the NVP API, which writes hyphens.
    pub(crate) const fn nvp(self) -> &'static str {
        match self {
            Self::WebAccept => "web-accept",
            Self::Cart => "cart",
            Self::ExpressCheckout => "express-checkout",
            Self::ProHosted => "pro-hosted",
        }
    }
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentStatus {
    Pending,
    Completed,
    Denied,
    Failed,
    Expired,
    Voided,
    Refunded,
    PartiallyRefunded,
    Reversed,
    CanceledReversal,
}

impl PaymentStatus {
    /// The name in notifications.
    pub(crate) const fn ipn(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Completed => "Completed",
            Self::Denied => "Denied",
            Self::Failed => "Failed",
            Self::Expired => "Expired",
            Self::Voided => "Voided",
            Self::Refunded => "Refunded",
            Self::PartiallyRefunded => "Partially_Refunded",
            Self::Reversed => "Reversed",
            Self::CanceledReversal => "Canceled_Reversal",
        }
    }

    /// The name in the NVP API.
    pub(crate) const fn nvp(self) -> &'static str {
        match self {
            Self::PartiallyRefunded => "Partially-Refunded",
            Self::CanceledReversal => "Canceled-Reversal",
            other => other.ipn(),
        }
    }
}

/// Why an entry is pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PendingReason {
    Authorization,
    ECheck,
    /// In a currency that the account does not hold.
    MultiCurrency,
    /// Under review by PayPal.
    PaymentReview,
}

impl PendingReason {
    /// The name in notifications.
    pub(crate) const fn ipn(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::ECheck => "echeck",
            Self::MultiCurrency => "multi_currency",
            Self::PaymentReview => "paymentreview",
        }
    }

    /// The name in the NVP API.
    pub(crate) const fn nvp(self) -> &'static str {
        match self {
            Self::MultiCurrency => "multi-currency",
            Self::PaymentReview => "payment-review",
            other => other.ipn(),
        }
    }
}

/// How the payer paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentType {
    Instant,
    ECheck,
}

impl PaymentType {
    /// The name in notifications and in the NVP API.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::ECheck => "echeck",
        }
    }
}

/// What a conversion left in the account's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    /// Whole minor units of ISO 4217, signed like the gross amount.
    pub(crate) amount_minor: i64,
    pub(crate) currency: String,
    /// Decimal text.
    pub(crate) rate: String,
}

/// Who paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payer {
    pub(crate) email: String,
    /// 13 characters.
    pub(crate) id: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    /// ISO 3166 alpha-2.
    pub(crate) country: String,
    pub(crate) verified: bool,
    pub(crate) address: Option<Address>,
}

/// Where the payer lives, if the merchant may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) name: String,
    /// Lines are parted by CR LF.
    pub(crate) street: String,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) zip: String,
    /// ISO 3166 alpha-2.
    pub(crate) country: String,
    pub(crate) country_name: String,
    pub(crate) confirmed: bool,
}

/// One line of what was bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) quantity: u32,
    /// Of one piece, in whole minor units of ISO 4217.
    pub(crate) amount_minor: i64,
}

/// What an authorization still holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hold {
    /// Sum of the captures, in whole minor units of ISO 4217.
    pub(crate) captured_minor: i64,
    /// How many captures there were.
    pub(crate) captures: u32,
    pub(crate) expires_ms: UnixMs,
    /// The newer authorization that took its place.
    pub(crate) renewed_by: Option<String>,
}

/// When an eCheck is decided, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) at_ms: UnixMs,
    pub(crate) clears: bool,
}

/// A complaint or chargeback about a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "`case_type` is its name everywhere"
)]
pub(crate) struct Case {
    /// `PP-nnn-nnn-nnn`.
    pub(crate) id: String,
    /// `complaint`, `chargeback`, `dispute` or `bankreturn`.
    pub(crate) case_type: String,
    pub(crate) reason_code: String,
    pub(crate) opened_ms: UnixMs,
    pub(crate) closed_ms: Option<UnixMs>,
    /// What the buyer says.
    pub(crate) note: Option<String>,
}

/// One entry of the history. Amounts are whole minor units of ISO 4217; those of refunds
/// and reversals are negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transaction {
    /// 17 characters; given by the ledger when it is recorded.
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) txn_type: Option<TxnType>,
    pub(crate) status: PaymentStatus,
    pub(crate) pending_reason: Option<PendingReason>,
    /// An open list at PayPal.
    pub(crate) reason_code: Option<String>,
    pub(crate) payment_type: PaymentType,
    pub(crate) gross_minor: i64,
    /// Absent while pending.
    pub(crate) fee_minor: Option<i64>,
    pub(crate) currency: String,
    /// Only when the amount was converted.
    pub(crate) settled: Option<Settled>,
    pub(crate) payer: Payer,
    pub(crate) items: Vec<Item>,
    /// What the merchant calls the purchase as a whole.
    pub(crate) description: Option<String>,
    pub(crate) custom: Option<String>,
    pub(crate) invoice: Option<String>,
    /// The payer's note, or the merchant's on a refund.
    pub(crate) memo: Option<String>,
    /// Where notifications about this payment go; the account's own address when absent.
    pub(crate) notify_url: Option<String>,
    /// When the payer, or the merchant, ordered it.
    pub(crate) ordered_ms: UnixMs,
    pub(crate) updated_ms: UnixMs,
    /// The receiving account's e-mail.
    pub(crate) account: String,
    /// Whether this is sandbox money.
    pub(crate) test: bool,
    /// Sum of the refunds, positive.
    pub(crate) refunded_minor: i64,
    /// What stands taken back by PayPal, positive.
    pub(crate) reversed_minor: i64,
    /// Of an authorization.
    pub(crate) hold: Option<Hold>,
    /// Of a pending eCheck.
    pub(crate) decision: Option<Decision>,
    pub(crate) cases: Vec<Case>,
}

impl Transaction {
    /// What can still be given back.
    pub(crate) const fn left_minor(&self) -> i64 {
        self.gross_minor
            .saturating_sub(self.refunded_minor)
            .saturating_sub(self.reversed_minor)
    }

    /// Whether money came in or went out under this entry.
    pub(crate) const fn has_moved(&self) -> bool {
        match self.kind {
            Kind::Authorization => false,
            Kind::Sale | Kind::Capture { .. } => matches!(
                self.status,
                PaymentStatus::Completed
                    | PaymentStatus::Refunded
                    | PaymentStatus::PartiallyRefunded
                    | PaymentStatus::Reversed
                    | PaymentStatus::CanceledReversal
            ),
            Kind::Refund | Kind::Reversal | Kind::CanceledReversal => true,
        }
    }

    /// What the books call the merchant's reference.
    pub(crate) fn reference(&self) -> Option<String> {
        self.custom.clone().or_else(|| self.invoice.clone())
    }
}

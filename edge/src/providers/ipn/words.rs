//! PayPal's words, and what each means (Order Management Integration Guide, tables A.4 to A.11;
//! NVP API guide for the words that came later).

/// A list of words, open at its end: what is not on it is kept as it came.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $($variant:ident $(($($alias:literal),+))? = $word:literal $sentence:literal;)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $sentence] $variant,)+
            /// A word that is not on the list, as it came.
            Other(String),
        }

        impl $name {
            /// Every word of the list.
            pub const KNOWN: &[&str] = &[$($word,)+];

            /// The word, however it separates its parts: `_`, `-` and a blank are the same.
            pub fn read(text: &str) -> Self {
                match plain(text).as_str() {
                    $($word $($(| $alias)+)? => Self::$variant,)+
                    _ => Self::Other(text.to_owned()),
                }
            }

            /// The word in lower case, parts separated by `_`; an unknown one as it came.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(text) => text,
                }
            }

            /// What it means, for the operator.
            pub fn sentence(&self) -> &str {
                match self {
                    $(Self::$variant => $sentence,)+
                    Self::Other(_) => "A word of PayPal's that is not known here.",
                }
            }
        }
    };
}

fn plain(text: &str) -> String {
    text.trim().to_ascii_lowercase().replace(['-', ' '], "_")
}

words! {
    /// `payment_status`: how a transaction stands.
    PaymentStatus {
        Created = "created" "The payment was made by German direct debit and is not final.";
        Pending = "pending" "The payment is not final.";
        Processed = "processed" "The payment was accepted and is not in the balance yet.";
        InProgress = "in_progress" "The transaction has not ended.";
        Completed = "completed" "The money is in the balance.";
        FundsHeld = "completed_funds_held" "The payment is done and its money is held back.";
        Denied = "denied" "A pending payment was denied.";
        Failed = "failed" "The payment from the payer's bank account failed.";
        Expired = "expired" "The authorization ran out.";
        Voided = "voided" "The authorization was given up.";
        Refunded = "refunded" "Money was paid back.";
        PartiallyRefunded = "partially_refunded" "A part of the money was paid back.";
        Reversed = "reversed" "Money was taken back.";
        CanceledReversal ("cancelled_reversal") = "canceled_reversal"
            "Money that was taken back was returned.";
        NoStatus = "none" "There is no status.";
    }
}

words! {
    /// `pending_reason`: why a payment is not final.
    PendingReason {
        Address = "address" "The payer gave no confirmed address; accept or deny it at PayPal.";
        Authorization = "authorization" "The money is reserved and was not captured yet.";
        DelayedDisbursement = "delayed_disbursement" "PayPal pays the money out later.";
        Echeck = "echeck" "An eCheck has not cleared.";
        Intl = "intl" "The account takes no payment from abroad by itself; accept or deny it at PayPal.";
        MultiCurrency = "multi_currency"
            "The account has no balance in this currency; accept or deny it at PayPal.";
        Order = "order" "An order was placed and nothing is reserved yet.";
        PaymentReview ("payment_review") = "paymentreview" "PayPal reviews the payment for risk.";
        RegulatoryReview = "regulatory_review" "PayPal reviews the payment, for at most 72 hours.";
        Unilateral = "unilateral" "The receiving address belongs to no confirmed account yet.";
        Upgrade = "upgrade" "The account must be upgraded before it can take this payment.";
        Verify = "verify" "The account must be verified before it can take this payment.";
        Unspecified = "other" "PayPal does not say why; ask its customer service.";
    }
}

words! {
    /// `reason_code` of a payment: why money went back, or why it was denied.
    ReasonCode {
        AdjustmentReversal = "adjustment_reversal" "An adjustment was reversed.";
        AdminFraudReversal = "admin_fraud_reversal" "PayPal reversed it because of fraud.";
        AdminReversal = "admin_reversal" "PayPal reversed it.";
        BuyerComplaint = "buyer_complaint" "The payer complained.";
        Chargeback = "chargeback" "The payer's card issuer took the money back.";
        ChargebackReimbursement = "chargeback_reimbursement" "A chargeback was reimbursed.";
        ChargebackSettlement = "chargeback_settlement" "A chargeback was settled.";
        Guarantee = "guarantee" "The payer used the money-back guarantee.";
        Unspecified = "other" "PayPal gives no reason.";
        Refund = "refund" "The account's owner paid it back.";
        RegulatoryBlock = "regulatory_block" "PayPal blocked it because of a regulation.";
        RegulatoryReject = "regulatory_reject" "PayPal rejected it because of a regulation.";
        RegulatoryReviewExceedingSla = "regulatory_review_exceeding_sla"
            "PayPal's review did not end in time.";
        UnauthorizedClaim = "unauthorized_claim" "The payer says it was not authorized.";
        UnauthorizedSpoof = "unauthorized_spoof" "It was made by somebody who pretended to be the payer.";
    }
}

words! {
    /// `txn_type`: what a message is about.
    TransactionType {
        WebAccept = "web_accept" "A payment by button.";
        Cart = "cart" "A payment for several items.";
        ExpressCheckout = "express_checkout" "A payment by Express Checkout.";
        SendMoney = "send_money" "Money sent from PayPal's own pages.";
        VirtualTerminal = "virtual_terminal" "A payment by Virtual Terminal.";
        ProHosted = "pro_hosted" "A payment by Website Payments Pro Hosted Solution.";
        ProApi = "pro_api" "A payment by Website Payments Pro.";
        MassPay ("mass_pay") = "masspay" "Money paid out to many.";
        MerchantPayment ("mercht_pmt") = "merch_pmt" "A monthly fee, or a payment by reference.";
        AgreementSigned = "mp_signup" "A billing agreement was made.";
        AgreementCanceled = "mp_cancel" "A billing agreement was given up.";
        SubscriptionSigned = "subscr_signup" "A subscription began.";
        SubscriptionPayment = "subscr_payment" "A payment of a subscription.";
        SubscriptionCanceled = "subscr_cancel" "A subscription was given up.";
        SubscriptionModified = "subscr_modify" "A subscription was changed.";
        SubscriptionFailed = "subscr_failed" "A payment of a subscription failed.";
        SubscriptionEnded = "subscr_eot" "A subscription ended.";
        RecurringPayment = "recurring_payment" "A payment of a recurring profile.";
        RecurringCreated = "recurring_payment_profile_created" "A recurring profile was made.";
        RecurringCanceled = "recurring_payment_profile_cancel" "A recurring profile was given up.";
        RecurringExpired = "recurring_payment_expired" "A recurring profile ended.";
        RecurringFailed = "recurring_payment_failed" "A payment of a recurring profile failed.";
        RecurringSkipped = "recurring_payment_skipped"
            "A payment of a recurring profile was skipped and will be tried again.";
        RecurringSuspended = "recurring_payment_suspended" "A recurring profile was suspended.";
        RecurringSuspendedAfterFailures = "recurring_payment_suspended_due_to_max_failed_payment"
            "A recurring profile was suspended after too many failures.";
        OutstandingPayment = "recurring_payment_outstanding_payment"
            "The outstanding balance of a recurring profile was paid.";
        OutstandingPaymentFailed = "recurring_payment_outstanding_payment_failed"
            "The outstanding balance of a recurring profile could not be paid.";
        NewCase = "new_case" "A dispute was opened.";
        Adjustment = "adjustment" "A dispute was closed.";
        Payout = "payout" "A payout for shipping.";
    }
}

words! {
    /// `case_type`: how far a dispute was carried.
    CaseType {
        Dispute = "dispute" "The payer questions the payment.";
        Complaint = "complaint" "The payer asked PayPal to decide.";
        Chargeback = "chargeback" "The payer asked the card issuer for the money.";
        BankReturn = "bankreturn" "The payer's bank took the money back.";
    }
}

words! {
    /// `reason_code` of a dispute.
    CaseReason {
        NonReceipt = "non_receipt" "Nothing was received.";
        NotAsDescribed = "not_as_described" "It was not as described.";
        UnauthorizedClaim = "unauthorized_claim" "The payer says it was not authorized.";
        Unauthorized = "unauthorized" "The payer says it was not authorized.";
        AdjustmentReimburse = "adjustment_reimburse" "The payer asks for a reimbursement.";
        Duplicate = "duplicate" "It was paid twice.";
        Merchandise = "merchandise" "What was received is not in order.";
        Billing = "billing" "The bill is not in order.";
        Special = "special" "A reason of its own.";
    }
}

words! {
    /// `status_x` of a mass payment's record.
    RecordStatus {
        Completed = "completed" "Claimed.";
        Failed = "failed" "Failed.";
        Returned = "returned" "Returned after 30 days.";
        Reversed = "reversed" "Reversed.";
        Unclaimed = "unclaimed" "Not claimed yet.";
        Pending = "pending" "Not final.";
        Blocked = "blocked" "Blocked.";
    }
}

/// Why a record of a mass payment failed, from the number in `reason_code_x`.
pub fn mass_pay_reason(code: &str) -> Option<&'static str> {
    Some(match code {
        "1001" => "the receiver's account is not valid",
        "1002" => "the sender lacks the money",
        "1003" => "the receiver's country is not allowed",
        "3004" => "nobody can pay himself",
        "3014" => "the sender's account is locked",
        "3015" => "the receiver's account is locked",
        "3016" | "11711" => "above the limit of one transaction",
        "3017" => "above the spending limit",
        "3047" => "the account is restricted",
        "3078" => "the balance is negative",
        "3148" => "the receiver's address cannot receive",
        "3535" => "the currency is not valid",
        "3547" | "3558" => "the account's state is restricted",
        "4001" | "4002" => "an error inside PayPal",
        "8319" => "the amount is zero",
        "8330" => "above the receiving limit",
        "8331" => "the same mass payment was made before",
        "9302" => "declined",
        "14159" => "the currency cannot be received",
        "14550" => "the currency is not allowed there",
        "14764" => "waiting because of a regulation",
        "14765" => "blocked because of a regulation",
        "14767" => "the receiver is not registered",
        "14768" => "the receiver is not confirmed",
        "14769" => "the account belongs to a minor",
        "14800" => "above the limit at points of sale",
        _ => return None,
    })
}

/// A filter of Fraud Management that holds a payment, from the number in
/// `fraud_management_pending_filters_x`.
pub fn fraud_filter(number: &str) -> Option<&'static str> {
    Some(match number {
        "1" => "the address does not match",
        "2" => "the address matches in part",
        "3" => "the address could not be checked",
        "4" => "the card's security code does not match",
        "5" => "above the largest amount",
        "6" => "the address is not confirmed",
        "7" => "the country is watched",
        "8" => "a large number of orders",
        "9" => "billing and shipping address differ",
        "10" => "a risky postal code",
        "11" => "a freight forwarder's address",
        "12" => "below the smallest total",
        "13" => "many payments from one address of the network",
        "14" => "a risky e-mail domain",
        "15" => "a risky card range",
        "16" => "a risky range of the network",
        "17" => "PayPal's fraud model",
        _ => return None,
    })
}

//! Which text belongs to what. A code without a text does not compile, and neither does a text
//! that belongs to nothing.

use crate::payment::{ReceiptPart, Status, Why};
use crate::problem::Code;

use super::{Lang, Texts};

impl Lang {
    /// Texts of the widget and the pages around it.
    pub const fn texts(self) -> &'static Texts {
        &self.words().form
    }

    /// The button at the provider that leads back to us; at most 60 characters.
    pub const fn finish_and_return(self) -> &'static str {
        self.words().alone.finish_and_return
    }

    /// The sentence for a problem.
    pub const fn problem(self, code: Code) -> &'static str {
        let problem = &self.words().problem;
        match code {
            Code::AmountEmpty => problem.amount_empty,
            Code::AmountZero => problem.amount_zero,
            Code::AmountNegative => problem.amount_negative,
            Code::AmountNotANumber => problem.amount_not_a_number,
            Code::AmountOtherCurrency => problem.amount_other_currency,
            Code::AmountTooManyDecimals => problem.amount_too_many_decimals,
            Code::AmountAmbiguous => problem.amount_ambiguous,
            Code::AmountTooSmall => problem.amount_too_small,
            Code::AmountTooLarge => problem.amount_too_large,
            Code::PriceNotOffered => problem.price_not_offered,
            Code::TotalChanged => problem.total_changed,
            Code::CurrencyNotOffered => problem.currency_not_offered,
            Code::CurrencyNotTaken => problem.currency_not_taken,
            Code::TerminalNotOffered => problem.terminal_not_offered,
            Code::OpenElsewhere => problem.payment_open_elsewhere,
            Code::ReturnNotAllowed => problem.return_not_allowed,
            Code::FieldNeeded => problem.field_needed,
            Code::EmailInvalid => problem.email_invalid,
            Code::NameInvalid => problem.name_invalid,
            Code::MessageInvalid => problem.message_invalid,
            Code::DedicationInvalid => problem.dedication_invalid,
            Code::ConsentNeeded => problem.consent_needed,
            Code::PromoCodeUnknown => problem.promo_code_unknown,
            Code::CoverFeeNotOffered => problem.cover_fee_not_offered,
            Code::LinkUnknown => problem.link_unknown,
            Code::PaymentUnknown => problem.payment_unknown,
            Code::NoticeUnknown => problem.notice_unknown,
            Code::NoticeNotAttachable => problem.notice_not_attachable,
            Code::NotFound => problem.not_found,
            Code::MethodNotAllowed => problem.method_not_allowed,
            Code::KeyMissing => problem.idempotency_key_missing,
            Code::KeyReused => problem.idempotency_key_reused,
            Code::ContentType => problem.content_type,
            Code::BodyTooLarge => problem.body_too_large,
            Code::BodyInvalid => problem.body_invalid,
            Code::Unauthorized => problem.unauthorized,
            Code::ProviderRefused => problem.provider_refused,
            Code::ProviderUnavailable => problem.provider_unavailable,
            Code::NotCapturable => problem.not_capturable,
            Code::CaptureAmount => problem.capture_amount,
            Code::NotCancelable => problem.not_cancelable,
            Code::NotRefundable => problem.not_refundable,
            Code::RefundAmount => problem.refund_amount,
            Code::TerminalUnknown => problem.terminal_unknown,
            Code::TerminalInUse => problem.terminal_in_use,
            Code::TerminalNotReady => problem.terminal_not_ready,
            Code::SettingChanged => problem.setting_changed,
            Code::Internal => problem.internal,
        }
    }

    /// Why a payment stands where it stands, for the donor.
    pub const fn why(self, reason: Why) -> &'static str {
        let why = &self.words().why;
        match reason {
            Why::ProviderUnreachable => why.provider_unreachable,
            Why::AwaitingPayer => why.awaiting_payer,
            Why::ChooseAnotherMeans => why.choose_another_means,
            Why::CaptureUnderWay => why.capture_under_way,
            Why::ProviderDeciding => why.provider_deciding,
            Why::Reserved => why.reserved,
            Why::AmountDiffers => why.amount_differs,
            Why::ConditionUnmet => why.condition_unmet,
            Why::Paid => why.paid,
            Why::PartlyPaidBack => why.partly_paid_back,
            Why::PaidBack => why.paid_back,
            Why::InDispute => why.in_dispute,
            Why::TakenBack => why.taken_back,
            Why::Declined => why.declined,
            Why::AbandonedByPayer => why.abandoned_by_payer,
            Why::CanceledByOperator => why.canceled_by_operator,
            Why::TimeRanOut => why.time_ran_out,
        }
    }

    /// A status, as a heading.
    pub const fn status(self, status: Status) -> &'static str {
        let heading = &self.words().status;
        match status {
            Status::Created => heading.created,
            Status::Pending => heading.pending,
            Status::Authorized => heading.authorized,
            Status::Captured => heading.captured,
            Status::PartiallyRefunded => heading.partially_refunded,
            Status::Refunded => heading.refunded,
            Status::Declined => heading.declined,
            Status::Canceled => heading.canceled,
            Status::Expired => heading.expired,
            Status::Disputed => heading.disputed,
            Status::Reversed => heading.reversed,
        }
    }

    /// A part of what the provider told the payer who came back.
    pub const fn receipt(self, part: ReceiptPart) -> &'static str {
        let label = &self.words().receipt;
        match part {
            ReceiptPart::Item => label.item,
            ReceiptPart::Email => label.email,
            ReceiptPart::Address => label.address,
        }
    }
}

//! English.

use std::borrow::Cow::Borrowed;

use crate::payment::{ReceiptPart, Status, Why};
use crate::problem::Code;

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    amount_heading: Borrowed("Your gift"),
    amount_label: Borrowed("Amount"),
    currency_label: Borrowed("Currency"),
    provider_heading: Borrowed("Pay with"),
    pay: Borrowed("Give"),
    pay_amount: Borrowed("Give {amount}"),
    opening: Borrowed("Opening {provider}…"),
    redirect_note: Borrowed("You pay on the page of {provider} and come back here afterwards."),
    which_amount: Borrowed("Which amount do you mean?"),
    limits: Borrowed("From {min} to {max}"),
    test_mode: Borrowed("Test mode: no money is charged."),
    amount_too_small: Borrowed("The smallest possible amount is {min}."),
    amount_too_large: Borrowed("The largest possible amount is {max}."),
    amount_empty: Borrowed("Please enter an amount."),
    amount_zero: Borrowed("Please enter an amount above zero."),
    amount_negative: Borrowed("Please enter an amount without a minus sign."),
    amount_not_a_number: Borrowed("Please enter the amount in digits."),
    amount_other_currency: Borrowed(
        "The amount names a different currency from the one chosen. Please change one of them.",
    ),
    amount_too_many_decimals: Borrowed("Too many decimals: this currency has at most {max}."),
    amount_ambiguous: Borrowed("This amount can be read in two ways."),
    currency_not_taken: Borrowed(
        "This way to pay does not accept this currency. Please choose another.",
    ),
    unreachable: Borrowed(
        "We cannot be reached at the moment. Nothing was charged; please try again.",
    ),
    thanks: Borrowed("Thank you!"),
    result_amount: Borrowed("Amount"),
    result_reference: Borrowed("Reference"),
    result_status: Borrowed("Status"),
    again: Borrowed("Back to the form"),
    back_to_site: Borrowed("Back to the website"),
    will_update: Borrowed("This page updates by itself."),
};

pub(super) const fn problem(code: Code) -> &'static str {
    match code {
        Code::AmountEmpty => "Please enter an amount.",
        Code::AmountZero => "Please enter an amount above zero.",
        Code::AmountNegative => "Please enter an amount without a minus sign.",
        Code::AmountNotANumber => "Please enter the amount in digits.",
        Code::AmountOtherCurrency => {
            "The amount names a different currency from the one chosen. Please change one of them."
        }
        Code::AmountTooManyDecimals => "The amount has too many decimals for this currency.",
        Code::AmountAmbiguous => {
            "This amount can be read in two ways: {readings}. Which one do you mean?"
        }
        Code::AmountTooSmall => "The smallest possible amount is {limit}.",
        Code::AmountTooLarge => "The largest possible amount is {limit}.",
        Code::CurrencyNotOffered => "This currency is not offered here. Please choose another.",
        Code::CurrencyNotTaken => {
            "This way to pay does not accept this currency. Please choose another."
        }
        Code::TerminalNotOffered => "This way to pay is not offered here. Please choose another.",
        Code::ReturnNotAllowed => {
            "We cannot lead you back to the page given, as it does not belong to this website. Nothing was charged."
        }
        Code::EmailInvalid => {
            "Please check the email address: it is not complete or has a typing error."
        }
        Code::NameInvalid => "This name is too long or has characters that we cannot use.",
        Code::PromoCodeUnknown => "We do not know this promo code. Please check how it is spelled.",
        Code::CoverFeeNotOffered => "Covering the fee is not offered here.",
        Code::LinkUnknown => {
            "This payment link does not exist or is no longer in use. Nothing was charged."
        }
        Code::PaymentUnknown => "We found no payment at this address.",
        Code::NoticeUnknown => "We found no notice at this address.",
        Code::NoticeNotAttachable => "This notice cannot be handed to this payment.",
        Code::NotFound => "There is no page at this address.",
        Code::MethodNotAllowed => "This address does not take this kind of request.",
        Code::KeyMissing => {
            "The request came without its key. Nothing was charged; please reload the page and try again."
        }
        Code::KeyReused => {
            "This request was already sent with other details. This time nothing was charged; please reload the page."
        }
        Code::ContentType => "The request came in a form that we cannot read. Nothing was charged.",
        Code::BodyTooLarge => "The request is too large. Nothing was charged.",
        Code::BodyInvalid => "The request could not be read. Nothing was charged.",
        Code::Unauthorized => "The admin token is missing or wrong.",
        Code::ProviderRefused => {
            "The payment provider did not accept this payment. Nothing was charged; please choose another way to pay."
        }
        Code::ProviderUnavailable => {
            "The payment provider is not answering at the moment. Nothing was charged; please try again or choose another way to pay."
        }
        Code::NotCapturable => "There is no reserved amount to charge.",
        Code::CaptureAmount => {
            "The amount to charge must be above zero and no more than what is reserved; some providers charge only all of it."
        }
        Code::NotCancelable => "There is no reservation to cancel.",
        Code::NotRefundable => "There is no charged amount to pay back.",
        Code::RefundAmount => {
            "The refund must be above zero and no more than what is left of the payment."
        }
        Code::TerminalUnknown => "This terminal does not exist.",
        Code::TerminalInUse => "Payments with this terminal are still open.",
        Code::TerminalNotReady => "This terminal cannot go live yet.",
        Code::SettingChanged => {
            "Somebody else has changed this setting meanwhile. Please reload it."
        }
        Code::Internal => {
            "Something went wrong on our side. Please try again; you will not be charged twice."
        }
    }
}

pub(super) const fn why(why: Why) -> &'static str {
    match why {
        Why::ProviderUnreachable => {
            "The payment provider cannot be reached at the moment. Nothing was charged."
        }
        Why::AwaitingPayer => "The payment is not complete yet. Nothing has been charged so far.",
        Why::ChooseAnotherMeans => {
            "The card or account was not accepted. Nothing was charged; you can choose another one at the payment provider."
        }
        Why::CaptureUnderWay => {
            "You have approved the payment; the amount is being charged now. There is no need to pay again."
        }
        Why::ProviderDeciding => {
            "The payment provider is still checking the payment, which can take a few days. Your account may already show the amount; there is no need to pay again."
        }
        Why::Reserved => "The amount is reserved but not charged yet. It will be charged later.",
        Why::AmountDiffers => {
            "The payment provider reserved a different amount from the one agreed. We are releasing it; nothing was charged."
        }
        Why::ConditionUnmet => {
            "The bank did not vouch for this payment as we require. We are releasing the reserved amount; nothing was charged."
        }
        Why::Paid => "Your payment has arrived.",
        Why::PartlyPaidBack => "The amount was charged, and part of it has been paid back to you.",
        Why::PaidBack => "The amount was charged and has been paid back to you in full.",
        Why::InDispute => {
            "The amount was charged. Your bank or the payment provider is looking into the payment."
        }
        Why::TakenBack => {
            "The amount was charged and has been returned to you by your bank or the payment provider."
        }
        Why::Declined => "The payment was declined. Nothing was charged.",
        Why::AbandonedByPayer => {
            "The payment was stopped before it was complete. Nothing was charged."
        }
        Why::CanceledByOperator => {
            "The payment was canceled. Nothing was charged, and any reserved amount is released."
        }
        Why::TimeRanOut => "The time for this payment has run out. Nothing was charged.",
    }
}

pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Created => "Not paid yet",
        Status::Pending => "Being checked",
        Status::Authorized => "Reserved",
        Status::Captured => "Paid",
        Status::PartiallyRefunded => "Partly paid back",
        Status::Refunded => "Paid back",
        Status::Declined => "Declined",
        Status::Canceled => "Canceled",
        Status::Expired => "Expired",
        Status::Disputed => "Disputed",
        Status::Reversed => "Reversed",
    }
}

pub(super) const FINISH_AND_RETURN: &str = "Finish and return";

pub(super) const fn receipt(part: ReceiptPart) -> &'static str {
    match part {
        ReceiptPart::Item => "Paid for",
        ReceiptPart::Email => "Email at the provider",
        ReceiptPart::Address => "Address at the provider",
    }
}

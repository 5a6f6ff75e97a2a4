//! English.

use std::borrow::Cow::Borrowed;

use crate::payment::{Status, Why};
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
    redirect_note: Borrowed("You pay on the page of {provider} and come back here."),
    which_amount: Borrowed("Do you mean:"),
    limits: Borrowed("From {min} to {max}"),
    test_mode: Borrowed("Test: no money moves."),
    amount_too_small: Borrowed("The least amount is {min}."),
    amount_too_large: Borrowed("The greatest amount is {max}."),
    amount_empty: Borrowed("Please enter an amount."),
    amount_zero: Borrowed("Please enter an amount above zero."),
    amount_negative: Borrowed("The amount cannot be negative."),
    amount_not_a_number: Borrowed("Please enter the amount in digits."),
    amount_other_currency: Borrowed("The amount names another currency than the one chosen."),
    amount_too_many_decimals: Borrowed("This currency has at most {max} decimals."),
    amount_ambiguous: Borrowed("This amount can be read in two ways."),
    currency_not_taken: Borrowed("This way to pay does not take this currency."),
    unreachable: Borrowed(
        "We cannot be reached at the moment. Nothing was charged; please try again.",
    ),
    thanks: Borrowed("Thank you!"),
    result_amount: Borrowed("Amount"),
    result_reference: Borrowed("Reference"),
    result_status: Borrowed("Status"),
    again: Borrowed("Back to the form"),
    back_to_site: Borrowed("Back to the site"),
    will_update: Borrowed("This page updates by itself."),
};

pub(super) const fn problem(code: Code) -> &'static str {
    match code {
        Code::AmountEmpty => "Please enter an amount.",
        Code::AmountZero => "Please enter an amount above zero.",
        Code::AmountNegative => "The amount cannot be negative.",
        Code::AmountNotANumber => "Please enter the amount in digits.",
        Code::AmountOtherCurrency => "The amount names another currency than the one chosen.",
        Code::AmountTooManyDecimals => "The amount has too many decimals for this currency.",
        Code::AmountAmbiguous => {
            "This amount can be read in two ways: {readings}. Which one do you mean?"
        }
        Code::AmountTooSmall => "The least amount is {limit}.",
        Code::AmountTooLarge => "The greatest amount is {limit}.",
        Code::CurrencyNotOffered => "This currency is not offered here.",
        Code::CurrencyNotTaken => {
            "This way to pay does not take this currency. Please choose another."
        }
        Code::TerminalNotOffered => "This way to pay is not offered here. Please choose another.",
        Code::ReturnNotAllowed => "The page to return to does not belong to this site.",
        Code::EmailInvalid => "This is not a mail address.",
        Code::NameInvalid => "This name is too long or has characters we cannot use.",
        Code::PromoCodeUnknown => "This code does not exist.",
        Code::CoverFeeNotOffered => "Covering the fee is not offered here.",
        Code::LinkUnknown => "This link does not exist or is no longer in use.",
        Code::PaymentUnknown => "This payment does not exist.",
        Code::NotFound => "There is nothing at this address.",
        Code::MethodNotAllowed => "This address does not work this way.",
        Code::KeyMissing => "The request lacks its key. Please reload the page.",
        Code::KeyReused => {
            "This request was already sent with other details. Please reload the page."
        }
        Code::ContentType => "The request came in a form that we do not take.",
        Code::BodyTooLarge => "The request is too large.",
        Code::BodyInvalid => "The request cannot be read.",
        Code::Unauthorized => "The admin token is missing or wrong.",
        Code::ProviderRefused => {
            "The provider did not accept this payment. Nothing was charged; please choose another way to pay."
        }
        Code::ProviderUnavailable => {
            "The provider does not answer at the moment. Nothing was charged; please try again or choose another way to pay."
        }
        Code::NotCapturable => "There is nothing to capture.",
        Code::NotCancelable => "There is nothing to cancel.",
        Code::NotRefundable => "There is nothing to refund.",
        Code::RefundAmount => "The refund must be above zero and at most what is left.",
        Code::Internal => {
            "Something went wrong on our side. Please try again; nothing is charged twice."
        }
    }
}

pub(super) const fn why(why: Why) -> &'static str {
    match why {
        Why::ProviderUnreachable => "The provider could not be reached. Nothing was charged.",
        Why::AwaitingPayer => "The payment was not finished. Nothing was charged so far.",
        Why::ChooseAnotherMeans => {
            "The card or account was declined. You can choose another one at the provider."
        }
        Why::CaptureUnderWay => "You have approved the payment; we are collecting it.",
        Why::ProviderDeciding => {
            "The provider is still checking the payment. This can take some days."
        }
        Why::Reserved => "The amount is reserved and will be collected later.",
        Why::AmountDiffers => {
            "The provider reserved another amount than agreed; we are giving it back."
        }
        Why::Paid => "Your payment has arrived.",
        Why::PartlyPaidBack => "A part of your payment was paid back.",
        Why::PaidBack => "Your payment was paid back.",
        Why::Declined => "The payment was declined. Nothing was charged.",
        Why::AbandonedByPayer => "You left the provider without paying. Nothing was charged.",
        Why::CanceledByOperator => "The reservation was given up. Nothing was charged.",
        Why::TimeRanOut => "The time to pay has run out. Nothing was charged.",
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
        Status::Reversed => "Taken back",
    }
}

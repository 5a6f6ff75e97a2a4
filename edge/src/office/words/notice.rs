//! Words about notices.

use crate::notices::{Channel, State};

pub(in crate::office) const NOTICE: &str = "Notice";
pub(in crate::office) const NOTICES_LEAD: &str = "What providers sent by themselves. Everything is kept as it came; what belongs to a payment is \
     handed to it.";
pub(in crate::office) const NO_NOTICES: &str = "Nothing has arrived yet.";
pub(in crate::office) const NO_NOTICE_MATCHES: &str =
    "No notice matches. Change the filter, or show all.";
pub(in crate::office) const NOTICES_OF_PAYMENT: &str = "Notices of this payment";
pub(in crate::office) const ABOUT: &str = "About";
pub(in crate::office) const ARRIVED: &str = "Arrived";
pub(in crate::office) const ARRIVED_LAST: &str = "Arrived last";
pub(in crate::office) const DELIVERIES: &str = "How often it came";
pub(in crate::office) const PAYMENT: &str = "Payment";
pub(in crate::office) const NOT_READ_YET: &str = "Not read yet";
pub(in crate::office) const OLDER_NOTICES: &str = "Older notices";
pub(in crate::office) const HOW_IT_CAME: &str = "How it came";
pub(in crate::office) const GENUINE: &str = "Genuine";
pub(in crate::office) const YES: &str = "Yes, proved by the provider";
pub(in crate::office) const NOT_PROVED: &str = "Not proved";
pub(in crate::office) const TRIED_AGAIN: &str = "Tried again";
pub(in crate::office) const ATTACH: &str = "Attach to a payment";
pub(in crate::office) const ATTACH_HINT: &str = "The reference (OBL-…) or the id (pay_…).";
pub(in crate::office) const PAYMENT_WRONG: &str =
    "This is no reference and no id of a payment. Copy it from the list of payments.";
pub(in crate::office) const PAYMENT_UNKNOWN: &str = "There is no such payment.";
pub(in crate::office) const RETRY: &str = "Try again";
pub(in crate::office) const RETRY_MEANS: &str =
    "Obole proves once more that it is genuine and looks for its payment.";
pub(in crate::office) const WHAT_IT_SAYS: &str = "What it says";
pub(in crate::office) const ALL_FIELDS: &str = "All fields";
pub(in crate::office) const FIELD: &str = "Field";
pub(in crate::office) const VALUE: &str = "Value";
pub(in crate::office) const MEANING: &str = "Means";
pub(in crate::office) const RAW: &str = "As it came";
pub(in crate::office) const UNMATCHED: &str = "Notices without a payment";

/// How a notice stands, in a word or two.
pub(in crate::office) const fn notice_state(state: State) -> &'static str {
    match state {
        State::Received => "Just arrived",
        State::Unverified => "Not proved yet",
        State::Refused => "Refused",
        State::Unmatched => "Without a payment",
        State::Applied => "Handed to its payment",
        State::Kept => "Kept",
    }
}

/// How a notice stands, in a sentence.
pub(in crate::office) const fn notice_stands(state: State) -> &'static str {
    match state {
        State::Received => "It is kept, and will be worked on in a moment.",
        State::Unverified => {
            "Obole could not find out yet whether it is genuine. It is tried again by itself."
        }
        State::Refused => "It is not genuine, or not for this terminal. Nothing was done with it.",
        State::Unmatched => {
            "It is genuine, but no payment was found for it. You can attach it to one."
        }
        State::Applied => "It was handed to its payment.",
        State::Kept => "It is genuine, and there is nothing to do about it.",
    }
}

/// How a notice came.
pub(in crate::office) const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Ipn => "Instant payment notification (IPN) of PayPal",
        Channel::Webhook => "Signed message (webhook) of PayPal",
        Channel::SilentPost => "Silent post of the Payflow gateway",
    }
}

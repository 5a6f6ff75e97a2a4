//! Words about the look at a website. What the doctor finds it says itself.

use obole_doctor::Severity;

use crate::office::doctor::{Refusal, Unfetched};

pub(in crate::office) const CHECK_WEBSITE: &str = "Check your website";
pub(in crate::office) const CHECK_WEBSITE_LEAD: &str = "Look at a page that holds the checkout as a browser would: what is wrong with it, and what to \
     write instead. Nothing is changed.";
pub(in crate::office) const PAGE_ADDRESS: &str = "Address of the page";
pub(in crate::office) const PAGE_ADDRESS_HINT: &str =
    "As donors see it, such as https://www.example.org/give.";
pub(in crate::office) const CHECK_PAGE: &str = "Check this page";
pub(in crate::office) const FOUND: &str = "What was found";
pub(in crate::office) const FIX: &str = "Write this";
pub(in crate::office) const WHOLE_TAG: &str = "The whole tag, as it should be";
pub(in crate::office) const WHOLE_POLICY: &str = "The whole policy, as it should be";
pub(in crate::office) const WHOLE_POLICY_MEANS: &str =
    "For the person who looks after the server of your website.";

pub(in crate::office) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

/// Why a page could not be looked at.
pub(in crate::office) fn page_not_fetched(why: &Unfetched) -> String {
    match why {
        Unfetched::Refused(refusal) => refused(*refusal).to_owned(),
        Unfetched::LeadsTo(refusal) => {
            format!(
                "The page leads on to another address. {}",
                refused(*refusal)
            )
        }
        Unfetched::Redirects => "The page leads on and on, and never to an end.".to_owned(),
        Unfetched::TooSlow => "The page did not answer in time. Try again in a moment.".to_owned(),
        Unfetched::Failed(why) => format!("The page could not be fetched ({why})."),
    }
}

const fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Malformed => "Write the address of a page, such as https://www.example.org/give.",
        Refusal::Credentials => "The address must not hold a user name or a password.",
        Refusal::Private => {
            "This address is of a private network, which is not looked into. Where the page is \
             not public yet, use cargo xtask doctor on your own machine."
        }
    }
}

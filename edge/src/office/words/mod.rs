//! Everything an operator reads, in English, written for a treasurer. Nothing is written in the
//! pages themselves, so that another language is another folder like this one.

mod doctor;
mod embed;
mod link;
mod notice;
mod payment;
pub(super) mod say;
mod terminal;
pub(super) mod told;

pub(super) use doctor::*;
pub(super) use embed::*;
pub(super) use link::*;
pub(super) use notice::*;
pub(super) use payment::*;
pub(super) use terminal::*;

// The frame.
pub(super) const BRAND: &str = "Obole";
pub(super) const SKIP: &str = "Skip to the content";
pub(super) const NAVIGATION: &str = "Back office";
pub(super) const OVERVIEW: &str = "Overview";
pub(super) const PAYMENTS: &str = "Payments";
pub(super) const LINKS: &str = "Links";
pub(super) const TERMINALS: &str = "Terminals";
pub(super) const NOTICES: &str = "Notices";
pub(super) const DISPUTES: &str = "Disputes";
pub(super) const WEBSITE: &str = "Website";
pub(super) const SIGN_OUT: &str = "Sign out";
pub(super) const TEST: &str = "Test";
pub(super) const TEST_MEANS: &str = "No real money moves here.";

// Forms.
pub(super) const OPTIONAL: &str = "(optional)";
pub(super) const PROBLEM: &str = "Problem";
pub(super) const PROBLEMS_TITLE: &str = "Please look at this again";
pub(super) const ANY: &str = "Any";
pub(super) const SAVE: &str = "Save";
pub(super) const GO_ON: &str = "Continue";
pub(super) const BACK_WITHOUT: &str = "Back, change nothing";
pub(super) const FORM_OUTDATED_TITLE: &str = "This form is out of date";
pub(super) const FORM_OUTDATED: &str = "Nothing was changed. The page was open for too long, or \
    the form was sent from another website. Open the page again and repeat the step.";
pub(super) const START_AGAIN: &str = "Back to the overview";

// Signing in.
pub(super) const SIGN_IN_TITLE: &str = "Sign in to the back office";
pub(super) const SIGN_IN_LEAD: &str =
    "For the people who look after payments. You stay signed in for twelve hours.";
pub(super) const SIGN_IN: &str = "Sign in";
pub(super) const SIGNED_OUT: &str = "You are signed out.";
pub(super) const TOKEN: &str = "Admin token";
pub(super) const TOKEN_HINT: &str =
    "The secret called ADMIN_TOKEN that was set when Obole was installed.";
pub(super) const TOKEN_EMPTY: &str = "Enter the admin token.";
pub(super) const TOKEN_WRONG: &str = "This is not the admin token.";

// Problems.
pub(super) const TROUBLE_TITLE: &str = "This did not work";
pub(super) const NOT_FOUND_TITLE: &str = "Nothing here";
pub(super) const NOT_FOUND: &str = "There is no page at this address.";
pub(super) const TROUBLE_OURS: &str =
    "Something went wrong on our side. Try again; a step that was already done is not done twice.";

/// What a finished step is told with; the key stands in the address.
pub(super) fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "signed-in" => "You are signed in.",
        "capture" => "The provider was asked to take the money. See below how it stands.",
        "cancel" => "The provider was asked to release the reservation. See below how it stands.",
        "refund" => "The provider was asked to pay the money back. See below how it stands.",
        "link-saved" => "The link is saved. It is in use from now on.",
        "terminal-passed" => "The check passed: the account works.",
        "terminal-failed" => "The check is done. It found what you see below.",
        "terminal-created" => "The terminal is saved. Check it before you use it.",
        "terminal-saved" => "The terminal is saved.",
        "terminal-live" => "The terminal is live: from now on it takes real money.",
        "terminal-test" => "The terminal is in test mode: it takes no real money.",
        "terminal-enabled" => "The terminal is enabled.",
        "terminal-disabled" => "The terminal is disabled: links no longer offer it.",
        "terminal-default" => "New links now begin with this terminal.",
        "terminal-deleted" => "The terminal is deleted.",
        "notice-attached" => "The notice is attached to the payment.",
        "notice-retried" => "The notice was worked on once more. See below how it stands.",
        _ => return None,
    })
}

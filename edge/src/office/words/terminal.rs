//! Words about terminals.

use obole_shared::terminal::Mode;

pub(in crate::office) const TERMINALS_LEAD: &str =
    "A terminal is one account at a provider. Links offer donors the terminals you choose.";
pub(in crate::office) const NO_TERMINALS: &str =
    "No terminal yet. Enter the account that you have at a provider: with it, donors can pay.";
pub(in crate::office) const KIND: &str = "Account";
pub(in crate::office) const STATE: &str = "State";
pub(in crate::office) const CHECK: &str = "Check";
pub(in crate::office) const LIVE: &str = "Live";
pub(in crate::office) const LEGACY: &str = "For old accounts only";
pub(in crate::office) const DISABLED: &str = "Disabled";
pub(in crate::office) const IN_USE: &str = "In use";
pub(in crate::office) const DEFAULT: &str = "For new links";
pub(in crate::office) const NO_CREDENTIALS: &str = "Credentials missing";
pub(in crate::office) const NOT_CHECKED: &str = "Not checked";
pub(in crate::office) const CHECK_OLD: &str = "Check again";
pub(in crate::office) const CHECK_PASSED: &str = "Passed";
pub(in crate::office) const CHECK_FAILED: &str = "Failed";
pub(in crate::office) const CHECK_OLD_MEANS: &str =
    "Something was edited since then: check the account again.";
pub(in crate::office) const CHECK_NOW: &str = "Check this account";
pub(in crate::office) const CHECKED_ON: &str = "Checked on";

pub(in crate::office) const CHOOSE_KIND_LEAD: &str = "Which account do you have? If you are not sure, sign in at the provider: the name of the \
     product is on your contract or in the account settings.";
pub(in crate::office) const NEW_TERMINAL_LEAD: &str =
    "A new terminal begins in test mode. When its live account passes the check, you can go live.";
pub(in crate::office) const TERMINAL_NAME: &str = "Name";
pub(in crate::office) const TERMINAL_NAME_HINT: &str =
    "What donors read when they choose how to pay, such as «Card or TWINT».";
pub(in crate::office) const TERMINAL_NAME_EMPTY: &str = "Enter a name.";
pub(in crate::office) const TERMINAL_ID: &str = "Short name";
pub(in crate::office) const TERMINAL_ID_HINT: &str = "Small letters, digits and dashes, such as cards-2026. It stands in lists and addresses and \
     cannot be changed later.";
pub(in crate::office) const WHAT_IT_TAKES: &str = "What it takes";
pub(in crate::office) const CURRENCIES_HINT: &str = "Only those that are active in your account.";
pub(in crate::office) const CURRENCIES_TYPED_HINT: &str =
    "The codes of your contract, with commas between them: CHF, EUR, USD";
pub(in crate::office) const METHODS: &str = "Cards and methods";
pub(in crate::office) const METHODS_HINT: &str =
    "Only those in your contract. A method with currencies beside it takes only these.";
pub(in crate::office) const CHOOSE_METHOD: &str = "Choose at least one.";
pub(in crate::office) const CONDITION_HINT: &str =
    "A reservation that lacks it is released, and nothing is charged.";
pub(in crate::office) const FEE: &str = "Fee of the provider";
pub(in crate::office) const FEE_HINT: &str = "Only for links that let donors add it; nothing else is reckoned with it. Where to find it: \
     Saferpay: in your contract with the acquirer. PayPal: in your account under «Fees», or on \
     PayPal's page «Merchant fees»; charities may have a rate of their own.";
pub(in crate::office) const FEE_PERCENT: &str = "Percentage";
pub(in crate::office) const FEE_PERCENT_HINT: &str =
    "Such as 2.9. With several cards at different rates, the highest: then the gift arrives whole.";
pub(in crate::office) const FEE_FIXED: &str = "Fixed part of each payment";
pub(in crate::office) const FEE_FIXED_HINT: &str =
    "One line for each currency, such as CHF 0.30. Without a line it is nothing.";
pub(in crate::office) const FEE_PERCENT_WRONG: &str =
    "Write a number between 0 and 20 with at most four decimals, such as 2.9.";
pub(in crate::office) const FEE_FIXED_WRONG: &str =
    "Write one line for each currency: its code and the amount, such as CHF 0.30.";
pub(in crate::office) const FEE_FIXED_TWICE: &str = "Give each currency only one line.";
pub(in crate::office) const TEST_ACCOUNT: &str = "Test account";
pub(in crate::office) const TEST_ACCOUNT_HINT: &str =
    "From the provider's test system (sandbox). No real money moves.";
pub(in crate::office) const LIVE_ACCOUNT: &str = "Live account";
pub(in crate::office) const LIVE_ACCOUNT_HINT: &str = "For real money. You can enter it later.";
pub(in crate::office) const REPLACE_HINT: &str =
    "Type only what you want to replace. What you leave empty stays as it is.";
pub(in crate::office) const KEEP: &str = "Entered. Leave empty to keep it.";
pub(in crate::office) const SET_ON: &str = "Set on";
pub(in crate::office) const NEVER_SHOWN: &str = "It is kept sealed and never shown.";
pub(in crate::office) const NOT_ENTERED: &str = "Nothing is entered yet.";
pub(in crate::office) const CHANGED_MEANWHILE: &str =
    "Somebody else changed this terminal in the meantime. Look at it again, then repeat the step.";

pub(in crate::office) const NOTICE_ADDRESS: &str = "Address for notices";
pub(in crate::office) const EDIT: &str = "Edit";
pub(in crate::office) const GO_LIVE: &str = "Go live";
pub(in crate::office) const GO_TEST: &str = "Back to test mode";
pub(in crate::office) const WHAT_CHANGES: &str = "What changes";
pub(in crate::office) const MAKE_DEFAULT: &str = "Use for new links";
pub(in crate::office) const DISABLE: &str = "Disable";
pub(in crate::office) const ENABLE: &str = "Enable";
pub(in crate::office) const DELETE: &str = "Delete";
pub(in crate::office) const DELETE_MEANS: &str = "Links no longer offer it. Its credentials are erased for good an hour later, or when its last \
     payments are done. Payments made with it stay in the books, but can then no longer be paid \
     back from here.";
pub(in crate::office) const IS_DELETED: &str =
    "This terminal is deleted. Its payments stay in the books.";
pub(in crate::office) const CHECK_OF_TERMINAL_FAILED: &str = "The check of a terminal failed";
pub(in crate::office) const CREDENTIALS_LOCKED: &str =
    "The credentials of a terminal cannot be opened";
pub(in crate::office) const LOCKED_MEANS: &str = "These credentials cannot be opened: they were sealed with another key than the SEALING_KEY \
     in use. Payments wait for them. Put the key back as SEALING_KEY_PREVIOUS, or enter the \
     credentials again.";
pub(in crate::office) const TERMINAL_LACKS_CREDENTIALS: &str = "A terminal lacks its credentials";

/// How a terminal stands, in a sentence.
pub(in crate::office) const fn terminal_stands(
    offered: bool,
    enabled: bool,
    mode: Mode,
) -> &'static str {
    match (offered, enabled, mode) {
        (_, false, _) => "Disabled: links do not offer it. Payments made with it go on.",
        (false, true, Mode::Test) => "Its test credentials are missing: links do not offer it.",
        (false, true, Mode::Live) => "Its live credentials are missing: links do not offer it.",
        (true, true, Mode::Test) => "In test mode: donors can try it, no real money moves.",
        (true, true, Mode::Live) => "Live: donors pay with real money.",
    }
}

/// Makes a sentence of a text that may lack its capital and its full stop.
pub(in crate::office) fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let mut sentence: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    sentence.push_str(letters.as_str());
    if !sentence.is_empty() && !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

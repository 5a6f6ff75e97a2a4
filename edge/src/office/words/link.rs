//! Words of the overview and about links.

// Overview.
pub(in crate::office) const ATTENTION: &str = "Needs your attention";
pub(in crate::office) const NO_ATTENTION: &str = "Nothing waits for you. All is well.";
pub(in crate::office) const FIRST_STEP: &str = "Enter the account that you have at a provider";
pub(in crate::office) const FIRST_STEP_MEANS: &str = "Then make a link, and donors can pay.";
pub(in crate::office) const MONEY: &str = "Received in the last 30 days";
pub(in crate::office) const NO_MONEY: &str = "No real money was received in the last 30 days.";
pub(in crate::office) const MONEY_TEST: &str = "Tests of the last 30 days";
pub(in crate::office) const LATEST: &str = "Latest payments";
pub(in crate::office) const ALL_PAYMENTS: &str = "All payments";
pub(in crate::office) const OPEN_DISPUTES: &str = "Open disputes";
pub(in crate::office) const LAPSES_SOON: &str = "A reservation lapses soon";
pub(in crate::office) const LAPSED: &str = "A reservation has lapsed";

// Links.
pub(in crate::office) const MORE_LINKS: &str = "More links";
pub(in crate::office) const FIRST_LINKS: &str = "Back to the first links";
pub(in crate::office) const LINK_CHANGED: &str =
    "Somebody else changed this link in the meantime. Open it again, then repeat your change.";
pub(in crate::office) const NEW_LINK: &str = "New link";
pub(in crate::office) const NO_LINKS: &str =
    "No link yet. A link is what donors open to pay: make the first one.";
pub(in crate::office) const LIMITS: &str = "Amounts";
pub(in crate::office) const CURRENCIES: &str = "Currencies";
pub(in crate::office) const MISSING: &str = "Not there any more";
pub(in crate::office) const WHAT_FOR: &str = "What for";
pub(in crate::office) const PURPOSE_HINT: &str =
    "What donors give for. They read it here and at the provider.";
pub(in crate::office) const ADDRESS: &str = "Address";
pub(in crate::office) const ADDRESS_HINT: &str = "The end of the link's address: small letters, digits and dashes, such as spring-2027. It cannot \
     be changed later.";
pub(in crate::office) const ID_TAKEN: &str = "This is taken. Choose another.";
pub(in crate::office) const ID_WRONG: &str =
    "Use small letters, digits and dashes, at most 64, and begin with a letter or digit.";
pub(in crate::office) const HOW_MUCH: &str = "How much";
pub(in crate::office) const LEAST: &str = "Least amount";
pub(in crate::office) const MOST: &str = "Greatest amount";
pub(in crate::office) const PRESETS: &str = "Amounts to choose from";
pub(in crate::office) const PRESETS_HINT: &str = "With commas between them: 20, 50, 100";
pub(in crate::office) const NUMBER_WRONG: &str = "Write a number such as 20 or 2.50.";
pub(in crate::office) const NUMBERS_WRONG: &str =
    "Write numbers with commas between them, such as 20, 50, 100.";
pub(in crate::office) const HOW_PAID: &str = "How it is paid";
pub(in crate::office) const TERMINALS_HINT: &str = "The ways to pay that donors can choose from.";
pub(in crate::office) const CHOOSE_CURRENCY: &str = "Choose at least one currency.";
pub(in crate::office) const CHOOSE_TERMINAL: &str = "Choose at least one terminal.";
pub(in crate::office) const NO_TERMINAL_YET: &str =
    "There is no terminal yet, so nobody could pay.";
pub(in crate::office) const NEW_TERMINAL: &str = "New terminal";
pub(in crate::office) const MORE: &str = "More";
pub(in crate::office) const AS_TERMINAL: &str = "As the terminal says";
pub(in crate::office) const RETURN_ORIGINS: &str = "Websites that donors may return to";
pub(in crate::office) const RETURN_ORIGINS_HINT: &str = "One on each line: https://www.example.org, without a page. All others end on Obole's own page.";
pub(in crate::office) const ORIGIN_WRONG: &str =
    "Write each as https://www.example.org, without anything after it.";
pub(in crate::office) const FORM_STRANGE: &str =
    "The form held something that this page did not offer. Open it again and repeat the step.";
pub(in crate::office) const IN_USE_TITLE: &str = "Use this link";
pub(in crate::office) const SEND_ADDRESS: &str = "Send donors to this page:";
pub(in crate::office) const PUT_TAG: &str = "Or put the checkout into a page of your website:";
pub(in crate::office) const TAG: &str = "Tag for your website";

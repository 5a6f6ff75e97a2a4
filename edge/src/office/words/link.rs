//! Words of the overview and about links.

use obole_shared::link::Need;

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
pub(in crate::office) const FIRST_CURRENCY: &str = "Chosen when the form opens";
pub(in crate::office) const FIRST_OF_LIST: &str = "The first one ticked";
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
pub(in crate::office) const PRESETS_HINT: &str = "With commas between them: 20, 50, 100. Or one on each line, with what it does after an equals \
     sign: 50 = one week of meals. In several languages: 50 = [en] one week of meals, and below it a \
     line for each other language: [fr] une semaine de repas.";
pub(in crate::office) const AMOUNTS_KIND: &str = "What donors can give";
pub(in crate::office) const AMOUNTS_FREE: &str = "Any amount, within limits";
pub(in crate::office) const AMOUNTS_FIXED: &str = "Only one of the amounts below";
pub(in crate::office) const AMOUNTS_FIXED_MEANS: &str =
    "For tickets and other fixed prices. No limits are needed then.";
pub(in crate::office) const PRICES_MISSING: &str = "Write at least one price.";
pub(in crate::office) const NUMBER_WRONG: &str = "Write a number such as 20 or 2.50.";
pub(in crate::office) const PRESETS_WRONG: &str = "Write numbers with commas between them, such as 20, 50, 100; or one on each line, with an equals \
     sign before its meaning: 50 = one week of meals.";
pub(in crate::office) const LANGUAGES_WRONG: &str = "Write the text on one line. In several languages, give each a line that begins with the \
     language in brackets, two small letters and each only once: [en] one week of meals.";
pub(in crate::office) const WORDING_LENGTH: &str = "A text has between 1 and 300 characters.";

// What is asked and shown.
pub(in crate::office) const WHAT_ASKED: &str = "What you ask";
pub(in crate::office) const WHAT_ASKED_HINT: &str =
    "Donors give more often when they are asked less. Cards are never asked for here.";
pub(in crate::office) const ASK_NAME: &str = "Name";
pub(in crate::office) const ASK_EMAIL: &str = "Mail address";
pub(in crate::office) const ASK_MESSAGE: &str = "Message";
pub(in crate::office) const ASK_ALSO: &str = "Donors may also";
pub(in crate::office) const ASK_DEDICATION: &str = "dedicate the gift to somebody";
pub(in crate::office) const ASK_DEDICATION_MEANS: &str =
    "In memory of somebody who died, or in honour of somebody who lives.";
pub(in crate::office) const ASK_ANONYMOUS: &str = "ask not to be named";
pub(in crate::office) const ASK_ANONYMOUS_MEANS: &str =
    "You still see a name that they enter; it is marked, so that nobody publishes it.";
pub(in crate::office) const CONSENTS: &str = "Boxes that donors tick to agree";
pub(in crate::office) const CONSENTS_HINT: &str = "Such as a newsletter or your rules: up to five. None is ticked before the donor does it. To take \
     one away, empty its fields.";
pub(in crate::office) const CONSENT_TEXT: &str = "What they agree to";
pub(in crate::office) const CONSENT_TEXT_HINT: &str = "«Send me news by mail.» In several languages: a line for each that begins with the language, \
     such as [en] Send me news by mail.";
pub(in crate::office) const CONSENT_TEXT_EMPTY: &str =
    "Write what donors agree to, or empty this box altogether.";
pub(in crate::office) const CONSENT_ID: &str = "Short name";
pub(in crate::office) const CONSENT_ID_HINT: &str = "It stands with the payment when the box was ticked: small letters, digits and dashes, such as news.";
pub(in crate::office) const CONSENT_ID_EMPTY: &str = "Enter a short name, such as news.";
pub(in crate::office) const CONSENT_REQUIRED: &str = "Nobody can pay without ticking it";
pub(in crate::office) const WHAT_SHOWN: &str = "What you show";
pub(in crate::office) const COVER_FEE: &str = "Offer to add the provider's fee";
pub(in crate::office) const COVER_FEE_MEANS: &str = "Donors can tick that you receive the whole amount. Enter the fee in each terminal first: where \
     it is missing, nothing is offered.";
pub(in crate::office) const GOAL: &str = "Goal of a campaign";
pub(in crate::office) const GOAL_HINT: &str = "Donors then see how much of it is reached: paid gifts in its currency, less what went back. Empty: nothing is shown.";
pub(in crate::office) const GOAL_CURRENCY: &str = "Currency of the goal";

/// Whether a field stands in the form.
pub(in crate::office) const fn need(need: Need) -> &'static str {
    match need {
        Need::Off => "Not asked",
        Need::Optional => "May stay empty",
        Need::Required => "Must be filled in",
    }
}

pub(in crate::office) const HOW_PAID: &str = "How it is paid";
pub(in crate::office) const TERMINALS_HINT: &str = "The ways to pay that donors can choose from.";
pub(in crate::office) const CHOOSE_CURRENCY: &str = "Choose at least one currency.";
pub(in crate::office) const FIRST_CURRENCY_NOT_TICKED: &str = "Tick this currency above too.";
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
pub(in crate::office) const BUILD_TAG: &str = "Choose how it looks, and try it";

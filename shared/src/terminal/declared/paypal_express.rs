//! PayPal Express Checkout over NVP, United States and Canada.

use crate::currency::Currency;
use crate::terminal::{
    Account, AccountType, AskRules, Capabilities, CredentialField, Currencies, DisputeSource,
    Express, Method, MethodRule, Operations,
};
use crate::time::Millis;

use super::paypal::{
    API_PASSWORD, API_SIGNATURE, API_USER, CLASSIC_TEXT, CURRENCIES, OPERATIONS, RECEIVER,
};

/// The declaration.
pub(crate) const PAYPAL_EXPRESS: Capabilities = Capabilities {
    name: "PayPal Express Checkout (API signature)",
    legacy: false,
    ask: AskRules {
        session_asks_max: None,
        needs_transaction: false,
        // The last one shortly before the token ends: an approval lapses with it.
        planned: &[Millis::minutes(10), Millis::hours(1), Millis::minutes(174)],
        // A token lives about three hours.
        last_ask: Millis::minutes(210),
        last_ask_pending: Millis::days(30),
        // The adapter searches by reference itself once a token has ended.
        has_books: false,
        books_lag: Millis(0),
    },
    needs_completion: true,
    // MSGSUBID repeats the first answer.
    refund_is_repeatable: true,
    authorization_lifetime: Millis::days(29),
    pre_authorization_lifetime: Millis::days(29),
    currencies: Currencies::Only(CURRENCIES),
    accounts: &[
        Account {
            kind: AccountType::ExpressUs,
            name: "Express Checkout, United States",
            country: "US",
            default_currency: Currency::USD,
            currencies: None,
            methods: &[Method::Paypal],
            express: Express::Only,
        },
        Account {
            kind: AccountType::ExpressCa,
            name: "Express Checkout, Canada",
            country: "CA",
            default_currency: Currency::CAD,
            currencies: None,
            methods: &[Method::Paypal],
            express: Express::Only,
        },
    ],
    methods: &[MethodRule::plain(Method::Paypal, "paypal")],
    operations: Operations {
        disputes: DisputeSource::Notice,
        ..OPERATIONS
    },
    text: CLASSIC_TEXT,
    credentials: &[API_USER, API_PASSWORD, API_SIGNATURE, SUBJECT, RECEIVER],
};

const SUBJECT: CredentialField = CredentialField {
    name: "subject",
    label: "Account e-mail (only with granted permission)",
    hint: "Where the three values above belong to another account that was granted API \
           permission: the e-mail of the account that is paid",
    secret: false,
    required: false,
    max: 127,
};

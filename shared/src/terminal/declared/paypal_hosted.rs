//! PayPal's hosted card page (Website Payments Pro Hosted Solution), by API signature.

use crate::currency::Currency;
use crate::terminal::{
    Account, AccountType, AskRules, Capabilities, Currencies, DisputeSource, Express, Method,
    MethodRule, Operations,
};
use crate::time::Millis;

use super::paypal::{
    API_PASSWORD, API_SIGNATURE, API_USER, CLASSIC_TEXT, CURRENCIES, OPERATIONS, RECEIVER,
};

/// The declaration.
pub(crate) const PAYPAL_HOSTED: Capabilities = Capabilities {
    name: "PayPal Payments Pro (hosted card page)",
    legacy: false,
    ask: AskRules {
        session_asks_max: None,
        needs_transaction: false,
        planned: &[Millis::minutes(15), Millis::hours(1), Millis::hours(3)],
        // A page's token lives about two hours; a search may lag.
        last_ask: Millis::hours(5),
        last_ask_pending: Millis::days(30),
        has_books: false,
        books_lag: Millis(0),
    },
    needs_completion: false,
    // MSGSUBID repeats the first answer.
    refund_is_repeatable: true,
    authorization_lifetime: Millis::days(29),
    pre_authorization_lifetime: Millis::days(29),
    currencies: Currencies::Only(CURRENCIES),
    accounts: &[
        Account {
            kind: AccountType::PaymentsPro,
            name: "PayPal Payments Pro",
            country: "CA",
            default_currency: Currency::CAD,
            currencies: None,
            methods: &[
                Method::Visa,
                Method::Mastercard,
                Method::Amex,
                Method::Discover,
            ],
            express: Express::No,
        },
        Account {
            kind: AccountType::WebsitePaymentsProGb,
            name: "Website Payments Pro, Great Britain",
            country: "GB",
            default_currency: Currency::GBP,
            currencies: None,
            methods: &[Method::Visa, Method::VisaElectron, Method::Mastercard],
            express: Express::No,
        },
    ],
    methods: &[
        MethodRule::plain(Method::Visa, "Visa"),
        MethodRule::plain(Method::Mastercard, "MasterCard"),
        MethodRule::plain(Method::Amex, "Amex"),
        MethodRule::plain(Method::Discover, "Discover"),
        MethodRule::plain(Method::VisaElectron, "Electron"),
    ],
    operations: Operations {
        disputes: DisputeSource::Notice,
        ..OPERATIONS
    },
    text: CLASSIC_TEXT,
    credentials: &[API_USER, API_PASSWORD, API_SIGNATURE, RECEIVER],
};

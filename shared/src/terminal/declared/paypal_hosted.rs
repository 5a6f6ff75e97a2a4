//! PayPal's hosted card page (Website Payments Pro Hosted Solution), by API signature.

use crate::currency::Currency;
use crate::terminal::{
    Account, AccountType, AskRules, Capabilities, CredentialField, Currencies, DisputeSource,
    Express, Method, MethodRule, Operations,
};
use crate::time::Millis;

use super::paypal::{CLASSIC_TEXT, CURRENCIES};

const fn card(method: Method, wire: &'static str) -> MethodRule {
    MethodRule {
        method,
        wire,
        currencies: None,
        by_default: true,
        pre_authorize: false,
        authorization_lifetime: None,
    }
}

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
        card(Method::Visa, "Visa"),
        card(Method::Mastercard, "MasterCard"),
        card(Method::Amex, "Amex"),
        card(Method::Discover, "Discover"),
        card(Method::VisaElectron, "Electron"),
    ],
    operations: Operations {
        authorize: true,
        pre_authorize: false,
        capture_part: true,
        cancel: true,
        reauthorize: false,
        refund: true,
        refund_part: true,
        liability_shift: false,
        authentication: false,
        recurring: false,
        disputes: DisputeSource::Notice,
    },
    text: CLASSIC_TEXT,
    credentials: &[
        CredentialField {
            name: "user",
            label: "API user name",
            hint: "PayPal, Account settings, API access, NVP/SOAP integration, Manage API \
                   credentials",
            secret: false,
            required: true,
            max: 127,
        },
        CredentialField {
            name: "password",
            label: "API password",
            hint: "On the same page, behind «Show»",
            secret: true,
            required: true,
            max: 64,
        },
        CredentialField {
            name: "signature",
            label: "API signature",
            hint: "On the same page, behind «Show»",
            secret: true,
            required: true,
            max: 128,
        },
        CredentialField {
            name: "receiver",
            label: "Primary e-mail or merchant ID",
            hint: "PayPal, Account settings: notices are taken only for this account",
            secret: false,
            required: true,
            max: 127,
        },
    ],
};

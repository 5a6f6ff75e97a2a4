//! Payflow gateway, hosted pages.

use crate::currency::Currency;
use crate::terminal::{
    Account, AccountType, AskRules, Capabilities, CredentialField, Currencies, Express, Method,
    MethodRule, TextLimits,
};
use crate::time::Millis;

use super::paypal::{CURRENCIES, OPERATIONS};

const USD: Option<&[Currency]> = Some(&[Currency::USD]);

/// Card currencies of Website Payments Pro in Great Britain (NVP API guide, `DoDirectPayment`).
const GB_CARDS: Option<&[Currency]> = Some(&[
    Currency::AUD,
    Currency::CAD,
    Currency::EUR,
    Currency::GBP,
    Currency::JPY,
    Currency::USD,
]);

/// The declaration. `wire` is what the adapter calls the CARDTYPE of an answer; a Visa Electron
/// comes as a Visa.
pub(crate) const PAYFLOW: Capabilities = Capabilities {
    name: "Payflow Pro",
    legacy: false,
    ask: AskRules {
        session_asks_max: None,
        needs_transaction: false,
        // The last one shortly before an Express token ends: an approval lapses with it.
        planned: &[
            Millis::minutes(15),
            Millis::minutes(45),
            Millis::minutes(174),
        ],
        // A secure token lives thirty minutes, an Express token three hours.
        last_ask: Millis::minutes(210),
        last_ask_pending: Millis::days(30),
        has_books: false,
        books_lag: Millis(0),
    },
    needs_completion: false,
    // X-VPS-REQUEST-ID repeats the first answer for thirty days.
    refund_is_repeatable: true,
    authorization_lifetime: Millis::days(29),
    pre_authorization_lifetime: Millis::days(29),
    currencies: Currencies::Only(CURRENCIES),
    accounts: &[
        Account {
            kind: AccountType::PayflowProUs,
            name: "Payflow Pro, United States",
            country: "US",
            default_currency: Currency::USD,
            currencies: USD,
            methods: &[
                Method::Visa,
                Method::Mastercard,
                Method::Amex,
                Method::Discover,
                Method::Diners,
                Method::Jcb,
            ],
            express: Express::Option,
        },
        Account {
            kind: AccountType::PayflowPaymentsProUs,
            name: "PayPal Payments Pro (Payflow Edition), United States",
            country: "US",
            default_currency: Currency::USD,
            currencies: USD,
            methods: &[
                Method::Visa,
                Method::Mastercard,
                Method::Amex,
                Method::Discover,
            ],
            express: Express::No,
        },
        Account {
            kind: AccountType::PayflowExpressUs,
            name: "Website Payments Pro, United States",
            country: "US",
            default_currency: Currency::USD,
            currencies: USD,
            methods: &[Method::Paypal],
            express: Express::Only,
        },
        Account {
            kind: AccountType::PayflowEditionGb,
            name: "Website Payments Pro Payflow Edition, Great Britain",
            country: "GB",
            default_currency: Currency::GBP,
            currencies: GB_CARDS,
            methods: &[Method::Visa, Method::VisaElectron, Method::Mastercard],
            express: Express::No,
        },
        Account {
            kind: AccountType::PayflowExpressGb,
            name: "Website Payments Pro, Great Britain",
            country: "GB",
            default_currency: Currency::GBP,
            currencies: None,
            methods: &[Method::Paypal],
            express: Express::Only,
        },
    ],
    methods: &[
        MethodRule::plain(Method::Visa, "visa"),
        MethodRule::plain(Method::Mastercard, "mastercard"),
        MethodRule::plain(Method::Discover, "discover"),
        MethodRule::plain(Method::Amex, "amex"),
        MethodRule::plain(Method::Diners, "diners"),
        MethodRule::plain(Method::Jcb, "jcb"),
        MethodRule::plain(Method::VisaElectron, "electron"),
        MethodRule::plain(Method::Paypal, "paypal"),
    ],
    operations: OPERATIONS,
    text: TextLimits {
        description: 127,
        reference: 127,
        url: 512,
        email: 127,
        name: 30,
    },
    credentials: &[
        CredentialField {
            name: "partner",
            label: "Partner",
            hint: "PayPal, or the name of your reseller; PayPalUK in Great Britain",
            secret: false,
            required: true,
            max: 64,
        },
        CredentialField {
            name: "vendor",
            label: "Merchant login",
            hint: "What you sign in to PayPal Manager with",
            secret: false,
            required: true,
            max: 64,
        },
        CredentialField {
            name: "user",
            label: "User",
            hint: "The same as the merchant login, unless you made another user in PayPal Manager",
            secret: false,
            required: true,
            max: 64,
        },
        CredentialField {
            name: "password",
            label: "Password",
            hint: "That user's password in PayPal Manager",
            secret: true,
            required: true,
            max: 32,
        },
    ],
};

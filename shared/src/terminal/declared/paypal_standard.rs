//! PayPal Payments Standard, for accounts that still have it.

use crate::terminal::{
    AskRules, Capabilities, CredentialField, Currencies, DisputeSource, Method, MethodRule,
    Operations, TextLimits,
};
use crate::time::Millis;

use super::paypal::{CLASSIC_TEXT, CURRENCIES};

/// The declaration.
pub(crate) const PAYPAL_STANDARD: Capabilities = Capabilities {
    name: "PayPal Payments Standard (legacy)",
    legacy: true,
    ask: AskRules {
        session_asks_max: None,
        needs_transaction: true,
        planned: &[],
        // Notices are repeated for four days; then a donor who never paid is gone.
        last_ask: Millis::days(5),
        last_ask_pending: Millis::days(30),
        has_books: false,
        books_lag: Millis(0),
    },
    needs_completion: false,
    refund_is_repeatable: false,
    authorization_lifetime: Millis::days(29),
    pre_authorization_lifetime: Millis::days(29),
    currencies: Currencies::Only(CURRENCIES),
    accounts: &[],
    methods: &[MethodRule::plain(Method::Paypal, "paypal")],
    operations: Operations {
        authorize: false,
        pre_authorize: false,
        capture_part: false,
        cancel: false,
        reauthorize: false,
        refund: false,
        refund_part: false,
        liability_shift: false,
        authentication: false,
        recurring: false,
        disputes: DisputeSource::Notice,
    },
    text: TextLimits {
        url: 255,
        ..CLASSIC_TEXT
    },
    credentials: &[
        CredentialField {
            name: "business",
            label: "Business e-mail or merchant ID",
            hint: "The PayPal account that is paid",
            secret: false,
            required: true,
            max: 127,
        },
        CredentialField {
            name: "receiver",
            label: "Primary e-mail or merchant ID",
            hint: "Only where the primary e-mail is another one: notices name it",
            secret: false,
            required: false,
            max: 127,
        },
        CredentialField {
            name: "identity_token",
            label: "PDT identity token",
            hint: "PayPal, Website payment preferences, Payment Data Transfer: shown once it and \
                   Auto Return are on",
            secret: true,
            required: false,
            max: 128,
        },
        CredentialField {
            name: "ipn_secret",
            label: "Secret in the notify address",
            hint: "Instead of asking PayPal about each notice: a word of your own, entered here \
                   and as ?secret= in the profile's notification address",
            secret: true,
            required: false,
            max: 64,
        },
    ],
};

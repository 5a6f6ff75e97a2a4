//! PayPal Orders v2 and Payments v2.

use crate::terminal::{
    AskRules, Capabilities, CredentialField, Currencies, DisputeSource, Method, MethodRule,
    Operations, TextLimits,
};
use crate::time::Millis;

use super::paypal::{CURRENCIES, OPERATIONS};

/// The declaration.
pub(crate) const PAYPAL_ORDERS: Capabilities = Capabilities {
    name: "PayPal",
    legacy: false,
    ask: AskRules {
        session_asks_max: None,
        needs_transaction: false,
        planned: &[Millis::minutes(10), Millis::hours(1), Millis::hours(3)],
        // Three hours to arrive and three to approve and capture, then a margin.
        last_ask: Millis::minutes(390),
        // An eCheck clears within days; ask for a month.
        last_ask_pending: Millis::days(30),
        has_books: false,
        books_lag: Millis(0),
    },
    needs_completion: true,
    // PayPal-Request-Id is kept 45 days for refunds.
    refund_is_repeatable: true,
    authorization_lifetime: Millis::days(29),
    pre_authorization_lifetime: Millis::days(29),
    currencies: Currencies::Only(CURRENCIES),
    accounts: &[],
    methods: &[MethodRule::plain(Method::Paypal, "paypal")],
    operations: Operations {
        disputes: DisputeSource::Api,
        ..OPERATIONS
    },
    text: TextLimits {
        description: 127,
        reference: 127,
        url: 2_048,
        email: 254,
        name: 140,
    },
    credentials: &[
        CredentialField {
            name: "client_id",
            label: "Client ID",
            hint: "developer.paypal.com, Apps & Credentials, your REST app (Sandbox or Live)",
            secret: false,
            required: true,
            max: 128,
        },
        CredentialField {
            name: "secret",
            label: "Secret",
            hint: "Beside the client ID, behind «Show»",
            secret: true,
            required: true,
            max: 128,
        },
        CredentialField {
            name: "webhook_id",
            label: "Webhook ID",
            hint: "In the same app: add a webhook with this installation's notify address, \
                   then copy its ID",
            secret: false,
            required: true,
            max: 50,
        },
    ],
};

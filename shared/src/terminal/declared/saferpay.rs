//! Saferpay JSON API, Payment Page.

use crate::currency::Currency;
use crate::terminal::{
    AskRules, Capabilities, CredentialField, Currencies, DisputeSource, Method, MethodRule,
    Operations, TextLimits,
};
use crate::time::Millis;

/// A card brand that can be captured within ten days.
const fn card(method: Method, wire: &'static str, pre_authorize: bool) -> MethodRule {
    MethodRule {
        method,
        wire,
        currencies: None,
        by_default: true,
        pre_authorize,
        authorization_lifetime: Some(Millis::days(10)),
    }
}

/// A method that only some contracts have: off until its owner switches it on.
const fn other(method: Method, wire: &'static str) -> MethodRule {
    MethodRule {
        method,
        wire,
        currencies: None,
        by_default: false,
        pre_authorize: false,
        authorization_lifetime: None,
    }
}

/// The declaration.
pub(crate) const SAFERPAY: Capabilities = Capabilities {
    name: "Saferpay (Worldline)",
    legacy: false,
    ask: AskRules {
        // Polling PaymentPage/Assert is forbidden (JSON API 1.53, "Assert").
        session_asks_max: Some(3),
        needs_transaction: false,
        // A payment page lives about an hour; this is after it and the redirects behind it.
        planned: &[Millis::minutes(90)],
        // Assert answers for 24 hours, for pending payments 120.
        last_ask: Millis::hours(23),
        last_ask_pending: Millis::hours(119),
        has_books: true,
        books_lag: Millis::minutes(6),
    },
    needs_completion: false,
    // No source promises that RequestId protects a refund from being paid twice.
    refund_is_repeatable: false,
    // TWINT's seven days are the shortest of the methods.
    authorization_lifetime: Millis::days(7),
    pre_authorization_lifetime: Millis::days(30),
    currencies: Currencies::Iso,
    accounts: &[],
    methods: &[
        card(Method::Visa, "VISA", true),
        card(Method::Mastercard, "MASTERCARD", true),
        MethodRule {
            method: Method::Twint,
            wire: "TWINT",
            currencies: Some(&[Currency::CHF]),
            by_default: true,
            pre_authorize: false,
            authorization_lifetime: Some(Millis::days(7)),
        },
        MethodRule {
            by_default: false,
            ..card(Method::Maestro, "MAESTRO", false)
        },
        MethodRule {
            by_default: false,
            ..card(Method::Amex, "AMEX", false)
        },
        MethodRule {
            by_default: false,
            ..card(Method::Diners, "DINERS", false)
        },
        MethodRule {
            by_default: false,
            ..card(Method::Jcb, "JCB", false)
        },
        MethodRule {
            method: Method::PostFinancePay,
            wire: "POSTFINANCEPAY",
            currencies: Some(&[Currency::CHF]),
            by_default: false,
            pre_authorize: false,
            authorization_lifetime: Some(Millis::days(30)),
        },
        MethodRule {
            method: Method::Paypal,
            wire: "PAYPAL",
            currencies: None,
            by_default: false,
            pre_authorize: false,
            authorization_lifetime: Some(Millis::hours(48)),
        },
        other(Method::UnionPay, "UNIONPAY"),
        other(Method::Bancontact, "BANCONTACT"),
        other(Method::Klarna, "KLARNA"),
        other(Method::DirectDebit, "DIRECTDEBIT"),
        other(Method::Ideal, "IDEAL"),
        other(Method::Eps, "EPS"),
        other(Method::Przelewy24, "EPRZELEWY"),
        other(Method::Blik, "BLIK"),
        other(Method::Wero, "WERO"),
        other(Method::Payconiq, "PAYCONIQ"),
        other(Method::Alipay, "ALIPAY"),
        other(Method::WechatPay, "WECHATPAY"),
        other(Method::AccountToAccount, "ACCOUNTTOACCOUNT"),
        other(Method::Reka, "REKA"),
    ],
    operations: Operations {
        authorize: true,
        pre_authorize: true,
        capture_part: true,
        cancel: true,
        reauthorize: false,
        refund: true,
        refund_part: true,
        liability_shift: true,
        authentication: true,
        recurring: false,
        disputes: DisputeSource::None,
    },
    text: TextLimits {
        description: 1_000,
        reference: 80,
        url: 2_000,
        email: 254,
        name: 100,
    },
    credentials: &[
        CredentialField {
            name: "customer_id",
            label: "Customer ID",
            hint: "Saferpay Backoffice, at the top right beside your name",
            secret: false,
            required: true,
            max: 8,
        },
        CredentialField {
            name: "terminal_id",
            label: "Terminal ID",
            hint: "Settings, Means of payment / Terminals: the «eCommerce» terminal",
            secret: false,
            required: true,
            max: 8,
        },
        CredentialField {
            name: "user",
            label: "JSON API user",
            hint: "Settings, JSON API basic authentication: copied from the list there",
            secret: false,
            required: true,
            max: 64,
        },
        CredentialField {
            name: "password",
            label: "JSON API password",
            hint: "Settings, JSON API basic authentication: set there once, then entered here",
            secret: true,
            required: true,
            max: 128,
        },
    ],
};

//! The adapters, and what the kit must know of each.

use obole_shared::currency::Currency;
use obole_shared::terminal::{AccountType, TerminalKind};
use psp_simulator::Provider;
use serde_json::{Value, json};

/// A kind of terminal with an account at the simulator.
#[derive(Debug)]
pub struct Adapter {
    /// Its name in the table.
    pub name: &'static str,
    /// The kind.
    pub kind: TerminalKind,
    /// The account type, where the kind has some.
    pub account: Option<AccountType>,
    /// What is paid in.
    pub currency: Currency,
    /// A currency that such an account does not take.
    pub foreign: Currency,
    /// Credentials the simulator knows.
    pub(crate) credentials: fn() -> Value,
    /// Who answers there.
    pub(crate) provider: Provider,
    /// The simulator's names for what is called.
    pub(crate) operations: Operations,
    /// A payer can pay by something that takes days.
    pub(crate) pends: bool,
    /// How a dispute is made there; `None` where none is told of.
    pub(crate) disputes: Option<Disputes>,
}

/// The simulator's names for what is called; `None` where nothing is.
#[derive(Debug)]
pub(crate) struct Operations {
    /// Opens the session.
    pub(crate) open: Option<&'static str>,
    /// Takes the money of an approved session, or captures it.
    pub(crate) take: Option<&'static str>,
    /// Asks what became of it.
    pub(crate) ask: Option<&'static str>,
    /// Pays back.
    pub(crate) refund: Option<&'static str>,
}

/// How a dispute is made at the simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disputes {
    /// PayPal's classic account: messages of their own.
    Classic,
    /// PayPal's REST account.
    Rest,
}

/// Every adapter.
pub const ADAPTERS: &[Adapter] = &[
    Adapter {
        name: "Saferpay",
        kind: TerminalKind::Saferpay,
        account: None,
        currency: Currency::CHF,
        foreign: Currency::SEK,
        credentials: || {
            json!({
                "customer_id": "400123", "terminal_id": "17700001",
                "user": "API_400123_00000001", "password": "simulator-password",
            })
        },
        provider: Provider::Saferpay,
        operations: Operations {
            open: Some("PaymentPage/Initialize"),
            take: Some("Transaction/Capture"),
            ask: Some("PaymentPage/Assert"),
            refund: Some("Transaction/Refund"),
        },
        pends: true,
        disputes: None,
    },
    Adapter {
        name: "PayPal Orders",
        kind: TerminalKind::PaypalOrders,
        account: None,
        currency: Currency::EUR,
        foreign: Currency::KWD,
        credentials: || {
            json!({
                "client_id": "simulator-client", "secret": "simulator-secret",
                "webhook_id": "8WH00000000000001",
            })
        },
        provider: Provider::PayPal,
        operations: Operations {
            open: Some("order.create"),
            take: Some("order.capture"),
            ask: Some("order.get"),
            refund: Some("capture.refund"),
        },
        pends: true,
        disputes: Some(Disputes::Rest),
    },
    Adapter {
        name: "Express Checkout US",
        account: Some(AccountType::ExpressUs),
        currency: Currency::USD,
        ..EXPRESS
    },
    Adapter {
        name: "Express Checkout CA, permission granted",
        account: Some(AccountType::ExpressCa),
        currency: Currency::CAD,
        credentials: || {
            json!({
                "user": "partner_api1.obole.test", "password": "SIMULATORPWD0002",
                "signature": PARTNER_SIGNATURE, "subject": "caisse@obole.test",
                "receiver": "caisse@obole.test",
            })
        },
        ..EXPRESS
    },
    Adapter {
        name: "Payments Pro, hosted",
        kind: TerminalKind::PaypalHosted,
        account: Some(AccountType::PaymentsPro),
        currency: Currency::CAD,
        operations: Operations {
            open: Some("BMCreateButton"),
            take: None,
            ask: Some("TransactionSearch"),
            refund: Some("RefundTransaction"),
        },
        // Cards only.
        pends: false,
        ..EXPRESS
    },
    Adapter {
        name: "Payflow Pro, hosted",
        account: Some(AccountType::PayflowProUs),
        ..PAYFLOW
    },
    Adapter {
        name: "Payflow, Express Checkout",
        account: Some(AccountType::PayflowExpressUs),
        credentials: || payflow("PayPal", "oboleexpress"),
        operations: Operations {
            open: Some("ACTION:S"),
            take: Some("ACTION:D"),
            ask: Some("ACTION:G"),
            refund: Some("TRXTYPE:C"),
        },
        pends: true,
        ..PAYFLOW
    },
    Adapter {
        name: "Payflow Edition GB, hosted",
        account: Some(AccountType::PayflowEditionGb),
        currency: Currency::GBP,
        foreign: Currency::JPY,
        credentials: || payflow("PayPalUK", "obolegb"),
        ..PAYFLOW
    },
    Adapter {
        name: "Payments Standard, PDT",
        credentials: || {
            json!({
                "business": "caisse@obole.test",
                "identity_token": "simulatorIdentityToken0000000000000000000000000000000001",
            })
        },
        operations: Operations {
            open: None,
            take: None,
            ask: Some("_notify-synch"),
            refund: None,
        },
        ..STANDARD
    },
    Adapter {
        name: "Payments Standard, notices only",
        ..STANDARD
    },
];

const STANDARD: Adapter = Adapter {
    name: "",
    kind: TerminalKind::PaypalStandard,
    account: None,
    currency: Currency::EUR,
    foreign: Currency::KWD,
    credentials: || json!({ "business": "caisse@obole.test" }),
    provider: Provider::PayPalClassic,
    operations: Operations {
        open: None,
        take: None,
        ask: None,
        refund: None,
    },
    pends: true,
    disputes: Some(Disputes::Classic),
};

const EXPRESS: Adapter = Adapter {
    name: "",
    kind: TerminalKind::PaypalExpress,
    account: None,
    currency: Currency::USD,
    foreign: Currency::KWD,
    credentials: || {
        json!({
            "user": "caisse_api1.obole.test", "password": "SIMULATORPWD0001",
            "signature": SIGNATURE, "receiver": "caisse@obole.test",
        })
    },
    provider: Provider::PayPalClassic,
    operations: Operations {
        open: Some("SetExpressCheckout"),
        take: Some("DoExpressCheckoutPayment"),
        ask: Some("GetExpressCheckoutDetails"),
        refund: Some("RefundTransaction"),
    },
    pends: true,
    disputes: Some(Disputes::Classic),
};

const PAYFLOW: Adapter = Adapter {
    name: "",
    kind: TerminalKind::Payflow,
    account: None,
    currency: Currency::USD,
    foreign: Currency::EUR,
    credentials: || payflow("PayPal", "obolevendor"),
    provider: Provider::Payflow,
    operations: Operations {
        open: Some("CREATESECURETOKEN"),
        take: None,
        ask: Some("TRXTYPE:I"),
        refund: Some("TRXTYPE:C"),
    },
    pends: false,
    disputes: None,
};

fn payflow(partner: &str, vendor: &str) -> Value {
    json!({
        "partner": partner, "vendor": vendor, "user": vendor, "password": "simulator-pwd1",
    })
}

const SIGNATURE: &str = "Simulator.Signature-0001.AbCdEfGhIjKlMnOpQrStUvWxYz01234";
const PARTNER_SIGNATURE: &str = "Simulator.Signature-0002.AbCdEfGhIjKlMnOpQrStUvWxYz01234";

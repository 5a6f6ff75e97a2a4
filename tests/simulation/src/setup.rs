//! The provider accounts of the simulated installation: those the simulator knows.

use std::collections::BTreeMap;

use obole_edge::desk::Setup;
use obole_edge::providers::paypal::TokenCache;
use obole_edge::providers::{Addresses, Credentials, Origins, Provider, SetupError};
use obole_shared::currency::Currency;
use obole_shared::ids::TerminalId;
use obole_shared::payment::Payment;
use obole_shared::terminal::{AccountType, Method, Mode, Terminal, TerminalKind};
use serde_json::{Value, json};

use crate::world::{PROVIDER_ORIGIN, PUBLIC_ORIGIN};

/// A terminal of the installation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account {
    /// Its id.
    pub id: &'static str,
    /// Its kind.
    pub kind: TerminalKind,
    /// Its account type.
    pub product: Option<AccountType>,
    /// What is paid in.
    pub currencies: &'static [Currency],
    credentials: fn() -> Value,
}

fn express() -> Value {
    json!({
        "user": "caisse_api1.obole.test", "password": "SIMULATORPWD0001",
        "signature": "Simulator.Signature-0001.AbCdEfGhIjKlMnOpQrStUvWxYz01234",
        "receiver": "caisse@obole.test",
    })
}

fn payflow() -> Value {
    json!({
        "partner": "PayPal", "vendor": "obolevendor", "user": "obolevendor",
        "password": "simulator-pwd1",
    })
}

/// The terminals; the more often a line stands here, the more donors choose it.
pub(crate) const ACCOUNTS: &[Account] = &[
    SAFERPAY,
    SAFERPAY,
    SAFERPAY,
    ORDERS,
    ORDERS,
    ORDERS,
    Account {
        id: "express-test",
        kind: TerminalKind::PaypalExpress,
        product: Some(AccountType::ExpressUs),
        currencies: &[Currency::USD, Currency::EUR],
        credentials: express,
    },
    Account {
        id: "hosted-test",
        kind: TerminalKind::PaypalHosted,
        product: Some(AccountType::PaymentsPro),
        currencies: &[Currency::CAD],
        credentials: express,
    },
    Account {
        id: "payflow-test",
        kind: TerminalKind::Payflow,
        product: Some(AccountType::PayflowProUs),
        currencies: &[Currency::USD],
        credentials: payflow,
    },
    Account {
        id: "payflow-express-test",
        kind: TerminalKind::Payflow,
        product: Some(AccountType::PayflowExpressUs),
        currencies: &[Currency::USD],
        credentials: payflow,
    },
];

/// The first one.
pub(crate) const SAFERPAY: Account = Account {
    id: "saferpay-test",
    kind: TerminalKind::Saferpay,
    product: None,
    currencies: &[Currency::CHF, Currency::CHF, Currency::EUR],
    credentials: || {
        json!({
            "customer_id": "400123", "terminal_id": "17700001",
            "user": "API_400123_00000001", "password": "simulator-password",
        })
    },
};

const ORDERS: Account = Account {
    id: "paypal-test",
    kind: TerminalKind::PaypalOrders,
    product: None,
    currencies: &[Currency::CHF, Currency::EUR],
    credentials: || {
        json!({
            "client_id": "simulator-client", "secret": "simulator-secret",
            "webhook_id": "8WH00000000000001",
        })
    },
};

impl Account {
    /// The terminal with this account.
    pub(crate) fn terminal(&self) -> Option<Terminal> {
        let terminal = Terminal::new(
            self.id.parse().ok()?,
            self.kind,
            "Cards".to_owned(),
            Mode::Test,
            self.currencies.to_vec(),
        );
        let methods = match self.kind {
            // What is paid by bank transfer pends for hours.
            TerminalKind::Saferpay => vec![
                Method::Visa,
                Method::Mastercard,
                Method::Twint,
                Method::AccountToAccount,
            ],
            _ => Vec::new(),
        };
        Some(Terminal {
            methods,
            account: self.product,
            ..terminal
        })
    }

    /// See [`is_approved_first`].
    pub(crate) fn is_approved_first(&self) -> bool {
        self.terminal().as_ref().is_some_and(is_approved_first)
    }
}

/// The payer approves at the provider, and the money is taken by a call of ours.
pub(crate) fn is_approved_first(terminal: &Terminal) -> bool {
    terminal.kind.capabilities().needs_completion
        || terminal.account == Some(AccountType::PayflowExpressUs)
}

/// Addresses and accounts.
pub(crate) struct SimSetup {
    addresses: Addresses,
    providers: BTreeMap<TerminalId, Provider>,
}

impl Default for SimSetup {
    fn default() -> Self {
        let at = |path: &str| Some(format!("{PROVIDER_ORIGIN}/{path}"));
        let origins = Origins {
            saferpay: at("saferpay"),
            paypal_api: at("paypal"),
            paypal_nvp: at("paypal-nvp"),
            paypal_web: at("paypal-web"),
            paypal_ipn: at("paypal-ipn"),
            payflow: at("payflow"),
            payflow_link: at("payflow-link"),
        };
        let provider = |account: &Account| {
            let terminal = account.terminal()?;
            let credentials = Credentials::read(account.kind, (account.credentials)()).ok()?;
            let tokens = TokenCache::default();
            let provider = Provider::new(&terminal, credentials, &origins, tokens).ok()?;
            Some((terminal.id, provider))
        };
        Self {
            addresses: Addresses {
                public_origin: PUBLIC_ORIGIN.to_owned(),
            },
            providers: ACCOUNTS.iter().filter_map(provider).collect(),
        }
    }
}

impl Setup for SimSetup {
    fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    async fn provider(&self, payment: &Payment) -> Result<Provider, SetupError> {
        let id = &payment.opened.terminal.id;
        let known = self.providers.get(id).cloned();
        known.ok_or_else(|| SetupError::NoCredentials(id.clone()))
    }
}

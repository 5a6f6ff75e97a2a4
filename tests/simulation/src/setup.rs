//! The provider accounts of the simulated installation: those the simulator knows.

use obole_edge::desk::Setup;
use obole_edge::providers::{Addresses, Provider, SetupError, paypal, saferpay};
use obole_shared::ids::Secret;
use obole_shared::payment::Payment;
use obole_shared::terminal::TerminalKind;
use psp_simulator::{PayPalAccount, SaferpayTerminal};

use crate::world::{PROVIDER_ORIGIN, PUBLIC_ORIGIN};

/// Addresses and accounts.
pub(crate) struct SimSetup {
    addresses: Addresses,
    saferpay: saferpay::Saferpay,
    paypal: paypal::Paypal,
}

impl Default for SimSetup {
    fn default() -> Self {
        let terminal = SaferpayTerminal::default();
        let account = PayPalAccount::default();
        Self {
            addresses: Addresses {
                public_origin: PUBLIC_ORIGIN.to_owned(),
            },
            saferpay: saferpay::Saferpay::new(
                saferpay::Credentials {
                    customer_id: terminal.customer,
                    terminal_id: terminal.terminal,
                    user: terminal.username,
                    password: Secret::new(terminal.password),
                },
                format!("{PROVIDER_ORIGIN}/saferpay"),
            ),
            paypal: paypal::Paypal::new(
                paypal::Credentials {
                    client_id: account.client_id,
                    secret: Secret::new(account.secret),
                    webhook_id: account.webhook_id,
                },
                format!("{PROVIDER_ORIGIN}/paypal"),
                paypal::TokenCache::default(),
            ),
        }
    }
}

impl Setup for SimSetup {
    fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    async fn provider(&self, payment: &Payment) -> Result<Provider, SetupError> {
        let terminal = &payment.opened.terminal;
        match terminal.kind {
            TerminalKind::Saferpay => Ok(Provider::Saferpay(self.saferpay.clone())),
            TerminalKind::PaypalOrders => Ok(Provider::Paypal(self.paypal.clone())),
            _ => Err(SetupError::NoCredentials(terminal.id.clone())),
        }
    }
}

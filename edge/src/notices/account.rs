//! What a message to a terminal must prove.

use obole_shared::ids::Secret;
use obole_shared::terminal::{Mode, TerminalKind};

use crate::providers::paypal::webhook::{CertificateCache, Hosts};

/// A terminal as its messages see it.
#[derive(Debug, Clone)]
pub struct NoticeAccounts {
    /// Its kind.
    pub kind: TerminalKind,
    /// The mode in use.
    pub mode: Mode,
    /// The accounts behind it: at most one for each mode.
    pub accounts: Vec<NoticeAccount>,
    /// The modes whose credentials cannot be opened: their messages wait until they are entered
    /// again.
    pub locked: Vec<Mode>,
}

/// One account of a terminal.
#[derive(Debug, Clone)]
pub struct NoticeAccount {
    /// Test or live.
    pub mode: Mode,
    /// How a message proves that it is genuine.
    pub proof: Proof,
}

/// How a message proves that it is genuine.
#[derive(Debug, Clone)]
pub enum Proof {
    /// PayPal is asked about the bytes; or the address of the account holds a secret.
    Ipn {
        /// The account's e-mail addresses and its id.
        receivers: Vec<String>,
        /// Where PayPal is asked.
        origin: String,
        /// The secret of the account's address.
        secret: Option<Secret>,
    },
    /// A signature.
    Webhook {
        /// The webhook the signature must be for.
        webhook_id: String,
        /// Where certificates may come from.
        hosts: Hosts,
        /// Certificates that were fetched.
        certificates: CertificateCache,
    },
}

impl NoticeAccounts {
    /// Whether its messages are notifications without a signature. What can prove one now does
    /// not matter: a terminal that was deleted, or whose key was lost, still gets them.
    pub const fn takes_ipn(&self) -> bool {
        matches!(
            self.kind,
            TerminalKind::PaypalExpress | TerminalKind::PaypalHosted | TerminalKind::PaypalStandard
        )
    }

    /// Whether its messages are signed.
    pub const fn takes_webhooks(&self) -> bool {
        matches!(self.kind, TerminalKind::PaypalOrders)
    }

    /// The modes of the accounts that share a webhook.
    pub(super) fn modes_of_webhook(&self, id: &str) -> Vec<Mode> {
        self.accounts
            .iter()
            .filter(|account| {
                matches!(&account.proof, Proof::Webhook { webhook_id, .. } if webhook_id == id)
            })
            .map(|account| account.mode)
            .collect()
    }

    /// The secrets that a message may bring in its address.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.accounts
            .iter()
            .filter_map(|account| match &account.proof {
                Proof::Ipn { secret, .. } => secret.as_ref(),
                Proof::Webhook { .. } => None,
            })
    }
}

//! What owners enter for their terminals.

use obole_shared::terminal::TerminalKind;
use serde_json::Value;

use super::{nvp, payflow, paypal, saferpay, standard};

/// What an owner entered for a terminal, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// For [`TerminalKind::Saferpay`].
    Saferpay(saferpay::Credentials),
    /// For [`TerminalKind::PaypalOrders`].
    Paypal(paypal::Credentials),
    /// For [`TerminalKind::PaypalExpress`].
    Express(nvp::Credentials),
    /// For [`TerminalKind::PaypalHosted`].
    Hosted(nvp::Credentials),
    /// For [`TerminalKind::Payflow`].
    Payflow(payflow::Credentials),
    /// For [`TerminalKind::PaypalStandard`].
    Standard(standard::Credentials),
}

/// The fields are not those of the kind. Quotes nothing that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the credentials are not those of this kind of terminal")]
pub struct CredentialsError;

impl Credentials {
    /// Reads the fields that the declaration of the kind names, as a JSON object of texts.
    ///
    /// # Errors
    /// [`CredentialsError`] where a field is missing, unknown or no text.
    pub fn read(kind: TerminalKind, fields: Value) -> Result<Self, CredentialsError> {
        match kind {
            TerminalKind::Saferpay => read(fields).map(Self::Saferpay),
            TerminalKind::PaypalOrders => read(fields).map(Self::Paypal),
            TerminalKind::PaypalExpress => read(fields).map(Self::Express),
            TerminalKind::PaypalHosted => read(fields).map(Self::Hosted),
            TerminalKind::Payflow => read(fields).map(Self::Payflow),
            TerminalKind::PaypalStandard => read(fields).map(Self::Standard),
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(fields: Value) -> Result<T, CredentialsError> {
    serde_json::from_value(fields).map_err(|_| CredentialsError)
}

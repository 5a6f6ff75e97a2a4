//! The Worker's variables and secrets for development.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::{Error, Ports, Result};

/// The bearer token of the back office in development.
pub const ADMIN_TOKEN: &str = "dev-admin-token";
const SIGNING_KEY: &str = "dev-signing-key-0123456789abcdef";
const SEALING_KEY: &str = "646576207365616c696e67206b657920666f72206f626f6c6520303030303030";

/// The simulator's path for each of the providers' origins.
const ORIGINS: [(&str, &str); 7] = [
    ("SAFERPAY_ORIGIN", "saferpay"),
    ("PAYPAL_API_ORIGIN", "paypal"),
    ("PAYPAL_NVP_ORIGIN", "paypal-nvp"),
    ("PAYPAL_WEB_ORIGIN", "paypal-web"),
    ("PAYPAL_IPN_ORIGIN", "paypal-ipn"),
    ("PAYFLOW_ORIGIN", "payflow"),
    ("PAYFLOW_LINK_ORIGIN", "payflow-link"),
];

/// Named values, written as an environment file for `wrangler dev`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// No variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the Worker needs to run against the simulator on these ports.
    pub fn development(ports: Ports) -> Self {
        let secrets = Self::new()
            .with("ENVIRONMENT", "development")
            .with("ADMIN_TOKEN", ADMIN_TOKEN)
            .with("SIGNING_KEY", SIGNING_KEY)
            .with("SEALING_KEY", SEALING_KEY)
            .with("PUBLIC_ORIGIN", format!("http://127.0.0.1:{}", ports.edge));
        ORIGINS.iter().fold(secrets, |variables, (name, path)| {
            let origin = format!("http://127.0.0.1:{}/{path}", ports.simulator);
            variables.with(name, origin)
        })
    }

    /// Adds or replaces one variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// Adds or replaces every variable of `other`.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Writes the environment file.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        fs::write(path, self.to_env_file()).map_err(Error::file(path))
    }

    fn to_env_file(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.0 {
            // Single quotes are taken literally; no value of ours holds one.
            let _ = writeln!(text, "{name}='{value}'");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_value_wins_and_json_stays_whole() {
        let variables = Variables::new()
            .with("B", r#"{"a":"x y"}"#)
            .with("A", "1")
            .and(Variables::new().with("A", "2"));
        assert_eq!(variables.to_env_file(), "A='2'\nB='{\"a\":\"x y\"}'\n");
    }

    #[test]
    fn development_points_every_origin_at_the_simulator() {
        let ports = Ports::base(9000).unwrap();
        let text = Variables::development(ports).to_env_file();
        assert!(text.contains("SAFERPAY_ORIGIN='http://127.0.0.1:9001/saferpay'"));
        assert!(text.contains("PAYPAL_API_ORIGIN='http://127.0.0.1:9001/paypal'"));
        assert!(text.contains("PUBLIC_ORIGIN='http://127.0.0.1:9000'"));
        for line in text
            .lines()
            .filter(|line| line.contains("_ORIGIN=") && !line.starts_with("PUBLIC"))
        {
            assert!(line.contains("='http://127.0.0.1:9001/"), "{line}");
        }
        assert_eq!(SEALING_KEY.len(), 64);
    }
}

//! The Worker's variables and secrets for development.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::{Error, Ports, Repository, Result};

/// The bearer token of the back office in development.
pub const ADMIN_TOKEN: &str = "dev-admin-token";
const SIGNING_KEY: &str = "dev-signing-key-0123456789abcdef";

/// Named values, written as an environment file for `wrangler dev`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// No variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the Worker needs to run against the simulator on these ports.
    pub fn development(repository: &Repository, ports: Ports) -> Result<Self> {
        let simulator = format!("http://127.0.0.1:{}", ports.simulator);
        Ok(Self::new()
            .with("ENVIRONMENT", "development")
            .with("ADMIN_TOKEN", ADMIN_TOKEN)
            .with("SIGNING_KEY", SIGNING_KEY)
            .with("PUBLIC_ORIGIN", format!("http://127.0.0.1:{}", ports.edge))
            .with("SAFERPAY_ORIGIN", format!("{simulator}/saferpay"))
            .with("PAYPAL_API_ORIGIN", format!("{simulator}/paypal"))
            .with("TERMINAL_CREDENTIALS", credentials(repository)?))
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

/// The credentials of the seeded terminals, as one line.
fn credentials(repository: &Repository) -> Result<String> {
    let path = repository.path("xtask/seed/credentials.json");
    let text = fs::read_to_string(&path).map_err(Error::file(&path))?;
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(|source| Error::Json { path, source })?;
    Ok(value.to_string())
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
        let text = Variables::development(&Repository::find(), ports)
            .unwrap()
            .to_env_file();
        assert!(text.contains("SAFERPAY_ORIGIN='http://127.0.0.1:9001/saferpay'"));
        assert!(text.contains("PAYPAL_API_ORIGIN='http://127.0.0.1:9001/paypal'"));
        assert!(text.contains("PUBLIC_ORIGIN='http://127.0.0.1:9000'"));
        assert!(text.contains(r#"TERMINAL_CREDENTIALS='{"paypal-test""#));
    }
}

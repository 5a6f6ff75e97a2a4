//! The Worker's settings, read once from its environment.

use std::cell::OnceCell;
use std::rc::Rc;

use obole_shared::ids::Secret;
use obole_shared::link::origin_of;
use worker::Env;

use crate::providers::paypal::webhook::Hosts;
use crate::providers::{Addresses, Origins};
use crate::vault::Vault;

/// What is wrong with the environment, for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("setting {name}: {why}")]
pub(crate) struct ConfigError {
    name: &'static str,
    why: String,
}

/// The settings.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// It runs on a developer's machine.
    pub(crate) is_development: bool,
    /// Our own addresses.
    pub(crate) addresses: Addresses,
    /// The token of the back office.
    pub(crate) admin_token: Secret,
    /// Makes ids, secrets and notify tokens that nobody can guess.
    pub(crate) signing_key: Secret,
    /// Seals and opens the credentials of terminals.
    pub(crate) vault: Vault,
    /// Where the providers are.
    pub(crate) origins: Origins,
}

/// Shortest signing key and admin token in production, in bytes.
const SECRET_BYTES_MIN: usize = 24;

thread_local! {
    // The environment of an isolate never changes: new settings start new isolates.
    static CONFIG: OnceCell<Rc<Config>> = const { OnceCell::new() };
}

impl Config {
    /// The settings of this isolate, read when they are first asked for.
    ///
    /// # Errors
    /// [`ConfigError`] naming the setting that is missing or malformed.
    pub(crate) fn of(env: &Env) -> Result<Rc<Self>, ConfigError> {
        CONFIG.with(|config| {
            if let Some(known) = config.get() {
                return Ok(Rc::clone(known));
            }
            let read = Rc::new(Self::from_env(env)?);
            Ok(Rc::clone(config.get_or_init(|| read)))
        })
    }

    fn from_env(env: &Env) -> Result<Self, ConfigError> {
        let development = text(env, "ENVIRONMENT").as_deref() == Some("development");
        // Only a development Worker may talk to anything but the providers.
        let stand_in = |name| if development { text(env, name) } else { None };
        let public_origin = public_origin(&required(env, "PUBLIC_ORIGIN")?, development)?;
        Ok(Self {
            is_development: development,
            addresses: Addresses { public_origin },
            admin_token: secret(env, "ADMIN_TOKEN", development)?,
            signing_key: secret(env, "SIGNING_KEY", development)?,
            origins: Origins {
                saferpay: stand_in("SAFERPAY_ORIGIN"),
                paypal_api: stand_in("PAYPAL_API_ORIGIN"),
                paypal_nvp: stand_in("PAYPAL_NVP_ORIGIN"),
                paypal_web: stand_in("PAYPAL_WEB_ORIGIN"),
                paypal_ipn: stand_in("PAYPAL_IPN_ORIGIN"),
                payflow: stand_in("PAYFLOW_ORIGIN"),
                payflow_link: stand_in("PAYFLOW_LINK_ORIGIN"),
            },
            vault: vault(env)?,
        })
    }

    /// Where PayPal's signing certificates may come from.
    pub(crate) fn certificate_hosts(&self) -> Hosts {
        match &self.origins.paypal_api {
            Some(origin) => Hosts::paypal().with_development_origin(origin),
            None => Hosts::paypal(),
        }
    }
}

fn text(env: &Env, name: &str) -> Option<String> {
    // Secrets and plain variables are the same kind of binding.
    env.var(name)
        .ok()
        .map(|value| value.to_string())
        .filter(|value| !value.is_empty())
}

fn required(env: &Env, name: &'static str) -> Result<String, ConfigError> {
    text(env, name).ok_or_else(|| ConfigError {
        name,
        why: "is missing".to_owned(),
    })
}

/// The address donors see. Providers are told it, and the back office's cookie is only safe with
/// https.
fn public_origin(text: &str, development: bool) -> Result<String, ConfigError> {
    let origin = text.trim_end_matches('/');
    let is_origin = origin_of(origin) == Some(origin);
    if is_origin && (development || origin.starts_with("https://")) {
        Ok(origin.to_owned())
    } else {
        Err(ConfigError {
            name: "PUBLIC_ORIGIN",
            why: "is not an origin such as https://pay.example.org".to_owned(),
        })
    }
}

fn secret(env: &Env, name: &'static str, development: bool) -> Result<Secret, ConfigError> {
    let value = required(env, name)?;
    if !development && value.len() < SECRET_BYTES_MIN {
        return Err(ConfigError {
            name,
            why: format!("is shorter than {SECRET_BYTES_MIN} bytes"),
        });
    }
    Ok(Secret::new(value))
}

fn vault(env: &Env) -> Result<Vault, ConfigError> {
    let current = Secret::new(required(env, "SEALING_KEY")?);
    let previous = text(env, "SEALING_KEY_PREVIOUS").map(Secret::new);
    Vault::new(&current, previous.as_ref()).map_err(|error| ConfigError {
        name: "SEALING_KEY, SEALING_KEY_PREVIOUS",
        why: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn donors_reach_a_production_worker_by_https_alone() {
        let production = |text| public_origin(text, false).ok();
        let own = "https://pay.example.org";
        assert_eq!(production("https://pay.example.org/").as_deref(), Some(own));
        for wrong in [
            "http://pay.example.org",
            "pay.example.org",
            "https://pay.example.org/path",
            "https://",
        ] {
            assert_eq!(production(wrong), None, "{wrong}");
        }
        let local = "http://127.0.0.1:8787";
        assert_eq!(public_origin(local, true).unwrap(), local);
    }
}

//! What the settings of a terminal ask of its messages.

use std::rc::Rc;

use obole_shared::ids::TerminalId;
use obole_shared::terminal::Mode;
use worker::Env;

use super::ports::Failed;
use super::{NoticeAccount, NoticeAccounts, Proof};
use crate::catalog::terminals;
use crate::config::Config;
use crate::object::certificate_cache;
use crate::providers::Credentials;
use crate::settings::Accounts;

/// The accounts behind a terminal; `None` where there is no such terminal.
pub(super) async fn accounts(
    config: &Rc<Config>,
    env: &Env,
    terminal: &TerminalId,
) -> Result<Option<NoticeAccounts>, Failed> {
    let failed = |error: worker::Error| Failed(error.to_string());
    let database = env.d1("DB").map_err(failed)?;
    let record = terminals::one(&database, terminal).await;
    let Some(record) = record.map_err(|error| Failed(error.to_string()))? else {
        return Ok(None);
    };
    let opened = Accounts::new(Rc::clone(config), database);
    let opened = opened.of_both_modes(terminal).await;
    let opened = opened.map_err(|error| Failed(error.to_string()))?;
    Ok(Some(NoticeAccounts {
        kind: record.terminal.kind,
        mode: record.terminal.mode,
        locked: opened.locked,
        accounts: opened
            .opened
            .iter()
            .filter_map(|(mode, credentials)| {
                let proof = proof(config, *mode, credentials)?;
                Some(NoticeAccount { mode: *mode, proof })
            })
            .collect(),
    }))
}

/// How messages for these credentials prove that they are genuine; `None` where there are none.
fn proof(config: &Config, mode: Mode, credentials: &Credentials) -> Option<Proof> {
    let ipn = |receivers, secret| Proof::Ipn {
        receivers,
        origin: config.origins.paypal_ipn(mode),
        secret,
    };
    match credentials {
        Credentials::Paypal(account) => Some(Proof::Webhook {
            webhook_id: account.webhook_id.clone(),
            hosts: config.certificate_hosts(),
            certificates: certificate_cache(),
        }),
        Credentials::Express(account) | Credentials::Hosted(account) => {
            let names = [&account.receiver, &account.subject];
            Some(ipn(names.into_iter().flatten().cloned().collect(), None))
        }
        Credentials::Standard(account) => {
            Some(ipn(account.receivers(), account.ipn_secret.clone()))
        }
        Credentials::Saferpay(_) | Credentials::Payflow(_) => None,
    }
}

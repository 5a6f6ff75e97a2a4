//! What can be told of an account without a payment: little.

use obole_shared::ids::Secret;
use obole_shared::terminal::Terminal;

use super::Standard;
use super::pdt::{self, Synch, WRONG_TOKEN};
use crate::ports::Http;
use crate::providers::{Addresses, Check, Finding, LOOK_UP_LIMIT};

/// No transaction has this name: nothing can be learned but whether the token is taken.
const NO_TRANSACTION: &str = "00000000000000000";

const TOKEN_LABEL: &str = "PDT identity token";

impl Standard {
    /// Asks PDT about a transaction that cannot be, and says what only a payment can show.
    pub(crate) async fn check(
        &self,
        ports: &impl Http,
        addresses: &Addresses,
        terminal: &Terminal,
    ) -> Check {
        let credentials = &self.credentials;
        let mut findings = match &credentials.identity_token {
            Some(token) => vec![self.check_token(ports, token).await],
            None => Vec::new(),
        };
        findings.push(Finding::Unchecked(format!(
            "that {} is the account to be paid, and takes every currency of this terminal",
            credentials.business
        )));
        findings.push(Finding::Unchecked(match credentials.ipn_secret {
            Some(_) => format!(
                "that the notification address in the account's profile is {}?secret= followed by \
                 the secret entered here",
                addresses.account_notify_url(&terminal.id)
            ),
            None => "that the account sends notifications".to_owned(),
        }));
        Check { findings }
    }

    async fn check_token(&self, ports: &impl Http, token: &Secret) -> Finding {
        let Ok(request) = pdt::request(&self.web_origin, NO_TRANSACTION, token) else {
            return Finding::WrongField(TOKEN_LABEL.to_owned());
        };
        let response = match ports.send(request, LOOK_UP_LIMIT).await {
            Ok(response) => response,
            Err(error) => return Finding::NotReached(error.to_string()),
        };
        let status = response.status();
        if status.is_server_error() {
            return Finding::NotReached(format!("status {}", status.as_u16()));
        }
        match pdt::read(response.body()).filter(|_| status == 200) {
            Some(Synch::Fail { error }) if error.as_deref() == Some(WRONG_TOKEN) => {
                Finding::WrongField(TOKEN_LABEL.to_owned())
            }
            Some(Synch::Fail { .. }) => {
                Finding::Unchecked("the PDT identity token, which PayPal did not refuse".to_owned())
            }
            Some(Synch::Success(_)) | None => {
                Finding::Odd("PDT answered about a transaction that cannot be".to_owned())
            }
        }
    }
}

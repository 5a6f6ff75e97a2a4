//! Whether an account's signature works, by a call that changes nothing.

use obole_shared::terminal::Terminal;

use super::client::{Client, Credentials};
use super::codec::Fields;
use super::refusal::{Meaning, Refusal};
use super::reply::Failure;
use crate::ports::Http;
use crate::providers::{Check, Finding, LOOK_UP_LIMIT};

/// Length of a merchant id.
const MERCHANT_ID_CHARS: usize = 13;

/// Asks PayPal whose account this is, and which balances it holds.
pub(crate) async fn check(client: &Client, ports: &impl Http, terminal: &Terminal) -> Check {
    let details = match whose(client, ports).await {
        Ok(details) => details,
        Err(failure) => return Check::of(why(client, ports, failure).await),
    };
    let id = details.get("PAL").unwrap_or_default();
    let mut findings = Vec::new();
    if let Some(receiver) = client.credentials.receiver() {
        let is_id = receiver.len() == MERCHANT_ID_CHARS && !receiver.contains('@');
        if !is_id {
            let what = format!("whether {receiver} is the account's primary e-mail");
            findings.push(Finding::Unchecked(what));
        } else if !id.is_empty() && !receiver.eq_ignore_ascii_case(id) {
            findings.push(Finding::WrongField("Primary e-mail or merchant ID".into()));
        }
    }
    findings.extend(currencies(client, ports, terminal).await);
    findings.insert(0, Finding::Works(id.to_owned()));
    Check { findings }
}

async fn whose(client: &Client, ports: &impl Http) -> Result<Fields, Failure> {
    client
        .call(ports, "GetPalDetails", Fields::new(), LOOK_UP_LIMIT)
        .await
}

/// Currencies without a balance: such payments are converted, or wait until the owner accepts
/// them. Which of both, the interface does not tell; where it tells no balances, nothing is said.
async fn currencies(client: &Client, ports: &impl Http, terminal: &Terminal) -> Vec<Finding> {
    let all = Fields::new().with("RETURNALLCURRENCIES", "1");
    let balances = client.call(ports, "GetBalance", all, LOOK_UP_LIMIT).await;
    let Ok(balances) = balances else {
        return vec![Finding::Unchecked(
            "which currencies the account holds".into(),
        )];
    };
    let held: Vec<&str> = balances.list("L_CURRENCYCODE").collect();
    terminal
        .currencies
        .iter()
        .map(|currency| currency.code())
        .filter(|code| !held.contains(code))
        .map(|code| {
            Finding::Unchecked(format!(
                "whether payments in {code}, of which the account holds no balance, are converted \
                 or have to be accepted one by one at PayPal"
            ))
        })
        .collect()
}

/// What a refused look at the account means for its owner.
async fn why(client: &Client, ports: &impl Http, failure: Failure) -> Finding {
    let refusal = match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Unknown(why) => return Finding::NotReached(why),
        Failure::NotSent(_) => return Finding::Odd("the request could not be written".into()),
    };
    if refusal.meaning != Meaning::Configuration {
        return not_configuration(&refusal);
    }
    // The same number stands for a wrong signature and a missing permission: one more look tells
    // them apart.
    if let Some(subject) = client.credentials.subject() {
        let alone = Credentials {
            subject: None,
            ..client.credentials.clone()
        };
        if whose(&client.with(alone), ports).await.is_ok() {
            return Finding::MissingPermission(format!(
                "{subject} has not granted API permission to {}",
                client.credentials.user
            ));
        }
    }
    match &*refusal.code {
        "10002" | "10008" | "10758" | "81148" | "81149" | "81248" | "81249" => {
            Finding::WrongCredentials
        }
        "10507" | "11068" | "15003" => Finding::Restricted,
        code => Finding::MissingPermission(format!("error {code}")),
    }
}

fn not_configuration(refusal: &Refusal) -> Finding {
    match refusal.meaning {
        Meaning::Later | Meaning::Unclear => Finding::NotReached(format!("error {}", refusal.code)),
        _ => Finding::Odd(format!("error {}", refusal.code)),
    }
}

//! Whether a Saferpay terminal works: the Management API tells what is active on it.

use http::header::{ACCEPT, AUTHORIZATION};
use obole_shared::terminal::Terminal;
use serde::Deserialize;

use super::Credentials;
use super::wire::{Error, SPEC_VERSION};
use crate::ports::SendError;
use crate::providers::answer::{code, read};
use crate::providers::basic;
use crate::providers::check::{Check, Finding};

/// Asks for the terminal's methods (Management API, `GET /customers/{c}/terminals/{t}`).
pub(super) fn request(
    credentials: &Credentials,
    origin: &str,
) -> Result<http::Request<Vec<u8>>, Finding> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (customer, terminal) = (&credentials.customer_id, &credentials.terminal_id);
    if !digits(customer) {
        return Err(Finding::WrongField("Customer ID".to_owned()));
    }
    if !digits(terminal) {
        return Err(Finding::WrongField("Terminal ID".to_owned()));
    }
    http::Request::get(format!(
        "{origin}/api/rest/customers/{customer}/terminals/{terminal}"
    ))
    .header(ACCEPT, "application/json")
    .header(
        AUTHORIZATION,
        basic(&credentials.user, &credentials.password),
    )
    .header("Saferpay-ApiVersion", SPEC_VERSION)
    // Nothing happens, so nothing has to be told apart.
    .header("Saferpay-RequestId", "check")
    .body(Vec::new())
    .map_err(|_| Finding::WrongField("JSON API user".to_owned()))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
    #[serde(rename = "Type")]
    kind: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    payment_methods: Vec<Active>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Active {
    payment_method: String,
    #[serde(default)]
    currencies: Vec<String>,
}

/// What the answer says of the account.
pub(super) fn findings(
    terminal: &Terminal,
    result: Result<http::Response<Vec<u8>>, SendError>,
) -> Check {
    let response = match result {
        Ok(response) => response,
        Err(error) => return Check::of(Finding::NotReached(error.to_string())),
    };
    let status = response.status().as_u16();
    let error = serde_json::from_slice::<Error>(response.body()).ok();
    let name = error.map(|error| code(&error.error_name));
    match (status, name) {
        (200, _) => match read::<Answered>(response.body()) {
            Ok(answered) => active(terminal, &answered),
            Err(why) => Check::of(Finding::Odd(why)),
        },
        (401, _) => Check::of(Finding::WrongCredentials),
        (403, Some(name)) if name == "PERMISSION_DENIED" => Check::of(Finding::MissingPermission(
            "this customer ID, terminal ID and user do not belong together, or the licence \
                 lacks the JSON API"
                .to_owned(),
        )),
        (404, _) => Check::of(Finding::WrongField("Terminal ID".to_owned())),
        (500.., _) => Check::of(Finding::NotReached(format!("HTTP {status}"))),
        (_, Some(name)) => Check::of(Finding::Odd(name)),
        (_, None) => Check::of(Finding::Odd(format!("HTTP {status}"))),
    }
}

fn active(terminal: &Terminal, answered: &Answered) -> Check {
    if answered.kind != "ECOM" {
        return Check::of(Finding::MissingPermission(format!(
            "the terminal is of type {}, payments need an «eCommerce» terminal",
            code(&answered.kind)
        )));
    }
    let rules = terminal.capabilities().methods;
    let switched_on = terminal.methods();
    let is_active = |wire: &str| {
        let methods = &answered.payment_methods;
        methods.iter().any(|active| active.payment_method == wire)
    };
    let missing = switched_on.iter().filter(|method| {
        let rule = rules.iter().find(|rule| rule.method == **method);
        rule.is_some_and(|rule| !is_active(rule.wire))
    });
    let taken = |code: &str| {
        let methods = &answered.payment_methods;
        methods
            .iter()
            .any(|active| active.currencies.iter().any(|one| one == code))
    };
    let currencies = terminal
        .currencies
        .iter()
        .filter(|currency| !taken(currency.code()));
    let mut findings: Vec<Finding> = missing
        .map(|method| Finding::MethodInactive(*method))
        .collect();
    findings.extend(currencies.map(|currency| Finding::CurrencyInactive(*currency)));
    if findings.is_empty() {
        findings.push(Finding::Works(answered.description.clone()));
    }
    Check { findings }
}

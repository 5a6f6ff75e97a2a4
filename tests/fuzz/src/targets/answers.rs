//! Answers to the check of a terminal.

use http::Request;
use obole_edge::providers::{Credentials, Finding, Origins, check};
use obole_shared::currency::Currency;
use obole_shared::payment::Call;
use obole_shared::terminal::{AccountType, AuthorizationType, TerminalKind};
use serde_json::{Value, json};

use super::provider::at_once;
use crate::payments::{NOW, Story, addresses};
use crate::script::Network;

/// Longest sentence an operator is shown of a check.
const SENTENCES_BYTES_MAX: usize = 1024 * 1024 + 4096;

pub(super) fn run_check(input: &[u8]) -> Result<String, String> {
    let mut shapes = String::new();
    for (kind, account, fields) in accounts() {
        let once = findings(kind, account, &fields, input)?;
        if findings(kind, account, &fields, input)? != once {
            return Err(format!("{kind:?}: checked twice it is not the same"));
        }
        shapes.push_str(&once);
    }
    Ok(shapes)
}

/// A kind of terminal, its account type, and credentials for it.
pub(super) fn accounts() -> [(TerminalKind, Option<AccountType>, Value); 6] {
    let signature = json!({
        "user": "caisse_api1.obole.test", "password": "password", "signature": "signature",
        "receiver": "caisse@obole.test",
    });
    [
        (
            TerminalKind::Saferpay,
            None,
            json!({
                "customer_id": "400123", "terminal_id": "17700001",
                "user": "API_400123_00000001", "password": "password",
            }),
        ),
        (
            TerminalKind::PaypalOrders,
            None,
            json!({
                "client_id": "client", "secret": "secret", "webhook_id": "8WH00000000000001",
            }),
        ),
        (
            TerminalKind::PaypalExpress,
            Some(AccountType::ExpressUs),
            signature.clone(),
        ),
        (
            TerminalKind::PaypalHosted,
            Some(AccountType::PaymentsPro),
            signature,
        ),
        (
            TerminalKind::Payflow,
            Some(AccountType::PayflowProUs),
            json!({
                "partner": "PayPal", "vendor": "obolevendor", "user": "obolevendor",
                "password": "password",
            }),
        ),
        (
            TerminalKind::PaypalStandard,
            None,
            json!({
                "business": "caisse@obole.test", "receiver": "WQ2ER5TY8HJKN",
                "identity_token": "token",
            }),
        ),
    ]
}

fn findings(
    kind: TerminalKind,
    account: Option<AccountType>,
    fields: &Value,
    input: &[u8],
) -> Result<String, String> {
    let credentials = Credentials::read(kind, fields.clone()).map_err(|error| error.to_string())?;
    let authorization = AuthorizationType::CaptureAtOnce;
    let story = Story::new(kind, account, Currency::USD, authorization);
    let payment = story
        .map_err(|error| error.to_string())?
        .calling(Call::AskSession);
    let network = Network::new(input, label, NOW);
    let checked = at_once(check(
        &network,
        &addresses(),
        &Origins::default(),
        &payment.opened.terminal,
        &credentials,
    ))?
    .map_err(|error| error.to_string())?;
    if network.endless.get() {
        return Err(format!("{kind:?}: it asks and asks"));
    }
    // Nothing that answers nothing works.
    if checked.passed()
        && !network
            .delivered
            .borrow()
            .iter()
            .any(|one| one.status == 200)
    {
        return Err(format!("{kind:?}: it works, and nobody said so"));
    }
    let sentences: Vec<String> = checked.findings.iter().map(Finding::sentence).collect();
    let told = sentences.concat();
    if told.len() > SENTENCES_BYTES_MAX {
        return Err(format!("{kind:?}: {} bytes are shown", told.len()));
    }
    let kinds: Vec<_> = checked
        .findings
        .iter()
        .map(std::mem::discriminant)
        .collect();
    Ok(format!("{kinds:?}"))
}

/// The classic interface's method; elsewhere the last piece of the path.
fn label(request: &Request<Vec<u8>>) -> String {
    let fields = crate::evidence::pairs::form(request.body());
    let method = crate::evidence::pairs::first(&fields, "METHOD").map(str::to_owned);
    let path = request.uri().path();
    method.unwrap_or_else(|| path.rsplit('/').next().unwrap_or_default().to_owned())
}

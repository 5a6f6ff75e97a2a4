//! Management API: `GET …/terminals/{terminal}`.

use http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::http::{Reply, accepts_json, header};
use crate::saferpay::check::{Echo, account};
use crate::saferpay::fields::minor_version;
use crate::saferpay::refusal::{invalid, permission_denied};
use crate::world::World;

/// Answers `{customer}/terminals/{terminal}`: brands and currencies of a terminal.
pub(crate) fn get(world: &World, request: &Request<Vec<u8>>, rest: &str) -> Reply {
    let echo = Echo::default();
    let mut parts = rest.split('/');
    let (Some(customer), Some("terminals"), Some(terminal), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Reply::empty(StatusCode::NOT_FOUND);
    };
    if request.method() != Method::GET {
        return Reply::empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    if !accepts_json(request.headers()) {
        return Reply::empty(StatusCode::NOT_ACCEPTABLE);
    }
    let user = match account(&world.config, request.headers()) {
        Ok(user) => user,
        Err(refusal) => return refusal.reply(&echo),
    };
    let version = header(request.headers(), "saferpay-apiversion").and_then(minor_version);
    let id =
        header(request.headers(), "saferpay-requestid").filter(|id| (1..=50).contains(&id.len()));
    if version.is_none() || id.is_none() {
        return invalid(vec![
            "Saferpay-ApiVersion and Saferpay-RequestId are mandatory".into(),
        ])
        .reply(&echo);
    }
    let found = world.config.saferpay.iter().find(|one| {
        one.customer == customer && one.terminal == terminal && one.customer == user.customer
    });
    let Some(found) = found else {
        return permission_denied().reply(&echo);
    };
    let method = |name: &str, currencies: &[String]| json!({ "PaymentMethod": name, "Currencies": currencies, "LogoUrl": format!("{}/", world.config.origin) });
    let mut methods: Vec<Value> = ["VISA", "MASTERCARD"]
        .iter()
        .map(|name| method(name, &found.currencies))
        .collect();
    if found.currencies.iter().any(|one| one == "CHF") {
        methods.push(method("TWINT", &["CHF".to_owned()]));
    }
    Reply::json(
        StatusCode::OK,
        &json!({
            "TerminalId": found.terminal, "Type": "ECOM", "Description": "Simulated terminal",
            "PaymentMethods": methods, "Wallets": [],
        }),
    )
}

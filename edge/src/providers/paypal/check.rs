//! Whether a REST app works, and whether its webhook leads here.

use http::header::{ACCEPT, AUTHORIZATION};
use obole_shared::ids::Secret;
use obole_shared::payment::Answer;
use serde::Deserialize;

use super::wire::path_part;
use crate::ports::SendError;
use crate::providers::answer::read;
use crate::providers::check::{Check, Finding};

/// Why there is no access token.
pub(super) fn no_token(answer: &Answer) -> Finding {
    match answer {
        Answer::Refused { code, .. } => match &**code {
            "oauth_invalid_client" | "oauth_http_401" => Finding::WrongCredentials,
            "oauth_unreachable" => Finding::NotReached("no answer".to_owned()),
            other => Finding::Odd(other.to_owned()),
        },
        _ => Finding::Odd("no token".to_owned()),
    }
}

/// Asks for the webhook that was registered (`GET /v1/notifications/webhooks/{id}`).
pub(super) fn request(
    origin: &str,
    token: &Secret,
    webhook_id: &str,
) -> Result<http::Request<Vec<u8>>, Finding> {
    let wrong = || Finding::WrongField("Webhook ID".to_owned());
    let id = path_part(webhook_id).map_err(|_| wrong())?;
    http::Request::get(format!("{origin}/v1/notifications/webhooks/{id}"))
        .header(AUTHORIZATION, format!("Bearer {}", token.expose()))
        .header(ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(|_| wrong())
}

#[derive(Deserialize)]
struct Webhook {
    url: String,
}

/// What the answer says; `wanted` is where the webhook should lead.
pub(super) fn findings(wanted: &str, result: Result<http::Response<Vec<u8>>, SendError>) -> Check {
    let response = match result {
        Ok(response) => response,
        Err(error) => return Check::of(Finding::NotReached(error.to_string())),
    };
    Check::of(match response.status().as_u16() {
        200 => match read::<Webhook>(response.body()) {
            Ok(webhook) if webhook.url == wanted => Finding::Works(String::new()),
            Ok(_) => Finding::NoticesElsewhere(wanted.to_owned()),
            Err(why) => Finding::Odd(why),
        },
        401 => Finding::WrongCredentials,
        403 => Finding::MissingPermission("the app may not read its webhooks".to_owned()),
        404 => Finding::WrongField("Webhook ID".to_owned()),
        status @ 500.. => Finding::NotReached(format!("HTTP {status}")),
        status => Finding::Odd(format!("HTTP {status}")),
    })
}

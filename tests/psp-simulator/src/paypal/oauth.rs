//! `POST /v1/oauth2/token`, and the bearer tokens made by it.

use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, StatusCode};
use serde_json::json;

use crate::clock::SECOND;
use crate::http::{Reply, basic_auth, form_value, header};
use crate::paypal::refusal::{Refusal, not_authenticated};
use crate::paypal::state::{PayPal, Token};
use crate::random::MIXED;
use crate::world::World;

/// About nine hours.
const LIFETIME_SECONDS: i64 = 32_400;

impl PayPal {
    pub(crate) fn token(&mut self, world: &mut World, request: &Request<Vec<u8>>) -> Reply {
        let Some((client, secret)) = basic_auth(request.headers()) else {
            return bad_client();
        };
        if !world
            .config
            .paypal
            .iter()
            .any(|one| one.client_id == client && one.secret == secret)
        {
            return bad_client();
        }
        if form_value(request.body(), "grant_type").as_deref() != Some("client_credentials") {
            let body = json!({ "error": "unsupported_grant_type", "error_description": "unsupported grant_type" });
            return Reply::json(StatusCode::BAD_REQUEST, &body);
        }
        let token = format!("A21AA{}", world.random.text(MIXED, 92));
        let expires_ms = world.now().saturating_add(LIFETIME_SECONDS * SECOND);
        self.tokens
            .insert(token.clone(), Token { client, expires_ms });
        let nonce = world.random.text(MIXED, 43);
        Reply::json(
            StatusCode::OK,
            &json!({
                "scope": "https://uri.paypal.com/services/payments/payment/authcapture \
                          https://uri.paypal.com/services/payments/refund \
                          https://uri.paypal.com/services/applications/webhooks",
                "access_token": token, "token_type": "Bearer", "app_id": "APP-80W284485P519543T",
                "expires_in": LIFETIME_SECONDS, "nonce": nonce,
            }),
        )
    }

    /// The client behind the bearer token.
    pub(crate) fn client(&self, world: &World, headers: &HeaderMap) -> Result<String, Refusal> {
        header(headers, AUTHORIZATION.as_str())
            .and_then(|value| value.strip_prefix("Bearer "))
            .and_then(|token| self.tokens.get(token))
            .filter(|token| token.expires_ms > world.now())
            .map(|token| token.client.clone())
            .ok_or_else(not_authenticated)
    }
}

fn bad_client() -> Reply {
    let body =
        json!({ "error": "invalid_client", "error_description": "Client Authentication failed" });
    Reply::json(StatusCode::UNAUTHORIZED, &body)
}

//! The OAuth 2 access token: one for each client and origin, kept until shortly before it ends.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use obole_shared::ids::Secret;
use obole_shared::payment::Answer;
use obole_shared::time::{Millis, UnixMs};
use serde::Deserialize;

use super::Credentials;
use crate::ports::{Clock, Http};
use crate::providers::answer::{code, later};
use crate::providers::{LOOK_UP_LIMIT, basic, cannot};

/// A token is not used any more this long before it ends: a call may take a while.
const MARGIN: Millis = Millis::minutes(5);

/// Tokens in use, shared by all payments of a Worker instance.
#[derive(Debug, Clone, Default)]
pub struct TokenCache {
    tokens: Rc<RefCell<BTreeMap<Key, Token>>>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    origin: String,
    client_id: String,
}

#[derive(Debug, Clone)]
struct Token {
    text: Secret,
    ends_at: UnixMs,
}

#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    /// In seconds.
    expires_in: i64,
}

#[derive(Deserialize)]
struct OauthError {
    error: String,
}

impl TokenCache {
    /// A token that is good for a while, asked for where none is kept.
    ///
    /// # Errors
    /// The answer of the call that wanted it: it was not made, and may be made later.
    pub(super) async fn token(
        &self,
        ports: &(impl Http + Clock),
        credentials: &Credentials,
        origin: &str,
    ) -> Result<Secret, Answer> {
        let key = key(credentials, origin);
        let kept = self.tokens.borrow().get(&key).cloned();
        if let Some(token) = kept
            && ports.now() + MARGIN < token.ends_at
        {
            return Ok(token.text);
        }
        let request = request(credentials, origin)?;
        let response = ports
            .send(request, LOOK_UP_LIMIT)
            .await
            .map_err(|_| later("oauth_unreachable".to_owned()))?;
        let token = read(&response, ports.now())?;
        self.tokens.borrow_mut().insert(key, token.clone());
        Ok(token.text)
    }

    /// Drops a token that was refused, unless it was replaced meanwhile.
    pub(super) fn forget(&self, credentials: &Credentials, origin: &str, refused: &Secret) {
        let key = key(credentials, origin);
        let mut tokens = self.tokens.borrow_mut();
        if tokens.get(&key).is_some_and(|token| token.text == *refused) {
            tokens.remove(&key);
        }
    }
}

fn key(credentials: &Credentials, origin: &str) -> Key {
    Key {
        origin: origin.to_owned(),
        client_id: credentials.client_id.clone(),
    }
}

fn request(credentials: &Credentials, origin: &str) -> Result<http::Request<Vec<u8>>, Answer> {
    http::Request::post(format!("{origin}/v1/oauth2/token"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ACCEPT, "application/json")
        .header(
            AUTHORIZATION,
            basic(&credentials.client_id, &credentials.secret),
        )
        .body(b"grant_type=client_credentials".to_vec())
        .map_err(|_| cannot("bad_origin_or_credentials"))
}

fn read(response: &http::Response<Vec<u8>>, now: UnixMs) -> Result<Token, Answer> {
    let status = response.status().as_u16();
    if status != 200 {
        let name = serde_json::from_slice::<OauthError>(response.body())
            .map_or_else(|_| format!("http_{status}"), |error| error.error);
        return Err(later(format!("oauth_{}", code(&name))));
    }
    let granted: Granted = serde_json::from_slice(response.body())
        .map_err(|_| later("oauth_not_understood".to_owned()))?;
    let lifetime = Millis(granted.expires_in.saturating_mul(1_000));
    Ok(Token {
        text: granted.access_token,
        ends_at: now + lifetime,
    })
}

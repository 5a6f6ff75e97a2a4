//! Who is signed in: a signed cookie, so that no table of sessions is needed.

use obole_shared::ids::Secret;
use obole_shared::time::{Millis, UnixMs};

use crate::keys::{Keys, OfficeSeal, same_secret};

/// How long a session lives after signing in.
pub(super) const LIFETIME: Millis = Millis::hours(12);

/// A clock that runs ahead by less than this is no forgery.
const SKEW: Millis = Millis::minutes(5);

/// A session that was signed by us and has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    id: String,
    since: UnixMs,
}

/// Signs and reads the cookie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sessions<'a> {
    keys: &'a Keys,
    admin_token: &'a Secret,
    secure: bool,
}

impl<'a> Sessions<'a> {
    /// `public_origin` tells whether browsers reach us by https: only a development Worker's is
    /// plain http, and browsers refuse `__Host-` names there.
    pub(super) fn new(keys: &'a Keys, admin_token: &'a Secret, public_origin: &str) -> Self {
        Self {
            keys,
            admin_token,
            secure: public_origin.starts_with("https://"),
        }
    }

    /// A new session; `id` is random.
    pub(super) fn begin(self, id: String, now: UnixMs) -> (Session, String) {
        let session = Session { id, since: now };
        let text = format!("{}.{}", session.since.0, session.id);
        let value = format!("{text}.{}", self.seal(&text).expose());
        let cookie = self.cookie(&value, LIFETIME);
        (session, cookie)
    }

    /// The cookie that makes a browser forget the session.
    pub(super) fn end(self) -> String {
        self.cookie("", Millis(0))
    }

    /// The session of a `Cookie` header, if it is one of ours and has not ended.
    pub(super) fn read(self, header: &str, now: UnixMs) -> Option<Session> {
        let value = header.split(';').find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == self.name()).then_some(value)
        })?;
        let (text, seal) = value.rsplit_once('.')?;
        if !same_secret(seal, self.seal(text).expose()) {
            return None;
        }
        let (since, id) = text.split_once('.')?;
        let since = UnixMs(since.parse().ok()?);
        let age = now - since;
        let alive = age.0 >= -SKEW.0 && age < LIFETIME;
        alive.then(|| Session {
            id: id.to_owned(),
            since,
        })
    }

    /// The token that every form of this session carries.
    pub(super) fn form_token(self, session: &Session) -> Secret {
        self.keys.office(OfficeSeal::Form, &[&session.id])
    }

    /// Signed with the admin token too: a new token ends all sessions.
    fn seal(self, text: &str) -> Secret {
        let parts = [text, self.admin_token.expose()];
        self.keys.office(OfficeSeal::Session, &parts)
    }

    const fn name(self) -> &'static str {
        if self.secure {
            "__Host-obole-admin"
        } else {
            "obole-admin"
        }
    }

    fn cookie(self, value: &str, lifetime: Millis) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{secure}",
            self.name(),
            lifetime.0 / 1000
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMs = UnixMs(1_784_541_731_417);

    fn keys() -> Keys {
        Keys::new(Secret::new("a signing key of the tests"))
    }

    fn pair(cookie: &str) -> &str {
        cookie.split(';').next().unwrap()
    }

    #[test]
    fn a_session_is_known_again_until_it_ends() {
        let (keys, token) = (keys(), Secret::new("token"));
        let sessions = Sessions::new(&keys, &token, "https://pay.example.org");
        let (session, cookie) = sessions.begin("one".into(), NOW);
        let header = format!("a=b; {}; c=d", pair(&cookie));
        assert_eq!(sessions.read(&header, NOW), Some(session.clone()));
        let last = NOW + Millis(LIFETIME.0 - 1);
        assert_eq!(sessions.read(&header, last), Some(session));
        assert_eq!(sessions.read(&header, NOW + LIFETIME), None);
        assert_eq!(sessions.read(&header, UnixMs(0)), None, "from the future");
    }

    #[test]
    fn only_our_own_cookie_opens() {
        let (keys, token) = (keys(), Secret::new("token"));
        let sessions = Sessions::new(&keys, &token, "https://pay.example.org");
        let (_, cookie) = sessions.begin("one".into(), NOW);
        let good = pair(&cookie);
        for bad in [
            "",
            "__Host-obole-admin=",
            "__Host-obole-admin=1.2.3",
            &good.replace("one", "two"),
            &good.replace(&NOW.0.to_string(), &(NOW.0 + 1).to_string()),
            &good.replace("__Host-", ""),
            good.get(..good.len() - 1).unwrap(),
        ] {
            assert_eq!(sessions.read(bad, NOW), None, "{bad}");
        }
        let changed = Secret::new("another token");
        let after = Sessions::new(&keys, &changed, "https://pay.example.org");
        assert_eq!(after.read(good, NOW), None, "a new token ends sessions");
        let other = Keys::new(Secret::new("another signing key"));
        let other = Sessions::new(&other, &token, "https://pay.example.org");
        assert_eq!(other.read(good, NOW), None);
    }

    #[test]
    fn the_cookie_is_for_this_host_and_no_script() {
        let (keys, token) = (keys(), Secret::new("token"));
        let live = Sessions::new(&keys, &token, "https://pay.example.org");
        let (_, cookie) = live.begin("one".into(), NOW);
        assert!(cookie.starts_with("__Host-obole-admin="));
        assert!(cookie.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"));
        assert!(!cookie.contains("token"));
        let local = Sessions::new(&keys, &token, "http://127.0.0.1:8787");
        let (_, cookie) = local.begin("one".into(), NOW);
        assert!(cookie.starts_with("obole-admin=") && !cookie.contains("Secure"));
        assert!(local.end().contains("Max-Age=0"));
    }

    #[test]
    fn each_session_has_its_own_form_token() {
        let (keys, token) = (keys(), Secret::new("token"));
        let sessions = Sessions::new(&keys, &token, "https://pay.example.org");
        let (one, _) = sessions.begin("one".into(), NOW);
        let (two, _) = sessions.begin("two".into(), NOW);
        assert_ne!(sessions.form_token(&one), sessions.form_token(&two));
    }
}

use obole_shared::terminal::{Mode, TerminalKind};
use obole_shared::time::{Millis, UnixMs};
use serde_json::json;

use super::super::accounts::{AccountCache, Opened};
use crate::providers::Credentials;

const NOW: UnixMs = UnixMs(1_784_541_731_417);

fn opened(user: &str) -> Opened {
    let fields = json!({
        "customer_id": "400123", "terminal_id": "17700001", "user": user, "password": "hunter2",
    });
    Opened {
        kind: TerminalKind::Saferpay,
        credentials: Credentials::read(TerminalKind::Saferpay, fields).unwrap(),
        read_at: NOW,
    }
}

#[test]
fn what_was_opened_is_used_for_half_a_minute() {
    let mut cache = AccountCache::default();
    let id = "cards".parse().unwrap();
    cache.put(&id, Mode::Test, opened("a"));
    let known = |at| cache.get(&id, Mode::Test, at).is_some();
    assert!(known(NOW) && known(NOW + Millis::seconds(29)));
    assert!(!known(NOW + Millis::seconds(30)));
    assert!(!known(UnixMs(NOW.0 - 1)), "a clock that went back");
}

#[test]
fn modes_and_terminals_are_kept_apart() {
    let mut cache = AccountCache::default();
    let (cards, shop) = ("cards".parse().unwrap(), "shop".parse().unwrap());
    cache.put(&cards, Mode::Test, opened("a"));
    cache.put(&cards, Mode::Live, opened("b"));
    cache.put(&shop, Mode::Test, opened("c"));
    let user = |cache: &AccountCache, id, mode| match &cache.get(id, mode, NOW)?.credentials {
        Credentials::Saferpay(credentials) => Some(credentials.user.clone()),
        _ => None,
    };
    assert_eq!(user(&cache, &cards, Mode::Test).as_deref(), Some("a"));
    assert_eq!(user(&cache, &cards, Mode::Live).as_deref(), Some("b"));
    assert_eq!(user(&cache, &shop, Mode::Live), None);
    cache.forget(&cards);
    assert_eq!(user(&cache, &cards, Mode::Live), None);
    assert_eq!(user(&cache, &shop, Mode::Test).as_deref(), Some("c"));
    assert!(!format!("{cache:?}").contains("hunter2"));
}

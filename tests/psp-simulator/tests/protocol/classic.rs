//! A merchant with a classic account, and a listener that reads what it is sent.

use std::collections::BTreeMap;

use http::Request;
use percent_encoding::percent_decode;
use psp_simulator::{Action, ClassicAccount, Config, Simulator};

use crate::support::with_config;

pub(crate) const ACCOUNT: &str = "caisse@obole.test";
pub(crate) const LISTENER: &str = "http://127.0.0.1:8787/notify/t/p/x";
pub(crate) const WEBSCR: &str = "http://127.0.0.1:8788/paypal-web/cgi-bin/webscr";
pub(crate) const VALIDATOR: &str = "http://127.0.0.1:8788/paypal-ipn/cgi-bin/webscr";

/// A simulator with one classic account.
pub(crate) fn merchant(account: ClassicAccount) -> Simulator {
    with_config(Config {
        classic: vec![account],
        ..Config::default()
    })
}

/// The address of a button; `more` replaces and adds variables.
pub(crate) fn button(more: &[(&str, &str)]) -> String {
    let mut variables = vec![
        ("cmd", "_xclick"),
        ("charset", "utf-8"),
        ("business", ACCOUNT),
        ("item_name", "Gift"),
        ("item_number", "G-1"),
        ("amount", "100.00"),
        ("currency_code", "USD"),
        ("custom", "pay_1"),
        ("notify_url", LISTENER),
        ("return", "http://127.0.0.1:8787/return/p/success?x=1"),
        ("cancel_return", "http://127.0.0.1:8787/return/p/cancel"),
    ];
    variables.retain(|(name, _)| !more.iter().any(|(other, _)| name == other));
    variables.extend(more);
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(variables)
        .finish();
    format!("{WEBSCR}?{query}")
}

/// One message as a listener reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) target: String,
    pub(crate) raw: Vec<u8>,
    pub(crate) fields: BTreeMap<String, String>,
}

impl Message {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields
            .get(name)
            .unwrap_or_else(|| panic!("{name} in {:?}", self.fields))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }
}

/// Percent-decodes one text to bytes, `%uXXXX` apart, and reads them in a set.
fn text(encoded: &str, charset: &'static encoding_rs::Encoding) -> String {
    let mut parts = encoded.split("%u");
    let plain = |part: &str| {
        let bytes: Vec<u8> = percent_decode(part.replace('+', " ").as_bytes()).collect();
        charset.decode_without_bom_handling(&bytes).0.into_owned()
    };
    let mut all = plain(parts.next().unwrap());
    for part in parts {
        let (unit, rest) = part.split_at(4);
        let unit = u16::from_str_radix(unit, 16).unwrap();
        all += &String::from_utf16(&[unit]).unwrap();
        all += &plain(rest);
    }
    all
}

/// Reads `name=value` pairs parted by `separator` in the set that one of them names.
pub(crate) fn read_pairs(raw: &str, separator: char) -> BTreeMap<String, String> {
    let pairs: Vec<(&str, &str)> = raw
        .split(separator)
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap())
        .collect();
    let named = pairs.iter().find(|(name, _)| *name == "charset");
    let label = named.map_or_else(String::new, |(_, value)| text(value, encoding_rs::UTF_8));
    let charset = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    let read: BTreeMap<String, String> = pairs
        .iter()
        .map(|(name, value)| (text(name, charset), text(value, charset)))
        .collect();
    assert_eq!(read.len(), pairs.len(), "no variable twice");
    read
}

pub(crate) fn read(request: &Request<Vec<u8>>) -> Message {
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    let raw = String::from_utf8(request.body().clone()).unwrap();
    Message {
        target: request.uri().to_string(),
        fields: read_pairs(&raw, '&'),
        raw: raw.into_bytes(),
    }
}

/// What is sent within a minute, all accepted, in the order in which it happened.
pub(crate) fn told(sim: &mut Simulator) -> Vec<Message> {
    sim.advance(60_000);
    let mut due = sim.due();
    due.sort_by_key(|one| one.id);
    due.iter()
        .map(|one| {
            assert_eq!(one.kind, "ipn");
            sim.notice_answered(one.id, Some(200));
            read(&one.request)
        })
        .collect()
}

/// The one message that is sent.
pub(crate) fn only(sim: &mut Simulator) -> Message {
    let mut all = told(sim);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// Pays by a button; returns the message about it.
pub(crate) fn pay(sim: &mut Simulator, more: &[(&str, &str)], action: Action) -> Message {
    sim.payer_act(&button(more), action).unwrap();
    only(sim)
}

/// Posts a message back; returns status and verdict.
pub(crate) fn post_back(sim: &mut Simulator, raw: &[u8]) -> (u16, String) {
    let request = Request::post(VALIDATOR)
        .header("user-agent", "listener/1")
        .body([b"cmd=_notify-validate&", raw].concat())
        .unwrap();
    let reply = sim.handle(&request).response;
    (
        reply.status().as_u16(),
        String::from_utf8(reply.into_body()).unwrap(),
    )
}

/// Checks some variables of a message.
pub(crate) fn expect(message: &Message, values: &[(&str, &str)]) {
    for (name, value) in values {
        assert_eq!(message.get(name), *value, "{name}");
    }
}

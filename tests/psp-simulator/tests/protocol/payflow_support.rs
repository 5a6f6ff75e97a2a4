//! A merchant of the Payflow gateway.

use http::Request;
use psp_simulator::{Config, PayflowAccount, Simulator};

use crate::support::with_config;

pub(crate) const LINK: &str = "http://127.0.0.1:8788/payflow-link/";
pub(crate) const GATEWAY: &str = "http://127.0.0.1:8788/payflow/";
pub(crate) const RETURN: &str = "http://127.0.0.1:8787/return/p/success";
pub(crate) const ERROR: &str = "http://127.0.0.1:8787/return/p/fail";
pub(crate) const CANCEL: &str = "http://127.0.0.1:8787/return/p/cancel";
pub(crate) const SILENT: &str = "http://127.0.0.1:8787/notify/t/p/x";
pub(crate) const CARD: &str = "TENDER=C&ACCT=4111111111111111&EXPDATE=1230&CVV2=123";

/// Credentials of the default account.
pub(crate) const KEYS: &str =
    "PARTNER=PayPal&VENDOR=obolevendor&USER=obolevendor&PWD=simulator-pwd1";

/// A simulator whose first account is changed.
pub(crate) fn changed(change: impl FnOnce(&mut PayflowAccount)) -> Simulator {
    let mut config = Config::default();
    change(&mut config.payflow[0]);
    with_config(config)
}

/// The fields of an answer, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// Reads a line of the gateway, lengths included.
    pub(crate) fn of_line(line: &str) -> Self {
        let mut fields = Vec::new();
        let mut rest = line;
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=').unwrap();
            let (name, value): (&str, &str) = match name.split_once('[') {
                Some((name, length)) => {
                    let length: usize = length.trim_end_matches(']').parse().unwrap();
                    (name, after.get(..length).unwrap())
                }
                None => (name, after.split('&').next().unwrap()),
            };
            fields.push((name.to_owned(), value.to_owned()));
            rest = after.get(value.len()..).unwrap().trim_start_matches('&');
        }
        Self(fields)
    }

    /// Reads a form, or the query of an address.
    pub(crate) fn of_form(form: &str) -> Self {
        let pairs = form_urlencoded::parse(form.as_bytes());
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        self.find(name)
            .unwrap_or_else(|| panic!("{name} in {self:?}"))
    }

    pub(crate) fn result(&self) -> i32 {
        self.get("RESULT").parse().unwrap()
    }
}

/// A call under a request id.
pub(crate) fn request(id: &str, body: &str) -> Request<Vec<u8>> {
    Request::post(GATEWAY)
        .header("content-type", "text/namevalue")
        .header("x-vps-request-id", id)
        .header("x-vps-client-timeout", "45")
        .body(body.as_bytes().to_vec())
        .unwrap()
}

/// Sends parameters as they are.
pub(crate) fn send_raw(sim: &mut Simulator, id: &str, body: &str) -> Fields {
    let reply = sim.handle(&request(id, body));
    assert_eq!(reply.response.status(), 200);
    assert_eq!(reply.response.headers()["content-type"], "text/namevalue");
    let line = String::from_utf8(reply.response.into_body()).unwrap();
    assert!(line.starts_with("RESULT="), "{line}");
    Fields::of_line(&line)
}

/// Sends parameters of the default account under a fresh request id.
pub(crate) fn call(sim: &mut Simulator, params: &str) -> Fields {
    let calls = serde_json::to_value(sim.calls()).unwrap();
    let count: u64 = calls["operations"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(serde_json::Value::as_u64)
        .sum();
    send_raw(sim, &format!("fresh-{count}"), &format!("{KEYS}&{params}"))
}

/// A card payment; returns its `PNREF`.
pub(crate) fn pay(sim: &mut Simulator, letter: &str, amount: &str) -> String {
    let made = call(
        sim,
        &format!("TRXTYPE={letter}&{CARD}&AMT={amount}&CURRENCY=USD&INVNUM=OBL-1"),
    );
    assert_eq!(made.result(), 0, "{made:?}");
    made.get("PNREF").to_owned()
}

/// What became of a transaction.
pub(crate) fn inquire(sim: &mut Simulator, pnref: &str) -> Fields {
    let told = call(
        sim,
        &format!("TRXTYPE=I&TENDER=C&ORIGID={pnref}&VERBOSITY=HIGH"),
    );
    assert_eq!(told.result(), 0, "{told:?}");
    told
}

pub(crate) fn state(sim: &mut Simulator, pnref: &str) -> String {
    inquire(sim, pnref).get("TRANSSTATE").to_owned()
}

/// What a token is usually made with.
pub(crate) fn token_params(id: &str) -> String {
    format!(
        "TRXTYPE=S&AMT=12.50&CURRENCY=USD&CREATESECURETOKEN=Y&SECURETOKENID={id}\
&RETURNURL={RETURN}&ERRORURL={ERROR}&CANCELURL={CANCEL}&SILENTPOSTURL={SILENT}&DISABLERECEIPT=TRUE\
&INVNUM=OBL-7&USER1=pay_7&ORDERDESC[5]=A&B=C"
    )
}

/// A token and the address of its page.
pub(crate) fn open(sim: &mut Simulator, params: &str) -> (String, String) {
    let made = call(sim, params);
    assert_eq!(made.result(), 0, "{made:?}");
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("SECURETOKEN", made.get("SECURETOKEN"))
        .append_pair("SECURETOKENID", made.get("SECURETOKENID"))
        .append_pair("MODE", "TEST")
        .finish();
    (
        made.get("SECURETOKEN").to_owned(),
        format!("{LINK}?{query}"),
    )
}

/// Splits an address into the part before the query and the query.
pub(crate) fn split(url: &str) -> (String, Fields) {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    (address.to_owned(), Fields::of_form(query))
}

/// Posts a form to a page.
pub(crate) fn submit(sim: &mut Simulator, url: &str, form: &str) -> http::Response<Vec<u8>> {
    let request = Request::post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.as_bytes().to_vec())
        .unwrap();
    sim.handle(&request).response
}

/// A page as text.
pub(crate) fn show(sim: &mut Simulator, url: &str) -> String {
    let request = Request::get(url).body(Vec::new()).unwrap();
    String::from_utf8(sim.handle(&request).response.into_body()).unwrap()
}

pub(crate) fn location(response: &http::Response<Vec<u8>>) -> String {
    assert_eq!(
        response.status(),
        303,
        "{:?}",
        String::from_utf8_lossy(response.body())
    );
    response.headers()["location"].to_str().unwrap().to_owned()
}

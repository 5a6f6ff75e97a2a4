//! A merchant with a classic account, as its NVP client calls.

use std::collections::BTreeMap;

use http::Request;
use psp_simulator::{Action, Simulator};

pub(crate) type Said = BTreeMap<String, String>;

pub(crate) const NVP: &str = "http://127.0.0.1:8788/paypal-nvp/nvp";

/// Credentials, and the version that is spoken.
pub(crate) struct Merchant {
    user: &'static str,
    password: &'static str,
    signature: &'static str,
    subject: Option<&'static str>,
    version: &'static str,
}

impl Merchant {
    /// The default account with its own signature.
    pub(crate) const fn own() -> Self {
        Self {
            user: "caisse_api1.obole.test",
            password: "SIMULATORPWD0001",
            signature: "Simulator.Signature-0001.AbCdEfGhIjKlMnOpQrStUvWxYz01234",
            subject: None,
            version: "124.0",
        }
    }

    /// The partner, acting for an account.
    pub(crate) const fn partner(subject: Option<&'static str>) -> Self {
        Self {
            user: "partner_api1.obole.test",
            password: "SIMULATORPWD0002",
            signature: "Simulator.Signature-0002.AbCdEfGhIjKlMnOpQrStUvWxYz01234",
            subject,
            version: "124.0",
        }
    }

    pub(crate) const fn speaking(version: &'static str) -> Self {
        Self {
            version,
            ..Self::own()
        }
    }

    pub(crate) fn request(&self, method: &str, fields: &[(&str, &str)]) -> Request<Vec<u8>> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("METHOD", method)
            .append_pair("VERSION", self.version)
            .append_pair("USER", self.user)
            .append_pair("PWD", self.password)
            .append_pair("SIGNATURE", self.signature);
        if let Some(subject) = self.subject {
            form.append_pair("SUBJECT", subject);
        }
        form.extend_pairs(fields);
        post(&form.finish())
    }

    /// Calls and reads whatever is answered.
    pub(crate) fn call(&self, sim: &mut Simulator, method: &str, fields: &[(&str, &str)]) -> Said {
        answer(sim, &self.request(method, fields))
    }

    /// Calls what has to work.
    pub(crate) fn must(&self, sim: &mut Simulator, method: &str, fields: &[(&str, &str)]) -> Said {
        let said = self.call(sim, method, fields);
        assert_eq!(said["ACK"], "Success", "{method} {fields:?}: {said:?}");
        said
    }

    /// Calls what has to be refused; returns the number of the error.
    pub(crate) fn refused(
        &self,
        sim: &mut Simulator,
        method: &str,
        fields: &[(&str, &str)],
    ) -> u32 {
        code(&self.call(sim, method, fields))
    }

    /// Opens a session for 25 CAD and lets the payer act.
    pub(crate) fn approved(
        &self,
        sim: &mut Simulator,
        fields: &[(&str, &str)],
        action: Action,
    ) -> Approved {
        let said = self.must(sim, "SetExpressCheckout", &with(SET, fields));
        let token = said["TOKEN"].clone();
        let back = sim.payer_act(&login(&token), action).unwrap();
        Approved {
            token,
            payer: back.rsplit('=').next().unwrap().to_owned(),
        }
    }

    /// Pays 25 CAD; returns what was answered.
    pub(crate) fn paid(&self, sim: &mut Simulator, fields: &[(&str, &str)]) -> Said {
        let approved = self.approved(sim, fields, Action::Pay);
        self.must(sim, DO, &approved.with(fields))
    }

    /// Authorizes 25 CAD; returns the authorization's id.
    pub(crate) fn authorized(&self, sim: &mut Simulator, fields: &[(&str, &str)]) -> String {
        let action = [("PAYMENTREQUEST_0_PAYMENTACTION", "Authorization")];
        self.paid(sim, &with(fields, &action))["PAYMENTINFO_0_TRANSACTIONID"].clone()
    }
}

/// A session that the payer approved, or did not.
pub(crate) struct Approved {
    pub(crate) token: String,
    pub(crate) payer: String,
}

impl Approved {
    /// What the payment is made with.
    pub(crate) fn with<'a>(&'a self, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let own = with(&[("TOKEN", &self.token), ("PAYERID", &self.payer)], PAYMENT);
        with(&own, fields)
    }
}

/// No fields at all.
pub(crate) const NOTHING: &[(&str, &str)] = &[];

pub(crate) const DO: &str = "DoExpressCheckoutPayment";

const PAYMENT: &[(&str, &str)] = &[
    ("PAYMENTREQUEST_0_AMT", "25.00"),
    ("PAYMENTREQUEST_0_CURRENCYCODE", "CAD"),
    ("PAYMENTREQUEST_0_PAYMENTACTION", "Sale"),
    ("PAYMENTREQUEST_0_CUSTOM", "pay_1"),
    ("PAYMENTREQUEST_0_INVNUM", "OBL-1"),
    (
        "PAYMENTREQUEST_0_NOTIFYURL",
        "http://127.0.0.1:8787/notify/t/p/x",
    ),
];

pub(crate) const SET: &[(&str, &str)] = &[
    ("RETURNURL", "http://127.0.0.1:8787/return/p/success?x=1"),
    ("CANCELURL", "http://127.0.0.1:8787/return/p/cancel"),
    ("NOSHIPPING", "1"),
    ("PAYMENTREQUEST_0_AMT", "25.00"),
    ("PAYMENTREQUEST_0_CURRENCYCODE", "CAD"),
    ("PAYMENTREQUEST_0_PAYMENTACTION", "Sale"),
    ("PAYMENTREQUEST_0_DESC", "Atelier du samedi"),
];

/// Fields with some replaced or added. `-` as a value takes a field away.
pub(crate) fn with<'a>(
    fields: &[(&'a str, &'a str)],
    others: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut all = fields.to_vec();
    for (name, value) in others {
        all.retain(|(known, _)| known != name);
        if *value != "-" {
            all.push((name, value));
        }
    }
    all
}

/// Where the payer logs in.
pub(crate) fn login(token: &str) -> String {
    format!(
        "http://127.0.0.1:8788/paypal-web/cgi-bin/webscr?cmd=_express-checkout&token={token}&useraction=commit"
    )
}

pub(crate) fn post(body: &str) -> Request<Vec<u8>> {
    Request::post(NVP)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body.as_bytes().to_vec())
        .unwrap()
}

/// Sends a request; the status is 200 whatever is said.
pub(crate) fn answer(sim: &mut Simulator, request: &Request<Vec<u8>>) -> Said {
    let reply = sim.handle(request);
    assert_eq!(reply.response.status(), 200);
    read(reply.response.body())
}

pub(crate) fn read(body: &[u8]) -> Said {
    let mut said = Said::new();
    for (name, value) in form_urlencoded::parse(body) {
        assert_eq!(
            said.insert(name.to_string(), value.to_string()),
            None,
            "{name} twice"
        );
    }
    said
}

/// The error of a refusal; 0 for a success.
pub(crate) fn code(said: &Said) -> u32 {
    let error = said
        .get("L_ERRORCODE0")
        .map_or(0, |code| code.parse().unwrap());
    assert_eq!(
        said["ACK"] == "Failure",
        error != 0 && said["L_SEVERITYCODE0"] == "Error",
        "{said:?}"
    );
    error
}

/// The parts of a transaction that a test looks at.
pub(crate) fn details(sim: &mut Simulator, id: &str) -> Said {
    Merchant::own().must(sim, "GetTransactionDetails", &[("TRANSACTIONID", id)])
}

//! Payments through a Payflow account, and its answers.

use http::Request;
use obole_edge::providers::payflow::codec::Fields;
use obole_edge::providers::payflow::{Credentials, Payflow};
use obole_shared::currency::Currency;
use obole_shared::ids::Secret;
use obole_shared::money::Money;
use obole_shared::payment::{Answer, Call, Entry, Event, Payment, Security};
use obole_shared::terminal::{AccountType, AuthorizationType, TerminalKind};
use obole_shared::time::Millis;

use crate::support::*;

pub(crate) const GATEWAY: &str = "https://pilot-payflowpro.paypal.com";
pub(crate) const LINK: &str = "https://payflowlink.paypal.com";
pub(crate) const WEB: &str = "https://www.sandbox.paypal.com";
pub(crate) const TOKEN: &str = "FmyM1y7wy8k+S6/umnMPhTQ=";
pub(crate) const EXPRESS_TOKEN: &str = "EC-17C76533PL706494P";
pub(crate) const PAYMENT: &str = "pay_0w3ge1r70w3ge1r70w3ge1r70w";
pub(crate) const REFERENCE: &str = "OBL-0W3GE1R70W3GE1R70W3GE1R70W";

pub(crate) use AuthorizationType::{AuthorizeOnly, CaptureAtOnce};

pub(crate) fn account() -> Payflow {
    let credentials = Credentials {
        partner: "PayPal".into(),
        vendor: "obolevendor".into(),
        user: "obolevendor".into(),
        password: Secret::new("a&b=c]d[1]"),
    };
    Payflow::new(credentials, GATEWAY.into(), LINK.into(), WEB.into())
}

pub(crate) fn dollars(minor: i64) -> Money {
    money(minor, Currency::USD)
}

/// A payment whose session is being opened for the first time.
pub(crate) fn fresh(account: AccountType, authorization: AuthorizationType) -> Payment {
    let mut opened = opened(TerminalKind::Payflow, dollars(1_200), authorization);
    opened.terminal.account = Some(account);
    let event = Event::Opened(Box::new(opened));
    let mut payment = Payment::begin(&Entry { at: NOW, event }).unwrap();
    attempt(&mut payment, Call::OpenSession);
    payment
}

pub(crate) fn open_session(payment: &mut Payment, handle: &str, lifetime: Millis) {
    let event = Event::SessionOpened {
        handle: handle.into(),
        redirect_url: "https://example.org/".into(),
        expires_at: NOW + lifetime,
    };
    apply(payment, event);
}

/// A payment whose card page is open.
pub(crate) fn hosted(authorization: AuthorizationType) -> Payment {
    let mut payment = fresh(AccountType::PayflowProUs, authorization);
    open_session(&mut payment, TOKEN, Millis::minutes(30));
    payment
}

/// A payment that the payer approves at PayPal.
pub(crate) fn express(authorization: AuthorizationType) -> Payment {
    let mut payment = fresh(AccountType::PayflowExpressUs, authorization);
    open_session(&mut payment, EXPRESS_TOKEN, Millis::hours(3));
    payment
}

pub(crate) fn approved(authorization: AuthorizationType) -> Payment {
    let mut payment = express(authorization);
    apply(&mut payment, Event::Approved);
    payment
}

/// Reserved money with the name `AUTH00000001`.
pub(crate) fn authorized() -> Payment {
    let mut payment = hosted(AuthorizeOnly);
    apply(
        &mut payment,
        Event::Authorized {
            transaction: "AUTH00000001".into(),
            amount: dollars(1_200),
            method: Some("visa".into()),
            security: Security::default(),
            expires_at: None,
        },
    );
    payment
}

/// Money that was taken under the name `SALE00000001`.
pub(crate) fn captured() -> Payment {
    let mut payment = hosted(CaptureAtOnce);
    capture(&mut payment, Some("SALE00000001"));
    payment
}

/// A refund of 5 dollars that is asked for.
pub(crate) fn refunding() -> Payment {
    let mut payment = captured();
    request_refund(&mut payment, 1, dollars(500));
    payment
}

/// The payment when a call is made for the first time, or once more without an answer.
pub(crate) fn attempted(mut payment: Payment, call: Call, tries: u16) -> Payment {
    for _ in 0..tries {
        attempt(&mut payment, call);
    }
    payment
}

/// Names and values of a request, without the login.
pub(crate) fn parameters(request: &Request<Vec<u8>>) -> Vec<(String, String)> {
    let fields = Fields::read(request.body()).unwrap();
    let login = ["PARTNER", "VENDOR", "USER", "PWD"];
    fields
        .iter()
        .filter(|(name, _)| !login.contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

pub(crate) fn parameter(request: &Request<Vec<u8>>, name: &str) -> String {
    let fields = Fields::read(request.body()).unwrap();
    fields.get(name).unwrap_or_default().to_owned()
}

/// What the first answer to a call comes to.
pub(crate) fn outcome(payment: &Payment, call: Call, body: &str) -> Answer {
    account().outcome(payment, call, NOW, raw(200, body))
}

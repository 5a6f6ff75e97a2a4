//! The requests, as the gateway wants them (Payflow Gateway guide).

use http::Request;
use http::header::{CONTENT_TYPE, USER_AGENT};
use obole_shared::money::Money;
use obole_shared::payment::{Answer, Authorization, Call, Payment, Progress};
use obole_shared::terminal::{AuthorizationType, Condition, Express, Method};
use obole_shared::time::Millis;

use super::Credentials;
use super::codec::{Unwritable, Writer};
use super::keys::Key;
use super::reply::is_pnref;
use crate::providers::{Addresses, cannot};

/// X-VPS-CLIENT-TIMEOUT, unless we wait less; the guide's own advice.
const CLIENT_TIMEOUT: Millis = Millis::seconds(45);

/// How much sooner than we the gateway gives up, so that its word still arrives.
const TIMEOUT_MARGIN: Millis = Millis::seconds(2);

/// The provider's name for a payment with a PayPal account, in place of a card's brand.
pub(super) const PAYPAL: &str = "paypal";

/// Who asks, and where.
#[derive(Clone, Copy)]
pub(super) struct Gateway<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) origin: &'a str,
}

/// What an inquiry is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// The secure token a transaction was made with.
    Token(String),
    /// A transaction, by its PNREF.
    Transaction(String),
    /// A transaction, by the CUSTREF we gave it.
    Reference(String),
}

impl Gateway<'_> {
    /// The request of a call that moves something. `payer`: who approved, for the calls that
    /// complete an Express session.
    pub(super) fn act(
        self,
        addresses: &Addresses,
        payment: &Payment,
        call: Call,
        generation: u16,
        payer: Option<&str>,
        limit: Millis,
    ) -> Result<Request<Vec<u8>>, Answer> {
        let key = Key::of(payment, call, generation);
        let mut form = self.form(tender(payment))?;
        match call {
            Call::OpenSession if is_express(payment) => {
                open_express(&mut form, addresses, payment)?;
            }
            Call::OpenSession => open_hosted(&mut form, addresses, payment, &key)?,
            Call::Authorize | Call::Capture if payment.progress == Progress::Approved => {
                let payer = payer.ok_or_else(|| cannot("no_payer"))?;
                complete_express(&mut form, payment, call, payer)?;
            }
            Call::Capture => {
                form.put("TRXTYPE", "D")?;
                form.put("ORIGID", &authorization(payment)?.transaction)?;
                form.put("AMT", &amount(payment, payment.capture_amount())?)?;
                form.put("CAPTURECOMPLETE", "Y")?;
            }
            Call::Cancel => {
                form.put("TRXTYPE", "V")?;
                form.put("ORIGID", &authorization(payment)?.transaction)?;
            }
            Call::Refund(number) => refund(&mut form, payment, number)?,
            _ => return Err(cannot("not_supported")),
        }
        form.put("CUSTREF", &key.reference())?;
        form.put("VERBOSITY", "HIGH")?;
        self.post(&key, form, limit)
    }

    /// The request that asks what became of a transaction. `step` counts the questions within
    /// one call.
    pub(super) fn inquire(
        self,
        payment: &Payment,
        call: Call,
        step: u16,
        about: &About,
        limit: Millis,
    ) -> Result<Request<Vec<u8>>, Answer> {
        let mut form = self.form(tender(payment))?;
        form.put("TRXTYPE", "I")?;
        match about {
            About::Token(token) => form.put("SECURETOKEN", token)?,
            About::Transaction(name) if is_pnref(name) => form.put("ORIGID", name)?,
            About::Transaction(_) => return Err(cannot("malformed_id")),
            About::Reference(reference) => form.put("CUSTREF", reference)?,
        }
        form.put("VERBOSITY", "HIGH")?;
        self.post(&Key::of_question(payment, call, step), form, limit)
    }

    /// The request that asks who approved an Express session.
    pub(super) fn details(
        self,
        payment: &Payment,
        call: Call,
        limit: Millis,
    ) -> Result<Request<Vec<u8>>, Answer> {
        let mut form = self.form("P")?;
        form.put("TRXTYPE", trxtype(payment)?)?;
        form.put("ACTION", "G")?;
        form.put("TOKEN", handle(payment)?)?;
        self.post(&Key::of_question(payment, call, 0), form, limit)
    }

    /// A request that can find nothing: it shows whether the login works.
    pub(super) fn check(self, moment: i64, limit: Millis) -> Result<Request<Vec<u8>>, Answer> {
        let mut form = self.form("C")?;
        form.put("TRXTYPE", "I")?;
        form.put("ORIGID", NO_TRANSACTION)?;
        form.put("VERBOSITY", "HIGH")?;
        let key = Key::of_check(&self.credentials.vendor, moment);
        self.post(&key, form, limit)
    }

    fn form(self, tender: &str) -> Result<Form, Answer> {
        let login = self.credentials;
        let mut form = Form(Writer::default());
        form.put("PARTNER", &login.partner)?;
        form.put("VENDOR", &login.vendor)?;
        form.put("USER", &login.user)?;
        form.put("PWD", login.password.expose())?;
        form.put("TENDER", tender)?;
        Ok(form)
    }

    fn post(self, key: &Key, form: Form, limit: Millis) -> Result<Request<Vec<u8>>, Answer> {
        let timeout = CLIENT_TIMEOUT.0.min(limit.0 - TIMEOUT_MARGIN.0) / 1_000;
        Request::builder()
            .method("POST")
            .uri(format!("{}/", self.origin.trim_end_matches('/')))
            .header(CONTENT_TYPE, "text/namevalue")
            .header(USER_AGENT, concat!("Obole/", env!("CARGO_PKG_VERSION")))
            .header("X-VPS-REQUEST-ID", key.request_id())
            .header("X-VPS-CLIENT-TIMEOUT", timeout.to_string())
            .header("X-VPS-VIT-INTEGRATION-PRODUCT", "Obole")
            .header("X-VPS-VIT-INTEGRATION-VERSION", env!("CARGO_PKG_VERSION"))
            .body(form.0.into_body())
            .map_err(|_| cannot("bad_origin"))
    }
}

/// A name that no transaction has; PNREF has twelve characters.
const NO_TRANSACTION: &str = "V00000000000";

/// A request in the making; what cannot be written is an answer.
struct Form(Writer);

impl Form {
    fn put(&mut self, name: &'static str, value: &str) -> Result<(), Answer> {
        let unwritable = |Unwritable(name)| cannot(&format!("unwritable_{name}"));
        self.0.put(name, value).map_err(unwritable)
    }
}

/// Where the donor pays with a PayPal account only: the account has no card page, or its owner
/// switched every card off.
pub(super) fn is_express(payment: &Payment) -> bool {
    let terminal = &payment.opened.terminal;
    match terminal.account().map(|account| account.express) {
        Some(Express::Only) => true,
        Some(Express::Option) => terminal.methods() == [Method::Paypal],
        Some(Express::No) | None => false,
    }
}

/// The means the payment is made with: card, or a PayPal account.
fn tender(payment: &Payment) -> &'static str {
    let method = match &payment.progress {
        Progress::Authorized(known) => known.method.as_deref(),
        Progress::Captured(known) => known.method.as_deref(),
        _ => None,
    };
    if is_express(payment) || method == Some(PAYPAL) {
        "P"
    } else {
        "C"
    }
}

/// Sale or authorization, as the donor's session was or is to be opened.
fn trxtype(payment: &Payment) -> Result<&'static str, Answer> {
    match payment.opened.authorization {
        AuthorizationType::CaptureAtOnce => Ok("S"),
        AuthorizationType::AuthorizeOnly => Ok("A"),
        AuthorizationType::PreAuthorize => Err(cannot("no_pre_authorization")),
    }
}

fn open_hosted(
    form: &mut Form,
    addresses: &Addresses,
    payment: &Payment,
    key: &Key,
) -> Result<(), Answer> {
    let opened = &payment.opened;
    common(form, payment)?;
    form.put("CREATESECURETOKEN", "Y")?;
    form.put("SECURETOKENID", &key.token_id())?;
    form.put("INVNUM", &opened.reference)?;
    form.put("USER1", opened.id.as_str())?;
    form.0.put_text(
        "COMMENT1",
        &opened.description,
        usize::from(payment.capabilities().text.description),
    );
    form.put("RETURNURL", &addresses.return_url(payment, "done"))?;
    form.put("CANCELURL", &addresses.return_url(payment, "cancel"))?;
    form.put("ERRORURL", &addresses.return_url(payment, "fail"))?;
    form.put("SILENTPOSTURL", &addresses.notify_url(payment))?;
    // The donor comes straight back to us, in a request that carries nothing.
    form.put("DISABLERECEIPT", "TRUE")?;
    form.put("URLMETHOD", "GET")?;
    // A whole page: cards are never typed inside a frame.
    form.put("TEMPLATE", "TEMPLATEA")
}

fn open_express(form: &mut Form, addresses: &Addresses, payment: &Payment) -> Result<(), Answer> {
    let opened = &payment.opened;
    common(form, payment)?;
    form.put("ACTION", "S")?;
    form.put("INVNUM", &opened.reference)?;
    form.put("CUSTOM", opened.id.as_str())?;
    form.0.put_text(
        "ORDERDESC",
        &opened.description,
        usize::from(payment.capabilities().text.description),
    );
    form.put("RETURNURL", &addresses.return_url(payment, "done"))?;
    form.put("CANCELURL", &addresses.return_url(payment, "cancel"))?;
    form.put("NOTIFYURL", &addresses.notify_url(payment))?;
    form.put("NOSHIPPING", "1")?;
    form.put("ALLOWNOTE", "0")
}

/// What opens a session in both ways.
fn common(form: &mut Form, payment: &Payment) -> Result<(), Answer> {
    let opened = &payment.opened;
    if opened.condition != Condition::None {
        return Err(cannot("condition_cannot_be_proved"));
    }
    form.put("TRXTYPE", trxtype(payment)?)?;
    form.put("AMT", &amount(payment, opened.amount)?)?;
    form.put("CURRENCY", opened.amount.currency().code())
}

/// Takes or reserves what the payer approved. The payer's amount is said again, and our
/// reference, which the first step does not carry over.
fn complete_express(
    form: &mut Form,
    payment: &Payment,
    call: Call,
    payer: &str,
) -> Result<(), Answer> {
    let opened = &payment.opened;
    let trxtype = if call == Call::Authorize { "A" } else { "S" };
    form.put("TRXTYPE", trxtype)?;
    form.put("ACTION", "D")?;
    form.put("TOKEN", handle(payment)?)?;
    form.put("PAYERID", payer)?;
    form.put("AMT", &amount(payment, opened.amount)?)?;
    form.put("CURRENCY", opened.amount.currency().code())?;
    form.put("INVNUM", &opened.reference)?;
    form.put("CUSTOM", opened.id.as_str())
}

fn refund(form: &mut Form, payment: &Payment, number: u16) -> Result<(), Answer> {
    let refund = payment.refund(number).ok_or_else(|| cannot("no_refund"))?;
    let capture = match &payment.progress {
        Progress::Captured(capture) => capture.capture.as_deref(),
        _ => None,
    };
    let original = capture.ok_or_else(|| cannot("no_capture"))?;
    if !is_pnref(original) {
        return Err(cannot("malformed_id"));
    }
    form.put("TRXTYPE", "C")?;
    form.put("ORIGID", original)?;
    form.put("AMT", &amount(payment, refund.amount)?)?;
    let reference = format!("{}-R{number}", payment.opened.reference);
    form.put("INVNUM", &reference)
}

pub(super) fn authorization(payment: &Payment) -> Result<&Authorization, Answer> {
    match &payment.progress {
        Progress::Authorized(known) if is_pnref(&known.transaction) => Ok(known),
        Progress::Authorized(_) => Err(cannot("malformed_id")),
        _ => Err(cannot("no_authorization")),
    }
}

pub(super) fn handle(payment: &Payment) -> Result<&str, Answer> {
    let session = payment.session.as_ref();
    Ok(&session.ok_or_else(|| cannot("no_session"))?.handle)
}

/// Major units with as many decimals as the declaration gives the currency.
fn amount(payment: &Payment, money: Money) -> Result<String, Answer> {
    let capabilities = payment.capabilities();
    let decimals = capabilities.decimals(money.currency());
    match decimals {
        Some(decimals) if capabilities.carries(money) && !money.is_zero() => {
            let mut value = money.to_decimal();
            value.rescale(decimals.into());
            Ok(value.to_string())
        }
        _ => Err(cannot("amount_not_representable")),
    }
}

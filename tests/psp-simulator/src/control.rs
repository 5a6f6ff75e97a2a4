//! `/_sim/…`: books, faults, clock, calls, accounts, notices.

use http::{Method, Request, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::classic;
use crate::config::{PayPalAccount, SaferpayTerminal};
use crate::faults::Fault;
use crate::html;
use crate::http::Reply;
use crate::payflow;
use crate::paypal;
use crate::simulator::Simulator;

/// `POST /_sim/faults`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultsBody {
    #[serde(default)]
    reset: bool,
    #[serde(default)]
    faults: Vec<Fault>,
}

/// `POST /_sim/clock`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    advance_ms: u64,
}

/// `POST /_sim/strict`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StrictBody {
    fields: bool,
}

/// `POST /_sim/reverse`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReverseBody {
    capture: String,
}

/// `POST /_sim/accounts`. What is left out stays as it is; for an account that is new,
/// it is the default.
#[derive(Deserialize)]
#[serde(tag = "provider", rename_all = "lowercase", deny_unknown_fields)]
enum AccountBody {
    Saferpay {
        customer: String,
        terminal: String,
        username: Option<String>,
        password: Option<String>,
        currencies: Option<Vec<String>>,
    },
    PayPal {
        client_id: String,
        secret: Option<String>,
        webhook_id: Option<String>,
        webhook_url: Option<String>,
        unique_invoices: Option<bool>,
    },
    #[serde(rename = "paypal_classic")]
    PayPalClassic(Box<classic::AccountSettings>),
    Payflow(Box<payflow::AccountSettings>),
}

pub(crate) fn handle(simulator: &mut Simulator, name: &str, request: &Request<Vec<u8>>) -> Reply {
    match (request.method(), name) {
        (&Method::GET, "books") => ok(&books(simulator)),
        (&Method::GET, "calls") => ok(&json!(simulator.calls())),
        (&Method::GET, "notices") => ok(&simulator.world.notices.describe()),
        (&Method::GET, "faults") => ok(&json!({ "faults": simulator.faults_mut().rules() })),
        (&Method::GET, "clock") => ok(&clock(simulator)),
        (&Method::POST, "faults") => with_body(request, |body: FaultsBody| {
            if body.reset {
                simulator.faults_mut().reset();
            }
            body.faults
                .into_iter()
                .for_each(|fault| simulator.faults_mut().add(fault));
            json!({ "faults": simulator.faults_mut().rules() })
        }),
        (&Method::POST, "clock") => with_body(request, |body: ClockBody| {
            simulator.advance(body.advance_ms);
            clock(simulator)
        }),
        (&Method::POST, "accounts") => with_body(request, |body: AccountBody| {
            put_account(simulator, body);
            json!({})
        }),
        (&Method::POST, "strict") => with_body(request, |body: StrictBody| {
            simulator.refuse_unknown_fields(body.fields);
            json!({ "fields": body.fields })
        }),
        (&Method::POST, "reverse") => with_body(
            request,
            |body: ReverseBody| json!({ "reversed": simulator.reverse(&body.capture) }),
        ),
        _ => {
            let more = classic::control(simulator, name, request)
                .or_else(|| paypal::control(simulator, name, request));
            more.unwrap_or_else(|| {
                Reply::json(
                    StatusCode::NOT_FOUND,
                    &json!({ "error": "no such control" }),
                )
            })
        }
    }
}

fn ok(body: &Value) -> Reply {
    Reply::json(StatusCode::OK, body)
}

/// Acts on a JSON body; refuses one that does not fit.
pub(crate) fn with_body<T: DeserializeOwned>(
    request: &Request<Vec<u8>>,
    act: impl FnOnce(T) -> Value,
) -> Reply {
    match serde_json::from_slice(request.body()) {
        Ok(body) => ok(&act(body)),
        Err(error) => Reply::json(
            StatusCode::BAD_REQUEST,
            &json!({ "error": error.to_string() }),
        ),
    }
}

fn books(simulator: &Simulator) -> Value {
    let open: Vec<_> = simulator
        .books()
        .open_authorizations(simulator.now())
        .collect();
    json!({ "movements": simulator.books().movements(), "authorizations": open })
}

fn clock(simulator: &Simulator) -> Value {
    json!({ "now_ms": simulator.now(), "ahead_ms": simulator.ahead_ms() })
}

fn put_account(simulator: &mut Simulator, body: AccountBody) {
    match body {
        AccountBody::Saferpay {
            customer,
            terminal,
            username,
            password,
            currencies,
        } => {
            let all = &simulator.config().saferpay;
            let known = all
                .iter()
                .find(|one| one.customer == customer && one.terminal == terminal);
            let mut one = known.cloned().unwrap_or_default();
            (one.customer, one.terminal) = (customer, terminal);
            one.username = username.unwrap_or(one.username);
            one.password = password.unwrap_or(one.password);
            one.currencies = currencies.unwrap_or(one.currencies);
            simulator.put_terminal(SaferpayTerminal { ..one });
        }
        AccountBody::PayPal {
            client_id,
            secret,
            webhook_id,
            webhook_url,
            unique_invoices,
        } => {
            let known = simulator
                .config()
                .paypal
                .iter()
                .find(|one| one.client_id == client_id);
            let mut one: PayPalAccount = known.cloned().unwrap_or_default();
            one.client_id = client_id;
            one.secret = secret.unwrap_or(one.secret);
            one.webhook_id = webhook_id.unwrap_or(one.webhook_id);
            one.webhook_url = webhook_url.or(one.webhook_url);
            one.unique_invoices = unique_invoices.unwrap_or(one.unique_invoices);
            simulator.put_account(one);
        }
        AccountBody::PayPalClassic(settings) => {
            let one = settings.apply(&simulator.config().classic);
            simulator.put_classic_account(one);
        }
        AccountBody::Payflow(settings) => {
            let one = settings.apply(&simulator.config().payflow);
            simulator.put_payflow_account(one);
        }
    }
}

/// The front page.
pub(crate) fn index() -> String {
    html::page(
        "Provider simulator",
        "<h1>Provider simulator</h1>\
<p>Speaks the protocols of Saferpay (JSON API, payment page) below <code>/saferpay</code> and of PayPal \
(Orders v2, Payments v2, disputes, webhooks) below <code>/paypal</code>. A classic PayPal account stands behind \
<code>/paypal-nvp</code> (NVP API), <code>/paypal-web</code> (webscr pages, payment data transfer) and \
<code>/paypal-ipn</code> (validation of notifications). The Payflow gateway is at <code>/payflow</code>, its \
hosted page at <code>/payflow-link/</code>.</p>\
<ul><li><a href=\"/_sim/books\">Books</a>: every movement of money that really happened here</li>\
<li><a href=\"/_sim/calls\">Calls</a>: what was called how often</li>\
<li><a href=\"/_sim/notices\">Notices</a>: what is still to be delivered</li>\
<li><a href=\"/_sim/transactions\">Transactions</a> of the classic account, and the \
<a href=\"/_sim/ipn\">notifications</a> about them, byte by byte</li>\
<li><a href=\"/_sim/faults\">Faults</a> and <a href=\"/_sim/clock\">clock</a>: set by POST</li></ul>",
    )
}

//! The same core behind a real listener.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use psp_simulator::{Config, Simulator, serve};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use crate::classic::{VALIDATOR, button};
use crate::classic_merchant::{Approved, DO, Merchant, SET, login, read};
use crate::support::{header, initialize_body, saferpay_request, text};

/// Paths and bodies.
type Heard = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// A merchant that writes down what it is told.
async fn merchant() -> (String, Heard) {
    let heard = Heard::default();
    let hear = |State(heard): State<Heard>, request: Request<axum::body::Body>| async move {
        let path = request.uri().path().to_owned();
        let body = request.into_body().collect().await.unwrap().to_bytes();
        heard.lock().unwrap().push((path, body.to_vec()));
    };
    let router = Router::new().fallback(hear).with_state(Arc::clone(&heard));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(accept(listener, router));
    (origin, heard)
}

async fn accept(listener: TcpListener, router: Router) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let io = hyper_util::rt::TokioIo::new(stream);
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(io, service));
    }
}

struct Caller {
    origin: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Caller {
    async fn send(&self, mut request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        let path = request.uri().path_and_query().unwrap().to_string();
        *request.uri_mut() = format!("{}{path}", self.origin).parse().unwrap();
        let answer = self
            .client
            .request(request.map(|body| Full::new(Bytes::from(body))))
            .await
            .ok()?;
        let (parts, body) = answer.into_parts();
        Some(Response::from_parts(
            parts,
            body.collect().await.ok()?.to_bytes().to_vec(),
        ))
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(body.to_string().into_bytes())
            .unwrap();
        serde_json::from_slice(self.send(request).await.unwrap().body()).unwrap()
    }
}

/// What is heard first, waited for.
async fn first(heard: &Heard) -> (String, Vec<u8>) {
    let notified = async {
        loop {
            if let Some(one) = heard.lock().unwrap().first() {
                return one.clone();
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), notified).await.unwrap()
}

#[tokio::test]
async fn a_button_is_paid_and_its_message_validated_over_the_wire() {
    let caller = served().await;
    let (shop, heard) = merchant().await;
    let target = format!("{shop}/ipn");
    let pressed = Request::get(button(&[("notify_url", &target)]))
        .body(Vec::new())
        .unwrap();
    let opened = caller.send(pressed).await.unwrap();
    assert_eq!(opened.status(), 303);
    let page = opened.headers()["location"].to_str().unwrap().to_owned();
    let paid = Request::post(&page).body(b"action=pay".to_vec()).unwrap();
    assert_eq!(caller.send(paid).await.unwrap().status(), 303);
    let (path, raw) = first(&heard).await;
    assert_eq!(path, "/ipn");
    for (body, verdict) in [
        (raw.clone(), "VERIFIED"),
        ([&raw[..], b"&"].concat(), "INVALID"),
    ] {
        let body = [b"cmd=_notify-validate&", body.as_slice()].concat();
        let ask = Request::post(VALIDATOR)
            .header("user-agent", "listener/1")
            .body(body);
        let answer = caller.send(ask.unwrap()).await.unwrap();
        assert_eq!(answer.body(), verdict.as_bytes());
    }
}

/// A simulator behind a listener, and somebody who calls it.
async fn served() -> Caller {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let core = Simulator::new(
        Config {
            origin: origin.clone(),
            ..Config::default()
        },
        1,
    );
    tokio::spawn(serve(listener, core));
    Caller {
        origin,
        client: Client::builder(TokioExecutor::new()).build_http(),
    }
}

#[tokio::test]
async fn a_payment_over_the_wire_with_notice_and_lost_answer() {
    let caller = served().await;
    let (shop, heard) = merchant().await;

    let mut body = initialize_body();
    body["Notification"]["SuccessNotifyUrl"] = json!(format!("{shop}/notify/ok"));
    let answer = caller
        .send(saferpay_request("PaymentPage/Initialize", &body))
        .await
        .unwrap();
    let answer: Value = serde_json::from_slice(answer.body()).unwrap();
    let page = text(&answer, "/RedirectUrl");
    let opened = caller
        .send(Request::get(&page).body(Vec::new()).unwrap())
        .await
        .unwrap();
    assert_eq!(opened.status(), 200);
    let paid = caller
        .send(Request::post(&page).body(b"action=pay".to_vec()).unwrap())
        .await
        .unwrap();
    assert_eq!(paid.status(), 303);
    assert_eq!(first(&heard).await, ("/notify/ok".to_owned(), Vec::new()));

    let lose = json!({ "faults": [{ "operation": "Transaction/Capture", "effect": "lost_answer", "count": 1 }] });
    caller.json(Method::POST, "/_sim/faults", &lose).await;
    let capture =
        json!({ "RequestHeader": header(), "TransactionReference": { "OrderId": "RE-1" } });
    let request = || saferpay_request("Transaction/Capture", &capture);
    assert!(
        caller.send(request()).await.is_none(),
        "the connection breaks"
    );
    let books = caller.json(Method::GET, "/_sim/books", &Value::Null).await;
    assert_eq!(
        books["movements"][0]["amount_minor"],
        json!(12_050),
        "but the money moved"
    );
    let again = caller.send(request()).await.unwrap();
    let again: Value = serde_json::from_slice(again.body()).unwrap();
    assert_eq!(text(&again, "/ErrorName"), "TRANSACTION_ALREADY_CAPTURED");
}

#[tokio::test]
async fn a_classic_checkout_over_the_wire_with_a_lost_answer() {
    let caller = served().await;
    let (site, heard) = merchant().await;
    let shop = Merchant::own();
    let said = async |request| {
        let answer = caller.send(request).await.expect("an answer");
        read(answer.body())
    };
    let opened = said(shop.request("SetExpressCheckout", SET)).await;
    let token = opened["TOKEN"].clone();
    let page = Request::get(login(&token)).body(Vec::new()).unwrap();
    assert_eq!(caller.send(page).await.unwrap().status(), 200);
    let pay = Request::post(login(&token)).body(b"action=pay".to_vec());
    let back = caller.send(pay.unwrap()).await.unwrap();
    let back = back.headers()["location"].to_str().unwrap().to_owned();
    let approved = Approved {
        token,
        payer: back.rsplit('=').next().unwrap().to_owned(),
    };

    let lose = json!({ "faults": [
        { "provider": "paypal_classic", "operation": DO, "effect": "lost_answer", "count": 1 },
    ] });
    caller.json(Method::POST, "/_sim/faults", &lose).await;
    let notify_url = format!("{site}/notify/ipn");
    let fields = approved.with(&[("PAYMENTREQUEST_0_NOTIFYURL", notify_url.as_str())]);
    assert!(caller.send(shop.request(DO, &fields)).await.is_none());
    let get = [("TOKEN", approved.token.as_str())];
    let status = said(shop.request("GetExpressCheckoutDetails", &get)).await;
    assert_eq!(status["CHECKOUTSTATUS"], "PaymentActionCompleted");
    let books = caller.json(Method::GET, "/_sim/books", &Value::Null).await;
    assert_eq!(
        books["movements"][0]["id"],
        status["PAYMENTREQUEST_0_TRANSACTIONID"]
    );
    assert_eq!(books["movements"][0]["provider"], "paypal_classic");
    assert_eq!(books["movements"][1]["kind"], "fee");

    let (path, message) = first(&heard).await;
    assert_eq!(path, "/notify/ipn");
    assert_eq!(
        read(&message)["txn_id"],
        status["PAYMENTREQUEST_0_TRANSACTIONID"]
    );
}

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

use crate::support::{header, initialize_body, saferpay_request, text};

type Heard = Arc<Mutex<Vec<String>>>;

/// A merchant that writes down what it is told.
async fn merchant() -> (String, Heard) {
    let heard = Heard::default();
    let hear = |State(heard): State<Heard>, request: Request<axum::body::Body>| async move {
        heard.lock().unwrap().push(request.uri().path().to_owned());
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

#[tokio::test]
async fn a_payment_over_the_wire_with_notice_and_lost_answer() {
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
    let (shop, heard) = merchant().await;
    let caller = Caller {
        origin,
        client: Client::builder(TokioExecutor::new()).build_http(),
    };

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
    let notified = async {
        while heard.lock().unwrap().is_empty() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(10), notified).await.unwrap();
    assert_eq!(*heard.lock().unwrap(), ["/notify/ok"]);

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

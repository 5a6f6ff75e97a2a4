//! The server in front of a Worker, for one side of the widget's comparison: a
//! page that holds the side's script, files of the side's own, and everything
//! else from the Worker, all on one origin and compressed as the platform
//! compresses, which the local runtime does not.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use futures_util::future::select;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    HOST, HeaderValue, TRANSFER_ENCODING, VARY,
};
use http::{HeaderMap, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use shipped::Brotli;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::sync::oneshot;

use crate::error::{Error, Result};

/// Nothing but where the browser waits before it is measured.
const BLANK: &str = "<!doctype html><title>blank</title><link rel=icon href=data:,>";

/// A running server; dropping it ends it.
pub(crate) struct Front {
    origin: String,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A file of the side's own.
pub(crate) struct OwnFile {
    pub(crate) path: &'static str,
    pub(crate) content: Vec<u8>,
}

impl Front {
    /// Serves in front of the Worker at `edge`, with a page that names this
    /// script on its first line.
    pub(crate) fn start(edge: &str, script: &str, files: Vec<OwnFile>) -> Result<Self> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Runtime)?;
        let listener = runtime
            .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .map_err(Error::Listen)?;
        let address = listener.local_addr().map_err(Error::Listen)?;
        let site = Arc::new(Site {
            edge: edge.to_owned(),
            script: script.to_owned(),
            files,
            upstream: Client::builder(TokioExecutor::new()).build(connector()),
            compressed: Mutex::default(),
        });
        let (end, ended) = oneshot::channel();
        let thread = thread::spawn(move || {
            let serving = pin!(serve(listener, site));
            runtime.block_on(select(serving, ended));
        });
        Ok(Self {
            origin: format!("http://{address}"),
            end: Some(end),
            thread: Some(thread),
        })
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.end.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The least page that holds a checkout; nothing stands below it that could be
/// pushed away.
fn page(script: &str, language: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>A roof for the library</title><link rel=\"icon\" href=\"data:,\"></head>\
         <body><h1>Give for the roof</h1>\
         <script async src=\"{script}\" data-link=\"demo\"></script></body></html>"
    )
}

/// The language that the query names.
fn language(uri: &Uri) -> &str {
    let named = uri.query().and_then(|query| query.strip_prefix("lang="));
    let is_tag = |tag: &&str| {
        tag.bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'-')
    };
    named.filter(is_tag).unwrap_or("en")
}

fn connector() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector
}

async fn serve(listener: TcpListener, site: Arc<Site>) {
    while let Ok((stream, _)) = listener.accept().await {
        // Without, the last packet of an answer waits for the browser's next word.
        let _ = stream.set_nodelay(true);
        let site = Arc::clone(&site);
        let service = service_fn(move |request| {
            let site = Arc::clone(&site);
            async move { Ok::<_, Infallible>(site.answer(request).await.map(Full::new)) }
        });
        tokio::spawn(async move {
            // A browser that went away is none of our business.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

struct Site {
    edge: String,
    script: String,
    files: Vec<OwnFile>,
    upstream: Client<HttpConnector, Full<Bytes>>,
    /// Files that were compressed once, by path.
    compressed: Mutex<BTreeMap<String, Bytes>>,
}

type Answer = Response<Bytes>;

impl Site {
    async fn answer(&self, request: Request<Incoming>) -> Answer {
        let takes_brotli = request
            .headers()
            .get(ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.split(',').any(|one| one.trim() == "br"));
        let path = request.uri().path().to_owned();
        let answer = match self.own(request.uri()) {
            Some(answer) => answer,
            None => self
                .forwarded(request)
                .await
                .unwrap_or_else(|why| failed(&why)),
        };
        if takes_brotli {
            self.compressed(&path, answer)
        } else {
            answer
        }
    }

    fn own(&self, uri: &Uri) -> Option<Answer> {
        let path = uri.path();
        let own = |kind: &'static str, cache: &'static str, content: Vec<u8>| {
            let mut answer = Response::new(Bytes::from(content));
            let headers = answer.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
            answer
        };
        let html = |text: &str| own("text/html; charset=utf-8", "no-store", text.into());
        match path {
            "/" => Some(html(&page(&self.script, language(uri)))),
            "/blank" => Some(html(BLANK)),
            _ => {
                let file = self.files.iter().find(|file| file.path == path)?;
                let kind = "text/javascript; charset=utf-8";
                // As our loader is cached.
                let cache = "public, max-age=300, stale-while-revalidate=86400";
                Some(own(kind, cache, file.content.clone()))
            }
        }
    }

    async fn forwarded(&self, request: Request<Incoming>) -> std::result::Result<Answer, String> {
        let (mut parts, body) = request.into_parts();
        let body = body.collect().await.map_err(|why| why.to_string())?;
        let target = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        let target: std::result::Result<Uri, _> = format!("{}{target}", self.edge).parse();
        parts.uri = target.map_err(|why| why.to_string())?;
        for hop in [HOST, ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH] {
            parts.headers.remove(hop);
        }
        let request = Request::from_parts(parts, Full::new(body.to_bytes()));
        let answer = self.upstream.request(request).await;
        let (mut parts, body) = answer.map_err(|why| why.to_string())?.into_parts();
        let body = body.collect().await.map_err(|why| why.to_string())?;
        for hop in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
            parts.headers.remove(hop);
        }
        Ok(Response::from_parts(parts, body.to_bytes()))
    }

    fn compressed(&self, path: &str, answer: Answer) -> Answer {
        let (mut parts, content) = answer.into_parts();
        if parts.headers.contains_key(CONTENT_ENCODING) || !is_compressible(&parts.headers) {
            return Response::from_parts(parts, content);
        }
        let sent = if self.is_file(path) {
            self.compressed_once(path, &content)
        } else {
            Brotli::Quick.compress(&content).map(Bytes::from)
        };
        match sent {
            Ok(sent) => {
                let headers = &mut parts.headers;
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
                headers.append(VARY, HeaderValue::from_static("accept-encoding"));
                Response::from_parts(parts, sent)
            }
            Err(why) => failed(&why.to_string()),
        }
    }

    fn compressed_once(&self, path: &str, content: &[u8]) -> shipped::Result<Bytes> {
        let kept = self.compressed.lock();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        if let Some(sent) = kept.get(path) {
            return Ok(sent.clone());
        }
        let sent = Bytes::from(Brotli::Best.compress(content)?);
        kept.insert(path.to_owned(), sent.clone());
        Ok(sent)
    }

    /// Whether the same bytes are always answered here.
    fn is_file(&self, path: &str) -> bool {
        path == "/obole.js"
            || path.starts_with("/v/")
            || self.files.iter().any(|file| file.path == path)
    }
}

fn is_compressible(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind.ends_with("json")
        || matches!(kind, "application/javascript" | "application/wasm")
}

/// The Worker cannot be asked: whoever measures sees it at once.
fn failed(why: &str) -> Answer {
    let mut answer = Response::new(Bytes::from(why.to_owned()));
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A front of nothing: its own files alone.
    fn front() -> Front {
        let file = OwnFile {
            path: "/form.js",
            content: b"let a;".repeat(100),
        };
        Front::start("http://127.0.0.1:9", "/form.js", vec![file]).unwrap()
    }

    fn get(url: &str, accept: &str) -> (u16, Option<HeaderValue>, usize) {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async {
            let client = Client::builder(TokioExecutor::new()).build(connector());
            let request = Request::get(url).header(ACCEPT_ENCODING, accept);
            let request = request.body(Full::<Bytes>::default()).unwrap();
            let answer = client.request(request).await.unwrap();
            let (parts, body) = answer.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let encoding = parts.headers.get(CONTENT_ENCODING).cloned();
            (parts.status.as_u16(), encoding, body.len())
        })
    }

    #[test]
    fn compresses_for_those_who_take_it() {
        let front = front();
        let url = format!("{}/form.js", front.origin());
        assert_eq!(get(&url, "gzip"), (200, None, 600));
        let (status, encoding, length) = get(&url, "gzip, deflate, br");
        assert_eq!((status, encoding.unwrap().to_str().unwrap()), (200, "br"));
        assert!(length < 100, "{length}");
    }

    #[test]
    fn tells_when_the_worker_is_silent_and_ends_when_dropped() {
        let front = front();
        let origin = front.origin().to_owned();
        assert_eq!(get(&format!("{origin}/v1/links/demo"), "br").0, 502);
        assert_eq!(get(&format!("{origin}/"), "").0, 200);
        drop(front);
        let address = origin.strip_prefix("http://").unwrap();
        assert!(std::net::TcpStream::connect(address).is_err());
    }
}

//! A website that a test writes by itself: pages of yet another origin, with the headers it wants.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Response, Server};

type Pages = Arc<Mutex<HashMap<String, Page>>>;

/// A page as it is answered.
#[derive(Debug, Clone)]
struct Page {
    policy: Option<String>,
    html: String,
}

/// A server on this machine that answers until it is dropped.
pub struct Website {
    /// Scheme, host and port.
    pub origin: String,
    pages: Pages,
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Website {
    /// One without pages.
    pub fn start() -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let address = server.server_addr().to_ip().unwrap();
        let pages = Pages::default();
        let thread = thread::spawn({
            let (server, pages) = (Arc::clone(&server), Arc::clone(&pages));
            move || {
                for request in server.incoming_requests() {
                    let path = request.url().split(['?', '#']).next().unwrap_or_default();
                    // A browser that went away is none of our business.
                    let _ = match page(&pages, path) {
                        Some(page) => request.respond(page.answer()),
                        None => request.respond(Response::from_string("").with_status_code(404)),
                    };
                }
            }
        });
        Self {
            origin: format!("http://{address}"),
            pages,
            server,
            thread: Some(thread),
        }
    }

    /// Puts a page of this content at a path, with a content security policy or none; its address.
    pub fn put(&self, path: &str, policy: Option<&str>, content: &str) -> String {
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>A page</title></head><body>{content}</body></html>"
        );
        let page = Page {
            policy: policy.map(str::to_owned),
            html,
        };
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(path.to_owned(), page);
        format!("{}{path}", self.origin)
    }
}

impl Drop for Website {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn page(pages: &Pages, path: &str) -> Option<Page> {
    let pages = pages.lock().unwrap_or_else(PoisonError::into_inner);
    pages.get(path).cloned()
}

impl Page {
    fn answer(self) -> Response<std::io::Cursor<Vec<u8>>> {
        let header = |name: &str, value: &str| Header::from_bytes(name, value).unwrap();
        let mut answer = Response::from_string(self.html)
            .with_header(header("Content-Type", "text/html; charset=utf-8"))
            .with_header(header("Cache-Control", "no-store"));
        if let Some(policy) = &self.policy {
            answer.add_header(header("Content-Security-Policy", policy));
        }
        answer
    }
}

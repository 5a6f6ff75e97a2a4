//! The host page: a static server of another origin than the Worker's, as a
//! charity's own web site would be.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Request, Response, Server};

use crate::{Error, Ports, Repository, Result};

/// A server that answers until it is dropped.
pub(crate) struct HostPage {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl HostPage {
    /// Serves `tests/host-page` with the addresses of this stack filled in.
    pub(crate) fn start(repository: &Repository, ports: Ports) -> Result<Self> {
        let server =
            Server::http((Ipv4Addr::LOCALHOST, ports.host)).map_err(|source| Error::Port {
                port: ports.host,
                reason: source.to_string(),
            })?;
        let server = Arc::new(server);
        let site = Site {
            folder: repository.path("tests/host-page"),
            edge: format!("http://127.0.0.1:{}", ports.edge),
            host: format!("http://127.0.0.1:{}", ports.host),
            provider: format!("http://127.0.0.1:{}", ports.simulator),
        };
        let thread = thread::spawn({
            let server = Arc::clone(&server);
            move || {
                for request in server.incoming_requests() {
                    site.answer(request);
                }
            }
        });
        Ok(Self {
            server,
            thread: Some(thread),
        })
    }
}

impl Drop for HostPage {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Site {
    folder: PathBuf,
    edge: String,
    host: String,
    provider: String,
}

impl Site {
    fn answer(&self, request: Request) {
        let name = file_name(request.url());
        let response = match name.and_then(|name| Some((name, self.read(name)?))) {
            Some((name, body)) => {
                let mut response = Response::from_data(body);
                for (field, value) in self.headers(name) {
                    if let Ok(header) = Header::from_bytes(field, value) {
                        response.add_header(header);
                    }
                }
                response
            }
            None => Response::from_string("There is no such page.").with_status_code(404),
        };
        // A browser that went away is none of our business.
        let _ = request.respond(response);
    }

    fn read(&self, name: &str) -> Option<Vec<u8>> {
        let bytes = fs::read(self.folder.join(name)).ok()?;
        if !is_page(name) {
            return Some(bytes);
        }
        let text = String::from_utf8(bytes).ok()?;
        Some(self.fill(&text).into_bytes())
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{{EDGE}}", &self.edge)
            .replace("{{HOST}}", &self.host)
            .replace("{{PROVIDER}}", &self.provider)
    }

    fn headers(&self, name: &str) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Content-Type", content_type(name).to_owned()),
            ("Cache-Control", "no-store".to_owned()),
        ];
        if name == "csp.html" {
            headers.push(("Content-Security-Policy", self.strict_policy()));
        }
        headers
    }

    /// The policy of a careful host: it names the Worker's origin and grants
    /// neither `'wasm-unsafe-eval'` nor inline styles. Chromium holds
    /// `form-action` against the redirects after a post too, so the provider,
    /// to which the form leads, is named as well.
    fn strict_policy(&self) -> String {
        self.fill(
            "default-src 'none'; script-src 'self' {{EDGE}}; connect-src {{EDGE}}; \
             form-action {{EDGE}} {{PROVIDER}}; img-src 'self'; style-src 'self'",
        )
    }
}

/// The file a request asks for: one plain name, nothing hidden, no folders.
fn file_name(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    if path.is_empty() {
        return Some("index.html");
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    (!path.starts_with('.') && path.bytes().all(plain)).then_some(path)
}

fn is_page(name: &str) -> bool {
    extension(name) == "html"
}

fn content_type(name: &str) -> &'static str {
    match extension(name) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

fn extension(name: &str) -> &str {
    Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http;

    #[test]
    fn only_plain_names_are_served() {
        assert_eq!(file_name("/"), Some("index.html"));
        assert_eq!(file_name("/?payment=1#x"), Some("index.html"));
        assert_eq!(file_name("/csp.html?a=b"), Some("csp.html"));
        for bad in [
            "/../Cargo.toml",
            "/a/b.html",
            "/.env",
            "/%2e%2e",
            "//etc",
            "x",
        ] {
            assert_eq!(file_name(bad), None, "{bad}");
        }
    }

    #[test]
    fn pages_name_this_stack_and_nothing_is_left_open() {
        let ports = Ports::free().unwrap();
        let host = HostPage::start(&Repository::find(), ports).unwrap();
        let base = format!("http://127.0.0.1:{}", ports.host);
        for page in ["", "element.html", "plain.html", "csp.html"] {
            let answer = http::get(&format!("{base}/{page}"), None).unwrap();
            assert_eq!(answer.status, 200, "{page}");
            let script = format!("http://127.0.0.1:{}/obole.js", ports.edge);
            assert!(answer.body.contains(&script), "{page}");
            assert!(!answer.body.contains("{{"), "{page}");
        }
        assert_eq!(
            http::get(&format!("{base}/nothing"), None).unwrap().status,
            404
        );
        drop(host);
        let free_soon = (0..200).any(|_| {
            thread::sleep(std::time::Duration::from_millis(10));
            ports.check().is_ok()
        });
        assert!(free_soon);
    }
}

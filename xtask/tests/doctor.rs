//! `cargo xtask doctor` as a person runs it, against a website and an Obole of
//! its own.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Response, Server};

/// A server that answers until the test ends.
struct Site {
    server: Arc<Server>,
    origin: String,
}

/// Status, headers and body for a path.
type Reply = (u16, Vec<(String, String)>, String);

impl Site {
    fn start(answer: impl Fn(&str) -> Reply + Send + 'static) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let origin = format!("http://{}", server.server_addr());
        thread::spawn({
            let server = Arc::clone(&server);
            move || {
                for request in server.incoming_requests() {
                    let (status, headers, body) = answer(request.url());
                    let mut response = Response::from_string(body).with_status_code(status);
                    for (name, value) in headers {
                        response.add_header(Header::from_bytes(name, value).unwrap());
                    }
                    let _ = request.respond(response);
                }
            }
        });
        Self { server, origin }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

const LOADER: &str = "alert('Hello, world.');";
/// Of the loader above: the example of the specification.
const INTEGRITY: &str = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";

fn edge() -> Site {
    Site::start(|path| {
        let json = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        let is_allowed = path.contains("allowed");
        match path.split('?').next().unwrap() {
            "/v/latest.json" => {
                let file = format!(r#"{{"path":"/v/1-a/obole.js","integrity":"{INTEGRITY}"}}"#);
                (
                    200,
                    json,
                    format!(r#"{{"version":"1-a","files":[{file}]}}"#),
                )
            }
            "/obole.js" | "/v/1-a/obole.js" => (200, vec![], LOADER.to_owned()),
            "/v1/links/demo" => {
                let back = if is_allowed {
                    "<input name=\\\"return_to\\\">"
                } else {
                    ""
                };
                let link = r#"{"currencies":[{"code":"CHF"}],"terminals":[{"id":"cards"}]}"#;
                let body = format!(r#"{{"link":{link},"form":{{"html":"<form>{back}</form>"}}}}"#);
                (200, json, body)
            }
            _ => (404, json, r#"{"code":"link_unknown"}"#.to_owned()),
        }
    })
}

fn website(edge: &str) -> Site {
    let edge = edge.to_owned();
    Site::start(move |path| {
        let html = ("Content-Type".to_owned(), "text/html".to_owned());
        let page = |tag: &str| {
            let link = format!("<noscript><a href=\"{edge}/pay/demo\">Give</a></noscript>");
            format!("<!doctype html><body>{tag}{link}")
        };
        match path {
            "/allowed" => {
                let tag = format!(
                    "<script async src=\"{edge}/v/1-a/obole.js\" integrity=\"{INTEGRITY}\" \
                     crossorigin=\"anonymous\" data-link=\"demo\"></script>"
                );
                (200, vec![html], page(&tag))
            }
            "/faults" => {
                let policy = "default-src 'self'; form-action 'self'".to_owned();
                let policy = ("Content-Security-Policy".to_owned(), policy);
                let tag = format!(
                    "<script async src=\"{edge}/v/1-a/obole.js\" integrity=\"sha384-no\" \
                     crossorigin data-link=\"demo\" data-theme=\"pink\"></script>\
                     <obole-checkout link=\"gone\"></obole-checkout>"
                );
                (200, vec![html, policy], page(&tag))
            }
            "/moved" => (
                302,
                vec![("Location".to_owned(), "/allowed".to_owned())],
                String::new(),
            ),
            "/empty" => (200, vec![html], "<!doctype html><p>Give".to_owned()),
            _ => (404, vec![html], "There is no such page.".to_owned()),
        }
    })
}

fn doctor(arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("doctor").args(arguments);
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = [stdout, stderr].concat();
    (status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn a_healthy_page_is_called_healthy() {
    let edge = edge();
    let website = website(&edge.origin);
    for path in ["allowed", "moved", "allowed#give"] {
        let (code, text) = doctor(&[&format!("{}/{path}", website.origin)]);
        assert_eq!(code, Some(0), "{text}");
        assert!(
            text.contains("\nnote: in-order\n  Everything is in place.\n"),
            "{text}"
        );
        assert!(
            text.contains(&format!("Obole at {}, version 1-a\n", edge.origin)),
            "{text}"
        );
    }
}

#[test]
fn faults_are_told_with_what_to_paste_and_the_worst_come_first() {
    let edge = edge();
    let website = website(&edge.origin);
    let (code, text) = doctor(&[&format!("{}/faults", website.origin)]);
    assert_eq!(code, Some(1), "{text}");
    let codes = text.lines().filter(|line| {
        let word = line.split(": ").next().unwrap();
        ["error", "warning", "note"].contains(&word)
    });
    let codes: Vec<&str> = codes.collect();
    assert_eq!(
        codes,
        [
            "error: integrity-wrong",
            "error: link-unknown",
            "error: csp-loader",
            "error: csp-connect",
            "error: csp-form",
            "error: csp-provider",
            "warning: theme-unknown",
            "warning: return-origin",
            "warning: csp-wasm",
        ],
        "{text}"
    );
    let origin = &edge.origin;
    let policy = format!(
        "      Content-Security-Policy: default-src 'self'; form-action 'self' {origin} \
         https://*.saferpay.com https://*.paypal.com; script-src 'self' {origin} \
         'wasm-unsafe-eval'; connect-src 'self' {origin}\n"
    );
    assert!(text.contains(&policy), "{text}");
    let script = format!(
        "      <script async src=\"{origin}/v/1-a/obole.js\" integrity=\"{INTEGRITY}\" \
         crossorigin=\"anonymous\"></script>\n"
    );
    assert!(text.contains(&script), "{text}");
    assert!(
        text.ends_with("\n6 errors, 3 warnings, 0 notes.\n"),
        "{text}"
    );
    let is_pasted = |line: &&str| line.starts_with("      ");
    for line in text.lines().filter(|line| !is_pasted(line)) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn a_page_without_the_tag_learns_how_to_write_it() {
    let edge = edge();
    let website = website(&edge.origin);
    let page = format!("{}/empty", website.origin);
    let (code, text) = doctor(&[&page, "--edge", &edge.origin]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("error: loader-missing"), "{text}");
    assert!(
        text.contains(&format!("src=\"{}/obole.js\"", edge.origin)),
        "{text}"
    );
    let (code, text) = doctor(&[&page]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("https://pay.example.org/obole.js"), "{text}");
}

#[test]
fn what_cannot_be_fetched_is_a_failure_and_what_was_mistyped_another() {
    let edge = edge();
    let website = website(&edge.origin);
    let (code, text) = doctor(&[&format!("{}/nowhere", website.origin)]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("status 404"), "{text}");
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}/", free.local_addr().unwrap());
    drop(free);
    let (code, text) = doctor(&[&nobody]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("could not be fetched"), "{text}");
    assert_eq!(doctor(&[]).0, Some(2));
    assert_eq!(doctor(&["mailto:x"]).0, Some(2));
}

//! Where a browser goes next: by redirect, by form, or by a button on a receipt.

use std::fmt::Write;

use http::{Method, Request, StatusCode};

use crate::html;
use crate::http::Reply;

/// The request that the browser makes when the payer goes on.
#[derive(Debug, Clone)]
pub(crate) struct Onward {
    method: Method,
    url: String,
    fields: Vec<(String, String)>,
}

impl Onward {
    /// By `GET` with the fields in the query, or by `POST` of a form.
    pub(crate) fn new(by_post: bool, url: &str, fields: Vec<(String, String)>) -> Self {
        let method = if by_post { Method::POST } else { Method::GET };
        Self {
            method,
            url: url.to_owned(),
            fields,
        }
    }

    fn is_post(&self) -> bool {
        self.method == Method::POST
    }

    /// The address, with the fields unless they are posted.
    pub(crate) fn address(&self) -> String {
        if self.is_post() {
            self.url.clone()
        } else {
            with_query(&self.url, &self.fields)
        }
    }

    /// What the browser sends.
    pub(crate) fn request(&self) -> Option<Request<Vec<u8>>> {
        let body = if self.is_post() {
            encode(&self.fields).into_bytes()
        } else {
            Vec::new()
        };
        Request::builder()
            .method(self.method.clone())
            .uri(self.address())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .ok()
    }

    /// Sends the browser on at once. A form needs the payer's click, for want of script.
    pub(crate) fn reply(self, title: &str) -> Reply {
        if !self.is_post() {
            let reply = Reply::see_other(&self.address());
            return self.known(reply);
        }
        self.page(
            title,
            "Back to the merchant",
            "The merchant's page opens next.",
        )
    }

    /// A page with a button that sends the browser on.
    pub(crate) fn page(self, title: &str, heading: &str, text: &str) -> Reply {
        let mut main = format!(
            "<h1>{}</h1><p>{}</p>",
            html::escape(heading),
            html::escape(text)
        );
        if self.is_post() {
            let action = html::escape(&self.url);
            let _ = write!(main, "<form method=\"post\" action=\"{action}\">");
            for (name, value) in &self.fields {
                let (name, value) = (html::escape(name), html::escape(value));
                let _ = write!(
                    main,
                    "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"
                );
            }
            main.push_str(
                "<button type=\"submit\" id=\"continue\" class=\"first\">Continue</button></form>",
            );
        } else {
            let address = html::escape(&self.address());
            let _ = write!(
                main,
                "<p><a id=\"continue\" href=\"{address}\">Continue</a></p>"
            );
        }
        self.known(Reply::html(StatusCode::OK, html::page(title, &main)))
    }

    /// Tells a payer without eyes what the page offers.
    fn known(self, mut reply: Reply) -> Reply {
        reply.response.extensions_mut().insert(self);
        reply
    }
}

pub(crate) fn encode(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Adds to the query of an address, before its fragment.
fn with_query(url: &str, fields: &[(String, String)]) -> String {
    if fields.is_empty() {
        return url.to_owned();
    }
    let (address, fragment) = match url.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}{}{fragment}", encode(fields))
}

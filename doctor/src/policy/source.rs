//! What one source of a directive allows.

use url::Url;

use crate::page::Attributes;

use super::Directive;

/// Whether a source expression allows a request to `url` from `page`.
pub(super) fn matches(expression: &str, url: &Url, page: &Url) -> bool {
    if expression == "*" {
        return is_network(url.scheme()) || url.scheme() == page.scheme();
    }
    if expression.eq_ignore_ascii_case("'self'") {
        return is_self(url, page);
    }
    if expression.starts_with('\'') {
        return false;
    }
    match expression.split_once("://") {
        Some((scheme, rest)) => is_scheme(scheme, url.scheme()) && is_host(rest, url, page, true),
        None => match expression.strip_suffix(':') {
            Some(scheme) if !scheme.contains(['.', '/', '*']) => is_scheme(scheme, url.scheme()),
            _ => is_host(expression, url, page, false),
        },
    }
}

fn is_network(scheme: &str) -> bool {
    ["http", "https", "ws", "wss"].contains(&scheme)
}

/// What is asked for safely is allowed where it might be asked for unsafely.
fn is_scheme(allowed: &str, scheme: &str) -> bool {
    let allowed = allowed.to_ascii_lowercase();
    allowed == scheme
        || matches!(
            (allowed.as_str(), scheme),
            ("http" | "ws" | "wss", "https") | ("ws", "wss" | "http")
        )
}

fn is_self(url: &Url, page: &Url) -> bool {
    let same = url.origin() == page.origin();
    let is_default = |url: &Url| url.port().is_none();
    let upgraded = url.host() == page.host()
        && (url.port_or_known_default() == page.port_or_known_default()
            || (is_default(url) && is_default(page)))
        && page.scheme() == "http"
        && url.scheme() == "https";
    same || upgraded
}

/// `host:port/path`, where the scheme was looked at or is that of the page.
fn is_host(expression: &str, url: &Url, page: &Url, has_scheme: bool) -> bool {
    if !has_scheme && !is_scheme(page.scheme(), url.scheme()) {
        return false;
    }
    let (authority, path) = match expression.find('/') {
        Some(at) => expression.split_at(at),
        None => (expression, ""),
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let Some(name) = url.host_str() else {
        return false;
    };
    is_name(host, name) && is_port(port, url) && is_path(path, url)
}

fn is_name(allowed: &str, name: &str) -> bool {
    let allowed = allowed.to_ascii_lowercase();
    match allowed.strip_prefix('*') {
        Some("") => true,
        Some(end) => end.starts_with('.') && name.len() > end.len() && name.ends_with(end),
        None => allowed == name,
    }
}

fn is_port(allowed: Option<&str>, url: &Url) -> bool {
    match allowed {
        None => url.port().is_none(),
        Some("*") => true,
        Some(port) => {
            let port = port.parse().ok();
            port.is_some() && (port == url.port_or_known_default())
                // As with schemes: the safe port where the unsafe one is allowed.
                || (port == Some(80) && url.port_or_known_default() == Some(443))
        }
    }
}

fn is_path(allowed: &str, url: &Url) -> bool {
    let allowed = allowed.split(['?', '#']).next().unwrap_or_default();
    if allowed.is_empty() || allowed == "/" {
        return true;
    }
    if allowed.ends_with('/') {
        url.path().starts_with(allowed)
    } else {
        url.path() == allowed
    }
}

/// A script that asks to run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'a> {
    pub(crate) url: &'a Url,
    pub(crate) attributes: &'a Attributes,
    pub(crate) page: &'a Url,
}

impl Asker<'_> {
    /// Whether its nonce is one of the directive's.
    pub(crate) fn has_nonce_of(self, directive: &Directive) -> bool {
        let Some(nonce) = self.attributes.filled("nonce") else {
            return false;
        };
        let nonces = directive.values.iter().filter_map(|value| {
            let inner = value.strip_prefix('\'')?.strip_suffix('\'')?;
            // The name in any case, the nonce as it is.
            let (name, nonce) = inner.split_once('-')?;
            name.eq_ignore_ascii_case("nonce").then_some(nonce)
        });
        nonces.into_iter().any(|known| known == nonce)
    }

    /// Whether every hash of its `integrity` is one of the directive's.
    fn has_hash_of(self, directive: &Directive) -> bool {
        let hashes = self.attributes.filled("integrity").unwrap_or_default();
        let mut hashes = hashes.split_ascii_whitespace().peekable();
        hashes.peek().is_some()
            && hashes.all(|hash| {
                let hash = hash.split('?').next().unwrap_or_default();
                directive
                    .values
                    .iter()
                    .any(|value| *value == format!("'{hash}'"))
            })
    }

    /// Whether it may run.
    pub(crate) fn may_run(self, directive: &Directive) -> bool {
        if self.has_nonce_of(directive) || self.has_hash_of(directive) {
            return true;
        }
        // Whoever is trusted may add scripts; addresses count no more.
        !directive.has("'strict-dynamic'") && directive.allows(self.url, self.page)
    }

    /// Whether what it imports from this address may run. An import carries the nonce on, but
    /// counts as written into the page as its script is: 'strict-dynamic' does not help it.
    pub(crate) fn may_import(self, file: &Url, directive: &Directive) -> bool {
        self.has_nonce_of(directive)
            || (!directive.has("'strict-dynamic'") && directive.allows(file, self.page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(expression: &str, url: &str) -> bool {
        let page = Url::parse("https://www.example.org/give").unwrap();
        matches(expression, &Url::parse(url).unwrap(), &page)
    }

    #[test]
    fn sources_allow_what_browsers_allow() {
        let loader = "https://pay.example.org/obole.js";
        for yes in [
            "*",
            "https:",
            "HTTP:",
            "https://pay.example.org",
            "http://pay.example.org",
            "pay.example.org",
            "PAY.Example.org",
            "*.example.org",
            "https://*.example.org",
            "https://*",
            "https://pay.example.org:443",
            "https://pay.example.org:*",
            "http://pay.example.org:80",
            "pay.example.org/",
            "pay.example.org/obole.js",
        ] {
            assert!(allows(yes, loader), "{yes}");
        }
        for no in [
            "",
            "'none'",
            "'self'",
            "'unsafe-inline'",
            "'strict-dynamic'",
            "data:",
            "ws://pay.example.org.evil",
            "https://example.org",
            "*.pay.example.org",
            "*example.org",
            "https://pay.example.org:8443",
            "https://pay.example.org:x",
            "pay.example.org/js/",
            "pay.example.org/obole",
            "://",
            ":",
            "/",
        ] {
            assert!(!allows(no, loader), "{no}");
        }
        assert!(allows("'self'", "https://www.example.org/x"));
        assert!(!allows("'self'", "https://www.example.org:8443/x"));
        assert!(!allows("pay.example.org", "https://pay.example.org:8443/"));
        assert!(!allows("pay.example.org", "http://pay.example.org/"));
        assert!(allows("127.0.0.1:8787", "https://127.0.0.1:8787/"));
        assert!(allows("a.example/v/", "https://a.example/v/1/widget.js"));
        assert!(allows("https://[::1]:8787", "https://[::1]:8787/"));
        assert!(!allows("*", "data:text/javascript,x"));
    }

    #[test]
    fn a_page_without_https_may_ask_with_it() {
        let page = Url::parse("http://www.example.org/").unwrap();
        let url = Url::parse("https://www.example.org/x").unwrap();
        assert!(matches("'self'", &url, &page));
        assert!(matches("www.example.org", &url, &page));
        assert!(!matches("https://www.example.org", &page, &page));
    }
}

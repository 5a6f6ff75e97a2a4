//! A page as it was fetched.

use std::net::Ipv6Addr;

use url::{Host, Url};

/// A page as it was fetched.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The address that was asked for.
    pub asked: Url,
    /// The address that answered, after redirects.
    pub url: Url,
    /// The HTTP status.
    pub status: u16,
    /// The headers of the answer, as they came: names may repeat.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
    /// The body was longer than what was read of it.
    pub is_cut: bool,
}

impl Visit {
    /// The values of a header, one for each time it came.
    pub(crate) fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let headers = self.headers.iter();
        headers
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Scheme, host and port of an address, as browsers write an origin; `null` where it has none.
pub fn origin_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Whether an address is on this very machine: browsers trust it without https.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.octets().first() == Some(&127),
        Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether an address can be listened in on, on its way.
pub(crate) fn is_open_to_all(url: &Url) -> bool {
    url.scheme() == "http" && !is_loopback(url)
}

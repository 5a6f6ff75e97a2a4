//! Which addresses are fetched for an operator. The Worker must not become a way to look into a
//! network that the operator does not see.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// What may be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// What anybody can reach.
    Public,
    /// The developer's own machine too.
    Everything,
}

/// Why an address is not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::office) enum Refusal {
    /// It is no web address.
    Malformed,
    /// It carries a user name or a password.
    Credentials,
    /// It is of a private network.
    Private,
}

/// A web address as people type one: without a scheme it is https.
pub(super) fn read(typed: &str, reach: Reach) -> Result<Url, Refusal> {
    let whole = if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("https://{typed}")
    };
    let mut url = Url::parse(&whole).map_err(|_| Refusal::Malformed)?;
    url.set_fragment(None);
    check(&url, reach)?;
    Ok(url)
}

/// Whether an address may be fetched; each one that a redirect leads to is asked about too.
pub(super) fn check(url: &Url, reach: Reach) -> Result<(), Refusal> {
    if !["http", "https"].contains(&url.scheme()) {
        return Err(Refusal::Malformed);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Credentials);
    }
    let is_private = match url.host() {
        Some(Host::Domain(name)) => is_private_name(name),
        Some(Host::Ipv4(address)) => is_private(address),
        Some(Host::Ipv6(address)) => is_private_v6(address),
        None => true,
    };
    if is_private && reach == Reach::Public {
        return Err(Refusal::Private);
    }
    Ok(())
}

/// Names that only a private network knows.
fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    !name.contains('.')
        || [
            "localhost",
            "local",
            "internal",
            "lan",
            "home",
            "arpa",
            "test",
            "invalid",
            "onion",
        ]
        .contains(&last)
}

fn is_private(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || first == 0
        || first >= 240
        // Shared between a provider's customers, and for benchmarks.
        || (first == 100 && (64..128).contains(&second))
        || (first == 198 && (18..20).contains(&second))
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    // An old address in a new one is judged as the old one.
    let embedded = match address.segments() {
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            Some(Ipv4Addr::new(a, b, c, d))
        }
        _ => None,
    };
    let [first, ..] = address.segments();
    embedded.is_some_and(is_private)
        || address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || (first & 0xfe00) == 0xfc00
        || (first & 0xffc0) == 0xfe80
        || (first & 0xffc0) == 0xfec0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_reaches_is_fetched() {
        for typed in [
            "https://www.example.org/give?x=1",
            "www.example.org/give",
            "http://example.org:8080/",
            "https://93.184.216.34/",
            "https://[2606:2800:220:1::1]/",
        ] {
            assert!(read(typed, Reach::Public).is_ok(), "{typed}");
        }
        let url = read("example.org/a#b", Reach::Public).unwrap();
        assert_eq!(url.as_str(), "https://example.org/a");
    }

    #[test]
    fn private_networks_are_looked_into_by_developers_only() {
        for typed in [
            "http://localhost:8787/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://intranet/",
            "http://router.local/",
            "http://metadata.google.internal/",
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0/",
            "http://10.0.0.1/",
            "http://172.16.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://255.255.255.255/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
        ] {
            assert_eq!(read(typed, Reach::Public), Err(Refusal::Private), "{typed}");
            assert!(read(typed, Reach::Everything).is_ok(), "{typed}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_never_fetched() {
        for (typed, refusal) in [
            ("https://", Refusal::Malformed),
            ("file:///etc/passwd", Refusal::Malformed),
            ("ftp://example.org/", Refusal::Malformed),
            ("https://user@example.org/", Refusal::Credentials),
            ("https://:secret@example.org/", Refusal::Credentials),
        ] {
            for reach in [Reach::Public, Reach::Everything] {
                assert_eq!(read(typed, reach), Err(refusal), "{typed}");
            }
        }
    }
}

//! Whether a form was sent by one of our own pages.

use crate::keys::same_secret;

/// The name of the token's field in every form.
pub(super) const FIELD: &str = "csrf";

/// What a browser tells of where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sender<'a> {
    /// `Sec-Fetch-Site`, where the browser sends it.
    pub(super) fetch_site: Option<&'a str>,
    /// `Origin`, where the browser sends it.
    pub(super) origin: Option<&'a str>,
}

impl Sender<'_> {
    /// Whether the request comes from our own origin. One of the two headers must say so, and
    /// neither may say otherwise: every browser of these years sends both with a form.
    pub(super) fn is_own(self, own_origin: &str) -> bool {
        let site = self.fetch_site.map(|site| site == "same-origin");
        let origin = self.origin.map(|origin| origin == own_origin);
        match (site, origin) {
            (None, None) => false,
            (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
        }
    }
}

/// Whether the token of a form is the one of the session.
pub(super) fn is_token(given: Option<&str>, expected: &str) -> bool {
    same_secret(given.unwrap_or_default(), expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://pay.example.org";

    fn own(fetch_site: Option<&str>, origin: Option<&str>) -> bool {
        Sender { fetch_site, origin }.is_own(OWN)
    }

    #[test]
    fn only_our_own_pages_may_send() {
        assert!(own(Some("same-origin"), Some(OWN)));
        assert!(own(Some("same-origin"), None));
        assert!(own(None, Some(OWN)), "a browser without Sec-Fetch-Site");
        for (site, origin) in [
            (None, None),
            (Some("cross-site"), Some("https://evil.test")),
            (Some("cross-site"), Some(OWN)),
            (Some("same-origin"), Some("https://evil.test")),
            (Some("same-site"), Some("https://www.example.org")),
            (Some("none"), None),
            (None, Some("null")),
            (Some("same-origin"), Some("null")),
            (None, Some("https://pay.example.org.evil.test")),
        ] {
            assert!(!own(site, origin), "{site:?} {origin:?}");
        }
    }

    #[test]
    fn a_token_is_compared_whole() {
        assert!(is_token(Some("abc"), "abc"));
        for bad in [None, Some(""), Some("ab"), Some("abcd")] {
            assert!(!is_token(bad, "abc"));
        }
    }
}

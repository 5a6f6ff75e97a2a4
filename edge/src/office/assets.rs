//! The style and the icon, at addresses that change with what is in them.

use std::sync::LazyLock;

use maud::{Markup, html};
use obole_shared::ids::base32;
use sha2::{Digest, Sha256};
use worker::{Headers, Response};

use crate::error::Error;

const STYLE: &str = include_str!("office.css");

/// A coin.
const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\">\
    <circle cx=\"12\" cy=\"12\" r=\"12\" fill=\"#1c6446\"/>\
    <circle cx=\"12\" cy=\"12\" r=\"5\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.5\"/></svg>";

static STYLE_PATH: LazyLock<String> = LazyLock::new(|| path("office", STYLE, "css"));
static ICON_PATH: LazyLock<String> = LazyLock::new(|| path("coin", ICON, "svg"));

fn path(name: &str, content: &str, end: &str) -> String {
    let mut version = [0; 10];
    for (to, from) in version.iter_mut().zip(Sha256::digest(content.as_bytes())) {
        *to = from;
    }
    format!("/admin/assets/{name}-{}.{end}", base32(&version))
}

/// Where the style is.
pub(super) fn style_path() -> &'static str {
    &STYLE_PATH
}

/// Where the icon is.
pub(super) fn icon_path() -> &'static str {
    &ICON_PATH
}

/// The coin beside the name.
pub(super) fn mark() -> Markup {
    html! {
        svg.coin viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            circle cx="12" cy="12" r="12" {}
            circle.hole cx="12" cy="12" r="5" {}
        }
    }
}

/// The file at this path, if it is one of these.
pub(super) fn serve(path: &str) -> Option<Result<Response, Error>> {
    if path == style_path() {
        Some(file(STYLE, "text/css; charset=utf-8"))
    } else if path == icon_path() {
        Some(file(ICON, "image/svg+xml"))
    } else {
        None
    }
}

fn file(content: &str, media_type: &str) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("content-type", media_type)?;
    headers.set("cache-control", "public, max-age=31536000, immutable")?;
    headers.set("x-content-type-options", "nosniff")?;
    headers.set(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'",
    )?;
    Ok(Response::ok(content)?.with_headers(headers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_its_content() {
        assert_eq!(path("a", "x", "css"), path("a", "x", "css"));
        assert_ne!(path("a", "x", "css"), path("a", "y", "css"));
        assert!(style_path().starts_with("/admin/assets/office-"));
    }

    #[test]
    fn the_style_asks_nobody_and_fits_both_lights() {
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
        assert!(STYLE.contains("light-dark(") && STYLE.contains("prefers-reduced-motion"));
    }
}

//! Writing the tag as it should be.

use std::fmt::Write;

use crate::check::attributes::meant;
use crate::check::value;
use crate::installation::Installation;
use crate::page::{Kind, Page, Placement, is_link};

/// What stands in for an installation nobody knows.
pub(crate) const EXAMPLE: &str = "https://pay.example.org";

/// What may be said beside the link.
pub(crate) const OPTIONS: [&str; 6] =
    ["lang", "amount", "currency", "provider", "presets", "theme"];

/// What the tag is written from.
pub(crate) struct Writer<'a> {
    pub(crate) edge: Option<&'a str>,
    pub(crate) page: &'a Page,
    pub(crate) installation: &'a Installation,
    /// A policy asks for a nonce, or the page's tag has one.
    pub(crate) nonce: bool,
    /// Scripts must have `integrity`.
    pub(crate) pinned: bool,
}

/// Stands in the tag where the page puts something that is new each time.
const NONCE: &str = "…";

impl Writer<'_> {
    fn edge(&self) -> &str {
        self.edge.unwrap_or(EXAMPLE)
    }

    /// The script alone, or with the place that it makes.
    pub(crate) fn script(&self, placement: Option<&Placement>) -> String {
        let mut tag = String::from("<script async");
        let edge = self.edge();
        if self.nonce {
            put(&mut tag, "nonce", NONCE);
        }
        let old = self
            .page
            .loaders()
            .find(|script| script.version().is_some());
        match (&self.installation.version, old) {
            (Some(version), old) if self.pinned || old.is_some() => {
                let src = format!("{edge}/v/{}/obole.js", version.name);
                put(&mut tag, "src", &src);
                put(&mut tag, "integrity", &version.integrity);
                put(&mut tag, "crossorigin", "anonymous");
            }
            // Which version is current nobody knows: the one that is there stays.
            (None, Some(old)) => {
                put(&mut tag, "src", &format!("{edge}{}", old.url.path()));
                if let Some(integrity) = old.attributes.filled("integrity") {
                    put(&mut tag, "integrity", integrity);
                    put(&mut tag, "crossorigin", "anonymous");
                }
            }
            _ => put(&mut tag, "src", &format!("{edge}/obole.js")),
        }
        if let Some(placement) = placement {
            put(&mut tag, "data-link", &link_of(placement));
            options(&mut tag, placement, "data-");
        }
        tag.push_str("></script>");
        tag
    }

    /// Everything that belongs on the page, each on a line.
    pub(crate) fn whole(&self) -> String {
        let places: Vec<&Placement> = if self.page.places().next().is_some() {
            self.page.places().collect()
        } else {
            self.page.placements.iter().collect()
        };
        let mut lines = Vec::new();
        let [one] = places.as_slice() else {
            lines.push(self.script(None));
            lines.extend(places.iter().map(|place| element(place)));
            if places.is_empty() {
                lines.push("<obole-checkout link=\"demo\"></obole-checkout>".to_owned());
            }
            lines.push(self.fallback());
            return lines.join("\n");
        };
        if one.kind == Kind::Script && !one.place.in_head {
            lines.push(self.script(Some(one)));
        } else {
            lines.push(self.script(None));
            lines.push(element(one));
        }
        lines.push(self.fallback());
        lines.join("\n")
    }

    /// For visitors without JavaScript.
    pub(crate) fn fallback(&self) -> String {
        let link = self.page.placements.iter().map(link_of).next();
        let link = link.unwrap_or_else(|| "demo".to_owned());
        format!(
            "<noscript><a href=\"{}/pay/{link}\">Give</a></noscript>",
            self.edge()
        )
    }
}

fn link_of(placement: &Placement) -> String {
    let link = placement.attributes.filled(placement.link_attribute());
    let other = ["link", "data-link", "data-obole-link"]
        .into_iter()
        .find_map(|name| placement.attributes.filled(name));
    let link = link.or(other).map(str::to_lowercase);
    link.filter(|link| is_link(link))
        .unwrap_or_else(|| "demo".to_owned())
}

/// A place as it should be.
pub(crate) fn element(placement: &Placement) -> String {
    let mut tag = String::new();
    if placement.kind == Kind::Div {
        let _ = write!(tag, "<{}", placement.name);
        put(&mut tag, "data-obole-link", &link_of(placement));
        options(&mut tag, placement, "data-");
        let _ = write!(tag, "></{}>", placement.name);
    } else {
        tag.push_str("<obole-checkout");
        put(&mut tag, "link", &link_of(placement));
        options(&mut tag, placement, "");
        tag.push_str("></obole-checkout>");
    }
    tag
}

/// The options that hold something usable, those with a slip in their names too.
fn options(tag: &mut String, placement: &Placement, prefix: &str) {
    for option in OPTIONS {
        let exact = placement.attributes.filled(&placement.option(option));
        let meant = || {
            let mut all = placement.attributes.iter();
            let found = all.find(|(name, _)| meant(placement, name) == Some(option));
            found.map(|(_, value)| value)
        };
        let value = exact.or_else(meant);
        if let Some(value) = value.and_then(|value| value::corrected(placement, option, value)) {
            put(tag, &format!("{prefix}{option}"), &value);
        }
    }
}

/// Appends an attribute.
fn put(tag: &mut String, name: &str, value: &str) {
    let value = value.replace('&', "&amp;").replace('"', "&quot;");
    let _ = write!(tag, " {name}=\"{value}\"");
}

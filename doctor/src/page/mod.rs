//! What a page's HTML holds of the tag.

mod attributes;
mod read;

use url::Url;

use crate::visit::{Visit, origin_of};
pub(crate) use attributes::Attributes;

/// A page, read.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub(crate) has_doctype: bool,
    pub(crate) scripts: Vec<Script>,
    pub(crate) placements: Vec<Placement>,
    /// Policies of the head's `<meta>`.
    pub(crate) policies: Vec<String>,
    /// Where plain links lead to.
    pub(crate) ways: Vec<Url>,
    /// Cloudflare's Rocket Loader is on the page.
    pub(crate) has_rocket_loader: bool,
}

/// A script that is the loader by its address.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) url: Url,
    pub(crate) attributes: Attributes,
    pub(crate) place: Place,
}

impl Script {
    /// The version it names; `None`: the file that changes with each release.
    pub(crate) fn version(&self) -> Option<&str> {
        version(&self.url)
    }
}

fn version(url: &Url) -> Option<&str> {
    let version = url.path().strip_prefix("/v/")?.strip_suffix("/obole.js")?;
    (!version.is_empty() && !version.contains('/')).then_some(version)
}

/// Whether this is the address of a loader.
fn is_loader(url: &Url) -> bool {
    url.path() == "/obole.js" || version(url).is_some()
}

/// How a place for the checkout is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `<script … data-link>`
    Script,
    /// `<obole-checkout link>`
    Element,
    /// `<div data-obole-link>`
    Div,
}

/// A place for the checkout.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    pub(crate) kind: Kind,
    /// The name of the element, which need not be a `div`.
    pub(crate) name: String,
    pub(crate) attributes: Attributes,
    pub(crate) place: Place,
    /// Nothing is in it, not even a blank.
    pub(crate) is_empty: bool,
    /// It has an end tag.
    pub(crate) is_closed: bool,
}

impl Placement {
    /// The attribute that names the link.
    pub(crate) const fn link_attribute(&self) -> &'static str {
        match self.kind {
            Kind::Script => "data-link",
            Kind::Element => "link",
            Kind::Div => "data-obole-link",
        }
    }

    /// The attribute that says this: `data-lang`, on the element `lang`.
    pub(crate) fn option(&self, name: &str) -> String {
        match self.kind {
            Kind::Element => name.to_owned(),
            Kind::Script | Kind::Div => format!("data-{name}"),
        }
    }

    pub(crate) fn link(&self) -> Option<&str> {
        self.attributes.get(self.link_attribute())
    }

    /// Whether a browser would do something with it.
    pub(crate) const fn is_live(&self) -> bool {
        self.place.inert.is_none()
    }
}

/// Where in the page something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    pub(crate) in_head: bool,
    pub(crate) inert: Option<Inert>,
}

/// Where nothing runs and nothing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inert {
    Comment,
    Noscript,
    Template,
}

impl Inert {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Comment => "a comment",
            Self::Noscript => "<noscript>",
            Self::Template => "<template>",
        }
    }
}

impl Page {
    /// Reads the HTML of a visit.
    pub fn read(visit: &Visit) -> Self {
        read::read(&visit.body, &visit.url)
    }

    /// The loaders that browsers run.
    pub(crate) fn loaders(&self) -> impl Iterator<Item = &Script> {
        let scripts = self.scripts.iter();
        scripts.filter(|script| script.place.inert.is_none())
    }

    /// The places that browsers see.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Placement> {
        self.placements.iter().filter(|place| place.is_live())
    }

    /// The installation that the page's script belongs to.
    pub fn edge(&self) -> Option<String> {
        let script = self.loaders().next().or(self.scripts.first())?;
        Some(origin_of(&script.url))
    }

    /// The addresses of the scripts, to look at the files.
    pub fn loader_urls(&self) -> Vec<&Url> {
        let mut urls: Vec<&Url> = Vec::new();
        for script in self.loaders() {
            if !urls.contains(&&script.url) {
                urls.push(&script.url);
            }
        }
        urls
    }

    /// The ids of the links that the page names, each once; only what can be one.
    pub fn links(&self) -> Vec<String> {
        let mut links: Vec<String> = Vec::new();
        for link in self.places().filter_map(Placement::link) {
            if is_link(link) && !links.iter().any(|known| known == link) {
                links.push(link.to_owned());
            }
        }
        links
    }
}

/// Whether a text can be the id of a link.
pub(crate) fn is_link(text: &str) -> bool {
    text.parse::<obole_shared::ids::LinkId>().is_ok()
}

//! Reads tokens as a browser with scripts would: enough of tree construction to tell head from
//! body, and what runs from what does not.

use std::convert::Infallible;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Doctype, EndTag, StartTag, Token, Tokenizer};
use url::Url;

use super::attributes::text;
use super::{Attributes, Inert, Kind, Page, Place, Placement, Script, is_loader};

/// Most scripts, places and links that are looked at: more is no page of this world.
const MOST: usize = 100;

/// What a head may hold; anything else begins the body.
const OF_HEAD: [&str; 13] = [
    "html", "head", "base", "basefont", "bgsound", "link", "meta", "title", "noscript", "noframes",
    "style", "script", "template",
];

pub(super) fn read(body: &str, url: &Url) -> Page {
    let mut reader = Reader::new(url, None);
    reader.run(body);
    reader.page
}

struct Reader<'a> {
    page: Page,
    url: &'a Url,
    base: Option<Url>,
    /// All of it is in such a place.
    within: Option<Inert>,
    in_body: bool,
    /// The head has ended, the body not begun: here `<noscript>` begins it.
    after_head: bool,
    /// Open templates; whether each hides what is in it.
    templates: Vec<bool>,
    /// What the tokenizer reads as text of this element.
    raw: Option<String>,
    /// A place of which it is not known yet whether it is empty.
    open: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(url: &'a Url, within: Option<Inert>) -> Self {
        Self {
            page: Page::default(),
            url,
            base: None,
            within,
            in_body: within.is_some(),
            after_head: false,
            templates: Vec::new(),
            raw: None,
            open: None,
        }
    }

    fn run(&mut self, body: &str) {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(body, emitter) {
            let token: Result<Token, Infallible> = token;
            match token {
                Ok(Token::StartTag(tag)) => self.start(&tag),
                Ok(Token::EndTag(tag)) => self.end(&tag),
                Ok(Token::String(string)) => self.string(&text(&string)),
                Ok(Token::Comment(comment)) => self.inside(&text(&comment), Inert::Comment),
                Ok(Token::Doctype(doctype)) => self.doctype(&doctype),
                Ok(Token::Error(_)) => {}
                Err(never) => match never {},
            }
        }
    }

    fn doctype(&mut self, doctype: &Doctype<()>) {
        let is_html = doctype.name.eq_ignore_ascii_case(b"html");
        self.page.has_doctype |= is_html && !doctype.force_quirks;
    }

    fn start(&mut self, tag: &StartTag<()>) {
        self.is_filled();
        let name = text(&tag.name);
        self.move_to_body(&name);
        let attributes = Attributes::of(tag);
        match name.as_str() {
            "template" => {
                let is_shown = attributes.has("shadowrootmode");
                self.templates.push(!is_shown);
            }
            "base" if self.base.is_none() && self.inert().is_none() => {
                let href = attributes.get("href");
                self.base = href.and_then(|href| self.url.join(href).ok());
            }
            "meta" => self.meta(&attributes),
            "a" => {
                let href = attributes.filled("href");
                let way = href.and_then(|href| self.resolve(href));
                let is_seen = matches!(self.inert(), None | Some(Inert::Noscript));
                let way = way.filter(|way| is_seen && way.path().starts_with("/pay/"));
                if self.page.ways.len() < MOST {
                    self.page.ways.extend(way);
                }
            }
            "script" => self.script(&attributes),
            _ => self.placement(&name, &attributes),
        }
        // `<obole-checkout/>` too is only a start tag.
        self.raw = Some(name);
    }

    fn end(&mut self, tag: &EndTag<()>) {
        let name = text(&tag.name);
        self.raw = None;
        // Nothing was between: what it closes, the place or what is around it, the place is empty.
        self.open = None;
        match name.as_str() {
            "template" => {
                self.templates.pop();
            }
            "head" => self.after_head = true,
            _ => {
                let mut places = self.page.placements.iter_mut().rev();
                if let Some(place) = places.find(|place| !place.is_closed && place.name == name) {
                    place.is_closed = true;
                }
            }
        }
    }

    fn string(&mut self, string: &str) {
        match self.raw.as_deref() {
            Some("noscript") => self.inside(string, Inert::Noscript),
            Some("title" | "style" | "script" | "noframes") => {}
            _ => {
                // In a place even a blank counts, as in `:empty`.
                self.is_filled();
                self.in_body |= !string.trim_ascii().is_empty();
            }
        }
    }

    /// Something else than its end tag follows the start tag of a place.
    fn is_filled(&mut self) {
        if let Some(open) = self.open.take()
            && let Some(place) = self.page.placements.get_mut(open)
        {
            place.is_empty = false;
        }
    }

    fn move_to_body(&mut self, name: &str) {
        if !self.templates.is_empty() {
            return;
        }
        let of_head = OF_HEAD.contains(&name) && !(self.after_head && name == "noscript");
        self.in_body |= !of_head;
    }

    fn inert(&self) -> Option<Inert> {
        let in_template = self.templates.iter().any(|hides| *hides);
        self.within.or(in_template.then_some(Inert::Template))
    }

    fn place(&self) -> Place {
        Place {
            in_head: !self.in_body,
            inert: self.inert(),
        }
    }

    fn resolve(&self, address: &str) -> Option<Url> {
        let base = self.base.as_ref().unwrap_or(self.url);
        base.join(address.trim()).ok()
    }

    /// What stands where browsers do not look: it is told apart from what is missing.
    fn inside(&mut self, html: &str, inert: Inert) {
        if self.inert().is_some() || !html.contains(['<', '>']) {
            return;
        }
        let mut reader = Reader::new(self.url, Some(inert));
        reader.base.clone_from(&self.base);
        reader.run(html);
        self.page.scripts.append(&mut reader.page.scripts);
        self.page.placements.append(&mut reader.page.placements);
        self.page.ways.append(&mut reader.page.ways);
    }

    fn meta(&mut self, attributes: &Attributes) {
        let is_policy = attributes
            .filled("http-equiv")
            .is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"));
        // Outside of the head browsers pass such policies over.
        if is_policy && !self.in_body && self.inert().is_none() {
            let policy = attributes.filled("content").map(str::to_owned);
            self.page.policies.extend(policy);
        }
    }

    fn script(&mut self, attributes: &Attributes) {
        let Some(url) = attributes.filled("src").and_then(|src| self.resolve(src)) else {
            return;
        };
        self.page.has_rocket_loader |= url.path().ends_with("/rocket-loader.min.js");
        if !is_loader(&url) || self.page.scripts.len() >= MOST {
            return;
        }
        let place = self.place();
        if attributes.has("data-link") {
            self.page.placements.push(Placement {
                kind: Kind::Script,
                name: "script".to_owned(),
                attributes: attributes.clone(),
                place,
                is_empty: true,
                is_closed: true,
            });
        }
        self.page.scripts.push(Script {
            url,
            attributes: attributes.clone(),
            place,
        });
    }

    fn placement(&mut self, name: &str, attributes: &Attributes) {
        let kind = if name == "obole-checkout" {
            Kind::Element
        } else if attributes.has("data-obole-link") {
            Kind::Div
        } else {
            return;
        };
        if self.page.placements.len() >= MOST {
            return;
        }
        self.open = Some(self.page.placements.len());
        self.page.placements.push(Placement {
            kind,
            name: name.to_owned(),
            attributes: attributes.clone(),
            place: self.place(),
            is_empty: true,
            is_closed: false,
        });
    }
}

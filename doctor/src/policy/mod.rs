//! Content security policies, read and judged as browsers do (CSP level 3).

mod source;

use url::Url;

pub(crate) use source::Asker;

/// Where a policy was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// `Content-Security-Policy`
    Header,
    /// `Content-Security-Policy-Report-Only`
    ReportOnly,
    /// `<meta http-equiv="Content-Security-Policy">`
    Meta,
}

/// One policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) origin: Origin,
    directives: Vec<Directive>,
}

/// One directive with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directive {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
}

impl Directive {
    /// Whether it has this keyword, quotes included.
    pub(crate) fn has(&self, keyword: &str) -> bool {
        self.values
            .iter()
            .any(|value| value.eq_ignore_ascii_case(keyword))
    }

    /// Whether its sources allow a request to this address.
    pub(crate) fn allows(&self, url: &Url, page: &Url) -> bool {
        self.values
            .iter()
            .any(|value| source::matches(value, url, page))
    }

    /// As it is pasted: a nonce is new each time.
    pub(crate) fn text(&self) -> String {
        let values = self.values.iter().map(|value| {
            let start = value.get(..7).unwrap_or_default();
            let is_nonce = start.eq_ignore_ascii_case("'nonce-");
            if is_nonce { "'nonce-…'" } else { value }
        });
        std::iter::once(self.name.as_str())
            .chain(values)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Policy {
    /// The policies of one header: several are told apart by commas.
    pub(crate) fn of_header(text: &str, origin: Origin) -> impl Iterator<Item = Self> {
        text.split(',')
            .map(move |text| Self::read(text, origin))
            .filter(|policy| !policy.directives.is_empty())
    }

    /// One policy. Of a directive that stands there twice, the first counts.
    pub(crate) fn read(text: &str, origin: Origin) -> Self {
        let mut directives: Vec<Directive> = Vec::new();
        for part in text.split(';') {
            let mut words = part.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else {
                continue;
            };
            // A `<meta>` cannot do these.
            let passed_over = origin == Origin::Meta
                && ["sandbox", "frame-ancestors", "report-uri"].contains(&name.as_str());
            if passed_over || directives.iter().any(|known| known.name == name) {
                continue;
            }
            let values = words.map(str::to_owned).collect();
            directives.push(Directive { name, values });
        }
        Self { origin, directives }
    }

    /// The first of these directives that is there: what governs.
    pub(crate) fn governing(&self, names: &[&str]) -> Option<&Directive> {
        names
            .iter()
            .find_map(|name| self.directives.iter().find(|known| known.name == *name))
    }

    /// Adds values to what governs: to the directive itself, or where only another governs in its
    /// place, to a new one that begins with what the other allows.
    pub(crate) fn add(&mut self, names: &[&str], values: &[&str]) {
        let Some(governing) = self.governing(names) else {
            return;
        };
        let mut changed = governing.clone();
        // `default-src` governs much else: that stays as strict as it was.
        if changed.name == "default-src"
            && let Some(own) = names.iter().rev().find(|name| **name != "default-src")
        {
            (*own).clone_into(&mut changed.name);
        }
        changed
            .values
            .retain(|value| !value.eq_ignore_ascii_case("'none'"));
        for value in values {
            if !changed.has(value) {
                changed.values.push((*value).to_owned());
            }
        }
        match self
            .directives
            .iter_mut()
            .find(|it| it.name == changed.name)
        {
            Some(known) => *known = changed,
            None => self.directives.push(changed),
        }
    }

    /// The whole policy on one line, as it is pasted.
    pub(crate) fn line(&self) -> String {
        let directives: Vec<String> = self.directives.iter().map(Directive::text).collect();
        let text = directives.join("; ");
        match self.origin {
            Origin::Header => format!("Content-Security-Policy: {text}"),
            Origin::ReportOnly => format!("Content-Security-Policy-Report-Only: {text}"),
            Origin::Meta => format!(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
                text.replace('&', "&amp;").replace('"', "&quot;")
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> Policy {
        Policy::read(text, Origin::Header)
    }

    #[test]
    fn a_policy_is_read_as_browsers_read_it() {
        let read = policy(" Script-Src 'self' ;; script-src * ; img-src\ta:\n");
        assert_eq!(
            read.line(),
            "Content-Security-Policy: script-src 'self'; img-src a:"
        );
        let header = "default-src 'self', , script-src a.example";
        assert_eq!(Policy::of_header(header, Origin::Header).count(), 2);
        let meta = Policy::read("sandbox; img-src \"x", Origin::Meta);
        assert!(meta.line().ends_with("content=\"img-src &quot;x\">"));
    }

    #[test]
    fn what_is_added_goes_where_it_counts_and_nothing_else_gets_looser() {
        const SCRIPT: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
        let added = |text: &str| {
            let mut policy = policy(text);
            policy.add(&SCRIPT, &["https://a.example"]);
            policy.line().split_once(": ").unwrap().1.to_owned()
        };
        assert_eq!(added("img-src b"), "img-src b");
        assert_eq!(added("script-src 'none'"), "script-src https://a.example");
        assert_eq!(
            added("script-src b; script-src-elem c"),
            "script-src b; script-src-elem c https://a.example"
        );
        assert_eq!(
            added("default-src 'self'"),
            "default-src 'self'; script-src 'self' https://a.example"
        );
    }
}

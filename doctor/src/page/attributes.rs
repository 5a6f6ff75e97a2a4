//! The attributes of one tag.

use std::collections::BTreeMap;

use html5gum::{HtmlString, StartTag};

/// The attributes of one tag: names in lower case, the first of each name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Attributes(BTreeMap<String, String>);

impl Attributes {
    pub(super) fn of(tag: &StartTag<()>) -> Self {
        let attributes = tag.attributes.iter();
        Self(
            attributes
                .map(|(name, value)| (text(name), text(value)))
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The attribute without the blanks around it, if something is left.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name)
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.0.iter();
        all.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Bytes of the tokenizer as text.
pub(super) fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

//! A text that an owner writes: once for everybody, or in several languages.

use std::collections::BTreeMap;

/// Longest text of an owner, in characters.
pub const WORDING_CHARS_MAX: usize = 300;

/// A text of an owner; in JSON a text, or texts by language tag: `{"fr":"…","de":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
pub enum Wording {
    /// The same for everybody.
    Plain(String),
    /// By primary language tag.
    ByLang(BTreeMap<String, String>),
}

impl Wording {
    /// The text for a primary language tag; else English, else the first one.
    pub fn in_lang(&self, lang: &str) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::ByLang(texts) => {
                let text = texts.get(lang).or_else(|| texts.get("en"));
                let text = text.or_else(|| texts.values().next());
                text.map_or("", String::as_str)
            }
        }
    }

    /// Whether it says something, and no more than [`WORDING_CHARS_MAX`], in each language.
    pub fn is_usable(&self) -> bool {
        let usable = |text: &str| {
            let chars = text.chars().count();
            !text.trim().is_empty()
                && chars <= WORDING_CHARS_MAX
                && !text.chars().any(char::is_control)
        };
        match self {
            Self::Plain(text) => usable(text),
            Self::ByLang(texts) => !texts.is_empty() && texts.values().all(|text| usable(text)),
        }
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_the_next_best_language() {
        let texts = [("fr", "Un repas"), ("en", "A meal")];
        let texts = texts.map(|(lang, text)| (lang.to_owned(), text.to_owned()));
        let meal = Wording::ByLang(texts.into());
        assert_eq!(meal.in_lang("fr"), "Un repas");
        assert_eq!(meal.in_lang("de"), "A meal");
        assert_eq!(Wording::from("A meal").in_lang("de"), "A meal");
        let only = Wording::ByLang([("it".to_owned(), "Un pasto".to_owned())].into());
        assert_eq!(only.in_lang("de"), "Un pasto");
        assert!(meal.is_usable() && only.is_usable());
        assert!(!Wording::from(" ").is_usable());
        assert!(!Wording::from("a\u{7}").is_usable());
        assert!(!Wording::ByLang(BTreeMap::new()).is_usable());
        assert!(!Wording::Plain("a".repeat(WORDING_CHARS_MAX + 1)).is_usable());
    }
}

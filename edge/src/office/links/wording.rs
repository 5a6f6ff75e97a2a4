//! A text of the owner's as lines of a form: `one week of meals`, or one line for each language,
//! `[fr] une semaine de repas`.

use std::collections::BTreeMap;

use obole_shared::wording::Wording;

use super::super::words;

/// Stands before a text that is the same for everybody but begins with a bracket of its own.
const EVERYBODY: &str = "[]";

/// The lines that [`read`] makes the same text of.
pub(super) fn lines(wording: &Wording) -> Vec<String> {
    match wording {
        Wording::Plain(text) if begins_language(text.trim_start()) => {
            vec![format!("{EVERYBODY} {text}")]
        }
        Wording::Plain(text) => vec![text.clone()],
        Wording::ByLang(texts) => texts
            .iter()
            .map(|(lang, text)| {
                // What is no language in brackets is refused when it is sent back: better than to
                // lose what somebody entered elsewhere.
                let lang = if is_language(lang) { lang } else { "?" };
                format!("[{lang}] {text}")
            })
            .collect(),
    }
}

/// Whether a line begins with a language, and so belongs to the text above it.
pub(super) fn begins_language(line: &str) -> bool {
    line.starts_with('[')
}

/// The text that stands in these lines, none of which is empty.
///
/// # Errors
/// A sentence that tells how it is written.
pub(super) fn read(lines: &[&str]) -> Result<Wording, &'static str> {
    let wording = match lines {
        [only] if !begins_language(only) => Wording::from(only.trim()),
        [only] if only.starts_with(EVERYBODY) => {
            let text = only.strip_prefix(EVERYBODY).unwrap_or_default();
            Wording::from(text.trim())
        }
        several => by_language(several).ok_or(words::LANGUAGES_WRONG)?,
    };
    if wording.is_usable() {
        Ok(wording)
    } else {
        Err(words::WORDING_LENGTH)
    }
}

fn by_language(lines: &[&str]) -> Option<Wording> {
    let mut texts = BTreeMap::new();
    for line in lines {
        let (lang, text) = line.trim().strip_prefix('[')?.split_once(']')?;
        if !is_language(lang)
            || texts
                .insert(lang.to_owned(), text.trim().to_owned())
                .is_some()
        {
            return None;
        }
    }
    (!texts.is_empty()).then_some(Wording::ByLang(texts))
}

/// A primary language tag as links are asked with.
fn is_language(tag: &str) -> bool {
    (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[(&str, &str)]) -> Wording {
        let texts = texts.iter();
        Wording::ByLang(
            texts
                .map(|(lang, text)| ((*lang).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    fn again(wording: &Wording) -> Result<Wording, &'static str> {
        let lines = lines(wording);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        read(&lines)
    }

    #[test]
    fn what_is_shown_is_read_as_the_same() {
        for wording in [
            Wording::from("one week of meals"),
            Wording::from("[sic] a meal = 5"),
            Wording::from("[] nothing"),
            texts(&[("fr", "une semaine"), ("en", "one week [of meals]")]),
            texts(&[("it", "un pasto")]),
        ] {
            assert_eq!(again(&wording), Ok(wording));
        }
    }

    #[test]
    fn what_cannot_be_shown_is_refused_and_never_lost() {
        for lang in ["fr-CH", "FR", "", "fr] x"] {
            assert!(again(&texts(&[(lang, "un repas")])).is_err(), "{lang}");
        }
    }

    #[test]
    fn a_mistake_is_told() {
        for lines in [
            &["a meal", "[fr] un repas"][..],
            &["a meal", "another"],
            &["[fr] un repas", "[fr] encore"],
            &["[fr un repas"],
            &[],
        ] {
            assert_eq!(read(lines), Err(words::LANGUAGES_WRONG), "{lines:?}");
        }
        assert_eq!(read(&["[fr] "]), Err(words::WORDING_LENGTH));
        assert_eq!(
            read(&["a".repeat(301).as_str()]),
            Err(words::WORDING_LENGTH)
        );
    }
}

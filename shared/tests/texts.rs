//! The texts of every language, held against English, and how a language is chosen.

use std::collections::BTreeSet;

use obole_shared::payment::{Status, Why};
use obole_shared::problem::Code;
use obole_shared::texts::{Lang, Texts, fill};
use proptest::prelude::*;

/// Every text of a language, with a name that is the same in all of them.
fn all(lang: Lang) -> Vec<(String, &'static str)> {
    let texts = lang.texts().entries();
    let texts = texts.map(|(key, text)| (key.to_owned(), text));
    let problems = Code::ALL
        .iter()
        .map(|code| (format!("{code:?}"), lang.problem(*code)));
    let whys = Why::ALL.map(|why| (format!("{why:?}"), lang.why(why)));
    let statuses = Status::ALL.map(|status| (format!("{status:?}"), lang.status(status)));
    texts.chain(problems).chain(whys).chain(statuses).collect()
}

/// The `{name}`s of a text; a stray brace is a failure.
fn placeholders(text: &str) -> Result<BTreeSet<&str>, String> {
    let mut parts = text.split('{');
    let mut rest = parts.next().unwrap_or_default().to_owned();
    let mut names = BTreeSet::new();
    for part in parts {
        let (name, after) = part.split_once('}').ok_or("an open brace")?;
        rest.push_str(after);
        if name.is_empty() || !names.insert(name) {
            return Err(format!("{{{name}}} is empty or twice"));
        }
    }
    if rest.contains('}') {
        return Err("a closing brace alone".to_owned());
    }
    Ok(names)
}

#[test]
fn every_language_has_the_placeholders_of_english() {
    for lang in Lang::ALL {
        for ((name, text), (_, english)) in all(lang).into_iter().zip(all(Lang::En)) {
            assert_eq!(placeholders(text), placeholders(english), "{lang:?} {name}");
            assert!(placeholders(text).is_ok(), "{lang:?} {name}: {text}");
        }
    }
}

/// English is the measure of the others, so its own placeholders are written down here.
#[test]
fn english_has_the_placeholders_that_are_filled() {
    let found: Vec<(String, Vec<&str>)> = all(Lang::En)
        .into_iter()
        .map(|(name, text)| (name, placeholders(text).expect("braces")))
        .filter(|(_, names)| !names.is_empty())
        .map(|(name, names)| (name, names.into_iter().collect()))
        .collect();
    let found: Vec<(&str, &[&str])> = found
        .iter()
        .map(|(name, names)| (name.as_str(), names.as_slice()))
        .collect();
    let expected: [(&str, &[&str]); 10] = [
        ("pay_amount", &["amount"]),
        ("opening", &["provider"]),
        ("redirect_note", &["provider"]),
        ("limits", &["max", "min"]),
        ("amount_too_small", &["min"]),
        ("amount_too_large", &["max"]),
        ("amount_too_many_decimals", &["max"]),
        ("AmountAmbiguous", &["readings"]),
        ("AmountTooSmall", &["limit"]),
        ("AmountTooLarge", &["limit"]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn no_text_is_empty_or_has_stray_spaces() {
    for lang in Lang::ALL {
        for (name, text) in all(lang) {
            assert!(!text.is_empty(), "{lang:?} {name}");
            assert_eq!(text, text.trim(), "{lang:?} {name}");
            assert!(!text.contains("  "), "{lang:?} {name}: {text}");
        }
    }
}

#[test]
fn no_sentence_was_left_in_english() {
    for lang in [Lang::Fr, Lang::De, Lang::It] {
        for ((name, text), (_, english)) in all(lang).into_iter().zip(all(Lang::En)) {
            // A word may be the same; a sentence is not.
            assert!(
                text != english || !text.contains(' '),
                "{lang:?} {name}: {text}"
            );
        }
    }
}

#[test]
fn typography_is_the_language_s_own() {
    for (name, text) in all(Lang::Fr) {
        let bare = text.split([':', ';', '!', '?']).collect::<Vec<_>>();
        let (_, before) = bare.split_last().expect("at least one part");
        let spaced = before.iter().all(|part| part.ends_with('\u{202f}'));
        assert!(spaced, "a narrow no-break space is missing: {name}: {text}");
    }
    for (name, text) in all(Lang::De) {
        assert!(!text.contains('ß'), "{name}: {text}");
    }
    for lang in Lang::ALL {
        for (name, text) in all(lang) {
            assert!(!text.contains(['\'', '"']), "{lang:?} {name}: {text}");
        }
    }
}

/// A payment that ended, or has not begun, says that nothing was charged.
#[test]
fn a_failure_says_that_nothing_was_charged() {
    let nothing = [
        (Lang::En, "othing was charged"),
        (Lang::Fr, "ucun montant n’a été débité"),
        (Lang::De, "s wurde nichts belastet"),
        (Lang::It, "on è stato addebitato nulla"),
    ];
    for (lang, words) in nothing {
        let whys = [
            Why::ProviderUnreachable,
            Why::ChooseAnotherMeans,
            Why::AmountDiffers,
            Why::Declined,
            Why::AbandonedByPayer,
            Why::CanceledByOperator,
            Why::TimeRanOut,
        ];
        for why in whys {
            assert!(lang.why(why).contains(words), "{lang:?} {why:?}");
        }
        for code in [Code::ProviderRefused, Code::ProviderUnavailable] {
            assert!(lang.problem(code).contains(words), "{lang:?} {code:?}");
        }
        assert!(lang.texts().unreachable.contains(words), "{lang:?}");
    }
}

/// serde names every variant when it meets an unknown one, so a list cannot lag behind its enum.
#[cfg(feature = "serde")]
#[test]
fn the_lists_are_complete() {
    fn variants<T: serde::de::DeserializeOwned>() -> usize {
        let Err(error) = serde_json::from_str::<T>("\"-\"") else {
            return 0;
        };
        error.to_string().matches('`').count() / 2 - 1
    }
    assert_eq!(Why::ALL.len(), variants::<Why>());
    assert_eq!(Status::ALL.len(), variants::<Status>());
    let distinct = Why::ALL
        .into_iter()
        .collect::<std::collections::HashSet<_>>();
    assert_eq!(distinct.len(), Why::ALL.len());
}

#[test]
fn texts_survive_a_lookup_by_key() {
    for lang in Lang::ALL {
        let entries: Vec<_> = lang.texts().entries().collect();
        let find = |wanted: &str| {
            let entry = entries.iter().find(|(key, _)| *key == wanted);
            entry.map(|(_, text)| (*text).to_owned())
        };
        assert_eq!(Texts::from_lookup(find).as_ref(), Some(lang.texts()));
        let lacking = Texts::from_lookup(|key| find(key).filter(|_| key != "thanks"));
        assert_eq!(lacking, None);
    }
}

#[test]
fn a_filled_text_has_no_placeholder_left() {
    let limits = &Lang::De.texts().limits;
    let filled = fill(limits, &[("min", "5.00 CHF"), ("max", "5000.00 CHF")]);
    assert_eq!(filled, "Von 5.00 CHF bis 5000.00 CHF");
}

#[test]
fn a_tag_finds_its_language() {
    let table = [
        ("de-CH", Some(Lang::De)),
        ("de_CH", Some(Lang::De)),
        ("DE", Some(Lang::De)),
        ("fr-CH", Some(Lang::Fr)),
        ("it", Some(Lang::It)),
        ("en-GB-oxendict", Some(Lang::En)),
        ("gsw", None),
        ("deu", None),
        ("d", None),
        ("", None),
        ("-", None),
        ("*", None),
        ("français", None),
    ];
    for (tag, expected) in table {
        assert_eq!(Lang::from_tag(tag), expected, "{tag:?}");
    }
    for lang in Lang::ALL {
        assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
    }
    assert_eq!(Lang::default(), Lang::En);
}

#[test]
fn a_header_finds_the_language_it_weighs_most() {
    let table = [
        ("fr-CH, fr;q=0.9, en;q=0.8", Some(Lang::Fr)),
        (
            "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5",
            Some(Lang::Fr),
        ),
        ("en;q=0.8, it;q=0.9", Some(Lang::It)),
        ("en;q=0.8,de;q=0.81", Some(Lang::De)),
        ("en ; Q=0.1 , it ; q=0.25", Some(Lang::It)),
        ("it, de", Some(Lang::It)),
        ("de, it", Some(Lang::De)),
        ("it;q=1.000, de;q=1", Some(Lang::It)),
        ("gsw, rm;q=0.9, de-CH;q=0.1", Some(Lang::De)),
        ("*", None),
        ("*, fr;q=0.2", Some(Lang::Fr)),
        ("en;q=0, fr;q=0.1", Some(Lang::Fr)),
        ("en;q=0.000", None),
        ("ja, zh;q=0.5", None),
        ("", None),
        // Malformed parts are passed over, the others count.
        (",,;,", None),
        (";q=1, de;q=0.1", Some(Lang::De)),
        ("fr;q=2, de;q=0.1", Some(Lang::De)),
        ("fr;q=-1, de;q=0.1", Some(Lang::De)),
        ("fr;q=1.001, de;q=0.1", Some(Lang::De)),
        ("fr;q=0.9999, de;q=0.1", Some(Lang::De)),
        ("fr;q=0.+1, de;q=0.01", Some(Lang::De)),
        ("fr;q=, de;q=0.1", Some(Lang::De)),
        ("fr;q=.5, de;q=0.1", Some(Lang::De)),
        ("fr;q=NaN, de;q=0.1", Some(Lang::De)),
        ("fr;q=٠.٥, de;q=0.1", Some(Lang::De)),
        ("fr;level=1;q=0.2, de;q=0.3", Some(Lang::De)),
    ];
    for (header, expected) in table {
        assert_eq!(Lang::from_accept(header), expected, "{header:?}");
    }
}

proptest! {
    #[test]
    fn no_header_panics(header in "([a-z*,;=.0-9 é-]|q=|fr|de){0,60}|\\PC{0,60}") {
        let _ = Lang::from_accept(&header);
        let _ = Lang::from_tag(&header);
    }
}

//! The texts of every language, held against English and against what `texts/en.toml` says of them.

#![allow(clippy::expect_used, reason = "a test stops at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};

use obole_shared::payment::{ReceiptPart, Status, Why};
use obole_shared::problem::Code;
use obole_shared::texts::{Lang, Texts, fill};
use toml::de::{DeTable, DeValue};

/// A text by its section and key, as its file has it: `[form] thanks`.
type Named = BTreeMap<String, String>;

/// Every text of a language, as the code hands it out.
fn all(lang: Lang) -> Named {
    let named =
        |section: &str, key: &str, text: &str| (format!("[{section}] {key}"), text.to_owned());
    let form = lang.texts().entries();
    let form = form.map(|(key, text)| named("form", key, text));
    let problems = Code::ALL.iter();
    let problems = problems.map(|code| named("problem", code.as_str(), lang.problem(*code)));
    let whys = Why::ALL.map(|why| named("why", &snake(why), lang.why(why)));
    let statuses = Status::ALL.map(|it| named("status", it.as_str(), lang.status(it)));
    let receipts = [ReceiptPart::Item, ReceiptPart::Email, ReceiptPart::Address]
        .map(|part| named("receipt", &snake(part), lang.receipt(part)));
    form.chain(problems)
        .chain(whys)
        .chain(statuses)
        .chain(receipts)
        .chain([(
            "finish_and_return".to_owned(),
            lang.finish_and_return().to_owned(),
        )])
        .collect()
}

/// A variant's name as the files write it.
fn snake(variant: impl std::fmt::Debug) -> String {
    let mut snake = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn source(lang: Lang) -> String {
    let path = format!("{}/texts/{}.toml", env!("CARGO_MANIFEST_DIR"), lang.tag());
    std::fs::read_to_string(path).expect("the language has a file")
}

/// Every text of a language, as its file has it.
fn written(lang: Lang) -> Named {
    let source = source(lang);
    let table = DeTable::parse(&source).expect("TOML");
    let mut texts = Named::new();
    for (name, value) in table.get_ref() {
        let name = name.get_ref();
        let mut add = |key: &str, value: &DeValue<'_>| {
            texts.insert(key.to_owned(), value.as_str().expect("a text").to_owned())
        };
        match value.get_ref() {
            DeValue::Table(section) => {
                for (key, value) in section {
                    add(&format!("[{name}] {}", key.get_ref()), value.get_ref());
                }
            }
            value => {
                add(name, value);
            }
        }
    }
    texts
}

/// What is written above the texts of `en.toml`, what stands above a section included.
fn comments() -> BTreeMap<String, String> {
    let mut comments = BTreeMap::new();
    let (mut section, mut of_section) = (String::new(), String::new());
    let mut above = String::new();
    for line in source(Lang::En).lines() {
        if let Some(comment) = line.strip_prefix('#') {
            above.push_str(comment);
        } else if let Some(name) = line.strip_prefix('[') {
            section = format!("[{name} ");
            of_section = std::mem::take(&mut above);
        } else if let Some((key, _)) = line.split_once(" = ") {
            let comment = std::mem::take(&mut above);
            assert!(
                !comment.is_empty(),
                "{section}{key} has no comment above it"
            );
            comments.insert(format!("{section}{key}"), comment + &of_section);
        } else {
            above.clear();
        }
    }
    comments
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

/// A text without its placeholders.
fn bare(text: &str) -> String {
    let names = placeholders(text).expect("braces");
    let values: Vec<_> = names.into_iter().map(|name| (name, "")).collect();
    fill(text, &values)
}

#[test]
fn every_text_is_the_one_of_its_file() {
    for lang in Lang::ALL {
        let (told, written) = (all(lang), written(lang));
        for (name, text) in &told {
            assert_eq!(Some(text), written.get(name), "{lang:?} {name}");
        }
        assert_eq!(told.len(), written.len(), "{lang:?}");
    }
}

/// Holds every text of every language against a rule, and tells all that break it by file and key.
fn every_text(rule: impl Fn(Lang, &str, &str) -> Result<(), String>) {
    let mut wrong = Vec::new();
    for lang in Lang::ALL {
        for (name, text) in all(lang) {
            if let Err(trouble) = rule(lang, &name, &text) {
                let tag = lang.tag();
                wrong.push(format!(
                    "shared/texts/{tag}.toml: {name}: {trouble}: {text}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn wanted(holds: bool, trouble: &str) -> Result<(), String> {
    holds.then_some(()).ok_or_else(|| trouble.to_owned())
}

#[test]
fn every_language_has_the_placeholders_of_english() {
    let english = all(Lang::En);
    every_text(|_, name, text| {
        let (found, expected) = (placeholders(text)?, placeholders(&english[name])?);
        wanted(
            found == expected,
            &format!("English has {expected:?} in braces"),
        )
    });
}

/// English is the measure of the others, so its own placeholders are written down here.
#[test]
fn english_has_the_placeholders_that_are_filled() {
    let english = all(Lang::En);
    let found: Vec<(&str, Vec<&str>)> = english
        .iter()
        .map(|(name, text)| (name.as_str(), placeholders(text).expect("braces")))
        .filter(|(_, names)| !names.is_empty())
        .map(|(name, names)| (name, names.into_iter().collect()))
        .collect();
    let expected: &[(&str, &[&str])] = &[
        ("[form] amount_too_large", &["max"]),
        ("[form] amount_too_many_decimals", &["max"]),
        ("[form] amount_too_small", &["min"]),
        ("[form] campaign_progress", &["goal", "raised"]),
        ("[form] campaign_reached", &["goal", "raised"]),
        ("[form] continue_there", &["provider"]),
        ("[form] cover_fee_label", &["fee"]),
        ("[form] cover_fee_note", &["gift", "provider"]),
        ("[form] limits", &["max", "min"]),
        ("[form] open_elsewhere", &["provider"]),
        ("[form] opening", &["provider"]),
        ("[form] pay_amount", &["amount"]),
        ("[form] pay_with_other", &["provider"]),
        ("[form] provider_silent", &["provider"]),
        ("[form] provider_slow", &["provider"]),
        ("[form] redirect_note", &["provider"]),
        ("[form] text_too_long", &["max"]),
        ("[problem] amount_ambiguous", &["readings"]),
        ("[problem] amount_too_large", &["limit"]),
        ("[problem] amount_too_small", &["limit"]),
    ];
    let found: Vec<(&str, &[&str])> = found
        .iter()
        .map(|(name, names)| (*name, names.as_slice()))
        .collect();
    assert_eq!(found, expected);
}

/// A translator is told of every word in braces, and of none that is not there.
#[test]
fn a_comment_names_the_placeholders_of_its_text() {
    let comments = comments();
    for (name, text) in all(Lang::En) {
        let comment = comments.get(&name).expect("a comment");
        let told: BTreeSet<&str> = comment
            .split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect();
        assert_eq!(placeholders(&text), Ok(told), "{name}: {comment}");
    }
}

#[test]
fn no_text_is_longer_than_its_comment_allows() {
    let limits: Vec<(String, usize)> = comments()
        .into_iter()
        .filter_map(|(name, comment)| {
            let (_, limit) = comment.split_once("At most ")?;
            let (limit, _) = limit.split_once(" characters")?;
            Some((name, limit.parse().expect("a number")))
        })
        .collect();
    let button = limits.iter().find(|(name, _)| name == "finish_and_return");
    assert_eq!(
        button.map(|(_, limit)| *limit),
        Some(60),
        "what PayPal takes"
    );
    every_text(|_, name, text| {
        let length = bare(text).chars().count();
        let limit = limits.iter().find(|(it, _)| it == name);
        let limit = limit.map_or(usize::MAX, |(_, limit)| *limit);
        let trouble = format!("{length} characters, {limit} at most");
        wanted(length <= limit, &trouble)
    });
}

#[test]
fn no_text_is_empty_or_has_stray_spaces() {
    every_text(|_, _, text| {
        wanted(!text.is_empty(), "is empty")?;
        wanted(text == text.trim(), "a space at the beginning or the end")?;
        wanted(!text.contains("  "), "two spaces")?;
        wanted(!text.contains(char::is_control), "a line break or the like")
    });
}

#[test]
fn no_sentence_was_left_in_english() {
    let english = all(Lang::En);
    every_text(|lang, name, text| {
        // A word may be the same; a sentence is not.
        let left = lang != Lang::En && text == english[name] && text.contains(' ');
        wanted(!left, "still in English")
    });
}

#[test]
fn typography_is_the_language_s_own() {
    every_text(|lang, _, text| {
        let count = |mark: char| text.matches(mark).count();
        wanted(!text.contains(['\'', '"']), "’ is the apostrophe")?;
        wanted(!text.contains(".."), "… is one character")?;
        match lang {
            Lang::Fr => {
                let mut before = ' ';
                let spaced = text.chars().all(|letter| {
                    let marked = matches!(letter, ':' | ';' | '!' | '?');
                    let before = std::mem::replace(&mut before, letter);
                    !marked || before == '\u{202f}'
                });
                return wanted(spaced, "\\u202F stands before : ; ! ?");
            }
            Lang::De => wanted(count('ß') == 0, "ss for ß")?,
            Lang::Es => {
                let paired = count('¿') == count('?') && count('¡') == count('!');
                wanted(paired, "¿ and ¡ open what ? and ! close")?;
            }
            Lang::Ar => {
                let foreign = |it: char| it.is_ascii_alphanumeric() || ",;?".contains(it);
                wanted(!bare(text).contains(foreign), "a Latin letter or mark")?;
            }
            Lang::En | Lang::It | Lang::Pt | Lang::Nl => {}
        }
        let narrow = text.contains(['\u{a0}', '\u{202f}']);
        wanted(!narrow, "a no-break space")
    });
}

/// A payment that ended, or has not begun, says that nothing was charged.
#[test]
fn a_failure_says_that_nothing_was_charged() {
    const FAILURES: [&str; 12] = [
        "[form] provider_silent",
        "[form] unreachable",
        "[problem] provider_refused",
        "[problem] provider_unavailable",
        "[problem] total_changed",
        "[why] abandoned_by_payer",
        "[why] amount_differs",
        "[why] canceled_by_operator",
        "[why] choose_another_means",
        "[why] declined",
        "[why] provider_unreachable",
        "[why] time_ran_out",
    ];
    let english = all(Lang::En);
    assert!(FAILURES.iter().all(|name| english.contains_key(*name)));
    every_text(|lang, name, text| {
        let nothing = match lang {
            Lang::En => "othing was charged",
            Lang::Fr => "ucun montant n’a été débité",
            Lang::De => "s wurde nichts belastet",
            Lang::It => "on è stato addebitato nulla",
            Lang::Es => "o se ha cobrado nada",
            Lang::Pt => "ada foi cobrado",
            Lang::Nl => "r is niets afgeschreven",
            Lang::Ar => "لم يُخصم أي مبلغ",
        };
        let told = text.contains(nothing) || !FAILURES.contains(&name);
        wanted(told, &format!("«{nothing}» is to be told"))
    });
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

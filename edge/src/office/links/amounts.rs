//! How much can be given: limits, and amounts to choose from with what they mean.

use obole_shared::link::{Link, Preset};
use serde_json::{Value, json};

use super::super::form::{Form, Problems};
use super::super::words;
use super::wording;

/// The field that tells whether a donor is free in the amount.
pub(super) const KIND: &str = "amounts";

/// Any amount within the limits.
pub(super) const FREE: &str = "free";

/// Only one of the amounts to choose from.
pub(super) const FIXED: &str = "fixed";

/// Puts the amounts of a link into its form.
pub(super) fn fill(form: &mut Form, link: &Link) {
    if link.fixed {
        form.push(KIND, FIXED);
    } else {
        form.push(KIND, FREE);
        form.push("min", link.min.to_string());
        form.push("max", link.max.to_string());
    }
    form.push("presets", written(&link.presets));
}

/// Plain amounts stand on one line, amounts with a meaning on lines of their own.
fn written(presets: &[Preset]) -> String {
    let plain = presets.iter().all(|preset| preset.meaning.is_none());
    let presets = presets.iter().map(|preset| {
        let amount = preset.amount.to_string();
        match preset.meaning.as_ref().map(wording::lines) {
            Some(lines) => format!("{amount} = {}", lines.join("\n")),
            None => amount,
        }
    });
    let presets: Vec<String> = presets.collect();
    presets.join(if plain { ", " } else { "\n" })
}

/// The amounts as a description has them.
pub(super) fn read(form: &Form, problems: &mut Problems) -> Value {
    let is_fixed = form.text(KIND) == FIXED;
    let mut limit = |field: &'static str| {
        // Prices are their own limits.
        let plain = plain_number(form.text(field));
        if plain.is_none() && !is_fixed {
            problems.add(field, words::NUMBER_WRONG);
        }
        plain.unwrap_or_default()
    };
    let (min, max) = (limit("min"), limit("max"));
    let presets = presets(form.text("presets")).unwrap_or_else(|sentence| {
        problems.add("presets", sentence);
        Vec::new()
    });
    if !is_fixed {
        return json!({ FREE: { "min": min, "max": max, "presets": presets } });
    }
    if presets.is_empty() {
        problems.add("presets", words::PRICES_MISSING);
    }
    json!({ FIXED: presets })
}

/// Lines: plain amounts with commas between them, or an amount, an equals sign and what it means;
/// lines that begin with a language belong to the one above.
fn presets(text: &str) -> Result<Vec<Value>, &'static str> {
    let mut presets = Vec::new();
    let mut lines = filled_lines(text).peekable();
    while let Some(line) = lines.next() {
        let Some((amount, first)) = line.split_once('=') else {
            for part in line.split([',', ';']).map(str::trim) {
                if !part.is_empty() {
                    presets.push(plain_number(part).ok_or(words::PRESETS_WRONG)?.into());
                }
            }
            continue;
        };
        let value = plain_number(amount).ok_or(words::PRESETS_WRONG)?;
        let mut meaning: Vec<&str> = filled_lines(first).collect();
        while let Some(line) = lines.next_if(|line| wording::begins_language(line)) {
            meaning.push(line);
        }
        let meaning = wording::read(&meaning)?;
        presets.push(json!({ "value": value, "meaning": meaning }));
    }
    Ok(presets)
}

/// The lines of a field that hold something.
pub(super) fn filled_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Digits, with a point before decimals at most; a comma could mean two things. Spaces and
/// apostrophes may stand between groups of digits.
pub(super) fn plain_number(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|character| !matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’'))
        .collect();
    let (major, decimals) = digits.split_once('.').unwrap_or((&digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (plain(major) && plain(decimals) && digits.len() <= 16).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_stand_on_a_line_or_say_what_they_mean() {
        let plain = presets("20, 50; 5 000.50\n\n100").unwrap();
        assert_eq!(plain, ["20", "50", "5000.50", "100"]);
        let meant = presets(
            "20\r\n50 = one week of meals\r\n1'000 = [fr] une année\r\n  [en] one year = 12 months",
        );
        let expected = [
            json!("20"),
            json!({ "value": "50", "meaning": "one week of meals" }),
            json!({
                "value": "1000",
                "meaning": { "en": "one year = 12 months", "fr": "une année" }
            }),
        ];
        assert_eq!(meant.unwrap(), expected);
        assert_eq!(presets(" \n").unwrap(), Vec::<Value>::new());
    }

    #[test]
    fn nothing_is_guessed_and_nothing_is_dropped() {
        for (text, sentence) in [
            ("50 one week of meals", words::PRESETS_WRONG),
            ("20, x", words::PRESETS_WRONG),
            ("5,00 = a meal", words::PRESETS_WRONG),
            ("[fr] un repas", words::PRESETS_WRONG),
            ("50 =", words::LANGUAGES_WRONG),
            ("50 = a meal\n[fr] un repas", words::LANGUAGES_WRONG),
        ] {
            assert_eq!(presets(text), Err(sentence), "{text}");
        }
    }

    #[test]
    fn fixed_prices_ask_no_limits() {
        let mut problems = Problems::default();
        let form = Form::parse(b"amounts=fixed&min=&max=&presets=15+%3D+reduced%0A30");
        let amounts = read(&form, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let expected = json!({ "fixed": [{ "value": "15", "meaning": "reduced" }, "30"] });
        assert_eq!(amounts, expected);
        read(&Form::parse(b"amounts=fixed"), &mut problems);
        assert_eq!(problems.of("presets"), Some(words::PRICES_MISSING));
        let mut problems = Problems::default();
        read(&Form::parse(b"amounts=free"), &mut problems);
        assert!(problems.of("min").is_some() && problems.of("max").is_some());
    }

    #[test]
    fn numbers_are_never_guessed() {
        assert_eq!(plain_number("5 000.50").as_deref(), Some("5000.50"));
        for wrong in [
            "",
            "5,000",
            "5.",
            ".5",
            "-1",
            "1.2.3",
            "١",
            "1e5",
            "99999999999999999",
        ] {
            assert_eq!(plain_number(wrong), None, "{wrong}");
        }
    }
}

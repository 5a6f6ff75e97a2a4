//! The known word that somebody may have meant.

/// The nearest of the known words, if one is near: at most a third of it differs.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    // Long garbage is near to nothing, and would only cost time.
    if word.len() > 32 {
        return None;
    }
    let distances = known.iter().map(|&known| (distance(word, known), known));
    let (distance, known) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= known.len().div_ceil(3)).then_some(known)
}

/// How many letters have to be put in, left out, replaced or swapped with their neighbour
/// (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, &letter) in a.iter().enumerate() {
        let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
        let mut line = vec![row + 1];
        for (column, &other) in b.iter().enumerate() {
            let replaced = at(&above, column) + usize::from(letter != other);
            let put = at(&line, column) + 1;
            let left_out = at(&above, column + 1) + 1;
            let mut least = replaced.min(put).min(left_out);
            if let (Some(up), Some(left)) = (row.checked_sub(1), column.checked_sub(1))
                && a.get(up) == Some(&other)
                && b.get(left) == Some(&letter)
            {
                least = least.min(at(&before, left) + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 7] = [
        "link", "lang", "amount", "currency", "provider", "presets", "theme",
    ];

    #[test]
    fn slips_are_recognized_and_other_words_are_not() {
        for (typed, meant) in [
            ("lnik", Some("link")),
            ("langs", Some("lang")),
            ("ammount", Some("amount")),
            ("curency", Some("currency")),
            ("preset", Some("presets")),
            ("provder", Some("provider")),
            ("color", None),
            ("campaign", None),
            ("x", None),
        ] {
            assert_eq!(nearest(typed, &KNOWN), meant, "{typed}");
        }
    }

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("ab", "ba", 1),
            ("kitten", "sitting", 3),
            ("ä", "a", 1),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }
}

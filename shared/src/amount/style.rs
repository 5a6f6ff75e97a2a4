//! How the languages write numbers.

/// One language's way to write a number and its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) decimal: char,
    pub(super) group: char,
    pub(super) grouping: Grouping,
    /// The digit zero of the language's script.
    pub(super) zero: char,
    pub(super) code: CodePlace,
}

/// Where the group separators stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// 1,000,000
    Thousands,
    /// 10,00,000
    Indian,
}

/// Where the currency's code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodePlace {
    Before,
    After,
}

const NARROW_SPACE: char = '\u{202F}';

/// For languages not listed: separators that nobody can take for one another.
const PLAIN: Style = Style {
    decimal: '.',
    group: NARROW_SPACE,
    grouping: Grouping::Thousands,
    zero: '0',
    code: CodePlace::After,
};

const POINT: Style = Style {
    group: ',',
    code: CodePlace::Before,
    ..PLAIN
};

const INDIAN: Style = Style {
    grouping: Grouping::Indian,
    ..POINT
};

const SWISS: Style = Style {
    group: '’',
    code: CodePlace::Before,
    ..PLAIN
};

const COMMA: Style = Style {
    decimal: ',',
    group: '.',
    ..PLAIN
};

const COMMA_CODE_BEFORE: Style = Style {
    code: CodePlace::Before,
    ..COMMA
};

const COMMA_SPACE: Style = Style {
    decimal: ',',
    ..PLAIN
};

const POINT_CODE_AFTER: Style = Style {
    code: CodePlace::After,
    ..POINT
};

const ARABIC: Style = Style {
    decimal: '\u{066B}',
    group: '\u{066C}',
    zero: '\u{0660}',
    ..PLAIN
};

/// The digits that amounts of a language tag are written in, as Unicode names them: `latn` or
/// `arab`.
pub fn numbering_system(lang: &str) -> &'static str {
    if Style::of(lang).zero == '0' {
        "latn"
    } else {
        "arab"
    }
}

impl Style {
    /// The style of a language tag such as `fr` or `de-CH`, after the Unicode locale data.
    pub(super) fn of(lang: &str) -> Self {
        let lang = lang.to_ascii_lowercase();
        let mut parts = lang.split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        let region = parts
            .find(|part| part.len() == 2 || *part == "419")
            .unwrap_or_default();
        match (language, region) {
            // Swiss French writes sums of money with a point.
            ("fr", "ch") | ("en", "za") => PLAIN,
            ("fr", _) | ("pt", "ao" | "cv" | "mz" | "pt") => COMMA_SPACE,
            ("de" | "en" | "it", "ch") | ("de", "li") | ("rm", _) => SWISS,
            ("en", "in") | ("hi", _) => INDIAN,
            ("es", "419" | "do" | "gt" | "hn" | "mx" | "ni" | "pa" | "pe" | "pr" | "sv" | "us")
            | ("en", _) => POINT,
            ("ar", "ae") => POINT_CODE_AFTER,
            ("de" | "es" | "it", _) | ("ar", "dz" | "eh" | "ly" | "ma" | "tn") => COMMA,
            ("ar", _) => ARABIC,
            ("nl" | "pt", _) => COMMA_CODE_BEFORE,
            _ => PLAIN,
        }
    }
}

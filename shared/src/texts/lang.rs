//! The languages, and how one is chosen.

use super::{Words, written};

macro_rules! languages {
    ($($(#[$doc:meta])* $name:ident = $tag:literal, $texts:ident, $direction:literal;)*) => {
        /// The languages with a complete set of texts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum Lang {
            $($(#[$doc])* $name,)*
        }

        impl Lang {
            /// Every language.
            pub const ALL: [Self; [$($tag),*].len()] = [$(Self::$name),*];

            /// Its primary tag.
            pub const fn tag(self) -> &'static str {
                match self { $(Self::$name => $tag,)* }
            }

            /// The direction it is written in, as HTML names it: `ltr` or `rtl`.
            pub const fn direction(self) -> &'static str {
                match self { $(Self::$name => $direction,)* }
            }

            pub(super) const fn words(self) -> &'static Words {
                match self { $(Self::$name => &written::$texts,)* }
            }
        }
    };
}

languages! {
    /// French.
    Fr = "fr", FR, "ltr";
    /// German.
    De = "de", DE, "ltr";
    /// Italian.
    It = "it", IT, "ltr";
    /// English, where nothing better is known.
    #[default]
    En = "en", EN, "ltr";
    /// Spanish.
    Es = "es", ES, "ltr";
    /// Portuguese.
    Pt = "pt", PT, "ltr";
    /// Dutch.
    Nl = "nl", NL, "ltr";
    /// Arabic.
    Ar = "ar", AR, "rtl";
}

impl Lang {
    /// The language for a tag such as `fr-CH`, case aside; `None` where we have none.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
    }

    /// The language of an `Accept-Language` header that we have and that it weighs most; the
    /// first of equals. `*`, a weight of zero and malformed parts are passed over.
    pub fn from_accept(header: &str) -> Option<Self> {
        let wanted = header.split(',').filter_map(|part| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let lang = Self::from_tag(tag.trim())?;
            weight(parameters)
                .filter(|weight| *weight > 0)
                .map(|weight| (weight, lang))
        });
        // `max_by_key` keeps the last of equals.
        wanted
            .rev()
            .max_by_key(|(weight, _)| *weight)
            .map(|(_, lang)| lang)
    }
}

/// The weight among the parameters of a language range, in thousandths (RFC 9110, 12.4.2);
/// `None` where it is malformed.
fn weight(parameters: &str) -> Option<u16> {
    const WHOLE: u16 = 1000;
    let q = parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    let Some((_, value)) = q else {
        return Some(WHOLE);
    };
    let (whole, decimals) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let thousandths = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(WHOLE),
        _ => None,
    }
}

//! What people read, one file per language. A missing text does not compile.
//!
//! Placeholders in braces (`{amount}`) are filled with [`fill`].

use std::borrow::Cow;

use crate::payment::{ReceiptPart, Status, Why};
use crate::problem::Code;

mod de;
mod en;
mod fr;
mod it;

/// The languages with a complete set of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// French.
    Fr,
    /// German.
    De,
    /// Italian.
    It,
    /// English, where nothing better is known.
    #[default]
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 4] = [Self::Fr, Self::De, Self::It, Self::En];

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

    /// Its primary tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::De => "de",
            Self::It => "it",
            Self::En => "en",
        }
    }

    /// Texts of the widget and the pages around it.
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::Fr => &fr::TEXTS,
            Self::De => &de::TEXTS,
            Self::It => &it::TEXTS,
            Self::En => &en::TEXTS,
        }
    }

    /// The sentence for a problem.
    pub const fn problem(self, code: Code) -> &'static str {
        match self {
            Self::Fr => fr::problem(code),
            Self::De => de::problem(code),
            Self::It => it::problem(code),
            Self::En => en::problem(code),
        }
    }

    /// Why a payment stands where it stands, for the donor.
    pub const fn why(self, why: Why) -> &'static str {
        match self {
            Self::Fr => fr::why(why),
            Self::De => de::why(why),
            Self::It => it::why(why),
            Self::En => en::why(why),
        }
    }

    /// A part of what the provider told the payer who came back.
    pub const fn receipt(self, part: ReceiptPart) -> &'static str {
        match self {
            Self::Fr => fr::receipt(part),
            Self::De => de::receipt(part),
            Self::It => it::receipt(part),
            Self::En => en::receipt(part),
        }
    }

    /// The button at the provider that leads back to us; at most 60 characters.
    pub const fn finish_and_return(self) -> &'static str {
        match self {
            Self::Fr => fr::FINISH_AND_RETURN,
            Self::De => de::FINISH_AND_RETURN,
            Self::It => it::FINISH_AND_RETURN,
            Self::En => en::FINISH_AND_RETURN,
        }
    }

    /// A status, as a heading.
    pub const fn status(self, status: Status) -> &'static str {
        match self {
            Self::Fr => fr::status(status),
            Self::De => de::status(status),
            Self::It => it::status(status),
            Self::En => en::status(status),
        }
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

macro_rules! texts {
    ($($(#[$doc:meta])* $key:ident,)*) => {
        /// Texts of the widget and of the pages around it, in one language.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Texts {
            $($(#[$doc])* pub $key: Cow<'static, str>,)*
        }

        impl Texts {
            /// Every text with its key, in a fixed order.
            pub fn entries(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$((stringify!($key), self.$key.as_ref()),)*].into_iter()
            }

            /// Texts from a lookup by key; `None` where one is missing.
            pub fn from_lookup(mut find: impl FnMut(&'static str) -> Option<String>) -> Option<Self> {
                Some(Self { $($key: Cow::Owned(find(stringify!($key))?),)* })
            }
        }
    };
}

texts! {
    /// Heading above the presets and the amount field.
    amount_heading,
    /// Label of the amount field.
    amount_label,
    /// Label of the currency choice.
    currency_label,
    /// Heading above the provider choice.
    provider_heading,
    /// Button before an amount is known.
    pay,
    /// Button with `{amount}`.
    pay_amount,
    /// Button while the provider opens.
    opening,
    /// Beside the button: `{provider}` is where the donor goes.
    redirect_note,
    /// Between two readings of an amount: «Do you mean».
    which_amount,
    /// Least and greatest amount: `{min}`, `{max}`.
    limits,
    /// Mark of a test terminal.
    test_mode,
    /// Problem: `{min}`.
    amount_too_small,
    /// Problem: `{max}`.
    amount_too_large,
    /// Problem.
    amount_empty,
    /// Problem.
    amount_zero,
    /// Problem.
    amount_negative,
    /// Problem.
    amount_not_a_number,
    /// Problem.
    amount_other_currency,
    /// Problem: `{max}` decimals.
    amount_too_many_decimals,
    /// Problem, with the two readings as buttons below it.
    amount_ambiguous,
    /// Problem: no terminal takes the currency.
    currency_not_taken,
    /// The edge could not be reached.
    unreachable,
    /// Thanks after a captured payment.
    thanks,
    /// Label of the amount on the result.
    result_amount,
    /// Label of the reference on the result.
    result_reference,
    /// Label of the status on the result.
    result_status,
    /// Link back to the form.
    again,
    /// Link back to the site.
    back_to_site,
    /// Under a result that may still change.
    will_update,
}

/// Fills `{name}` placeholders.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&["{", name, "}"].concat(), value)
    })
}

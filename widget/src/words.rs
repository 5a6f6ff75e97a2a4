//! The texts that the browser needs once script runs; all others stand in the markup already.

use obole_shared::texts::Texts;

/// What the markup and the program that takes it over agree upon beside the words; to be raised
/// when an older program could not work with the newer markup. Pages that pin a version keep their
/// program while the edge moves on.
const MARKUP: u32 = 1;

/// The agreement of markup and program: the same on both sides, or the program leaves the form as
/// it stands. Words go without names, so their names and order count too.
pub const SHAPE: u32 = shape(MARKUP, NAMES);

/// FNV-1a.
const fn shape(markup: u32, names: &str) -> u32 {
    let (mut hash, mut rest) = (0x811c_9dc5 ^ markup, names.as_bytes());
    while let [byte, after @ ..] = rest {
        // `u32::from` is not const.
        hash = (hash ^ u32::from_le_bytes([*byte, 0, 0, 0])).wrapping_mul(0x0100_0193);
        rest = after;
    }
    hash
}

macro_rules! words {
    ($($key:ident),* $(,)?) => {
        const NAMES: &str = concat!($(stringify!($key), ","),*);

        /// A text, by its key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(non_camel_case_types, reason = "the keys of the translators' files")]
        pub enum Word { $(#[doc = "The text of this key."] $key),* }

        impl Words {
            /// The texts of a language.
            pub fn of(texts: &Texts) -> Self {
                Self(vec![$(texts.$key.to_string()),*])
            }
        }
    };
}

words! {
    pay,
    pay_amount,
    opening,
    limits,
    amount_too_small,
    amount_too_large,
    amount_empty,
    amount_zero,
    amount_negative,
    amount_not_a_number,
    amount_other_currency,
    amount_too_many_decimals,
    amount_ambiguous,
    currency_not_taken,
    cover_fee_label,
    cover_fee_label_unknown,
    cover_fee_note,
    unreachable,
    provider_slow,
    provider_silent,
    try_again,
    pay_with_other,
    open_elsewhere,
    continue_there,
    field_needed,
    consent_needed,
    email_invalid,
    text_too_long,
}

/// Texts in one language, in the order of [`Word`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Texts as the edge sent them.
    pub const fn from_list(texts: Vec<String>) -> Self {
        Self(texts)
    }

    /// All of them.
    pub fn list(&self) -> &[String] {
        &self.0
    }

    /// One of them; empty where the edge sent fewer.
    #[expect(
        clippy::as_conversions,
        reason = "the number of a variant without data"
    )]
    pub fn get(&self, word: Word) -> &str {
        self.0.get(word as usize).map_or("", String::as_str)
    }

    /// One of them, with the value of its only placeholder.
    pub fn with(&self, word: Word, name: &str, value: &str) -> String {
        obole_shared::texts::fill(self.get(word), &[(name, value)])
    }
}

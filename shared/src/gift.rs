//! What a donor says beside the money.

use crate::money::Money;
use crate::problem::{Code, Problem};

/// Longest message, in characters.
pub const MESSAGE_CHARS_MAX: usize = 500;

/// Longest name of a donor or of somebody a gift is dedicated to, in characters.
pub const PERSON_CHARS_MAX: usize = 100;

/// What a donor said beside the money, and what of the amount is meant for the provider's fee.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Gift {
    /// Part of the amount that the donor added for the fee.
    pub fee_cover: Option<Money>,
    /// The donor does not want to be named.
    #[cfg_attr(feature = "serde", serde(default))]
    pub anonymous: bool,
    /// A few words.
    pub message: Option<String>,
    /// Whom the gift is for.
    pub dedication: Option<Dedication>,
    /// Ids of the owner's boxes that the donor ticked.
    #[cfg_attr(feature = "serde", serde(default))]
    pub consents: Vec<String>,
}

/// Somebody a gift is dedicated to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Dedication {
    /// How.
    pub kind: DedicationKind,
    /// Their name.
    pub name: String,
}

/// How a gift is dedicated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DedicationKind {
    /// To somebody who died.
    Memory,
    /// To somebody who lives.
    Honour,
}

impl DedicationKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Memory, Self::Honour];

    /// The word of the interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Honour => "honour",
        }
    }

    /// The kind for a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

impl Gift {
    /// Whether the donor said anything.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the texts are ones that can be kept and shown.
    ///
    /// # Errors
    /// [`Code::MessageInvalid`], [`Code::DedicationInvalid`].
    pub fn check(&self) -> Result<(), Problem> {
        if let Some(message) = &self.message {
            let strange = |one: char| one.is_control() && one != '\n';
            if message.chars().count() > MESSAGE_CHARS_MAX || message.chars().any(strange) {
                return Err(Code::MessageInvalid.into());
            }
        }
        if let Some(Dedication { name, .. }) = &self.dedication
            && (name.trim().is_empty() || !is_person(name))
        {
            return Err(Code::DedicationInvalid.into());
        }
        Ok(())
    }
}

/// Whether a text can be somebody's name: short, on one line.
pub fn is_person(text: &str) -> bool {
    text.chars().count() <= PERSON_CHARS_MAX && !text.chars().any(char::is_control)
}

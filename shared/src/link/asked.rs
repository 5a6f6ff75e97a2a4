//! What a link asks of donors beside the money, and shows them.

use crate::money::Money;
use crate::wording::Wording;

/// Whether a field stands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Need {
    /// It does not.
    #[default]
    Off,
    /// It may stay empty.
    Optional,
    /// It must be filled in.
    Required,
}

impl Need {
    /// All, in the order of how much they ask.
    pub const ALL: [Self; 3] = [Self::Off, Self::Optional, Self::Required];

    /// The word of the interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    /// Whether the field stands in the form.
    pub const fn is_asked(self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whether it must be filled in.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required)
    }
}

/// The fields about the donor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Asked {
    /// The donor's name.
    pub name: Need,
    /// The donor's mail address.
    pub email: Need,
    /// A few words.
    pub message: Need,
    /// Whom the gift is for; never required.
    pub dedication: bool,
    /// The donor may choose not to be named.
    pub anonymous: bool,
}

/// A box of the owner's that a donor may tick.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Consent {
    /// Its name in what is kept: `newsletter`.
    pub id: String,
    /// What the donor agrees to.
    pub text: Wording,
    /// Without it nothing is paid.
    #[cfg_attr(feature = "serde", serde(default))]
    pub required: bool,
}

/// Most boxes of one link.
pub(super) const CONSENTS_MAX: usize = 5;

/// What a campaign wants to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Campaign {
    /// The goal, above zero; gifts in its currency count.
    pub goal: Money,
}

/// An amount to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// In major units of each currency.
    pub amount: rust_decimal::Decimal,
    /// What it is good for: «one week of meals».
    pub meaning: Option<Wording>,
}

impl From<rust_decimal::Decimal> for Preset {
    fn from(amount: rust_decimal::Decimal) -> Self {
        Self {
            amount,
            meaning: None,
        }
    }
}

//! What happens with an approved payment, and what it must prove before money is taken.

/// What is asked of the provider when the payer has approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AuthorizationType {
    /// Take the money as soon as it is authorized.
    #[default]
    CaptureAtOnce,
    /// Reserve the money; an operator captures it.
    AuthorizeOnly,
    /// Reserve an estimated amount for long; an operator captures it, or less.
    PreAuthorize,
}

impl AuthorizationType {
    /// Every type, in the order a form offers them.
    pub const ALL: [Self; 3] = [Self::CaptureAtOnce, Self::AuthorizeOnly, Self::PreAuthorize];

    /// The word of the interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CaptureAtOnce => "capture_at_once",
            Self::AuthorizeOnly => "authorize_only",
            Self::PreAuthorize => "pre_authorize",
        }
    }

    /// Whether nobody has to ask for the capture.
    pub const fn captures_at_once(self) -> bool {
        matches!(self, Self::CaptureAtOnce)
    }
}

/// What an authorization must prove; else it is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Condition {
    /// Nothing.
    #[default]
    None,
    /// The liability for fraud lies with the card's issuer.
    LiabilityShift,
    /// The payer was authenticated by 3-D Secure.
    Authentication,
}

impl Condition {
    /// Every condition, in the order a form offers them.
    pub const ALL: [Self; 3] = [Self::None, Self::LiabilityShift, Self::Authentication];

    /// The word of the interface.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::LiabilityShift => "liability_shift",
            Self::Authentication => "authentication",
        }
    }
}

//! Why a scenario failed.

/// What was expected and did not come.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// Something else was the case.
    #[error("{0}")]
    Unmet(String),
    /// The kit itself could not work.
    #[error("the kit: {0}")]
    Broken(String),
}

impl KitError {
    /// A failure of the kit.
    pub(crate) fn broken(why: impl std::fmt::Display) -> Self {
        Self::Broken(why.to_string())
    }

    /// The same, with what happened until then.
    pub(crate) fn told_by(self, story: &str) -> Self {
        match self {
            Self::Unmet(why) => Self::Unmet(format!("{why}\n{story}")),
            Self::Broken(why) => Self::Broken(format!("{why}\n{story}")),
        }
    }
}

/// Fails unless both are equal.
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is compared is made for the comparison"
)]
pub(crate) fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    found: T,
    expected: T,
) -> Result<(), KitError> {
    if found == expected {
        Ok(())
    } else {
        Err(KitError::Unmet(format!(
            "{what}: {found:?}, expected {expected:?}"
        )))
    }
}

/// Fails unless it is so.
pub(crate) fn holds(what: &str, is_so: bool) -> Result<(), KitError> {
    if is_so {
        Ok(())
    } else {
        Err(KitError::Unmet(format!("not so: {what}")))
    }
}

//! What an operator is told of a field that cannot be.

use obole_shared::problem::{Code, Problem};

use crate::error::Error;

/// One field that cannot be, with a sentence for its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invalid {
    field: String,
    why: String,
}

impl Invalid {
    pub(super) fn new(field: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            why: why.into(),
        }
    }

    pub(super) fn unknown(field: &str, word: &str) -> Self {
        Self::new(field, format!("{word:?} is not known"))
    }

    /// From a sentence that begins with the field's name.
    pub(super) fn from_sentence(sentence: String) -> Self {
        match sentence.split_once(": ") {
            Some((field, why)) => Self::new(field, why),
            None => Self::new("", sentence),
        }
    }
}

impl From<Invalid> for Error {
    fn from(Invalid { field, why }: Invalid) -> Self {
        let detail = format!("{field}: {why}");
        Problem::with_field(Code::BodyInvalid, field, detail).into()
    }
}

//! Refusals and warnings by number. Clients must go by the number; the texts are ours.

use crate::classic::nvp::messages::MESSAGES;

/// One error or warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: u32,
    /// The field it is about.
    pub(crate) parameter: Option<String>,
}

impl Problem {
    pub(crate) const fn new(code: u32) -> Self {
        Self {
            code,
            parameter: None,
        }
    }

    pub(crate) fn about(code: u32, parameter: &str) -> Self {
        Self {
            code,
            parameter: Some(parameter.to_owned()),
        }
    }

    /// Short and long text.
    pub(crate) fn texts(&self) -> (&'static str, String) {
        let (short, long) = texts(self.code).unwrap_or(("Error", "The request was refused."));
        match &self.parameter {
            Some(parameter) => (short, format!("{long} ({parameter})")),
            None => (short, long.to_owned()),
        }
    }
}

/// Why a call did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) problems: Vec<Problem>,
}

impl Refusal {
    pub(crate) fn new(code: u32) -> Self {
        Problem::new(code).into()
    }

    pub(crate) fn about(code: u32, parameter: &str) -> Self {
        Problem::about(code, parameter).into()
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

/// Whether a number is an error that this API knows.
pub(crate) fn is_known(code: u32) -> bool {
    texts(code).is_some()
}

fn texts(code: u32) -> Option<(&'static str, &'static str)> {
    MESSAGES
        .iter()
        .find(|(first, last, _, _)| (*first..=*last).contains(&code))
        .map(|(_, _, short, long)| (*short, *long))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_in_order_and_told_once() {
        let mut before = 0;
        for (first, last, _, _) in MESSAGES {
            assert!(before < *first && first <= last, "{first}");
            before = *last;
        }
        assert!(is_known(10486) && is_known(81128) && !is_known(10552));
    }
}

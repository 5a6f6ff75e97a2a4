//! Payflow's name-value text (Payflow Gateway guide, "Name-value parameter format").
//!
//! Nothing is escaped. A tag tells how long a value is, `COMMENT1[3]=A&B`, and lets it hold `&`
//! and `=`; here every value carries its tag, counted in bytes, so no value can become another
//! parameter.

use std::fmt;

/// Longest answer that is looked at, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

/// A value that cannot be written: it holds a double quote or a control character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} cannot be written")]
pub struct Unwritable(pub &'static str);

/// A request in the making.
#[derive(Default)]
pub struct Writer {
    body: Vec<u8>,
}

impl Writer {
    /// Adds a parameter with its length; an empty value is left out.
    ///
    /// # Errors
    /// [`Unwritable`]: the value holds what Payflow forbids; nothing was added.
    pub fn put(&mut self, name: &'static str, value: &str) -> Result<(), Unwritable> {
        if value.chars().any(is_forbidden) {
            return Err(Unwritable(name));
        }
        if value.is_empty() {
            return Ok(());
        }
        if !self.body.is_empty() {
            self.body.push(b'&');
        }
        let tagged = format!("{name}[{}]={value}", value.len());
        self.body.extend_from_slice(tagged.as_bytes());
        Ok(())
    }

    /// Adds free text, without what Payflow forbids and cut to `max` bytes: nobody chose these
    /// characters for a gateway, and none of them moves money.
    pub fn put_text(&mut self, name: &'static str, text: &str, max: usize) {
        let mut clean = String::new();
        for c in text.trim().chars() {
            let c = match c {
                '"' => '\'',
                c if is_forbidden(c) => ' ',
                c => c,
            };
            if clean.len() + c.len_utf8() > max {
                break;
            }
            clean.push(c);
        }
        // Nothing forbidden is left, so this is never an error.
        let _ = self.put(name, &clean);
    }

    /// The whole body.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

fn is_forbidden(c: char) -> bool {
    c == '"' || c.is_control()
}

/// Why an answer does not read. Quotes nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Nothing at all.
    #[error("the answer is empty")]
    Empty,
    /// Longer than any answer of the gateway.
    #[error("the answer is too long")]
    TooLong,
    /// Something else than names and values: a page, or an answer cut in a name.
    #[error("the answer is no list of names and values")]
    NotPairs,
    /// A length that is no length, or not the length of its value: a garbled or cut answer.
    #[error("a length in the answer is wrong")]
    BadLength,
}

/// Names and values of an answer, in their order. Bytes that are no UTF-8 are replaced.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads an answer of one line.
    ///
    /// # Errors
    /// [`Malformed`]: what happened at the gateway is unknown.
    pub fn read(body: &[u8]) -> Result<Self, Malformed> {
        if body.len() > ANSWER_MAX {
            return Err(Malformed::TooLong);
        }
        let mut rest = body.trim_ascii_start();
        // Only the end of the line: a blank may belong to the last value.
        while let [line @ .., b'\r' | b'\n'] = rest {
            rest = line;
        }
        if rest.is_empty() {
            return Err(Malformed::Empty);
        }
        let mut fields = Vec::new();
        loop {
            let (pair, after) = pair(rest)?;
            fields.push(pair);
            match after {
                Some(after) => rest = after,
                None => return Ok(Self(fields)),
            }
        }
    }

    /// The value of this name; `None` where it is missing, empty, or given twice and differently.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut values = self
            .0
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str());
        let first = values.next()?;
        (!first.is_empty() && values.all(|other| other == first)).then_some(first)
    }

    /// Whether the name stands there with two values: then it says nothing.
    pub fn contradicts(&self, name: &str) -> bool {
        let mut values = self
            .0
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value);
        values
            .next()
            .is_some_and(|first| values.any(|other| other != first))
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<i32> {
        self.get(name)?.trim().parse().ok()
    }

    /// All names and values, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Names only: values are tokens, and data of payers.
impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

type Pair<'a> = ((String, String), Option<&'a [u8]>);

/// The first pair, and what follows its `&`.
fn pair(text: &[u8]) -> Result<Pair<'_>, Malformed> {
    let (name, text) = split(text, b'=').ok_or(Malformed::NotPairs)?;
    let (name, length) = match name.strip_suffix(b"]") {
        None => (name, None),
        Some(tagged) => {
            let (name, digits) = split(tagged, b'[').ok_or(Malformed::BadLength)?;
            (name, Some(length(digits)?))
        }
    };
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if name.is_empty() || !name.iter().all(is_name) {
        return Err(Malformed::NotPairs);
    }
    let (value, after) = match length {
        None => split(text, b'&').map_or((text, None), |(value, after)| (value, Some(after))),
        Some(length) => {
            let (value, after) = text.split_at_checked(length).ok_or(Malformed::BadLength)?;
            match after.split_first() {
                None => (value, None),
                Some((b'&', after)) => (value, Some(after)),
                Some(_) => return Err(Malformed::BadLength),
            }
        }
    };
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    Ok(((text(name), text(value)), after))
}

fn split(text: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let index = text.iter().position(|&byte| byte == at)?;
    let (before, rest) = text.split_at_checked(index)?;
    Some((before, rest.get(1..)?))
}

fn length(digits: &[u8]) -> Result<usize, Malformed> {
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    str::from_utf8(digits)
        .ok()
        .filter(|_| is_number)
        .and_then(|digits| digits.parse().ok())
        .ok_or(Malformed::BadLength)
}

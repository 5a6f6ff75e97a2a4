//! The wire format: `NAME=value&NAME[length]=value` in one line, without any encoding.
//!
//! A value that holds `&` or `=` must carry its length in bytes; a quotation mark is
//! allowed nowhere. Source: Payflow Gateway guide, "Parmlist syntax".

use crate::payflow::result::Refusal;

/// `&` inside a name.
const AMPERSAND_IN_NAME: i32 = -6;
/// A length that is no length, or not that of its value.
const BAD_LENGTH: i32 = -7;
/// Nothing was sent.
const EMPTY: i32 = -100;
/// No pair of name and value.
const NO_PAIR: i32 = -105;

/// Reads a request. Names may repeat; bytes that are no UTF-8 read as Latin-1.
///
/// # Errors
/// The result that the gateway's own parser gives.
pub(crate) fn parse(body: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    if body.is_empty() {
        return Err(Refusal::new(EMPTY));
    }
    let mut pairs = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let (name, after) = split_at(rest, b'=').ok_or_else(|| Refusal::new(NO_PAIR))?;
        if name.contains(&b'&') {
            return Err(Refusal::new(AMPERSAND_IN_NAME));
        }
        let (name, length) = untag(name)?;
        let (value, next) = match length {
            Some(length) => counted(after, length)?,
            None => split_at(after, b'&').unwrap_or((after, &[])),
        };
        let name = text(name);
        if name.is_empty() || (length.is_none() && value.contains(&b'=')) {
            return Err(Refusal::new(NO_PAIR).about(&name));
        }
        if value.contains(&b'"') {
            return Err(Refusal::field(&name));
        }
        pairs.push((name, text(value)));
        rest = next;
    }
    Ok(pairs)
}

/// Cuts at the first `sign`, which belongs to neither part.
fn split_at(bytes: &[u8], sign: u8) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == sign)?;
    Some((bytes.get(..at)?, bytes.get(at.checked_add(1)?..)?))
}

/// A name and the length it announces.
fn untag(name: &[u8]) -> Result<(&[u8], Option<usize>), Refusal> {
    let bad = || Refusal::new(BAD_LENGTH);
    let Some((name, tag)) = split_at(name, b'[') else {
        return if name.contains(&b']') {
            Err(bad())
        } else {
            Ok((name, None))
        };
    };
    let digits = tag.strip_suffix(b"]").ok_or_else(bad)?;
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(bad());
    }
    let length = text(digits).parse().map_err(|_| bad())?;
    Ok((name, Some(length)))
}

/// A value of `length` bytes, after which comes `&` or the end.
fn counted(bytes: &[u8], length: usize) -> Result<(&[u8], &[u8]), Refusal> {
    let (value, after) = bytes
        .split_at_checked(length)
        .ok_or_else(|| Refusal::new(BAD_LENGTH))?;
    match after.split_first() {
        None => Ok((value, after)),
        Some((b'&', next)) => Ok((value, next)),
        Some(_) => Err(Refusal::new(BAD_LENGTH)),
    }
}

fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// An answer: names and values in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answer(Vec<(String, String)>);

impl Answer {
    /// `RESULT` and `RESPMSG` alone.
    pub(crate) fn of(code: i32, message: &str) -> Self {
        let mut answer = Self::default();
        answer.add("RESULT", code.to_string());
        answer.add("RESPMSG", message);
        answer
    }

    /// Adds a field; one without a value is left out.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name.to_owned(), value));
        }
    }

    /// Adds a field that may be missing.
    pub(crate) fn maybe(&mut self, name: &str, value: Option<&str>) {
        self.add(name, value.unwrap_or_default());
    }

    /// A field that was added.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// One line, with lengths where a value would be misread without.
    pub(crate) fn line(&self) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| pair(name, value))
            .collect();
        pairs.join("&")
    }
}

fn pair(name: &str, value: &str) -> String {
    if value.contains(['&', '=']) {
        format!("{name}[{}]={value}", value.len())
    } else {
        format!("{name}={value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Vec<(String, String)>, i32> {
        parse(body.as_bytes()).map_err(|refusal| refusal.code)
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn values_are_taken_as_they_stand() {
        assert_eq!(
            read("TRXTYPE=S&COMMENT1[7]=A&B=C D&AMT=10%2E00&X="),
            Ok(pairs(&[
                ("TRXTYPE", "S"),
                ("COMMENT1", "A&B=C D"),
                ("AMT", "10%2E00"),
                ("X", ""),
            ]))
        );
        assert_eq!(
            read("A[0]=&B[2]=\u{e9}"),
            Ok(pairs(&[("A", ""), ("B", "\u{e9}")]))
        );
        assert_eq!(parse(b"A[1]=\xe9").ok(), Some(pairs(&[("A", "\u{e9}")])));
    }

    #[test]
    fn what_the_syntax_forbids_has_its_number() {
        for (body, code) in [
            ("", EMPTY),
            ("A", NO_PAIR),
            ("=1", NO_PAIR),
            ("A=b=c", NO_PAIR),
            ("A=1&B", NO_PAIR),
            ("A&B=1", AMPERSAND_IN_NAME),
            ("A=1&&B=2", AMPERSAND_IN_NAME),
            ("A=1&B C&D=2", AMPERSAND_IN_NAME),
            ("A[]=1", BAD_LENGTH),
            ("A[x]=1", BAD_LENGTH),
            ("A[-1]=1", BAD_LENGTH),
            ("A[2]=1", BAD_LENGTH),
            ("A[1]=12", BAD_LENGTH),
            ("A[2]=1&B=2", BAD_LENGTH),
            ("A[1=1", BAD_LENGTH),
            ("A1]=1", BAD_LENGTH),
            ("A[1]x=1", BAD_LENGTH),
            ("A[99999999999999999999999]=1", BAD_LENGTH),
            ("A=say \"hi\"", 7),
        ] {
            assert_eq!(read(body), Err(code), "{body}");
        }
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let mut answer = Answer::of(0, "Approved");
        answer.add("SECURETOKEN", "Fj+1AFUWft0+I0CUFOKh5WA==");
        answer.add("COMMENT1", "a&b");
        answer.add("EMPTY", "");
        let line = answer.line();
        assert_eq!(
            line,
            "RESULT=0&RESPMSG=Approved&SECURETOKEN[25]=Fj+1AFUWft0+I0CUFOKh5WA==&COMMENT1[3]=a&b"
        );
        let read: Vec<(String, String)> = parse(line.as_bytes()).unwrap();
        assert_eq!(read, answer.0);
    }
}

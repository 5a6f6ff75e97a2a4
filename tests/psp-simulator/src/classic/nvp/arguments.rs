//! The name-value pairs of a request. Names are taken without regard to case.

use std::collections::BTreeMap;

use crate::classic::nvp::problem::Refusal;

/// The newest version this knows.
const VERSION_MAX: u32 = 300;
/// From this version on payments are written `PAYMENTREQUEST_n_…`.
const PREFIXED_SINCE: (u32, u32) = (63, 0);

/// A request, decoded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arguments {
    fields: BTreeMap<String, String>,
    version: (u32, u32),
}

impl Arguments {
    /// Decodes a body. Anything that is not well-formed is refused: a client that is
    /// understood here by luck would not be there. Of a name that comes twice the last
    /// value counts, unless reading is `strict`.
    pub(crate) fn read(body: &[u8], strict: bool) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Err(Refusal::new(81004));
        }
        let mut fields = BTreeMap::new();
        for pair in body.split(|byte| *byte == b'&') {
            let (name, value) = decode_pair(pair).ok_or_else(|| Refusal::new(81001))?;
            let name = name.to_ascii_uppercase();
            if fields.insert(name.clone(), value).is_some() && strict {
                return Err(Refusal::about(81001, &name));
            }
        }
        Ok(Self {
            fields,
            version: (0, 0),
        })
    }

    /// Reads `VERSION`, a decimal number.
    pub(crate) fn read_version(&mut self) -> Result<(), Refusal> {
        let text = self.required("VERSION", 81150)?;
        let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
        let number = |text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse::<u32>().ok()).flatten()
        };
        match (number(major), number(minor)) {
            (Some(major), Some(minor)) if (1..=VERSION_MAX).contains(&major) => {
                self.version = (major, minor);
                Ok(())
            }
            _ => Err(Refusal::new(10006)),
        }
    }

    pub(crate) const fn version(&self) -> (u32, u32) {
        self.version
    }

    /// Whether payments have the prefix `PAYMENTREQUEST_n_`.
    pub(crate) fn is_prefixed(&self) -> bool {
        self.version >= PREFIXED_SINCE
    }

    /// A field as it was sent, perhaps empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// A field that says something.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|text| !text.is_empty())
    }

    /// A field that must say something.
    pub(crate) fn required(&self, name: &str, missing: u32) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| Refusal::about(missing, name))
    }

    /// A field of the one payment, under its old or its new name, as it was sent.
    pub(crate) fn payment(&self, name: &str) -> Option<&str> {
        let prefixed = self
            .is_prefixed()
            .then(|| self.get(&format!("PAYMENTREQUEST_0_{name}")))
            .flatten();
        prefixed.or_else(|| self.get(name))
    }

    /// A field of the one payment that says something.
    pub(crate) fn payment_text(&self, name: &str) -> Option<&str> {
        self.payment(name).filter(|text| !text.is_empty())
    }

    /// A field of an item of the one payment.
    pub(crate) fn item(&self, name: &str, at: usize) -> Option<&str> {
        let prefixed = self
            .is_prefixed()
            .then(|| self.text(&format!("L_PAYMENTREQUEST_0_{name}{at}")))
            .flatten();
        prefixed.or_else(|| self.text(&format!("L_{name}{at}")))
    }

    /// A choice between 0 and 1; 0 when it is not made.
    pub(crate) fn flag(&self, name: &str, invalid: u32) -> Result<bool, Refusal> {
        match self.text(name) {
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(_) => Err(Refusal::about(invalid, name)),
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }

    pub(crate) fn replace(&mut self, name: &str, value: String) {
        self.fields.insert(name.to_owned(), value);
    }
}

fn decode_pair(pair: &[u8]) -> Option<(String, String)> {
    let at = pair.iter().position(|byte| *byte == b'=')?;
    let (name, value) = pair.split_at_checked(at)?;
    let name = decode(name)?;
    let value = decode(value.get(1..)?)?;
    (!name.is_empty()).then_some((name, value))
}

/// Percent-decoding that takes no broken sequence and nothing but UTF-8.
fn decode(text: &[u8]) -> Option<String> {
    let mut bytes = text.iter();
    let mut plain = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [*bytes.next()?, *bytes.next()?];
                let hex = std::str::from_utf8(&digits).ok()?;
                let valid = digits.iter().all(u8::is_ascii_hexdigit);
                valid.then(|| u8::from_str_radix(hex, 16).ok()).flatten()?
            }
            byte => *byte,
        });
    }
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_any_case_and_values_decoded() {
        let read = Arguments::read(b"method=GetBalance&Note=a+b%2Bc%C3%A9&EMPTY=", true).unwrap();
        assert_eq!(read.text("METHOD"), Some("GetBalance"));
        assert_eq!(read.text("NOTE"), Some("a b+c\u{e9}"));
        assert_eq!((read.get("EMPTY"), read.text("EMPTY")), (Some(""), None));
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for body in [
            "", "METHOD", "=x", "A=%", "A=%2", "A=%zz", "A=%+1", "A=%e9", "A=1&a=2", "A=1&", "&A=1",
        ] {
            assert!(Arguments::read(body.as_bytes(), true).is_err(), "{body}");
        }
        let lenient = Arguments::read(b"A=1&a=2", false).unwrap();
        assert_eq!(lenient.text("A"), Some("2"));
    }

    #[test]
    fn versions_are_decimal_numbers() {
        for (text, fine) in [
            ("63.0", true),
            ("124", true),
            ("204.0", true),
            ("2.3", true),
            ("0", false),
            ("301", false),
            ("1.x", false),
            ("one", false),
            ("1.", false),
            ("+63", false),
        ] {
            let body = format!("VERSION={}", text.replace('+', "%2B"));
            let mut read = Arguments::read(body.as_bytes(), true).unwrap();
            assert_eq!(read.read_version().is_ok(), fine, "{text}");
        }
    }
}

//! Character sets of messages and forms: by which names PayPal knows them, and what they
//! cannot hold.

use encoding_rs::{EncoderResult, Encoding};

/// A character set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charset(&'static Encoding);

impl Charset {
    /// By the name in `charset`: `windows-1252`, `UTF-8`, `Shift_JIS`, `gb2312`, `KOI8_R`,
    /// `windows-1251`, and whatever else a browser knows.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let encoding = Encoding::for_label(name.as_bytes())?;
        // What is read only, as UTF-16, cannot be percent-encoded byte by byte.
        (encoding.output_encoding() == encoding).then_some(Self(encoding))
    }

    /// The named one; windows-1252 where nothing is named ("IPN Guide").
    pub(crate) fn named_or_default(name: &str) -> Self {
        Self::named(name).unwrap_or(Self(encoding_rs::WINDOWS_1252))
    }

    /// Text of bytes; what they cannot mean becomes U+FFFD.
    pub(crate) fn decode(&self, bytes: &[u8]) -> String {
        let (text, _) = self.0.decode_without_bom_handling(bytes);
        text.into_owned()
    }

    /// The bytes of one character, if the set has it.
    pub(crate) fn encode(&self, c: char) -> Option<Vec<u8>> {
        let mut source = [0; 4];
        let source = c.encode_utf8(&mut source);
        let mut bytes = [0; 16];
        let (result, _, written) = self
            .0
            .new_encoder()
            .encode_from_utf8_without_replacement(source, &mut bytes, true);
        match result {
            EncoderResult::InputEmpty => bytes.get(..written).map(<[u8]>::to_vec),
            EncoderResult::OutputFull | EncoderResult::Unmappable(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_has_its_own_bytes() {
        for (name, c, bytes) in [
            ("windows-1252", 'é', &[0xE9][..]),
            ("windows-1252", '€', &[0x80]),
            ("UTF-8", 'é', &[0xC3, 0xA9]),
            ("Shift_JIS", '寄', &[0x8A, 0xF1]),
            ("gb2312", '捐', &[0xBE, 0xE8]),
            ("KOI8_R", 'Ж', &[0xF6]),
            ("windows-1251", 'Ж', &[0xC6]),
        ] {
            let charset = Charset::named(name).unwrap();
            assert_eq!(charset.encode(c).unwrap(), bytes, "{name} {c}");
            assert_eq!(charset.decode(bytes), c.to_string());
        }
    }

    #[test]
    fn what_a_set_lacks_has_no_bytes() {
        for (name, c) in [("windows-1252", 'Ж'), ("KOI8_R", 'é'), ("Shift_JIS", '€')] {
            assert_eq!(Charset::named(name).unwrap().encode(c), None, "{name} {c}");
        }
        assert_eq!(Charset::named("UTF-16"), None);
        assert_eq!(Charset::named("martian"), None);
        assert_eq!(
            Charset::named_or_default(""),
            Charset::named("windows-1252").unwrap()
        );
    }
}

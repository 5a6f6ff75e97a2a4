//! The body of a message: order, character set and percent-encoding as they occur.
//!
//! Encoders differ and change without notice, so a receiver may rely on nothing but the
//! bytes it was sent. The order of the fields, the case of the hexadecimal digits and how
//! eagerly is encoded are drawn for each message.

use crate::classic::ipn::charset::Charset;
use crate::random::Random;

/// Names and values, in the order in which they are sent.
pub(crate) type Fields = Vec<(String, String)>;

/// How one message is percent-encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Whether `-`, `.` and `_` are encoded although they need not be.
    pub(crate) eager: bool,
    /// Whether hexadecimal digits are upper case.
    pub(crate) upper: bool,
}

impl Style {
    /// Upper case, and nothing encoded that need not be.
    pub(crate) const PLAIN: Self = Self {
        eager: false,
        upper: true,
    };

    pub(crate) fn draw(random: &mut Random) -> Self {
        Self {
            eager: random.chance(500),
            upper: random.chance(500),
        }
    }
}

/// Mixes the order.
pub(crate) fn shuffle(fields: &mut Fields, random: &mut Random) {
    for at in (1..fields.len()).rev() {
        let limit = u64::try_from(at).unwrap_or(0).saturating_add(1);
        let other = usize::try_from(random.below(limit)).unwrap_or(at);
        fields.swap(at, other);
    }
}

/// The form body of the fields, in their order.
pub(crate) fn write(fields: &[(String, String)], charset: &Charset, style: Style) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        if !body.is_empty() {
            body.push(b'&');
        }
        write_text(&mut body, name, charset, style);
        body.push(b'=');
        write_text(&mut body, value, charset, style);
    }
    body
}

/// One name or value. A character the set lacks becomes `%uXXXX`, which is no
/// percent-encoding at all but does occur.
pub(crate) fn write_text(body: &mut Vec<u8>, text: &str, charset: &Charset, style: Style) {
    for c in text.chars() {
        match c {
            ' ' => body.push(b'+'),
            'a'..='z' | 'A'..='Z' | '0'..='9' => push_char(body, c),
            '-' | '.' | '_' if !style.eager => push_char(body, c),
            c => match charset.encode(c) {
                Some(bytes) => {
                    for byte in bytes {
                        push_hex(body, "%", u32::from(byte), 2, style);
                    }
                }
                None => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        push_hex(body, "%u", u32::from(*unit), 4, style);
                    }
                }
            },
        }
    }
}

fn push_char(body: &mut Vec<u8>, c: char) {
    body.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

fn push_hex(body: &mut Vec<u8>, mark: &str, number: u32, digits: usize, style: Style) {
    let text = if style.upper {
        format!("{mark}{number:0digits$X}")
    } else {
        format!("{mark}{number:0digits$x}")
    };
    body.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str, charset: &str, style: Style) -> String {
        let fields = vec![("a_b".to_owned(), value.to_owned())];
        let charset = Charset::named(charset).unwrap();
        String::from_utf8(write(&fields, &charset, style)).unwrap()
    }

    #[test]
    fn values_are_encoded_by_set_and_style() {
        let eager = Style {
            eager: true,
            upper: false,
        };
        for (value, charset, style, body) in [
            ("Léa Roy", "windows-1252", Style::PLAIN, "a_b=L%E9a+Roy"),
            ("Léa Roy", "UTF-8", Style::PLAIN, "a_b=L%C3%A9a+Roy"),
            ("12.50", "UTF-8", eager, "a%5fb=12%2e50"),
            ("é-", "windows-1252", eager, "a%5fb=%e9%2d"),
            ("1 rue\r\nB", "UTF-8", Style::PLAIN, "a_b=1+rue%0D%0AB"),
            ("ŁЖ", "windows-1252", Style::PLAIN, "a_b=%u0141%u0416"),
            ("🎁", "windows-1252", eager, "a%5fb=%ud83c%udf81"),
            ("", "UTF-8", Style::PLAIN, "a_b="),
            ("a=b&c+%", "UTF-8", Style::PLAIN, "a_b=a%3Db%26c%2B%25"),
        ] {
            assert_eq!(written(value, charset, style), body);
        }
    }

    #[test]
    fn the_order_is_mixed_and_comes_from_the_seed() {
        let mixed = |seed| {
            let mut fields: Fields = (0..20).map(|n| (n.to_string(), String::new())).collect();
            shuffle(&mut fields, &mut Random::new(seed));
            fields
        };
        assert_eq!(mixed(1), mixed(1));
        assert_ne!(mixed(1), mixed(2));
        let mut sorted = mixed(1);
        sorted.sort_by_key(|(name, _)| name.parse::<u32>().unwrap());
        assert!(
            sorted
                .iter()
                .map(|(name, _)| name.parse::<u32>().unwrap())
                .eq(0..20)
        );
    }
}

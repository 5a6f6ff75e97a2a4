//! Percent-encoded bytes to text, in the encoding a message names for itself.

use encoding_rs::{Encoding, WINDOWS_1252};

/// The encoding of this name. PayPal writes `KOI8_R`, `gb2312`, `Shift_JIS`, `windows-1251` and
/// `UTF-8`; without a name, or with one nobody knows, it is windows-1252 (Order Management
/// Integration Guide, "charset").
pub fn charset(name: Option<&str>) -> &'static Encoding {
    let known = |label: &str| {
        Encoding::for_label_no_replacement(label.as_bytes())
            // The separators of a form are ASCII: no other encoding can stand in one.
            .filter(|encoding| encoding.is_ascii_compatible())
    };
    name.and_then(|name| known(name).or_else(|| known(&name.replace('_', "-"))))
        .unwrap_or(WINDOWS_1252)
}

/// One piece of a form body.
enum Piece {
    Byte(u8),
    /// A UTF-16 unit: `%uXXXX`, which PayPal writes for what the encoding cannot.
    Unit(u16),
}

/// The text of a form's name or value. Never fails: what does not decode becomes U+FFFD, and a
/// percent sign without two digits stays one.
pub fn decode(raw: &[u8], encoding: &'static Encoding) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut bytes = Vec::new();
    let mut units = Vec::new();
    let mut rest = raw;
    while let Some((piece, after)) = next_piece(rest) {
        rest = after;
        match piece {
            Piece::Byte(byte) => {
                flush_units(&mut text, &mut units);
                bytes.push(byte);
            }
            Piece::Unit(unit) => {
                flush_bytes(&mut text, &mut bytes, encoding);
                units.push(unit);
            }
        }
    }
    flush_bytes(&mut text, &mut bytes, encoding);
    flush_units(&mut text, &mut units);
    text
}

fn next_piece(raw: &[u8]) -> Option<(Piece, &[u8])> {
    match raw {
        [] => None,
        [b'%', b'u', a, b, c, d, rest @ ..] if hex(&[*a, *b, *c, *d]).is_some() => {
            hex(&[*a, *b, *c, *d]).map(|unit| (Piece::Unit(unit), rest))
        }
        [b'%', a, b, rest @ ..] if hex(&[*a, *b]).is_some() => {
            let byte = hex(&[*a, *b]).and_then(|value| u8::try_from(value).ok())?;
            Some((Piece::Byte(byte), rest))
        }
        [b'+', rest @ ..] => Some((Piece::Byte(b' '), rest)),
        [byte, rest @ ..] => Some((Piece::Byte(*byte), rest)),
    }
}

/// Up to four hexadecimal digits; `None` where one is no digit.
fn hex(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |value, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some(value << 4 | u16::try_from(digit).ok()?)
    })
}

fn flush_bytes(text: &mut String, bytes: &mut Vec<u8>, encoding: &'static Encoding) {
    text.push_str(&encoding.decode_without_bom_handling(bytes).0);
    bytes.clear();
}

fn flush_units(text: &mut String, units: &mut Vec<u16>) {
    text.push_str(&String::from_utf16_lossy(units));
    units.clear();
}

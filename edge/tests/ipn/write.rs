//! Messages as PayPal writes them.

use std::fmt::Write as _;

use encoding_rs::{EncoderResult, Encoding};

/// A form body in this encoding: blanks as `+`, what the encoding cannot as `%uXXXX`, every other
/// byte that is no letter or digit as `%XX`.
pub(crate) fn form(fields: &[(&str, &str)], encoding: &'static Encoding) -> Vec<u8> {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name, encoding), escape(value, encoding)))
        .collect();
    pairs.join("&").into_bytes()
}

/// A PDT answer: the same, one field on each line.
pub(crate) fn lines(fields: &[(&str, &str)], encoding: &'static Encoding) -> Vec<u8> {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escape(name, encoding), escape(value, encoding)))
        .collect();
    format!("SUCCESS\n{}\n", pairs.join("\n")).into_bytes()
}

fn escape(text: &str, encoding: &'static Encoding) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match bytes(letter, encoding) {
            Some(bytes) => bytes.iter().for_each(|&byte| push(&mut out, byte)),
            None => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    write!(out, "%u{unit:04X}").unwrap();
                }
            }
        }
    }
    out
}

fn push(out: &mut String, byte: u8) {
    match byte {
        b' ' => out.push('+'),
        _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
        _ => write!(out, "%{byte:02x}").unwrap(),
    }
}

/// One character; `None` where the encoding has it not, or reads it back as another.
fn bytes(letter: char, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let mut buffer = [0; 8];
    let text = letter.to_string();
    let (result, _, written) =
        encoding
            .new_encoder()
            .encode_from_utf8_without_replacement(&text, &mut buffer, true);
    let bytes = buffer[..written].to_vec();
    let same = encoding.decode_without_bom_handling(&bytes).0 == text;
    (result == EncoderResult::InputEmpty && same).then_some(bytes)
}

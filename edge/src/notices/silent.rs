//! Silent posts are kept without what belongs to a card.

use url::form_urlencoded;

/// Fields of Payflow's whose values are not kept, wherever an account asks for them.
const CARD_FIELDS: &[&str] = &[
    "ACCT",
    "CVV2",
    "EXPDATE",
    "SWIPE",
    "MAGTEK",
    "SECURETOKEN",
    "SECURETOKENID",
    "PWD",
];

/// The form body with the values of card fields blanked; names and order stay.
pub fn without_card(body: &[u8]) -> Vec<u8> {
    let pieces: Vec<Vec<u8>> = body
        .split(|&byte| byte == b'&')
        .map(|piece| {
            let name = before(piece, b'=');
            if is_card_field(name) {
                [before(name, b'['), b"="].concat()
            } else {
                piece.to_vec()
            }
        })
        .collect();
    pieces.join(&b'&')
}

/// Whether this is the name of a card field, however it is escaped.
fn is_card_field(name: &[u8]) -> bool {
    form_urlencoded::parse(name)
        .next()
        .is_some_and(|(name, _)| {
            // Payflow may write a length behind a name.
            let bare = name.split('[').next().unwrap_or_default().trim();
            CARD_FIELDS
                .iter()
                .any(|field| bare.eq_ignore_ascii_case(field))
        })
}

fn before(text: &[u8], mark: u8) -> &[u8] {
    text.split(|&byte| byte == mark).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_name_hides_no_card() {
        let blanked = without_card(b"CVV%32=123&%41CCT=4111&AMT=1&acct%5b4%5d=4111&Acct[4]=4111");
        let expected = "CVV%32=&%41CCT=&AMT=1&acct%5b4%5d=&Acct=";
        assert_eq!(String::from_utf8_lossy(&blanked), expected);
    }
}

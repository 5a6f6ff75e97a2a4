//! Silent posts are kept without what belongs to a card.

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
            let name = piece.split(|&byte| byte == b'=').next().unwrap_or_default();
            // Payflow may write a length behind a name.
            let bare = name.split(|&byte| byte == b'[').next().unwrap_or_default();
            let is_card = CARD_FIELDS
                .iter()
                .any(|field| bare.eq_ignore_ascii_case(field.as_bytes()));
            if is_card {
                [bare, b"="].concat()
            } else {
                piece.to_vec()
            }
        })
        .collect();
    pieces.join(&b'&')
}

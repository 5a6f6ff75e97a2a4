//! Whether the account works.

use super::reply::Reply;
use super::result::Meaning;
use crate::ports::SendError;
use crate::providers::check::{Check, Finding};
use obole_shared::payment::Answer;

/// What the answer to an inquiry about nothing says of the login: «no such transaction» comes
/// only after the gateway has let us in.
pub(super) fn outcome(vendor: &str, result: Result<http::Response<Vec<u8>>, SendError>) -> Check {
    let reply = match Reply::read(result) {
        Ok(reply) => reply,
        Err(Answer::Unknown { why }) => return Check::of(Finding::NotReached(why)),
        Err(_) => return Check::of(Finding::NotReached(String::new())),
    };
    let permission = |whose: &str| Finding::MissingPermission(format!("{whose} ({})", reply.code));
    match (reply.meaning, reply.fields.number("RESULT")) {
        (Meaning::NotFound | Meaning::Approved, _) => Check {
            findings: vec![
                Finding::Works(vendor.to_owned()),
                Finding::Unchecked("cards, currencies and the hosted page".to_owned()),
            ],
        },
        (_, Some(1)) => Check {
            findings: vec![
                Finding::WrongCredentials,
                Finding::Unchecked("the allowed IP addresses in PayPal Manager".to_owned()),
            ],
        },
        (_, Some(26)) => Check::of(Finding::WrongField("Merchant login".to_owned())),
        (_, Some(27)) => Check::of(permission("the partner's")),
        (_, Some(28)) => Check::of(permission("the user's, in PayPal Manager")),
        (Meaning::Configuration, _) => Check::of(permission("the account's")),
        (Meaning::Later, _) => Check::of(Finding::NotReached(reply.code)),
        _ => Check::of(Finding::Odd(reply.code)),
    }
}

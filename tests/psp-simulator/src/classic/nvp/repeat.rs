//! `MSGSUBID`: a repeated request is answered with the result of the first (NVP API guide).

use std::collections::BTreeMap;

use crate::classic::nvp::Asked;
use crate::classic::nvp::answer::Answer;
use crate::classic::nvp::call::Call;
use crate::classic::nvp::problem::Refusal;

/// Account, call and `MSGSUBID`.
type Key = (String, Call, String);

/// What was answered to requests that succeeded. A refused one did nothing and may be
/// made again under its name.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    first: BTreeMap<Key, Answer>,
}

impl Repeats {
    pub(crate) fn get(&self, key: &Key) -> Option<&Answer> {
        self.first.get(key)
    }

    pub(crate) fn put(&mut self, key: Key, answer: Answer) {
        self.first.insert(key, answer);
    }
}

/// The name of a request, if it has one.
pub(crate) fn key(asked: &Asked) -> Result<Option<Key>, Refusal> {
    let Some(id) = asked.arguments.text("MSGSUBID") else {
        return Ok(None);
    };
    if !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Refusal::about(10010, "MSGSUBID"));
    }
    Ok(Some((
        asked.account.email.clone(),
        asked.call,
        id.to_owned(),
    )))
}

//! What is pure about settings. Statements are held to tests with the whole Worker.

mod accounts;
mod credentials;
mod description;
mod modes;
mod seeds;

use obole_shared::ids::Secret;
use obole_shared::terminal::Mode;
use obole_shared::time::UnixMs;

use super::input::TerminalInput;
use super::record::{Account, LastCheck, Note, Record};
use crate::error::Error;
use crate::keys::Keys;
use crate::providers::{Check, Finding};

fn keys() -> Keys {
    Keys::new(Secret::new("a signing key of these tests"))
}

fn input(json: &str) -> TerminalInput {
    serde_json::from_str(json).unwrap()
}

const CARDS: &str = r#"{"kind":"saferpay","name":"Cards","currencies":["CHF","EUR"]}"#;

fn account(fingerprint: &str) -> Account {
    Account {
        sealed: "v1.k.x".into(),
        note: Note {
            fields: vec!["customer_id".into(), "password".into()],
            since: UnixMs(1_784_541_731_417),
            fingerprint: fingerprint.into(),
        },
        check: None,
    }
}

/// A terminal in test, with both accounts.
fn record() -> Record {
    let id = "cards".parse().unwrap();
    let terminal = input(CARDS).describe(&id, None).unwrap();
    let mut record = Record::edited(None, terminal, UnixMs(1_784_541_731_417));
    record.test = Some(account("t"));
    record.live = Some(account("l"));
    record
}

fn checked(mut record: Record, mode: Mode, finding: Finding) -> Record {
    let fingerprint = record.fingerprint(mode).unwrap();
    let mut account = record.account(mode).cloned().unwrap();
    account.check = Some(LastCheck {
        at: UnixMs(1_784_541_731_417),
        check: Check::of(finding),
        fingerprint,
    });
    record.set_account(mode, Some(account));
    record
}

/// The field and the sentence the asker is told.
fn told(error: impl Into<Error>) -> (String, String) {
    let problem = error.into().problem();
    let field = problem.field().unwrap_or_default().to_owned();
    (field, problem.detail.unwrap_or_default())
}

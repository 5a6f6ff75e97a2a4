use obole_shared::ids::Secret;
use obole_shared::terminal::{Mode, TerminalKind};
use proptest::prelude::*;

use super::super::entered::{Change, CredentialsInput, Entered};
use super::{input, keys, told};
use crate::keys::Keys;
use crate::providers::Credentials;

const WHOLE: &str = r#"{"test":{"customer_id":" 400123 ","terminal_id":"17700001",
    "user":"API_400123_00000001","password":" hunter2 "}}"#;

fn parsed(json: &str) -> CredentialsInput {
    serde_json::from_str(json).unwrap()
}

fn change(json: &str, mode: Mode) -> Option<Change> {
    let changes = parsed(json).changes().map_err(told).unwrap();
    let (_, change) = changes.into_iter().find(|(of, _)| *of == mode).unwrap();
    change
}

fn apply(json: &str, kept: Option<Entered>) -> Result<Option<Entered>, (String, String)> {
    let change = change(json, Mode::Test).unwrap();
    change
        .apply(TerminalKind::Saferpay, Mode::Test, kept)
        .map_err(told)
}

fn whole() -> Entered {
    apply(WHOLE, None).unwrap().unwrap()
}

fn saferpay(entered: &Entered) -> crate::providers::saferpay::Credentials {
    match entered.credentials(TerminalKind::Saferpay) {
        Ok(Credentials::Saferpay(credentials)) => credentials,
        other => panic!("{other:?}"),
    }
}

#[test]
fn whole_credentials_are_taken() {
    let entered = whole();
    let credentials = saferpay(&entered);
    assert_eq!(credentials.customer_id, "400123", "blanks at the ends");
    // A password is taken as it is: it may begin with a blank.
    assert_eq!(credentials.password.expose(), " hunter2 ");
    assert_eq!(
        entered.names(),
        ["customer_id", "password", "terminal_id", "user"]
    );
    assert_eq!(Entered::from_bytes(&entered.to_bytes()), Some(entered));
}

#[test]
fn what_is_not_entered_stays() {
    let edited = apply(r#"{"test":{"password":"new"}}"#, Some(whole()));
    let credentials = saferpay(&edited.unwrap().unwrap());
    assert_eq!(credentials.password.expose(), "new");
    assert_eq!(credentials.user, "API_400123_00000001");
    assert_eq!(change(WHOLE, Mode::Live), None, "the other mode stays");
    assert!(change("{}", Mode::Test).is_none() && change("null", Mode::Test).is_none());
    assert_eq!(apply(r#"{"test":null}"#, Some(whole())), Ok(None));
}

#[test]
fn every_mistake_is_told_with_its_field() {
    let long = "9".repeat(200);
    let wrong = [
        (r#"{"test":{"pasword":"x"}}"#, "credentials.test.pasword"),
        (
            r#"{"test":{"password":"x"}}"#,
            "credentials.test.customer_id",
        ),
        (
            r#"{"test":{"password":""}}"#,
            "credentials.test.customer_id",
        ),
        (
            &format!(r#"{{"test":{{"customer_id":"{long}"}}}}"#),
            "credentials.test.customer_id",
        ),
        (r#"{"test":{"user":"a\nb"}}"#, "credentials.test.user"),
    ];
    for (json, field) in wrong {
        assert_eq!(apply(json, None).unwrap_err().0, field, "{json}");
    }
    let gone = apply(r#"{"test":{"password":null}}"#, Some(whole()));
    assert_eq!(gone.unwrap_err().0, "credentials.test.password");
    for (json, field) in [
        (r#""hunter2""#, "credentials"),
        (r#"["hunter2"]"#, "credentials"),
        (r#"{"password":"hunter2"}"#, "credentials"),
        (r#"{"test":"hunter2"}"#, "credentials.test"),
        (r#"{"live":{"password":2222}}"#, "credentials.live.password"),
        (
            r#"{"test":{"password":["hunter2"]}}"#,
            "credentials.test.password",
        ),
    ] {
        assert_eq!(told(parsed(json).changes().unwrap_err()).0, field, "{json}");
    }
}

#[test]
fn an_optional_field_can_be_taken_away() {
    let kind = TerminalKind::PaypalExpress;
    let take = |json: &str, kept| {
        let change = change(json, Mode::Test).unwrap();
        change.apply(kind, Mode::Test, kept).map_err(told).unwrap()
    };
    let json = r#"{"test":{"user":"u","password":"p","signature":"s","receiver":"a@b.test",
        "subject":"c@d.test"}}"#;
    let entered = take(json, None).unwrap();
    assert!(entered.names().contains(&"subject".to_owned()));
    let edited = take(r#"{"test":{"subject":null}}"#, Some(entered)).unwrap();
    assert!(!edited.names().contains(&"subject".to_owned()));
}

#[test]
fn no_mistake_quotes_what_was_entered() {
    let texts = [
        r#""hunter2""#,
        r#"{"test":"hunter2"}"#,
        r#"{"test":{"password":["hunter2"]}}"#,
        r#"{"test":{"password":"hunter2"}}"#,
        r#"{"test":{"customer_id":"hunter2\n"}}"#,
    ];
    for text in texts {
        let json = format!(
            r#"{{"kind":"saferpay","name":"C","currencies":["CHF"],"credentials":{text}}}"#
        );
        let input = input(&json);
        assert!(!format!("{input:?}").contains("hunter2"), "{text}");
        let error = input
            .credentials
            .changes()
            .and_then(|changes| {
                let [(_, change), _] = changes;
                change.map_or(Ok(None), |change| {
                    assert!(!format!("{change:?}").contains("hunter2"), "{text}");
                    change.apply(TerminalKind::Saferpay, Mode::Test, None)
                })
            })
            .unwrap_err();
        let (field, sentence) = told(error);
        assert!(
            !field.contains("hunter2") && !sentence.contains("hunter2"),
            "{sentence}"
        );
    }
    let seen = format!("{:?}", whole());
    assert!(!seen.contains("hunter2"), "{seen}");
}

#[test]
fn a_form_leaves_what_is_empty_as_it_is() {
    let form = CredentialsInput::of_form([
        (Mode::Live, "password", Some("new")),
        (Mode::Live, "user", Some(" ")),
        (Mode::Live, "customer_id", Some("")),
        (Mode::Test, "password", Some("")),
    ]);
    assert_eq!(form, parsed(r#"{"live":{"password":"new"}}"#));
    let empty = CredentialsInput::of_form([(Mode::Live, "user", Some(""))]);
    assert_eq!(empty, parsed("{}"));
    let both = CredentialsInput::of_form([
        (Mode::Live, "password", Some("one")),
        (Mode::Test, "user", None),
    ]);
    assert_eq!(
        both,
        parsed(r#"{"live":{"password":"one"},"test":{"user":null}}"#)
    );
}

#[test]
fn a_fingerprint_tells_entries_apart_and_nothing_else() {
    let entered = whole();
    let print = entered.fingerprint(&keys());
    assert_eq!(print, whole().fingerprint(&keys()));
    let edited = apply(r#"{"test":{"password":"hunter3"}}"#, Some(whole()));
    assert_ne!(print, edited.unwrap().unwrap().fingerprint(&keys()));
    let other = Keys::new(Secret::new("another signing key"));
    assert_ne!(print, entered.fingerprint(&other));
}

proptest! {
    #[test]
    fn whatever_is_sent_is_answered(text in "\\PC{0,40}", name in "[a-z_]{0,12}") {
        let value = serde_json::json!({ "test": { name: text } });
        let input = parsed(&value.to_string());
        for (mode, change) in input.changes().map_err(told).unwrap() {
            if let Some(change) = change {
                let _ = change.apply(TerminalKind::Payflow, mode, None);
            }
        }
    }
}

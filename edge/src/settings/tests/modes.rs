use obole_shared::currency::Currency;
use obole_shared::ids::LinkId;
use obole_shared::terminal::Mode;

use super::super::live::{change, needs_check, ready, takes_away};
use super::super::record::Record;
use super::super::view::TerminalView;
use super::{account, checked, record, told};
use crate::providers::Finding;

fn works() -> Finding {
    Finding::Works("Web shop".into())
}

fn links(ids: &[&str]) -> Vec<LinkId> {
    ids.iter().map(|id| id.parse().unwrap()).collect()
}

#[test]
fn live_demands_a_passed_check_of_the_live_account() {
    let why = |record: &Record| ready(record).unwrap_err();
    let mut without = record();
    without.live = None;
    assert!(why(&without).contains("no live credentials"));
    assert!(why(&record()).contains("not checked yet"));
    assert!(why(&checked(record(), Mode::Test, works())).contains("not checked yet"));
    let failed = checked(record(), Mode::Live, Finding::WrongCredentials);
    assert!(why(&failed).contains("did not accept user and password"));
    assert_eq!(ready(&checked(record(), Mode::Live, works())), Ok(()));
}

#[test]
fn a_check_counts_only_for_what_it_was_made_with() {
    let passed = checked(record(), Mode::Live, works());
    let edits: [fn(&mut Record); 4] = [
        |record| record.live.as_mut().unwrap().note.fingerprint = "other".into(),
        |record| record.terminal.currencies.push(Currency::USD),
        |record| {
            record
                .terminal
                .methods
                .push(obole_shared::terminal::Method::Amex);
        },
        |record| {
            record.terminal.authorization =
                obole_shared::terminal::AuthorizationType::AuthorizeOnly;
        },
    ];
    for (number, edit) in edits.into_iter().enumerate() {
        let mut edited = passed.clone();
        edit(&mut edited);
        assert!(
            ready(&edited).unwrap_err().contains("check it again"),
            "edit {number}"
        );
    }
    let mut renamed = passed.clone();
    renamed.terminal.name = "Another name".into();
    assert_eq!(ready(&renamed), Ok(()));
    // Sealing anew changes nothing about the credentials.
    let mut resealed = passed;
    resealed.live.as_mut().unwrap().sealed = "v1.k2.y".into();
    assert_eq!(ready(&resealed), Ok(()));
}

#[test]
fn what_is_live_is_edited_only_with_a_check() {
    let mut known = checked(record(), Mode::Live, works());
    known.terminal.mode = Mode::Live;
    let needs = |edit: fn(&mut Record)| {
        let mut edited = known.clone();
        edit(&mut edited);
        needs_check(Some(&known), &edited)
    };
    assert!(needs(|record| record
        .live
        .as_mut()
        .unwrap()
        .note
        .fingerprint = "other".into()));
    assert!(needs(|record| record
        .terminal
        .currencies
        .push(Currency::USD)));
    assert!(!needs(|record| record.terminal.name = "Another name".into()));
    assert!(!needs(|record| record.test = None));
    assert!(!needs(
        |record| record.live.as_mut().unwrap().sealed = "v1.k2.y".into()
    ));
    assert!(!needs(|record| {
        record.terminal.mode = Mode::Test;
        record.terminal.currencies.push(Currency::USD);
    }));
    let mut test = record();
    test.live.as_mut().unwrap().note.fingerprint = "other".into();
    assert!(
        !needs_check(Some(&record()), &test),
        "a test moves no money"
    );
}

#[test]
fn credentials_that_are_taken_away_are_noticed() {
    let known = record();
    let mut edited = known.clone();
    edited.live = None;
    assert!(takes_away(Some(&known), &edited, Mode::Live));
    assert!(!takes_away(Some(&known), &edited, Mode::Test));
    assert!(!takes_away(Some(&edited), &edited, Mode::Live));
    assert!(!takes_away(None, &edited, Mode::Live));
}

#[test]
fn a_change_is_told_in_sentences() {
    let passed = checked(record(), Mode::Live, works());
    let told = change(&passed, Mode::Live, links(&["demo", "shop"]), true);
    let text = told.changes.join("\n");
    assert!(text.contains("move real money"), "{text}");
    assert!(text.contains("stay marked as tests"), "{text}");
    assert!(text.contains("2026-07-20T10:02:11.417Z"), "{text}");
    assert!(text.contains("2 links offer it: demo, shop."), "{text}");
    assert_eq!(told.links.len(), 2);

    let mut live = passed;
    live.terminal.mode = Mode::Live;
    live.test = None;
    let text = change(&live, Mode::Test, links(&[]), false)
        .changes
        .join("\n");
    assert!(text.contains("move no money"), "{text}");
    assert!(text.contains("refunded with the live account"), "{text}");
    assert!(text.contains("No test credentials"), "{text}");
    assert!(change(&live, Mode::Live, links(&[]), true).changes[0].starts_with("Nothing"));
    live.enabled = false;
    let text = change(&live, Mode::Test, links(&["demo"]), true)
        .changes
        .join("\n");
    assert!(text.contains("It is disabled"), "{text}");
}

#[test]
fn a_terminal_is_offered_only_with_credentials_of_its_mode() {
    let whole = record();
    assert!(whole.is_offered());
    let without = |edit: fn(&mut Record)| {
        let mut record = whole.clone();
        edit(&mut record);
        record.is_offered()
    };
    assert!(!without(|record| record.enabled = false));
    assert!(!without(|record| record.test = None));
    assert!(without(|record| record.live = None));
    assert!(!without(
        |record| record.deleted_at = Some(record.created_at)
    ));
}

#[test]
fn a_record_without_the_credentials_it_needs_is_refused() {
    let mut record = record();
    assert!(record.check().is_ok());
    record.test = None;
    assert!(record.check().is_ok(), "it has a live account");
    record.terminal.mode = Mode::Live;
    record.live = None;
    assert_eq!(told(record.check().unwrap_err()).0, "credentials");
    record.test = Some(account("t"));
    assert_eq!(told(record.check().unwrap_err()).0, "credentials.live");
}

#[test]
fn credentials_that_cannot_be_opened_are_told() {
    let view = TerminalView::new(&record(), |mode, _| mode == Mode::Test);
    let readable = |mode| view.credentials.of(mode).map(|account| account.readable);
    assert_eq!(readable(Mode::Test), Some(true));
    assert_eq!(readable(Mode::Live), Some(false));
}

#[test]
fn a_deleted_terminal_has_no_credentials_to_show() {
    let mut record = record();
    record.deleted_at = Some(record.created_at);
    let view = TerminalView::new(&record, |_, _| true);
    assert_eq!((view.credentials.test, view.credentials.live), (None, None));
    assert!(!view.offered);
}

#[test]
fn a_view_tells_that_credentials_are_set_and_no_more() {
    let record = checked(
        record(),
        Mode::Live,
        Finding::CurrencyInactive(Currency::EUR),
    );
    let view = serde_json::to_value(TerminalView::new(&record, |_, _| true)).unwrap();
    assert_eq!(view["mode"], "test");
    assert_eq!(view["offered"], true);
    let live = &view["credentials"]["live"];
    assert_eq!(live["fields"][1], "password");
    assert_eq!(live["since"], "2026-07-20T10:02:11.417Z");
    assert_eq!(live["check"]["passed"], false);
    assert_eq!(live["check"]["current"], true);
    let finding = &live["check"]["findings"][0];
    assert_eq!(finding["type"], "currency_inactive");
    assert_eq!(finding["about"], "EUR");
    assert_eq!(finding["harmless"], false);
    assert!(finding["sentence"].as_str().unwrap().starts_with("EUR"));
    let text = view.to_string();
    for private in ["v1.k.x", "sealed", "fingerprint"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}

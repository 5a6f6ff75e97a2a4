//! What every refusal looks like.

use end_to_end::Answer;
use obole_shared::problem::Code;
use obole_shared::texts::Lang;

/// An RFC 9457 problem with this code, told in this language.
#[track_caller]
pub(crate) fn expect(case: &str, answer: &Answer, code: Code, lang: Lang) {
    let shown = format!("{case}: {} {}", answer.status, answer.body);
    assert_eq!(answer.status, code.status(), "{shown}");
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{shown}"
    );
    let body = answer.json();
    assert_eq!(body["code"], code.as_str(), "{shown}");
    assert_eq!(body["status"], code.status(), "{shown}");
    // A body that is wrong tells where, if it can.
    if code != Code::BodyInvalid {
        assert_eq!(body["field"].as_str(), code.field(), "{shown}");
    }
    // Up to the first thing that is filled in.
    let sentence = lang.problem(code).split('{').next().unwrap();
    assert!(
        body["title"].as_str().unwrap().starts_with(sentence),
        "{shown}"
    );
    assert!(!body["title"].as_str().unwrap().contains('{'), "{shown}");
}

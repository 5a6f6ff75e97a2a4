//! Every text of the form is read somewhere: nobody translates what nobody sees.

use std::fs;
use std::path::Path;

use obole_shared::texts::Lang;

/// Where a text may be read, from the root of the repository.
const SOURCES: [&str; 3] = ["widget/src", "edge/src", "shared/src"];

/// Texts of features that are still being built. Whoever reads one strikes it out here.
const NOT_YET_READ: &[&str] = &[
    "price_heading",
    "optional",
    "campaign_progress",
    "campaign_reached",
    "details_heading",
    "name_label",
    "email_label",
    "email_hint",
    "message_label",
    "anonymous_label",
    "dedication_label",
    "dedication_none",
    "dedication_memory",
    "dedication_honour",
    "dedication_name_label",
    "cover_fee_label",
    "cover_fee_label_unknown",
    "cover_fee_note",
    "provider_slow",
    "provider_silent",
    "try_again",
    "pay_with_other",
    "open_elsewhere",
    "continue_there",
    "fallback_link",
    "field_needed",
    "consent_needed",
    "email_invalid",
    "text_too_long",
    "receipt_heading",
    "result_fee",
    "result_provider",
    "result_date",
    "print_receipt",
];

/// All code without blanks and comments, so that a path broken over lines is still one.
fn code() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut code = String::new();
    for source in SOURCES {
        let before = code.len();
        collect(&root.join(source), &mut code);
        assert!(code.len() > before, "{source} holds no code");
    }
    code
}

fn collect(folder: &Path, code: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, code);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            let lines = text.lines().map(str::trim);
            for line in lines.filter(|line| !line.starts_with("//")) {
                code.extend(line.split_whitespace());
            }
        }
    }
}

/// Whether the code reads `texts.key`, and not only a key that begins like it.
fn reads(code: &str, key: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
    code.split(&format!("texts.{key}"))
        .skip(1)
        .any(|rest| !goes_on(rest))
}

#[test]
fn every_text_of_the_form_is_read() {
    let code = code();
    let texts = Lang::En.texts().entries().map(|(key, _)| key);
    let unread: Vec<&str> = texts
        .filter(|key| !reads(&code, key) && !NOT_YET_READ.contains(key))
        .collect();
    assert!(
        unread.is_empty(),
        "nothing reads `texts.…` of these, so delete them from every file in shared/texts: {unread:?}"
    );
}

#[test]
fn what_is_listed_as_unread_exists_and_is_unread() {
    let code = code();
    for key in NOT_YET_READ {
        let mut texts = Lang::En.texts().entries();
        assert!(texts.any(|(it, _)| it == *key), "{key} is no text any more");
        assert!(
            !reads(&code, key),
            "{key} is read now: strike it out of NOT_YET_READ"
        );
    }
}

#[test]
fn a_longer_name_or_a_comment_is_no_reader() {
    assert!(reads("fill(&texts.pay_amount,&[", "pay_amount"));
    assert!(reads("form.texts.pay.to_string()", "pay"));
    assert!(!reads("form.texts.pay_amount.to_string()", "pay"));
    assert!(!reads("choice.pay", "pay"));
}

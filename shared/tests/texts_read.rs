//! Every text of the form is read somewhere: nobody translates what nobody sees.

#![allow(clippy::expect_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;

use obole_shared::texts::Lang;

/// Where a text may be read, from the root of the repository.
const SOURCES: [&str; 3] = ["widget/src", "edge/src", "shared/src"];

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

/// Whether the code reads `texts.key` on the edge or `Word::key` in the browser, and not only a key
/// that begins like it.
fn reads(code: &str, key: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
    ["texts.", "Word::"].into_iter().any(|from| {
        let read = format!("{from}{key}");
        code.split(&read).skip(1).any(|rest| !goes_on(rest))
    })
}

#[test]
fn every_text_of_the_form_is_read() {
    let code = code();
    let texts = Lang::En.texts().entries().map(|(key, _)| key);
    let unread: Vec<&str> = texts.filter(|key| !reads(&code, key)).collect();
    assert!(
        unread.is_empty(),
        "nothing reads `texts.…` of these, so delete them from every file in shared/texts: {unread:?}"
    );
}

#[test]
fn a_longer_name_or_a_comment_is_no_reader() {
    assert!(reads("fill(&texts.pay_amount,&[", "pay_amount"));
    assert!(reads("form.texts.pay.to_string()", "pay"));
    assert!(!reads("form.texts.pay_amount.to_string()", "pay"));
    assert!(reads("words.get(Word::pay)", "pay"));
    assert!(!reads("words.get(Word::pay_amount)", "pay"));
    assert!(!reads("choice.pay", "pay"));
}

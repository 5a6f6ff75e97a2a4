//! How much a donor loads: a release that is heavier than promised fails.

use dev_stack::Repository;
use end_to_end::Stage;
use shipped::{ALL_MAX, File, LANGUAGES, LOADER_MAX, Shipped, WORDS_MAX, brotli};

use crate::harness::{Suite, Turn};

pub(crate) fn tests(suite: &mut Suite) {
    suite.plain("bytes_of_the_loader", Turn::Shared, loader);
    suite.plain("bytes_until_taken_over", Turn::Shared, all);
    suite.plain("bytes_of_the_words", Turn::Shared, words);
}

fn shipped(stage: &Stage, language: &str) -> Shipped {
    Shipped::of(&Repository::find(), &stage.edge.origin, language).unwrap()
}

fn loader(stage: &Stage) {
    let bytes = brotli(&shipped(stage, "en").loader.content).unwrap();
    assert!(bytes <= LOADER_MAX, "{bytes} bytes of {LOADER_MAX}");
}

/// Loader, form, glue and wasm, in whatever language the form is.
fn all(stage: &Stage) {
    let shipped = shipped(stage, "en");
    let each: Vec<(&str, u64)> = shipped
        .all()
        .map(|file| (file.name.as_str(), brotli(&file.content).unwrap()))
        .collect();
    assert!(each.len() >= 4, "a file is missing: {each:?}");
    let sum: u64 = each.iter().map(|(_, bytes)| bytes).sum();
    let of_form = |form: &File| brotli(&form.content).unwrap();
    let files = sum - of_form(&shipped.form);
    for language in LANGUAGES {
        let form = Shipped::form(&stage.edge.origin, language).unwrap();
        let bytes = files + of_form(&form);
        assert!(
            bytes <= ALL_MAX,
            "{language}: {bytes} bytes of {ALL_MAX}: {each:?}"
        );
    }
}

fn words(stage: &Stage) {
    for language in LANGUAGES {
        let words = shipped(stage, language).words().unwrap();
        let bytes = brotli(&words).unwrap();
        assert!(
            bytes <= WORDS_MAX,
            "{language}: {bytes} bytes of {WORDS_MAX}"
        );
    }
}
